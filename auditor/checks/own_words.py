"""What a model's own vendor printed of it in other releases that are at hand."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks.rows import fold, same_number
from auditor.checks.twins import clash, stage
from auditor.records import Dossier, EarlierRelease, Evidence, EvidenceKind, ResolvedClaim


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
    return [
        OwnWord(claim, release)
        for release in dossier.earlier
        if fold(release.release.vendor or "~") == fold(model.vendor)
        for claim in release.claims
        if claim.model.id == model.id
        and claim.benchmark.id == cell.benchmark.id
        and claim.claim.unit == cell.claim.unit
        and same_number(claim, cell) is not None
        and not clash(claim, cell)
        and stage(claim) == stage(cell)
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
            for claim in release.claims
            if claim.benchmark.id == cell.benchmark.id
            and claim.model.id not in (None, model.id)
            and (other := dossier.models.get(claim.model.id or "")) is not None
            and other.vendor == model.vendor
            and same_number(claim, cell)
        ),
        None,
    )
