"""The parts of a readable report: pictures of the evidence, what stands, peers, settings, costs, plots."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from lxml import html

from auditor.exports import EXPORTERS
from auditor.exports.brief import brief
from auditor.exports.claimed import NO_RUN, claim_rows
from auditor.exports.costs import costs
from auditor.exports.crops import Pictures, strips
from auditor.exports.peers import matrix
from auditor.exports.plots import comparison_plot, dot_plot, margin_plot, margins, share_bar, tallies
from auditor.exports.presentation import link_to, present
from auditor.exports.settings import settings
from auditor.records import (
    Box,
    Condition,
    ConditionName,
    EarlierRelease,
    Finding,
    Model,
    Picture,
    Place,
    Release,
    Report,
    Role,
    SaidIn,
    Setting,
)

PNG = b"\x89PNG picture"


def changed(report: Report, **fields: object) -> Report:
    """The report with other fields of its dossier."""
    return report.model_copy(update={"dossier": report.dossier.model_copy(update=fields)})


@pytest.fixture
def paged(report: Report) -> Report:
    """The same report of a PDF: cells and evidence have boxes on page 3, and there is a picture of the table."""
    (document,) = report.dossier.documents
    table = document.blocks[1]
    assert table.grid is not None
    cells = tuple(
        cell.model_copy(update={"place": Place(page=3, box=_box(cell.row, cell.column))}) for cell in table.grid.cells
    )
    grid = table.grid.model_copy(update={"cells": cells})
    whole = Place(page=3, box=Box(x0=50, y0=100, x1=350, y1=160))
    blocks = (document.blocks[0], table.model_copy(update={"grid": grid, "place": whole}))
    document = document.model_copy(update={"blocks": blocks, "media_type": "application/pdf", "pages": 3})
    (finding,) = report.findings
    evidence = tuple(
        one.model_copy(update={"place": Place(page=3, box=_box(1, 2))}) if one.ref == "claim-2" else one
        for one in finding.evidence
    )
    picture = Picture(document="doc-1", place=whole, width=600, height=120, data=PNG)
    return changed(report, documents=(document,)).model_copy(
        update={"findings": (finding.model_copy(update={"evidence": evidence}),), "pictures": (picture,)}
    )


def _box(row: int, column: int) -> Box:
    return Box(x0=60 + 100 * column, y0=105 + 18 * row, x1=100 + 100 * column, y1=115 + 18 * row)


def evidence_of(report: Report) -> Finding:
    return report.findings[0]


def test_the_very_cells_are_outlined(paged: Report) -> None:
    pictures = Pictures(paged)
    (crop,), missing = pictures.of(evidence_of(paged).evidence)
    assert missing == ()
    assert [(mark.box.x0 < 260 < mark.box.x1, mark.primary) for mark in crop.marks] == [(True, True), (True, False)]
    assert crop.marks[0].box.y0 < 123 < 133 < crop.marks[0].box.y1
    assert list(pictures.used) == [crop.picture]


def test_a_picture_stands_once_in_the_page_and_is_shown_by_reference(paged: Report) -> None:
    again = evidence_of(paged).model_copy(update={"id": "find-2"})
    text = EXPORTERS["html"].export(paged.model_copy(update={"findings": (*paged.findings, again)}))
    assert isinstance(text, str)
    assert text.count("data:image/png;base64,") == 1
    assert text.count('<use href="#picture-1"/>') == 2
    page = html.fromstring(text)
    assert len(page.cssselect("article .crop rect.primary")) == 2
    # The table as it was read stays at hand beside the picture.
    assert page.cssselect("details.asread td.marked")


def test_where_there_is_no_picture_the_table_and_the_reason_are_shown(paged: Report) -> None:
    gone = paged.pictures[0].model_copy(update={"data": None, "missing": "card.md is not at hand."})
    for pictures, reason in (((gone,), "card.md is not at hand."), ((), "kept none")):
        page = html.fromstring(EXPORTERS["html"].export(paged.model_copy(update={"pictures": pictures})))
        (article,) = page.cssselect("article")
        assert not article.cssselect(".crop")
        assert reason in article.text_content()
        assert [cell.text_content() for cell in article.cssselect("table.excerpt .marked")] == ["64.3", "-"]


def test_high_pictures_are_cut_between_lines() -> None:
    box = Box(x0=0, y0=0, x1=100, y1=700)
    lines = [(20.0 * n, 20.0 * n + 12) for n in range(35)]
    mark = Box(x0=10, y0=400, x1=30, y1=412)
    shown = strips(box, [mark], [(0, 30)], lines)
    assert len(shown) == 2
    assert shown[0][0] == 0
    assert shown[1][0] <= 400 < 412 <= shown[1][1]
    assert not any(top < edge < bottom for edge in shown[1] for top, bottom in lines)
    assert strips(Box(x0=0, y0=0, x1=100, y1=200), [mark], [], lines) == ((0, 200),)


def test_claims_show_the_most_telling_run_and_the_findings_on_them(report: Report) -> None:
    shown = present(report)
    first, second = claim_rows(report, (*shown.comparisons, *shown.incomparable), shown.findings)
    assert (first.claim.value, first.standing, first.runs) == ("58.6", "unexplained", 1)
    assert (second.claim.value, second.standing) == ("70.0", NO_RUN)
    assert first.findings == ()
    (finding,) = report.findings
    on = finding.model_copy(
        update={"evidence": (finding.evidence[0].model_copy(update={"ref": "claim-1"}), *finding.evidence[1:])}
    )
    shown = present(report.model_copy(update={"findings": (on,)}))
    assert [view.number for view in claim_rows(report, (), shown.findings)[0].findings] == [1]


def test_the_brief_counts_what_stands_and_what_does_not(report: Report) -> None:
    shown = present(report)
    told = brief(shown, claim_rows(report, shown.comparisons, shown.findings), margins(report))
    assert [line.count for line in told.claimed] == ["2", "1", "0 of 1"]
    assert told.fails[0].count == "1"
    assert told.fails[0].named == "Bench"
    assert told.fails[1].finding is shown.findings[0]
    assert {line.text: line.count for line in told.open}["score nobody else is known to have run"] == "1"


def a_peer(name: str, released: str, *reported: str) -> EarlierRelease:
    return EarlierRelease(
        release=Release(id=f"rel-{name}", subjects=(name,), released=released, documents=()), reported=reported
    )


def test_gaps_are_what_several_peers_of_the_time_report(report: Report) -> None:
    peers = (
        a_peer("A", "2026-01-01", "bench", "gap", "lone"),
        a_peer("B", "2025-09", "gap"),
        a_peer("C", "2026-03-01", "bench", "gap"),
        a_peer("Old", "2024-01-01", "gap", "bench"),
    )
    found = matrix(changed(report, earlier=peers))
    assert found is not None
    assert [name for name, _ in found.peers] == ["A", "C", "B"]
    assert [(row.benchmark, row.here, row.cells) for row in found.gaps] == [("gap", False, (True, True, True))]
    assert [row.benchmark for row in found.reported] == ["Bench"]
    assert matrix(report) is None


def test_settings_stand_side_by_side_where_they_differ(report: Report) -> None:
    def stated(value: str) -> Setting:
        one = Condition(name=ConditionName.effort, value=value, printed=value, said_in=SaidIn.cell)
        return Setting(conditions=(one,), printed=value)

    said = {"claim-1": "high", "claim-2": "low"}
    claims = tuple(
        one.model_copy(update={"claim": one.claim.model_copy(update={"setting": stated(said[one.claim.id])})})
        if one.claim.id in said
        else one
        for one in report.dossier.claims
    )
    (table,) = settings(changed(report, claims=claims)).tables
    assert [(side.model, side.conditions, side.differs) for side in table.sides] == [
        ("New", "effort high", False),
        ("Rival", "effort low", True),
    ]
    assert table.rows[0][1] == ("58.6", "64.3")
    silent = settings(report)
    assert (silent.tables, silent.silent) == ((), 1)


def test_costs_are_those_that_are_known(report: Report) -> None:
    assert not costs(report)
    run = report.dossier.runs["run-1"].model_copy(update={"cost_usd": 0.25, "cost_basis": "per task"})
    model = Model(id="new", name="New", vendor="acme", price_in=1.5)
    found = costs(changed(report, runs={"run-1": run}, models={"new": model}))
    assert [(one.name, own) for one, own in found.prices] == [("New", True)]
    assert [(one.benchmark, one.run.cost_usd) for one in found.runs] == [("Bench", 0.25)]
    assert found.judging is None


def test_plots_place_what_they_name(report: Report) -> None:
    plot = margin_plot(margins(report))
    assert plot is not None
    assert (plot.rows[0].value, plot.rows[0].kind) == ("−5.7", "trail headline")
    assert [(t.leads, t.level, t.trails) for t in tallies(margins(report))] == [(0, 0, 1)]
    shown = present(report)
    compared = comparison_plot(shown.comparisons)
    assert compared is not None
    marks = html.fromstring(compared.rows[0].svg)
    seen = float(marks.cssselect(".seen")[0].get("cx").rstrip("%"))
    claimed = float(marks.cssselect("svg.shape")[0].get("x").rstrip("%"))
    error = marks.cssselect(".error")[0]
    assert float(error.get("x1").rstrip("%")) < seen < float(error.get("x2").rstrip("%"))
    assert seen < claimed
    assert margin_plot([]) is comparison_plot([]) is dot_plot([]) is None


def test_gaps_of_the_frontier_are_absolute() -> None:
    plot = dot_plot([("Wide", [(90.0, "A"), (50.0, "B")]), ("Narrow", [(20.0, "B"), (19.0, "A")])])
    assert plot is not None
    assert [row.value for row in plot.rows] == ["+40.0", "+1.0"]

    def reach(svg: str) -> float:
        line = html.fromstring(svg).cssselect(".reach")[0]
        return float(line.get("x2").rstrip("%")) - float(line.get("x1").rstrip("%"))

    assert reach(plot.rows[0].svg) == pytest.approx(40 * reach(plot.rows[1].svg), rel=0.02)


def test_shares_fill_the_bar() -> None:
    widths = re.findall(r'width="([\d.]+)%"', share_bar((("a", 1), ("b", 0), ("c", 3)), "told"))[1:]
    assert [Decimal(width) for width in widths] == [Decimal("25.00"), Decimal("75.00")]


@pytest.mark.parametrize(
    ("url", "page", "link"),
    [
        ("https://example.org/a.pdf#x", 4, "https://example.org/a.pdf#page=4"),
        ("https://example.org/a", None, "https://example.org/a"),
        ("javascript:alert(1)", 4, None),
        (None, 4, None),
    ],
)
def test_links_lead_to_the_page_of_a_document_on_the_web(
    report: Report, url: str | None, page: int | None, link: str | None
) -> None:
    document = report.dossier.documents[0].model_copy(update={"url": url})
    assert link_to(document, Place(page=page)) == link


def test_roles_of_others_are_no_claims_of_the_release(report: Report) -> None:
    assert {row.claim.role for row in claim_rows(report, (), ())} == {Role.own}


def test_where_less_is_better_the_lower_score_leads(report: Report) -> None:
    claims = tuple(
        one.model_copy(update={"claim": one.claim.model_copy(update={"higher_is_better": False})})
        for one in report.dossier.claims
    )
    turned = changed(report, claims=claims)
    (margin,) = margins(turned)
    assert (margin.points, margin.higher) == (5.7, False)
    plot = margin_plot([margin])
    assert plot is not None
    assert "less is better" in plot.rows[0].detail
    assert [row.best for row in present(turned).coverage] == [frozenset({0}), frozenset()]
    assert [row.best for row in present(report).coverage] == [frozenset({1}), frozenset()]
