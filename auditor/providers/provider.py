"""What every provider is given and gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pydantic import BaseModel

from auditor.records import Attempt, Question


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


@dataclass(frozen=True)
class Reply:
    """What came back."""

    answer: BaseModel | None
    """None: the provider failed its protocol; `error` says how."""
    model: str
    prompt: str
    """`name@version` of the prompt or rubric that was used."""
    prompt_sha256: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    attempts: tuple[Attempt, ...] = ()
    error: str = ""


class Provider(Protocol):
    """Something that answers questions. It raises nothing but ProviderError."""

    @property
    def name(self) -> str:
        """ "rubric", "openai", "anthropic", "recorded", "batch"."""

    @property
    def vendor(self) -> str | None:
        """Id of the vendor whose model answers; that vendor's releases are judged by others. None: nobody's."""

    def answer(self, request: Request) -> Reply:
        """Answers one question."""
