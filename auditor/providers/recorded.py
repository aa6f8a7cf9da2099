"""Answers that were given before: what a model once said to a request is kept and not asked or paid for twice."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import ValidationError

from auditor.providers.provider import NotAsked, Provider, Reply, Request, schema_json, schema_sha256
from auditor.records import Attempt


@dataclass(frozen=True)
class Kept:
    """A reply as it is kept, with what it replies to."""

    key: str
    """SHA-256 of what was asked, of whom and how."""
    question: str
    provider: str
    model: str
    prompt: str
    prompt_sha256: str
    schema_sha256: str
    parameters: Mapping[str, Any]
    text: str
    """The rendered prompt."""
    complaint: str
    answer: str | None
    """JSON."""
    error: str
    said: str
    again: bool
    settled: bool
    attempts: tuple[Attempt, ...]


class Answers(Protocol):
    """Where replies are kept; several threads may use it at once."""

    def get(self, key: str) -> Kept | None:
        """The reply kept under a key."""

    def put(self, kept: Kept) -> None:
        """Keeps a reply. A settled one takes the place of any, one that is not only of another such."""


class Model(Provider, Protocol):
    """A provider that says beforehand which model it asks and how."""

    @property
    def model(self) -> str:
        """Its name."""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What is sent besides the prompt."""


@dataclass(frozen=True)
class Absent:
    """A model that cannot be asked from here: it answered before, or it answers by way of a file."""

    name: str
    model: str
    vendor: str | None
    parameters: Mapping[str, Any]
    why: str = "No answer to this question is kept."

    def answer(self, request: Request) -> Reply:
        """Raises NotAsked."""
        raise NotAsked(self.why)


class Recorded:
    """A model whose answers are kept. `replay`: only kept answers are given, failures on the way included."""

    def __init__(self, model: Model, answers: Answers, *, replay: bool = False) -> None:
        self.inner = model
        self.answers = answers
        self.replay = replay
        self._asking: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def vendor(self) -> str | None:
        return self.inner.vendor

    @property
    def model(self) -> str:
        return self.inner.model

    def answer(self, request: Request) -> Reply:
        """The kept answer, else the model's own. Raises NotAsked."""
        key = key_of(request, self.inner)
        # Two findings may put the same question at the same time.
        with self._lock:
            turn = self._asking.setdefault(key, threading.Lock())
        with turn:
            if self.replay or not request.fresh:
                kept = self.answers.get(key)
                if kept is not None and (kept.settled or self.replay):
                    return _reply(kept, request)
            if self.replay:
                raise NotAsked("No answer to this question is kept.", advice="Ask without --replay.")
            reply = self.inner.answer(request)
            self.answers.put(kept_of(key, request, reply, self.inner.name))
        return reply


def key_of(request: Request, model: Model) -> str:
    """What a kept answer answers: prompt, variables (in their places), model, parameters, schema, and what was said
    of an earlier answer."""
    parts = [
        request.prompt_sha256,
        request.text,
        model.name,
        model.model,
        dict(model.parameters),
        schema_json(request.schema),
        request.complaint,
        request.said,
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def kept_of(key: str, request: Request, reply: Reply, provider: str) -> Kept:
    """A reply as it is kept."""
    return Kept(
        key=key,
        question=request.question.id,
        provider=provider,
        model=reply.model,
        prompt=request.prompt,
        prompt_sha256=request.prompt_sha256,
        schema_sha256=schema_sha256(request.schema),
        parameters=dict(reply.parameters),
        text=request.text,
        complaint=request.complaint,
        answer=reply.answer.model_dump_json() if reply.answer is not None else None,
        error=reply.error,
        said=reply.said,
        again=reply.again,
        settled=reply.settled,
        attempts=reply.attempts,
    )


def _reply(kept: Kept, request: Request) -> Reply:
    try:
        answer = None if kept.answer is None else request.schema.model_validate_json(kept.answer)
    except ValidationError as error:
        raise NotAsked(f"The kept answer {kept.key[:12]} is damaged.") from error
    return Reply(
        answer=answer,
        model=kept.model,
        prompt=kept.prompt,
        prompt_sha256=kept.prompt_sha256,
        parameters=kept.parameters,
        attempts=kept.attempts,
        error=kept.error,
        said=kept.said,
        again=kept.again,
        settled=kept.settled,
        kept=True,
    )
