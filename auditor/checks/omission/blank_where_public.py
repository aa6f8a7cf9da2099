from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.checks.asking import ask, cells, texts
from auditor.checks.check import Check
from auditor.checks.citing import cite_blank, cite_claim, cite_run, where
from auditor.checks.dates import surely_before
from auditor.checks.rows import Row, rows, score
from auditor.checks.twins import clash
from auditor.records import (
    Confidence,
    Dossier,
    EarlierRelease,
    Evidence,
    EvidenceKind,
    Finding,
    Independence,
    ResolvedBlank,
    ResolvedClaim,
    Role,
    Severity,
    Unit,
)


@dataclass(frozen=True)
class Filled:
    """A blank cell with a score that was public before the release."""

    row: Row
    blank: ResolvedBlank
    value: Decimal
    evidence: Evidence
    said_by: str
    same_setting: bool


class BlankWherePublic(Check):
    """A rival's cell is blank although a score for it was public before the release.

    What it finds:
        Blank cells of rivals for which an earlier document of the rival, or an independent run dated before the
        release, holds a score on the same benchmark.

    Why it matters:
        A blank reads as "unknown". Where the score was public, the row shows fewer rivals than there were, and the
        best of those printed may not be the best.

    Decision rule:
        The rival and the benchmark are resolved; a claim of the rival's own release, or a run by a third party or the
        benchmark's author, is dated not later than the release, with no stated condition that clashes with the row's.
        High: that score beats every cell of the row. Medium: it beats the own model's. Low: the rest. One finding a
        table and rival.

    Example:
        GPT-5.5's headline table leaves Opus 4.7 blank on Toolathlon and Gemini 3.1 Pro on OSWorld-Verified, beside
        filled cells of the other rival.

    What would clear it:
        A reason in the document (another version, no access), or a setting in which no score was public.

    References:
        SemiAnalysis, 2026-04-24, on the GPT-5.5 benchmarks.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: dict[tuple[str, int, str], list[Filled]] = defaultdict(list)
        printed = {
            (resolved.model.id, resolved.benchmark.id)
            for resolved in dossier.claims
            if resolved.model.id and resolved.benchmark.id
        }
        for row in rows(dossier):
            if not row.own:
                continue
            for blank in row.blanks:
                key = (blank.model.id, blank.benchmark.id)
                if blank.blank.role is not Role.rival or None in key or key in printed:
                    continue
                filled = self.public(dossier, row, blank)
                if filled is not None:
                    found[row.document, row.block, str(blank.model.id)].append(filled)
        for group in found.values():
            yield self.report(dossier, group)

    def public(self, dossier: Dossier, row: Row, blank: ResolvedBlank) -> Filled | None:
        for release in dossier.earlier:
            claim = self.earlier(release, blank, dossier, row)
            if claim is not None:
                name = release.release.subjects[0] if release.release.subjects else "an earlier release"
                value = score(claim)
                if value is not None:
                    evidence = Evidence(
                        kind=EvidenceKind.fact,
                        ref=claim.claim.id,
                        label=f"{name}, {release.release.released}",
                        quote=f"{claim.claim.model}, {claim.claim.benchmark}: {claim.claim.value}",
                        source=f"{name} ({release.release.vendor}, {release.release.released})",
                    )
                    return Filled(row, blank, value, evidence, f"the {name} release", True)
        for run in dossier.runs.values():
            if (
                run.model_id == blank.model.id
                and run.benchmark_id == blank.benchmark.id
                and run.independence in (Independence.third_party, Independence.benchmark_author)
                and run.unit in (Unit.percent, Unit.fraction)
                and surely_before(run.date, dossier.release.released)
            ):
                source = dossier.sources.get(run.source)
                value = run.score * 100 if run.unit is Unit.fraction else run.score
                return Filled(row, blank, value, cite_run(run, source), source.name if source else run.source, False)
        return None

    def earlier(
        self, release: EarlierRelease, blank: ResolvedBlank, dossier: Dossier, row: Row
    ) -> ResolvedClaim | None:
        if not surely_before(release.release.released, dossier.release.released):
            return None
        return next(
            (
                claim
                for claim in release.claims
                if claim.claim.role is Role.own
                and claim.model.id == blank.model.id
                and claim.benchmark.id == blank.benchmark.id
                and not clash(claim, row.first)
            ),
            None,
        )

    def beats(self, filled: Filled, cells: tuple[ResolvedClaim, ...]) -> bool:
        values = [value for cell in cells if (value := score(cell)) is not None]
        if not values or filled.row.higher is None:
            return False
        return filled.value > max(values) if filled.row.higher else filled.value < min(values)

    def report(self, dossier: Dossier, group: list[Filled]) -> Finding:
        group = sorted(group, key=lambda f: (not self.beats(f, f.row.cells), not self.beats(f, f.row.own)))
        first = group[0]
        leads, ahead = self.beats(first, first.row.cells), self.beats(first, first.row.own)
        severity = Severity.high if leads and first.same_setting else Severity.medium if ahead else Severity.low
        model = first.blank.blank.model
        mine = first.row.best(first.row.own) or first.row.own
        rows_ = ", ".join(dict.fromkeys(f.row.printed for f in group))
        beside = f"{mine[0].claim.model} has {mine[0].claim.value}"
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.high if first.same_setting else Confidence.medium,
            says="absent",
            title=(
                f"{model} is blank on {rows_}; on {first.row.printed} {first.value:.1f} was public "
                f"({first.said_by}), where {beside}"
            ),
            message=(
                f"{where(first.row.label, first.blank.blank.place)} leaves {model} blank on {rows_}. Before the "
                "release "
                f"{first.said_by} had {first.value:.1f} on {first.row.printed}; {beside}."
                + ("" if first.same_setting else " The settings of the two need not be the same.")
            ),
            evidence=[
                item
                for f in group[:10]
                for item in (
                    cite_blank(f.blank, primary=f is first),
                    f.evidence,
                    *(cite_claim(cell) for cell in (f.row.best(f.row.own) or f.row.own)[:1]),
                )
            ],
            arithmetic=[f"{f.row.printed}: public {f.value:.1f}; printed {f.row.values()}" for f in group[:10]],
            overturned_by="A reason in the document, or proof that the public score belongs to another setting.",
            models=[first.blank.model.id or model],
            benchmarks=[f.blank.benchmark.id or f.row.printed for f in group],
            question=ask(
                "omission_by_domain",
                features={
                    "left_out": "cell",
                    "peers": len(group),
                    "reason_stated": any(f.blank.blank.footnotes for f in group),
                    "special_purpose": False,
                    "public_before": True,
                    "same_setting": first.same_setting,
                    "would_lead": leads,
                },
                evidence={
                    "public": first.evidence.quote,
                    **cells(mine[:1], "own"),
                    **texts((note.text for f in group for note in f.blank.blank.footnotes), "note"),
                },
                left_out=f"{model} on {rows_}",
                beside=first.row.values(),
                subject=", ".join(dossier.release.subjects[:3]),
                reason="; ".join(dict.fromkeys(n.text for f in group for n in f.blank.blank.footnotes)) or "none found",
            ),
        )
