from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_blank, cite_claim, where
from auditor.checks.rows import Row, key_of, rows
from auditor.records import Confidence, Dossier, Finding, Placement, ResolvedBlank, ResolvedClaim, Role, Severity


class SparseOwnColumn(Check):
    """A released tier has scores on few rows of the table in which it stands.

    What it finds:
        Columns of a released model that are blank in more than half of the rows in which another released model of the
        same table has a score.

    Why it matters:
        Where the dearer or larger tier is shown only on some rows, the reader sees its best and not whether it is
        better throughout.

    Decision rule:
        A table with at least two released models and at least 6 rows. The column of one is printed blank in more than
        half of the rows that the fullest column of a released model fills, and filled in at least 3, of which it leads
        at least half. Low: in the first results. Info: elsewhere. Stated with it: where it is below the other tier.
        One finding a table and model.

    Example:
        GPT-5.5 Pro has 4 of the 9 rows of the headline table; on GDPval, 82.3, it is below GPT-5.5, 84.9.

    What would clear it:
        The scores on the other rows, or a reason why they were not run.

    References:
        OpenAI, announcement of GPT-5.5, headline table.
    """

    least_rows = 6
    least_filled = 3
    # Two scores in a column are a remark, and five rows are no table that one could pick from.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        tables: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in rows(dossier):
            tables[row.document, row.block].append(row)
        seen: set[str] = set()
        for table in tables.values():
            filled: dict[str, list[tuple[Row, ResolvedClaim]]] = defaultdict(list)
            blank: dict[str, list[ResolvedBlank]] = defaultdict(list)
            for row in table:
                for cell in row.own:
                    filled[key_of(cell.model)].append((row, cell))
                for empty in row.blanks:
                    if empty.blank.role is Role.own:
                        blank[key_of(empty.model)].append(empty)
            if len(table) < self.least_rows or len(filled) < 2:
                continue
            fullest = max(filled, key=lambda key: len(filled[key]))
            for key, cells in filled.items():
                ahead = sum(cell in row.best() for row, cell in cells)
                enough = (
                    key != fullest and key not in seen and len(cells) >= self.least_filled and 2 * ahead >= len(cells)
                )
                if enough and 2 * len(blank[key]) > len(filled[fullest]):
                    seen.add(key)
                    yield self.report(dossier, cells, blank[key], filled[fullest])

    def report(
        self,
        dossier: Dossier,
        cells: list[tuple[Row, ResolvedClaim]],
        blank: list[ResolvedBlank],
        other: list[tuple[Row, ResolvedClaim]],
    ) -> Finding:
        first, fuller = cells[0][1].claim, other[0][1].claim
        beside = {id(row): cell for row, cell in other}
        leads = sum(cell in row.best() for row, cell in cells)
        below = [
            (cell, beside[id(row)]) for row, cell in cells if id(row) in beside and row.better(beside[id(row)], cell)
        ]
        lost = "; ".join(
            f"{a.claim.benchmark} {a.claim.value} against {b.claim.value} of {b.claim.model}" for a, b in below
        )
        missing = ", ".join(b.blank.benchmark for b in blank[:6])
        return self.finding(
            dossier,
            severity=Severity.low if first.placement is Placement.headline else Severity.info,
            confidence=Confidence.high,
            says="absent",
            title=(
                f"{first.model} has a score on {len(cells)} of {len(cells) + len(blank)} rows, {fuller.model} on "
                f"{len(other)}; it leads {leads} of them" + (f" and is below on {lost}" if lost else "")
            ),
            message=(
                f"{where(first.label, first.place)} has a column {first.model} with scores on {len(cells)} of "
                f"{len(cells) + len(blank)} rows; blank are {missing}. On its own rows it leads {leads}"
                + (f"; below the other released model: {lost}." if lost else ".")
            ),
            evidence=[
                *(cite_claim(cell, primary=number == 0) for number, (_, cell) in enumerate(cells)),
                *(cite_blank(empty) for empty in blank[:10]),
                *(cite_claim(b) for _, b in below),
            ],
            arithmetic=[
                f"{first.model}: {len(cells)} filled, {len(blank)} blank; {fuller.model}: {len(other)} filled",
                f"{len(cells)} of {len(cells) + len(blank)}: {leads} led",
            ],
            overturned_by="The scores on the other rows, or a reason why they were not run.",
            models=[cells[0][1].model.id or first.model],
            benchmarks=[b.benchmark.id or b.blank.benchmark for b in blank],
        )
