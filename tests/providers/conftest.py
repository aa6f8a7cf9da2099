"""Real SDKs against the loopback server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from auditor.judges.answer import Answer
from auditor.providers import Budget, LanguageModel, Manner, Price, Request, language_model, named
from auditor.records import Question
from tests.server.loopback import Loopback

OPENAI_KEY = "sk-test-0123456789-openai"
ANTHROPIC_KEY = "sk-ant-test-9876543210"
MADE: list[LanguageModel] = []


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A server, and the environment that leads the SDKs to it."""
    with Loopback() as loopback:
        monkeypatch.setenv("OPENAI_API_KEY", OPENAI_KEY)
        monkeypatch.setenv("ANTHROPIC_API_KEY", ANTHROPIC_KEY)
        monkeypatch.setenv("OPENAI_BASE_URL", f"{loopback.url}/v1")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", loopback.url)
        yield loopback
        for made in MADE:
            made.close()
        MADE.clear()


@pytest.fixture(params=["openai:m", "openai:m@URL", "anthropic:m"])
def spec(request: pytest.FixtureRequest, server: Loopback) -> str:
    """Each way to a model."""
    return str(request.param).replace("URL", f"{server.url}/v1")


def model(spec: str, *, budget: Budget | None = None, price: Price | None = None, **manner: object) -> LanguageModel:
    """A model that waits for little."""
    given = {"seconds": 20.0, "tries": 3, "jitter": lambda: 0.0, **manner}
    manner_ = Manner(**given)  # type: ignore[arg-type]
    MADE.append(language_model(named(spec), vendor=None, price=price, manner=manner_, budget=budget))
    return MADE[-1]


def request_for(text: str = "Does the note stand?", **more: object) -> Request:
    question = Question(id="ques-1", judge="footnote_meaning", asks="?", variables={"words": text})
    return Request(question, "p@1", "0" * 64, text, Answer, lambda _: None, "r@1", **more)  # type: ignore[arg-type]
