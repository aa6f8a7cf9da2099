from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

from auditor.checks.asking import matters
from auditor.checks.assertions import Assertion, Kind, assertions
from auditor.checks.averaging import Averaging, averaging
from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, cite_text, where
from auditor.checks.items import Items, items_of
from auditor.checks.lineage import same_vendor
from auditor.checks.rows import Row, difference, key_of, rows, score
from auditor.checks.tally import is_open, main_keys
from auditor.evidence.statistics import correlated_difference_test, mcnemar_best_case
from auditor.records import Confidence, Dossier, Finding, Placement, ResolvedClaim, Severity


@dataclass(frozen=True)
class Lead:
    """A lead of the own model that the size of the test cannot resolve."""

    row: Row
    mine: ResolvedClaim
    theirs: ResolvedClaim
    items: Items
    gap: float
    """In items."""
    p: float
    """The smallest p that any pairing can give; for means over runs that of correlated answers."""
    mean: bool = False
    """Whether the release says that such scores are means over runs."""

    def line(self) -> str:
        """The arithmetic of the lead."""
        gap = (
            f"{self.row.printed}: ({self.mine.claim.value} − {self.theirs.claim.value})·{self.items.n}/100 = "
            f"{self.gap:.2f} items; "
        )
        if self.mean:
            return gap + f"means over runs, answers correlated at ρ = {RHO}: p = {self.p:.2g}"
        return gap + f"p_min = 2·½^{floor(self.gap + 1e-9)} = {self.p:.3g}"


RHO = 0.9
"""Correlation of means over runs, which have shed the chance of single answers: leads that fail here fail elsewhere."""


class WithinNoise(Check):
    """A lead of fewer items than any test could tell from chance.

    What it finds:
        Rows that the own model leads by so few items that even the most favourable pairing of right and wrong answers
        cannot make the difference significant.

    Why it matters:
        Such a row orders nothing: run again, the other model may lead. A sentence that says "surpasses" of it says more
        than the test can.

    Decision rule:
        n is the benchmark's number of items in the registry; Δk = (x₁ − x₂)·n/100, rounded down. Of two systems on the
        same items, the best case for significance is that all discordant items go one way: p_min = 2·½^Δk (exact
        McNemar). With Δk ≤ 5, p_min ≥ 0.06, so no pairing reaches 0.05. Scores that the release says, anywhere, are
        means over runs: only where a sentence claims the lead and Δk < 1, with the p of answers correlated at ρ = 0.9.
        Ties are left alone. High: a sentence names the benchmark and says that the model outperforms or is best.
        Medium: such a lead of the main model over another vendor's stands in the headline. Low: the rest. One finding
        for all rows that no sentence names; one a sentence.

    Example:
        DeepSeek-R1 "slightly surpassing" o1-1217 on AIME 2024 with 79.8 against 79.2: 0.18 of one of 30 problems.

    What would clear it:
        Item-level results of both models, or repeated runs whose spread is below the gap.

    References:
        McNemar 1947, Psychometrika 12.
    """

    alpha = 0.05
    rating = 5
    # A row whose scores are all at most 5 may be a rating from 1 to 5 under a percent benchmark's name.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        stated = averaging(dossier)
        leads = self.leads(dossier, stated)
        open_leads = self.leads(dossier, stated, open_only=True)
        main = main_keys(dossier)
        told: set[str] = set()
        for assertion in assertions(dossier, Kind.beats, Kind.best):
            objects = {key for keys in assertion.objects for key in keys}
            named = [
                lead
                for lead in (open_leads if assertion.open_only else leads)
                if lead.row.key in assertion.benchmarks
                and (not objects or (lead.theirs.model.id or "~") in objects or rival_named(assertion, lead))
                and lead.row.key not in told
            ]
            if named and len(assertion.benchmarks) <= 3:
                told |= {lead.row.key for lead in named}
                yield self.report(dossier, named, assertion)
        rest = [
            lead
            for lead in leads
            if lead.row.key not in told
            and not lead.mean
            and key_of(lead.mine.model) in main
            and not same_vendor(dossier, key_of(lead.theirs.model))
        ]
        if rest:
            yield self.report(dossier, rest, None)

    def leads(self, dossier: Dossier, stated: Averaging, *, open_only: bool = False) -> list[Lead]:
        """The unresolved leads over all rivals, or over those known to be open."""
        found: dict[tuple[str, str, str], Lead] = {}
        for row in rows(dossier):
            rivals = [cell for cell in row.rivals if not open_only or is_open(dossier, cell)]
            mine, theirs = row.best(row.own), row.best(rivals)
            if not mine or not theirs or not row.better(mine[0], theirs[0]):
                continue
            items = items_of(dossier, mine[0])
            if items is None or max(map(size, row.cells)) <= self.rating:
                continue
            mean = stated.covers(mine[0]) or stated.covers(theirs[0])
            gap = float(abs(difference(mine[0], theirs[0]))) * items.n / 100
            p = mcnemar_best_case(floor(gap + 1e-9))
            if mean:
                x, y = size(mine[0]) / 100, size(theirs[0]) / 100
                if gap >= 1 or not (0 < x < 1 and 0 < y < 1):
                    continue
                p = correlated_difference_test(x, y, items.n, RHO).p_value
            if p >= self.alpha:
                found.setdefault(
                    (row.key, mine[0].claim.value, theirs[0].claim.value),
                    Lead(row, mine[0], theirs[0], items, gap, p, mean),
                )
        return list(found.values())

    def report(self, dossier: Dossier, leads: list[Lead], assertion: Assertion | None) -> Finding:
        leads = sorted(leads, key=lambda lead: lead.row.placement is not Placement.headline)
        first = leads[0]
        mine, theirs = first.mine.claim, first.theirs.claim
        headline = any(lead.row.placement is Placement.headline for lead in leads)
        severity = Severity.high if assertion else Severity.medium if headline else Severity.low
        who = ", ".join(dict.fromkeys(lead.mine.claim.model for lead in leads))
        how = (
            "The scores are means over runs, which can differ by parts of an item; which items were asked decides more "
            "than that."
            if first.mean
            else "Even if every item that only one of the two solved went the same way, the difference would not be "
            "significant at 0.05."
        )
        count = f"{first.gap:.2f}".rstrip("0").rstrip(".")
        gap = f"{count} of {first.items.n} items"
        detail = f"{first.row.printed} {mine.value} against {theirs.value} of {theirs.model} is {gap}"
        more = f"; {len(leads) - 1} more rows" if len(leads) > 1 else ""
        words = ""
        evidence = []
        if assertion is not None:
            quote = (
                assertion.clause if len(assertion.clause) <= 120 else assertion.clause[:119].rsplit(" ", 1)[0] + " …"
            )
            words = f'"{quote}": '
            evidence.append(
                cite_text(assertion.said.document, assertion.text, assertion.said.block.place, primary=True)
            )
        evidence += [
            item
            for lead in leads[:12]
            for item in (
                cite_claim(lead.mine, primary=lead is first),
                cite_claim(lead.theirs),
                cite_plain_fact(
                    lead.items.benchmark.id, lead.items.benchmark.name, lead.items.said, lead.items.benchmark.sources
                ),
            )
        ]
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.high,
            says="not resolvable",
            title=f"{words}{detail}{more}",
            message=(
                f"{who} {'leads' if ',' not in who else 'lead'} by fewer items than a test can tell from chance on "
                f"{', '.join(dict.fromkeys(lead.row.printed for lead in leads))} "
                f"({where(first.row.label, mine.place)}). {how}"
            ),
            evidence=evidence,
            arithmetic=[lead.line() for lead in leads],
            overturned_by="Item-level results of both models, or repeated runs whose spread is below the gap.",
            models=[
                key
                for lead in leads
                for key in (lead.mine.model.id or mine.model, lead.theirs.model.id or theirs.model)
            ],
            benchmarks=[lead.row.benchmark.id or lead.row.printed for lead in leads],
            question=matters(
                "The own model leads by fewer items than a test can tell from chance.",
                severity,
                lines=(
                    *((assertion.text,) if assertion else ()),
                    *(
                        f"{lead.row.printed}: {lead.mine.claim.value} against {lead.theirs.claim.value} of "
                        f"{lead.theirs.claim.model}, {lead.gap:.2f} of {lead.items.n} items"
                        for lead in leads
                    ),
                ),
                headline=headline,
                own=True,
                order_changes=True,
                gap=max(float(abs(difference(lead.mine, lead.theirs))) for lead in leads),
            ),
        )


def size(cell: ResolvedClaim) -> float:
    """The score as a plain number, 0 without one."""
    return float(score(cell) or 0)


def rival_named(assertion: Assertion, lead: Lead) -> bool:
    """Whether the leading rival of the row is one that the sentence is about."""
    return any(key_of(lead.theirs.model) in keys for keys in assertion.objects)
