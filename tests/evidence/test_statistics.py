"""Each measure against scipy or a published worked example."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from auditor.evidence import statistics as measures


@pytest.mark.parametrize(("k", "n"), [(0, 30), (1, 30), (15, 30), (29, 30), (30, 30), (357, 477), (390, 484)])
def test_wilson_interval_equals_scipy(k: int, n: int) -> None:
    expected = stats.binomtest(k, n).proportion_ci(confidence_level=0.95, method="wilson")
    assert measures.wilson_interval(k / n, n) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_binomial_error_of_a_published_run() -> None:
    # 65 of 121 chess puzzles aside: 0.606 of 500 with the sample error 0.021874 that the log prints (n − 1 beneath).
    assert measures.binomial_se(0.606, 500) == pytest.approx(0.0218743 * (499 / 500) ** 0.5, rel=1e-5)
    assert measures.binomial_se(1.0, 50) == 0
    assert measures.wilson_se(1.0, 50) > 0.01


def test_a_share_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="share"):
        measures.binomial_se(74.9, 500)
    with pytest.raises(ValueError, match="at least 1"):
        measures.wilson_interval(0.5, 0)


def test_two_proportions_against_a_worked_example() -> None:
    # Agresti, Categorical Data Analysis, aspirin study: 189/11034 against 104/11037, SE .0015, interval (.005, .011).
    result = measures.two_proportion_test(189 / 11034, 11034, 104 / 11037, 11037)
    assert result.stderr == pytest.approx(0.0015, abs=5e-5)
    assert result.interval == pytest.approx((0.0047, 0.0107), abs=1e-4)


def test_tau_widens_the_error() -> None:
    narrow = measures.difference_test(5.0, 1.0, 2.0)
    wide = measures.difference_test(5.0, 1.0, 2.0, tau=2.0)
    assert narrow.stderr == pytest.approx(5**0.5)
    assert wide.stderr == pytest.approx(3.0)
    assert wide.z == pytest.approx(5 / 3)
    assert wide.p_value == pytest.approx(2 * stats.norm.sf(5 / 3))
    assert narrow.p_value < wide.p_value


def test_no_error_at_all_decides_by_the_difference_alone() -> None:
    assert measures.difference_test(0.0, 0.0, 0.0).p_value == 1.0
    assert measures.difference_test(-1.0, 0.0, 0.0).z == float("-inf")


def test_pairing_can_decide_significance() -> None:
    verdict, p_values = measures.rho_sensitivity(0.749, 0.700, 477)
    assert verdict == "depends on pairing"
    assert p_values[0.7] < 0.05 < p_values[0.0]
    assert measures.rho_sensitivity(0.749, 0.745, 477)[0] == "never"
    assert measures.rho_sensitivity(0.9, 0.5, 477)[0] == "under all"


def test_minimum_detectable_effect_of_a_thirty_item_exam() -> None:
    expected = (stats.norm.ppf(0.975) + stats.norm.ppf(0.8)) * (2 * 0.9 * 0.1 / 30) ** 0.5
    assert measures.minimum_detectable_effect(0.9, 30) == pytest.approx(expected)
    assert measures.minimum_detectable_effect(0.9, 30) > 0.2


@pytest.mark.parametrize(("b", "c"), [(0, 6), (0, 5), (3, 9), (7, 7), (0, 0), (1, 14)])
def test_mcnemar_equals_the_binomial_test(b: int, c: int) -> None:
    expected = stats.binomtest(b, b + c, 0.5).pvalue if b + c else 1.0
    assert measures.mcnemar_exact(b, c) == pytest.approx(expected)


@given(st.integers(0, 40), st.integers(0, 40))
def test_no_pairing_beats_the_best_case(b: int, c: int) -> None:
    assert measures.mcnemar_exact(b, c) >= measures.mcnemar_best_case(b - c) - 1e-15


def test_five_answers_are_never_enough() -> None:
    assert measures.mcnemar_best_case(5) == 0.0625
    assert measures.mcnemar_best_case(-6) == 0.03125
    assert measures.smallest_resolvable_count() == 6


def test_impossible_single_run_of_477() -> None:
    # GPT-5's 74.9 on 477 tasks: 357 gives 74.8, 358 gives 75.1; two runs suffice.
    assert measures.possible_counts(Decimal("74.9"), 477) == ()
    assert measures.smallest_possible_runs(Decimal("74.9"), 477) == 2
    low, high = measures.neighbouring_scores(Decimal("74.9"), 477)
    assert (low, high) == (Fraction(35700, 477), Fraction(35800, 477))


def test_aime_scores_need_whole_answers() -> None:
    assert measures.possible_counts(Decimal("93.3"), 30) == (28,)
    assert measures.possible_counts(Decimal("94.6"), 30) == ()
    assert measures.smallest_possible_runs(Decimal("94.6"), 30) == 8


def test_half_way_values_are_possible_under_either_rounding() -> None:
    assert measures.possible_counts(Decimal("12.5"), 8) == (1,)
    assert measures.possible_counts(Decimal("12"), 8) == (1,)
    assert measures.possible_counts(Decimal("13"), 8) == (1,)


def test_fractions_and_percents_agree() -> None:
    assert measures.possible_counts(Decimal("0.806"), 484, full=1) == measures.possible_counts(Decimal("80.6"), 484)


@given(st.integers(1, 2000), st.integers(0, 3), st.data())
def test_every_real_score_is_possible(n: int, decimals: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    printed = round(Decimal(100 * k) / Decimal(n), decimals)
    assert k in measures.possible_counts(printed, n, decimals=decimals)


def test_largest_count_difference() -> None:
    assert measures.largest_count_difference(Decimal("75"), Decimal("74"), 500) == 9  # 377 against 368
    assert measures.largest_count_difference(Decimal("75.0"), Decimal("74.0"), 500) == 5
    assert measures.largest_count_difference(Decimal("74.9"), Decimal("74.0"), 477) is None


def test_printed_tolerance_is_exact() -> None:
    assert measures.tolerance(1) == Decimal("0.05")
    assert measures.decimals_of("74.90") == 2
    assert measures.decimals_of("80") == 0
    assert measures.same_when_printed(Decimal("81.3"), Decimal("81.25"))
    assert not measures.same_when_printed(Decimal("81.3"), Decimal("81.24"))


def test_restating_a_subset() -> None:
    low, high = measures.restated_over(Decimal("74.9"), 477, 500)
    assert round(float(low), 2) == 71.45
    assert round(float(high), 2) == 76.05
    with pytest.raises(ValueError, match="part"):
        measures.restated_over(Decimal(50), 501, 500)


def test_holm_against_a_worked_example() -> None:
    # scipy has no Holm; the example is that of Holm's procedure with p = .01, .04, .03, .005.
    assert measures.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert measures.holm([]) == ()


def test_fisher_equals_scipy_and_the_lady_tasting_tea() -> None:
    assert measures.fisher_one_sided(3, 1, 1, 3) == pytest.approx(17 / 70)
    for table in ((8, 2, 1, 5), (0, 4, 6, 3), (5, 0, 0, 5)):
        a, b, c, d = table
        expected = stats.fisher_exact(np.array([[a, b], [c, d]]), alternative="greater").pvalue
        assert measures.fisher_one_sided(*table) == pytest.approx(float(expected))


@pytest.mark.parametrize("alternative", ["two-sided", "less", "greater"])
def test_sign_test_equals_the_binomial_test(alternative: Literal["two-sided", "less", "greater"]) -> None:
    expected = stats.binomtest(12, 15, 0.5, alternative=alternative).pvalue
    assert measures.sign_test(12, 3, alternative) == pytest.approx(expected)


def test_mann_whitney_on_separated_samples() -> None:
    # Fully separated 4 against 5: exact one-sided p = 1 / C(9, 4).
    assert measures.mann_whitney([6, 7, 8, 9], [1, 2, 3, 4, 5], "greater") == pytest.approx(1 / 126)
    with pytest.raises(ValueError, match="at least one"):
        measures.mann_whitney([], [1.0])


def test_theil_sen_ignores_an_outlier() -> None:
    line = measures.theil_sen([1, 2, 3, 4, 5, 6], [2, 4, 6, 8, 10, 100])
    assert line.slope == pytest.approx(2.0)
    assert line.at(10) == pytest.approx(20.0, abs=1e-6)
    assert line.slope_interval[0] <= 2.0 <= line.slope_interval[1]
    with pytest.raises(ValueError, match="two different"):
        measures.theil_sen([1, 1, 1], [1, 2, 3])


def test_rogan_gladen_against_a_worked_example() -> None:
    # Apparent 20 %, sensitivity 90 %, specificity 95 %: (0.20 − 0.05) / 0.85.
    assert measures.rogan_gladen(0.20, sensitivity=0.90, specificity=0.95) == pytest.approx(0.15 / 0.85)
    assert measures.rogan_gladen(0.01, sensitivity=0.9, specificity=0.95) == 0.0
    with pytest.raises(ValueError, match="tells nothing"):
        measures.rogan_gladen(0.2, sensitivity=0.5, specificity=0.5)


def test_best_of_variants_bounds_the_expected_maximum() -> None:
    # The expected maximum of two standard normals is 1/√π; the bound is not below it.
    assert measures.expected_best_of(1.0, 2) >= 1 / 3.141592653589793**0.5
    assert measures.expected_best_of(2.0, 27) == pytest.approx(2 * (2 * 3.295836866) ** 0.5)
    assert measures.expected_best_of(5.0, 1) == 0


def test_items_behind_a_printed_error() -> None:
    # Errors as evaluation logs print them: 390 of 484, 303 of 500; eight attempts a question give no whole n.
    assert measures.items_behind(0.8057851239669421, 0.018000198869416815) == 484
    assert measures.items_behind(0.606, 0.02187429930168918) == 500
    assert measures.items_behind(0.8529040404040404, 0.02117010842348584) is None
    assert measures.items_behind(1.0, 0.0) is None


def test_importing_the_measures_does_not_import_scipy() -> None:
    code = "import sys, auditor.evidence.statistics; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
