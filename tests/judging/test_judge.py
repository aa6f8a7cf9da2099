"""`auditor judge` and `auditor audit --judge` with the real SDKs against the loopback server."""

from __future__ import annotations

import json
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor import resources
from tests.judging.conftest import ANTHROPIC_KEY, HAIKU, OPENAI_KEY, Run, exported, rows, start
from tests.server.loopback import Loopback, Step, default_answer, rate_limited

Asking = Callable[..., Path]


def totals(path: Path) -> tuple[int, int, int]:
    """Tokens in, out and cached over all exchanges kept."""
    (row,) = rows(
        path,
        "SELECT sum(input_tokens), sum(output_tokens), sum(cached_tokens) FROM (SELECT "
        "sum(json_extract(usage, '$.input_tokens')) AS input_tokens, "
        "sum(json_extract(usage, '$.output_tokens')) AS output_tokens, "
        "sum(json_extract(usage, '$.cached_tokens')) AS cached_tokens FROM attempts)",
    )
    first, second, third = row.values()
    return int(str(first)), int(str(second)), int(str(third))


def test_an_audit_with_two_language_models(server: Loopback, local: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "audits.db"
    card = resources.folder("corpus") / "documents" / "openai" / "gpt-5.5"
    judges = ("--judge", "rubric", "--judge", local, "--judge", HAIKU)
    told = run("audit", card, *judges, "--db", path, "--output", tmp_path / "r.html", "--output", tmp_path / "r.md")
    served = server.served
    assert served.requests["/v1/chat/completions"] == served.requests["/v1/messages"] > 0

    votes = rows(path, "SELECT provider, model, verdict, prompt_sha256, schema_sha256, parameters FROM judgements")
    assert Counter(vote["provider"] for vote in votes)["openai"] == served.requests["/v1/chat/completions"]
    assert all(len(str(vote["schema_sha256"])) == 64 and len(str(vote["prompt_sha256"])) == 64 for vote in votes)
    attempts = rows(path, "SELECT * FROM attempts")
    assert len(attempts) == sum(served.requests.values())
    assert all(attempt["raw"] and attempt["latency"] for attempt in attempts)
    assert totals(path) == (served.input_tokens, served.output_tokens, served.cached_tokens)
    (cost,) = rows(path, "SELECT sum(cost_usd) AS usd FROM attempts")
    assert cost["usd"] == pytest.approx((served.input_tokens + 5 * served.output_tokens) / 2 / 1e6)

    report = exported(run, path)
    judging = report["judging"]
    assert isinstance(judging, dict)
    assert [judge["judge"] for judge in judging["judges"]] == ["rubric", "openai:x", HAIKU]
    for name in ("r.html", "r.md"):
        text = (tmp_path / name).read_text("utf-8")
        assert "claude-haiku-4-5" in text
        assert "USD 0.00" in text
    for output in (told.output, json.dumps(report), (tmp_path / "r.html").read_text("utf-8"), "".join(
        str(file.read_bytes()) for file in tmp_path.glob("audits.db*")
    )):  # fmt: skip
        assert OPENAI_KEY not in output
        assert ANTHROPIC_KEY not in output


def test_every_failure_ends_in_a_recorded_attempt_and_a_clean_state(
    server: Loopback, local: str, asking: Asking, run: Run
) -> None:
    path = asking(26)
    failing = {
        1: ("refused", Step("refusal")),
        3: ("cut off", Step("truncated"), Step("truncated")),
        5: ("form asked for", Step("wrong_schema"), Step("wrong_schema")),
        7: ("HTTP 429", rate_limited(3600)),
        9: ("larger than", Step("huge")),
        11: ("HTTP 400", Step("status", status=400)),
        13: ("do not stand", *[Step(answer=quoting("words that are not there"))] * 2),
        15: ("does not speak", Step("not_the_protocol")),
    }
    passing = {
        17: ("form asked for|calling the tool", Step("not_json")),
        19: ("HTTP 500", Step("status", status=500)),
        21: ("No answer in time", Step(seconds=6.0)),
        23: ("connection failed", Step("dropped")),
        25: ("HTTP 429", rate_limited(0.1)),
    }
    for number, (_, *steps) in {**failing, **passing}.items():
        server.when(f"Note {number}:", *steps)
    asked = ("judge", "--judge", local, "--db", path, "--concurrency", 1, "--timeout", 5)
    told = run(*asked)
    assert "18 answered" in told.stdout
    assert "8 unanswered" in told.stdout
    said = {
        int(str(row["title"]).split(":")[0].split()[1]): str(row["errors"]) for row in rows(
            path,
            "SELECT f.title, group_concat(t.error, ' | ') AS errors FROM judgements AS j "
            "JOIN findings AS f ON f.id = j.finding JOIN attempts AS t ON t.judgement_key = j.key GROUP BY f.id",
        )
    }  # fmt: skip
    for number, (words, *_) in failing.items():
        if number != 13:
            assert words in said[number], said[number]
    (misquoted,) = rows(
        path,
        "SELECT j.reason, count(t.number) AS n FROM judgements AS j JOIN findings AS f ON f.id = j.finding "
        "JOIN attempts AS t ON t.judgement_key = j.key WHERE f.title LIKE 'Note 13:%'",
    )
    assert "do not stand" in str(misquoted["reason"])
    assert misquoted["n"] == 2
    for number, (words, *_) in passing.items():
        assert any(word in said[number] for word in words.split("|")), said[number]
    assert rows(path, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]

    before = sum(server.served.requests.values())
    assert "26 answered" in run(*asked).stdout, "only those without an answer are asked again"
    assert sum(server.served.requests.values()) - before == 8
    run(*asked)
    assert sum(server.served.requests.values()) - before == 8


def quoting(words: str) -> dict[str, object]:
    return {**default_answer(""), "quotes": [{"evidence": "note", "text": words}]}


def test_usage_totals_equal_the_servers_count_over_retries(
    server: Loopback, local: str, asking: Asking, run: Run
) -> None:
    path = asking(12)
    kinds = ("not_json", "status", "wrong_schema", "truncated", "dropped", "refusal", "valid", "valid")
    server.script(*(Step(kind, status=503) for kind in kinds * 2))
    run("judge", "--judge", local, "--judge", HAIKU, "--db", path, "--concurrency", 4)
    served = server.served
    assert totals(path) == (served.input_tokens, served.output_tokens, served.cached_tokens)
    columns = "sum(exchanges) AS e, sum(input_tokens) AS i, sum(output_tokens) AS o, sum(failed) AS f"
    query = (resources.folder("db") / "queries" / "cost_of_judging.sql").read_text("utf-8").rstrip("; \n")
    (row,) = rows(path, f"SELECT {columns} FROM ({query})")
    assert (row["e"], row["i"], row["o"]) == (
        sum(served.requests.values()),
        served.input_tokens,
        served.output_tokens,
    )
    assert row["f"] == sum(kind != "valid" for kind in kinds) * 2


def test_killed_in_the_middle_nothing_is_asked_twice_and_nothing_is_lost(
    server: Loopback, local: str, asking: Asking, run: Run
) -> None:
    count = 60
    path = asking(count)
    server.latency = 0.08
    at_once = 4
    asked = ("judge", "--judge", local, "--judge", HAIKU, "--db", path, "--concurrency", at_once)
    process = start(*asked)
    until = time.monotonic() + 120
    while sum(server.served.questions.values()) < count // 2:
        assert time.monotonic() < until
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    stored = {(str(row["model"]), str(row["text"])) for row in rows(path, "SELECT model, text FROM answers")}
    assert stored
    server.latency = 0.0
    told = run(*asked)
    assert told.stdout.count(f"{count} answered") == 2
    questions = server.served.questions
    assert len(questions) == 2 * count, "none is lost"
    assert {question: questions[question] for question in stored if questions[question] != 1} == {}
    again = [question for question, times in questions.items() if times > 1]
    assert len(again) <= at_once, "only what was on its way when the process was killed"
    (row,) = rows(path, "SELECT count(*) AS n, count(DISTINCT finding || model) AS d FROM latest_judgements")
    assert (row["n"], row["d"]) == (2 * count, 2 * count)
    before = sum(server.served.requests.values())
    run(*asked)
    assert sum(server.served.requests.values()) == before


def test_replay_needs_no_network_and_gives_the_same_report(
    server: Loopback, local: str, asking: Asking, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = asking(6)
    server.script(Step("not_json"), Step(), Step("refusal"), Step("status", status=400))
    judges = ("--judge", "rubric", "--judge", local, "--judge", HAIKU)
    run("judge", *judges, "--db", path, "--concurrency", 1)
    before = run("export", "--format", "json", "--db", path).stdout
    asked = sum(server.served.requests.values())
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name)
    run("judge", *judges, "--db", path, "--replay")
    assert run("export", "--format", "json", "--db", path).stdout == before
    assert sum(server.served.requests.values()) == asked


def test_replay_of_what_was_never_asked(asking: Asking, run: Run) -> None:
    told = run("judge", "--judge", HAIKU, "--db", asking(2), "--replay", code=2)
    assert "2 questions: No answer to this question is kept." in told.stderr


def test_a_budget_stops_cleanly_and_the_next_run_goes_on(server: Loopback, asking: Asking, run: Run) -> None:
    path = asking(30)
    told = run("judge", "--judge", HAIKU, "--db", path, "--max-cost", "0.05", "--concurrency", 4)
    assert "The budget leaves USD" in told.stderr
    (row,) = rows(path, "SELECT sum(cost_usd) AS usd, count(*) AS n FROM attempts")
    assert 0 < float(str(row["usd"])) <= 0.05
    assert 0 < int(str(row["n"])) < 30
    judging = exported(run, path)["judging"]
    assert isinstance(judging, dict)
    assert f"{30 - int(str(row['n']))} questions" in judging["open"][HAIKU]
    told = run("judge", "--judge", HAIKU, "--db", path)
    assert "30 answered" in told.stdout
    assert set(server.served.questions.values()) == {1}
    judging = exported(run, path)["judging"]
    assert isinstance(judging, dict)
    assert judging["open"] == {}


def test_a_budget_of_money_needs_a_price(asking: Asking, run: Run, server: Loopback, local: str) -> None:
    path = asking(1)
    told = run("judge", "--judge", "anthropic:nobody-knows-me", "--db", path, "--max-cost", 1, code=2)
    assert "no price" in told.stderr
    assert "does not count for --max-cost" in run("judge", "--judge", local, "--db", path, "--max-cost", 1).stderr


def test_the_vendors_own_models_do_not_vote(server: Loopback, asking: Asking, run: Run) -> None:
    path = asking(2, "anthropic")
    judges = ("--judge", "openai:gpt-5-mini", "--judge", f"openai:claude-haiku-4-5@{server.url}/v1", "--judge", HAIKU)
    told = run("judge", *judges, "--db", path)
    assert f"{HAIKU} does not vote: its maker, anthropic" in told.stderr
    assert "openai:claude-haiku-4-5 does not vote: its maker, anthropic" in told.stderr
    assert {model for model, _ in server.served.questions} == {"gpt-5-mini"}
    judging = exported(run, path)["judging"]
    assert isinstance(judging, dict)
    assert sorted(judging["excluded"]) == [HAIKU, "openai:claude-haiku-4-5"]


def test_judges_that_disagree(server: Loopback, local: str, asking: Asking, run: Run) -> None:
    path = asking(6)
    server.when("Note 1:", Step(answer={**default_answer(""), "verdict": "dismissed"}))
    for number in (2, 3):
        server.when(f"Note {number}:", *[Step(answer={**default_answer(""), "verdict": "dismissed"})] * 2)
    told = run("judge", "--judge", "rubric", "--judge", local, "--judge", HAIKU, "--db", path, "--concurrency", 1)
    # By hand: 12 votes, 7 upheld and 5 dismissed; one question of two unlike votes: 1 - 11 × 2 / (2 × 7 × 5).
    assert f"α = {1 - 11 * 2 / 70:.2f}" in told.stdout
    assert "over 6 questions with 12 votes" in told.stdout
    assert "rubric: 6 answered (6 abstained)" in told.stdout
    standing = Counter(row["standing"] for row in rows(path, "SELECT standing FROM standing"))
    assert standing == {"judges disagree": 1, "upheld": 3, "dismissed": 2}
    told = run("query", "judges_disagreeing", "--format", "jsonl", "--db", path)
    votes = [json.loads(line) for line in told.stdout.splitlines()]
    assert sorted((vote["model"], vote["verdict"]) for vote in votes) == [
        ("claude-haiku-4-5", "upheld"),
        ("x", "dismissed"),
    ]
    report = exported(run, path)
    assert isinstance(report["judging"], dict)
    assert report["judging"]["agreement"]["alpha"] == pytest.approx(1 - 22 / 70)


def test_a_wrong_key_is_said_and_never_kept(server: Loopback, asking: Asking, run: Run) -> None:
    path = asking(5)
    server.script(*[Step("echo_key", status=401)] * 9)
    told = run("judge", "--judge", HAIKU, "--judge", "openai:gpt-5-mini", "--db", path, "--concurrency", 1)
    assert sum(server.served.requests.values()) == 2, "a judge whose key is wrong is asked once"
    assert "cannot be asked" in told.stderr
    kept = b"".join(file.read_bytes() for file in path.parent.glob("audits.db*"))
    shown = run("export", "--format", "json", "--db", path).stdout
    for key in (OPENAI_KEY, ANTHROPIC_KEY):
        assert key not in told.output + shown
        assert key.encode() not in kept
    assert b"[key]" in kept


def test_what_cannot_be_asked_is_said_at_once(asking: Asking, run: Run, tmp_path: Path) -> None:
    path = asking(1)
    assert "Which judge?" in run("judge", "--db", path, code=2).stderr
    assert "no judge cohere:x" in run("judge", "--judge", "cohere:x", "--db", path, code=2).stderr
    assert "no database" in run("judge", "--judge", "rubric", "--db", tmp_path / "none.db", code=2).stderr
    assert not (tmp_path / "none.db").exists()
    assert (
        "no audit of a release zzz"
        in run("judge", "--judge", "rubric", "--db", path, "--release", "zzz", code=2).stderr
    )


def test_interrupted_it_ends_at_once_and_keeps_what_came(
    server: Loopback, local: str, asking: Asking, run: Run
) -> None:
    path = asking(12)
    for number in range(4, 12):
        server.when(f"Note {number}:", Step(seconds=30.0))
    process = start("judge", "--judge", local, "--db", path, "--concurrency", 2)
    until = time.monotonic() + 120
    while sum(server.served.requests.values()) < 6:
        assert time.monotonic() < until
        time.sleep(0.02)
    before = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert time.monotonic() - before < 20, "it does not wait for the server"
    assert process.returncode == 130, said
    assert "goes on from there" in said
    assert [row["n"] for row in rows(path, "SELECT count(*) AS n FROM answers WHERE settled")] == [4]


def test_a_judgement_is_shown_with_its_exchanges(server: Loopback, asking: Asking, run: Run) -> None:
    path = asking(1)
    server.script(Step("not_json"))
    run("judge", "--judge", HAIKU, "--db", path)
    (row,) = rows(path, "SELECT id FROM judgements")
    told = run("show", row["id"], "--db", path).stdout
    assert "Exchange 1" in told
    assert "calling the tool" in told
    assert "Exchange 2" in told
    assert "USD 0.00" in told
