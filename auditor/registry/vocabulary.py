"""What the extraction of claims may know of names: the registry's own, and the shapes of unknown ones."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.claims.vocabulary import Kind, PlainVocabulary, stem
from auditor.records.entity import How, Resolution
from auditor.registry.normalise import normalise
from auditor.registry.rules import Beside

if TYPE_CHECKING:
    from auditor.registry.registry import Registry

_NOWHERE = Beside()


class RegistryVocabulary:
    """Names of the registry first, the shapes of names second."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._plain = PlainVocabulary()
        self._kind = lru_cache(maxsize=32768)(self._look)
        self._model = lru_cache(maxsize=32768)(self._find_model)
        self._families = _family_words(registry)

    def kind(self, label: str) -> Kind | None:
        """What a label names, where that is known or clearly recognisable."""
        return self._kind(label)

    def same_family(self, a: str, b: str) -> bool:
        """Whether two labels name models of one line of one vendor."""
        one, other = self._family(a), self._family(b)
        if one is not None and other is not None:
            return one == other
        return self._plain.same_family(a, b)

    def vendor_of(self, label: str) -> str | None:
        """The vendor id of the model a label names."""
        found = self._model(label)
        if found is not None:
            ids = (found.id,) if found.id else found.candidates
            vendors = {self._registry.models[id_].vendor for id_ in ids if id_ in self._registry.models}
            if len(vendors) == 1:
                return vendors.pop()
        family = self._families.get(stem(label))
        return family[0] if family else self._registry.resolve_vendor(label)

    def model_id(self, label: str) -> str | None:
        """The id of the one model a label names; of a line with snapshots and stages, the entry these belong to."""
        found = self._model(label)
        if found is None:
            return None
        if found.id:
            return found.id
        roots = {
            self._registry.models[id_].variant_of or id_ for id_ in found.candidates if id_ in self._registry.models
        }
        return roots.pop() if len(roots) == 1 else None

    def released_on(self, label: str) -> str | None:
        """The release date of that model."""
        known = self.model_id(label)
        return self._registry.models[known].released if known in self._registry.models else None

    def _look(self, label: str) -> Kind | None:
        text = " ".join(label.split())
        if not any(c.isalpha() for c in text) or len(text) > 120:
            return None
        everyday = normalise(text) in self._registry.everyday
        benchmark = self._registry.benchmark_names.look_up(text, _NOWHERE)
        if benchmark is not None and not (
            everyday and benchmark.how is not How.exact and benchmark.how is not How.alias
        ):
            return "benchmark"
        model = self._model(text)
        if model is not None and not everyday:
            return "model"
        if everyday:
            return None
        if self._registry.benchmark_names.part(text, _NOWHERE) is not None:
            return "benchmark"
        kind = self._plain.kind(text)
        if kind is None and any(c.isdigit() for c in text) and stem(text) in self._families:
            return None if self._registry.resolve_harness(text) else "model"
        return kind

    def _find_model(self, label: str) -> Resolution | None:
        return self._registry.model_names.look_up(" ".join(label.split()), _NOWHERE)

    def _family(self, label: str) -> tuple[str, str] | None:
        """Vendor and brand word of a label ("Name-3.5-70B" of a known line and unknown size counts)."""
        known = self._families.get(stem(label))
        if known:
            return known
        vendor = self.vendor_of(label)
        return (vendor, stem(label)) if vendor else None


@lru_cache(maxsize=4)
def _family_words(registry: Registry) -> dict[str, tuple[str, str]]:
    """Leading words of model names that only one vendor uses."""
    owners: dict[str, set[str]] = {}
    for model in registry.models.values():
        for name in (model.name, *model.aliases):
            word = stem(name)
            if len(word) > 1:
                owners.setdefault(word, set()).add(model.vendor)
    return {word: (next(iter(found)), word) for word, found in owners.items() if len(found) == 1}
