from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, where
from auditor.checks.rows import Row, fold, rows, same_number
from auditor.checks.twins import line
from auditor.records import Confidence, Dossier, Finding, Origin, ResolvedClaim, Role, Severity


@dataclass(frozen=True)
class Mixed:
    """A row of a figure with the rows of a table that its values stand in."""

    figure: Row
    parts: tuple[tuple[Row, tuple[tuple[ResolvedClaim, ResolvedClaim], ...]], ...]
    """Rows of one table, each with the pairs (figure, table) that only it has."""


class FigureOfSeveralRows(Check):
    """One row of a figure takes its values from several rows of a table.

    What it finds:
        Bars that stand side by side under one name, where the release's own table has their values in two rows: with
        and without audio, with and without tools, two versions of the test.

    Why it matters:
        The figure is what is seen. Values of two tests side by side make a lead that no row of the table has.

    Decision rule:
        A row of a figure and rows of one table of the release whose names begin with the same name. Every value of the
        figure that the table has for that model stands in one of these rows, no row has all of them, and at least two
        rows have a value that no other one has, one of them an own value. High: the own model has a value in another
        one of these rows, too. Medium: it has none. One finding a row of a figure.

    Example:
        Figure 1 of the LongCat-Flash-Omni report shows VideoMME with audio for three models and without for two.

    What would clear it:
        A mark at the bars of the other row.

    References:
        Meituan LongCat Team, report of LongCat-Flash-Omni, figure 1 and table 6.
    """

    least_cells = 3

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        row_list = rows(dossier)
        charts = [row for row in row_list if row.first.claim.origin is Origin.chart]
        tables = [row for row in row_list if row.first.claim.origin is Origin.table]
        told: set[str] = set()
        for chart in charts:
            for block in dict.fromkeys((row.document, row.block) for row in tables):
                near = [row for row in tables if (row.document, row.block) == block and named_like(chart, row)]
                mixed = self.mixed(chart, near)
                if mixed is not None and chart.printed not in told:
                    told.add(chart.printed)
                    yield self.report(dossier, mixed)

    def mixed(self, chart: Row, near: Sequence[Row]) -> Mixed | None:
        if len(near) < 2:
            return None
        found: dict[int, set[int]] = {}
        pairs: dict[tuple[int, int], ResolvedClaim] = {}
        for index, cell in enumerate(chart.cells):
            in_table = [(n, other) for n, row in enumerate(near) for other in row.cells if line(other) == line(cell)]
            if not in_table:
                continue
            same = {n: other for n, other in in_table if same_number(cell, other)}
            if not same:
                return None
            found[index] = set(same)
            pairs.update({(index, n): other for n, other in same.items()})
        if len(found) < self.least_cells or set.intersection(*found.values()):
            return None
        alone: dict[int, list[int]] = {}
        for index, places in found.items():
            if len(places) == 1:
                alone.setdefault(next(iter(places)), []).append(index)
        own = [index for index, cell in enumerate(chart.cells) if cell.claim.role is Role.own]
        if len(alone) < 2 or not any(index in own for members in alone.values() for index in members):
            return None
        return Mixed(
            chart,
            tuple((near[n], tuple((chart.cells[i], pairs[i, n]) for i in members)) for n, members in alone.items()),
        )

    def report(self, dossier: Dossier, mixed: Mixed) -> Finding:
        chart = mixed.figure
        listed = "; ".join(
            f"{row.printed}: {', '.join(f'{cell.claim.model} {cell.claim.value}' for cell, _ in pairs)}"
            for row, pairs in mixed.parts
        )
        mine = next((c for c in chart.cells if c.claim.role is Role.own), chart.first)
        others = [
            (row, cell)
            for row, pairs in mixed.parts
            for cell in row.cells
            if line(cell) == line(mine) and not any(c is mine for c, _ in pairs)
        ]
        like = [
            f"{row.printed}: {cell.claim.model} {cell.claim.value} beside "
            + ", ".join(f"{c.claim.model} {c.claim.value}" for c, _ in next(p for r, p in mixed.parts if r is row))
            for row, cell in others
        ]
        return self.finding(
            dossier,
            severity=Severity.high if others else Severity.medium,
            confidence=Confidence.high,
            says="not comparable",
            title=(
                f"{where(chart.label, chart.first.claim.place)} shows {chart.printed} from several rows of a table "
                f"({listed})"
            ),
            message=(
                f"The values of {chart.printed} in {where(chart.label, chart.first.claim.place)} stand in "
                f"{len(mixed.parts)} rows of {where(mixed.parts[0][0].label, mixed.parts[0][0].first.claim.place)}: "
                f"{listed}." + (f" Like for like: {'; '.join(like)}." if like else "")
            ),
            evidence=[
                item
                for row, pairs in mixed.parts
                for cell, other in pairs
                for item in (
                    cite_claim(cell, primary=cell is mine or cell is mixed.parts[0][1][0][0]),
                    cite_claim(other),
                )
            ]
            + [cite_claim(cell) for _, cell in others],
            arithmetic=[
                f"{cell.claim.model}: {cell.claim.value} in the figure, {other.claim.value} in the row {row.printed}"
                for row, pairs in mixed.parts
                for cell, other in pairs
            ]
            + [f"like for like, {text}" for text in like],
            overturned_by="A mark at the bars of the other row, or one row of a table with all values of the figure.",
            models=[cell.model.id or cell.claim.model for cell in chart.cells],
            benchmarks=[chart.benchmark.id or chart.printed],
        )


def named_like(chart: Row, row: Row) -> bool:
    """Whether a row of a table goes on from the name that the figure has."""
    short, long = fold(chart.printed), fold(row.printed)
    return len(short) >= 4 and long.startswith(short)
