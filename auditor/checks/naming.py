"""The names by which the documents of a dossier call its models and benchmarks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.checks.rows import fold, key_of
from auditor.checks.wording import find_name
from auditor.records import Dossier, Role

GENERIC = frozenset({"score", "average", "avg", "avg.", "overall", "accuracy", "mean", "total", "performance", "main"})
"""Labels of columns that are no names of benchmarks."""


@dataclass(frozen=True)
class Mention:
    """A model or benchmark that a sentence names."""

    key: str
    name: str
    start: int
    end: int
    own: bool = False


class Names:
    """The names by which the documents of a dossier can call its models and benchmarks."""

    def __init__(self, dossier: Dossier) -> None:
        self.models: dict[str, set[str]] = defaultdict(set)
        self.benchmarks: dict[str, list[str]] = defaultdict(list)
        self.own: set[str] = set()
        vendors = [name for vendor in dossier.vendors.values() for name in (vendor.name, *vendor.aliases)]
        subjects = dossier.release.subjects
        for resolved in dossier.claims:
            claim, key = resolved.claim, key_of(resolved.model)
            if claim.role in (Role.own, Role.rival):
                if claim.role is Role.own:
                    self.own.add(key)
                printed = claim.model.replace(" | ", " ")
                known = dossier.models.get(resolved.model.id or "")
                outer = [claim.model.split(" | ")[0]] if claim.role is Role.rival and " | " in claim.model else []
                for name in (claim.model, printed, *outer, *((known.name, *known.aliases) if known else ())):
                    self._add_model(name, key)
                for name in short_names(printed, vendors, subjects if claim.role is Role.own else ()):
                    self._add_model(name, key)
            benchmark = dossier.benchmarks.get(resolved.benchmark.id or "")
            key = key_of(resolved.benchmark)
            group, _, inner = claim.benchmark.rpartition(" | ")
            sized = [group] if group and re.fullmatch(rf"{re.escape(group)}[-\s(]*\d+\)?", inner) else []
            for name in (claim.benchmark, inner, re.sub(r"\s*\(.*?\)", "", claim.benchmark), *sized):
                self._add_benchmark(name, key)
            for name in (benchmark.name, *benchmark.aliases) if benchmark else ():
                self._add_benchmark(name, key)
        for subject in subjects:
            same = {key for name, keys in self.models.items() if fold(name) == fold(subject) for key in keys & self.own}
            key = min(same) if same else "~" + fold(subject)
            self.own.add(key)
            self._add_model(subject, key)

    def _add_model(self, name: str, key: str) -> None:
        if len(fold(name)) >= 2 and re.search(r"[A-Za-z]", name) and re.search(r"[A-Z]|\d", name):
            self.models[name].add(key)

    def _add_benchmark(self, name: str, key: str) -> None:
        if fold(name) in GENERIC:
            return
        fits = len(fold(name)) >= 3 and re.search(r"[A-Z]|\d", name) and re.search(r"[A-Za-z]{2}", name)
        if fits and key not in self.benchmarks[name]:  # a name can stand for several variants in brackets
            self.benchmarks[name].append(key)

    def find_models(self, text: str) -> list[Mention]:
        """The models a text names, longer names first where names overlap."""
        found = [
            Mention(key, name, match.start(), match.end(), key in self.own)
            for name, keys in self.models.items()
            if (match := find_name(text, name)) is not None
            for key in sorted(keys)
        ]
        return _longest(found)

    def find_benchmarks(self, text: str) -> list[Mention]:
        """The benchmarks a text names."""
        found = [
            Mention(key, name, match.start(), match.end())
            for name, keys in self.benchmarks.items()
            if (match := find_name(text, name)) is not None
            for key in keys
        ]
        return _longest(found)


def short_names(printed: str, vendors: Sequence[str], subjects: Sequence[str]) -> Iterator[str]:
    """Shorter names that prose uses for a printed label: without vendor, date code or the middle of a long own name."""
    name = printed
    for vendor in vendors:
        match = re.match(rf"{re.escape(vendor)}[\s\-_/]+(?=\S)", name, re.IGNORECASE)
        if match and re.search(r"\d", name[match.end() :]):
            name = name[match.end() :]
            yield name
            break
    undated = re.sub(r"[\s\-_]*\(?(?:20\d\d-?\d\d-?\d\d|\d{4}|\d\d-\d\d)\)?$", "", name)
    if undated != name and re.search(r"\d", undated):
        yield undated
    plainer = re.sub(r"[\s\-_]+(?:Instruct|Chat|IT)$", "", undated, flags=re.IGNORECASE)
    if plainer != undated and re.search(r"\d", plainer):
        yield plainer
    size = re.search(r"(?<![\w.])\d+(?:\.\d+)?[Bb]\b", printed)
    for subject in subjects:
        if size and fold(printed).startswith(fold(subject)) and len(fold(printed)) > len(fold(subject + size[0])):
            yield f"{subject}-{size[0]}"
    if size and subjects:
        yield f"{size[0]} model"


def _longest(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        if all(
            mention.end <= other.start
            or mention.start >= other.end
            or (mention.start, mention.end) == (other.start, other.end)
            for other in kept
        ):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)
