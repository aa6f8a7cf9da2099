"""Who stands behind a number: one run echoed by several sources counts once, and an echo never outranks its run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from auditor.evidence.digits import decimals_of, same_when_printed
from auditor.evidence.measures import metric_family, on_percent_scale
from auditor.records import Claim, Independence, Run, Source, Unit

RANK = (Independence.benchmark_author, Independence.third_party, Independence.vendor, Independence.compiled)
"""Best first: who made the benchmark, who made neither, who made the model, who copied."""


@dataclass(frozen=True)
class Observation:
    """One run as it was made, with the other rows that repeat it."""

    run: Run
    echoes: tuple[Run, ...] = ()


def sources_behind(source: str, sources: Mapping[str, Source]) -> frozenset[str]:
    """The source and all that it copies from, directly or through others."""
    seen: set[str] = set()
    waiting = [source]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting.extend(sources[current].quotes if current in sources else ())
    return frozenset(seen)


def observations(runs: Sequence[Run], sources: Mapping[str, Source]) -> tuple[Observation, ...]:
    """The runs of one model on one benchmark, each counted once, best rank first, order otherwise kept.

    A row echoes one of another source where both print the same score and no different condition, and either one is a
    compilation, or one source copies from the other, or the same party ran both.
    """
    kept: list[tuple[Run, list[Run]]] = []
    # Of two compilations the one that copies from fewer stands first: it cannot be the other's echo.
    behind = {id: sources_behind(id, sources) for id in {run.source for run in runs}}
    for run in sorted(runs, key=lambda r: (RANK.index(r.independence), len(behind[r.source]))):
        original = next((entry for entry in kept if _echo(run, entry[0], behind)), None)
        if original:
            original[1].append(run)
        else:
            kept.append((run, []))
    return tuple(Observation(run, tuple(echoes)) for run, echoes in kept)


def repeated(runs: Iterable[Run], sources: Mapping[str, Source]) -> dict[tuple[str, str], int]:
    """Who repeats whom, by the numbers: (repeating source, original source) → results, most first.

    Runs without a registry id for model or benchmark are left out: their names may only look alike.
    """
    groups: dict[tuple[str, str], list[Run]] = {}
    for run in runs:
        if run.model_id and run.benchmark_id:
            groups.setdefault((run.model_id, run.benchmark_id), []).append(run)
    edges: Counter[tuple[str, str]] = Counter()
    for group in groups.values():
        if len({run.source for run in group}) > 1:
            for one in observations(group, sources):
                edges.update((echo.source, one.run.source) for echo in one.echoes)
    return dict(sorted(edges.items(), key=lambda edge: (-edge[1], edge[0])))


def repeats_claim(run: Run, claim: Claim) -> bool:
    """Whether a compiled or vendor-submitted row prints the very value of the claim: then it may be its echo."""
    if run.independence not in {Independence.compiled, Independence.vendor} or claim.number is None:
        return False
    return _same_score((claim.number, claim.unit), (run.score, run.unit))


def _echo(run: Run, original: Run, behind: Mapping[str, frozenset[str]]) -> bool:
    # Two rows of one source are two runs, or two measures of one.
    if run.source == original.source or not _may_repeat(run, original, behind):
        return False
    if not _same_score((run.score, run.unit), (original.score, original.unit)) or _at_odds(run, original):
        return False
    return len({metric_family(run.metric), metric_family(original.metric)} - {None}) <= 1


def _may_repeat(run: Run, original: Run, behind: Mapping[str, frozenset[str]]) -> bool:
    if Independence.compiled in {run.independence, original.independence}:
        return True
    if run.source in behind[original.source] or original.source in behind[run.source]:
        return True
    return _party(run.run_by) == _party(original.run_by)


def _at_odds(a: Run, b: Run) -> bool:
    return any(
        (other := b.setting.get(c.name)) is not None and other != c.value
        for c in a.setting.conditions
        if c.name not in {"harness", "category"}
    )


def _same_score(a: tuple[Decimal, Unit], b: tuple[Decimal, Unit]) -> bool:
    first, second = on_percent_scale(*a), on_percent_scale(*b)
    if first is None or second is None:
        return a[1] is b[1] and same_when_printed(a[0], b[0])
    return same_when_printed(first, second, decimals=(max(0, decimals_of(first)), max(0, decimals_of(second))))


@lru_cache(maxsize=1 << 12)
def _party(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.lower())


def parties(runs: Sequence[Run]) -> tuple[str, ...]:
    """The distinct parties that ran the runs, in order."""
    return tuple({_party(run.run_by): run.run_by for run in runs}.values())
