"""Makes the test files of real producers out of one text of our own: `python tests/documents/made/make.py`.

Needs LibreOffice (Writer, Calc, Impress) and Chromium. The suite needs neither: it reads the files that are kept here.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
TITLE = "Larch-2 model card"
INTRODUCTION = "Larch-2 is a language model of 40 billion parameters that we release today with open weights."
FIRST = "Table 1: Larch-2 beside earlier and rival models. Higher is better; the best value is bold."
SECOND = "Table 2: Larch-2 without and with thinking. Scores are accuracy in percent."
MODELS = ("Larch-2", "Larch-1", "Quill-3 Mini")
SCORES = (
    ("MMLU-Pro", ("**78.4**", "71.9", "76.2")),
    ("GPQA Diamond", ("64.1", "52.5", "**66.7**")),
    ("LiveCodeBench", ("**55.0**", "38.6", "49.3*")),
    ("SWE-bench Verified", ("**48.2**", "29.7", "–")),
)
STARRED = "* Reported by its vendor with a private scaffold."
MODES = ("Thinking off", "Thinking on")
MODE_SCORES = (
    ("AIME 2025", ("41.7", "16.3", "83.3", "60.0")),
    ("MATH-500", ("90.2", "81.0", "97.4", "93.6")),
    ("IFEval", ("87.5", "80.9", "88.1", "82.4")),
)
FOOTNOTE = "Average of 16 runs at temperature 0.7."
FOOTED = "AIME 2025"


NAMES = {"draw": "drawing", "fo": "xsl-fo-compatible", "svg": "svg-compatible", "number": "datastyle"}


def bold(text: str) -> tuple[str, bool]:
    return text.strip("*") if text.startswith("**") else text, text.startswith("**")


def expected() -> list[tuple[str, str, str]]:
    """Benchmark, model and printed value of every score in the text."""
    first = [
        (benchmark, model, bold(value)[0].rstrip("*"))
        for benchmark, values in SCORES
        for model, value in zip(MODELS, values, strict=True)
        if value != "–"
    ]
    second = [
        (benchmark, model, value)
        for benchmark, values in MODE_SCORES
        for model, value in zip([m for _ in MODES for m in MODELS[:2]], values, strict=True)
    ]
    return first + second


def flat(kind: str, body: str, styles: str = "", automatic: str = "") -> str:
    """A flat OpenDocument file."""
    names = {n: n for n in ("office", "text", "table", "style", "presentation")} | NAMES
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{whole}:1.0"' for n, whole in names.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {spaces} '
        'office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}">'
        f"<office:styles>{styles}</office:styles><office:automatic-styles>{automatic}{STYLES}"
        f"</office:automatic-styles>{body}</office:document>"
    )


RULE = "0.8pt solid #000000"
STYLES = (
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="S" style:family="text"><style:text-properties style:text-position="super 58%"/>'
    "</style:style>"
    '<style:style style:name="Middle" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>'
    "</style:style>"
    + "".join(
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties fo:padding="0.04in" '
        f'fo:border-left="none" fo:border-right="none" fo:border-top="{top}" fo:border-bottom="{bottom}"/>'
        "</style:style>"
        for name, top, bottom in (
            ("Top", RULE, "none"),
            ("Head", "none", RULE),
            ("Only", RULE, RULE),
            ("Group", RULE, RULE),
            ("Body", "none", "none"),
            ("Last", "none", RULE),
        )
    )
)


def cell(content: str, style: str, span: int = 1) -> str:
    wide = f' table:number-columns-spanned="{span}"' if span > 1 else ""
    covered = "<table:covered-table-cell/>" * (span - 1)
    paragraph = f'<text:p text:style-name="Middle">{content}</text:p>' if span > 1 else f"<text:p>{content}</text:p>"
    return f'<table:table-cell table:style-name="{style}"{wide}>{paragraph}</table:table-cell>{covered}'


def run(value: str) -> str:
    text, heavy = bold(value)
    marked = text.endswith("*")
    text = escape(text.rstrip("*"))
    text = f'<text:span text:style-name="B">{text}</text:span>' if heavy else text
    return text + ('<text:span text:style-name="S">*</text:span>' if marked else "")


def tables(note: str, *, repeated: bool = True) -> tuple[str, str]:
    """Both tables as OpenDocument rows; `note` is what stands behind the label that has a footnote.

    `repeated`: the heads are rows that are repeated on each page. Impress knows none and leaves them out.
    """
    opened, closed = (f"<{end}table:table-header-rows>" if repeated else "" for end in ("", "/"))

    def rows(heads: list[str], body: list[str], columns: int, name: str) -> str:
        return (
            f'<table:table table:name="{name}"><table:table-column table:number-columns-repeated="{columns}"/>'
            f"{opened}{''.join(f'<table:table-row>{r}</table:table-row>' for r in heads)}"
            f"{closed}{''.join(f'<table:table-row>{r}</table:table-row>' for r in body)}"
            "</table:table>"
        )

    first = rows(
        ["".join(cell(text, "Only") for text in ("Benchmark", *MODELS))],
        [
            "".join(cell(run(text), "Last" if at == len(SCORES) - 1 else "Body") for text in (benchmark, *values))
            for at, (benchmark, values) in enumerate(SCORES)
        ],
        4,
        "First",
    )
    second = rows(
        [
            cell("", "Top") + "".join(cell(mode, "Group", 2) for mode in MODES),
            "".join(cell(text, "Head") for text in ("Benchmark", *MODELS[:2], *MODELS[:2])),
        ],
        [
            cell(benchmark + (note if benchmark == FOOTED else ""), "Last" if at == len(MODE_SCORES) - 1 else "Body")
            + "".join(cell(text, "Last" if at == len(MODE_SCORES) - 1 else "Body") for text in values)
            for at, (benchmark, values) in enumerate(MODE_SCORES)
        ],
        5,
        "Second",
    )
    return first, second


def writer() -> str:
    note = (
        '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body><text:p>{FOOTNOTE}</text:p></text:note-body></text:note>"
    )
    first, second = tables(note)
    return flat(
        "text",
        f'<office:body><office:text><text:h text:outline-level="1">{TITLE}</text:h><text:p>{INTRODUCTION}</text:p>'
        f'<text:h text:outline-level="2">Results</text:h><text:p text:style-name="Caption">{FIRST}</text:p>{first}'
        f'<text:p>{STARRED}</text:p><text:p text:style-name="Caption">{SECOND}</text:p>{second}<text:p/>'
        "</office:text></office:body>",
        '<style:style style:name="Caption" style:family="paragraph"><style:text-properties fo:font-style="italic"/>'
        "</style:style>",
    )


def slides() -> str:
    first, second = tables('<text:span text:style-name="S">1</text:span>', repeated=False)

    def box(text: str, top: float, height: float) -> str:
        return (
            f'<draw:frame svg:x="1in" svg:y="{top}in" svg:width="8in" svg:height="{height}in"><draw:text-box>'
            f"<text:p>{text}</text:p></draw:text-box></draw:frame>"
        )

    def page(number: int, caption: str, table: str, note: str) -> str:
        title = box(TITLE, 0.2, 0.4) if number == 1 else ""
        return (
            f'<draw:page draw:name="p{number}" draw:master-page-name="M">{title}{box(caption, 0.7, 0.5)}'
            f'<draw:frame svg:x="1in" svg:y="1.5in" svg:width="8in" svg:height="3in">{table}</draw:frame>'
            f"{box(note, 6.2, 0.6)}</draw:page>"
        )

    return flat(
        "presentation",
        '<office:master-styles><style:master-page style:name="M" style:page-layout-name="L"/></office:master-styles>'
        f"<office:body><office:presentation>{page(1, FIRST, first, STARRED)}"
        f"{page(2, SECOND, second, f'1. {FOOTNOTE}')}</office:presentation></office:body>",
        automatic='<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="10in" '
        'fo:page-height="7.5in" style:print-orientation="landscape"/></style:page-layout>',
    )


def workbook() -> str:
    """Both tables on sheets of their own, scores as numbers with one decimal."""

    def number(value: str) -> str:
        text, heavy = bold(value)
        if not text[0].isdigit() or text.endswith("*"):
            return f'<table:table-cell office:value-type="string"><text:p>{run(value)}</text:p></table:table-cell>'
        style = "Heavy" if heavy else "One"
        return f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{text}"/>'

    def words(text: str, span: int = 1) -> str:
        if not text:
            return "<table:table-cell/>"
        wide = f' table:number-columns-spanned="{span}"' if span > 1 else ""
        covered = "<table:covered-table-cell/>" * (span - 1)
        return f'<table:table-cell{wide} office:value-type="string"><text:p>{text}</text:p></table:table-cell>{covered}'

    def sheet(name: str, rows: list[str]) -> str:
        lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        return f'<table:table table:name="{name}"><table:table-column/>{lines}</table:table>'

    raised = '<text:span text:style-name="S">1</text:span>'
    first = [
        words(FIRST, 4),
        "".join(map(words, ("Benchmark", *MODELS))),
        *(words(benchmark) + "".join(map(number, values)) for benchmark, values in SCORES),
        words(STARRED),
    ]
    second = [
        words(SECOND, 5),
        words("") + "".join(words(mode, 2) for mode in MODES),
        "".join(map(words, ("Benchmark", *MODELS[:2], *MODELS[:2]))),
        *(
            words(benchmark + (raised if benchmark == FOOTED else "")) + "".join(map(number, values))
            for benchmark, values in MODE_SCORES
        ),
        "",
        words(f"1. {FOOTNOTE}"),
    ]
    styles = (
        '<number:number-style style:name="N"><number:number number:decimal-places="1" number:min-decimal-places="1" '
        'number:min-integer-digits="1"/></number:number-style>'
        '<style:style style:name="One" style:family="table-cell" style:data-style-name="N"/>'
        '<style:style style:name="Heavy" style:family="table-cell" style:data-style-name="N">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
    )
    body = f"<office:body><office:spreadsheet>{sheet('Overview', first)}{sheet('Thinking', second)}"
    return flat("spreadsheet", f"{body}</office:spreadsheet></office:body>", automatic=styles)


def page() -> str:
    """The text as an HTML page."""

    def shown(value: str) -> str:
        text, heavy = bold(value)
        text = escape(text.rstrip("*")) + ("<sup>*</sup>" if text.endswith("*") else "")
        return f"<b>{text}</b>" if heavy else text

    def row(cells: list[str], tag: str = "td", style: str = "") -> str:
        return f"<tr{style}>{''.join(f'<{tag}>{c}</{tag}>' for c in cells)}</tr>"

    first = row(["Benchmark", *MODELS], "th") + "".join(row([b, *map(shown, v)]) for b, v in SCORES)
    groups = "".join(f'<th colspan="2">{mode}</th>' for mode in MODES)
    second = (
        f"<tr><th></th>{groups}</tr>"
        + row(["Benchmark", *MODELS[:2], *MODELS[:2]], "th")
        + "".join(row([b + ("<sup>1</sup>" if b == FOOTED else ""), *v]) for b, v in MODE_SCORES)
    )
    style = (
        "body{font:11pt serif;margin:2em}table{border-collapse:collapse;border-top:2px solid;border-bottom:2px solid}"
        "td,th{padding:3px 12px}th{border-bottom:1px solid;font-weight:normal}"
    )
    title = f"<h1>{TITLE}</h1><p>{INTRODUCTION}</p><h2>Results</h2>"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title><style>{style}</style>'
        "</head>"
        f"<body>{title}<p>{FIRST}</p><table>{first}</table><p>{STARRED}</p><p>{SECOND}</p><table>{second}</table>"
        f"<p><sup>1</sup> {FOOTNOTE}</p></body></html>"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name, text in (
            ("card.fodt", writer()),
            ("slides.fodp", slides()),
            ("page.html", page()),
            ("board.fods", workbook()),
        ):
            (work / name).write_text(text, encoding="utf-8")

        def office(source: str, target: str) -> None:
            office_home = f"-env:UserInstallation={(work / 'profile').as_uri()}"
            subprocess.run(
                ["soffice", office_home, "--headless", "--convert-to", target, "--outdir", work, work / source],
                check=True,
                timeout=300,
            )

        office("card.fodt", "pdf")
        office("card.fodt", "docx")
        office("slides.fodp", "pdf")
        office("board.fods", "xlsx")
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
             f"--print-to-pdf={work / 'page.pdf'}", (work / "page.html").as_uri()],
            check=True,
            timeout=300,
        )  # fmt: skip
        for made, kept in (
            ("card.pdf", "writer.pdf"),
            ("card.docx", "writer.docx"),
            ("slides.pdf", "impress.pdf"),
            ("board.xlsx", "calc.xlsx"),
            ("page.pdf", "chromium.pdf"),
            ("page.html", "page.html"),
        ):
            shutil.copyfile(work / made, HERE / kept)
    with (HERE / "expected.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("benchmark", "model", "value"), *expected()])


if __name__ == "__main__":
    main()
