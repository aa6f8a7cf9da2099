"""Tables that are only pictures: proposed where reads agree, never guessed, and told where they are not read."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from auditor import documents, registry
from auditor.claims import extract, find_release
from auditor.documents.ocr import alike, program, reads, strokes, tables
from auditor.documents.ocr.program import NoReader, Token
from auditor.documents.pdf.words import Word
from auditor.records import BlockKind, Cell, Document, Grid, Origin, Place
from tests.documents.office import word

MADE = Path(__file__).parents[1] / "made"
installed = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract-ocr is not installed")


def token(text: str, x: float = 0, line: int = 1) -> Token:
    return Token(text, x, 0, x + 40, 10, (1, 1, line))


def picture(name: str = "writer.pdf", page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(MADE / name) as file:
        return file[page].render(scale=200 / 72).to_pil().convert("L")


def scan(folder: Path) -> Path:
    """The upper half of a page of the made report as a scanner would send it."""
    path = folder / "scan.pdf"
    page = picture()
    page.crop((0, 0, page.width, page.height // 2)).save(path, "PDF", resolution=200)
    return path


def claimed(document: Document) -> set[tuple[str, str, str, Origin]]:
    vocabulary = registry.load().vocabulary()
    release = find_release([document], model="Larch-2", vocabulary=vocabulary)
    found = extract(document, release, vocabulary).claims
    return {(c.benchmark, c.model.rpartition(" | ")[2], c.value, c.origin) for c in found}


@pytest.mark.parametrize(
    ("others", "text", "sure"),
    [
        (("9.3", "9.3", "9.3"), "9.3", True),
        (("9.3", "9.3", "93"), "9.3", True),
        (("9.3", "93", "93"), "9.3", False),
        (("93", "93", "93"), "93", True),
        (("9.3", "9.3", ""), "9.3", True),
        (("9.3", "", ""), "9.3", False),
    ],
)
def test_a_number_counts_where_the_reads_agree_on_every_digit(others: tuple[str, ...], text: str, sure: bool) -> None:
    there = [[token(other)] if other else [] for other in others]
    assert reads._voted(token("9.3"), there) == (text, sure)


def test_what_only_one_read_takes_for_a_word_is_none() -> None:
    assert reads._voted(token("_~"), [[], [], []]) == ("", False)
    assert reads._voted(token("(—"), [[token("(EM)")], [], []]) == ("(EM)", False)
    assert reads._voted(token("v3"), [[token("V3")], [token("V3")], []])[1] is True
    assert reads._voted(token("(srs)"), [[token("(srs)")], [token("(BPB)")], []])[1] is False


@pytest.mark.parametrize("font", ["Liberation Sans", "Liberation Serif"])
@pytest.mark.parametrize(
    ("printed", "seen", "text", "sure"),
    [
        ("GPT-4o", "GPT-40", "GPT-4o", True),
        ("GPT-4o-0513", "GPT-40-0513", "GPT-4o-0513", True),
        ("o1-mini", "01-mini", "o1-mini", True),
        ("Foo-40", "Foo-40", "Foo-40", True),
        ("Foo-2025", "Foo-2025", "Foo-2025", True),
        ("o1-mini", "ol-mini", "ol-mini", False),
        ("OpenAI", "OpenAl", "OpenAl", False),
    ],
)
def test_signs_that_look_alike_are_told_by_their_height(
    font: str, printed: str, seen: str, text: str, sure: bool
) -> None:
    files = {"Liberation Sans": "LiberationSans-Regular.ttf", "Liberation Serif": "LiberationSerif-Regular.ttf"}
    try:
        drawn = ImageFont.truetype(files[font], 40)
    except OSError:
        pytest.skip(f"the font {font} is not installed")
    word_picture = Image.new("L", (20 + int(drawn.getlength(printed)), 60), 255)
    ImageDraw.Draw(word_picture).text((10, 5), printed, 0, drawn)
    assert alike.settled(seen, word_picture) == (text, sure)


def test_a_raised_mark_is_no_digit() -> None:
    font = "LiberationSans-Regular.ttf"
    try:
        large, small = ImageFont.truetype(font, 40), ImageFont.truetype(font, 24)
    except OSError:
        pytest.skip("the font Liberation Sans is not installed")
    drawn = Image.new("L", (120, 60), 255)
    ImageDraw.Draw(drawn).text((10, 5), "49.3", 0, large)
    assert alike.settled("49.3", drawn) == ("49.3", True)
    ImageDraw.Draw(drawn).text((14 + large.getlength("49.3"), 7), "1", 0, small)
    assert alike.settled("49.31", drawn) == ("49.31", False)


def test_alike_signs_that_cannot_be_measured_are_never_sure() -> None:
    assert alike.settled("GPT-40", Image.new("L", (40, 20), 255)) == ("GPT-40", False)
    assert alike.settled("Foo-40B", Image.new("L", (40, 20), 255)) == ("Foo-40B", True)
    for twice in ("GSMB8K", "GPT4o0-mini"):
        assert alike.settled(twice, Image.new("L", (40, 20), 255)) == (twice, False)
    assert alike.settled("Foo-8B", Image.new("L", (40, 20), 255)) == ("Foo-8B", True)


def test_words_that_only_later_reads_see_are_part_of_a_name() -> None:
    first, second = reads._Rows([token("Foo-1")]), reads._Rows([token("Foo-1"), token("Mini", 60)])
    assert reads._passed_over(first, [second, reads._Rows([token("mini", 61)]), first]) == []
    assert reads._passed_over(first, [second, reads._Rows([token("Mini", 61)]), first]) == [[token("Mini", 60)]]


def test_lines_of_a_grid_are_wiped_out_and_letters_stay() -> None:
    pixels = np.full((120, 400), 255, dtype=np.uint8)
    pixels[40:44, 10:390] = 0
    pixels[5:115, 200:203] = 0
    pixels[60:90, 40:44] = 0
    image, runs = strokes.parted(Image.fromarray(pixels), 100)
    left = np.array(image)
    assert left[40:44].min() == 255
    assert left[5:115, 200:203].min() == 255
    assert left[60:90, 40:44].max() == 0
    assert {(run.upright, run.start, run.end) for run in runs} == {(False, 10, 390), (True, 5, 115)}


def strewn(*, doubtful: tuple[int, ...] = (), lost: int | None = None) -> reads.Read:
    """A table of four rows and two columns of scores, in pixels."""
    texts = [["Benchmark", "Foo-1", "Bar-2"]]
    texts += [[name, f"{50 + n}.{n}", f"{60 + n}.{n}"] for n, name in enumerate(("MMLU", "GPQA", "AIME", "IFEval"))]
    words = []
    for row, cells in enumerate(texts):
        for column, text in enumerate(cells):
            text = text.replace(".", "") if lost == len(words) else text
            x, base = 100 + 400 * column, 100 + 60 * row
            words.append(Word(text, x, base - 32, x + 20 * len(text), base + 9, base, 42, "", False, (0, 0, 0), False))
    return reads.Read(tuple(words), frozenset(doubtful))


def values(read: reads.Read) -> set[str]:
    found = [table.grid for table in tables.find_tables(read, lambda box: box)]
    places = [(grid, row, column) for grid in found for row in range(grid.rows) for column in range(grid.columns)]
    return {cell.text for grid, row, column in places if (cell := grid.at(row, column)) and cell.text[:1].isdigit()}


def test_values_that_are_not_sure_are_no_values() -> None:
    assert {"50.0", "60.0", "53.3"} <= values(strewn())
    assert "50.0…" in values(strewn(doubtful=(4,)))
    assert "500…" in values(strewn(lost=4)), "a number that lost its point must not become another one"


def test_no_value_of_a_column_whose_name_is_not_sure() -> None:
    assert {value for value in values(strewn(doubtful=(2,))) if not value.endswith("…")} == {
        "50.0",
        "51.1",
        "52.2",
        "53.3",
    }


@pytest.mark.parametrize("said", ["MMLU!", 'MMLU"', "MMLU (CoT)t"])
def test_what_is_read_of_a_mark_is_no_part_of_a_name(said: str) -> None:
    read = strewn()
    marked = [word._replace(text=said) if word.text == "MMLU" else word for word in read.words]
    (table,) = tables.find_tables(reads.Read(tuple(marked), frozenset()), lambda box: box)
    first = table.grid.at(1, 0)
    assert first is not None
    assert first.text == said[:-1]


def test_a_column_of_differences_is_no_column_of_scores() -> None:
    read = strewn()
    signed = [word._replace(text=f"+{word.text}") if word.text.startswith("6") else word for word in read.words]
    found = values(reads.Read(tuple(signed), frozenset()))
    assert {value for value in found if not value.endswith("…")} == {"50.0", "51.1", "52.2", "53.3"}


def test_without_the_program_the_picture_is_reported_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = scan(tmp_path)
    assert [one.what for one in documents.read(path).unread] == ["page"]
    assert program.version() is None
    with pytest.raises(NoReader, match="not installed") as caught:
        documents.read(path, ocr=True)
    assert "apt install tesseract-ocr" in (caught.value.advice or "")


@pytest.mark.parametrize("address", ["../outside.png", "/etc/passwd", "https://example.org/results.png", "missing.png"])
def test_only_pictures_beside_the_document_are_opened(tmp_path: Path, address: str) -> None:
    from auditor.documents.ocr.pictures import pictures_of

    (tmp_path / "outside.png").write_bytes(b"")
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "card.md"
    path.write_text(f"# Foo-1\n\n![benchmark results]({address})\n")
    document = documents.read(path)
    (one,) = document.unread
    assert all(isinstance(shown, str) for shown in pictures_of(document, one, path.read_bytes(), path))


@installed
def test_a_scanned_page_gives_the_values_it_prints_and_no_other(tmp_path: Path) -> None:
    from tests.documents.test_made import expected

    document = documents.read(scan(tmp_path), ocr=True)
    found = claimed(document)
    assert len(found) >= 20
    assert {origin for *_, origin in found} == {Origin.image}
    assert {(benchmark, model, value) for benchmark, model, value, _ in found} <= set(expected())


@installed
def test_a_picture_beside_a_card_is_read_and_marked(tmp_path: Path) -> None:
    page = picture()
    page.crop((0, page.height // 8, page.width, page.height // 2)).save(tmp_path / "results.png")
    (tmp_path / "card.md").write_text("# Larch-2\n\n## Results\n\n![benchmark results](results.png)\n")
    document = documents.read(tmp_path / "card.md", ocr=True)
    block, *_ = [block for block in document.blocks if block.kind is BlockKind.picture]
    assert block.place.line is not None
    assert block.section == ("Larch-2", "Results")
    found = claimed(document)
    assert ("MMLU-Pro", "Larch-2", "78.4", Origin.image) in found


@installed
def test_a_picture_in_a_word_file_is_read(tmp_path: Path) -> None:
    page = picture()
    packed = io.BytesIO()
    page.crop((0, page.height // 8, page.width, page.height // 2)).save(packed, "PNG")
    shown = (
        '<w:drawing><wp:docPr xmlns:wp="p" descr="benchmark results"/><a:blip xmlns:a="a" r:embed="i1"/></w:drawing>'
    )
    body = f"<w:p><w:r><w:t>Larch-2 is here.</w:t></w:r></w:p><w:p><w:r>{shown}</w:r></w:p>"
    (tmp_path / "card.docx").write_bytes(word(body, others={"i1": ("image", "media/one.png", packed.getvalue())}))
    assert [one.label for one in documents.read(tmp_path / "card.docx").unread] == ["benchmark results"]
    document = documents.read(tmp_path / "card.docx", ocr=True)
    block, *_ = [block for block in document.blocks if block.kind is BlockKind.picture]
    assert block.place.line == 2
    assert ("MMLU-Pro", "Larch-2", "78.4", Origin.image) in claimed(document)


@installed
def test_a_photograph_is_said_to_hold_no_table(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (9, 12), dtype=np.uint8)
    packed = io.BytesIO()
    Image.fromarray(noise).resize((400, 300), Image.Resampling.BICUBIC).save(packed, "PNG")
    (tmp_path / "results.png").write_bytes(packed.getvalue())
    (tmp_path / "card.md").write_text("# Foo-1\n\n![benchmark results](results.png)\n")
    document = documents.read(tmp_path / "card.md", ocr=True)
    assert not [block for block in document.blocks if block.grid]
    assert not [block for block in document.blocks if block.kind is BlockKind.picture]
    # Which of the two is said depends on what a version of the program takes noise for.
    assert any(said in document.unread[0].reason for said in ("hardly any text", "found no table"))


@pytest.mark.parametrize(
    ("heads", "stacked"), [(("A-V3 671B 37B", "B-V2 236B 21B"), True), (("A2.5 72B", "B 27B"), False)]
)
def test_sizes_piled_up_above_the_columns_are_no_names(heads: tuple[str, str], stacked: bool) -> None:
    cells = [Cell(row=0, column=1 + n, text=text, place=Place()) for n, text in enumerate(heads)]
    cells += [Cell(row=row, column=0, text=f"Test {row}", place=Place()) for row in range(1, 5)]
    cells += [
        Cell(row=row, column=column, text=f"{row}{column}.5", place=Place()) for row in range(1, 5) for column in (1, 2)
    ]
    grid = Grid(rows=5, columns=3, header_rows=1, label_columns=1, cells=tuple(cells))
    assert (tables._kept(grid, ()) is None) is stacked
