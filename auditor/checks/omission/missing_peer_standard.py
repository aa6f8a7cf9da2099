from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim
from auditor.checks.dates import earliest
from auditor.checks.peers import akin, named_in_text, peers, reported_here, unread_pictures
from auditor.records import Benchmark, Confidence, Dossier, EarlierRelease, Evidence, EvidenceKind, Finding, Severity
from auditor.registry import may_carry


class MissingPeerStandard(Check):
    """A benchmark that most releases of these months report is not here.

    What it finds:
        Benchmarks that three quarters of the comparable releases of other vendors in the half year before report, and
        that this release does not.

    Why it matters:
        What everybody reports is what one can compare. Most benchmarks are used by one builder only, so the few that
        are shared carry the comparison.

    Decision rule:
        Peers are the releases at hand of other vendors, dated up to 180 days before, that report at least 3 benchmarks
        of this release; of each vendor the latest. With at least 5 peers, adoption a is the share of them that report a
        benchmark. Absent is one with a ≥ 3/4 on which no document here has a score or a blank cell, nor on another
        edition of it and which no document names, where the benchmarks here cover all its domains, one of
        them with at least a fifth.
        Benchmarks that the registry calls saturated or out of use by then are left alone; its grade must be checked
        or partly. Medium: a ≥ 9/10. Low: less. Confidence is low where tables or pictures of the release could not be
        read. One finding a release.

    Example:
        In the first months of 2025 SWE-bench Verified stood in nearly every release of a general model; a card without
        it leaves out the benchmark on which it could be compared with all of them.

    What would clear it:
        A score, or a reason why the benchmark does not apply to this model.

    References:
        63 % of benchmarks are used by one builder only: arXiv:2605.14164.
    """

    days = 180
    # Half a year is about one generation of models: older releases report what was usual for another one.
    adopted = Fraction(3, 4)
    # Half of five is a fashion: what three of four report a reader looks for.
    common = Fraction(9, 10)
    least_domain = Fraction(1, 5)
    # A model for code that reports three general tests besides need not report a fourth.
    least_shared = 3
    least_peers = 5
    # With fewer a share of a half is two documents.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        here = reported_here(dossier)
        own = {c.benchmark.id for c in dossier.own() if c.benchmark.id and c.claim.row is not None}
        alike = peers(dossier, self.days, own, self.least_shared)
        if len(alike) < self.least_peers:
            return
        counted = Counter(domain for id in own if id in dossier.benchmarks for domain in dossier.benchmarks[id].domain)
        domains = {domain for domain, n in counted.items() if Fraction(n, len(own)) >= self.least_domain}
        absent: list[tuple[Fraction, str, list[EarlierRelease]]] = []
        for id in sorted({id for one in alike for id in one.reported}):
            by = [one for one in alike if id in one.reported]
            share = Fraction(len(by), len(alike))
            benchmark = dossier.benchmarks.get(id)
            if share < self.adopted or benchmark is None or not may_carry(benchmark):
                continue
            if not set(benchmark.domain) & domains or not set(benchmark.domain) <= counted.keys():
                continue
            if any(id == key or akin(dossier, id, key) for key in here):
                continue
            if self.spent(benchmark, dossier.release.released) or named_in_text(dossier, benchmark):
                continue
            absent.append((share, id, by))
        if absent:
            yield self.report(dossier, sorted(absent, key=lambda one: (-one[0], one[1])), alike)

    def spent(self, benchmark: Benchmark, released: str | None) -> bool:
        """Whether the registry calls a benchmark saturated or out of use by then."""
        if benchmark.saturated_since:
            since, then = earliest(benchmark.saturated_since), earliest(released)
            return since is not None and then is not None and since <= then
        return re.search(r"saturated|legacy|dormant", benchmark.status or "") is not None

    def report(
        self, dossier: Dossier, absent: list[tuple[Fraction, str, list[EarlierRelease]]], alike: list[EarlierRelease]
    ) -> Finding:
        names = [dossier.benchmarks[id].name for _, id, _ in absent]
        share, _, by = absent[0]
        counts = [f"{dossier.benchmarks[id].name} ({len(of)} of {len(alike)})" for _, id, of in absent]
        anchor = next(c for c in dossier.own() if c.claim.row is not None)
        return self.finding(
            dossier,
            severity=Severity.medium if share >= self.common else Severity.low,
            confidence=Confidence.low if unread_pictures(dossier) else Confidence.medium,
            says="absent",
            title=(
                f"No score on what most comparable releases of the {self.days} days before report: "
                f"{', '.join(counts[:4])}{', …' if len(counts) > 4 else ''}"
            ),
            message=(
                f"{len(alike)} other vendors released something in the {self.days} days before that shares at least "
                f"{self.least_shared} benchmarks with this release. {names[0]} is reported by {len(by)} of them "
                f"({', '.join(named(one) for one in by[:5])}{', …' if len(by) > 5 else ''}); no document of this "
                "release has a score on it or on another edition of it."
            ),
            evidence=[
                cite_claim(anchor, primary=True),
                *(
                    Evidence(
                        kind=EvidenceKind.fact,
                        ref=one.release.id,
                        label=f"{named(one)}, {one.release.released}",
                        quote=f"reports {', '.join(dossier.benchmarks[id].name for _, id, of in absent if one in of)}",
                        source=", ".join(document.name for document in one.documents) or one.release.vendor,
                    )
                    for one in alike
                    if any(one in of for _, _, of in absent)
                ),
            ],
            arithmetic=[
                f"{dossier.benchmarks[id].name}: {len(of)} of {len(alike)} = {float(share):.2f}"
                for share, id, of in absent
            ],
            overturned_by="A score on it in any document of the release, or a reason why it does not apply.",
            models=list(dossier.release.subjects[:1]),
            benchmarks=[id for _, id, _ in absent],
        )


def named(one: EarlierRelease) -> str:
    """A release by its main model."""
    return one.release.subjects[0] if one.release.subjects else one.release.vendor or "a release"
