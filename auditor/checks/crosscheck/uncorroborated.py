from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim
from auditor.checks.naming import GENERIC
from auditor.checks.rows import fold, key_of, rows, score
from auditor.checks.tally import main_keys
from auditor.records import Confidence, Dossier, Finding, Independence, Placement, ResolvedClaim, Severity

INDEPENDENT = (Independence.third_party, Independence.benchmark_author)


class Uncorroborated(Check):
    """Benchmarks on which nobody but the vendor has run the released model.

    What it finds:
        Own scores of the main model on benchmarks for which the collection at hand holds no independent run of it.

    Why it matters:
        These scores rest on the vendor's word. Copies of them in other lists are no second witness.

    Decision rule:
        At least 5 benchmarks with scores of the main model, averages aside; a quarter of them at least have a run by a
        third party or the benchmark's author (copies and the vendor's own submissions do not count), so that others
        have run the model and the collection covers it; the rest have none. Info. One finding a release.

    Example:
        Of DeepSeek-R1's benchmarks, FRAMES, CLUEWSC and CNMO 2024 have no independent run in the collection.

    What would clear it:
        An independent run, imported with its source.

    References:
        None.
    """

    least = 5
    least_seen = Fraction(1, 4)
    # Of a model that nobody at hand ran the collection says nothing.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        subjects = main_keys(dossier)
        claims: dict[str, ResolvedClaim] = {}
        for row in sorted(rows(dossier), key=lambda row: row.placement is not Placement.headline):
            mine = row.best([cell for cell in row.own if key_of(cell.model) in subjects])
            if mine and score(mine[0]) is not None and fold(row.printed) not in GENERIC:
                claims.setdefault(row.key, mine[0])
        seen = {(run.model_id, run.benchmark_id) for run in dossier.runs.values() if run.independence in INDEPENDENT}
        alone = [c for c in claims.values() if (c.model.id, c.benchmark.id) not in seen or c.benchmark.id is None]
        if len(claims) < self.least or not alone or len(claims) - len(alone) < self.least_seen * len(claims):
            return
        first = alone[0]
        keys = {key_of(claim.benchmark) for claim in alone}
        tables = {
            (r.claim.document, r.claim.block): r
            for r in dossier.own()
            if r.claim.row is not None and key_of(r.model) in subjects and key_of(r.benchmark) in keys
        }
        elsewhere = [r for r in tables.values() if all(r is not claim for claim in alone[:12])]
        names = ", ".join(claim.claim.benchmark for claim in alone[:5])
        yield self.finding(
            dossier,
            severity=Severity.info,
            confidence=Confidence.low,
            says="unsupported",
            title=(
                f"{len(alone)} of {len(claims)} benchmarks of {first.claim.model} have no independent run at hand "
                f"({names}{', …' if len(alone) > 5 else ''})"
            ),
            message=(
                f"The collection of independent runs holds none of {first.claim.model} on {names}"
                f"{' and others' if len(alone) > 5 else ''}. Copies of the vendor's number are not counted."
            ),
            evidence=[cite_claim(claim, primary=claim is first) for claim in [*alone[:12], *elsewhere[:12]]],
            arithmetic=[
                f"benchmarks with own scores: {len(claims)}; with an independent run: {len(claims) - len(alone)}"
            ],
            overturned_by="An independent run of this model on these benchmarks.",
            models=[first.model.id or first.claim.model],
            benchmarks=[claim.benchmark.id or claim.benchmark.printed for claim in alone],
        )
