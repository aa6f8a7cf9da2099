"""What a model's own vendor printed of it in other releases that are at hand."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks.dates import surely_before
from auditor.checks.rows import fold, places, same_number
from auditor.checks.twins import clash, stage
from auditor.records import Dossier, EarlierRelease, Evidence, EvidenceKind, Model, ResolvedClaim, Unit


@dataclass(frozen=True)
class OwnWord:
    """One score of a model in a release of its own vendor."""

    claim: ResolvedClaim
    release: EarlierRelease

    @property
    def name(self) -> str:
        """The release in words."""
        release = self.release.release
        return f"the {release.subjects[0]} release" if release.subjects else f"a document of {release.vendor}"

    def cite(self) -> Evidence:
        """The score as evidence from outside the dossier's documents."""
        claim = self.claim.claim
        release = self.release.release
        return Evidence(
            kind=EvidenceKind.fact,
            ref=claim.id,
            label=f"{self.name}, {release.released or 'undated'}",
            quote=f"{claim.model}, {claim.benchmark}: {claim.value}",
            source=f"{release.vendor or 'vendor'}: {', '.join(document.name for document in self.release.documents)}",
        )


def own_words(dossier: Dossier, cell: ResolvedClaim) -> list[OwnWord]:
    """The vendor's own scores of the cell's model on its benchmark, under conditions that do not clash."""
    model = dossier.models.get(cell.model.id or "")
    if model is None or cell.benchmark.id is None:
        return []
    meant = meant_by(dossier, cell)
    return [
        word
        for word in words_of(dossier, meant)
        if word.claim.benchmark.id == cell.benchmark.id
        and one_scale(word.claim, cell)
        and same_number(word.claim, cell) is not None
        and not clash(word.claim, cell)
        # A plain name without a heading that says otherwise is that of the tuned model.
        and (stage(word.claim) in (stage(cell), stage(cell) or "tuned") or meant != model.id)
    ]


def one_scale(a: ResolvedClaim, b: ResolvedClaim) -> bool:
    """Whether two scores can be on one scale: the same unit, or percent where one document prints no sign."""
    units = {a.claim.unit, b.claim.unit}
    if units != {Unit.percent, Unit.unknown}:
        return len(units) == 1
    return all(1 < (number or 0) <= 100 for number in (a.claim.number, b.claim.number))


def words_of(dossier: Dossier, model: str, of_stage: str | None = None) -> list[OwnWord]:
    """All that a model's own vendor prints of it in other releases, or in tables said to be of one stage."""
    vendor = fold(dossier.models[model].vendor) if model in dossier.models else "~"
    return [
        OwnWord(claim, release)
        for release in dossier.earlier
        if fold(release.release.vendor or "~") == vendor
        for claim in release.claims
        if claim.model.id == model and of_stage in (None, stage(claim))
    ]


def prints(dossier: Dossier, cell: ResolvedClaim) -> bool:
    """Whether the model's vendor prints the cell's number of the model or a stage of it, under any setting."""
    named = str(cell.model.id)
    return any(
        word.claim.benchmark.id == cell.benchmark.id and same_number(word.claim, cell)
        for model in (named, *(variant.id for variant in variants(dossier, named)))
        for word in words_of(dossier, model)
    )


LEAST = 3
"""Equal scores from which on a table is taken to print one stage of the models that it names without one."""


def meant_by(dossier: Dossier, cell: ResolvedClaim) -> str:
    """The id of the model that a cell is of: the stage that its table quotes, where the name itself states none.

    A column "Llama 3.1 405B" is that of the base model where most of the table's columns of that kind equal what the
    vendors print of their base models, and at least three scores do; or where its heading or caption says so.
    """
    named = str(cell.model.id)
    if not variants(dossier, named):
        return named
    told = {"base": "base", "tuned": "instruct"}.get(stage(cell) or "")
    if told is not None and not words_of(dossier, named, stage(cell)):
        return next((variant.id for variant in variants(dossier, named) if variant.stage == told), named)
    stages: dict[str, int] = {}
    for other in dossier.claims:
        if (other.claim.document, other.claim.block) != (cell.claim.document, cell.claim.block):
            continue
        for variant in variants(dossier, other.model.id):
            if any(
                word.claim.benchmark.id == other.benchmark.id and same_number(word.claim, other)
                for word in words_of(dossier, variant.id)
            ):
                stages[str(variant.stage)] = stages.get(str(variant.stage), 0) + 1
    best = max(stages, key=lambda name: stages[name], default=None)
    if best is None or stages[best] < LEAST or 2 * sum(stages.values()) > 3 * stages[best]:
        return named
    return next((variant.id for variant in variants(dossier, cell.model.id) if variant.stage == best), named)


def variants(dossier: Dossier, model: str | None) -> list[Model]:
    """The base and the tuned model behind a name that states no stage."""
    return [
        other
        for other in dossier.models.values()
        if model is not None and other.variant_of == model and other.stage in ("base", "instruct")
    ]


def neighbour(dossier: Dossier, cell: ResolvedClaim) -> OwnWord | None:
    """A score of another model of the same vendor, in the vendor's own release, that equals the cell."""
    model = dossier.models.get(cell.model.id or "")
    if model is None:
        return None
    return next(
        (
            OwnWord(claim, release)
            for release in dossier.earlier
            if fold(release.release.vendor or "~") == fold(model.vendor)
            and not surely_before(dossier.release.released, release.release.released)
            for claim in release.claims
            if claim.benchmark.id == cell.benchmark.id
            and claim.model.id not in (None, model.id)
            and (other := dossier.models.get(claim.model.id or "")) is not None
            and other.vendor == model.vendor
            and same_number(claim, cell)
            and places(claim) == places(cell)
        ),
        None,
    )
