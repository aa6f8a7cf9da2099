"""Which benchmark a printed name means. Versions, subsets and parts that the registry does not list never merge."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from auditor.records.entity import Benchmark, How, Resolution
from auditor.registry.approximate import closest
from auditor.registry.index import Hit, NameIndex
from auditor.registry.peel import Peeled, benchmark_forms, is_description, unglued
from auditor.registry.rules import Beside, Rules

# Benchmarks judged or averaged over many subjects: a subject in brackets names a part of them.
_OVER_SUBJECTS = frozenset({"composite", "human_pairwise", "llm_judge_pairwise", "pairwise"})


_BRACKET = re.compile(r"^(.+?)\s*\(([^()]+)\)$")
_PART = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(.+?)\s*\|\s*(.+)$",
        r"^(.+?)\s+/\s+(.+)$",
        r"^(.+?)\s*[(\[](.+)[)\]]\s*$",
        r"^(.+)[\s\-]+(\S+)$",
    )
)


class BenchmarkResolver:
    """Looks up printed benchmark names."""

    def __init__(
        self,
        benchmarks: Mapping[str, Benchmark],
        rules: Rules,
        generic: frozenset[str],
        names_condition: Callable[[str], bool],
    ) -> None:
        """`names_condition` says whether a bracket names a harness or a grading model."""
        self.benchmarks = benchmarks
        self.names_condition = names_condition
        self.generic = generic
        self.index = NameIndex((item.id, item.name, item.aliases) for item in benchmarks.values())
        self.rules = rules

    def resolve(self, printed: str, beside: Beside) -> Resolution:
        """The benchmark a printed name means, or why it is not known."""
        name = " ".join(printed.split())
        if not name:
            return Resolution(printed=printed, why="Nothing is printed.")
        if (found := self.look_up(name, beside)) is not None:
            return found.model_copy(update={"printed": printed})
        if (part := self.part(name, beside)) is not None:
            return part.model_copy(update={"printed": printed})
        near: tuple[str, ...] = ()
        for form in benchmark_forms(name):
            match = closest(form.text, self.index.spellings)
            near = match.near or near
            if match.id is not None:
                why = f"Nearest to {match.name!r}, with the same numbers and variant words."
                return Resolution(
                    printed=printed, id=match.id, how=How.fuzzy, score=match.score, candidates=near, why=why
                )
        return Resolution(printed=printed, candidates=near, why="No entry has this name.")

    def look_up(self, name: str, beside: Beside) -> Resolution | None:
        """By name, spelling, settings and rules, without approximate matching. None: not found."""
        for text in self._readings(name):
            for form in benchmark_forms(text):
                ruled = self.rules.decide("benchmark", form.text, beside)
                if ruled is not None:
                    return _with_settings(ruled, form)
                hit = self.index.literal(form.text) or (
                    None if self._is_generic(form.text) else self.index.normalised(form.text)
                )
                if hit is not None and not self._described_part(form, hit):
                    return self._resolution(name, form, hit)
        if name.count("|") == 1 and (stacked := self._stacked(name, beside)) is not None:
            return stacked
        shorter = unglued(name)
        hit = self.index.find(shorter.text) if shorter else None
        return self._resolution(name, shorter, hit) if shorter and hit else None

    def _readings(self, name: str) -> list[str]:
        """The name; a stacked label read as one name; without a harness before a slash or in brackets."""
        readings = [name]
        if "|" in name:
            readings.append(" ".join(part.strip() for part in name.split("|")))
        before, slash, after = name.partition("/")
        if slash and self.names_condition(before):
            readings.append(after)
        bracket = _BRACKET.match(name)
        if bracket and self.names_condition(bracket[2]):
            readings.append(bracket[1])
        if bracket and self._same(bracket[1], bracket[2]):
            readings.append(bracket[1])
        if bracket and is_description(bracket[1]) and not self._is_wide(bracket[2]):
            readings.append(bracket[2])
        return readings

    def _same(self, name: str, short: str) -> bool:
        """Whether a bracket only repeats the name in short ("A Long Name (ALN)")."""
        full, brief = self.index.find(name), self.index.find(short)
        meanings = (*(brief.ids if brief else ()), *self.rules.candidates("benchmark", short))
        return full is not None and len(full.ids) == 1 and full.ids[0] in meanings

    def _is_wide(self, text: str) -> bool:
        hit = self.index.find(text)
        return hit is None or any(self._over_subjects(self.benchmarks[id_]) for id_ in hit.ids)

    def _over_subjects(self, benchmark: Benchmark) -> bool:
        return benchmark.evaluation_method in _OVER_SUBJECTS or len(benchmark.domain) > 2

    def _stacked(self, name: str, beside: Beside) -> Resolution | None:
        """A stacked label: an inner name of its own under a heading that names none, or whose name it extends."""
        outer, inner = (part.strip() for part in name.split("|"))
        found = self.look_up(inner, beside) if self._known(inner) else None
        fits = found is not None and (
            found.id in self.rules.candidates("benchmark", outer) or inner.casefold().startswith(outer.casefold())
        )
        return found if fits or not self._known(outer) else None

    def _known(self, text: str) -> bool:
        return any(
            ("benchmark", form.text) in self.rules or (not self._is_generic(form.text) and self.index.find(form.text))
            or self.index.literal(form.text)
            for form in benchmark_forms(text)
        )  # fmt: skip

    def _described_part(self, form: Peeled, hit: Hit) -> bool:
        """Whether a bracket that looks descriptive names a part of a composite ("Arena (coding, hard)")."""
        return self._over_subjects(self.benchmarks[hit.ids[0]]) and any(is_description(off) for off in form.off)

    def _is_generic(self, text: str) -> bool:
        """Whether a text is a word that as often heads a group of benchmarks, not printed in capitals."""
        stripped = text.strip()
        return stripped.lower() in self.generic and not stripped.isupper()

    def _resolution(self, name: str, form: Peeled, hit: Hit) -> Resolution:
        if len(hit.ids) > 1:
            return Resolution(printed=name, how=How.ambiguous, candidates=hit.ids,
                              why=f"{hit.name!r} is a name of {len(hit.ids)} entries.")  # fmt: skip
        how = hit.how if not form.off else How.normalised
        start = {How.exact: "The registry's own name", How.alias: "A listed other name"}.get(
            how, f"Spelled like {hit.name!r}"
        )
        off = f"; settings taken off: {'; '.join(form.off)}" if form.off else ""
        return Resolution(printed=name, id=hit.ids[0], how=how, why=f"{start}{off}.")

    def part(self, name: str, beside: Beside) -> Resolution | None:
        """A known benchmark with more behind it: a part, language or version that the registry does not list."""
        for pattern in _PART:
            match = pattern.match(name)
            if not match or self._is_generic(match[1]):
                continue
            whole = self.look_up(match[1], beside) if "|" not in match[1] else None
            if whole is not None:
                candidates = (whole.id,) if whole.id else whole.candidates
                return Resolution(printed=name, candidates=tuple(c for c in candidates if c),
                                  why=f"{match[2].strip()!r} is a part or version of {match[1].strip()} that "
                                      "the registry does not list apart; parts are not merged.")  # fmt: skip
        return None


def _with_settings(resolution: Resolution, form: Peeled) -> Resolution:
    if not form.off:
        return resolution
    return resolution.model_copy(update={"why": f"{resolution.why} Settings taken off: {'; '.join(form.off)}."})
