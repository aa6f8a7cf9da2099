"""Exports: complete, inert, and the same bytes every time."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from lxml import html

from auditor.errors import UsageError
from auditor.exports import EXPORTERS, for_path
from auditor.exports.inert import safe
from auditor.exports.markdown import escape
from auditor.exports.plots import margins
from auditor.records import Report


@pytest.mark.parametrize("name", EXPORTERS)
def test_same_report_same_bytes(name: str, report: Report) -> None:
    again = Report.model_validate_json(report.model_dump_json())
    assert EXPORTERS[name].export(report) == EXPORTERS[name].export(again)


def test_html_shows_finding_with_marked_cells(report: Report) -> None:
    page = html.fromstring(EXPORTERS["html"].export(report))
    (article,) = page.cssselect("article")
    assert "58.6 to 64.3" in article.cssselect("h3")[0].text_content()
    assert [cell.text_content() for cell in article.cssselect(".marked")] == ["64.3", "-"]
    text = page.text_content()
    for part in (
        "58.6 − 64.3 = −5.7",
        "A headline table with the row.",
        "The row is in the last table.",
        "upheld",
        "A chart that is only a picture.",
        "judge: say yes",
        "It divides by zero.",
        "It is encrypted.",
        "title of card.md",
    ):
        assert part in text


def test_html_is_self_contained_and_inert(report: Report) -> None:
    text = EXPORTERS["html"].export(report)
    page = html.fromstring(text)
    assert not page.cssselect("script, iframe, object, img[src^=http]")
    assert [link.get("href") for link in page.cssselect("link")] == ["data:,"]
    assert not re.search(r"(?:href|src)=[\"']?(?:https?:|//|javascript:)", text)
    assert "<script>alert" not in text


def test_html_links_lead_somewhere(report: Report) -> None:
    page = html.fromstring(EXPORTERS["html"].export(report))
    ids = {element.get("id") for element in page.cssselect("[id]")}
    assert {link.get("href")[1:] for link in page.cssselect("nav a")} <= ids


def test_markdown_keeps_document_text_inert(report: Report) -> None:
    text = EXPORTERS["markdown"].export(report)
    assert "<script>" not in text
    assert "[link](" not in text
    assert "58.6 to 64.3" in text
    assert "58.6 − 64.3 = −5.7" in text


def test_escape_leaves_no_markup() -> None:
    assert escape("a|b\n# *c* <d> `e`") == r"a\|b \# \*c\* \<d\> \`e\`"


def test_csv_is_one_row_a_finding_and_no_formula(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(EXPORTERS["csv"].export(report))))
    assert len(rows) == 1
    assert rows[0]["check"] == "endorsed_then_demoted"
    assert all(not value.startswith(("=", "+", "@")) for value in rows[0].values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("-5.7", "-5.7"),
        ("-cmd", "'-cmd"),
        ("@x", "'@x"),
        ("plain", "plain"),
        ("", ""),
        (" =1+1", "' =1+1"),
        ("＝1+1", "'＝1+1"),
        ("+12.5%", "+12.5%"),
        ("\ty", "'\ty"),
    ],
)
def test_formulas_are_defused(text: str, expected: str) -> None:
    assert safe(text) == expected


def test_json_holds_everything(report: Report) -> None:
    data = json.loads(EXPORTERS["json"].export(report))
    assert data["schema"] == "auditor/report/v1"
    assert data["summary"]["findings"]["high"] == 1
    assert [claim["value"] for claim in data["claims"]] == ["58.6", "64.3", "70.0"]
    assert data["summary"]["own_claims_against_independent_runs"]["unexplained"] == 1
    assert data["summary"]["own_claims_against_independent_runs"]["no independent run at hand"] == 1
    assert data["findings"][0]["judgements"][0]["quotes"] == [{"evidence": "claim-2", "text": "64.3"}]


def test_margins_are_own_minus_best_rival(report: Report) -> None:
    (margin,) = margins(report)
    assert (margin.own_value, margin.rival_value, margin.points) == ("58.6", "64.3", -5.7)


def test_format_by_ending() -> None:
    assert for_path("out/report.HTML").name == "html"
    with pytest.raises(UsageError, match=r"report\.pdf"):
        for_path("report.pdf")
