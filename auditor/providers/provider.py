"""What every provider is given and gives back."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from pydantic import BaseModel

from auditor.errors import ProviderError
from auditor.records import Attempt, Question


class NotAsked(ProviderError):
    """The question was not put to the provider: the budget is spent, or the provider is out of service. It stays
    open for the next run."""


@dataclass(frozen=True)
class Request:
    """One question as it is put to a provider."""

    question: Question
    prompt: str
    """`name@version` of the prompt."""
    prompt_sha256: str
    text: str
    """The rendered prompt."""
    schema: type[BaseModel]
    """What the answer must be an instance of."""
    rubric: Callable[[Question], BaseModel | None]
    """The written rule for this question; it returns None where the rule does not decide."""
    rubric_name: str
    """`name@version` of the rubric."""
    complaint: str = ""
    """Why an earlier answer was not accepted, on being asked again."""
    said: str = ""
    """That earlier answer, as it came."""
    fresh: bool = False
    """Whether a kept answer does not do: it led to nothing before."""
    picture: bytes = b""
    """A PNG that is shown with the prompt, whose text names its hash. Empty: none."""


@dataclass(frozen=True)
class Reply:
    """What came back."""

    answer: BaseModel | None
    """None: no answer that can be used; `error` says why. With no error either: no rule decides."""
    model: str
    prompt: str
    """`name@version` of the prompt or rubric that was used."""
    prompt_sha256: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    attempts: tuple[Attempt, ...] = ()
    error: str = ""
    said: str = ""
    """The text that could not be used, as it came."""
    again: bool = True
    """Whether asking again with the complaint can help."""
    settled: bool = True
    """Whether the model has spoken. A reply that is only a failure on the way is asked anew by the next run."""
    kept: bool = False
    """Whether it was replayed, not asked."""


class Provider(Protocol):
    """Something that answers questions. It raises nothing but NotAsked; several threads may ask at once."""

    @property
    def name(self) -> str:
        """ "rubric", "openai", "anthropic", "batch"."""

    @property
    def vendor(self) -> str | None:
        """Id of the vendor whose model answers; that vendor's releases are judged by others. None: nobody's."""

    def answer(self, request: Request) -> Reply:
        """Answers one question. Raises NotAsked where it cannot be put."""


@cache
def schema_json(schema: type[BaseModel]) -> str:
    """The JSON schema of an answer, byte for byte the same each time."""
    return json.dumps(schema.model_json_schema(), sort_keys=True)


@cache
def schema_sha256(schema: type[BaseModel]) -> str:
    """The hash of the schema of an answer."""
    return hashlib.sha256(schema_json(schema).encode()).hexdigest()


def messages(request: Request, *, shown: Callable[[str], dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    """The request as turns of a conversation: the prompt, and the answer that was not accepted with the complaint.

    `shown` makes the part of a turn that shows a picture, given in base64.
    """
    turns: list[dict[str, Any]] = [{"role": "user", "content": request.text}]
    if request.picture and shown:
        picture = shown(base64.b64encode(request.picture).decode())
        turns[0]["content"] = [picture, {"type": "text", "text": request.text}]
    if request.complaint:
        if request.said:
            turns.append({"role": "assistant", "content": request.said})
        said = f"That answer cannot be accepted. {request.complaint} Answer the question again, in the form asked for."
        turns.append({"role": "user", "content": said})
    return turns
