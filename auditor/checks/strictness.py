"""How much an audit reports: one written table moves the checks' thresholds and the least rank of a finding."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from auditor.checks.check import Check
from auditor.records import Confidence, Finding, Severity


class Strictness(StrEnum):
    """What a reader wants to see."""

    strict = "strict"
    """Fewer and surer: what one would raise in a meeting."""
    default = "default"
    pedantic = "pedantic"
    """All that can be shown, down to what most releases share."""


@dataclass(frozen=True)
class Moved:
    """One threshold of one check, and where the two other levels put it."""

    check: str
    attribute: str
    strict: Any
    pedantic: Any
    why: str


LEAST: dict[Strictness, tuple[Severity, Confidence]] = {
    Strictness.strict: (Severity.low, Confidence.medium),
    Strictness.default: (Severity.info, Confidence.low),
    Strictness.pedantic: (Severity.info, Confidence.low),
}
"""The least severity and confidence of a finding that is reported."""

PEDANTIC: dict[str, str] = {
    "false_precision": "decimals mislead nobody who knows the size of the test",
}
"""Checks that say what is true of most releases, and why no reader waits for it: pedantic audits alone report them."""

MOVED: tuple[Moved, ...] = (
    Moved("unreadable_table", "least_pictures", 8, 1, "pictures and figures that could not be read"),
    Moved("name_collision", "anywhere", False, True, "whether unclear names outside the first results are reported"),
    Moved("uncorroborated", "least_seen", Fraction(1, 2), Fraction(0), "share of benchmarks run by others"),
    Moved("missing_peer_standard", "adopted", Fraction(9, 10), Fraction(1, 2), "share of peers that makes a standard"),
    Moved("missing_peer_standard", "least_peers", 8, 4, "peers behind a share"),
    Moved("dropped_since_predecessor", "least_kept", 10, 3, "benchmarks in common with the release before"),
    Moved("demoted_unfavourable", "alpha", 0.01, 0.1, "level of the rank test"),
    Moved("favourable_selection", "alpha", 0.01, 0.1, "level of Fisher's test"),
    Moved("favourable_selection", "describable", 8, 4, "benchmarks from which on a choice is described untested"),
    Moved("public_before_cutoff", "say_unknown", False, True, "whether a cutoff stated nowhere is reported"),
    Moved("public_before_cutoff", "least", 5, 1, "public benchmarks before the cutoff"),
    Moved("documented_contamination", "say_rivals", False, True, "whether evidence on a rival alone is reported"),
    Moved("twin_gap", "far", 3.5, 2.0, "robust standard deviations below the line"),
    Moved("twin_gap", "least_peers", 10, 6, "other models that draw the line"),
    Moved("variant_in_base_column", "least", 3, 2, "cells that hold another model's number"),
    Moved("judge_substitution", "say_rivals", False, True, "whether a grader of a rival's vendor is reported"),
    Moved("implausible_rival_value", "points", 30, 15, "points below half of the known value"),
    Moved("above_ceiling", "far_above", 8, 2, "points above the ceiling that make it medium"),
    Moved("misquoted_rival", "clear_gap", 4, 1, "points of a misquotation that make it medium"),
    Moved("misquoted_rival", "say_unlike", False, True, "whether scores run anew or otherwise count as quotations"),
    Moved("restated_predecessor", "say_unlike", False, True, "whether scores run anew or otherwise are reported"),
    Moved("regression_not_shown", "least_loss", 2, Decimal("0.5"), "points of a loss that nobody names"),
    Moved("regression_not_shown", "clear_loss", 5, 2, "points of a clear loss"),
    Moved("missing_rival", "least_rows", 8, 3, "rows in which only own models are compared"),
)
"""Every threshold that moves. What is not here is the same at all levels: arithmetic does not depend on taste."""


def checked(kind: type[Check], strictness: Strictness) -> Check:
    """A check with its thresholds at that level. Raises AttributeError where the table names one it does not have."""
    check = kind()
    if strictness is not Strictness.default:
        for moved in MOVED:
            if moved.check == kind.name:
                getattr(kind, moved.attribute)
                setattr(check, moved.attribute, getattr(moved, strictness.value))
    return check


def reported(finding: Finding, strictness: Strictness) -> bool:
    """Whether a finding is sure and severe enough for that level."""
    if finding.check in PEDANTIC and strictness is not Strictness.pedantic:
        return False
    severity, confidence = LEAST[strictness]
    return finding.severity.rank >= severity.rank and finding.confidence.rank >= confidence.rank


def levels(name: str) -> list[str]:
    """The thresholds of one check that move, each as a line."""
    from auditor.checks import CHECKS

    kinds = {kind.name: kind for kind in CHECKS}
    whole = [f"reported by pedantic audits alone: {PEDANTIC[name]}"] if name in PEDANTIC else []
    return whole + [
        f"{moved.attribute}: {getattr(kinds[name], moved.attribute)} "
        f"(strict {moved.strict}, pedantic {moved.pedantic}): {moved.why}"
        for moved in MOVED
        if moved.check == name
    ]
