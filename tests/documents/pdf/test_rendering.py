"""Pictures of places of a page: the right ink, in bounds, and a reason where there is none."""

from __future__ import annotations

import io
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from auditor.documents import isolation, viewing
from auditor.documents.isolation import draw_apart
from auditor.documents.pdf import read_pdf
from auditor.documents.pdf.rendering import MOST_PIXELS, Drawn
from auditor.pipeline import Options, audit
from auditor.records import Box, Picture, Place

from . import test_isolation


def ink(drawn: Drawn | str) -> int:
    """How many pixels are dark."""
    assert isinstance(drawn, Drawn), drawn
    with Image.open(io.BytesIO(drawn.png)) as picture:
        assert picture.size == (drawn.width, drawn.height)
        return sum(picture.convert("L").histogram()[:128])


def moved(place: Place, down: float) -> Place:
    assert place.box is not None
    return Place(
        page=place.page, box=place.box.model_copy(update={"y0": place.box.y0 + down, "y1": place.box.y1 + down})
    )


@pytest.mark.parametrize("rotate", [0, 90])
@pytest.mark.parametrize("crop", [None, (30, 40, 580, 800)])
def test_the_place_that_was_read_is_the_place_that_is_drawn(
    press: ModuleType, rotate: int, crop: tuple[float, float, float, float] | None
) -> None:
    sheet = press.Sheet(rotate=rotate, crop=crop)
    sheet.text(200, 400, "Foo-1 reaches 70.1 on MMLU.", angle=rotate)
    data = press.pdf(sheet)
    (block,) = [block for block in read_pdf(data, "a.pdf").blocks if "MMLU" in block.text]
    here, below, above = draw_apart(data, "a.pdf", [block.place, moved(block.place, 60), moved(block.place, -60)])
    assert ink(here) > 100
    assert ink(below) == ink(above) == 0


def test_large_parts_are_drawn_within_the_bound(press: ModuleType) -> None:
    data = press.pdf(press.Sheet(width=5000, height=4000).text(100, 100, "wide"))
    (drawn,) = draw_apart(data, "a.pdf", [Place(page=1, box=Box(x0=0, y0=0, x1=9999, y1=9999))])
    assert isinstance(drawn, Drawn)
    assert drawn.width * drawn.height <= MOST_PIXELS * 1.01
    assert (drawn.box.x1, drawn.box.y1) == (5000, 4000)


def test_what_cannot_be_drawn_says_so_and_costs_no_other(press: ModuleType) -> None:
    data = press.pdf(press.Sheet().text(72, 100, "here"))
    beside, missing, here = draw_apart(
        data,
        "a.pdf",
        [
            Place(page=1, box=Box(x0=900, y0=0, x1=950, y1=10)),
            Place(page=2, box=Box(x0=0, y0=0, x1=10, y1=10)),
            Place(page=1, box=Box(x0=60, y0=80, x1=200, y1=110)),
        ],
    )
    assert isinstance(beside, str)
    assert "outside the page" in beside
    assert isinstance(missing, str)
    assert ink(here)


def test_a_page_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_PATIENCE", 2.0)
    place = Place(page=1, box=Box(x0=0, y0=0, x1=600, y1=700))
    drawn = draw_apart(test_isolation.drawn_in_itself(), "circle.pdf", [place] * 5, seconds=1)
    assert ["within the time" in str(one) for one in drawn[:3]] == [True] * 3
    assert ["was not tried" in str(one) for one in drawn[3:]] == [True] * 2


def test_a_file_that_cannot_be_opened_is_refused_once() -> None:
    place = Place(page=1, box=Box(x0=0, y0=0, x1=10, y1=10))
    assert draw_apart(b"no pdf", "none.pdf", [place] * 2) == ("none.pdf is not a PDF: it is text.",) * 2


@pytest.fixture
def card(press: ModuleType, tmp_path: Path) -> Path:
    """A card with a table of nearly equal scores and no word on who obtained the rivals'."""
    sheet = press.Sheet().text(72, 60, "Foo-1", size=20, font="bold").text(72, 90, "We release Foo-1.")
    rows = (
        ("Benchmark", "Foo-1", "GPT-4o", "Claude 3.5 Sonnet"),
        ("MMLU", "70.1", "88.7", "88.0"),
        ("GPQA", "50.0", "53.6", "59.4"),
        ("HumanEval", "91.2", "90.2", "92.0"),
    )
    sheet.rule(72, 460, 110)
    for i, row in enumerate(rows):
        for x, text in zip((72, 220, 300, 380), row, strict=True):
            sheet.text(x, 125 + 16 * i, text)
    sheet.rule(72, 460, 132).rule(72, 460, 181).text(72, 192, "Table 1: Results of Foo-1 and others.")
    file = tmp_path / "card.pdf"
    file.write_bytes(press.pdf(sheet))
    return file


def test_an_audit_keeps_pictures_of_its_evidence(card: Path) -> None:
    report = audit([card], Options(model="Foo-1", vendor="foo", released="2026-01-01"), (), started="2026")
    assert report.findings
    (table,) = [block for block in report.dossier.documents[0].blocks if block.grid]
    shown = [
        picture.place.box
        for picture in report.pictures
        if picture.data and picture.place.box and table.place.box and picture.place.box.y0 <= table.place.box.y0
    ]
    assert any(box.y1 >= 192 for box in shown), "the caption is shown with the table"


def test_a_file_that_changed_is_not_shown(card: Path) -> None:
    report = audit([card], Options(model="Foo-1"), (), started="2026")
    assert all(picture.data for picture in report.pictures)
    card.write_bytes(card.read_bytes() + b"\n")
    again = viewing.take_pictures(report.dossier, report.findings, [card])
    assert {picture.missing for picture in again} == {"card.pdf has changed since it was read."}
    gone = viewing.take_pictures(report.dossier, report.findings, [])
    assert {picture.missing for picture in gone} == {"card.pdf is not at hand."}


def test_pictures_beyond_the_room_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "MOST_BYTES", 10)
    given = [Picture(document="doc-1", place=Place(page=n), data=b"x" * size) for n, size in enumerate((6, 6, 3))]
    kept = viewing._fitting(given)
    assert [bool(picture.data) for picture in kept] == [True, False, True]
    assert kept[1].missing
