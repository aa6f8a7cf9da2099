"""The conditions of a claim and of a run side by side: equal, different or undisclosed, and whom it favours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from auditor.evidence.measures import metric_family
from auditor.records import (
    Agreement,
    Benchmark,
    Claim,
    ConditionDifference,
    ConditionName,
    Harness,
    Model,
    Run,
    Setting,
)

Names = ConditionName
CLAIM, RUN = "claim", "run"
LADDER = ("none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra")
# Compared one by one; metric, attempts, samples, version, split and subset decide admission elsewhere.
COMPARED = (
    Names.effort,
    Names.thinking,
    Names.thinking_budget,
    Names.tools,
    Names.shots,
    Names.prompting,
    Names.context,
    Names.temperature,
    Names.harness,
    Names.grader,
    Names.language,
)
_OFF = re.compile(r"\b(?:non|no|without|w/o|not)[- ]?(?:thinking|reasoning|think)\b", re.I)
_ON = re.compile(r"\b(?:thinking|reasoning|think)\b", re.I)
_LEVEL = re.compile(r"[(_\[,]\s*(minimal|low|medium|x-?high|high|max)\b(?:\s+(?:effort|reasoning))?", re.I)
_NO_TOOLS = re.compile(r"^(?:none|no tools?|without tools?|w/o tools?|closed[- ]book)$", re.I)
_SOME_TOOLS = re.compile(r"^(?:with tools?|tools?|w/ tools?|yes|on)$", re.I)
_COUNT = re.compile(r"(\d+)\s*(?:of|/)\s*(\d+)|\bn\s*=\s*(\d+)", re.I)
_WHOLE = frozenset({"full", "all", "overall", "whole", "complete", "average", "avg", "set", "total"})
_VERSION = re.compile(r"(?<![a-z])v\.?[ _]?(\d+(?:\.\d+)*)(?![\d.]*[a-z])|@(\d+\.\d+)", re.I)


@dataclass(frozen=True)
class Part:
    """What part of a benchmark a score covers."""

    named: str | None = None
    """A domain or group of the benchmark, as the run or the claim names it."""
    items: int | None = None
    """n′, where a number of items is stated."""
    of: int | None = None


@dataclass(frozen=True)
class Side:
    """The conditions of one side, read from its setting and its labels."""

    values: Mapping[Names, str]
    part: Part = field(default_factory=Part)
    version: str | None = None
    metric: str | None = None
    """Everything said about the metric: its name, pass@k, avg@k."""


@lru_cache(maxsize=1 << 14)
def words(text: str) -> frozenset[str]:
    """The words and numbers of a label, lower case, for matching names of parts."""
    return frozenset(re.findall(r"[a-z0-9+]+", text.lower()))


def own_words(benchmark: Benchmark | None) -> frozenset[str]:
    """The words of a benchmark's own names."""
    return words(" ".join((benchmark.id, benchmark.name, *benchmark.aliases))) if benchmark else frozenset()


def side_of_claim(
    claim: Claim, model: Model | None, parts: Iterable[str] = (), benchmark: Benchmark | None = None
) -> Side:
    """A claim's side. `parts` are the parts that runs of the benchmark name; the longest that the labels hold counts.

    A stated subset that is only the benchmark's own name ("Diamond") or the whole ("full") is no part.
    """
    stated = claim.setting.get(Names.subset) or ""
    if words(stated) <= own_words(benchmark) | _WHOLE:
        stated = ""
    label = " ".join((claim.benchmark, *claim.row_path, stated))
    count = _COUNT.search(stated) or _COUNT.search(claim.benchmark)
    named = max((p for p in parts if words(p) <= words(label)), key=lambda p: (len(words(p)), p), default=None)
    if named is None and stated and not count:
        named = stated
    metric = _said_of_metric(claim.metric, claim.setting)
    bracket = re.search(r"\(([^)]*)\)\s*$", claim.benchmark)
    return Side(
        values=_values(claim.setting, claim.model, model),
        part=_part(named, count),
        version=_version(claim.setting, claim.benchmark),
        metric=metric or (bracket[1] if bracket and metric_family(bracket[1], benchmark) else None),
    )


def side_of_run(run: Run, model: Model | None = None, benchmark: Benchmark | None = None) -> Side:
    """A run's side. Where a part has a registry entry of its own ("τ²-bench airline") it is the whole of that entry."""
    return Side(
        values=_values(run.setting, run.model, model),
        part=part_of_run(run.setting.get(Names.subset) or "", benchmark),
        version=_version(run.setting, run.benchmark),
        metric=_said_of_metric(run.metric, run.setting),
    )


def part_of_run(stated: str, benchmark: Benchmark | None) -> Part:
    """The part that a run states as its subset; words of the benchmark's own names are no part."""
    if words(stated) <= own_words(benchmark):
        stated = ""
    count = _COUNT.search(stated)
    return _part(None if count else stated or None, count)


def differences(
    claim: Side, run: Side, *, harnesses: Mapping[str, Harness], model: Model | None = None
) -> tuple[ConditionDifference, ...]:
    """Every condition that at least one side states, in the order of `COMPARED`."""
    ladder = tuple(level.lower() for level in model.effort_levels) if model and model.effort_levels else LADDER
    found: list[ConditionDifference] = []
    for name in COMPARED:
        said, seen = claim.values.get(name), run.values.get(name)
        if said is None and seen is None:
            continue
        agreement, favours = Agreement.undisclosed, None
        if said is not None and seen is not None:
            agreement, favours = _agree(name, said, seen, harnesses, ladder)
        found.append(ConditionDifference(name=name, agreement=agreement, claimed=said, observed=seen, favours=favours))
    return tuple(found)


def harness_of(printed: str | None, harnesses: Mapping[str, Harness]) -> Harness | None:
    """The registry's harness whose name or alias stands in the printed one; the longest name wins."""
    if not printed:
        return None
    text = f" {_spaced(printed)} "
    hits = [
        (len(_spaced(name)), harness.id, harness)
        for harness in harnesses.values()
        for name in (harness.name, harness.id, *harness.aliases)
        if _spaced(name) and f" {_spaced(name)} " in text
    ]
    return max(hits, key=lambda hit: hit[:2])[2] if hits else None


def _agree(
    name: Names, said: str, seen: str, harnesses: Mapping[str, Harness], ladder: tuple[str, ...]
) -> tuple[Agreement, str | None]:
    equal, differs, open_ = Agreement.equal, Agreement.differs, Agreement.undisclosed
    a, b = said.strip().lower(), seen.strip().lower()
    if a == b:
        return equal, None
    if name is Names.effort:
        # A level outside the model's own scale is placed by the common one.
        rank = {level: i for i, level in enumerate(ladder if {a, b} <= set(ladder) else LADDER)}
        return differs, _higher(rank.get(a), rank.get(b))
    if name is Names.thinking:
        return differs, CLAIM if a == "on" else RUN if b == "on" else None
    if name in {Names.thinking_budget, Names.context}:
        x, y = _tokens(a), _tokens(b)
        if x and y and abs(x - y) <= 0.05 * max(x, y):
            return equal, None
        return differs, _higher(x, y) if name is Names.thinking_budget else None
    if name is Names.tools:
        none_a, none_b = bool(_NO_TOOLS.match(a)), bool(_NO_TOOLS.match(b))
        if none_a and none_b:
            return equal, None
        if none_a != none_b:
            return differs, RUN if none_a else CLAIM
        return (open_ if _SOME_TOOLS.match(a) or _SOME_TOOLS.match(b) else differs), None
    if name is Names.shots:
        return differs, _higher(_integer(a), _integer(b))
    if name is Names.harness:
        first, second = harness_of(a, harnesses), harness_of(b, harnesses)
        if (first and second and first.id == second.id) or _unversioned(a) == _unversioned(b):
            return equal, None
        made_by_vendor = [bool(h and h.kind == "vendor") for h in (first, second)]
        return differs, {(True, False): CLAIM, (False, True): RUN}.get((made_by_vendor[0], made_by_vendor[1]))
    return differs, None


def _values(setting: Setting, label: str, model: Model | None) -> dict[Names, str]:
    values = {name: value for name in COMPARED if (value := setting.get(name)) is not None}
    bare = re.sub(r"[_|]", " ", label)
    if Names.effort not in values and (level := _level(label, model)):
        values[Names.effort] = level
    if Names.thinking not in values:
        effort = values.get(Names.effort, "").lower()
        if model and model.thinking in {"always", "never"}:
            values[Names.thinking] = "on" if model.thinking == "always" else "off"
        elif _OFF.search(bare) or effort == "none":
            values[Names.thinking] = "off"
        elif _ON.search(bare) or effort in LADDER[1:] or Names.thinking_budget in values:
            values[Names.thinking] = "on"
    return values


def _level(label: str, model: Model | None) -> str | None:
    """The effort level in a label: in brackets, after an underscore, or a word that the model's names do not hold."""
    if found := _LEVEL.search(label):
        return found[1].lower().replace("-", "")
    if model is None:
        return None
    own = words(" ".join((model.id, model.name, *model.aliases)))
    left = [level for level in LADDER[1:] if level in words(label) - own]
    return left[0] if len(left) == 1 else None


def _said_of_metric(metric: str | None, setting: Setting) -> str | None:
    """The metric's name with pass@k and avg@k, each said once."""
    said = filter(None, (metric, *(setting.get(n) for n in (Names.metric, Names.attempts, Names.samples))))
    return " ".join({text.lower(): text for text in said}.values()) or None


def _version(setting: Setting, label: str) -> str | None:
    text = setting.get(Names.version)
    if text is None:
        match = _VERSION.search(label)
        text = (match[1] or match[2]) if match else None
    return normal_version(text) if text else None


def normal_version(text: str) -> str:
    """One spelling of a version: "V4", "v4.0" and "4" are the same; other names stay, in lower case."""
    plain = text.strip().lower()
    match = re.fullmatch(r"(?:v|version|release)?[ ._]*(\d+(?:\.\d+)*)", plain)
    return re.sub(r"(?:\.0)+$", "", match[1]) if match else plain


def _part(named: str | None, count: re.Match[str] | None) -> Part:
    if count is None:
        return Part(named=named)
    items = int(count[1] or count[3])
    return Part(named=named, items=items, of=int(count[2]) if count[2] else None)


def _tokens(text: str) -> float | None:
    match = re.search(r"(\d[\d,]*(?:\.\d+)?)\s*([km]?)", text.lower())
    return float(match[1].replace(",", "")) * {"": 1, "k": 1e3, "m": 1e6}[match[2]] if match else None


def _integer(text: str) -> float | None:
    match = re.match(r"\d+", text)
    return float(match[0]) if match else None


def _higher(claimed: float | None, observed: float | None) -> str | None:
    if claimed is None or observed is None or claimed == observed:
        return None
    return CLAIM if claimed > observed else RUN


@lru_cache(maxsize=1 << 14)
def _spaced(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def _unversioned(text: str) -> str:
    return _spaced(re.sub(r"\bv?\d+(?:\.\w+)+\b|\bv\d+\b", "", text.lower()))
