from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor.checks.asking import matters
from auditor.checks.check import Check
from auditor.checks.citing import cell_text, cite_claim, where
from auditor.checks.rows import difference, key_of, model_name, points, same_number, score, who
from auditor.checks.twins import Twin, clash, grouped, one_scale, own_rank, twins
from auditor.records import Confidence, Dossier, Finding, Origin, Placement, ResolvedClaim, Role, Severity


class ContradictionWithin(Check):
    """One document prints two scores for the same cell.

    What it finds:
        The same model on the same benchmark with two values in one document: in two tables, in a table and a figure,
        or in a table and a sentence.

    Why it matters:
        At most one of the two is the result. Text and figures are what readers remember, tables what they quote.

    Decision rule:
        Tables and figures: as between documents: two of them count as the same results where at least two shared
        cells agree and the cells that agree are not fewer than the benchmarks that differ. Sentences: the sentence
        names model and benchmark, no table of the document prints its number for them, and exactly one other number
        is printed there under conditions that do not clash. Differences that rounding explains are none. High: 5
        points or more, or the own model's rank changes. Medium: 1 point or more, or a sentence. Low: less.

    Example:
        DeepSeek-R1's README prints LiveCodeBench 33.8 for Claude-3.5-Sonnet-1022 in one table and 38.9 in the next,
        beside cells that are equal in both.

    What would clear it:
        A version, window, subset or number of samples at one of the two places.

    References:
        https://github.com/deepseek-ai/DeepSeek-R1/issues/297
    """

    large_gap = 5
    # Larger than nearly every change from sampling alone on a benchmark of 100 items or more.
    small_gap = 1
    # Below one point a reader's choice does not change.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found, _ = twins(dossier, between=False)
        told: set[tuple[str, ...]] = set()
        for document in dossier.documents:
            for group in grouped([twin for twin in found if twin.a.claim.document == document.id]):
                finding = self.tables(dossier, group)
                mark = tuple(sorted(finding.arithmetic))
                if mark not in told:  # the same page as HTML and as Markdown holds one contradiction
                    told.add(mark)
                    yield finding
            yield from self.prose(dossier, document.id)

    def tables(self, dossier: Dossier, group: list[Twin]) -> Finding:
        seen: dict[tuple[str, str, str, str], Twin] = {}
        for twin in group:
            seen.setdefault((twin.a.claim.model, twin.a.claim.benchmark, twin.a.claim.value, twin.b.claim.value), twin)
        group = list(seen.values())
        widest = max(group, key=lambda twin: twin.gap)
        own = [twin for twin in group if twin.a.claim.role is Role.own]
        lead = max(own, key=lambda twin: twin.gap) if own else widest
        moved = (
            bool(own)
            and len(lead.row_a.cells) == len(lead.row_b.cells)
            and own_rank(lead.row_a) != own_rank(lead.row_b)
        )
        severity = (
            Severity.high
            if moved or widest.gap >= self.large_gap
            else Severity.medium
            if widest.gap >= self.small_gap
            else Severity.low
        )
        spots = f"{where(lead.a.claim.label, lead.a.claim.place)} and {where(lead.b.claim.label, lead.b.claim.place)}"
        more = f" and {len(group) - 1} more cells" if len(group) > 1 else ""
        benchmarks = list(dict.fromkeys(twin.a.claim.benchmark for twin in group))
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.high if len(group) > 1 or own else Confidence.medium,
            says="contradicted",
            title=(
                f"{lead.a.claim.model} on {lead.a.claim.benchmark}: {lead.a.claim.value} and {lead.b.claim.value} "
                "in the "
                f"same document{more}"
            ),
            message=(
                f"{spots} print different scores on {', '.join(benchmarks[:6])}, while other cells that the two "
                "share are "
                "equal. Neither number is the other one rounded, and no condition printed there tells them apart."
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
            overturned_by="A version, window, subset or number of samples that the document states for one of the two.",
            models=[model_name(dossier, twin.a) for twin in group],
            benchmarks=[twin.a.benchmark.id or twin.a.benchmark.printed for twin in group],
            question=matters(
                "One document prints two scores for the same cells.",
                severity,
                lines=(
                    f"{twin.a.claim.model}, {twin.a.claim.benchmark}: {twin.a.claim.value} and {twin.b.claim.value}"
                    for twin in group
                ),
                headline=any(twin.row_a.placement is Placement.headline for twin in group),
                own=bool(own),
                order_changes=moved if own else None,
                gap=float(widest.gap),
            ),
        )

    def prose(self, dossier: Dossier, document: str) -> Iterator[Finding]:
        printed: dict[tuple[str, str], list[ResolvedClaim]] = defaultdict(list)
        for resolved in dossier.claims:
            if resolved.claim.document == document and resolved.claim.row is not None and not resolved.claim.doubts:
                printed[who(resolved), key_of(resolved.benchmark)].append(resolved)
        for resolved in dossier.claims:
            claim = resolved.claim
            if claim.document != document or claim.origin is not Origin.prose or score(resolved) is None:
                continue
            if resolved.benchmark.id is None or claim.role is Role.ablation:
                continue
            cells = printed[who(resolved), key_of(resolved.benchmark)]
            open_cells = [cell for cell in cells if not clash(resolved, cell) and score(cell) is not None]
            values = {score(cell) for cell in open_cells}
            if len(values) != 1 or any(same_number(resolved, cell) for cell in cells):
                continue
            cell = open_cells[0]
            gap = difference(resolved, cell)
            if abs(gap) > 50:  # a difference, a share or a count that was taken for the score
                continue
            yield self.finding(
                dossier,
                severity=Severity.medium,
                confidence=Confidence.medium,
                says="contradicted",
                title=(
                    f"{claim.model} on {claim.benchmark}: the text says {claim.value}, "
                    f"{cell.claim.label or 'the table'} {cell.claim.value}"
                ),
                message=(
                    f'The sentence "{claim.quote}" gives {claim.value}; the only score of that model on that '
                    "benchmark in "
                    f"the document's tables is {cell.claim.value} ({where(cell.claim.label, cell.claim.place)})."
                ),
                evidence=[cite_claim(resolved, primary=True), cite_claim(cell)],
                arithmetic=[f"{claim.value} − {cell.claim.value} = {points(gap)}"],
                overturned_by=(
                    "Another setting, subset or version that the sentence or the table states for its number."
                ),
                models=[model_name(dossier, resolved)],
                benchmarks=[resolved.benchmark.id],
                question=matters(
                    "A sentence and a table of one document print different scores for the same cell.",
                    Severity.medium,
                    lines=(claim.quote, cell_text(cell)),
                    headline=Placement.headline in (claim.placement, cell.claim.placement),
                    own=claim.role is Role.own,
                    order_changes=None,
                    gap=float(abs(gap)),
                ),
            )
