"""What was claimed of the released models, and what stands of it: a row for each printed score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.exports.presentation import ComparisonView, FindingView, named, same
from auditor.records import Claim, EvidenceKind, Report, ResolvedClaim, Role, Standing

NO_RUN = "no independent run"
ORDER = (Standing.unexplained, Standing.explained, Standing.consistent, Standing.not_comparable)
"""What is shown of a claim that several runs stand beside: the most telling first."""


@dataclass(frozen=True)
class ClaimRow:
    """One score of a released model."""

    claim: Claim
    model: str
    benchmark: str
    printed: str
    """The benchmark as the document prints it first, with what it says of the metric."""
    comparison: ComparisonView | None
    """The comparison that says most; None where nobody else ran it."""
    runs: int
    """How many independent runs stand beside it."""
    findings: tuple[FindingView, ...]
    """Those that stand on this very cell."""

    @property
    def standing(self) -> str:
        return self.comparison.comparison.standing.value if self.comparison else NO_RUN


def claim_rows(
    report: Report, comparisons: Sequence[ComparisonView], findings: Sequence[FindingView]
) -> tuple[ClaimRow, ...]:
    """The scores of the released models, in reading order; one printed twice alike is one row."""
    beside: dict[tuple[str, str, str], list[ComparisonView]] = {}
    for view in comparisons:
        beside.setdefault((view.model, view.benchmark, same(view.claim)), []).append(view)
    on: dict[str, list[FindingView]] = {}
    for finding in findings:
        for ref in dict.fromkeys(e.ref for e in finding.finding.evidence if e.kind is EvidenceKind.claim):
            on.setdefault(ref, []).append(finding)
    rows: dict[tuple[str, str, str], list[ResolvedClaim]] = {}
    for resolved in report.dossier.claims:
        if resolved.claim.role is Role.own:
            names = _names(report, resolved)
            rows.setdefault((*names, same(resolved.claim)), []).append(resolved)
    made = []
    for (model, benchmark, value), group in rows.items():
        views = sorted(
            beside.get((model, benchmark, value), ()), key=lambda view: ORDER.index(view.comparison.standing)
        )
        touched = {view.number: view for one in group for view in on.get(one.claim.id, ())}
        made.append(
            ClaimRow(
                group[0].claim,
                model,
                benchmark,
                named(group[0].claim.benchmark),
                views[0] if views else None,
                len(views),
                tuple(touched[number] for number in sorted(touched)),
            )
        )
    return tuple(made)


def _names(report: Report, resolved: ResolvedClaim) -> tuple[str, str]:
    model = report.dossier.models.get(resolved.model.id or "")
    benchmark = report.dossier.benchmarks.get(resolved.benchmark.id or "")
    return (
        model.name if model else resolved.claim.model,
        benchmark.name if benchmark else resolved.claim.benchmark,
    )
