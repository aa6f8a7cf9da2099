"""Questions in, judgements out. A judgement never edits its finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from auditor.judges.claim_in_words import ClaimInWords
from auditor.judges.contamination_disclosure import ContaminationDisclosure
from auditor.judges.demotion import Demotion
from auditor.judges.footnote_condition import FootnoteCondition
from auditor.judges.footnote_meaning import FootnoteMeaning
from auditor.judges.judge import Judge
from auditor.judges.jury import Load, Open, Vote, hear, label, left_open, merged, same_house, voters
from auditor.judges.material_difference import MaterialDifference
from auditor.judges.misquote_or_rerun import MisquoteOrRerun
from auditor.judges.omission_by_domain import OmissionByDomain
from auditor.judges.panel import majority
from auditor.judges.reader_severity import ReaderSeverity
from auditor.providers import Provider
from auditor.records import Finding, Judgement

JUDGES: tuple[type[Judge], ...] = (
    FootnoteCondition,
    FootnoteMeaning,
    MaterialDifference,
    ClaimInWords,
    OmissionByDomain,
    Demotion,
    ContaminationDisclosure,
    MisquoteOrRerun,
    ReaderSeverity,
)
"""Every question that a finding may ask."""

__all__ = [
    "JUDGES",
    "Open",
    "Vote",
    "judge",
    "known",
    "label",
    "left_open",
    "majority",
    "merged",
    "same_house",
    "voters",
    "votes",
]


def known() -> dict[str, Judge]:
    """Every question by its name."""
    return {each.name: each() for each in JUDGES}


def votes(
    findings: Sequence[Finding],
    providers: Sequence[Provider],
    *,
    prompts: Load,
    vendor: str | None = None,
    at_once: int = 1,
) -> Iterator[Vote]:
    """The answers of all providers to all questions, each as it comes, and the questions that stay open.

    `prompts` loads a prompt by its name and the variables it is to take. `vendor` is the audited vendor, whose own
    models do not vote.
    """
    return hear(findings, providers, known(), prompts, vendor=vendor, at_once=at_once)


def judge(
    findings: Iterable[Finding],
    providers: Sequence[Provider],
    *,
    prompts: Load,
    vendor: str | None = None,
    at_once: int = 1,
) -> tuple[Judgement, ...]:
    """The answers of all providers to all questions, in the order of the findings; without those that stay open."""
    given = votes(tuple(findings), providers, prompts=prompts, vendor=vendor, at_once=at_once)
    return tuple(vote.came for vote in sorted(given, key=lambda vote: vote.place) if isinstance(vote.came, Judgement))
