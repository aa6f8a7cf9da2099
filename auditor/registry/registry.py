"""The registry in use: entries by id, and names resolved to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from auditor.records.claim import Blank, Claim, ConditionName, Extraction
from auditor.records.document import Block, Document
from auditor.records.entity import Resolution, ResolvedBlank, ResolvedClaim
from auditor.registry.benchmarks import BenchmarkResolver
from auditor.registry.files import Contents, Source
from auditor.registry.grades import sources_of
from auditor.registry.index import NameIndex
from auditor.registry.models import ModelResolver
from auditor.registry.rules import Beside, Rules

if TYPE_CHECKING:
    from auditor.claims.vocabulary import Vocabulary

_SIZE_COLUMN = re.compile(
    r"(?:^|; )[#\w ]*(?:size|scale|param(?:eter)?s?)\W{0,3}=\W{0,2}(\d+(?:\.\d+)?\s?[BM])\b", re.IGNORECASE
)
"""What a column of sizes says in a printed setting."""
_JUDGING = re.compile(r"\b(?:as\s+)?(?:grader|graded|judge|judged)(?:\s+by)?\b", re.IGNORECASE)


class Registry:
    """Benchmarks, models, vendors and harnesses by id; and what printed names mean."""

    def __init__(self, contents: Contents) -> None:
        self.benchmarks = contents.benchmarks
        self.models = contents.models
        self.vendors = contents.vendors
        self.harnesses = contents.harnesses
        self.metrics = contents.metrics
        self.sources = contents.sources
        self.ambiguities = tuple(contents.ambiguities)
        self.everyday = contents.everyday
        """Names that are everyday words too, normalised."""
        self.generic = contents.generic
        """Names that as often head a group of benchmarks."""
        self.hosts = contents.hosts
        """Services that run models of others."""
        self.sha256 = contents.sha256

    @cached_property
    def _rules(self) -> Rules:
        return Rules(self.ambiguities)

    @cached_property
    def _harness_names(self) -> NameIndex:
        return NameIndex((harness.id, harness.name, harness.aliases) for harness in self.harnesses.values())

    @cached_property
    def model_names(self) -> ModelResolver:
        """Lookup of model names."""
        return ModelResolver(self.models, self.vendors, self._harness_names, self._rules, self.hosts)

    @cached_property
    def benchmark_names(self) -> BenchmarkResolver:
        """Lookup of benchmark names."""
        return BenchmarkResolver(self.benchmarks, self._rules, self.generic, self._names_condition)

    def resolve_model(
        self, printed: str, *, document: Document | None = None, context: Sequence[str] = (), date: str | None = None
    ) -> Resolution:
        """The model a printed name means. `context` holds caption, headings and labels of the same table."""
        return self.model_names.resolve(printed, self._beside(document, context, context, date))

    def resolve_benchmark(
        self, printed: str, *, document: Document | None = None, context: Sequence[str] = (), date: str | None = None
    ) -> Resolution:
        """The benchmark a printed name means. `context` holds caption, headings and labels of the same table."""
        return self.benchmark_names.resolve(printed, self._beside(document, context, context, date))

    def resolve_harness(self, printed: str) -> str | None:
        """The id of a harness by any of its names; None where it is not known."""
        hit = self._harness_names.find(printed)
        return hit.ids[0] if hit and len(hit.ids) == 1 else None

    def resolve_vendor(self, printed: str) -> str | None:
        """The id of a vendor by any of its names; None where it is not known."""
        hit = self.model_names.vendor_index.find(printed)
        return hit.ids[0] if hit and len(hit.ids) == 1 else None

    def resolve(
        self, extraction: Extraction, document: Document, *, date: str | None = None
    ) -> tuple[tuple[ResolvedClaim, ...], tuple[ResolvedBlank, ...]]:
        """All claims and blanks of a document with their names resolved, each in the light of its own table.

        `date` is the release date (ISO) where the document itself prints none.
        """
        blocks = {block.order: block for block in document.blocks}
        labels: dict[int, dict[str, None]] = {}
        items: list[Claim | Blank] = [*extraction.claims, *extraction.blanks]
        for item in items:
            labels.setdefault(item.block, {})[item.benchmark] = None
        places = {
            order: self._beside(document, tuple(found), _headings(blocks.get(order)), date)
            for order, found in labels.items()
        }
        models: dict[tuple[int, str, str, str], Resolution] = {}
        benchmarks: dict[tuple[int, str, str], Resolution] = {}

        def both(item: Claim | Blank) -> tuple[Resolution, Resolution]:
            category = item.setting.get(ConditionName.category) or ""
            place = places[item.block]
            at = Beside(date=place.date, publisher=place.publisher, labels=place.labels,
                        headings=(*place.headings, category))  # fmt: skip
            size = _SIZE_COLUMN.search(item.setting.printed)
            model = (item.block, category, item.model, size[1] if size else "")
            if model not in models:
                models[model] = self._sized(item.model, size[1] if size else "", at)
            key = (item.block, category, item.benchmark)
            if key not in benchmarks:
                benchmarks[key] = self.benchmark_names.resolve(item.benchmark, at)
            return models[model], benchmarks[key]

        claims, blanks = [], []
        for claim in extraction.claims:
            model, benchmark = both(claim)
            claims.append(ResolvedClaim(claim=claim, model=model, benchmark=benchmark))
        for blank in extraction.blanks:
            model, benchmark = both(blank)
            blanks.append(ResolvedBlank(blank=blank, model=model, benchmark=benchmark))
        return tuple(claims), tuple(blanks)

    def _sized(self, model: str, size: str, at: Beside) -> Resolution:
        """A model by its name alone, else by its name and the size that a column beside the names prints."""
        plain = self.model_names.resolve(model, at)
        if plain.id is not None or not size:
            return plain
        sized = self.model_names.resolve(f"{model} {size}", at)
        return plain if sized.id is None else sized.model_copy(update={"printed": model})

    def same_model(self, a: str, b: str) -> bool | None:
        """Whether two model ids are the same weights: True, False, or None where one is a stage or dated snapshot
        of the other, so that the plain name may or may not mean it."""
        if a == b:
            return True
        one, other = self.models[a], self.models[b]
        return None if one.variant_of == b or other.variant_of == a else False

    def with_relatives(self, benchmarks: set[str]) -> set[str]:
        """These benchmarks with the ones that they are parts of, their own parts and the other parts of the same."""
        wholes = {b.parent for id in benchmarks if (b := self.benchmarks.get(id)) is not None and b.parent}
        return benchmarks | wholes | {b.id for b in self.benchmarks.values() if b.parent in benchmarks | wholes}

    def source(self, key: str) -> Source | None:
        """The legend entry of a cited source, prefixed ones included."""
        found = self.sources.get(key)
        if found is not None:
            return found
        prefix, colon, _ = key.partition(":")
        legend = self.sources.get(prefix)
        return legend if colon and legend is not None and legend.prefix else None

    def cite(self, source: str) -> str:
        """A source field as a reader reads it: the legend's words, with the place within it."""
        parts = []
        for key in sources_of(source):
            legend = self.source(key)
            if legend is None:
                parts.append(key)
            elif legend.prefix:
                rest = key.partition(":")[2]
                parts.append(f"{legend.text.split(';')[0]}: {rest}")
            else:
                parts.append(legend.text)
        return "; ".join(parts)

    def vocabulary(self) -> Vocabulary:
        """What the extraction of claims may know of names."""
        from auditor.registry.vocabulary import RegistryVocabulary

        return RegistryVocabulary(self)

    def _names_condition(self, text: str) -> bool:
        text = _JUDGING.sub(" ", text).strip()
        if self._harness_names.find(text) is not None:
            return True
        model = self.model_names.look_up(text, Beside())
        return model is not None and model.id is not None

    def _beside(
        self, document: Document | None, labels: Sequence[str], headings: Sequence[str], date: str | None
    ) -> Beside:
        published = document.published if document else None
        publisher = self.resolve_vendor(document.publisher) if document and document.publisher else None
        return Beside(date=published or date, publisher=publisher, labels=tuple(labels), headings=tuple(headings))


def _headings(block: Block | None) -> tuple[str, ...]:
    return () if block is None else (block.caption, *block.section)
