from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_run, observed, where
from auditor.checks.dates import surely_before
from auditor.checks.rows import Row, rows, score
from auditor.records import (
    ConditionName,
    Confidence,
    Dossier,
    Finding,
    Independence,
    Provenance,
    ResolvedClaim,
    Run,
    Severity,
)


@dataclass(frozen=True)
class Echo:
    """A rival's cell that equals a public run to the last printed digit."""

    cell: ResolvedClaim
    run: Run


class CopiedUnmarked(Check):
    """Rivals' scores equal a public board's entries to the last digit, without a mark that says so.

    What it finds:
        Rows in which the scores of several rivals are those of one independent source, while nothing at the cells says
        that they were copied; and what settings those entries have.

    Why it matters:
        The row then sets an own run beside a board's runs. Where the board's entries differ in their settings, or the
        own setting is not stated, the order may be the settings'.

    Decision rule:
        At least 3 unmarked cells of rivals in one row, and more than half of them, equal a run of one source by a third
        party or the benchmark's author at the printed decimals (at least one), dated before the release. Medium: the
        own model's cell states no harness or prompting, or the matching runs differ in one; low otherwise. One finding
        a row.

    Example:
        In Kimi K2's README all six rivals on Aider-Polyglot equal entries of the public leaderboard; one is a run with
        the "whole" edit format, the others are "diff" runs.

    What would clear it:
        A mark or sentence that names the source.

    References:
        Aider polyglot leaderboard, 2025.
    """

    least = 3

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        told: set[str] = set()
        for row in rows(dossier):
            if row.key in told or not row.own or row.benchmark.id is None:
                continue
            open_cells = [cell for cell in row.rivals if unmarked(cell)]
            by_source: dict[str, list[Echo]] = {}
            for cell in open_cells:
                for echo in echoes(dossier, cell):
                    by_source.setdefault(echo.run.source, []).append(echo)
            for source, found in by_source.items():
                cells = {echo.cell.claim.id: echo for echo in reversed(found)}
                if len(cells) >= self.least and 2 * len(cells) > len(open_cells):
                    told.add(row.key)
                    yield self.report(dossier, row, source, list(cells.values())[::-1], len(open_cells))
                    break

    def report(self, dossier: Dossier, row: Row, source: str, found: list[Echo], of: int) -> Finding:
        mine = row.best(row.own) or row.own
        stated = any(mine[0].claim.setting.get(name) for name in (ConditionName.harness, ConditionName.prompting))
        ways = {echo.run.setting.printed for echo in found}
        name = dossier.sources[source].name if source in dossier.sources else source
        listed = ", ".join(f"{echo.cell.claim.model} {echo.cell.claim.value}" for echo in found[:6])
        first = found[0].cell.claim
        return self.finding(
            dossier,
            severity=Severity.low if stated and len(ways) == 1 else Severity.medium,
            confidence=Confidence.high if len(found) > self.least else Confidence.medium,
            says="undisclosed",
            title=(
                f"{row.printed}: {len(found)} of {of} unmarked rivals equal {name} to the digit ({listed}); "
                f"{mine[0].claim.model} has {mine[0].claim.value}"
            ),
            message=(
                f"{where(row.label, first.place)} prints scores of rivals on {row.printed} without a mark of their "
                f"source. {len(found)} of {of} are those of {name}. The settings there: {'; '.join(sorted(ways)[:4])}. "
                + ("The own score's setting is stated at it." if stated else "At the own score no setting is printed.")
            ),
            evidence=[
                item
                for index, echo in enumerate(found)
                for item in (
                    cite_claim(echo.cell, primary=index == 0),
                    cite_run(echo.run, dossier.sources.get(echo.run.source)),
                )
            ]
            + [cite_claim(mine[0])],
            arithmetic=[
                f"{echo.cell.claim.model}: printed {echo.cell.claim.value}, run {observed(echo.run)} "
                f"({echo.run.setting.printed})"
                for echo in found
            ],
            overturned_by="A mark or sentence that names the source of these cells, or the vendor's own runs.",
            models=[echo.cell.model.id or echo.cell.claim.model for echo in found],
            benchmarks=[row.benchmark.id or row.printed],
        )


def unmarked(cell: ResolvedClaim) -> bool:
    """Whether nothing at a cell says where it comes from."""
    claim = cell.claim
    return (
        claim.provenance is Provenance.unknown and not claim.marks and bool(claim.decimals) and score(cell) is not None
    )


def echoes(dossier: Dossier, cell: ResolvedClaim) -> list[Echo]:
    """The earlier independent runs of the same model and benchmark that print as the cell."""
    value, digits = score(cell) or Decimal(0), cell.claim.decimals or 0
    return [
        Echo(cell, run)
        for run in dossier.runs.values()
        if run.model_id == cell.model.id
        and run.benchmark_id == cell.benchmark.id
        and run.independence in (Independence.third_party, Independence.benchmark_author)
        and surely_before(run.date, dossier.release.released)
        and abs(Decimal(observed(run)) - value) <= Decimal(5).scaleb(-digits - 1)
    ]
