"""JSON v1: the report in a published shape. `python -m auditor.exports.json_v1` writes its schema anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from auditor.exports import shape_v1 as v1
from auditor.exports.presentation import ComparisonView, FindingView, present
from auditor.judges.tally import agreed, tallies
from auditor.records import Attempt, Place, Report, ResolvedClaim

SCHEMA_FILE = Path(__file__).with_name("report_v1.schema.json")


def export(report: Report) -> str:
    """The report as one JSON object, keys in fixed order, UTF-8, ending in a line break."""
    return json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n"


def as_json(report: Report) -> dict[str, Any]:
    """The report in the shape of version 1."""
    return _shaped(report).model_dump(mode="json", by_alias=True)


def schema() -> str:
    """The JSON schema of version 1, generated from its shape."""
    made = v1.ReportV1.model_json_schema(mode="serialization", by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": v1.SCHEMA}
    return json.dumps(head | made, ensure_ascii=False, indent=1) + "\n"


def _shaped(report: Report) -> v1.ReportV1:
    shown = present(report)
    audit, release = report.audit, report.dossier.release
    return v1.ReportV1(
        schema=v1.SCHEMA,
        auditor=audit.version,
        audit=v1.AuditV1(
            id=audit.id,
            started=audit.started,
            registry_sha256=audit.registry_sha256,
            runs_sha256=audit.runs_sha256,
            arguments=dict(sorted(audit.arguments.items())),
            checks_failed=dict(shown.checks_failed),
            refused=dict(sorted(audit.refused.items())),
        ),
        release=v1.ReleaseV1(
            id=release.id,
            subjects=list(release.subjects),
            model_ids=list(release.model_ids),
            vendor=release.vendor,
            released=release.released,
            known={key: v1.KnownV1(value=known.value, how=known.how) for key, known in release.known.items()},
        ),
        documents=[
            v1.DocumentV1(
                id=view.document.id,
                name=view.document.name,
                media_type=view.document.media_type,
                sha256=view.document.sha256,
                title=view.document.title,
                url=view.document.url,
                pages=view.document.pages,
                claims=view.claims,
                blanks=view.blanks,
                unread=view.unread,
            )
            for view in shown.documents
        ],
        unread=[
            v1.UnreadV1(what=u.unread.what, where=u.where, label=u.unread.label, reason=u.unread.reason)
            for u in shown.unread
        ],
        summary=v1.SummaryV1(
            findings=dict(shown.severities),
            own_claims=shown.own_claims,
            other_claims=shown.other_claims,
            blanks=shown.blanks,
            own_claims_against_independent_runs=dict(shown.standings),
        ),
        findings=[_finding(view) for view in shown.findings],
        claims=[_claim(resolved) for resolved in report.dossier.claims],
        comparisons=[_comparison(view) for view in (*shown.comparisons, *shown.incomparable)],
        judging=_judging(report),
    )


def _judging(report: Report) -> v1.JudgingV1:
    agreement = agreed(report.judgements)
    return v1.JudgingV1(
        judges=[
            v1.JudgeV1(
                judge=tally.judge,
                upheld=dict(tally.verdicts).get("upheld", 0),
                dismissed=dict(tally.verdicts).get("dismissed", 0),
                uncertain=dict(tally.verdicts).get("uncertain", 0),
                abstained=tally.abstained,
                unanswered=tally.unanswered,
                exchanges=tally.exchanges,
                input_tokens=tally.usage.input_tokens,
                output_tokens=tally.usage.output_tokens,
                cached_tokens=tally.usage.cached_tokens,
                cost_usd=tally.cost_usd,
                seconds=tally.seconds,
            )
            for tally in tallies(report.judgements)
        ],
        agreement=None if agreement is None else v1.AgreementV1(**vars(agreement)),
        excluded=dict(sorted(report.audit.judges_excluded.items())),
        open=dict(sorted(report.audit.judges_open.items())),
    )


def _attempt(attempt: Attempt) -> v1.AttemptV1:
    return v1.AttemptV1(
        number=attempt.number,
        started=attempt.started,
        latency=attempt.latency,
        input_tokens=attempt.usage.input_tokens,
        output_tokens=attempt.usage.output_tokens,
        cached_tokens=attempt.usage.cached_tokens,
        cost_usd=attempt.cost_usd,
        error=attempt.error,
    )


def _place(place: Place) -> dict[str, Any]:
    box = place.box
    return {
        "page": place.page,
        "line": place.line,
        "box": [box.x0, box.y0, box.x1, box.y1] if box else None,
    }


def _finding(view: FindingView) -> v1.FindingV1:
    finding = view.finding
    return v1.FindingV1(
        id=finding.id,
        rank=view.number,
        check=finding.check,
        family=finding.family,
        check_version=finding.check_version,
        severity=finding.severity.value,
        confidence=finding.confidence.value,
        says=finding.says,
        standing=view.standing,
        title=finding.title,
        message=finding.message,
        arithmetic=list(finding.arithmetic),
        overturned_by=finding.overturned_by,
        models=list(finding.models),
        benchmarks=list(finding.benchmarks),
        question=finding.question.asks if finding.question else None,
        evidence=[
            v1.EvidenceV1(
                **_place(e.evidence.place),
                kind=e.evidence.kind.value,
                ref=e.evidence.ref,
                document=e.evidence.document,
                where=e.where,
                label=e.evidence.label,
                quote=e.evidence.quote,
                source=e.evidence.source,
                primary=e.evidence.primary,
            )
            for e in view.evidence
        ],
        judgements=[
            v1.JudgementV1(
                id=j.id,
                provider=j.provider,
                model=j.model,
                prompt=j.prompt,
                verdict=j.verdict.value,
                severity=j.severity,
                confidence=j.confidence,
                reason=j.reason,
                quotes=[v1.QuoteV1(evidence=q.evidence, text=q.text) for q in j.quotes],
                would_change=j.would_change,
                abstained=j.abstained,
                prompt_sha256=j.prompt_sha256,
                parameters=dict(j.parameters),
                attempts=[_attempt(attempt) for attempt in j.attempts],
            )
            for j in view.judgements
        ],
    )


def _claim(resolved: ResolvedClaim) -> v1.ClaimV1:
    claim = resolved.claim
    return v1.ClaimV1(
        **_place(claim.place),
        id=claim.id,
        document=claim.document,
        table=claim.label,
        caption=claim.caption,
        placement=claim.placement.value,
        origin=claim.origin.value,
        model=claim.model,
        model_id=resolved.model.id,
        model_resolution=resolved.model.how.value,
        benchmark=claim.benchmark,
        benchmark_id=resolved.benchmark.id,
        benchmark_resolution=resolved.benchmark.how.value,
        metric=claim.metric,
        value=claim.value,
        number=str(claim.number) if claim.number is not None else None,
        unit=claim.unit.value,
        bound=claim.bound,
        uncertainty=claim.uncertainty,
        emphasis=claim.emphasis.value,
        role=claim.role.value,
        provenance=claim.provenance.value,
        setting=claim.setting.printed,
        conditions={condition.name.value: condition.value for condition in claim.setting.conditions},
        quote=claim.quote,
        footnotes=[v1.FootnoteV1(mark=note.mark, text=note.text) for note in claim.footnotes],
        confidence=claim.confidence,
        doubts=list(claim.doubts),
    )


def _comparison(view: ComparisonView) -> v1.ComparisonV1:
    c = view.comparison
    return v1.ComparisonV1(
        id=c.id,
        claim=c.claim,
        model=view.model,
        benchmark=view.benchmark,
        claimed=view.claim.value,
        observed=str(view.run.score),
        observed_unit=view.run.unit.value,
        run_by=view.run.run_by,
        source=view.run.source,
        independence=view.run.independence.value,
        date=view.run.date,
        difference=str(c.difference) if c.difference is not None else None,
        stderr=c.stderr,
        z=c.z,
        p_value=c.p_value,
        interval=list(c.interval) if c.interval else None,
        tau=c.tau,
        standing=c.standing.value,
        why=c.why,
        conditions=[
            v1.ConditionV1(
                name=d.name.value,
                agreement=d.agreement.value,
                claimed=d.claimed,
                observed=d.observed,
                favours=d.favours,
            )
            for d in c.conditions
        ],
    )


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema(), encoding="utf-8")
