"""Every Eval Ever 0.3.0: what the documents claim, as aggregate records, one for each document and model.

They are claims and no runs: `source_type` is "documentation", and what the document does not say is left out. Where the
format demands an answer that no document gives, the record says so in its details.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from auditor.records import Benchmark, Claim, ConditionName, Document, Provenance, Report, ResolvedClaim, Role, Unit

VERSION = "0.3.0"
COLLECTION = "auditor"
UNITS = {Unit.percent: "percent", Unit.fraction: "proportion", Unit.elo: "elo", Unit.points: "points"}
HIGHEST = {Unit.percent: 100, Unit.fraction: 1}
NAMED = {ConditionName.effort: "reasoning_effort", ConditionName.thinking_budget: "thinking_budget"}


def export(report: Report) -> str:
    """The records, one a line."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records(report).values())


def files(report: Report) -> Mapping[str, str]:
    """Each record as a file of its own at the path that a data store of this format expects."""
    return {path: json.dumps(record, ensure_ascii=False, indent=2) + "\n" for path, record in records(report).items()}


def records(report: Report) -> dict[str, dict[str, Any]]:
    """The records by path, in reading order. Human baselines and ablations are none: they are not released models."""
    groups: dict[tuple[str, str, bool], list[ResolvedClaim]] = {}
    for resolved in report.dossier.claims:
        claim = resolved.claim
        if claim.number is not None and claim.role in (Role.own, Role.rival):
            own = claim.role is Role.own
            groups.setdefault((claim.document, resolved.model.id or claim.model, own), []).append(resolved)
    found = {}
    for (document, model, own), claims in groups.items():
        record = _record(report, report.dossier.document(document), model, claims, own=own)
        developer, _, name = record["model_info"]["id"].partition("/")
        digest = hashlib.sha256(record["evaluation_id"].encode("utf-8", "replace")).digest()
        # The store asks for version 4; drawn from the content it stays the same each time.
        found[f"data/{COLLECTION}/{developer}/{name}/{UUID(bytes=digest[:16], version=4)}.json"] = record
    return found


def _record(
    report: Report, document: Document, model: str, claims: list[ResolvedClaim], *, own: bool
) -> dict[str, Any]:
    dossier = report.dossier
    known = dossier.models.get(model)
    vendor = dossier.release.vendor
    vendor_known = dossier.vendors.get(vendor or "")
    publisher = vendor_known.name if vendor_known else vendor
    developer = known.vendor if known else vendor if own else None
    opened = None if known is None else known.open_weights
    rerun = all(r.claim.provenance in (Provenance.own_run, Provenance.rerun) for r in claims)
    return {
        "schema_version": VERSION,
        "evaluation_id": f"{COLLECTION}/{segment(model)}/{document.id}",
        "retrieved_timestamp": str(int(datetime.fromisoformat(report.audit.started).timestamp())),
        "source_metadata": {
            "source_name": document.title or document.name,
            "source_type": "documentation",
            "source_organization_name": publisher or document.publisher or "not stated",
            **({"source_organization_url": document.url} if document.url else {}),
            "evaluator_relationship": "first_party" if own else "third_party" if rerun else "other",
            "additional_details": {
                "document": document.name,
                "document_sha256": document.sha256,
                "read_by": f"auditor {report.audit.version}",
                **({"published": document.published} if document.published else {}),
            },
        },
        "eval_library": {"name": "unknown", "version": "unknown"},
        "model_info": {
            "name": known.name if known else claims[0].claim.model,
            "id": f"{segment(developer or 'unknown')}/{segment(model)}",
            **({"developer": developer} if developer else {}),
            "additional_details": {
                "deployment_type": "unknown",
                "model_availability": "unknown" if opened is None else "open_weights" if opened else "closed_weights",
                "printed_as": claims[0].claim.model,
            },
        },
        "evaluation_results": [_result(one, dossier.benchmarks.get(one.benchmark.id or "")) for one in claims],
    }


def _result(resolved: ResolvedClaim, benchmark: Benchmark | None) -> dict[str, Any]:
    claim = resolved.claim
    result = {
        "evaluation_result_id": claim.id,
        "evaluation_name": benchmark.name if benchmark else claim.benchmark,
        "source_data": {"dataset_name": benchmark.name if benchmark else claim.benchmark, "source_type": "other"},
        "metric_config": _metric(claim, benchmark),
        "score_details": {"score": float(claim.number or 0), "details": _details(claim)},
    }
    conditions = {condition.name: condition.value for condition in claim.setting.conditions}
    if conditions:
        arguments: dict[str, Any] = {}
        if (thinking := conditions.get(ConditionName.thinking)) in ("on", "off"):
            arguments["reasoning"] = thinking == "on"
        if re.fullmatch(r"\d+(\.\d+)?", temperature := conditions.get(ConditionName.temperature, "")):
            arguments["temperature"] = float(temperature)
        result["generation_config"] = {
            "generation_args": arguments,
            "additional_details": {NAMED.get(name, name.value): value for name, value in conditions.items()},
        }
    return result


def _metric(claim: Claim, benchmark: Benchmark | None) -> dict[str, Any]:
    higher = claim.higher_is_better
    if higher is None and benchmark is not None:
        higher = benchmark.metric.higher_is_better
    highest = HIGHEST.get(claim.unit)
    # A score outside its scale is a finding, and no reason to drop the claim.
    inside = highest is not None and claim.number is not None and 0 <= claim.number <= highest
    return {
        **({"metric_name": claim.metric} if claim.metric else {}),
        **({"metric_unit": UNITS[claim.unit]} if claim.unit in UNITS else {}),
        "lower_is_better": higher is False,
        "score_type": "continuous",
        "min_score": 0 if inside else None,
        "max_score": highest if inside else None,
        **({"additional_details": {"lower_is_better": "not stated; taken as false"}} if higher is None else {}),
    }


def _details(claim: Claim) -> dict[str, str]:
    said = {
        "printed": claim.value,
        "benchmark_as_printed": claim.benchmark,
        "model_as_printed": claim.model,
        "page": None if claim.place.page is None else str(claim.place.page),
        "line": None if claim.place.line is None else str(claim.place.line),
        "table": claim.label,
        "setting": claim.setting.printed,
        "bound": claim.bound,
        "uncertainty": claim.uncertainty,
        "provenance": None if claim.provenance is Provenance.unknown else claim.provenance.value,
    }
    return {name: text for name, text in said.items() if text}


def segment(name: str) -> str:
    """A name as one segment of a path."""
    return re.sub(r"[^\w.-]+", "-", name.strip()).strip("-.").lower() or "unnamed"
