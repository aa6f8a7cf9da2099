from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.check import Check
from auditor.checks.citing import cite_blank, cite_claim, where
from auditor.checks.rows import Row, difference, model_name, rows, score
from auditor.checks.wording import said
from auditor.records import Confidence, Dossier, Emphasis, Finding, ResolvedClaim, Role, Severity

BOLD = (Emphasis.bold, Emphasis.bold_underline)


class EmphasisNotBest(Check):
    """A bold cell is not the best of its row, or is best only because a rival's cell is blank.

    What it finds:
        In tables that mark the best score of a row by bold type: rows where the mark stands on a score that another
        cell of the row beats; and rows where the own model has the mark while the rival that leads most of the other
        rows has no score.

    Why it matters:
        Readers take bold for "best". A mark on a lesser score, or one that a blank cell hands out, changes who seems
        to win.

    Decision rule:
        A table marks the best where in at least 80 % of its rows with bold (and at least 3) exactly the best cells are
        bold, under the direction of the benchmark; bold in one column only is a heading style and is left alone, and so
        are gaps that the document declares to be of one level.
        Medium: a bold own cell that a rival beats. Low: another bold cell that is beaten. For blanks: at least 3 bold
        own cells in rows where one and the same rival is blank, and that rival leads the own model in at least half of
        the rows both fill; or, of at least 3 rivals of the table, half or more are blank, in at least 3 rows and
        two fifths of the bold own ones; medium where these are half of all bold own cells, low otherwise. One finding a
        table and kind; a second table with the same cells adds none.

    Example:
        DeepSeek-R1's main table has 12 bold own cells; in 8 of these rows OpenAI-o1-1217, which leads 6 of the 11
        shared rows, is blank.

    What would clear it:
        A legend that gives the mark another meaning.

    References:
        DeepSeek-AI, arXiv:2501.12948, table 4.
    """

    share = 0.8
    # A table with more exceptions does not mark the best.
    least_rows = 3
    least_rivals = 3

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        tables: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in rows(dossier):
            if row.higher is not None and len(row.cells) > 1:
                tables[row.document, row.block].append(row)
        told: set[tuple[str, ...]] = set()
        for group in tables.values():
            marked = [row for row in group if bold(row)]
            if len(marked) < self.least_rows or one_column(marked):
                continue
            exact = [row for row in marked if {c.claim.id for c in bold(row)} == {c.claim.id for c in row.best()}]
            if len(exact) < self.share * len(marked):
                continue
            level = same_level(dossier, group[0].document)
            marked = [row for row in marked if not any(0 < gap(row, cell) <= level for cell in bold(row))]
            wrong = [row for row in marked if not set_of(bold(row)) <= set_of(row.best())]
            by_blank = [*self.by_blank(dossier, group, marked)] or [*self.sparse(dossier, group, marked)]
            for finding in (*self.beaten(dossier, wrong), *by_blank):
                mark = (finding.says, *sorted(finding.benchmarks), *finding.models)
                if mark not in told:
                    told.add(mark)
                    yield finding

    def beaten(self, dossier: Dossier, wrong: list[Row]) -> Iterator[Finding]:
        if not wrong:
            return
        cases = [(row, cell, row.best()[0]) for row in wrong for cell in bold(row) if cell not in row.best()]
        own = [case for case in cases if case[1].claim.role is Role.own and case[2].claim.role is Role.rival]
        row, cell, best = (own or cases)[0]
        more = f" (and {len(cases) - 1} more)" if len(cases) > 1 else ""
        yield self.finding(
            dossier,
            severity=Severity.medium if own else Severity.low,
            confidence=Confidence.high,
            says="contradicted",
            title=(
                f"{row.printed}: {cell.claim.model} {cell.claim.value} is bold, but {best.claim.model} has "
                f"{best.claim.value}{more}"
            ),
            message=(
                f"{where(row.label, cell.claim.place)} marks the best score of its rows in bold. "
                f"In {len(wrong)} row{'s' if len(wrong) > 1 else ''} the mark stands on a score that another cell "
                "beats."
            ),
            evidence=[
                item
                for case in cases[:10]
                for item in (cite_claim(case[1], primary=case[1] is cell), cite_claim(case[2]))
            ],
            arithmetic=[f"{r.printed}: {c.claim.value} (bold) against {b.claim.value}" for r, c, b in cases[:10]],
            overturned_by="A legend that gives bold another meaning, or a benchmark on which less is better.",
            models=[model_name(dossier, case[1]) for case in cases],
            benchmarks=[case[0].benchmark.id or case[0].printed for case in cases],
        )

    def by_blank(self, dossier: Dossier, group: list[Row], marked: list[Row]) -> Iterator[Finding]:
        own_bold = [row for row in marked if any(c.claim.role is Role.own for c in bold(row))]
        blanks: dict[str, list[Row]] = defaultdict(list)
        for row in own_bold:
            for blank in row.blanks:
                if blank.blank.role is Role.rival:
                    blanks[blank.blank.model].append(row)
        for model, rows_blank in sorted(blanks.items(), key=lambda item: -len(item[1])):
            if len(rows_blank) < self.least_rows:
                continue
            won = lost = 0
            for row in group:
                theirs = next((c for c in row.rivals if c.claim.model == model), None)
                mine = row.best(row.own)
                if theirs is None or not mine:
                    continue
                won += row.better(theirs, mine[0]) is True
                lost += row.better(mine[0], theirs) is True
            if won < lost or won + lost < self.least_rows:
                continue
            first = rows_blank[0]
            cell = next(c for c in bold(first) if c.claim.role is Role.own)
            yield self.finding(
                dossier,
                severity=Severity.medium if 2 * len(rows_blank) >= len(own_bold) else Severity.low,
                confidence=Confidence.high,
                says="absent",
                title=(
                    f"{len(rows_blank)} of the {len(own_bold)} bold scores of the own model stand in rows where "
                    f"{model} is "
                    f"blank, which leads {won} of the {won + lost} rows both fill"
                ),
                message=(
                    f"{where(first.label, cell.claim.place)} marks the best score of a row in bold. In "
                    f"{len(rows_blank)} of the own model's {len(own_bold)} bold rows {model} has no score, "
                    "although it is "
                    f"ahead in {won} of the {won + lost} rows where both have one. These marks say best of those "
                    "printed."
                ),
                evidence=[
                    item
                    for row in rows_blank[:10]
                    for item in (
                        cite_claim(next(c for c in bold(row) if c.claim.role is Role.own), primary=row is first),
                        *(cite_blank(b) for b in row.blanks if b.blank.model == model),
                    )
                ],
                arithmetic=[
                    f"bold own rows: {len(own_bold)}; of these {model} blank: {len(rows_blank)}",
                    f"rows both fill: {won + lost}; {model} ahead in {won}, the own model in {lost}",
                ],
                overturned_by=f"Scores of {model} on these rows that are below the own model's.",
                models=[model_name(dossier, cell), model],
                benchmarks=[row.benchmark.id or row.printed for row in rows_blank],
            )
            return

    def sparse(self, dossier: Dossier, group: list[Row], marked: list[Row]) -> Iterator[Finding]:
        """Bold own scores in rows where half of the rivals of the table, or more, have none."""
        rivals = {cell.claim.model for row in group for cell in row.rivals}
        own_bold = [row for row in marked if any(c.claim.role is Role.own for c in bold(row))]
        thin = [
            row
            for row in own_bold
            if 2 * len({b.blank.model for b in row.blanks if b.blank.role is Role.rival} & rivals) >= len(rivals)
        ]
        if len(rivals) < self.least_rivals or len(thin) < self.least_rows or 5 * len(thin) < 2 * len(own_bold):
            return
        first = thin[0]
        cell = next(c for c in bold(first) if c.claim.role is Role.own)
        blank = list(dict.fromkeys(b.blank.model for row in thin for b in row.blanks if b.blank.role is Role.rival))
        listed = ", ".join(row.printed for row in thin[:8])
        yield self.finding(
            dossier,
            severity=Severity.medium if 2 * len(thin) >= len(own_bold) else Severity.low,
            confidence=Confidence.high,
            says="absent",
            title=(
                f"{len(thin)} of the {len(own_bold)} bold scores of the own model stand in rows where at least half of "
                f"the {len(rivals)} rivals are blank ({', '.join(blank[:3])}): {listed}"
            ),
            message=(
                f"{where(first.label, cell.claim.place)} marks the best score of a row in bold. In {len(thin)} of the "
                f"own model's {len(own_bold)} bold rows at least half of the {len(rivals)} rivals of the table have no "
                "score. These marks say best of those printed."
            ),
            evidence=[
                item
                for row in thin[:10]
                for item in (
                    cite_claim(next(c for c in bold(row) if c.claim.role is Role.own), primary=row is first),
                    *(cite_blank(b) for b in row.blanks[:4] if b.blank.role is Role.rival),
                )
            ],
            arithmetic=[
                f"bold own rows: {len(own_bold)}; of these with half of the rivals blank: {len(thin)}",
                *(f"{row.printed}: {row.values()}" for row in thin[:10]),
            ],
            overturned_by="Scores of these rivals on these rows that are below the own model's.",
            models=[model_name(dossier, cell), *blank[:3]],
            benchmarks=[row.benchmark.id or row.printed for row in thin],
        )


LEVEL = re.compile(
    r"(?:gaps?|differences?)\s+(?:not exceeding|(?:of )?(?:no more|less|smaller) than|within|below|under|up to|≤)\s*"
    r"(\d+(?:\.\d+)?)",
    re.IGNORECASE,
)


def same_level(dossier: Dossier, document: str) -> Decimal:
    """The gap that the document declares to be none for its marks; 0 where it says nothing."""
    found = [
        match[1] for sentence in said(dossier, [dossier.document(document)]) if (match := LEVEL.search(sentence.text))
    ]
    return max(map(Decimal, found), default=Decimal(0)) if found else Decimal(0)


def gap(row: Row, cell: ResolvedClaim) -> Decimal:
    """How far a cell is behind the best of its row."""
    best = row.best()
    return abs(difference(cell, best[0])) if best else Decimal(0)


def bold(row: Row) -> list[ResolvedClaim]:
    """The bold cells with a number."""
    return [cell for cell in row.cells if cell.claim.emphasis in BOLD and score(cell) is not None]


def set_of(cells: object) -> set[str]:
    return {cell.claim.id for cell in cells}  # type: ignore[attr-defined]


def one_column(marked: list[Row]) -> bool:
    """Whether bold is nothing but the style of one model's column."""
    models = {cell.claim.model for row in marked for cell in bold(row)}
    return len(models) == 1 and len(marked) >= 3
