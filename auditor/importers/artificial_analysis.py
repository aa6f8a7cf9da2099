"""Artificial Analysis' model list as its page carries it: own runs, list prices, tokens of each evaluation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from auditor.errors import ImportFormatError
from auditor.importers.reading import conditions_in_label, float_or_none, head_of, iso_date, json_of, number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "artificial-analysis",
    "Artificial Analysis",
    "Artificial Analysis",
    Independence.third_party,
    "https://artificialanalysis.ai",
)
# Field: benchmark, unit, items, made by Artificial Analysis, key of its tokens.
# The items follow from the scores: 0.4430027803 is 956 of 2158, the text-only questions of HLE.
_FIELDS: dict[str, tuple[str, Unit, int | None, bool, str | None]] = {
    "artificial_analysis_intelligence_index": ("AA Intelligence Index", Unit.points, None, True, None),
    "artificial_analysis_coding_index": ("AA Coding Index", Unit.points, None, True, None),
    "artificial_analysis_agentic_index": ("AA Agentic Index", Unit.points, None, True, None),
    "tau2_bench": ("τ²-Bench Telecom", Unit.fraction, 114, False, "tau2"),
    "terminal_bench_hard": ("Terminal-Bench Hard", Unit.fraction, None, False, "terminalBenchHard"),
    "scicode": ("SciCode", Unit.fraction, None, False, "scicode"),
    "aa_lcr": ("AA-LCR", Unit.fraction, None, True, "lcr"),
    "aa_omniscience": ("AA-Omniscience Index", Unit.points, None, True, "omniscience"),
    "aa_omniscience_accuracy": ("AA-Omniscience Accuracy", Unit.fraction, None, True, None),
    "aa_omniscience_non_hallucination": ("AA-Omniscience Non-Hallucination", Unit.fraction, None, True, None),
    "ifbench": ("IFBench", Unit.fraction, None, False, "ifbench"),
    "hle": ("HLE text-only", Unit.fraction, 2158, False, "hle"),
    "gpqa": ("GPQA Diamond", Unit.fraction, 198, False, "gpqa"),
    "critpt": ("CritPt", Unit.fraction, None, False, "critpt"),
    "apex_agents": ("APEX-Agents", Unit.fraction, None, False, "apexAgents"),
    "aime_25": ("AIME 2025", Unit.fraction, 30, False, "aime25"),
    "math_500": ("MATH-500", Unit.fraction, 500, False, "math500"),
    "mmlu_pro": ("MMLU-Pro", Unit.fraction, None, False, "mmluPro"),
    "livecodebench": ("LiveCodeBench", Unit.fraction, None, False, "livecodebench"),
    "mmmu_pro": ("MMMU-Pro", Unit.fraction, None, False, "mmmuPro"),
}
_INDEX = "artificial_analysis_intelligence_index"


class ArtificialAnalysis:
    """llms.json with `evaluations` and `pricing` by model."""

    name = "artificial-analysis"
    describes = "Artificial Analysis llms.json (evaluations, list prices, tokens)"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".json":
            return 0.0
        head = head_of(path, 8192)
        return 1.0 if '"artificial_analysis_intelligence_index"' in head else 0.0

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        models = data.get("models") if isinstance(data, dict) else None
        if not isinstance(models, list):
            raise ImportFormatError(f"{path.name} has no list of models.")
        collected = Collected(self.name, SOURCE)
        fetched = iso_date((data.get("meta") or {}).get("fetched_at"))
        for model in models:
            name, scores = str(model.get("name") or ""), model.get("evaluations")
            if not name or not isinstance(scores, dict):
                collected.skip(str(model.get("slug") or "a model"), "no name" if not name else "no evaluations")
                continue
            # One name can stand for several deployments; the slug tells them apart.
            where = f"{model.get('slug') or name} {fetched or path.name}"
            for field in _FIELDS:
                if scores.get(field) is not None:
                    _take(collected, model, name, field, where, fetched)
            prices = model.get("pricing") or {}
            collected.price(
                name,
                input=prices.get("price_1m_input_tokens"),
                output=prices.get("price_1m_output_tokens"),
                locator=where,
                date=fetched,
            )
        return collected.result()


def _take(collected: Collected, model: dict[str, Any], name: str, field: str, where: str, fetched: str | None) -> None:
    scores = model["evaluations"]
    score, locator = number(scores[field]), f"{where} {field}"
    if score is None or scores.get(f"{field}_is_estimated"):
        collected.skip(locator, "an estimate, not a run" if score is not None else "no number")
        return
    benchmark, unit, n, own, counted = _FIELDS[field]
    cost = float_or_none((model.get("pricing") or {}).get("intelligence_index_cost_total")) if field == _INDEX else None
    collected.add(
        model=name,
        benchmark=benchmark,
        metric="index" if unit is Unit.points else "accuracy",
        score=score,
        unit=unit,
        n=n,
        independence=Independence.benchmark_author if own else None,
        conditions={**conditions_in_label(name), ConditionName.harness: "artificial analysis"},
        date=fetched,
        cost_usd=cost,
        cost_basis="total",
        tokens=_tokens(model, counted),
        locator=locator,
    )


def _tokens(model: dict[str, Any], counted: str | None) -> int | None:
    """Input and output tokens of the whole evaluation; None where either is not given."""
    counts = ((model.get("eval_token_counts") or {}).get(counted) or {}) if counted else {}
    both = [counts.get(key) for key in ("inputTokens", "outputTokens")]
    known = [int(value) for value in both if isinstance(value, int) and value > 0]
    return sum(known) if len(known) == 2 else None
