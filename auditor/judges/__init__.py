"""Questions in, judgements out. A judgement never edits its finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from auditor.judges.claim_in_words import ClaimInWords
from auditor.judges.contamination_disclosure import ContaminationDisclosure
from auditor.judges.demotion import Demotion
from auditor.judges.footnote_condition import FootnoteCondition
from auditor.judges.footnote_meaning import FootnoteMeaning
from auditor.judges.judge import Judge
from auditor.judges.material_difference import MaterialDifference
from auditor.judges.misquote_or_rerun import MisquoteOrRerun
from auditor.judges.omission_by_domain import OmissionByDomain
from auditor.judges.panel import majority, panel
from auditor.judges.reader_severity import ReaderSeverity
from auditor.prompts import Prompt
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

__all__ = ["JUDGES", "judge", "majority"]


def judge(
    findings: Iterable[Finding],
    providers: Sequence[Provider],
    *,
    prompts: Callable[[str, Iterable[str]], Prompt],
    vendor: str | None = None,
) -> tuple[Judgement, ...]:
    """The answers of all providers to all questions, in the order of the findings.

    `prompts` loads a prompt by its name and the variables it is to take. `vendor` is the audited vendor, whose own
    models do not vote.
    """
    known = {each.name: each() for each in JUDGES}
    return tuple(
        judgement
        for finding in findings
        if finding.question is not None
        for judgement in panel(finding, known[finding.question.judge], providers, prompts, vendor=vendor)
    )
