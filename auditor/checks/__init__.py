"""A dossier in, ranked findings out. Checks are pure; one that fails is reported and the audit goes on."""

from __future__ import annotations

from collections.abc import Collection

from auditor import patience
from auditor.checks.arithmetic.average_does_not_add_up import AverageDoesNotAddUp
from auditor.checks.arithmetic.chart_disagrees import ChartDisagrees
from auditor.checks.arithmetic.component_missing_for_average import ComponentMissingForAverage
from auditor.checks.arithmetic.delta_does_not_match import DeltaDoesNotMatch
from auditor.checks.arithmetic.emphasis_not_best import EmphasisNotBest
from auditor.checks.arithmetic.false_precision import FalsePrecision
from auditor.checks.arithmetic.hidden_or_injected_text import HiddenOrInjectedText
from auditor.checks.arithmetic.impossible_score import ImpossibleScore
from auditor.checks.arithmetic.impossible_set_size import ImpossibleSetSize
from auditor.checks.arithmetic.value_out_of_range import ValueOutOfRange
from auditor.checks.check import Check
from auditor.checks.contamination.above_ceiling import AboveCeiling
from auditor.checks.contamination.disclosed_memorisation import DisclosedMemorisation
from auditor.checks.contamination.documented_contamination import DocumentedContamination
from auditor.checks.contamination.inside_label_noise import InsideLabelNoise
from auditor.checks.contamination.no_decontamination_stated import NoDecontaminationStated
from auditor.checks.contamination.public_before_cutoff import PublicBeforeCutoff
from auditor.checks.contamination.retired_benchmark import RetiredBenchmark
from auditor.checks.contamination.saturated import Saturated
from auditor.checks.contamination.twin_gap import TwinGap
from auditor.checks.cost.implicit_price_change import ImplicitPriceChange
from auditor.checks.cost.score_without_tokens import ScoreWithoutTokens
from auditor.checks.cost.speed_contradicted import SpeedContradicted
from auditor.checks.cost.unquantified_efficiency import UnquantifiedEfficiency
from auditor.checks.crosscheck.contradiction_between import ContradictionBetween
from auditor.checks.crosscheck.contradiction_in_words import ContradictionInWords
from auditor.checks.crosscheck.contradiction_within import ContradictionWithin
from auditor.checks.crosscheck.copied_unmarked import CopiedUnmarked
from auditor.checks.crosscheck.lesser_public_value import LesserPublicValue
from auditor.checks.crosscheck.losses_named_in_part import LossesNamedInPart
from auditor.checks.crosscheck.losses_passed_over import LossesPassedOver
from auditor.checks.crosscheck.misquoted_rival import MisquotedRival
from auditor.checks.crosscheck.number_of_another import NumberOfAnother
from auditor.checks.crosscheck.rank_misstated import RankMisstated
from auditor.checks.crosscheck.restated_predecessor import RestatedPredecessor
from auditor.checks.crosscheck.revised_silently import RevisedSilently
from auditor.checks.crosscheck.superlative_unsupported import SuperlativeUnsupported
from auditor.checks.crosscheck.uncorroborated import Uncorroborated
from auditor.checks.crosscheck.unlike_independent_runs import UnlikeIndependentRuns
from auditor.checks.crosscheck.unsourced_rival import UnsourcedRival
from auditor.checks.crosscheck.wins_named_in_part import WinsNamedInPart
from auditor.checks.harness.comparison_on_blank_cell import ComparisonOnBlankCell
from auditor.checks.harness.custom_harness import CustomHarness
from auditor.checks.harness.effort_mismatch import EffortMismatch
from auditor.checks.harness.evaluated_model_differs import EvaluatedModelDiffers
from auditor.checks.harness.failed_runs import FailedRuns
from auditor.checks.harness.figure_of_several_rows import FigureOfSeveralRows
from auditor.checks.harness.implausible_rival_value import ImplausibleRivalValue
from auditor.checks.harness.judge_substitution import JudgeSubstitution
from auditor.checks.harness.metric_mismatch import MetricMismatch
from auditor.checks.harness.mixed_settings import MixedSettings
from auditor.checks.harness.mixed_sources import MixedSources
from auditor.checks.harness.name_collision import NameCollision
from auditor.checks.harness.product_drift_window import ProductDriftWindow
from auditor.checks.harness.quoted_beside_own import QuotedBesideOwn
from auditor.checks.harness.stated_difference import StatedDifference
from auditor.checks.harness.subset_run import SubsetRun
from auditor.checks.harness.undisclosed_prompting import UndisclosedPrompting
from auditor.checks.harness.undisclosed_sampling import UndisclosedSampling
from auditor.checks.harness.undisclosed_setting import UndisclosedSetting
from auditor.checks.harness.variant_in_base_column import VariantInBaseColumn
from auditor.checks.omission.blank_where_public import BlankWherePublic
from auditor.checks.omission.decline_passed_over import DeclinePassedOver
from auditor.checks.omission.demoted_unfavourable import DemotedUnfavourable
from auditor.checks.omission.dropped_since_predecessor import DroppedSincePredecessor
from auditor.checks.omission.endorsed_then_demoted import EndorsedThenDemoted
from auditor.checks.omission.favourable_selection import FavourableSelection
from auditor.checks.omission.internal_headline_benchmark import InternalHeadlineBenchmark
from auditor.checks.omission.missing_peer_standard import MissingPeerStandard
from auditor.checks.omission.missing_rival import MissingRival
from auditor.checks.omission.never_compared import NeverCompared
from auditor.checks.omission.parent_not_compared import ParentNotCompared
from auditor.checks.omission.regression_not_shown import RegressionNotShown
from auditor.checks.omission.result_without_numbers import ResultWithoutNumbers
from auditor.checks.omission.sibling_ahead import SiblingAhead
from auditor.checks.omission.single_model_row import SingleModelRow
from auditor.checks.omission.sparse_own_column import SparseOwnColumn
from auditor.checks.omission.unevaluated_on_headline_axis import UnevaluatedOnHeadlineAxis
from auditor.checks.omission.unmeasured_long_context import UnmeasuredLongContext
from auditor.checks.omission.unreadable_table import UnreadableTable
from auditor.checks.statistics.average_of_few_wins import AverageOfFewWins
from auditor.checks.statistics.average_rests_on_one_part import AverageRestsOnOnePart
from auditor.checks.statistics.best_of_variants import BestOfVariants
from auditor.checks.statistics.no_uncertainty import NoUncertainty
from auditor.checks.statistics.underpowered_benchmark import UnderpoweredBenchmark
from auditor.checks.statistics.wins_not_resolved import WinsNotResolved
from auditor.checks.statistics.within_noise import WithinNoise
from auditor.checks.strictness import Strictness, checked, reported
from auditor.records import Dossier, Finding

CHECKS: tuple[type[Check], ...] = (
    EndorsedThenDemoted,
    InternalHeadlineBenchmark,
    DemotedUnfavourable,
    DroppedSincePredecessor,
    MissingPeerStandard,
    FavourableSelection,
    MissingRival,
    BlankWherePublic,
    SingleModelRow,
    NeverCompared,
    ResultWithoutNumbers,
    SparseOwnColumn,
    UnevaluatedOnHeadlineAxis,
    UnmeasuredLongContext,
    ParentNotCompared,
    RegressionNotShown,
    DeclinePassedOver,
    SiblingAhead,
    UnreadableTable,
    DisclosedMemorisation,
    DocumentedContamination,
    TwinGap,
    PublicBeforeCutoff,
    RetiredBenchmark,
    AboveCeiling,
    InsideLabelNoise,
    Saturated,
    NoDecontaminationStated,
    VariantInBaseColumn,
    ComparisonOnBlankCell,
    MixedSettings,
    MixedSources,
    StatedDifference,
    FailedRuns,
    QuotedBesideOwn,
    FigureOfSeveralRows,
    SubsetRun,
    CustomHarness,
    EffortMismatch,
    MetricMismatch,
    JudgeSubstitution,
    ImplausibleRivalValue,
    NameCollision,
    ProductDriftWindow,
    EvaluatedModelDiffers,
    UndisclosedSetting,
    UndisclosedPrompting,
    UndisclosedSampling,
    SuperlativeUnsupported,
    RankMisstated,
    LossesNamedInPart,
    LossesPassedOver,
    WinsNamedInPart,
    ContradictionBetween,
    ContradictionWithin,
    ContradictionInWords,
    NumberOfAnother,
    MisquotedRival,
    LesserPublicValue,
    RestatedPredecessor,
    RevisedSilently,
    UnsourcedRival,
    CopiedUnmarked,
    UnlikeIndependentRuns,
    Uncorroborated,
    WithinNoise,
    WinsNotResolved,
    BestOfVariants,
    UnderpoweredBenchmark,
    AverageOfFewWins,
    AverageRestsOnOnePart,
    NoUncertainty,
    ImpossibleScore,
    ImpossibleSetSize,
    AverageDoesNotAddUp,
    ComponentMissingForAverage,
    DeltaDoesNotMatch,
    EmphasisNotBest,
    ValueOutOfRange,
    ChartDisagrees,
    FalsePrecision,
    HiddenOrInjectedText,
    ScoreWithoutTokens,
    SpeedContradicted,
    UnquantifiedEfficiency,
    ImplicitPriceChange,
)
"""Every check, by family; the order decides among findings of equal rank at one place."""


def run(
    dossier: Dossier, *, only: Collection[str] = (), strictness: Strictness = Strictness.default
) -> tuple[tuple[Finding, ...], dict[str, str]]:
    """All findings, ranked by severity, confidence and reading order; and the checks that failed, with the reason.

    `only` names the checks to run; empty runs all. `strictness` moves thresholds by the table of `strictness.py`.
    """
    findings: dict[str, Finding] = {}
    failed: dict[str, str] = {}
    for check in CHECKS:
        if only and check.name not in only:
            continue
        try:
            with patience.at_most():
                for finding in checked(check, strictness).find(dossier):
                    if reported(finding, strictness):
                        findings.setdefault(finding.id, finding)
        except Exception as error:  # one faulty check must not cost the reader the others
            failed[check.name] = f"{type(error).__name__}: {error}"
    order = {document.id: index for index, document in enumerate(dossier.documents)}
    position = {check.name: index for index, check in enumerate(CHECKS)}

    def rank(finding: Finding) -> tuple[object, ...]:
        first = finding.evidence[0]
        return (
            -finding.severity.rank,
            -finding.confidence.rank,
            order.get(first.document or "", len(order)),
            first.place.page or 0,
            first.place.line or 0,
            first.place.box.y0 if first.place.box else 0.0,
            position[finding.check],
            finding.id,
        )

    return tuple(sorted(findings.values(), key=rank)), failed
