from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.asking import matters
from auditor.checks.check import Check
from auditor.checks.citing import cite_blank, cite_claim, where
from auditor.checks.rows import difference, model_name, points
from auditor.checks.sides import filled, left_out
from auditor.checks.twins import Twin, grouped, one_scale, own_rank, twins
from auditor.records import Confidence, Dossier, Finding, Placement, Role, Severity


class ContradictionBetween(Check):
    """Two documents of one release print different scores for the same cell.

    What it finds:
        The same model on the same benchmark with two values in two documents of the release (model card and report,
        README and paper), in tables that otherwise agree.

    Why it matters:
        One of the two is wrong or was measured otherwise, and a reader who sees one document cannot know. Often the
        order of the models depends on which one is read.

    Decision rule:
        Two tables of different documents count as the same results where at least two shared cells agree and the cells
        that agree are not fewer than the benchmarks that differ; stated conditions may not clash. A cell differs where
        the two numbers cannot be one number rounded differently. High: the rank of the own model in the row changes,
        or the gap is 5 points or more. Medium: 1 point or more. Low: less. One finding a benchmark; one a model where
        that model alone differs on three benchmarks or more. Low as well: scores that stand blank in the other
        document's table of the same results, and at most two rows that it leaves out of a table of which it prints at
        least eight.

    Example:
        DeepSeek-R1 prints QwQ-32B-Preview at 44.0 on AIME 2024 in its README and at 50.0 in its paper, in rows that
        are equal otherwise (DeepSeek-R1 issue 297).

    What would clear it:
        A statement in either document that the value was measured again, or under which other setting.

    References:
        https://github.com/deepseek-ai/DeepSeek-R1/issues/297
    """

    large_gap = 5
    # Larger than nearly every change from sampling alone on a benchmark of 100 items or more.
    small_gap = 1
    # Below one point a reader's choice does not change.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found, _ = twins(dossier, between=True)
        for group in grouped(found):
            yield self.report(dossier, group)
        if len(dossier.documents) > 1:
            yield from self.one_sided(dossier)

    def report(self, dossier: Dossier, group: list[Twin]) -> Finding:
        group = distinct(group)
        widest = max(group, key=lambda twin: twin.gap)
        own = [twin for twin in group if twin.a.claim.role is Role.own]
        moved = [
            (twin, before, after)
            for twin in own
            if (before := own_rank(twin.row_a, twin.a)) != (after := own_rank(twin.row_b, twin.b))
            and before is not None
            and after is not None
            and len(twin.row_a.cells) == len(twin.row_b.cells)
        ]
        lead = own[0] if own else widest
        severity = (
            Severity.high
            if moved or widest.gap >= self.large_gap
            else Severity.medium
            if widest.gap >= self.small_gap
            else Severity.low
        )
        name_a, name_b = (dossier.document(c.claim.document).name for c in (lead.a, lead.b))
        benchmarks = list(dict.fromkeys(twin.a.claim.benchmark for twin in group))
        models = list(dict.fromkeys(twin.a.claim.model for twin in group))
        more = f" and {len(group) - 1} more cells" if len(group) > 1 else ""
        rank = (
            f"; {moved[0][0].a.claim.model} is number {moved[0][1]} in one and {moved[0][2]} in the other"
            if moved
            else ""
        )
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.high,
            says="contradicted",
            title=(
                f"{lead.a.claim.model} on {lead.a.claim.benchmark}: {lead.a.claim.value} in {name_a}, "
                f"{lead.b.claim.value} in {name_b}{more}{rank}"
            ),
            message=(
                f"The two documents print different scores for {', '.join(models[:6])} on {', '.join(benchmarks[:6])}, "
                f"in tables that print other cells alike. Neither number is the other one rounded. "
                + (f"The order of the row depends on which is read:{rank[1:]}. " if moved else "")
                + f"The places are {where(lead.a.claim.label, lead.a.claim.place)} of {name_a} and "
                f"{where(lead.b.claim.label, lead.b.claim.place)} of {name_b}."
            ),
            evidence=[
                item
                for twin in group
                for item in (cite_claim(twin.a, primary=twin is lead), cite_claim(twin.b, primary=twin is lead))
            ],
            arithmetic=[
                f"{twin.a.claim.model}, {twin.a.claim.benchmark}: {one_scale(twin.b, twin.a)} − "
                f"{one_scale(twin.a, twin.b)} = {points(difference(twin.b, twin.a))}"
                for twin in group
            ],
            overturned_by=(
                "A statement in either document of another setting or a later run for the value that differs."
            ),
            models=[model_name(dossier, twin.a) for twin in group],
            benchmarks=[twin.a.benchmark.id or twin.a.benchmark.printed for twin in group],
            question=matters(
                "Two documents of the release print different scores for the same cells.",
                severity,
                lines=(
                    f"{twin.a.claim.model}, {twin.a.claim.benchmark}: {twin.a.claim.value} and {twin.b.claim.value}"
                    for twin in group
                ),
                headline=any(twin.row_a.placement is Placement.headline for twin in group),
                own=bool(own),
                order_changes=bool(moved) if own else None,
                gap=float(widest.gap),
            ),
        )

    def one_sided(self, dossier: Dossier) -> Iterator[Finding]:
        """Scores and rows that one document prints and the other leaves blank or out."""
        cells = filled(dossier)
        if cells:
            first = cells[0]
            other = dossier.document(first.blank.blank.document).name
            names = ", ".join(f"{f.cell.claim.model} {f.cell.claim.value}" for f in cells[:4])
            yield self.finding(
                dossier,
                severity=Severity.low,
                confidence=Confidence.high,
                says="absent",
                title=f"{first.cell.claim.benchmark}: {names} in one document, blank in {other}",
                message=(
                    f"{len(cells)} scores of {dossier.document(first.cell.claim.document).name} stand blank in the "
                    f"same rows of {other}, in tables that are equal otherwise."
                ),
                evidence=[
                    item
                    for f in cells[:10]
                    for item in (cite_claim(f.cell, primary=f is first), cite_blank(f.blank, primary=f is first))
                ],
                arithmetic=[f"scores blank in the other document: {len(cells)}"],
                overturned_by="A statement why the score is left out of one of the documents.",
                models=[model_name(dossier, f.cell) for f in cells],
                benchmarks=[f.cell.benchmark.id or f.cell.benchmark.printed for f in cells],
            )
        for row, document in left_out(dossier):
            mine = (row.best(row.own) or row.own)[0]
            yield self.finding(
                dossier,
                severity=Severity.low,
                confidence=Confidence.medium,
                says="absent",
                title=(
                    f"{row.printed} ({mine.claim.model} {mine.claim.value}) stands in "
                    f"{dossier.document(row.document).name} and has no row in {dossier.document(document).name}"
                ),
                message=(
                    f"{where(row.label, mine.claim.place)} of {dossier.document(row.document).name} has the row "
                    f"{row.printed} ({row.values()}). {dossier.document(document).name} prints nearly all other rows "
                    "of that table, but not this one."
                ),
                evidence=[cite_claim(cell, primary=cell is mine) for cell in row.cells],
                arithmetic=["rows of the table in the other document: all but " + row.printed],
                overturned_by="A statement why the row is left out of one of the documents.",
                models=[model_name(dossier, mine)],
                benchmarks=[row.benchmark.id or row.printed],
            )


def distinct(group: list[Twin]) -> list[Twin]:
    """One twin for each pair of printed values of a model on a benchmark."""
    seen: dict[tuple[str, str, str, str], Twin] = {}
    for twin in group:
        seen.setdefault((twin.a.claim.model, twin.a.claim.benchmark, twin.a.claim.value, twin.b.claim.value), twin)
    return list(seen.values())
