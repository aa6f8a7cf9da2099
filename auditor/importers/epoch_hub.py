"""Epoch AI's Benchmarking Hub: one CSV a benchmark. Own runs have a log column; *_external files are collected."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from auditor.evidence.statistics import items_behind
from auditor.importers.reading import effort_conditions, float_or_none, header_of, iso_date, number, rows_of
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

OWN = SourceHint(
    "epoch-hub", "AI Benchmarking Hub, own runs", "Epoch AI", Independence.third_party, "https://epoch.ai/benchmarks"
)
COLLECTED = SourceHint(
    "epoch-hub-external",
    "AI Benchmarking Hub, collected results",
    "Epoch AI",
    Independence.compiled,
    "https://epoch.ai/benchmarks",
    ("aider", "arc-prize", "livebench", "osworld-verified", "swe-bench-site", "terminal-bench"),
)
# What each own file is called on the hub.
_NAMES = {
    "chess_puzzles": "Chess Puzzles",
    "frontiermath": "FrontierMath Tiers 1-3",
    "frontiermath_tier_4": "FrontierMath Tier 4",
    "gpqa_diamond": "GPQA Diamond",
    "math_level_5": "MATH Level 5",
    "otis_mock_aime_2024_2025": "OTIS Mock AIME 2024-2025",
    "simpleqa_verified": "SimpleQA Verified",
    "swe_bench_verified": "SWE-bench Verified",
}
# Made by Epoch itself.
_MADE_BY_EPOCH = frozenset({"chess_puzzles", "frontiermath", "frontiermath_tier_4"})
# Only here is every item tried once, so that the printed error gives the number of items.
_SINGLE_ATTEMPT = {"swe_bench_verified": 500}
_PARTIAL = re.compile(r"incomplete|prelim|lower-bound")


class EpochHub:
    """The hub's CSV files, own runs and collected results told apart by their columns."""

    name = "epoch-hub"
    describes = "Epoch AI Benchmarking Hub CSVs (own runs; *_external files as collected results)"

    def detect(self, path: Path) -> float:
        header = header_of(path)
        if not header or header[0] != "Model version" or "Training compute (FLOP)" not in header:
            return 0.0
        return 1.0

    def read(self, path: Path) -> ImportResult:
        header = header_of(path)
        if {"mean_score", "Logs"} <= set(header):
            return _own(path)
        return _collected(path, header)


def model_and_effort(label: str) -> tuple[dict[ConditionName, tuple[str, str]], str]:
    """The conditions a label's suffix states ("_high", "_32K") and the suffix; ({}, "") where there is none."""
    _, underscore, suffix = label.rpartition("_")
    found = effort_conditions(suffix, f"_{suffix}") if underscore else {}
    return found, f"_{suffix}" if found else ""


def _own(path: Path) -> ImportResult:
    collected = Collected(EpochHub.name, OWN)
    stem = path.stem
    for line, row in rows_of(path):
        key = row.get("id", "")
        locator = f"{path.name} id={key}" if key else f"{path.name} line {line}"
        score, label = number(row.get("mean_score")), row.get("Model version", "")
        if score is None or not label:
            collected.skip(locator, "no model version" if not label else "no mean score")
            continue
        if _PARTIAL.search(key):
            collected.skip(locator, "the hub marks the run as incomplete, preliminary or a lower bound")
            continue
        conditions: dict[ConditionName, str | tuple[str, str] | None] = {
            **model_and_effort(label)[0],
            ConditionName.harness: "inspect_ai",
        }
        stderr = float_or_none(row.get("stderr"))
        n = items_behind(float(score), stderr) if stem in _SINGLE_ATTEMPT and stderr else None
        if n is not None and n != _SINGLE_ATTEMPT[stem]:
            conditions[ConditionName.subset] = f"{n} of {_SINGLE_ATTEMPT[stem]}"
        best = number(row.get("Best score (across scorers)"))
        notes = [f"best of several scorers {best}"] if best is not None and best != score else []
        if not row.get("Logs"):
            notes.append("no log published")
        if "pre-release" in label:
            notes.append("run with early access, before the release")
        if key.startswith("manual"):
            notes.append("entered by hand by the hub")
        collected.add(
            model=label,
            benchmark=_NAMES.get(stem, stem.replace("_", " ")),
            metric="mean_score",
            score=score,
            unit=Unit.fraction,
            stderr=stderr,
            n=n,
            independence=Independence.benchmark_author if stem in _MADE_BY_EPOCH else None,
            conditions=conditions,
            date=iso_date(row.get("Started at")),
            locator=locator,
            notes="; ".join(notes) or None,
        )
    return collected.result()


# Collected files: benchmark, score column, unit, standard-error column (in the unit of the score once scaled).
_EXTERNAL: dict[str, tuple[str, str, Unit, str | None]] = {
    "adversarial_nli_external": ("Adversarial NLI", "Score", Unit.fraction, None),
    "aider_polyglot_external": ("Aider Polyglot", "Percent correct", Unit.percent, None),
    "apex_agents_external": ("APEX-Agents", "Pass@1 score", Unit.fraction, "Pass@1 Standard Error"),
    "arc_agi_2_external": ("ARC-AGI-2", "Score", Unit.fraction, None),
    "arc_agi_external": ("ARC-AGI-1", "Score", Unit.fraction, None),
    "arc_ai2_external": ("ARC-Challenge", "Challenge score", Unit.fraction, None),
    "balrog_external": ("BALROG", "Average progress", Unit.fraction, "Average Standard error"),
    "bbh_external": ("BIG-Bench Hard", "Average", Unit.fraction, None),
    "bool_q_external": ("BoolQ", "Score", Unit.fraction, None),
    "cad_eval_external": ("CadEval", "Overall pass (%)", Unit.fraction, None),
    "common_sense_qa_2_external": ("CommonsenseQA 2.0", "Score", Unit.fraction, None),
    "cybench_external": ("Cybench", "Unguided % Solved", Unit.fraction, None),
    "deepresearchbench_external": ("DeepResearch Bench", "Average score", Unit.fraction, None),
    "gdpval_external": ("GDPval", "Win Rate (%)", Unit.fraction, None),
    "gsm8k_external": ("GSM8K", "EM", Unit.fraction, None),
    "gso_external": ("GSO", "Score OPT@1", Unit.fraction, None),
    "hella_swag_external": ("HellaSwag", "Overall accuracy", Unit.fraction, None),
    "hle_external": ("Humanity's Last Exam", "Accuracy", Unit.fraction, "Accuracy Standard Error"),
    "lambada_external": ("LAMBADA", "Score", Unit.fraction, None),
    "live_bench_external": ("LiveBench", "Global average", Unit.percent, None),
    "metr_time_horizons_external": ("METR Time Horizon", "Time horizon", Unit.other, None),
    "mmlu_external": ("MMLU", "EM", Unit.fraction, None),
    "open_book_qa_external": ("OpenBookQA", "Accuracy", Unit.fraction, None),
    "os_world_external": ("OSWorld", "Score", Unit.percent, None),
    "piqa_external": ("PIQA", "Score", Unit.fraction, None),
    "science_qa_external": ("ScienceQA", "Score", Unit.fraction, None),
    "simplebench_external": ("SimpleBench", "Score (AVG@5)", Unit.fraction, None),
    "superglue_external": ("SuperGLUE", "Score", Unit.fraction, None),
    "swe_bench_bash": ("SWE-bench Verified", "% Resolved", Unit.fraction, None),
    "terminalbench_external": ("Terminal-Bench", "Accuracy mean", Unit.fraction, "Accuracy SE"),
    "the_agent_company_external": ("TheAgentCompany", "% Resolved", Unit.fraction, None),
    "trivia_qa_external": ("TriviaQA", "EM", Unit.fraction, None),
    "video_mme_external": ("Video-MME", "Overall (no subtitles)", Unit.fraction, None),
    "vpct_external": ("VPCT", "Correct", Unit.fraction, None),
    "webdev_arena_external": ("WebDev Arena", "Arena Score", Unit.elo, None),
    "weirdml_external": ("WeirdML", "Accuracy", Unit.fraction, "Accuracy SE"),
    "wino_grande_external": ("WinoGrande", "Accuracy", Unit.fraction, None),
}


def _collected(path: Path, header: tuple[str, ...]) -> ImportResult:
    collected = Collected(EpochHub.name, COLLECTED)
    known = _EXTERNAL.get(path.stem)
    if known is None or known[1] not in header:
        collected.skip(path.name, "an index or a file whose score column is not known: no row is taken")
        return collected.result()
    benchmark, column, unit, error_column = known
    for line, row in rows_of(path):
        key = row.get("id", "")
        locator = f"{path.name} id={key}" if key else f"{path.name} line {line}"
        label = row.get("Model version", "")
        score = number(row.get(column))
        if not label or score is None:
            collected.skip(locator, "no model version" if not label else f"no number under {column!r}")
            continue
        if unit is Unit.fraction and not 0 <= score <= 1:
            collected.skip(locator, f"{score} is not a fraction as the other rows of its column are")
            continue
        stderr = float_or_none(row.get(error_column)) if error_column else None
        # Some error columns are printed in points beside a score printed as a fraction.
        if stderr is not None and unit is Unit.fraction and stderr > 0.5:
            stderr /= 100
        collected.add(
            model=label,
            benchmark=_versioned(benchmark, row),
            metric=column,
            score=score,
            unit=unit,
            stderr=stderr,
            conditions={
                **model_and_effort(label)[0],
                ConditionName.shots: _shots(row.get("Shots", "")),
                ConditionName.harness: _harness(path.stem, row),
                ConditionName.version: row.get("LiveBench Version") or row.get("METR version") or None,
            },
            date=iso_date(
                row.get("Date of evaluation")
                or row.get("Evaluation date")
                or row.get("Date run")
                or row.get("Run date")
            ),
            cost_usd=float_or_none(row.get("Cost per run") or row.get("Avg. Cost ($)") or row.get("Cost")),
            cost_basis="total" if row.get("Cost") else "per task" if row.get("Avg. Cost ($)") else "per run",
            run_by=row.get("Source") or "not stated in the collection",
            locator=locator,
        )
    return collected.result()


def _versioned(benchmark: str, row: dict[str, str]) -> str:
    """Terminal-Bench rows name their version only in the link of their source."""
    if benchmark != "Terminal-Bench":
        return benchmark
    match = re.search(r"terminal-bench/(\d+\.\d+)", row.get("Source", "") + row.get("Source Link", ""))
    match = match or re.search(r"[vV](\d+(?:\.\d+)?)\b", row.get("Source", ""))
    return f"{benchmark} {Decimal(match[1]).quantize(Decimal('0.1'))}" if match else benchmark


def _harness(stem: str, row: dict[str, str]) -> str | None:
    if stem == "swe_bench_bash":
        return " ".join(filter(None, ("mini-SWE-agent", row.get("SWE-Agent Release Version"))))
    return row.get("Agent") or row.get("Scaffold") or None


def _shots(cell: str) -> tuple[str, str] | None:
    match = re.fullmatch(r"(\d+)(?:\.0)?(?:[- ]?shots?)?", cell.strip())
    return (match[1], cell) if match else None
