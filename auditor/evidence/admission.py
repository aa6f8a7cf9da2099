"""Whether a run may stand beside a claim at all: metric, version, part, context length and language."""

from __future__ import annotations

import re

from auditor.evidence.conditions import Side, normal_version
from auditor.evidence.measures import SHARE, metric_family
from auditor.records import Agreement, Benchmark, ConditionDifference, ConditionName, Model

Names = ConditionName
_BARRIERS = {
    Names.context: "the context lengths differ",
    Names.language: "the languages differ",
}


def admission(claim: Side, run: Side, benchmark: Benchmark | None) -> tuple[ConditionDifference, ...]:
    """Metric, version and part as conditions, where at least one side states them."""
    rows: list[ConditionDifference] = []
    said, seen = metric_family(claim.metric, benchmark), metric_family(run.metric, benchmark)
    pairs = (
        (Names.metric, claim.metric, run.metric, said is not None and seen is not None, said == seen),
        (Names.version, claim.version, run.version, bool(claim.version and run.version), claim.version == run.version),
        (Names.subset, _part_text(claim), _part_text(run), bool(_part_text(claim) and _part_text(run)), False),
    )
    for name, claimed, observed, both, equal in pairs:
        if claimed is None and observed is None:
            continue
        if name is Names.subset:
            equal = claim.part == run.part
        agreement = Agreement.undisclosed if not both else Agreement.equal if equal else Agreement.differs
        rows.append(ConditionDifference(name=name, agreement=agreement, claimed=claimed, observed=observed))
    return tuple(rows)


def barrier(claim: Side, run: Side, conditions: tuple[ConditionDifference, ...], benchmark: Benchmark | None) -> str:
    """What keeps the two apart; empty where nothing does."""
    said, seen = metric_family(claim.metric, benchmark), metric_family(run.metric, benchmark)
    if said is not None and seen is not None and said != seen:
        return f"the metrics differ: the claim is {claim.metric} ({said}), the run {run.metric} ({seen})"
    if said is None and seen not in {None, SHARE} and not _usual(run.metric, benchmark):
        return f"the run measures {seen} ({run.metric}), which the claim does not name"
    if said not in {None, SHARE} and seen is None:
        return f"the claim measures {said}, and the run does not say what it measures"
    if claim.version and run.version and claim.version != run.version:
        return f"the versions differ: {claim.version} against {run.version}"
    if (claim.version or run.version) and claim.version != run.version:
        editions = versions_of(benchmark)
        if len(editions) > 1 and (claim.version or run.version) in editions:
            silent = "claim" if run.version else "run"
            return (
                f"the benchmark has versions {', '.join(editions)}, and the {silent} does not say which "
                f"({claim.version or run.version} on the other side)"
            )
    if claim.part.named != run.part.named:
        if run.part.named and claim.part.named:
            return f"the claim covers {claim.part.named}, the run {run.part.named}"
        if run.part.named:
            return f"the run covers only the part {run.part.named}, which the claim does not name"
        return f"the claim covers only {claim.part.named}, the run the whole"
    for row in conditions:
        if row.agreement is Agreement.differs and row.name in _BARRIERS:
            return f"{_BARRIERS[row.name]}: {row.claimed} against {row.observed}"
    return ""


def left_open(conditions: tuple[ConditionDifference, ...], model: Model | None, variants: tuple[str, ...]) -> str:
    """What is left unsaid and can by itself make such a gap; empty where nothing is.

    Two modes of one model, its effort levels, and its stages and snapshots differ by more than most gaps.
    """
    if model is None:
        return ""
    rows = {row.name: row for row in conditions}
    thinking, effort = rows.get(Names.thinking), rows.get(Names.effort)
    if model.thinking == "switchable" and (thinking is None or thinking.agreement is Agreement.undisclosed):
        return f"the model runs with and without thinking, and {_silent(thinking)} which"
    levels = model.effort_levels or ()
    if effort is not None and effort.agreement is Agreement.undisclosed:
        return f"the model has effort levels, and {_silent(effort)} which"
    if len(levels) > 1 and effort is None:
        return f"the model has effort levels, and {_silent(None)} which"
    if variants and model.stage is None:
        return f"the name {model.name} can mean {', '.join(variants)} too"
    return ""


def _silent(row: ConditionDifference | None) -> str:
    if row is None:
        return "neither the claim nor the run says"
    return f"the {'claim' if row.claimed is None else 'run'} does not say"


def versions_of(benchmark: Benchmark | None) -> tuple[str, ...]:
    """The versions that the registry's names of one benchmark tell apart ("BFCL v3", "BFCL-V4")."""
    if benchmark is None:
        return ()
    found = (re.search(r"(?<![a-z])v(\d+(?:\.\d+)*)\b", alias, re.I) for alias in (benchmark.name, *benchmark.aliases))
    return tuple(sorted({normal_version(match[1]) for match in found if match}))


def _usual(metric: str | None, benchmark: Benchmark | None) -> bool:
    """Whether the registry lists the run's metric as the benchmark's first."""
    names = benchmark.metric.names if benchmark else ()
    return bool(metric and names and metric_family(names[0], None) == metric_family(metric, None))


def _part_text(side: Side) -> str | None:
    part = side.part
    count = f"{part.items} of {part.of}" if part.of else f"{part.items} items" if part.items else ""
    return " ".join(filter(None, (part.named, count))) or None
