"""Which model of the tables a released model follows."""

from __future__ import annotations

import re

from auditor.checks.dates import surely_before
from auditor.checks.rows import fold, key_of
from auditor.records import Dossier, Model


def main_model(dossier: Dossier) -> Model | None:
    """The registry's record of the release's main model."""
    for id in (*dossier.release.model_ids, *(resolved.model.id for resolved in dossier.own())):
        model = dossier.models.get(id or "")
        subject = fold(dossier.release.subjects[0]) if dossier.release.subjects else ""
        if model is not None and subject in {fold(name) for name in (model.name, *model.aliases)}:
            return model
    return None


def predecessors(dossier: Dossier, subjects: set[str]) -> set[str]:
    """Keys of the models in the tables that a subject follows.

    The registry's predecessor; else the latest earlier model of the same vendor, family and tier; else none: names
    alone do not tell a predecessor from a smaller sibling.
    """
    keys = {key_of(resolved.model) for resolved in dossier.claims}
    found: set[str] = set()
    for subject in subjects:
        model = dossier.models.get(subject)
        if model is None:
            continue
        if model.predecessor in keys:
            found.add(model.predecessor or "")
            continue
        earlier = [
            other
            for key in sorted(keys)
            if (other := dossier.models.get(key)) is not None and _follows(model, other) and key not in subjects
        ]
        if earlier:
            found.add(max(earlier, key=lambda other: (other.released or "", likeness(model, other), other.id)).id)
    return found


def likeness(model: Model, other: Model) -> tuple[bool, bool]:
    """Whether two models of one line are of one size and of one stage, as far as their names say."""

    def size(one: Model) -> list[str]:
        return re.findall(r"(?<![\w.])\d+(?:\.\d+)?b\b", one.id)

    return size(model) == size(other), (model.stage or "instruct") == (other.stage or "instruct")


def _follows(model: Model, other: Model) -> bool:
    return (
        model.vendor == other.vendor
        and model.family is not None
        and model.family == other.family
        and model.tier == other.tier
        and other.released != model.released
        and surely_before(other.released, model.released)
    )


def same_vendor(dossier: Dossier, key: str) -> bool:
    """Whether a model of the tables is the releasing vendor's."""
    model = dossier.models.get(key)
    vendor = dossier.release.vendor
    if model is not None and vendor:
        return fold(model.vendor) == fold(vendor)
    return False
