"""Which runs may stand beside a claim, and how sure the difference is: the known traps, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from auditor.evidence.comparable import compare
from auditor.evidence.conditions import normal_version, side_of_claim
from auditor.evidence.independence import observations, repeats_claim, sources_behind
from auditor.evidence.measures import SHARE, metric_family, on_percent_scale
from auditor.evidence.run_csv import parse_setting, run_id
from auditor.evidence.runs import RunLibrary
from auditor.evidence.scoring import printed_error
from auditor.records import (
    Agreement,
    Benchmark,
    Claim,
    Comparison,
    ConditionDifference,
    Harness,
    How,
    Independence,
    Metric,
    Model,
    Origin,
    Place,
    Resolution,
    ResolvedClaim,
    Role,
    Run,
    Setting,
    Source,
    Standing,
    Unit,
)

PERCENT = Metric(names=("accuracy",), unit="percent", low=0, high=100, higher_is_better=True)


def benchmark(id: str = "bench", n: int | None = 200, **fields: Any) -> Benchmark:
    return Benchmark(**{"id": id, "name": id, "n_items": n, "metric": PERCENT} | fields)


def model(**fields: Any) -> Model:
    return Model(**{"id": "alpha", "name": "Alpha", "vendor": "a"} | fields)


def claim(value: str, setting: str = "", **fields: Any) -> Claim:
    number = Decimal(value) if value.replace(".", "").isdigit() else None
    decimals = len(value.partition(".")[2])
    given = {
        "id": f"claim-{value}",
        "document": "d",
        "block": 0,
        "place": Place(),
        "quote": value,
        "origin": Origin.table,
        "model": "Alpha",
        "benchmark": "Bench",
        "value": value,
        "number": number,
        "decimals": decimals,
        "unit": Unit.percent,
        "setting": parse_setting(setting) if setting else Setting(),
        "role": Role.own,
        "found_by": "tables",
    }
    return Claim(**given | fields)


def run(score: str, setting: str = "", **fields: Any) -> Run:
    given: dict[str, Any] = {
        "source": "board",
        "run_by": "Lab",
        "independence": Independence.third_party,
        "model": "Alpha",
        "model_id": "alpha",
        "benchmark": "Bench",
        "benchmark_id": "bench",
        "score": Decimal(score),
        "unit": Unit.percent,
        "setting": parse_setting(setting) if setting else Setting(),
        "locator": f"{score} {setting}",
    } | fields
    given["id"] = run_id(
        given["source"], given["locator"], given["model"], given["benchmark"], given.get("metric"), given["score"]
    )
    return Run(**given)


def resolved(one: Claim, model_id: str | None = "alpha", benchmark_id: str | None = "bench") -> ResolvedClaim:
    return ResolvedClaim(
        claim=one,
        model=Resolution(printed=one.model, id=model_id, how=How.exact if model_id else How.unresolved),
        benchmark=Resolution(printed=one.benchmark, id=benchmark_id, how=How.exact if benchmark_id else How.ambiguous),
    )


def against(
    one: Claim,
    *runs: Run,
    bench: Benchmark | None = None,
    harnesses: Iterable[Harness] = (),
    of: Model | None = None,
) -> list[Comparison]:
    library = RunLibrary(sources={}, runs=runs, sha256="")
    return list(
        compare(
            [resolved(one)],
            library,
            benchmarks={"bench": bench or benchmark()},
            harnesses={h.id: h for h in harnesses},
            models={"alpha": of or model()},
        )
    )


def only(found: list[Comparison]) -> Comparison:
    assert len(found) == 1
    return found[0]


def condition(found: Comparison, name: str) -> ConditionDifference:
    return next(row for row in found.conditions if row.name == name)


# -- the arithmetic --------------------------------------------------------------------------------------------------


def test_a_gap_within_both_errors_is_consistent() -> None:
    found = only(against(claim("70.0"), run("66.0", n=200)))
    expected = (2 * 100**2 * (0.7 * 0.3 + 0.66 * 0.34) / (2 * 200)) ** 0.5
    assert found.standing is Standing.consistent
    assert found.difference == Decimal("4.0")
    assert found.stderr == pytest.approx(expected)
    assert found.z == pytest.approx(4 / expected)
    assert found.interval == pytest.approx((4 - 1.959964 * expected, 4 + 1.959964 * expected), abs=1e-5)
    assert "70 − 66 = 4" in found.why
    assert "n = 200" in found.why


def test_a_gap_outside_under_like_conditions_is_unexplained() -> None:
    found = only(against(claim("25.0"), run("10.0", n=300), bench=benchmark(n=300)))
    assert found.standing is Standing.unexplained
    assert found.p_value is not None
    assert found.p_value < 0.001


def test_a_fraction_is_brought_to_percent_exactly() -> None:
    found = only(against(claim("80.6"), run("0.806", unit=Unit.fraction, stderr=0.018)))
    assert (found.standing, found.difference) == (Standing.consistent, Decimal("0.0"))
    assert "same to the digits printed" in found.why
    assert on_percent_scale(Decimal("0.5"), Unit.fraction) == Decimal("50")
    shown = only(against(claim("90.6"), run("0.806", unit=Unit.fraction, stderr=0.018)))
    assert shown.stderr == pytest.approx(((100**2 * 0.906 * 0.094 / 200) + 1.8**2) ** 0.5)


def test_printed_errors_come_before_computed_ones() -> None:
    found = only(against(claim("50.0", uncertainty="±0.5"), run("51.2", stderr=0.3)))
    assert found.stderr == pytest.approx((0.5**2 + 0.3**2) ** 0.5)
    assert found.standing is Standing.unexplained


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("±1.2", 1.2),
        ("±0.8 (95% CI)", 0.8),
        ("[48.0, 52.0]", 4 / 3.919928),
        ("95% CI 48.0–52.0", 4 / 3.919928),
        ("+2.0/-1.0", 3 / 3.919928),
        ("[60, 62]", None),
        ("", None),
        (None, None),
    ],
)
def test_reading_a_printed_error(text: str | None, expected: float | None) -> None:
    found = printed_error(text, Decimal("50.0"))
    assert found == (None if expected is None else pytest.approx(expected))


def test_a_full_score_still_has_an_error() -> None:
    found = only(against(claim("100.0"), run("93.3", n=30), bench=benchmark(n=30)))
    assert found.standing is Standing.consistent
    assert found.stderr is not None
    assert found.stderr > 5


@pytest.mark.parametrize(("metric", "known"), [("exact match", True), ("F1", True), ("points", False), (None, False)])
def test_a_share_above_one_is_in_percent_where_the_registry_is_silent(metric: str | None, known: bool) -> None:
    silent = benchmark(metric=Metric())
    said = claim("91.4", unit=Unit.unknown, metric=metric)
    found = only(against(said, run("91.4", metric=metric), bench=silent))
    assert (found.standing is Standing.consistent) is known, found.why
    half = only(against(claim("0.9", unit=Unit.unknown, metric=metric), run("91.4", metric=metric), bench=silent))
    assert half.standing is Standing.not_comparable


def test_a_rating_and_an_elo_are_one_scale() -> None:
    rated = benchmark(metric=Metric(names=("rating",), unit="rating"))
    found = only(against(claim("759", unit=Unit.rating), run("759", unit=Unit.elo), bench=rated))
    assert found.standing is Standing.consistent, found.why


def test_without_any_error_nothing_is_concluded() -> None:
    found = only(against(claim("70.0"), run("60.0"), bench=benchmark(n=None)))
    assert found.standing is Standing.not_comparable
    assert "cannot be judged" in found.why
    assert found.difference is None


# -- what may not stand side by side -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (claim("70.0", metric="F1"), run("60.0", metric="accuracy"), "metrics differ"),
        (claim("86.0", "samples=cons@64"), run("79.2", metric="pass@1"), "metrics differ"),
        (claim("70.0"), run("60.0", metric="pass^4"), "measures pass^4"),
        (claim("82.2"), run("60.0", metric="pass_rate_1"), "first try alone"),
        (claim("70.0", "version=v5"), run("60.0", "version=v6"), "versions differ: 5 against 6"),
        (claim("70.0", "language=German"), run("60.0", "language=English"), "languages differ"),
        (claim("70.0", "context=128k"), run("60.0", "context=1M"), "context lengths differ"),
        (claim("1287", unit=Unit.elo), run("60.0"), "units differ"),
        (claim("0.75", unit=Unit.unknown), run("60.0"), "percent or a fraction"),
        (claim("90.0", bound=">"), run("60.0"), "printed as a bound"),
        (claim("N/A"), run("60.0"), "not one number"),
        (claim("70.0"), run("60.0", "subset=retail"), "only the part retail"),
        (claim("70.0", "subset=text only"), run("60.0"), "covers only text only"),
        (claim("70.0", benchmark="Bench airline"), run("60.0", "subset=retail"), "only the part retail"),
    ],
)
def test_inadmissible_pairs_say_why(one: Claim, other: Run, reason: str) -> None:
    found = only(against(one, other))
    assert found.standing is Standing.not_comparable
    assert reason in found.why
    assert (found.difference, found.z, found.p_value, found.interval) == (None, None, None, None)


def test_parts_are_matched_by_their_words() -> None:
    one = claim("79.0", benchmark="Tau2-bench Telecom (original prompts)")
    found = against(one, run("80.0", "subset=telecom", n=114), run("40.0", "subset=voice telecom", n=114))
    assert [c.standing for c in found] == [Standing.consistent, Standing.not_comparable]
    assert "the claim covers telecom, the run voice telecom" in found[1].why.lower()


def test_a_subset_that_is_the_benchmarks_own_name_is_no_part() -> None:
    found = only(against(claim("70.0", "subset=Diamond"), run("71.0"), bench=benchmark(name="Bench Diamond")))
    assert found.standing is Standing.consistent


def test_unresolved_names_and_baselines_give_no_comparison() -> None:
    library = RunLibrary(sources={}, runs=(run("60.0"),), sha256="")
    for one in (
        resolved(claim("70.0"), model_id=None),
        resolved(claim("70.0"), benchmark_id=None),
        resolved(claim("70.0", role=Role.baseline)),
    ):
        assert compare([one], library, benchmarks={"bench": benchmark()}, harnesses={}) == ()


# -- the traps that a plain join falls into ----------------------------------------------------------------------------


def test_thinking_explains_the_haiku_gap() -> None:
    """80.7 on AIME with thinking against 39 without: not a contradiction."""
    of, bench = model(thinking="switchable"), benchmark(n=30)
    stated = only(against(claim("80.7", "thinking=on"), run("39.0", "thinking=off"), bench=bench, of=of))
    assert stated.standing is Standing.explained
    assert "thinking differs in the direction of the gap" in stated.why
    assert condition(stated, "thinking").favours == "claim"
    label = run("39.0", model="Claude 4.5 Haiku (Non-reasoning)")
    assert only(against(claim("80.7", "thinking=on"), label, bench=bench, of=of)).standing is Standing.explained
    silent = only(against(claim("80.7", "thinking=on"), run("39.0"), bench=bench, of=of))
    assert silent.standing is Standing.not_comparable
    assert "the run does not say which" in silent.why


def test_thinking_against_the_gap_explains_nothing() -> None:
    found = only(against(claim("39.0", "thinking=on"), run("80.7", "thinking=off"), bench=benchmark(n=30)))
    assert found.standing is Standing.unexplained


def test_a_reasoning_model_is_another_model() -> None:
    """Phi-4 and Phi-4-reasoning have different ids: no run of the one stands beside a claim of the other."""
    library = RunLibrary(
        sources={}, runs=(run("75.3", model="Phi-4-reasoning", model_id="phi-4-reasoning"),), sha256=""
    )
    one = resolved(claim("18.0", model="Phi-4"), model_id="phi-4")
    assert compare([one], library, benchmarks={"bench": benchmark()}, harnesses={}) == ()


def test_unversioned_claims_on_versioned_boards_are_refused() -> None:
    bench = benchmark(n=None, aliases=("BFCL v3", "BFCL-V4", "BFCL v2"))
    other = run("56.2", "version=v4", metric="Overall Acc", benchmark="BFCL v4", stderr=0.5)
    silent = only(against(claim("71.1", benchmark="BFCL"), other, bench=bench))
    assert silent.standing is Standing.not_comparable
    assert "versions 2, 3, 4, and the claim does not say which" in silent.why
    printed = only(against(claim("71.1", benchmark="BFCL_v3 (Acc)"), other, bench=bench))
    assert "versions differ: 3 against 4" in printed.why
    same = only(against(claim("56.0", benchmark="BFCL-V4"), other, bench=bench))
    assert same.standing is Standing.consistent


def test_terminal_bench_versions_are_told_apart_by_what_is_printed() -> None:
    bench = benchmark(n=89)
    found = only(against(claim("50.0", "version=2.0"), run("40.0", "version=1.0"), bench=bench))
    assert "versions differ: 2 against 1" in found.why
    assert normal_version("V2.0") == normal_version("2") == "2"
    assert normal_version("2.1") != normal_version("2")


def test_swe_bench_verified_on_484_of_500() -> None:
    """The 16 tasks left out can move the score by 3.2 points: counted before anything is called a gap."""
    bench = benchmark(n=500)
    other = run("0.8057851239669421", "subset=484 of 500", unit=Unit.fraction, stderr=0.018000198869416815)
    near = only(against(claim("82.6"), other, bench=bench))
    assert near.standing is Standing.consistent
    assert condition(near, "subset").observed == "484 of 500"
    tight = run("80.5785", "subset=484 of 500", stderr=0.01)
    small = only(against(claim("80.9", uncertainty="±0.01"), tight, bench=bench))
    assert small.standing is Standing.explained
    assert "484 of 500 items give between 78.0 and 81.2 over all" in small.why
    far = only(against(claim("91.0"), other, bench=bench))
    assert far.standing is Standing.unexplained


def test_claims_on_477_of_500_use_their_own_n() -> None:
    found = only(
        against(claim("74.9", benchmark="SWE-bench Verified (n=477)"), run("70.0", n=500), bench=benchmark(n=500))
    )
    assert "claim binomial with n = 477" in found.why
    assert condition(found, "subset").claimed == "477 items"


def test_bash_only_is_another_harness_with_its_prior() -> None:
    mini = Harness(id="mini-swe-agent", name="mini-SWE-agent", kind="reference", tau=4.0)
    vendor = Harness(id="claude-code", name="Claude Code", kind="vendor")
    other = run("74.4", "harness=mini-SWE-agent 1.16.0", n=500)
    one = claim("80.9", "harness=Claude Code")
    with_prior = only(against(one, other, bench=benchmark(n=500), harnesses=(mini, vendor)))
    assert (with_prior.standing, with_prior.tau) == (Standing.consistent, 4.0)
    assert condition(with_prior, "harness").agreement is Agreement.differs
    silent = only(against(claim("80.9"), other, bench=benchmark(n=500), harnesses=(mini,)))
    assert (silent.tau, condition(silent, "harness").agreement) == (4.0, Agreement.undisclosed)
    without = only(against(claim("80.9"), other, bench=benchmark(n=500)))
    assert (without.tau, without.standing) == (None, Standing.unexplained)
    assert "stated by one side only: harness" in without.why
    same = only(against(claim("80.9", "harness=mini-SWE-agent v2.0"), other, bench=benchmark(n=500), harnesses=(mini,)))
    assert (same.tau, condition(same, "harness").agreement) == (None, Agreement.equal)


def test_a_mock_exam_is_another_benchmark() -> None:
    """OTIS Mock AIME has its own id or none: its runs never stand beside AIME claims."""
    library = RunLibrary(
        sources={}, runs=(run("87.2", benchmark="OTIS Mock AIME 2024-2025", benchmark_id=None),), sha256=""
    )
    one = resolved(claim("94.6"), benchmark_id="aime-2025")
    assert compare([one], library, benchmarks={"aime-2025": benchmark("aime-2025", 30)}, harnesses={}) == ()


def test_chance_normalised_scores_are_another_measure() -> None:
    other = run("20.0", metric="accuracy (baseline-normalised)")
    found = only(against(claim("40.0", metric="accuracy"), other))
    assert found.standing is Standing.not_comparable
    assert "normalised against chance" in found.why
    assert only(against(claim("40.0"), other)).standing is Standing.not_comparable


def test_two_modes_and_two_silent_sides_cannot_be_judged() -> None:
    """A model with and without thinking, and nobody says which: a gap is refused, agreement is still agreement."""
    of = model(thinking="switchable")
    wide = only(against(claim("90.0"), run("60.0"), of=of))
    assert (wide.standing, "neither the claim nor the run says which" in wide.why) == (Standing.not_comparable, True)
    assert only(against(claim("62.0"), run("60.0"), of=of)).standing is Standing.consistent


def test_effort_levels_left_open_cannot_be_judged() -> None:
    of = model(thinking="always", effort_levels=("low", "medium", "high"))
    one_sided = only(against(claim("90.0"), run("60.0", "effort=medium"), of=of))
    assert one_sided.standing is Standing.not_comparable
    assert "effort levels, and the claim does not say which" in one_sided.why
    assert "neither the claim nor the run" in only(against(claim("90.0"), run("60.0"), of=of)).why
    both = only(against(claim("90.0", "effort=medium"), run("60.0", "effort=medium"), of=of))
    assert both.standing is Standing.unexplained


def test_a_plain_name_that_covers_base_and_chat_cannot_be_judged() -> None:
    plain = model(thinking="never")
    chat = model(id="alpha-chat", name="Alpha Chat", variant_of="alpha", stage="instruct", thinking="never")
    library = RunLibrary(sources={}, runs=(run("51.8"),), sha256="")
    for of, standing in ((plain, Standing.not_comparable), (model(stage="instruct"), Standing.unexplained)):
        models = {"alpha": of, "alpha-chat": chat}
        found = compare(
            [resolved(claim("82.9"))], library, benchmarks={"bench": benchmark()}, harnesses={}, models=models
        )
        assert [c.standing for c in found] == [standing]
        assert ("can mean Alpha Chat too" in found[0].why) is (of is plain)


def test_a_part_with_its_own_entry_inherits_unit_and_is_its_whole() -> None:
    whole = benchmark("tau", n=278, metric=Metric(names=("pass^1",), unit="percent"))
    part = benchmark("bench", n=114, name="Tau retail", parent="tau", metric=Metric())
    library = RunLibrary(sources={}, runs=(run("74.0", "subset=retail", metric="pass^1"),), sha256="")
    one = claim("74.8", "samples=avg@4", benchmark="Tau retail", unit=Unit.unknown, metric="Avg@4")
    found = compare([resolved(one)], library, benchmarks={"bench": part, "tau": whole}, harnesses={})
    assert [c.standing for c in found] == [Standing.consistent]
    assert "n = 114" in found[0].why


# -- conditions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "seen", "agreement", "favours"),
    [
        ("effort=high", "effort=high", Agreement.equal, None),
        ("effort=xhigh", "effort=high", Agreement.differs, "claim"),
        ("effort=low", "effort=high", Agreement.differs, "run"),
        ("effort=high", "", Agreement.undisclosed, None),
        ("thinking_budget=32k", "thinking_budget=32768", Agreement.equal, None),
        ("thinking_budget=64k", "thinking_budget=32k", Agreement.differs, "claim"),
        ("tools=none", "tools=no tools", Agreement.equal, None),
        ("tools=python", "tools=none", Agreement.differs, "claim"),
        ("tools=with tools", "tools=python", Agreement.undisclosed, None),
        ("shots=5", "shots=0", Agreement.differs, "claim"),
        ("prompting=CoT", "prompting=direct", Agreement.differs, None),
    ],
)
def test_condition_vector(said: str, seen: str, agreement: Agreement, favours: str | None) -> None:
    found = only(against(claim("70.0", said), run("66.0", seen)))
    row = condition(found, said.partition("=")[0])
    assert (row.agreement, row.favours) == (agreement, favours)


def test_a_models_own_effort_scale_decides() -> None:
    of = model(effort_levels=("minimal", "turbo"))
    row = condition(only(against(claim("70.0", "effort=turbo"), run("66.0", "effort=minimal"), of=of)), "effort")
    assert row.favours == "claim"
    unknown = condition(only(against(claim("70.0", "effort=turbo"), run("66.0", "effort=minimal"))), "effort")
    assert (unknown.agreement, unknown.favours) == (Agreement.differs, None)


def test_effort_implies_thinking_and_labels_speak() -> None:
    side = side_of_claim(claim("70.0", model="Alpha (xhigh)"), model())
    assert (side.values["effort"], side.values["thinking"]) == ("xhigh", "on")  # type: ignore[index]
    assert side_of_claim(claim("70.0", model="Alpha Max"), model()).values["effort"] == "max"  # type: ignore[index]
    own_name = model(id="alpha-max", name="Alpha Max")
    assert "effort" not in side_of_claim(claim("70.0", model="Alpha Max"), own_name).values
    assert "effort" not in side_of_claim(claim("70.0", model="Alpha Max"), None).values
    always = side_of_claim(claim("70.0"), model(thinking="always"))
    assert dict(always.values) == {"thinking": "on"}


def test_effort_differences_explain_a_gap_their_way() -> None:
    up = only(against(claim("90.0", "effort=xhigh"), run("60.0", "effort=low")))
    down = only(against(claim("60.0", "effort=xhigh"), run("90.0", "effort=low")))
    assert (up.standing, down.standing) == (Standing.explained, Standing.unexplained)


# -- metrics -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("accuracy", SHARE),
        ("EM", SHARE),
        ("Pass@1", SHARE),
        ("avg@32", SHARE),
        ("pass^1", SHARE),
        ("% Resolved", SHARE),
        ("Overall Acc", SHARE),
        ("pass@8", "pass@8"),
        ("cons@64", "cons@64"),
        ("acc_norm", "length-normalised accuracy"),
        ("Elo", "rating"),
        ("Win + tie rate", "wins or ties"),
        ("", None),
        (None, None),
    ],
)
def test_metric_families(name: str | None, family: str | None) -> None:
    assert metric_family(name) == family


# -- independence ------------------------------------------------------------------------------------------------------


def test_one_run_in_three_places_counts_once() -> None:
    own = run("0.806", unit=Unit.fraction)
    copy = run("80.6", source="hub", independence=Independence.compiled, run_by="The board")
    again = run("81", source="blog", independence=Independence.compiled, run_by="A blog")
    other = run("77.0", source="else", run_by="Other lab")
    found = observations((copy, other, again, own), {})
    assert [(o.run.score, len(o.echoes)) for o in found] == [(Decimal("77.0"), 0), (Decimal("0.806"), 2)]


def test_runs_under_different_conditions_are_not_echoes() -> None:
    high = run("80.6", "effort=high")
    copy = run("80.6", "effort=low", source="hub", independence=Independence.compiled)
    assert len(observations((high, copy), {})) == 2
    repeated = run("80.6", locator="another row of the same board")
    assert len(observations((high, repeated), {})) == 2
    every = run("80.6", source="hub", metric="pass^4", independence=Independence.compiled)
    assert len(observations((run("80.6", metric="pass^1"), every), {})) == 2
    twice = run("80.6", source="second", run_by="Another lab")
    assert len(observations((high, twice), {})) == 2


def test_quoting_is_followed_through_sources() -> None:
    def source(id: str, *quotes: str) -> Source:
        return Source(
            id=id,
            name=id,
            publisher=id,
            licence="MIT",
            attribution=id,
            independence=Independence.third_party,
            quotes=quotes,
        )

    sources: Mapping[str, Source] = {s.id: s for s in (source("a", "b"), source("b", "c"), source("c"), source("d"))}
    assert sources_behind("a", sources) == {"a", "b", "c"}
    first, second, third = (run("80.6", source=s, run_by=s) for s in ("c", "a", "d"))
    assert [len(o.echoes) for o in observations((first, second, third), sources)] == [1, 0]


def test_a_copy_of_the_claim_is_named_as_a_possible_echo() -> None:
    copy = run("80.9", independence=Independence.compiled, n=200)
    assert repeats_claim(copy, claim("80.9"))
    assert not repeats_claim(run("80.9"), claim("80.9"))
    assert "may be its echo" in only(against(claim("80.9"), copy)).why


def test_an_echo_is_named_and_not_compared_again() -> None:
    own, copy = run("60.0", n=200), run("60", source="hub", independence=Independence.compiled, n=200)
    found = against(claim("62.0"), own, copy)
    assert [c.standing for c in found] == [Standing.consistent, Standing.not_comparable]
    assert found[1].why == "The row repeats the run of Lab in board, which counts once."


# -- order and identity ------------------------------------------------------------------------------------------------


def test_order_and_ids_are_those_of_claims_and_runs() -> None:
    runs = (run("60.0"), run("61.0"), run("62.0"))
    library = RunLibrary(sources={}, runs=runs, sha256="")
    claims = [resolved(claim("70.0")), resolved(claim("71.0"))]
    first = compare(claims, library, benchmarks={"bench": benchmark()}, harnesses={})
    assert first == compare(claims, library, benchmarks={"bench": benchmark()}, harnesses={})
    assert [(c.claim, c.run) for c in first] == [(c.claim.id, r.id) for c in claims for r in runs]
    assert len({c.id for c in first}) == 6
