"""JSON v1: a shape of its own, apart from the records, so that records may change and readers do not break."""

from __future__ import annotations

import json
from typing import Any

from auditor.exports.presentation import ComparisonView, FindingView, present
from auditor.records import Place, Report, ResolvedClaim

SCHEMA = "auditor/report/v1"


def export(report: Report) -> str:
    """The report as one JSON object, keys in fixed order, UTF-8, ending in a line break."""
    return json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n"


def as_json(report: Report) -> dict[str, Any]:
    """The report in the shape of version 1."""
    shown = present(report)
    dossier = report.dossier
    release = dossier.release
    return {
        "schema": SCHEMA,
        "auditor": report.audit.version,
        "audit": {
            "id": report.audit.id,
            "started": report.audit.started,
            "registry_sha256": report.audit.registry_sha256,
            "runs_sha256": report.audit.runs_sha256,
            "arguments": dict(sorted(report.audit.arguments.items())),
            "checks_failed": dict(shown.checks_failed),
        },
        "release": {
            "id": release.id,
            "subjects": list(release.subjects),
            "model_ids": list(release.model_ids),
            "vendor": release.vendor,
            "released": release.released,
            "known": {key: {"value": known.value, "how": known.how} for key, known in release.known.items()},
        },
        "documents": [
            {
                "id": view.document.id,
                "name": view.document.name,
                "media_type": view.document.media_type,
                "sha256": view.document.sha256,
                "title": view.document.title,
                "claims": view.claims,
                "blanks": view.blanks,
            }
            for view in shown.documents
        ],
        "unread": [
            {"what": u.unread.what, "where": u.where, "label": u.unread.label, "reason": u.unread.reason}
            for u in shown.unread
        ],
        "summary": {
            "findings": dict(shown.severities),
            "own_claims": shown.own_claims,
            "other_claims": shown.other_claims,
            "blanks": shown.blanks,
            "own_claims_against_independent_runs": dict(shown.standings),
        },
        "findings": [_finding(view) for view in shown.findings],
        "claims": [_claim(resolved) for resolved in dossier.claims],
        "comparisons": [_comparison(view) for view in (*shown.comparisons, *shown.incomparable)],
    }


def _place(place: Place) -> dict[str, Any]:
    box = place.box
    return {
        "page": place.page,
        "line": place.line,
        "box": [box.x0, box.y0, box.x1, box.y1] if box else None,
    }


def _finding(view: FindingView) -> dict[str, Any]:
    finding = view.finding
    return {
        "id": finding.id,
        "rank": view.number,
        "check": finding.check,
        "family": finding.family,
        "check_version": finding.check_version,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "says": finding.says,
        "standing": view.standing,
        "title": finding.title,
        "message": finding.message,
        "arithmetic": list(finding.arithmetic),
        "overturned_by": finding.overturned_by,
        "models": list(finding.models),
        "benchmarks": list(finding.benchmarks),
        "evidence": [
            {
                "kind": e.evidence.kind.value,
                "ref": e.evidence.ref,
                "document": e.evidence.document,
                "where": e.where,
                **_place(e.evidence.place),
                "label": e.evidence.label,
                "quote": e.evidence.quote,
                "source": e.evidence.source,
                "primary": e.evidence.primary,
            }
            for e in view.evidence
        ],
        "judgements": [
            {
                "id": j.id,
                "provider": j.provider,
                "model": j.model,
                "prompt": j.prompt,
                "verdict": j.verdict.value,
                "severity": j.severity,
                "confidence": j.confidence,
                "reason": j.reason,
                "quotes": [{"evidence": q.evidence, "text": q.text} for q in j.quotes],
                "would_change": j.would_change,
            }
            for j in view.judgements
        ],
    }


def _claim(resolved: ResolvedClaim) -> dict[str, Any]:
    claim = resolved.claim
    return {
        "id": claim.id,
        "document": claim.document,
        **_place(claim.place),
        "table": claim.label,
        "caption": claim.caption,
        "placement": claim.placement.value,
        "origin": claim.origin.value,
        "model": claim.model,
        "model_id": resolved.model.id,
        "model_resolution": resolved.model.how.value,
        "benchmark": claim.benchmark,
        "benchmark_id": resolved.benchmark.id,
        "benchmark_resolution": resolved.benchmark.how.value,
        "metric": claim.metric,
        "value": claim.value,
        "number": str(claim.number) if claim.number is not None else None,
        "unit": claim.unit.value,
        "bound": claim.bound,
        "uncertainty": claim.uncertainty,
        "emphasis": claim.emphasis.value,
        "role": claim.role.value,
        "provenance": claim.provenance.value,
        "setting": claim.setting.printed,
        "footnotes": [{"mark": note.mark, "text": note.text} for note in claim.footnotes],
        "confidence": claim.confidence,
        "doubts": list(claim.doubts),
    }


def _comparison(view: ComparisonView) -> dict[str, Any]:
    c = view.comparison
    return {
        "id": c.id,
        "claim": c.claim,
        "model": view.model,
        "benchmark": view.benchmark,
        "claimed": view.claim.value,
        "observed": str(view.run.score),
        "observed_unit": view.run.unit.value,
        "run_by": view.run.run_by,
        "source": view.run.source,
        "independence": view.run.independence.value,
        "date": view.run.date,
        "difference": str(c.difference) if c.difference is not None else None,
        "stderr": c.stderr,
        "z": c.z,
        "p_value": c.p_value,
        "interval": list(c.interval) if c.interval else None,
        "tau": c.tau,
        "standing": c.standing.value,
        "why": c.why,
        "conditions": [
            {
                "name": d.name.value,
                "agreement": d.agreement.value,
                "claimed": d.claimed,
                "observed": d.observed,
                "favours": d.favours,
            }
            for d in c.conditions
        ],
    }
