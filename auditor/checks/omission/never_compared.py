from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, cite_run, observed, where
from auditor.checks.dates import surely_before
from auditor.checks.rows import Row, fold, key_of, rows, score
from auditor.records import (
    Confidence,
    Dossier,
    Evidence,
    Finding,
    Independence,
    Placement,
    Role,
    Run,
    Severity,
    Unit,
)


class NeverCompared(Check):
    """Benchmarks on which the release compares its models with nobody, or with the vendor's own models alone.

    What it finds:
        In a release that compares with other models elsewhere: benchmarks that have scores of the released models and
        nowhere one of another model; where a compared model had a public score on such a benchmark before the release;
        and releases whose comparisons with other vendors stand on one benchmark alone.

    Why it matters:
        A score without a neighbour cannot be placed. Where the neighbour's was public, the reader could have been told.

    Decision rule:
        At least 3 benchmarks have scores of rivals. Alone: own scores, in tables of tuned models, and no claim of a
        rival or baseline on the benchmark in any document of the release. Public: a run by a third party or the
        benchmark's author, of a model that the release compares with elsewhere, dated before the release, on such a
        benchmark. High: the best such run is above the best own score by 5 points or more; medium: above. Low: no such
        run, and at least 2 benchmarks alone. One vendor: models of other vendors have scores on one benchmark at most
        and the vendor's own on at least 10: medium. One finding a kind.

    Example:
        gpt-oss's card prints Aider Polyglot (44.4) for its own models only; o3-mini, which it compares with elsewhere,
        had 60.4 on the public leaderboard.

    What would clear it:
        Scores of other models on these benchmarks, in any document of the release.

    References:
        OpenAI, gpt-oss model card, table 3.
    """

    least_compared = 3
    least_alone = 2
    clear = 5
    most_outside = 1
    least_inside = 10

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        row_list = rows(dossier)
        compared = {
            key_of(r.benchmark)
            for r in dossier.claims
            if r.claim.role in (Role.rival, Role.baseline) and score(r) is not None
        }
        yield from self.one_vendor(dossier, row_list)
        if len(compared) < self.least_compared:
            return
        alone: dict[str, Row] = {}
        for row in sorted(row_list, key=lambda row: row.placement is not Placement.headline):
            if row.own and row.key not in compared and not any(variant(row, other) for other in row_list):
                alone.setdefault(row.key, row)
        public = [(row, run) for row in alone.values() if (run := self.public(dossier, row)) is not None]
        if public:
            yield self.report_public(dossier, public)
        known = [row for row in alone.values() if row.benchmark.id is not None]
        if len(known) >= self.least_alone and 2 * len(known) <= len(compared | set(alone)):
            yield self.report_alone(dossier, known, len(compared))

    def public(self, dossier: Dossier, row: Row) -> Run | None:
        """The best earlier run of a compared model on a benchmark, where it is above the own score."""
        mine = row.best(row.own)
        if not mine or row.higher is not True or row.benchmark.id is None:
            return None
        rivals = {r.model.id for r in dossier.claims if r.claim.role is Role.rival and r.model.id}
        before = [
            run
            for run in dossier.runs.values()
            if run.benchmark_id == row.benchmark.id
            and run.model_id in rivals
            and run.independence in (Independence.third_party, Independence.benchmark_author)
            and run.unit in (Unit.percent, Unit.fraction)
            and surely_before(run.date, dossier.release.released)
        ]
        best = max(before, key=lambda run: (float(observed(run)), run.id), default=None)
        own = score(mine[0])
        return best if best is not None and own is not None and float(observed(best)) > float(own) else None

    def report_public(self, dossier: Dossier, found: list[tuple[Row, Run]]) -> Finding:
        def gap(pair: tuple[Row, Run]) -> float:
            best = pair[0].best(pair[0].own)[0]
            return float(observed(pair[1])) - float(score(best) or 0)

        found = sorted(found, key=lambda pair: -gap(pair))
        row, run = found[0]
        mine = row.best(row.own)[0]
        source = dossier.sources.get(run.source)
        others = sorted(
            (
                r
                for r in dossier.runs.values()
                if r.benchmark_id == row.benchmark.id
                and r.model_id in {c.model.id for c in dossier.claims if c.claim.role is Role.rival}
                and surely_before(r.date, dossier.release.released)
                and r.id != run.id
            ),
            key=lambda r: -float(observed(r)),
        )
        more = f"; {len(found) - 1} more benchmarks" if len(found) > 1 else ""
        evidence: list[Evidence] = []
        for each, its in found[:6]:
            evidence += [
                cite_claim(each.best(each.own)[0], primary=each is row),
                cite_run(its, dossier.sources.get(its.source)),
            ]
        evidence += [cite_claim(cell) for cell in row.own[1:4]]
        evidence += [cite_run(r, dossier.sources.get(r.source)) for r in others[:4]]
        return self.finding(
            dossier,
            severity=Severity.high if gap(found[0]) >= self.clear else Severity.medium,
            confidence=Confidence.medium,
            says="absent",
            title=(
                f"{row.printed} has scores of the own models alone ({mine.claim.model} {mine.claim.value}); "
                f"{run.model}, compared elsewhere, had {observed(run)} ({source.name if source else run.source}){more}"
            ),
            message=(
                f"{where(row.label, mine.claim.place)} prints {mine.claim.value} for {mine.claim.model} on "
                f"{row.printed}, and no document of the release has another model there. {run.model} was observed at "
                f"{observed(run)} by {run.run_by} on {run.date}. The settings of the two need not be the same."
            ),
            evidence=evidence,
            arithmetic=[
                f"{each.printed}: {each.best(each.own)[0].claim.value} − {observed(its)} ({its.model}) = "
                f"{float(score(each.best(each.own)[0]) or 0) - float(observed(its)):+.1f}"
                for each, its in found[:6]
            ],
            overturned_by="Scores of these models under the setting of the own run, in a document of the release.",
            models=[mine.model.id or mine.claim.model, run.model_id or run.model],
            benchmarks=[each.benchmark.id or each.printed for each, _ in found],
        )

    def report_alone(self, dossier: Dossier, alone: list[Row], compared: int) -> Finding:
        first = alone[0]
        cell = (first.best(first.own) or first.own)[0]
        listed = ", ".join(f"{row.printed} {(row.best(row.own) or row.own)[0].claim.value}" for row in alone[:6])
        return self.finding(
            dossier,
            severity=Severity.low,
            confidence=Confidence.medium,
            says="absent",
            title=f"{len(alone)} benchmarks have no score of another model anywhere in the release: {listed}",
            message=(
                f"The release has scores of other models on {compared} benchmarks. On {len(alone)} it has those of "
                f"its own models alone, the first in {where(first.label, cell.claim.place)}: {listed}."
            ),
            evidence=[cite_claim((row.best(row.own) or row.own)[0], primary=row is first) for row in alone[:15]],
            arithmetic=[f"benchmarks with other models: {compared}; with own models alone: {len(alone)}"],
            overturned_by="Scores of other models on these benchmarks, in any document of the release.",
            models=[cell.model.id or cell.claim.model],
            benchmarks=[row.benchmark.id or row.printed for row in alone],
        )

    def one_vendor(self, dossier: Dossier, row_list: tuple[Row, ...]) -> Iterator[Finding]:
        """Releases whose tables compare with the vendor's own models, other vendors standing on one benchmark alone."""
        vendor = fold(dossier.release.vendor or "")
        inside: dict[str, Row] = {}
        outside: dict[str, Row] = {}
        for row in row_list:
            vendors = {
                fold(model.vendor)
                for cell in row.rivals
                if (model := dossier.models.get(cell.model.id or "")) is not None
            }
            if not row.own or not vendors:
                continue
            (inside if vendors == {vendor} else outside).setdefault(row.key, row)
        inside = {key: row for key, row in inside.items() if key not in outside}
        if not vendor or not outside or len(outside) > self.most_outside or len(inside) < self.least_inside:
            return
        only, first = next(iter(outside.values())), next(iter(inside.values()))
        others = list(dict.fromkeys(cell.claim.model for cell in only.rivals))
        yield self.finding(
            dossier,
            severity=Severity.medium,
            confidence=Confidence.medium,
            says="absent",
            title=(
                f"Models of other vendors stand on {only.printed} alone; the {len(inside)} other benchmarks compare "
                "with the vendor's own"
            ),
            message=(
                f"{where(only.label, only.first.claim.place)} compares with {', '.join(others[:5])}. Every other row "
                f"with a rival, the first in {where(first.label, first.first.claim.place)}, has models of the same "
                "vendor only."
            ),
            evidence=[
                cite_claim(first.first, primary=True),
                cite_claim(only.first),
                *(cite_claim(row.first) for row in list(inside.values())[1:10]),
                *(
                    cite_plain_fact(model.id, model.name, f"{model.name} is a model of {model.vendor}", model.sources)
                    for cell in first.rivals[:2]
                    if (model := dossier.models.get(cell.model.id or "")) is not None
                ),
            ],
            arithmetic=[f"benchmarks with other vendors: {len(outside)}; with the vendor's own models: {len(inside)}"],
            overturned_by="Scores of other vendors' models on these benchmarks, in any document of the release.",
            models=list(dossier.release.subjects[:1]),
            benchmarks=[only.benchmark.id or only.printed],
        )


def variant(row: Row, other: Row) -> bool:
    """Whether another row compares on the same test under a longer or shorter label, remarks in brackets left away."""
    x, y = (fold(re.sub(r"\(.*?\)", "", r.printed)) for r in (row, other))
    return bool(other.rivals) and row.key != other.key and (x.startswith(y) or y.startswith(x) or x.endswith(y))
