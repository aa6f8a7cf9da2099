"""How well a judge agrees with labels: accuracy, Cohen's κ, confusion, sensitivity, specificity, corrected rates."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from auditor import resources
from auditor.records import Record, Verdict

LEAST_INFORMED = 0.5
"""Sensitivity and specificity less one: below, the correction makes more than twice as much of every chance error."""
SAID = (Verdict.upheld, Verdict.dismissed, Verdict.uncertain)


class Calibration(Record):
    """One judge on one kind of question, or on all of them."""

    judge: str
    """Who answered: "rubric", "openai:MODEL" …"""
    kind: str
    """The question, or "all"."""
    labels: int
    answered: int
    """Labels with an answer that keeps the protocol."""
    decided: int
    """Answers that are upheld or dismissed, where the label is so too."""
    accuracy: float | None
    """Share of answers equal to the label, "uncertain" counted as an answer of its own."""
    accuracy_decided: float | None
    """Share of decided answers equal to the label."""
    kappa: float | None
    """Cohen's κ over the three answers; None where chance alone agrees wholly."""
    sensitivity: float | None
    """Of labels upheld that the judge decided, the share it upheld."""
    specificity: float | None
    """Of labels dismissed that the judge decided, the share it dismissed."""
    confusion: dict[str, dict[str, int]]
    """Label → answer → count."""
    cost_usd: float | None = None
    """What the answers cost; None where the prices are not known."""


def calibrate(
    judge: str, pairs: Sequence[tuple[str, Verdict, Verdict]], *, cost_usd: float | None = None
) -> tuple[Calibration, ...]:
    """The figures for each kind of question and, first, for all. `pairs` are (kind, label, answer)."""
    kinds = sorted({kind for kind, _, _ in pairs})
    return (
        _one(judge, "all", [(label, answer) for _, label, answer in pairs], cost_usd),
        *(_one(judge, kind, [(label, answer) for k, label, answer in pairs if k == kind], None) for kind in kinds),
    )


def _one(judge: str, kind: str, pairs: Sequence[tuple[Verdict, Verdict]], cost: float | None) -> Calibration:
    given = [(label, answer) for label, answer in pairs if answer in SAID]
    sure = [(a, b) for a, b in given if Verdict.uncertain not in (a, b)]
    table: dict[str, dict[str, int]] = {
        label.value: {answer.value: 0 for answer in (*SAID, Verdict.unanswered)} for label in SAID
    }
    for label, answer in pairs:
        table[label.value][answer.value] += 1
    return Calibration(
        judge=judge,
        kind=kind,
        labels=len(pairs),
        answered=len(given),
        decided=len(sure),
        accuracy=_share(a == b for a, b in given),
        accuracy_decided=_share(a == b for a, b in sure),
        kappa=cohens_kappa(given),
        sensitivity=_share(b is Verdict.upheld for a, b in sure if a is Verdict.upheld),
        specificity=_share(b is Verdict.dismissed for a, b in sure if a is Verdict.dismissed),
        confusion=table,
        cost_usd=cost,
    )


def _share(hits: Iterable[bool]) -> float | None:
    all_ = list(hits)
    return sum(all_) / len(all_) if all_ else None


def cohens_kappa(pairs: Sequence[tuple[Verdict, Verdict]]) -> float | None:
    """κ = (p_o − p_e)/(1 − p_e) of two readings (Cohen 1960); None without pairs, or where p_e is 1."""
    n = len(pairs)
    if not n:
        return None
    observed = sum(a == b for a, b in pairs) / n
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[verdict] * second[verdict] for verdict in Verdict) / n**2
    return None if chance == 1 else (observed - chance) / (1 - chance)


def corrected_rate(upheld: int, decided: int, sensitivity: float, specificity: float) -> float | None:
    """The share of findings that stand, freed of the judge's known errors: (p + sp − 1)/(se + sp − 1), within 0 and 1
    (Rogan and Gladen 1978). None where the judge tells nothing apart or nothing was decided."""
    informed = sensitivity + specificity - 1
    if not decided or informed <= 0:
        return None
    return min(1.0, max(0.0, (upheld / decided + specificity - 1) / informed))


@cache
def calibrations() -> Mapping[str, Calibration]:
    """Judge → how it was calibrated on all labels, as shipped in corpus/labels/calibrations.json."""
    file = resources.folder("corpus") / "labels" / "calibrations.json"
    return {one["judge"]: Calibration(**one) for one in json.loads(file.read_text(encoding="utf-8"))}


def corrected(judge: str, upheld: int, decided: int) -> float | None:
    """The share of findings that stand, freed of a calibrated judge's known errors; None for any other judge, and
    for one whose errors are too many to be taken out."""
    found = calibrations().get(judge)
    if found is None or found.sensitivity is None or found.specificity is None:
        return None
    if found.sensitivity + found.specificity - 1 < LEAST_INFORMED:
        return None
    return corrected_rate(upheld, decided, found.sensitivity, found.specificity)


def described(calibrations: Mapping[str, Calibration], judge: str) -> str:
    """One phrase on a judge: how it was calibrated, or "uncalibrated"."""
    found = calibrations.get(judge)
    if found is None or not found.answered:
        return "uncalibrated"
    sure = f", {found.accuracy_decided:.0%} of the {found.decided} it decides" if found.accuracy_decided else ""
    return f"calibrated on {found.labels} labelled questions: {found.accuracy or 0:.0%} as labelled{sure}"
