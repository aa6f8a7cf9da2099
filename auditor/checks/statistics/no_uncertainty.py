from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact
from auditor.checks.items import items_of
from auditor.checks.rows import score
from auditor.evidence.statistics import wilson_interval
from auditor.records import Confidence, Dossier, Finding, Placement, ResolvedClaim, Severity


class NoUncertainty(Check):
    """No score of the release comes with an interval, an error or a number of items.

    What it finds:
        Releases without any stated uncertainty; the finding gives the intervals that the size of the tests allows.

    Why it matters:
        Without them a reader cannot see which differences are larger than chance.

    Decision rule:
        At least nine tenths of the own claims (at least 5) have no printed ± or interval and state no number of items.
        The intervals given are Wilson 95 % for a share of independent items, one run: x ± about 2·√(p(1 − p)/n). Low.
        One finding a release.

    Example:
        79.8 on the 30 problems of AIME 2024 is 62 to 90 at 95 %.

    What would clear it:
        Intervals, standard errors, or the number of items and runs.

    References:
        Wilson 1927, JASA 22(158); Miller 2024, Adding Error Bars to Evals.
    """

    least_claims = 5
    shown = 4
    share = 0.9
    # One table with intervals among many without does not give the others theirs.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        own = [resolved for resolved in dossier.own() if score(resolved) is not None]
        stated = [
            resolved
            for resolved in dossier.claims
            if resolved.claim.uncertainty or re.search(r"\bn\s*=\s*\d", resolved.claim.setting.printed)
        ]
        bare = [resolved for resolved in own if resolved not in stated]
        if len(own) < self.least_claims or len(bare) < self.share * len(own):
            return
        sized: dict[str, tuple[ResolvedClaim, int]] = {}
        for resolved in sorted(own, key=lambda r: r.claim.placement is not Placement.headline):
            items = items_of(dossier, resolved)
            value = score(resolved)
            if items is not None and value is not None and 0 < value < 100:
                sized.setdefault(items.benchmark.id, (resolved, items.n))
        widest = sorted(sized.values(), key=lambda pair: pair[1])[: self.shown]
        lines, parts = [], []
        for resolved, n in widest:
            share = float(score(resolved) or 0) / 100
            low, high = (100 * bound for bound in wilson_interval(share, n))
            parts.append(f"{resolved.claim.benchmark} {resolved.claim.value} is {low:.0f} to {high:.0f}")
            lines.append(
                f"{resolved.claim.benchmark}: Wilson 95 % of {resolved.claim.value} on {n} items = {low:.1f} to "
                f"{high:.1f}"
            )
        first = widest[0][0] if widest else own[0]
        tables = {(r.claim.document, r.claim.block): r for r in reversed(bare) if r.claim.row is not None}
        others = [r for r in tables.values() if r not in [pair[0] for pair in widest] and r is not first][-12:]
        few = "None" if len(bare) == len(own) else f"Only {len(own) - len(bare)}"
        shown = f": by their size alone, {parts[0]}" if parts else ""
        yield self.finding(
            dossier,
            severity=Severity.low,
            confidence=Confidence.medium,
            says="undisclosed",
            title=f"{few} of the {len(own)} scores of the own models has an interval or a number of items{shown}",
            message=(
                f"The release prints {len(bare)} of {len(own)} scores of its own models without an interval, a "
                "standard error or a number of items."
                + (f" If each is one run over independent items, then {'; '.join(parts)} (95 %)." if parts else "")
            ),
            evidence=[
                *(
                    cite_claim(resolved, primary=resolved is first)
                    for resolved in [*([r for r, _ in widest] or [first]), *others]
                ),
                *(
                    cite_plain_fact(
                        str(r.benchmark.id),
                        dossier.benchmarks[str(r.benchmark.id)].name,
                        f"{n} items",
                        dossier.benchmarks[str(r.benchmark.id)].sources,
                    )
                    for r, n in widest
                ),
            ],
            arithmetic=lines
            or [f"own scores: {len(own)}; with an interval or a number of items: {len(own) - len(bare)}"],
            overturned_by="Intervals, standard errors, or numbers of items and runs in a document of the release.",
            models=[first.model.id or first.claim.model],
        )
