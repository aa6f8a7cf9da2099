"""Every way an exchange can end, by the real SDKs: an attempt that says so, and nothing else left behind."""

from __future__ import annotations

import threading
import time

import pytest

from auditor.errors import UsageError
from auditor.judges.answer import Answer
from auditor.providers import Budget, LanguageModel, NotAsked, Price, named
from tests.providers.conftest import ANTHROPIC_KEY, OPENAI_KEY, model, request_for
from tests.server.loopback import Loopback, Step, rate_limited


def test_an_answer(server: Loopback, spec: str) -> None:
    reply = model(spec, price=Price(1.0, 5.0)).answer(request_for())
    assert isinstance(reply.answer, Answer)
    (attempt,) = reply.attempts
    assert attempt.error is None
    assert "bear it out" in (attempt.raw or "")
    assert attempt.latency is not None
    usage = attempt.usage
    served = server.served
    assert (usage.input_tokens, usage.output_tokens, usage.cached_tokens) == (
        served.input_tokens,
        served.output_tokens,
        served.cached_tokens,
    )
    assert attempt.cost_usd == pytest.approx((served.input_tokens + 5 * served.output_tokens) / 1e6)


def test_an_unknown_price_is_no_price(server: Loopback, spec: str) -> None:
    assert model(spec).answer(request_for()).attempts[0].cost_usd is None


@pytest.mark.parametrize(
    ("step", "words", "again", "settled"),
    [
        (Step("not_json"), "form asked for|calling the tool", True, True),
        (Step("wrong_schema"), "verdict: Input should be", True, True),
        (Step("truncated"), "cut off", True, True),
        (Step("empty"), "form asked for|calling the tool", True, True),
        (Step("refusal"), "refused", False, True),
        (Step("huge"), "larger than", False, False),
        (Step("not_the_protocol"), "does not speak the protocol", False, False),
        (Step("redirect"), "HTTP 307", False, False),
        (Step("status", status=400), "HTTP 400", False, False),
        (Step("status", status=401), "HTTP 401", False, False),
        (Step("status", status=404), "HTTP 404", False, False),
        (rate_limited(3600), "HTTP 429", False, False),
    ],
    ids=lambda value: value.kind + str(value.status) if isinstance(value, Step) else "",
)
def test_a_failure_is_one_attempt_that_says_why(
    server: Loopback, spec: str, step: Step, words: str, again: bool, settled: bool
) -> None:
    import re

    server.script(step)
    reply = model(spec).answer(request_for())
    assert reply.answer is None
    assert (reply.again, reply.settled) == (again, settled)
    (attempt,) = reply.attempts
    assert attempt.error == reply.error
    assert re.search(words, reply.error), reply.error


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (rate_limited(0.2), "HTTP 429"),
        (Step("status", status=500), "HTTP 500"),
        (Step("status", status=529), "HTTP 529"),
        (Step("valid", seconds=1.5), "No answer in time"),
        (Step("trickle"), "No answer in time"),
        (Step("dropped"), "connection failed"),
    ],
    ids=["429", "500", "529", "slow", "trickle", "dropped"],
)
def test_what_may_pass_is_tried_again_and_each_try_kept(server: Loopback, spec: str, step: Step, words: str) -> None:
    server.script(step)
    reply = model(spec, seconds=1.0 if "time" in words else 20.0).answer(request_for())
    assert isinstance(reply.answer, Answer)
    first, second = reply.attempts
    assert words in (first.error or "")
    assert second.error is None
    assert [attempt.number for attempt in reply.attempts] == [1, 2]


def test_the_wish_to_wait_is_honoured(server: Loopback, spec: str) -> None:
    server.script(rate_limited(0.7))
    model(spec).answer(request_for())
    first, second = server.served.times
    assert second - first >= 0.7


def test_waits_grow(server: Loopback) -> None:
    server.script(*[Step("status", status=503)] * 2)
    model("openai:m", jitter=lambda: 1.0).answer(request_for())
    one, two, three = server.served.times
    assert two - one >= 0.5
    assert three - two >= 1.0


def test_tries_end(server: Loopback, spec: str) -> None:
    server.script(*[Step("status", status=500)] * 9)
    reply = model(spec).answer(request_for())
    assert (reply.answer, reply.settled, len(reply.attempts)) == (None, False, 3)


@pytest.mark.parametrize("kind", ["wrong_usage", "no_usage"])
def test_usage_that_is_none_is_not_invented(server: Loopback, spec: str, kind: str) -> None:
    server.script(Step(kind))
    reply = model(spec, price=Price(1.0, 5.0)).answer(request_for())
    assert isinstance(reply.answer, Answer)
    (attempt,) = reply.attempts
    assert attempt.usage.input_tokens is None
    assert attempt.cost_usd is None


def test_an_answer_not_accepted_is_asked_again_with_the_complaint(server: Loopback, spec: str) -> None:
    model(spec).answer(request_for(complaint="The verdict is missing.", said='{"reason": "r"}'))
    turns = server.served.bodies[0]["messages"]
    assert [turn["role"] for turn in turns] == ["user", "assistant", "user"]
    assert "The verdict is missing." in str(turns[2]["content"])


def test_a_compatible_server_is_asked_for_a_json_schema(server: Loopback) -> None:
    model(f"openai:m@{server.url}/v1").answer(request_for())
    (body,) = server.served.bodies
    assert body["response_format"]["type"] == "json_schema"
    assert "tools" not in body
    assert list(body["response_format"]["json_schema"]["schema"]["properties"])[:2] == ["reason", "verdict"]


def test_usage_adds_up_over_retries(server: Loopback, spec: str) -> None:
    kinds = ["not_json", "status", "valid", "refusal", "dropped", "wrong_schema", "truncated", "valid"]
    server.script(*(Step(kind, status=500) for kind in kinds))
    asked = model(spec, jitter=lambda: 0.0)
    attempts = [
        attempt
        for number in range(8)
        for attempt in asked.answer(request_for(f"question {number} of eight, in words enough for a cache")).attempts
    ]
    served = server.served
    for field, total in (
        ("input_tokens", served.input_tokens),
        ("output_tokens", served.output_tokens),
        ("cached_tokens", served.cached_tokens),
    ):
        assert sum(getattr(attempt.usage, field) or 0 for attempt in attempts) == total > 0
    assert len(attempts) == sum(served.requests.values())


def test_a_wrong_key_ends_it(server: Loopback, spec: str) -> None:
    server.script(Step("status", status=401))
    asked = model(spec)
    asked.answer(request_for())
    with pytest.raises(NotAsked, match="401"):
        asked.answer(request_for())
    assert sum(server.served.requests.values()) == 1


def test_a_server_that_is_down_is_not_asked_a_thousand_times(server: Loopback, spec: str) -> None:
    server.script(*[Step("dropped")] * 9)
    asked = model(spec, tries=1)
    for _ in range(3):
        asked.answer(request_for())
    with pytest.raises(NotAsked, match="3 questions in a row"):
        asked.answer(request_for())


def test_a_server_that_is_not_there(spec: str) -> None:
    reply = model("openai:m@http://127.0.0.1:9/v1", tries=1).answer(request_for())
    assert "connection failed" in reply.error


def test_a_key_that_comes_back_is_not_kept(server: Loopback, spec: str) -> None:
    server.script(Step("echo_key", status=401))
    reply = model(spec).answer(request_for())
    assert "[key]" in reply.error
    for key in (OPENAI_KEY, ANTHROPIC_KEY):
        assert key not in str(reply)
    assert any(key in str(server.served.headers) for key in (OPENAI_KEY, ANTHROPIC_KEY))


def test_a_key_does_not_leave_this_machine_in_plain_text(server: Loopback) -> None:
    assert model(f"openai:m@{server.url}/v1").key == OPENAI_KEY
    assert model("openai:m@https://example.org/v1").key == OPENAI_KEY
    assert model("openai:m@http://192.0.2.7:8000/v1").key is None


def test_stopping_ends_the_waiting(server: Loopback, spec: str) -> None:
    stop = threading.Event()
    server.script(rate_limited(30))
    asked = model(spec, stop=stop)
    threading.Timer(0.3, stop.set).start()
    before = time.monotonic()
    reply = asked.answer(request_for())
    assert time.monotonic() - before < 5
    assert (len(reply.attempts), reply.settled) == (1, False)
    with pytest.raises(NotAsked):
        asked.answer(request_for())


def until_not_asked(asked: LanguageModel, most: int = 1000) -> tuple[list[float], str]:
    """What the exchanges cost until one was not made, and the reason."""
    costs: list[float] = []
    try:
        while len(costs) < most:
            costs += [asked.answer(request_for()).attempts[0].cost_usd or 0]
    except NotAsked as error:
        return costs, error.message
    return costs, ""


def test_a_budget_is_never_passed(server: Loopback, spec: str) -> None:
    price = Price(10.0, 30.0)
    budget = Budget(usd=0.30)
    asked = model(spec, budget=budget, price=price)
    costs, said = until_not_asked(asked)
    spent = sum(costs)
    assert "budget leaves" in said
    assert budget.spent.usd == pytest.approx(spent)
    # What an exchange may take at most is set aside: the longest answer.
    assert 0.30 - 8192 * 30e-6 - 0.1 < spent <= 0.30


def test_a_budget_of_tokens(server: Loopback, spec: str) -> None:
    budget = Budget(tokens=12_000)
    assert "tokens" in until_not_asked(model(spec, budget=budget))[1]
    assert 0 < budget.spent.tokens <= 12_000


def test_a_budget_holds_for_many_threads(server: Loopback, spec: str) -> None:
    budget = Budget(usd=0.62)
    asked = model(spec, budget=budget, price=Price(10.0, 30.0))
    server.latency = 0.02
    costs: list[float] = []
    refused: list[str] = []

    def work() -> None:
        paid, said = until_not_asked(asked, most=40)
        costs.extend(paid)
        refused.append(said)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(costs) <= 0.62
    assert server.served.at_once == 2
    assert len(refused) == 8


@pytest.mark.parametrize(
    "text", ["gpt-5", "openai:", "cohere:x", "anthropic:m@http://localhost/v1", "openai:m@http://", "rubrik", ""]
)
def test_a_name_that_means_nothing(text: str) -> None:
    with pytest.raises(UsageError, match="no judge"):
        named(text)


def test_names() -> None:
    assert str(named("openai:m@x@http://localhost:8080/v1/")) == "openai:m@x@http://localhost:8080/v1"
    assert named("openai:org/m:free").model == "org/m:free"
    with pytest.raises(UsageError, match="password"):
        named("openai:m@https://me:secret@example.org/v1")


def test_a_key_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(key, raising=False)
    for spec in ("openai:m", "anthropic:m"):
        with pytest.raises(UsageError, match="_API_KEY"):
            model(spec)
    assert model("openai:m@http://127.0.0.1:9/v1").key is None
