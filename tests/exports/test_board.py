"""The board: the right score in each cell, its standing, its place; the same bytes every time; hostile names inert."""

from __future__ import annotations

import base64
import hashlib
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import html

from auditor.cli import cli
from auditor.exports.board import board
from auditor.records import Condition, ConditionName, Report, SaidIn, Setting
from auditor.store.board import board_rows
from auditor.store.database import open_database
from auditor.store.records import save_report


def with_effort(report: Report) -> Report:
    """The report with a second, higher score of the released model: the vote of 64 answers, at high effort."""
    first = report.dossier.claims[0]
    conditions = tuple(
        Condition(name=name, value=value, printed=value, said_in=SaidIn.cell)
        for name, value in ((ConditionName.samples, "cons@64"), (ConditionName.effort, "high"))
    )
    low = Condition(name=ConditionName.effort, value="low", printed="low", said_in=SaidIn.cell)
    more = first.claim.model_copy(
        update={
            "id": "claim-9",
            "value": "77.7",
            "number": Decimal("77.7"),
            "setting": Setting(conditions=conditions, printed="cons@64"),
        }
    )
    plain = first.claim.model_copy(update={"setting": Setting(conditions=(low,), printed="low")})
    claims = (
        first.model_copy(update={"claim": plain}),
        first.model_copy(update={"claim": more}),
        *report.dossier.claims[1:],
    )
    return report.model_copy(update={"dossier": report.dossier.model_copy(update={"claims": claims})})


@pytest.fixture
def rows(report: Report, tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    with open_database(tmp_path / "audits.db") as database:
        save_report(database, with_effort(report))
        return board_rows(database)


def test_a_cell_has_the_score_its_standing_and_its_place(rows: dict[str, list[dict[str, Any]]]) -> None:
    page = html.fromstring(board(rows, database="audits.db"))
    (row,) = page.cssselect("#matrix tbody tr")
    cell = row.cssselect("td")[1]
    # The vote of 64 answers is no score of one.
    assert cell.cssselect("a")[0].text_content() == "70.0"
    target = page.get_element_by_id(cell.cssselect("a")[0].get("href")[1:])
    assert "line 7" in target.text_content()
    assert "claim-3" in target.text_content()


def test_a_comparison_stands_below_its_score(rows: dict[str, list[dict[str, Any]]]) -> None:
    rows["claims"] = [row for row in rows["claims"] if row["id"] == "claim-1"]
    page = html.fromstring(board(rows, database="audits.db"))
    cell = page.cssselect("#matrix tbody tr td")[1]
    assert "58.6" in cell.text_content()
    assert "51" in cell.cssselect("small.unexplained")[0].text_content()


def test_efforts_stand_side_by_side_least_first(rows: dict[str, list[dict[str, Any]]]) -> None:
    page = html.fromstring(board(rows, database="audits.db"))
    cells = page.get_element_by_id("effort").xpath("following::tbody")[0].text_content()
    assert re.search(r"low 58\.6 → high 77\.7", " ".join(cells.split()))


def test_only_the_script_of_the_page_may_run(rows: dict[str, list[dict[str, Any]]]) -> None:
    rows["models"][0]["name"] = "<script>alert(1)</script>"
    text = board(rows, database="<b>.db")
    page = html.fromstring(text)
    (script,) = page.cssselect("script")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    policy = page.cssselect("meta[http-equiv]")[0].get("content")
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert not page.cssselect("b b, iframe, object, img")


def test_same_rows_same_bytes(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "audits.db"
    with open_database(path) as database:
        save_report(database, report)
    pages = []
    for name in ("one.html", "two.html"):
        result = CliRunner().invoke(cli, ["board", "--db", str(path), "--output", str(tmp_path / name)])
        assert result.exit_code == 0, result.output
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]


def test_an_empty_database_has_no_board(tmp_path: Path) -> None:
    open_database(tmp_path / "audits.db").close()
    with pytest.raises(SystemExit) as ended:
        cli.main(["board", "--db", str(tmp_path / "audits.db"), "--output", str(tmp_path / "board.html")])
    assert ended.value.code == 3
    assert not (tmp_path / "board.html").exists()
