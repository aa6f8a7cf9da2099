from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact
from auditor.checks.own_words import OwnWord
from auditor.checks.rows import TEST_CONDITIONS, conditions, key_of, score, who
from auditor.evidence.statistics import RobustLine, theil_sen, wilson_se
from auditor.records import Benchmark, Confidence, Dossier, Evidence, Finding, ResolvedClaim, Role, Severity, Unit


@dataclass(frozen=True)
class Point:
    """One model's scores, in percent, on the older set and on its fresh twin."""

    who: str
    x: float
    y: float
    evidence: tuple[Evidence, ...]


class TwinGap(Check):
    """The model does worse on a fresh edition of a benchmark than others with its score on the old one.

    What it finds:
        Released models whose score on a new edition (the next year's contest, a rewritten set) lies well below what
        the old edition predicts from other models.

    Why it matters:
        A model that has seen the old items and not the new ones falls back where others do not. The raw drop says
        nothing, since a new edition may be harder for all.

    Decision rule:
        The registry says that one benchmark is a fresh twin of another. At least 6 other models have a score on both
        under conditions that do not differ, in the tables here or in their own releases. Theil–Sen line of the fresh on
        the old scores over those models; the residual of the released model over s, the larger of the robust scale of
        the residuals and the binomial error of the fresh score. Medium: below −2.5 s. Also stated: the old score that
        the line gives for the fresh one, with its 95 % interval. One finding a pair of benchmarks. A slope below 0.2
        predicts nothing and ends the check.

    Example:
        Zhang et al. wrote GSM1k anew in the manner of GSM8K: some families fell by up to 8 points more than others of
        the same GSM8K score, frontier models hardly at all.

    What would clear it:
        A reason why the fresh edition suits the model less (another language, format or length limit).

    References:
        Zhang et al., A Careful Examination of Large Language Model Performance on Grade School Arithmetic,
        arXiv:2405.00332; Theil 1950; Sen 1968, JASA 63, 1379-1389.
    """

    least_peers = 6
    far = 2.5
    # Of normal residuals one in 160 lies below −2.5 s; with a dozen pairs in a release a lower bar would cry wolf.
    least_slope = 0.2

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        claimed = {c.benchmark.id for c in dossier.own()}
        for fresh in sorted(dossier.benchmarks.values(), key=lambda b: b.id):
            old = dossier.benchmarks.get(fresh.fresh_twin_of or "")
            if old is None or fresh.id not in claimed or old.id not in claimed or not fresh.n_items:
                continue
            mine, others = self.points(dossier, old, fresh)
            if len(others) < self.least_peers or len({p.x for p in others}) < self.least_peers // 2:
                continue
            line = theil_sen([p.x for p in others], [p.y for p in others])
            if line.slope < self.least_slope:
                continue
            short = [(p, self.distance(line, p, fresh.n_items)) for p in mine]
            short = [(p, z) for p, z in short if z < -self.far]
            if short:
                yield self.report(dossier, old, fresh, line, min(short, key=lambda one: one[1]), others)

    def distance(self, line: RobustLine, point: Point, n: int) -> float:
        """The residual in units of s."""
        return (point.y - line.at(point.x)) / self.scale(line, point, n)

    def scale(self, line: RobustLine, point: Point, n: int) -> float:
        return max(line.residual_scale, 100 * wilson_se(min(max(point.y / 100, 0), 1), n))

    def points(self, dossier: Dossier, old: Benchmark, fresh: Benchmark) -> tuple[list[Point], list[Point]]:
        """The released models, and the others."""
        here: dict[str, dict[str, list[ResolvedClaim]]] = {}
        roles: dict[str, Role] = {}
        for claim in dossier.claims:
            if claim.benchmark.id in (old.id, fresh.id) and usable(claim):
                here.setdefault(who(claim), {}).setdefault(str(claim.benchmark.id), []).append(claim)
                roles[who(claim)] = claim.claim.role
        mine, others = [], {}
        for name, scores in here.items():
            pair = paired(scores.get(old.id, []), scores.get(fresh.id, []))
            if pair and roles[name] is Role.own:
                mine.append(Point(name, *values(pair), tuple(cite_claim(c, primary=True) for c in pair)))
            elif pair and roles[name] is Role.rival:
                others[key_of(pair[0].model)] = Point(name, *values(pair), tuple(cite_claim(c) for c in pair))
        for release in dossier.earlier:
            said: dict[str, dict[str, list[ResolvedClaim]]] = {}
            for claim in release.claims:
                if claim.claim.role is Role.own and claim.benchmark.id in (old.id, fresh.id) and usable(claim):
                    said.setdefault(key_of(claim.model), {}).setdefault(str(claim.benchmark.id), []).append(claim)
            for name, scores in said.items():
                pair = paired(scores.get(old.id, []), scores.get(fresh.id, []))
                if pair and name not in others and name not in {key_of(c.model) for c in dossier.own()}:
                    words = tuple(OwnWord(claim, release).cite() for claim in pair)
                    others[name] = Point(name, *values(pair), words)
        return mine, list(others.values())

    def report(
        self,
        dossier: Dossier,
        old: Benchmark,
        fresh: Benchmark,
        line: RobustLine,
        worst: tuple[Point, float],
        others: list[Point],
    ) -> Finding:
        point, z = worst
        n = fresh.n_items or 1
        expected, s = line.at(point.x), self.scale(line, point, n)
        clean, half = (point.y - line.intercept) / line.slope, 1.96 * s / line.slope
        name = point.evidence[0].quote
        return self.finding(
            dossier,
            severity=Severity.medium,
            confidence=Confidence.low,
            says="not resolvable",
            title=(
                f"{point.who}: {point.x:g} on {old.name} and {point.y:g} on {fresh.name}, where {len(others)} other "
                f"models lead to expect {expected:.1f}"
            ),
            message=(
                f"{fresh.name} repeats {old.name} with new items. Over {len(others)} other models a robust line gives "
                f"{expected:.1f} on the new one for {point.x:g} on the old; {point.y:g} is {abs(z):.1f} standard "
                f"deviations below. The new score corresponds to about {clean:.1f} ± {half:.1f} on the old one. This "
                "is a signal and no proof that old items were seen."
            ),
            evidence=[
                *point.evidence,
                *(item for other in others[:12] for item in other.evidence),
                cite_plain_fact(fresh.id, fresh.name, f"a fresh twin of {old.name}", fresh.sources),
            ],
            arithmetic=[
                f"{fresh.name} = {line.intercept:.2f} + {line.slope:.3f}·{old.name} (Theil–Sen, {len(others)} models)",
                f"expected {expected:.1f}, printed {point.y:g} ({name}): residual {point.y - expected:.1f}",
                f"s = max({line.residual_scale:.2f}, binomial {100 * wilson_se(point.y / 100, n):.2f} at n = {n}) = "
                f"{s:.2f}; z = {z:.2f}",
                f"score on {old.name} that fits {point.y:g}: {clean:.1f} ± {half:.1f}",
            ],
            overturned_by="A reason why the new edition suits the model less, or more models that fall back likewise.",
            models=[point.who.split("|")[0]],
            benchmarks=[old.id, fresh.id],
        )


def usable(claim: ResolvedClaim) -> bool:
    """Whether a claim is a plain percentage."""
    value = score(claim)
    percent = claim.claim.unit in (Unit.percent, Unit.fraction, Unit.unknown)
    return value is not None and 0 <= value <= 100 and percent and not claim.claim.doubts


def paired(old: list[ResolvedClaim], fresh: list[ResolvedClaim]) -> tuple[ResolvedClaim, ResolvedClaim] | None:
    """The first two scores under the same stated conditions."""
    return next(
        (
            (a, b)
            for a in old
            for b in fresh
            if conditions(a, TEST_CONDITIONS) == conditions(b, TEST_CONDITIONS) and a.claim.document == b.claim.document
        ),
        None,
    )


def values(pair: tuple[ResolvedClaim, ResolvedClaim]) -> tuple[float, float]:
    """Two scores as numbers."""
    return float(score(pair[0]) or 0), float(score(pair[1]) or 0)
