"""A workbook for people who sort and filter: overview, findings, claims, comparisons, judgements."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from auditor.exports.presentation import Presentation, present
from auditor.records import Report

Value: TypeAlias = str | int | float | Decimal | None

LONGEST = 32_767
"""Characters that a cell of a workbook holds."""
_NEVER = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the workbook: the same report gives the same bytes."""
_HEADING = Font(bold=True)
_TOP = Alignment(vertical="top", wrap_text=True)


def export(report: Report) -> bytes:
    """The workbook. Text is always text: what begins like a formula is not one."""
    shown = present(report)
    book = Workbook(write_only=True)
    _sheet(book, "overview", ("what", "value"), _overview(report, shown), (34, 90))
    _sheet(
        book,
        "findings",
        ("number", "severity", "confidence", "standing", "family", "check", "says", "title", "message", "places",
         "quotes", "arithmetic", "what would overturn it", "models", "benchmarks", "id"),
        _findings(shown),
        (8, 10, 11, 16, 14, 26, 16, 60, 60, 36, 36, 36, 48, 24, 24, 24),
    )  # fmt: skip
    _sheet(
        book,
        "claims",
        ("benchmark", "model", "value", "number", "unit", "role", "setting", "document", "page or line", "table",
         "caption", "placement", "origin", "emphasis", "benchmark id", "model id", "quote", "doubts", "id"),
        _claims(report),
        (34, 28, 10, 10, 10, 10, 36, 24, 12, 14, 36, 12, 10, 12, 22, 22, 24, 30, 24),
    )  # fmt: skip
    _sheet(
        book,
        "comparisons",
        ("model", "benchmark", "claimed", "observed", "difference", "low", "high", "p value", "standing", "run by",
         "source", "date", "why", "claim", "run"),
        _comparisons(shown),
        (28, 34, 10, 10, 12, 10, 10, 10, 16, 24, 24, 12, 80, 24, 24),
    )  # fmt: skip
    _sheet(
        book,
        "judgements",
        ("finding", "provider", "model", "prompt", "verdict", "severity", "confidence", "reason", "quotes",
         "would change", "id"),
        _judgements(report),
        (24, 14, 24, 28, 14, 10, 12, 80, 60, 60, 24),
    )  # fmt: skip
    made = datetime.fromisoformat(report.audit.started).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.creator = f"auditor {report.audit.version}"
    book.properties.title = _plain(shown.title)
    book.properties.created = made
    raw = io.BytesIO()
    book.save(raw)
    return _dated(raw, made)


def _overview(report: Report, shown: Presentation) -> Iterable[Sequence[Value]]:
    yield "model", shown.subject
    yield "vendor", shown.vendor
    yield "released", shown.released
    yield from ((f"how {key} is known", text) for key, text in shown.known)
    yield from ((f"findings, {name}", count) for name, count in shown.severities)
    yield "claims on the released models", shown.own_claims
    yield "claims on others", shown.other_claims
    yield "cells printed blank", shown.blanks
    yield from ((f"own claims: {name}", count) for name, count in shown.standings)
    yield from ((f"document {d.document.name}", f"{d.claims} claims, {d.unread} not readable") for d in shown.documents)
    yield from ((f"not read: {u.where or u.unread.what}", u.unread.reason) for u in shown.unread)
    yield from ((f"check {name} could not run", reason) for name, reason in shown.checks_failed)
    yield "judged by", ", ".join(shown.judges) or "nobody"
    yield "audit", report.audit.id
    yield "started", report.audit.started
    yield "auditor", report.audit.version
    yield "registry", report.audit.registry_sha256
    yield "runs", report.audit.runs_sha256


def _findings(shown: Presentation) -> Iterable[Sequence[Value]]:
    for view in shown.findings:
        one = view.finding
        yield (
            view.number,
            one.severity.value,
            one.confidence.value,
            view.standing,
            one.family,
            one.check,
            one.says,
            one.title,
            one.message,
            "\n".join(dict.fromkeys(e.where for e in view.evidence if e.where)),
            "\n".join(e.evidence.quote for e in view.evidence),
            "\n".join(one.arithmetic),
            one.overturned_by,
            ", ".join(one.models),
            ", ".join(one.benchmarks),
            one.id,
        )


def _claims(report: Report) -> Iterable[Sequence[Value]]:
    names = {document.id: document.name for document in report.dossier.documents}
    for resolved in report.dossier.claims:
        one = resolved.claim
        yield (
            one.benchmark,
            one.model,
            one.value,
            one.number,
            one.unit.value,
            one.role.value,
            one.setting.printed,
            names.get(one.document),
            one.place.page if one.place.page is not None else one.place.line,
            one.label,
            one.caption,
            one.placement.value,
            one.origin.value,
            one.emphasis.value,
            resolved.benchmark.id,
            resolved.model.id,
            one.quote,
            "\n".join(one.doubts),
            one.id,
        )


def _comparisons(shown: Presentation) -> Iterable[Sequence[Value]]:
    for view in (*shown.comparisons, *shown.incomparable):
        one = view.comparison
        low, high = one.interval or (None, None)
        yield (
            view.model,
            view.benchmark,
            view.claim.number,
            view.observed,
            one.difference,
            low,
            high,
            one.p_value,
            one.standing.value,
            view.run.run_by,
            view.source,
            view.run.date,
            one.why,
            one.claim,
            one.run,
        )


def _judgements(report: Report) -> Iterable[Sequence[Value]]:
    for one in report.judgements:
        yield (
            one.finding,
            one.provider,
            one.model,
            one.prompt,
            one.verdict.value,
            one.severity,
            one.confidence,
            one.reason,
            "\n".join(quote.text for quote in one.quotes),
            one.would_change,
            one.id,
        )


def _sheet(
    book: Workbook, title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]], widths: Sequence[int]
) -> None:
    sheet: WriteOnlyWorksheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, heading, heading=True) for heading in headings])
    count = 1
    for row in rows:
        count += 1
        sheet.append([_cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{count}"


def _cell(sheet: WriteOnlyWorksheet, value: Value, *, heading: bool = False) -> WriteOnlyCell | None:
    if value is None or value == "":
        return None
    cell = WriteOnlyCell(sheet, value=_plain(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        # openpyxl takes a leading "=" for a formula.
        cell.data_type = "s"
        cell.quotePrefix = value[0] in "=+-@"
    cell.alignment = _TOP
    if heading:
        cell.font = _HEADING
    return cell


def _plain(text: str) -> str:
    text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text).encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _dated(raw: io.BytesIO, made: datetime) -> bytes:
    """The same workbook with fixed times, in the archive and in what it says of itself."""
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in given.namelist():
            data = given.read(name)
            if name == "docProps/core.xml":
                data = _modified(data, made)
            entry = zipfile.ZipInfo(name, _NEVER)
            entry.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(entry, data)
    return out.getvalue()


def _modified(data: bytes, made: datetime) -> bytes:
    # openpyxl writes the time of saving here.
    from lxml import etree

    root = etree.fromstring(data)
    for element in root.iter("{http://purl.org/dc/terms/}modified"):
        element.text = made.isoformat(timespec="seconds") + "Z"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
