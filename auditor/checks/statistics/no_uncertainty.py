from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact
from auditor.checks.items import Items, items_of
from auditor.checks.rows import difference, key_of, rows, score
from auditor.checks.wording import passages, plain
from auditor.evidence.statistics import wilson_interval
from auditor.records import Confidence, Dossier, Finding, Placement, ResolvedClaim, Severity

SPREAD = re.compile(
    r"\d ?(?:±|\+/-) ?\d|\bconfidence intervals?\b|\b9\d ?% CIs?\b|\bstandard (?:errors?|deviations?)\b|"
    r"\berror bars?\b|\bbootstrap\w*\b",
    re.IGNORECASE,
)
"""Words for the spread of a score."""
MEASURED = re.compile(r"\b(?:evaluat\w*|scores?|results?|benchmarks?|report\w*|runs?|accurac\w+)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Close:
    """An own score with a rival's inside the interval that the size of the test gives."""

    mine: ResolvedClaim
    theirs: ResolvedClaim
    items: Items
    low: float
    high: float

    def words(self) -> str:
        """The interval with what lies in it."""
        return (
            f"{self.mine.claim.benchmark} {self.mine.claim.value} is {self.low:.0f} to {self.high:.0f}, which holds "
            f"{self.theirs.claim.value} of {self.theirs.claim.model}"
        )


class NoUncertainty(Check):
    """No score of the release comes with an interval or an error, and rivals lie within what the tests' sizes give.

    What it finds:
        Releases without any stated uncertainty whose scores are compared with rivals too close for the size of the
        test; the finding gives the intervals.

    Why it matters:
        Without them a reader cannot see which differences are larger than chance.

    Decision rule:
        At least nine tenths of the own claims (at least 5, prints of one score counted once) have no printed ± or
        interval, and no sentence on evaluation speaks of one. On at least 3 tests of at most 1,500 items the nearest
        rival lies inside the own score's Wilson 95 % interval: x ± about 2·√(p(1 − p)/n), a share of independent items,
        one run: low. On fewer tests, with at least 10 own claims: info. One finding a release.

    Example:
        79.8 on the 30 problems of AIME 2024 is 62 to 90 at 95 %.

    What would clear it:
        Intervals or standard errors.

    References:
        Wilson 1927, JASA 22(158); Miller 2024, Adding Error Bars to Evals.
    """

    least_claims = 5
    least_close = 3
    least_alone = 10
    most_items = 1500
    # On more items the interval is narrower than the differences that releases make much of.
    shown = 4
    share = 0.9
    # One table with intervals among many without does not give the others theirs.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        own = once([resolved for resolved in dossier.own() if score(resolved) is not None])
        bare = [resolved for resolved in own if not spread(resolved)]
        if len(own) < self.least_claims or len(bare) < self.share * len(own):
            return
        close = self.close(dossier)
        if said_spread(dossier) or (len(close) < self.least_close and len(bare) < self.least_alone):
            return
        shown = sorted(close, key=lambda one: one.items.n)[: self.shown]
        first = shown[0].mine if shown else bare[0]
        tables = {(r.claim.document, r.claim.block): r for r in reversed(bare) if r.claim.row is not None}
        others = [r for r in tables.values() if r is not first and all(r is not one.mine for one in shown)][-12:]
        few = "None" if len(bare) == len(own) else f"Only {len(own) - len(bare)}"
        said = "; ".join(one.words() for one in shown)
        tests = f"{len(close)} tests" if len(close) > 1 else "1 test"
        within = f"; on {tests} a rival lies within what the number of items gives: {shown[0].words()}" if shown else ""
        yield self.finding(
            dossier,
            severity=Severity.low if len(close) >= self.least_close else Severity.info,
            confidence=Confidence.medium,
            says="undisclosed",
            title=f"{few} of the {len(own)} scores of the own models has an interval or a standard error{within}",
            message=(
                f"The release prints {len(bare)} of {len(own)} scores of its own models without an interval or a "
                "standard error."
                + (f" If each is one run over independent items, then {said} (95 %)." if shown else "")
            ),
            evidence=[
                *(
                    cite_claim(r, primary=r is first)
                    for r in [*(one.mine for one in shown), *([] if shown else [first])]
                ),
                *(cite_claim(resolved) for resolved in others),
                *(cite_claim(one.theirs) for one in shown),
                *(
                    cite_plain_fact(
                        one.items.benchmark.id, one.items.benchmark.name, one.items.said, one.items.benchmark.sources
                    )
                    for one in shown
                ),
            ],
            arithmetic=[
                f"{one.mine.claim.benchmark}: Wilson 95 % of {one.mine.claim.value} on {one.items.n} items = "
                f"{one.low:.1f} to {one.high:.1f}; {one.theirs.claim.model} {one.theirs.claim.value}"
                for one in shown
            ],
            overturned_by="Intervals or standard errors in a document of the release.",
            models=[first.model.id or first.claim.model],
        )

    def close(self, dossier: Dossier) -> list[Close]:
        """For each test the first own score whose interval holds that of the nearest rival."""
        found: dict[str, Close] = {}
        for row in sorted(rows(dossier), key=lambda row: row.placement is not Placement.headline):
            best = row.best(row.own)
            items = items_of(dossier, best[0]) if best else None
            value = score(best[0]) if best else None
            if items is None or value is None or items.n > self.most_items or not 0 < value < 100 or not row.rivals:
                continue
            nearest = min(row.rivals, key=lambda cell: abs(difference(best[0], cell)))
            low, high = (100 * bound for bound in wilson_interval(float(value) / 100, items.n))
            if low < float(score(nearest) or 0) < high:
                found.setdefault(items.benchmark.id, Close(best[0], nearest, items, low, high))
        return list(found.values())


def spread(resolved: ResolvedClaim) -> bool:
    """Whether a score is printed with an interval, or its number of items."""
    return bool(resolved.claim.uncertainty) or re.search(r"\bn\s*=\s*\d", resolved.claim.setting.printed) is not None


def said_spread(dossier: Dossier) -> bool:
    """Whether a passage on evaluation speaks of the spread of scores."""
    return any(SPREAD.search(text) and MEASURED.search(text) for text in map(plain, passages(dossier)))


def once(claims: list[ResolvedClaim]) -> list[ResolvedClaim]:
    """Claims without those that print a score again: several documents of a release may be renderings of one."""
    return list({(key_of(r.model), key_of(r.benchmark), r.claim.value): r for r in reversed(claims)}.values())[::-1]
