from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import carries, cite_claim, cite_footnote, cite_plain_fact, where
from auditor.checks.rows import Row, rows
from auditor.records import (
    Condition,
    ConditionName,
    Confidence,
    Dossier,
    Finding,
    Placement,
    Provenance,
    ResolvedClaim,
    Severity,
)

OF_THE_SETUP = (
    ConditionName.harness,
    ConditionName.tools,
    ConditionName.attempts,
    ConditionName.samples,
    ConditionName.context,
    ConditionName.subset,
    ConditionName.data_split,
    ConditionName.grader,
)
"""What a maker chooses anew: a copied score need not have been obtained under it."""


@dataclass(frozen=True)
class Mixed:
    """A row with an own score and copied ones."""

    row: Row
    mine: ResolvedClaim
    copied: tuple[ResolvedClaim, ...]
    stated: tuple[Condition, ...]
    """What the document says of the own run's set-up."""

    @property
    def ahead_of(self) -> tuple[ResolvedClaim, ...]:
        """The copied scores that the own one is ahead of."""
        return tuple(cell for cell in self.copied if self.row.better(self.mine, cell))


class CopiedBesideOwnRun(Check):
    """Scores that the document says are copied stand beside the vendor's own run

    What it finds:
        Rows in which a mark or note says that rivals' scores come from their makers' reports, while the own score is
        the vendor's run under a set-up of its own.

    Why it matters:
        Every maker chooses scaffold, tools, attempts and grader for its own report. A row of copied and run scores
        compares set-ups as much as models, in either direction.

    Decision rule:
        A row with a score of a released model that is not itself copied and at least one rival's score with the
        provenance `copied`. One finding a release. Severity: high where the registry names a harness for the benchmark
        (its scores depend on the scaffold) and the own score is ahead of a copied one; medium where it names one, or
        the document states a harness, tools, attempts, samples, context, part or grader of the own run; low otherwise.

    Example:
        Kimi K2 prints SWE-bench Verified 65.8 from its own run with bash and editor tools beside 72.7 and 72.5, which a
        star says are the values of Anthropic's own announcement.

    What would clear it:
        The rivals' scores from runs under the same set-up, or the makers' set-ups stated beside the row.

    References:
        Moonshot AI, Kimi-K2 README, notes of the results table.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: list[Mixed] = []
        for row in rows(dossier):
            copied = tuple(c for c in row.rivals if c.claim.provenance is Provenance.copied)
            own = [c for c in row.own if c.claim.provenance is not Provenance.copied]
            if copied and own:
                mine = (row.best(own) or (own[0],))[0]
                found.append(Mixed(row, mine, copied, setup(mine)))
        if found:
            yield self.report(dossier, found)

    def severity(self, dossier: Dossier, found: list[Mixed]) -> Severity:
        if any(self.scaffolded(dossier, one) and one.ahead_of for one in found):
            return Severity.high
        bound = any(one.stated or self.scaffolded(dossier, one) for one in found)
        return Severity.medium if bound else Severity.low

    def report(self, dossier: Dossier, found: list[Mixed]) -> Finding:
        found = sorted(
            found,
            key=lambda one: (
                not self.scaffolded(dossier, one),
                not one.stated,
                not one.ahead_of,
                one.row.placement is not Placement.headline,
            ),
        )
        first = found[0]
        rival = (first.row.best(first.copied) or first.copied)[0]
        names = ", ".join(dict.fromkeys(one.row.printed for one in found))
        ahead, cells = sum(len(one.ahead_of) for one in found), sum(len(one.copied) for one in found)
        says = "; ".join(f"{c.name.value}: {c.printed}" for c in first.stated)
        title = (
            f"{first.row.printed}: {first.mine.claim.model} {first.mine.claim.value} is an own run, "
            f"{rival.claim.model} {rival.claim.value} is copied"
            + (f"; {len(found) - 1} more rows mix the two" if len(found) > 1 else "")
        )
        message = (
            f"{cells} scores of rivals in {len(found)} rows ({names}) are marked as taken from others' reports; the "
            f"scores of the released model beside them are the vendor's own. "
            + (f"For {first.row.printed} the document states {says} of its own run. " if says else "")
            + "Under which set-up the copied ones were obtained it does not say there."
        )
        facts = [
            cite_plain_fact(benchmark.id, benchmark.name, f"harness: {benchmark.harness}", benchmark.sources)
            for one in found[:1]
            if (benchmark := dossier.benchmarks.get(one.row.benchmark.id or "")) and self.scaffolded(dossier, one)
        ]
        notes = {note.text: note for one in found for cell in one.copied for note in cell.claim.footnotes}
        document = dossier.document(first.row.document)
        return self.finding(
            dossier,
            severity=self.severity(dossier, found),
            confidence=Confidence.high,
            says="not comparable",
            title=title,
            message=message,
            evidence=[
                cite_claim(first.mine, primary=True),
                *(cite_claim(cell) for cell in first.copied),
                *(cite_footnote(document, note, rival.claim.place) for note in list(notes.values())[:2]),
                *(cite_claim(one.mine) for one in found[1:8]),
                *facts,
            ],
            arithmetic=[
                f"rows with own runs beside copied scores: {len(found)}; copied scores in them: {cells}",
                f"copied scores that the released model is ahead of: {ahead} of {cells}",
                f"{where(first.row.label, first.mine.claim.place)}: {first.row.values()}",
            ],
            overturned_by="Runs of the rivals under the same set-up, or a statement that the makers' were alike.",
            models=[first.mine.model.id or first.mine.claim.model, rival.model.id or rival.claim.model],
            benchmarks=list(dict.fromkeys(one.row.benchmark.id or one.row.printed for one in found)),
        )

    def scaffolded(self, dossier: Dossier, one: Mixed) -> bool:
        """Whether the registry names a harness that the benchmark's scores depend on."""
        benchmark = dossier.benchmarks.get(one.row.benchmark.id or "")
        return (
            benchmark is not None
            and carries(benchmark.grade)
            and bool(benchmark.harness)
            and not (benchmark.harness or "").startswith(("minimal", "none"))
        )


def setup(cell: ResolvedClaim) -> tuple[Condition, ...]:
    """The stated conditions of the set-up of a run."""
    return tuple(c for c in cell.claim.setting.conditions if c.name in OF_THE_SETUP)
