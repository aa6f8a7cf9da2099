"""Makes more test files of real producers out of the text of make.py: `python tests/documents/made/others.py`.

Needs LibreOffice, pdflatex with booktabs, python-docx, pandas, openpyxl, nbclient and ipykernel. The suite needs none
of them: it reads the files that are kept here.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from make import (
    FIRST,
    FOOTED,
    FOOTNOTE,
    HERE,
    INTRODUCTION,
    MODE_SCORES,
    MODELS,
    MODES,
    SCORES,
    SECOND,
    STARRED,
    TITLE,
    bold,
    flat,
)

CHART = "Larch-2 and its predecessor"


def latex() -> str:
    """Both tables with booktabs; the second has heads over two columns each."""

    def value(text: str) -> str:
        shown, heavy = bold(text)
        shown = shown.rstrip("*") + ("$^{*}$" if shown.endswith("*") else "")
        shown = shown.replace("–", "--")
        return rf"\textbf{{{shown}}}" if heavy else shown

    def row(cells: list[str]) -> str:
        return " & ".join(cells) + r" \\"

    first = "\n".join(row([benchmark, *map(value, values)]) for benchmark, values in SCORES)
    second = "\n".join(
        row([benchmark + ("$^{1}$" if benchmark == FOOTED else ""), *values]) for benchmark, values in MODE_SCORES
    )
    heads = row(["", *(rf"\multicolumn{{2}}{{c}}{{{mode}}}" for mode in MODES)])
    return rf"""\documentclass{{article}}
\usepackage{{booktabs}}
\title{{{TITLE}}}\author{{}}\date{{}}
\begin{{document}}
\maketitle
{INTRODUCTION}
\section{{Results}}
\begin{{table}}[h]
\caption{{{FIRST.partition(": ")[2]}}}
\centering
\begin{{tabular}}{{lccc}}
\toprule
{row(["Benchmark", *MODELS])}
\midrule
{first}
\bottomrule
\end{{tabular}}

\small {STARRED.replace("* ", "$^{*}$ ")}
\end{{table}}
\begin{{table}}[h]
\caption{{{SECOND.partition(": ")[2]}}}
\centering
\begin{{tabular}}{{lcccc}}
\toprule
{heads}
\cmidrule(lr){{2-3}}\cmidrule(lr){{4-5}}
{row(["Benchmark", *MODELS[:2], *MODELS[:2]])}
\midrule
{second}
\bottomrule
\end{{tabular}}

\small $^{{1}}$ {FOOTNOTE}
\end{{table}}
\end{{document}}
"""


def word(path: Path) -> None:
    """Both tables as python-docx makes them, and as people write with it: merged heads, marks raised by hand."""
    import docx

    made = docx.Document()
    made.add_heading(TITLE, 1)
    made.add_paragraph(INTRODUCTION)
    made.add_heading("Results", 2)

    def fill(cell: Any, text: str) -> None:
        shown, heavy = bold(text)
        paragraph = cell.paragraphs[0]
        paragraph.add_run(shown.rstrip("*")).bold = heavy
        if shown.endswith("*"):
            paragraph.add_run("*").font.superscript = True

    def table(heads: list[list[str]], rows: list[list[str]]) -> Any:
        grid = made.add_table(rows=0, cols=len(rows[0]))
        grid.style = "Light Grid Accent 1"
        for texts in [*heads, *rows]:
            for cell, text in zip(grid.add_row().cells, texts, strict=True):
                fill(cell, text)
        return grid

    made.add_paragraph(FIRST, style="Caption")
    table([["Benchmark", *MODELS]], [[benchmark, *values] for benchmark, values in SCORES])
    made.add_paragraph(STARRED)
    made.add_paragraph(SECOND, style="Caption")
    grid = table(
        [["", MODES[0], "", MODES[1], ""], ["Benchmark", *MODELS[:2], *MODELS[:2]]],
        [[benchmark, *values] for benchmark, values in MODE_SCORES],
    )
    grid.cell(0, 1).merge(grid.cell(0, 2))
    grid.cell(0, 3).merge(grid.cell(0, 4))
    footed = next(number for number, (benchmark, _) in enumerate(MODE_SCORES) if benchmark == FOOTED)
    grid.cell(2 + footed, 0).paragraphs[0].add_run("1").font.superscript = True
    note = made.add_paragraph()
    note.add_run("1").font.superscript = True
    note.add_run(f" {FOOTNOTE}")
    made.core_properties.title = TITLE
    made.save(str(path))


def charted() -> str:
    """A text with a bar chart of the first table, as LibreOffice Writer keeps one."""
    names = {n: n for n in ("office", "text", "table", "style", "chart")} | {"svg": "svg-compatible", "draw": "drawing"}
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{whole}:1.0"' for n, whole in names.items())
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    kept = [(benchmark, [bold(v)[0] for v in values[:2]]) for benchmark, values in SCORES]

    def text(said: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{said}</text:p></table:table-cell>'

    def number(said: str) -> str:
        kept = f'office:value-type="float" office:value="{said}"'
        return f"<table:table-cell {kept}><text:p>{said}</text:p></table:table-cell>"

    rows = "".join(f"<table:table-row>{text(b)}{''.join(map(number, v))}</table:table-row>" for b, v in kept)
    last = len(kept) + 1
    series = "".join(
        f'<chart:series chart:values-cell-range-address="local-table.${column}$2:.${column}${last}" '
        f'chart:label-cell-address="local-table.${column}$1" chart:class="chart:bar"/>'
        for column in "BC"
    )
    drawn = (
        f'<office:document {spaces} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.chart"><office:body><office:chart>'
        '<chart:chart svg:width="14cm" svg:height="8cm" chart:class="chart:bar">'
        f'<chart:title><text:p>{CHART}</text:p></chart:title><chart:legend chart:legend-position="end"/>'
        '<chart:plot-area table:cell-range-address="local-table.$A$1:.$C$' + str(last) + '" '
        'chart:data-source-has-labels="both"><chart:axis chart:dimension="x" chart:name="x">'
        f'<chart:categories table:cell-range-address="local-table.$A$2:.$A${last}"/></chart:axis>'
        f'<chart:axis chart:dimension="y" chart:name="y"/>{series}</chart:plot-area>'
        '<table:table table:name="local-table"><table:table-header-columns><table:table-column/>'
        "</table:table-header-columns><table:table-columns><table:table-column/><table:table-column/>"
        "</table:table-columns><table:table-header-rows><table:table-row><table:table-cell><text:p/>"
        f"</table:table-cell>{''.join(map(text, MODELS[:2]))}</table:table-row></table:table-header-rows>"
        f"<table:table-rows>{rows}</table:table-rows></table:table></chart:chart></office:chart></office:body>"
        "</office:document>"
    )
    return flat(
        "text",
        f'<office:body><office:text><text:h text:outline-level="1">{TITLE}</text:h><text:p>{INTRODUCTION}</text:p>'
        '<text:p><draw:frame text:anchor-type="as-char" svg:width="14cm" svg:height="8cm">'
        f"<draw:object>{drawn}</draw:object></draw:frame></text:p>"
        f"<text:p>Figure 1: {CHART} side by side.</text:p></office:text></office:body>",
    )


def notebook(path: Path) -> None:
    """A notebook that prints both tables as pandas shows them, run by Jupyter's own client."""
    import nbformat
    from nbclient import NotebookClient

    first = {model: [bold(values[at])[0] for _, values in SCORES] for at, model in enumerate(MODELS)}
    second = {
        (mode, model): [values[2 * outer + inner] for _, values in MODE_SCORES]
        for outer, mode in enumerate(MODES)
        for inner, model in enumerate(MODELS[:2])
    }
    made = nbformat.v4.new_notebook()
    made.cells = [
        nbformat.v4.new_markdown_cell(f"# {TITLE}\n\n{INTRODUCTION}\n\n## Results\n\n{FIRST}"),
        nbformat.v4.new_code_cell(
            f"import pandas\npandas.DataFrame({first!r}, index=pandas.Index({[b for b, _ in SCORES]!r}, "
            "name='Benchmark'))"
        ),
        nbformat.v4.new_markdown_cell(f"{STARRED}\n\n{SECOND}"),
        nbformat.v4.new_code_cell(f"pandas.DataFrame({second!r}, index={[b for b, _ in MODE_SCORES]!r})"),
        nbformat.v4.new_code_cell(
            f"print(pandas.DataFrame({second!r}, index={[b for b, _ in MODE_SCORES]!r})[{MODES[1]!r}])"
        ),
    ]
    NotebookClient(made, timeout=120).execute()
    for cell in made.cells:
        cell.metadata.pop("execution", None)
    nbformat.write(made, path)


def leaderboards(folder: Path) -> None:
    """Models in rows, as leaderboards are kept: a workbook and a file of separated values by pandas."""
    import pandas

    board = pandas.DataFrame(
        {
            benchmark: pandas.to_numeric([bold(v)[0].strip("*–") or None for v in values])
            for benchmark, values in SCORES
        },
        index=pandas.Index(MODELS, name="Model"),
    )
    board.to_excel(folder / "board.xlsx", sheet_name="Leaderboard")
    board.to_csv(folder / "board.csv", sep=";", decimal=",")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "latex.tex").write_text(latex(), encoding="utf-8")
        subprocess.run(["pdflatex", "-interaction=batchmode", "latex.tex"], cwd=work, check=True, timeout=300)
        (work / "charted.fodt").write_text(charted(), encoding="utf-8")
        home = f"-env:UserInstallation={(work / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", home, "--headless", "--convert-to", "docx", "--outdir", work, work / "charted.fodt"],
            check=True,
            timeout=300,
        )
        word(work / "python.docx")
        notebook(work / "pandas.ipynb")
        leaderboards(work)
        for name in ("latex.pdf", "charted.docx", "python.docx", "pandas.ipynb", "board.xlsx", "board.csv"):
            shutil.copyfile(work / name, HERE / name)


if __name__ == "__main__":
    main()
