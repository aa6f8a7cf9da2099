"""The findings as CSV, a row each, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io

from auditor.exports.inert import safe
from auditor.exports.presentation import present
from auditor.records import Report

COLUMNS = (
    "number", "id", "severity", "confidence", "family", "check", "says", "standing", "title", "message", "models",
    "benchmarks", "places", "quotes", "arithmetic", "overturned_by",
)  # fmt: skip


def export(report: Report) -> str:
    """One header line, then one line a finding, ranked; CRLF line ends as RFC 4180 says."""
    shown = present(report)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for view in shown.findings:
        finding = view.finding
        writer.writerow(
            safe(text)
            for text in (
                str(view.number),
                finding.id,
                finding.severity.value,
                finding.confidence.value,
                finding.family,
                finding.check,
                finding.says,
                view.standing,
                finding.title,
                finding.message,
                "; ".join(finding.models),
                "; ".join(finding.benchmarks),
                "; ".join(dict.fromkeys(e.where for e in view.evidence if e.where)),
                " | ".join(e.evidence.quote for e in view.evidence),
                " | ".join(finding.arithmetic),
                finding.overturned_by,
            )
        )
    return out.getvalue()
