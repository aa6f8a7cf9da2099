"""τ²-bench leaderboard submissions: one submission.json a model, pass^k by domain, with who submitted it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditor.errors import ImportFormatError
from auditor.evidence.statistics import decimals_of, possible_counts
from auditor.importers.reading import effort_conditions, float_or_none, head_of, iso_date, json_of, number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "tau2-bench", "τ-bench leaderboard", "Sierra", Independence.benchmark_author, "https://taubench.com"
)
_MAKER = "sierra"
# Tasks by domain, as the board's exact scores show (79.3860 is 362 of 456, 40.2062 is 156 of 388, four trials each).
_SIZES = {"airline": 50, "retail": 114, "telecom": 114, "banking_knowledge": 97}


class Tau2:
    """submission.json of the τ²-bench leaderboard."""

    name = "tau2-bench"
    describes = "τ²-bench leaderboard submission.json"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".json":
            return 0.0
        head = head_of(path)
        return 1.0 if '"submitting_organization"' in head and '"model_organization"' in head else 0.0

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        if not isinstance(data, dict) or not isinstance(data.get("results"), dict):
            raise ImportFormatError(f"{path.name} has no results by domain.")
        collected = Collected(self.name, SOURCE)
        where = path.parent.name
        if str(data.get("model_organization", "")).lower().startswith("example"):
            collected.skip(where, "an example that shows the form of a submission, not a run")
            return collected.result()
        for domain, results in data["results"].items():
            if not isinstance(results, dict):
                collected.skip(f"{where} {domain}", "the domain was not run")
                continue
            _take(collected, data, where, domain, results)
        return collected.result()


def _take(collected: Collected, data: dict[str, Any], where: str, domain: str, results: dict[str, Any]) -> None:
    method = data.get("methodology") or {}
    verification = method.get("verification") or {}
    submitter = str(data.get("submitting_organization") or "")
    version = str(method.get("tau2_bench_version") or "").removeprefix("v")
    voice = data.get("modality") == "voice"
    first_tau = "original" in version
    simulator = method.get("user_simulator")
    custom = data.get("submission_type") == "custom"
    harness = ("custom scaffold on " if custom else "") + ("tau-bench" if first_tau else "tau2-bench")
    conditions: dict[ConditionName, str | tuple[str, str] | None] = {
        **effort_conditions(str(data.get("reasoning_effort") or "")),
        ConditionName.harness: harness + (f", user simulator {simulator}" if simulator else ""),
        ConditionName.version: None if first_tau else version or None,
        ConditionName.subset: (f"{'voice ' if voice else ''}{domain.removesuffix('_knowledge')}", domain),
        ConditionName.tools: f"retrieval {results['retrieval_config']}" if results.get("retrieval_config") else None,
        ConditionName.prompting: "modified prompts" if verification.get("modified_prompts") else None,
    }
    # Banking came with the third edition of the benchmark; voice is a board of its own.
    edition = "τ-bench" if first_tau else "τ³-bench" if domain == "banking_knowledge" else "τ²-bench"
    notes = [
        text
        for text, holds in (
            ("questions omitted", verification.get("omitted_questions")),
            ("no trajectories published", data.get("trajectories_available") is False),
        )
        if holds
    ]
    verified = str(verification.get("details") or "").lower().startswith("verified")
    traceable = data.get("trajectories_available") is not False or verified
    cost = float_or_none(results.get("cost"))
    for key in sorted(k for k in results if re.fullmatch(r"pass_\d+", k)):
        score = number(results[key])
        locator = f"{where} {domain}"
        if score is None:
            collected.skip(f"{locator} {key}", "no number")
            continue
        collected.add(
            model=str(data["model_name"]),
            benchmark=f"{edition} | {'voice ' if voice else ''}{domain}",
            metric=key.replace("_", "^"),
            score=score,
            unit=Unit.percent,
            n=None if first_tau else _items(data, domain, score),
            run_by=submitter or None,
            independence=_independence(submitter, traceable),
            conditions=conditions,
            date=iso_date(method.get("evaluation_date")) or iso_date(data.get("submission_date")),
            cost_usd=cost if key == "pass_1" else None,
            cost_basis="per task",
            locator=locator,
            notes="; ".join(notes) or None,
        )


def _independence(submitter: str, traceable: bool) -> Independence:
    """A run of the board's maker, or a submission: that is the submitter's own word, so never third party.

    A row that the maker entered without trajectories and without having verified it repeats somebody else's number.
    """
    if not submitter.lower().startswith(_MAKER):
        return Independence.vendor
    return Independence.benchmark_author if traceable else Independence.compiled


def _items(data: dict[str, Any], domain: str, score: Decimal) -> int | None:
    """The tasks of the domain: as a voice panel counts them, else its size where up to four trials give the score."""
    panels = (data.get("interaction_metrics") or {}).get("domains") or {}
    count = ((panels.get(domain) or {}).get("counts") or {}).get("n_simulations")
    if isinstance(count, int) and count > 0:
        return count
    size = _SIZES.get(domain)
    shown = score.quantize(Decimal("0.01")) if decimals_of(score) > 2 else score
    return size if size and any(possible_counts(shown, size, runs=r) for r in range(1, 5)) else None
