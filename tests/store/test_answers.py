"""Answers kept as they come, and found again by what was asked."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.judges.answer import Answer
from auditor.providers import NotAsked, Reply, Request
from auditor.providers.recorded import Absent, Recorded, key_of
from auditor.records import Attempt, Question, Usage
from auditor.store.answers import AnswerBook
from auditor.store.database import Database, open_database

ATTEMPT = Attempt(
    number=1, started="2026-01-01T00:00:00+00:00", latency=0.5, usage=Usage(input_tokens=3), cost_usd=0.1, raw="{}"
)


class Counting:
    """A model that counts how often it is asked, and can fail on the way."""

    name = "openai"
    model = "m"
    vendor = None
    parameters = {"max_tokens": 10}

    def __init__(self) -> None:
        self.asked = 0
        self.down = False

    def answer(self, request: Request) -> Reply:
        self.asked += 1
        answer = None if self.down else Answer(reason=f"asked {self.asked} times", verdict="upheld")
        return Reply(
            answer, self.model, request.prompt, request.prompt_sha256, self.parameters, (ATTEMPT,),
            error="down" if self.down else "", again=False, settled=not self.down,
        )  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_database(tmp_path / "audits.db")


def request_for(text: str = "Does it stand?") -> Request:
    question = Question(id="ques-1", judge="footnote_meaning", asks="?", variables={})
    return Request(question, "p@1", "0" * 64, text, Answer, lambda _: None, "r@1")


def test_an_answer_is_asked_for_once(database: Database) -> None:
    model = Counting()
    with AnswerBook(database) as book:
        first = Recorded(model, book).answer(request_for())
    with AnswerBook(database) as book:
        again = Recorded(model, book).answer(request_for())
    assert model.asked == 1
    assert again == replace(first, kept=True)


@pytest.mark.parametrize(
    "change",
    [{"text": "Other?"}, {"prompt_sha256": "1" * 64}, {"complaint": "No."}, {"said": "{}"}],
    ids=lambda change: next(iter(change)),
)
def test_another_request_is_another_question(change: dict[str, str]) -> None:
    model = Counting()
    assert key_of(replace(request_for(), **change), model) != key_of(request_for(), model)  # type: ignore[arg-type]


def test_another_model_or_manner_is_another_question() -> None:
    keys = {
        key_of(request_for(), Absent(name, model, None, parameters))
        for name in ("openai", "anthropic")
        for model in ("m", "n")
        for parameters in ({"max_tokens": 10}, {"max_tokens": 20})
    }
    assert len(keys) == 8


def test_a_failure_on_the_way_is_asked_anew_and_replayed_as_it_was(database: Database) -> None:
    model = Counting()
    model.down = True
    with AnswerBook(database) as book:
        assert Recorded(model, book).answer(request_for()).error == "down"
        assert Recorded(model, book, replay=True).answer(request_for()).error == "down"
        model.down = False
        assert Recorded(model, book).answer(request_for()).answer is not None
        assert Recorded(model, book).answer(request_for()).kept
    assert model.asked == 2


def test_a_failure_does_not_take_the_place_of_an_answer(database: Database) -> None:
    model = Counting()
    with AnswerBook(database) as book:
        Recorded(model, book).answer(request_for())
        model.down = True
        Recorded(model, book).answer(replace(request_for(), fresh=True))
    with AnswerBook(database) as book:
        assert Recorded(model, book).answer(request_for()).answer is not None


def test_replay_asks_nobody(database: Database) -> None:
    model = Counting()
    with AnswerBook(database) as book, pytest.raises(NotAsked):
        Recorded(model, book, replay=True).answer(request_for())
    assert model.asked == 0


def test_many_threads_ask_each_question_once(database: Database) -> None:
    model = Counting()
    with AnswerBook(database) as book:
        recorded = Recorded(model, book)

        def work() -> None:
            for number in range(50):
                recorded.answer(request_for(f"question {number}"))

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert model.asked == 50
    assert next(database.rows("SELECT count(*) FROM answers"))[0] == 50


def test_the_prompt_is_kept_as_it_was_sent(database: Database) -> None:
    with AnswerBook(database) as book:
        Recorded(Counting(), book).answer(request_for("as it was sent"))
    (row,) = database.rows("SELECT * FROM answers")
    assert (row["text"], row["provider"], row["model"], row["settled"]) == ("as it was sent", "openai", "m", 1)
