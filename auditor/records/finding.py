"""A finding: something a check noticed, neutral in words, with its evidence, arithmetic and what would overturn it."""

from __future__ import annotations

from enum import StrEnum

from auditor.records._base import Record
from auditor.records.document import Place
from auditor.records.judgement import Question


class Severity(StrEnum):
    """How much a finding matters to a reader choosing a model."""

    info = "info"
    low = "low"
    medium = "medium"
    high = "high"

    @property
    def rank(self) -> int:
        """0 for info to 3 for high."""
        return list(Severity).index(self)


class Confidence(StrEnum):
    """How sure the check is that what it says is so."""

    low = "low"
    medium = "medium"
    high = "high"

    @property
    def rank(self) -> int:
        """0 for low to 2 for high."""
        return list(Confidence).index(self)


class EvidenceKind(StrEnum):
    claim = "claim"
    blank = "blank"
    text = "text"
    """A passage of the document: footnote, caption, sentence."""
    run = "run"
    fact = "fact"
    """A registry fact."""


class Evidence(Record):
    """One thing a finding stands on."""

    kind: EvidenceKind
    ref: str
    """Id of the claim or run; document id for text; registry id for a fact; `document:block:row:column` for a blank."""
    document: str | None = None
    place: Place = Place()
    label: str = ""
    """"Table 3", or the source's name."""
    quote: str
    """What stands there, verbatim; of a fact, the statement in the registry's words."""
    source: str | None = None
    """Of facts and runs: where they come from."""
    primary: bool = False
    """Whether the finding is about this very place. At least one piece of evidence is."""


class Finding(Record):
    """Something a check noticed. It never accuses and infers no intent."""

    id: str
    """`find-` and a hash of check, release and evidence: the same finding on re-audit has the same id."""
    check: str
    """Name of the check ("endorsed_then_demoted")."""
    family: str
    check_version: int
    severity: Severity
    confidence: Confidence
    says: str
    """contradicted, not comparable, not resolvable, undisclosed, demoted, absent, unread, disclosed or unsupported."""
    title: str
    """One line with the names and the decisive numbers."""
    message: str
    """Two to four plain sentences a reader understands without the report."""
    evidence: tuple[Evidence, ...]
    arithmetic: tuple[str, ...] = ()
    """Each step as one line that can be recomputed by hand."""
    overturned_by: str
    """What would overturn it."""
    models: tuple[str, ...] = ()
    """Registry ids, or printed names where unresolved."""
    benchmarks: tuple[str, ...] = ()
    question: Question | None = None
    """What a judge is asked about it. None: code decides it whole."""
