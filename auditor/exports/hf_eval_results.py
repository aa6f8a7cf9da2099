"""Hugging Face `.eval_results`: what the documents claim of the released models, for their model repositories.

The Hub takes results on datasets that are registered there as benchmarks, and names them by dataset and task. Claims on
other benchmarks are counted in a comment and left out, never given an id that the Hub may not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from auditor.exports.every_eval_ever import segment
from auditor.exports.inert import visible
from auditor.records import Report, ResolvedClaim, Role

HUB = {
    "gpqa-diamond": ("Idavidrein/gpqa", "gpqa_diamond"),
    "gsm8k": ("openai/gsm8k", "gsm8k"),
    "hle": ("cais/hle", "hle"),
    "mmlu-pro": ("TIGER-Lab/MMLU-Pro", "mmlu_pro"),
}
"""Registry id → dataset and task, as the Hub's documentation and its evaluation tools name them."""


def export(report: Report) -> str:
    """The results of the first released model that has any claim; an empty list where there is none."""
    return next(iter(files(report).values()), "# No claim on a released model.\n[]\n")


def files(report: Report) -> Mapping[str, str]:
    """`<vendor>/<model>/.eval_results/auditor.yaml` for each released model, in reading order."""
    groups: dict[str, list[ResolvedClaim]] = {}
    for resolved in report.dossier.claims:
        if resolved.claim.role is Role.own and resolved.claim.number is not None:
            groups.setdefault(resolved.model.id or resolved.claim.model, []).append(resolved)
    vendor = segment(report.dossier.release.vendor or "unknown")
    return {
        f"{vendor}/{segment(model)}/.eval_results/auditor.yaml": _text(report, model, claims)
        for model, claims in groups.items()
    }


def _text(report: Report, model: str, claims: list[ResolvedClaim]) -> str:
    known = report.dossier.models.get(model)
    entries: dict[tuple[str, str, str], dict[str, Any]] = {}
    for resolved in claims:
        claim = resolved.claim
        if resolved.benchmark.id not in HUB or claim.number is None:
            continue
        dataset, task = HUB[resolved.benchmark.id]
        document = report.dossier.document(claim.document)
        entry: dict[str, Any] = {"dataset": {"id": dataset, "task_id": task}, "value": float(claim.number)}
        if document.url:
            entry["source"] = {"url": document.url, "name": visible(document.title or document.name)}
        if claim.setting.printed:
            entry["notes"] = visible(claim.setting.printed)
        entries.setdefault((dataset, task, entry.get("notes", "")), entry)
    elsewhere = sorted({visible(one.claim.benchmark) for one in claims if one.benchmark.id not in HUB})
    lines = [f"# {visible(known.name if known else claims[0].claim.model)}: scores as its vendor prints them."]
    if elsewhere:
        lines.append(f"# Left out, for no dataset of the Hub is known for them: {'; '.join(elsewhere)}")
    body = yaml.safe_dump(list(entries.values()), sort_keys=False, allow_unicode=True, width=100) if entries else "[]\n"
    return "\n".join(lines) + "\n" + body
