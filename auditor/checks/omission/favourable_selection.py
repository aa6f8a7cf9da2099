from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_run, observed
from auditor.checks.rows import key_of
from auditor.checks.tally import main_keys
from auditor.evidence.statistics import fisher_one_sided
from auditor.records import Confidence, Dossier, Finding, Independence, Role, Run, Severity


@dataclass(frozen=True)
class Tested:
    """A benchmark on which one source ran the released model and rivals of the tables."""

    benchmark: str
    mine: Run
    theirs: Run
    """The best of the rivals."""
    reported: bool

    @property
    def won(self) -> bool:
        return self.mine.score > self.theirs.score

    def line(self) -> str:
        """The pair as one line."""
        kind = "reported" if self.reported else "not reported"
        theirs = f"{observed(self.theirs)} of {self.theirs.model}"
        return f"{self.mine.benchmark} ({kind}): {observed(self.mine)} against {theirs}"


class FavourableSelection(Check):
    """The benchmarks reported are those on which independent runs see the model ahead.

    What it finds:
        Releases where, over all benchmarks on which independent sources ran the model and its rivals, those reported
        are won and those left out are lost more often than chance would have it.

    Why it matters:
        A choice of benchmarks can make any of several models the best. What was left out is not in the document, so
        only runs of others can show it.

    Decision rule:
        For each benchmark the independent runs (third party, benchmark author) of one source, with one metric and
        setting, of the released model and of rivals in the tables: won where the model's score is above the best of
        them. Reported: any document of the release has a score of the model on it. Fisher's exact test, one-sided, on
        reported/left out × won/lost. Medium: at least 8 benchmarks and p < 0.05. Info, descriptive only: 4 to 7
        benchmarks, all reported ones won and all left-out ones lost, at least 2 of each. One finding a release.

    Example:
        Constructed: of ten benchmarks in one independent table a card reports the five that its model leads and none
        of the five that it loses; p = 0.004.

    What would clear it:
        Reported benchmarks that the model loses, or a list of benchmarks fixed before the results were known.

    References:
        Fisher 1935, The Design of Experiments, chapter 2; Singh et al., The Leaderboard Illusion, arXiv:2504.20879.
    """

    alpha = 0.05
    enough = 8
    # Below eight no table of two rows tells selection from chance; it is described and not tested.
    describable = 4
    least_each = 2

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        tested = self.tested(dossier)
        if len(tested) < self.describable:
            return
        a = sum(t.reported and t.won for t in tested)
        b = sum(t.reported and not t.won for t in tested)
        c = sum(not t.reported and t.won for t in tested)
        d = sum(not t.reported and not t.won for t in tested)
        p = fisher_one_sided(a, b, c, d)
        if len(tested) >= self.enough:
            if p < self.alpha:
                yield self.report(dossier, tested, (a, b, c, d), p)
        elif b == c == 0 and min(a, d) >= self.least_each:
            yield self.report(dossier, tested, (a, b, c, d), p)

    def tested(self, dossier: Dossier) -> list[Tested]:
        """Each benchmark once, by the source with most models."""
        subjects = main_keys(dossier)
        rivals = {c.model.id for c in dossier.claims if c.claim.role is Role.rival and c.model.id} - subjects
        reported = {key_of(c.benchmark) for c in dossier.own()}
        groups: dict[tuple[str, str, str, str], list[Run]] = defaultdict(list)
        for run in dossier.runs.values():
            outside = run.independence in (Independence.third_party, Independence.benchmark_author)
            if outside and run.benchmark_id and run.model_id in subjects | rivals:
                groups[run.benchmark_id, run.source, run.metric or "", run.setting.printed].append(run)
        best: dict[str, tuple[int, Tested]] = {}
        for (id, *_), runs in sorted(groups.items()):
            benchmark = dossier.benchmarks.get(id)
            if benchmark is None or benchmark.metric.higher_is_better is not True:
                continue
            mine = [run for run in runs if run.model_id in subjects]
            theirs = [run for run in runs if run.model_id in rivals]
            if not mine or not theirs:
                continue
            top, other = max(mine, key=lambda r: r.score), max(theirs, key=lambda r: r.score)
            if top.score != other.score and (id not in best or len(theirs) > best[id][0]):
                best[id] = (len(theirs), Tested(id, top, other, id in reported))
        return [tested for _, (_, tested) in sorted(best.items())]

    def report(self, dossier: Dossier, tested: list[Tested], table: tuple[int, int, int, int], p: float) -> Finding:
        a, b, c, d = table
        omitted = sorted(
            (t for t in tested if not t.reported and not t.won), key=lambda t: t.mine.score - t.theirs.score
        )
        enough = len(tested) >= self.enough
        anchor = next(iter(dossier.own()))
        return self.finding(
            dossier,
            severity=Severity.medium if enough else Severity.info,
            confidence=Confidence.medium if enough else Confidence.low,
            says="absent",
            title=(
                f"Independent runs see {anchor.claim.model} ahead on {a} of the {a + b} benchmarks reported and on {c} "
                f"of the {c + d} left out; {', '.join(t.mine.benchmark for t in omitted[:3])} are not reported"
            ),
            message=(
                f"Independent sources ran the model beside rivals of the tables on {len(tested)} benchmarks. On those "
                f"that the release reports it is ahead on {a} of {a + b}; on those that it leaves out on {c} of "
                f"{c + d}." + ("" if enough else " So few benchmarks describe the choice and do not test it.")
            ),
            evidence=[
                cite_claim(anchor, primary=True),
                *(
                    cite_run(run, dossier.sources.get(run.source))
                    for t in (*omitted[:6], *(t for t in tested if t.reported))
                    for run in (t.mine, t.theirs)
                ),
            ],
            arithmetic=[
                f"reported: {a} won, {b} lost; left out: {c} won, {d} lost",
                f"Fisher's exact test, one-sided: p = {p:.3f}" + ("" if enough else " (descriptive only)"),
                *(t.line() for t in tested),
            ],
            overturned_by="Reported benchmarks that the model loses, or runs in which it wins those left out.",
            models=[anchor.model.id or anchor.claim.model],
            benchmarks=[t.benchmark for t in omitted],
        )
