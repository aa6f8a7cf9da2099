"""A question that code cannot decide, and what somebody answered."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from auditor.records._base import Record


class Verdict(StrEnum):
    upheld = "upheld"
    dismissed = "dismissed"
    uncertain = "uncertain"
    unanswered = "unanswered"
    """The judge failed its protocol: no answer, never a verdict."""


class Question(Record):
    """What is asked of a judge about one finding."""

    id: str
    """`ques-` and a hash of judge and variables."""
    judge: str
    """Name of the question: the prompt `judge_<name>`."""
    asks: str
    """The question in one sentence."""
    variables: dict[str, str]
    """What the prompt template is rendered with."""
    features: dict[str, Any] = {}
    """Structured facts a written rubric decides on (booleans, numbers, strings)."""
    evidence: dict[str, str] = {}
    """Evidence id → verbatim text that answers may quote."""


class Quote(Record):
    """Words a judge quotes from the evidence, checked to stand there verbatim."""

    evidence: str
    """Evidence id."""
    text: str


class Usage(Record):
    """Tokens of one exchange; None where the provider does not say."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None


class Attempt(Record):
    """One exchange with a provider, kept whatever came of it."""

    number: int
    """1-based."""
    started: str
    """ISO time, UTC."""
    latency: float | None = None
    """Seconds."""
    usage: Usage = Usage()
    cost_usd: float | None = None
    raw: str | None = None
    """The provider's text as received."""
    error: str | None = None


class Judgement(Record):
    """One judge's answer to one question. It never edits the finding."""

    id: str
    question: str
    """Id of the question."""
    finding: str
    """Id of the finding."""
    provider: str
    """"rubric", "openai", "anthropic"; "batch" where somebody else answered by way of a file."""
    model: str
    """The provider's model, or the rubric's name@version."""
    prompt: str
    """name@version of the prompt or rubric."""
    prompt_sha256: str
    schema_sha256: str = ""
    """Hash of the answer schema."""
    parameters: dict[str, Any] = {}
    reason: str
    verdict: Verdict
    abstained: bool = False
    """Whether this is no vote: the rubric has no rule for the case, or the verdict hung on the order of the options."""
    severity: str | None = None
    """The judge's own view of the severity (info, low, medium, high)."""
    confidence: float | None = None
    """The judge's stated confidence, 0 to 1."""
    quotes: tuple[Quote, ...] = ()
    would_change: str = ""
    """What would change the verdict, in the judge's words."""
    attempts: tuple[Attempt, ...] = ()
