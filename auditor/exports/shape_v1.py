"""The shape of JSON v1, apart from the records: they may change, and what reads version 1 goes on reading it.

The docstrings are the descriptions of the published schema. Fields may be added here; none is removed or renamed, none
that is always there becomes optional, and no type changes. A released copy in the tests holds that.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA: Literal["auditor/report/v1"] = "auditor/report/v1"


class Shape(BaseModel):
    """An object of version 1."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class AuditV1(Shape):
    """One execution of the auditor."""

    id: str
    started: str
    """ISO time, UTC."""
    registry_sha256: str
    runs_sha256: str
    arguments: dict[str, str]
    checks_failed: dict[str, str]
    """Check → the reason it could not run."""
    refused: dict[str, str]
    """Document → the reason it could not be read at all."""


class KnownV1(Shape):
    """Something determined, and how."""

    value: str | None
    how: str


class ReleaseV1(Shape):
    """What the documents release."""

    id: str
    subjects: list[str]
    """Names of the released models as printed, the main one first."""
    model_ids: list[str]
    """Ids of those in the registry."""
    vendor: str | None
    released: str | None
    """ISO date, as precise as known."""
    known: dict[str, KnownV1]


class DocumentV1(Shape):
    """One document as read."""

    id: str
    name: str
    media_type: str
    sha256: str
    title: str | None
    url: str | None
    pages: int | None
    claims: int
    blanks: int
    unread: int


class UnreadV1(Shape):
    """What could not be read, and why."""

    what: str
    where: str
    label: str
    reason: str


class SummaryV1(Shape):
    """Counts."""

    findings: dict[str, int]
    """Severity → number."""
    own_claims: int
    other_claims: int
    blanks: int
    own_claims_against_independent_runs: dict[str, int]
    """Standing of the best comparison → number of own claims."""


class PlacedV1(Shape):
    """A place in a document."""

    page: int | None
    """1-based, PDF."""
    line: int | None
    """1-based, text."""
    box: list[float] | None
    """x0, y0, x1, y1 in PDF points from the top-left corner of the page."""


class EvidenceV1(PlacedV1):
    """One thing a finding stands on."""

    kind: str
    """claim, blank, text, run or fact."""
    ref: str
    """Id of the claim or run, document id of text, registry id of a fact, document:block:row:column of a blank."""
    document: str | None
    where: str
    """The place in words."""
    label: str
    quote: str
    """What stands there, verbatim."""
    source: str | None
    primary: bool
    """Whether the finding is about this very place."""


class QuoteV1(Shape):
    """Words of the evidence that a judge quotes."""

    evidence: str
    text: str


class AttemptV1(Shape):
    """One exchange with a model, whatever came of it."""

    number: int
    started: str
    """ISO time, UTC."""
    latency: float | None
    """Seconds."""
    input_tokens: int | None
    output_tokens: int | None
    cached_tokens: int | None
    """Of the input, read from the provider's cache."""
    cost_usd: float | None
    """At list price; null where no price or no usage is known."""
    error: str | None


class JudgementV1(Shape):
    """One judge's answer."""

    id: str
    provider: str
    model: str
    prompt: str
    """name@version."""
    verdict: str
    """upheld, dismissed, uncertain, or unanswered where the judge failed its protocol."""
    severity: str | None
    confidence: float | None
    reason: str
    quotes: list[QuoteV1]
    would_change: str
    abstained: bool
    """Whether this is no vote: the rubric has no rule for the case, or the verdict hung on the order of the options."""
    prompt_sha256: str
    parameters: dict[str, Any]
    attempts: list[AttemptV1]


class JudgeV1(Shape):
    """What one judge said and took, over all questions."""

    judge: str
    """rubric, or provider:model."""
    upheld: int
    dismissed: int
    uncertain: int
    abstained: int
    unanswered: int
    exchanges: int
    """Failed ones included."""
    input_tokens: int | None
    output_tokens: int | None
    cached_tokens: int | None
    cost_usd: float | None
    seconds: float


class AgreementV1(Shape):
    """How far the judges agree beyond chance."""

    alpha: float
    """Krippendorff's α for nominal verdicts: 1 all agree, 0 as by chance."""
    low: float | None
    """Lower end of the 95 % bootstrap interval."""
    high: float | None
    questions: int
    """Questions with two votes or more."""
    votes: int


class JudgingV1(Shape):
    """Who judged, at what cost, and how far the judges agree."""

    judges: list[JudgeV1]
    agreement: AgreementV1 | None
    """null where no two judges voted on a question, or all votes are the same."""
    excluded: dict[str, str]
    """Judge → the reason why it has no vote on this release."""
    open: dict[str, str]
    """Judge → how many questions were not put to it, and why."""


class FindingV1(Shape):
    """Something a check noticed."""

    id: str
    """The same for the same finding in the same release on every audit."""
    rank: int
    """1-based; the first matters most."""
    check: str
    family: str
    check_version: int
    severity: str
    """info, low, medium or high."""
    confidence: str
    """low, medium or high."""
    says: str
    standing: str
    """decided by code, not judged, upheld, dismissed, uncertain or judges disagree."""
    title: str
    message: str
    arithmetic: list[str]
    overturned_by: str
    models: list[str]
    benchmarks: list[str]
    question: str | None
    """What judges are asked about it. null: code decides it whole."""
    evidence: list[EvidenceV1]
    judgements: list[JudgementV1]


class FootnoteV1(Shape):
    """A note that applies to a cell, its row or its column."""

    mark: str
    text: str


class ClaimV1(PlacedV1):
    """One printed score of one model on one benchmark."""

    id: str
    document: str
    table: str
    """Table 3, Figure 1; empty where unnumbered."""
    caption: str
    placement: str
    """headline, body, appendix or footnote."""
    origin: str
    """table, prose, chart, image or metadata."""
    model: str
    """As printed."""
    model_id: str | None
    """Registry id; null where the name is not resolved."""
    model_resolution: str
    benchmark: str
    benchmark_id: str | None
    benchmark_resolution: str
    metric: str | None
    value: str
    """As printed."""
    number: str | None
    """The value as an exact decimal in the printed unit."""
    unit: str
    bound: str | None
    uncertainty: str | None
    emphasis: str
    role: str
    """own, rival, baseline or ablation."""
    provenance: str
    setting: str
    """Stated conditions, as printed."""
    conditions: dict[str, str]
    """Stated conditions, normalised: name → value. What is not stated is not here."""
    quote: str
    footnotes: list[FootnoteV1]
    confidence: float | None
    doubts: list[str]


class ConditionV1(Shape):
    """One condition on both sides of a comparison."""

    name: str
    agreement: str
    """equal, differs or undisclosed."""
    claimed: str | None
    observed: str | None
    favours: str | None


class ComparisonV1(Shape):
    """A claim beside an independent run."""

    id: str
    claim: str
    model: str
    benchmark: str
    claimed: str
    observed: str
    """Exact decimal in `observed_unit`."""
    observed_unit: str
    run_by: str
    source: str
    independence: str
    date: str | None
    difference: str | None
    """Claimed minus observed, exact decimal in the claim's unit."""
    stderr: float | None
    z: float | None
    p_value: float | None
    interval: list[float] | None
    """95 % interval of the difference: low, high."""
    tau: float | None
    standing: str
    """consistent, explained, unexplained or not comparable."""
    why: str
    conditions: list[ConditionV1]


class ReportV1(Shape):
    """An audit of a release: what its documents claim, what was found, what could not be read."""

    schema_: Literal["auditor/report/v1"] = Field(alias="schema")
    auditor: str
    """Version of auditor."""
    audit: AuditV1
    release: ReleaseV1
    documents: list[DocumentV1]
    unread: list[UnreadV1]
    summary: SummaryV1
    findings: list[FindingV1]
    """Ranked."""
    claims: list[ClaimV1]
    """In reading order."""
    comparisons: list[ComparisonV1]
    judging: JudgingV1
