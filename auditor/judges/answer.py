"""The form of every answer: the reason first, then the verdict."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class QuotedWords(BaseModel):
    """Words of the evidence, verbatim."""

    model_config = ConfigDict(extra="forbid")

    evidence: str = Field(description="Id of the evidence the words stand in.")
    text: str = Field(description="The words, character by character as they stand there.")


class Answer(BaseModel):
    """An answer to a question about one finding."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, description="Why, in two to four plain sentences.")
    verdict: Literal["upheld", "dismissed", "uncertain"] = Field(
        description="upheld: the finding stands; dismissed: it does not; uncertain: it cannot be told."
    )
    severity: Literal["info", "low", "medium", "high"] | None = Field(
        default=None, description="How much it matters to a reader who chooses a model."
    )
    confidence: float | None = Field(default=None, ge=0, le=1, description="From 0 to 1.")
    quotes: list[QuotedWords] = Field(default_factory=list, description="The words relied on.")
    would_change: str = Field(default="", description="What would change the verdict.")
