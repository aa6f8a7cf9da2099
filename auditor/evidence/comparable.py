"""Claims against independent runs: which runs may stand beside a claim, why not, and how sure the difference is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.evidence.admission import admission, barrier, left_open
from auditor.evidence.conditions import (
    CLAIM,
    RUN,
    Side,
    differences,
    harness_of,
    part_of_run,
    side_of_claim,
    side_of_run,
)
from auditor.evidence.digits import restated_over, same_when_printed
from auditor.evidence.independence import observations, repeats_claim
from auditor.evidence.proportions import Difference, difference_test
from auditor.evidence.runs import RunLibrary
from auditor.evidence.scoring import Scores, claim_error, run_error, scores_of
from auditor.records import (
    Agreement,
    Benchmark,
    Claim,
    Comparison,
    ConditionDifference,
    ConditionName,
    Harness,
    Independence,
    Model,
    ResolvedClaim,
    Role,
    Run,
    Standing,
    Unit,
    content_id,
)

Names = ConditionName
Z_LIMIT = 1.959964
"""Two-sided 5 %."""


@dataclass(frozen=True)
class Known:
    """What the registry knows that bears on one pair."""

    benchmark: Benchmark | None
    model: Model | None
    harnesses: Mapping[str, Harness]
    parts: tuple[str, ...] = ()
    """Parts of the benchmark that runs name."""
    variants: tuple[str, ...] = ()
    """Entries that the model's plain name can mean."""


def compare(
    claims: Sequence[ResolvedClaim],
    library: RunLibrary,
    *,
    benchmarks: Mapping[str, Benchmark],
    harnesses: Mapping[str, Harness],
    models: Mapping[str, Model] | None = None,
) -> tuple[Comparison, ...]:
    """Every resolved claim beside every run of its model on its benchmark, in the order of claims and of the library.

    Claims whose model or benchmark has no registry id are left out, as are baselines. A run that may not stand beside
    a claim gives a comparison `not comparable` whose `why` says what keeps them apart.
    """
    found: list[Comparison] = []
    parts: dict[str, tuple[str, ...]] = {}
    variants = _variants((models or {}).values())
    for resolved in claims:
        model_id, benchmark_id, claim = resolved.model.id, resolved.benchmark.id, resolved.claim
        if model_id is None or benchmark_id is None or claim.role is Role.baseline:
            continue
        runs = library.on(model_id, benchmark_id)
        if not runs:
            continue
        if benchmark_id not in parts:
            parts[benchmark_id] = named_parts(
                library.on_benchmark(benchmark_id), benchmarks.get(benchmark_id), library.parts.get(benchmark_id, ())
            )
        known = Known(
            _with_inherited_metric(benchmark_id, benchmarks),
            (models or {}).get(model_id),
            harnesses,
            parts[benchmark_id],
            variants.get(model_id, ()),
        )
        claimed = side_of_claim(claim, known.model, known.parts, known.benchmark)
        repeated = {
            echo.id: original.run for original in observations(runs, library.sources) for echo in original.echoes
        }
        for run in runs:
            if run.id in repeated:
                found.append(_echo(claim, run, repeated[run.id]))
            else:
                found.append(compare_one(claim, claimed, run, known))
    return tuple(found)


def _variants(models: Iterable[Model]) -> dict[str, tuple[str, ...]]:
    """By entry: the stages and snapshots that its plain name does not tell apart."""
    found: dict[str, list[str]] = {}
    for model in models:
        if model.variant_of:
            found.setdefault(model.variant_of, []).append(model.name)
    return {id: tuple(sorted(names)) for id, names in found.items()}


def _with_inherited_metric(benchmark_id: str, benchmarks: Mapping[str, Benchmark]) -> Benchmark | None:
    """The benchmark, with its parent's metric where the registry gives it none of its own."""
    benchmark = benchmarks.get(benchmark_id)
    seen = {benchmark_id}
    parent = benchmark
    while benchmark and parent and parent.metric.unit is None and parent.parent and parent.parent not in seen:
        seen.add(parent.parent)
        parent = benchmarks.get(parent.parent)
    if benchmark is None or parent is None or parent is benchmark:
        return benchmark
    return benchmark.model_copy(update={"metric": parent.metric})


def named_parts(runs: Iterable[Run], benchmark: Benchmark | None, further: Iterable[str] = ()) -> tuple[str, ...]:
    """The parts of a benchmark that its runs name, without mere numbers of items; `further` are of runs not at hand."""
    stated = {*(said for run in runs if (said := run.setting.get(Names.subset))), *further}
    named = {part for said in stated if (part := part_of_run(said, benchmark).named)}
    return tuple(sorted(named))


def _echo(claim: Claim, run: Run, original: Run) -> Comparison:
    """A row that repeats another run: named, and not counted a second time."""
    return Comparison(
        id=content_id("comparison", claim.id, run.id),
        claim=claim.id,
        run=run.id,
        standing=Standing.not_comparable,
        why=f"The row repeats the run of {original.run_by} in {original.source}, which counts once.",
    )


def compare_one(claim: Claim, claimed: Side, run: Run, known: Known) -> Comparison:
    """One claim against one run."""
    observed = side_of_run(run, known.model, known.benchmark)
    conditions = (
        *admission(claimed, observed, known.benchmark),
        *differences(claimed, observed, harnesses=known.harnesses, model=known.model),
    )
    ids = {"id": content_id("comparison", claim.id, run.id), "claim": claim.id, "run": run.id}
    scores, reason = scores_of(claim, run, known.benchmark)
    reason = reason or barrier(claimed, observed, conditions, known.benchmark)
    if scores is None or reason:
        return Comparison(**ids, conditions=conditions, standing=Standing.not_comparable, why=_sentence(reason))
    gap = scores.claimed - scores.observed
    if same_when_printed(scores.claimed, scores.observed, decimals=scores.decimals):
        why = f"{_shown(scores.claimed)} and {_shown(scores.observed)} are the same to the digits printed"
        return Comparison(
            **ids,
            difference=gap,
            conditions=conditions,
            standing=Standing.consistent,
            why=_sentence(why + _echo_note(run, claim)),
        )
    se_claim, how_claim = claim_error(claim, claimed, scores, known.benchmark)
    se_run, how_run = run_error(run, observed, scores, known.benchmark)
    if se_claim is None and se_run is None:
        why = (
            f"the scores differ by {_shown(abs(gap))}, but neither side prints an error and the number of items is not "
            "known, so the difference cannot be judged"
        )
        return Comparison(**ids, conditions=conditions, standing=Standing.not_comparable, why=_sentence(why))
    tau, tau_why = _tau(conditions, known) if scores.unit is Unit.percent else (None, "")
    # The same items lie behind both scores, so a missing error is taken to be the other side's.
    first, second = (se_claim if se_claim is not None else se_run), (se_run if se_run is not None else se_claim)
    test = difference_test(float(gap), first or 0.0, second or 0.0, tau=tau or 0.0)
    standing, cause = _standing(gap, test, conditions, claimed, observed, scores, tau)
    undecided = left_open(conditions, known.model, known.variants) if standing is Standing.unexplained else ""
    if undecided:
        why = f"the scores differ by {_shown(abs(gap))}, but {undecided}"
        return Comparison(**ids, conditions=conditions, standing=Standing.not_comparable, why=_sentence(why))
    squares = f"{first or 0:.2f}² + {second or 0:.2f}²" + (f" + {tau:.2f}²" if tau else "")
    arithmetic = (
        f"{_shown(scores.claimed)} − {_shown(scores.observed)} = {_shown(gap)}; "
        f"z = {_shown(gap)}/√({squares}) = {_shown(test.z)}"
    )
    notes = [how for how in (f"errors: claim {how_claim}, run {how_run}", tau_why, cause) if how]
    return Comparison(
        **ids,
        difference=gap,
        stderr=test.stderr,
        z=test.z,
        p_value=test.p_value,
        interval=test.interval,
        tau=tau,
        conditions=conditions,
        standing=standing,
        why=_sentence("; ".join([arithmetic, *notes]) + _echo_note(run, claim)),
    )


def _tau(conditions: tuple[ConditionDifference, ...], known: Known) -> tuple[float | None, str]:
    """The prior of a harness difference, where the harnesses differ or are not both stated.

    That of the harnesses stated, the wider of two; else that of the benchmark's reference harness.
    """
    row = next((c for c in conditions if c.name is Names.harness), None)
    if row is not None and row.agreement is Agreement.equal:
        return None, ""
    stated = [harness_of(text, known.harnesses) for text in ((row.claimed, row.observed) if row else ())]
    priors = [h for h in stated if h and h.tau]
    if not priors and known.benchmark:
        reference = harness_of(known.benchmark.harness, known.harnesses)
        priors = [reference] if reference and reference.tau else []
    if not priors:
        return None, ""
    widest = max(priors, key=lambda h: (h.tau or 0.0, h.id))
    state = "differ" if row and row.agreement is Agreement.differs else "are not both stated"
    return widest.tau, f"τ = {widest.tau:g} points because the harnesses {state} (prior of {widest.name})"


def _standing(
    gap: Decimal,
    test: Difference,
    conditions: tuple[ConditionDifference, ...],
    claim: Side,
    run: Side,
    scores: Scores,
    tau: float | None,
) -> tuple[Standing, str]:
    if abs(test.z) < Z_LIMIT:
        unlike = [row for row in conditions if row.agreement is Agreement.differs and row.favours]
        though = ", ".join(f"{row.name} differs ({row.claimed} against {row.observed})" for row in unlike)
        return Standing.consistent, "within the error" + (f", though {though}" if though else "")
    by_part = _within_part(claim, run, scores, test)
    if by_part:
        return Standing.explained, by_part
    ahead = CLAIM if gap > 0 else RUN
    for row in conditions:
        if row.agreement is Agreement.differs and row.favours == ahead:
            return (
                Standing.explained,
                f"{row.name} differs in the direction of the gap: {row.claimed} against {row.observed}",
            )
    for row in conditions:
        open_harness = row.name is Names.harness and tau is not None
        if row.agreement is Agreement.differs and row.favours is None and not open_harness and row.name not in _DECIDED:
            return (
                Standing.explained,
                f"{row.name} differs and can move the score: {row.claimed} against {row.observed}",
            )
    silent = [str(row.name) for row in conditions if row.agreement is Agreement.undisclosed]
    return Standing.unexplained, "outside the error" + (
        f"; stated by one side only: {', '.join(silent)}" if silent else ""
    )


_DECIDED = frozenset({Names.metric, Names.version, Names.subset})


def _within_part(claim: Side, run: Side, scores: Scores, test: Difference) -> str:
    """Whether the items that one side leaves out can account for the whole gap."""
    for side, own, other in ((claim, scores.claimed, scores.observed), (run, scores.observed, scores.claimed)):
        items, whole = side.part.items, side.part.of
        if not items or not whole or items >= whole or side.part == (run if side is claim else claim).part:
            continue
        low, high = restated_over(own, items, whole)
        slack = Z_LIMIT * test.stderr
        if float(low) - slack <= float(other) <= float(high) + slack:
            return (
                f"{items} of {whole} items give between {float(low):.1f} and {float(high):.1f} over all, "
                "which with the error holds the other score"
            )
    return ""


def _echo_note(run: Run, claim: Claim) -> str:
    if repeats_claim(run, claim):
        return "; the row repeats the claim's value and may be its echo"
    if run.independence is Independence.compiled:
        return f"; the row is a copy from {run.run_by}"
    return f"; submitted by {run.run_by}" if run.independence is Independence.vendor else ""


def _shown(value: Decimal | float) -> str:
    """At most two decimals, without trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "." if text else ""
