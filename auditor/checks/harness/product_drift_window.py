from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, cite_run, cite_text
from auditor.checks.dates import earliest
from auditor.checks.wording import find_name, plain, said
from auditor.records import (
    ConditionName,
    Confidence,
    Dossier,
    Drift,
    Evidence,
    Finding,
    Model,
    ResolvedClaim,
    Run,
    Severity,
)
from auditor.registry import may_carry


class ProductDriftWindow(Check):
    """A score was taken through a product at a time when its defaults had changed.

    What it finds:
        Claims and independent runs obtained through a product (a coding agent, an app) on a day on which, as its maker
        later said, the product ran the model otherwise than before or after.

    Why it matters:
        The name of model and product is the same, what was tested is not: a lower default effort moves scores by more
        than most differences in a table.

    Decision rule:
        The registry holds a dated window of changed defaults (grade checked or partly) for a product and a model. A
        claim on that model whose stated harness is the product, or whose row or note names it, in a release dated to
        the day within the window; or an independent run on it dated to the day within the window whose setting names
        the product. Medium: such a run or claim of a rival. Low: of an own model. Runs through an interface that
        the maker calls unaffected are left alone: only what names the product counts. One finding a window.

    Example:
        Claude Code's default effort was medium instead of high from 2026-03-04 to 2026-04-07 for Claude Opus 4.6 and
        Sonnet 4.6, as Anthropic said on 2026-04-23; its API was not affected.

    What would clear it:
        The date of the run, outside the window, or the settings by which it was kept from the change.

    References:
        Anthropic, post-mortem of 2026-04-23, as quoted by SemiAnalysis, 2026-04-24.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        for vendor in dossier.vendors.values():
            for drift in vendor.drift:
                if may_carry(drift):
                    yield from self.within(dossier, drift)

    def within(self, dossier: Dossier, drift: Drift) -> Iterator[Finding]:
        claims = []
        if inside(dossier.release.released, drift):
            claims = [c for c in dossier.claims if c.model.id in drift.models and names(c, drift.product)]
        runs = [
            run
            for run in dossier.runs.values()
            if run.model_id in drift.models
            and inside(run.date, drift)
            and find_name(plain(f"{run.setting.printed} {run.notes or ''}"), drift.product)
        ]
        if claims or (runs and any(True for _ in dossier.own())):
            yield self.report(dossier, drift, claims, runs)

    def report(self, dossier: Dossier, drift: Drift, claims: list[ResolvedClaim], runs: list[Run]) -> Finding:
        own = {c.model.id for c in dossier.own()}
        rival = any(c.model.id not in own for c in claims) or any(run.model_id not in own for run in runs)
        models = [m for id in drift.models if (m := dossier.models.get(id)) is not None and self.met(m, claims, runs)]
        names_ = ", ".join(model.name for model in models)
        anchor = claims[0] if claims else next(dossier.own())
        spoken = [s for s in said(dossier) if find_name(plain(s.text), drift.product)]
        evidence: list[Evidence] = [
            cite_claim(anchor, primary=True),
            *(cite_claim(claim) for claim in claims[1:8]),
            *(cite_run(run, dossier.sources.get(run.source)) for run in runs[:8]),
            *(cite_text(s.document, s.text, s.block.place) for s in spoken[:2]),
            cite_plain_fact(drift.product, drift.product, drift.text, (drift.source,)),
        ]
        return self.finding(
            dossier,
            severity=Severity.medium if rival else Severity.low,
            confidence=Confidence.medium,
            says="not comparable",
            title=(
                f"{len(claims) + len(runs)} scores of {names_} through {drift.product} fall between {drift.since} and "
                f"{drift.until}, when it ran otherwise: {drift.text}"
            ),
            message=(
                f"The registry records of {drift.product}, from {drift.since} to {drift.until}: {drift.text}. "
                f"{len(claims)} scores of the release and {len(runs)} independent runs of {names_} name the product "
                "and are dated within that time."
            ),
            evidence=evidence,
            arithmetic=[
                f"window {drift.since} to {drift.until}; release {dossier.release.released}",
                *(f"{run.model}, {run.benchmark}: run of {run.date}" for run in runs[:8]),
            ],
            overturned_by="The date of the run outside the window, or settings by which it was kept from the change.",
            models=[model.id for model in models],
            benchmarks=[c.benchmark.id or c.claim.benchmark for c in claims]
            + [run.benchmark_id or run.benchmark for run in runs],
        )

    def met(self, model: Model, claims: list[ResolvedClaim], runs: list[Run]) -> bool:
        return any(c.model.id == model.id for c in claims) or any(run.model_id == model.id for run in runs)


def inside(date: str | None, drift: Drift) -> bool:
    """Whether a date, known to the day, lies in the window."""
    day, since, until = earliest(date), earliest(drift.since), earliest(drift.until)
    known = len(date or "") == 10
    return known and day is not None and since is not None and until is not None and since <= day <= until


def names(claim: ResolvedClaim, product: str) -> bool:
    """Whether the row, its notes or its stated harness name the product."""
    notes = " ".join(note.text for note in claim.claim.footnotes)
    stated = claim.claim.setting.get(ConditionName.harness) or ""
    text = f"{stated} {claim.claim.benchmark} {' '.join(claim.claim.row_path)} {claim.claim.setting.printed} {notes}"
    return find_name(plain(text), product) is not None
