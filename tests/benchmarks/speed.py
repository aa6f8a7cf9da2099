"""How fast PDFs are read, beside PDFium's text pass over the same pages: `python tests/benchmarks/speed.py`.

Prints processor time in milliseconds a page and as multiples of PDFium's. Passes of all readers alternate and the least
time of each counts, so that other work on the machine falls on all alike. What was worked out for a text is forgotten
between passes: each is the first of its document. The PDFs are those in AUDITOR_SHARED. `--others` runs pdfplumber,
camelot and pymupdf4llm once each on the same files, as far as they are installed.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pypdfium2

from auditor import claims, registry
from auditor.documents.pdf import read_pdf

Pass = Callable[[bytes], object]


def pdfium_text(data: bytes) -> int:
    """The floor: the plain text of each page, nothing else."""
    letters = 0
    with pypdfium2.PdfDocument(data) as file:
        for page in file:
            textpage = page.get_textpage()
            letters += len(textpage.get_text_range())
            textpage.close()
            page.close()
    return letters


def document(data: bytes) -> object:
    """The whole document: tables, charts, text in reading order."""
    return read_pdf(data, "benchmark.pdf")


def plumber_tables(data: bytes) -> int:
    """pdfplumber's tables with its own settings."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as file:
        return sum(len(page.extract_tables()) for page in file.pages)


def camelot_tables(data: bytes) -> int:
    """camelot's tables of kind "stream" on all pages."""
    import camelot

    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        return len(camelot.read_pdf(file.name, pages="all", flavor="stream", suppress_stdout=True))


def pymupdf_markdown(data: bytes) -> int:
    """pymupdf4llm's Markdown of the whole document, tables included."""
    import pymupdf
    import pymupdf4llm

    with pymupdf.open(stream=data, filetype="pdf") as file:
        return len(pymupdf4llm.to_markdown(file))


OTHERS: dict[str, tuple[str, Pass]] = {
    "pdfplumber": ("pdfplumber", plumber_tables),
    "camelot": ("camelot", camelot_tables),
    "pymupdf4llm": ("pymupdf4llm", pymupdf_markdown),
}


def claiming() -> Pass:
    """The document and its claims."""
    known = registry.load()

    def run(data: bytes) -> object:
        vocabulary = known.vocabulary()
        read = read_pdf(data, "benchmark.pdf")
        release = claims.find_release((read,), vocabulary=vocabulary)
        return claims.extract(read, release, vocabulary)

    return run


def forget() -> None:
    """Empties what readers and claims remember of texts."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("auditor.documents", "auditor.claims")):
            for one in vars(module).values():
                if hasattr(one, "cache_clear"):
                    one.cache_clear()


def spent(run: Pass, data: bytes) -> float:
    """Processor seconds of one pass."""
    forget()
    gc.collect()
    start = time.process_time()
    run(data)
    return time.process_time() - start


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="parts of file names; all PDFs where none is given")
    parser.add_argument("--rounds", type=int, default=3, help="passes of each reader (default 3)")
    parser.add_argument("--others", action="store_true", help="other readers of tables too (slow)")
    given = parser.parse_args()
    shared = Path(os.environ.get("AUDITOR_SHARED", Path(__file__).parents[3] / "shared"))
    files = [
        path
        for path in sorted(shared.rglob("*.pdf"))
        if not given.names or any(name in path.name for name in given.names)
    ]
    if not files:
        parser.error(f"no such PDF in {shared}")
    passes: dict[str, Pass] = {"pdfium": pdfium_text, "document": document, "claims": claiming()}
    for name, (module, run) in OTHERS.items() if given.others else ():
        if find_spec(module):
            passes[name] = run
        else:
            print(f"{name} is not installed and not measured")
    print(f"{'':44}{'pages':>6}" + "".join(f"{name:>12}{'x':>7}" for name in passes))
    total = dict.fromkeys(passes, 0.0)
    pages = 0
    for path in files:
        data = path.read_bytes()
        with pypdfium2.PdfDocument(data) as file:
            count = len(file)
        best = {name: float("inf") for name in passes}
        for turn in range(given.rounds):
            for name, run in passes.items():
                if name not in OTHERS or turn == 0:
                    best[name] = min(best[name], spent(run, data))
        row(path.name, count, best)
        pages += count
        for name in passes:
            total[name] += best[name]
    row(f"{len(files)} files", pages, total)


def row(name: str, pages: int, seconds: dict[str, float]) -> None:
    """One line: milliseconds a page and the multiple of PDFium's time, for each pass."""
    cells = "".join(f"{1000 * s / pages:10.2f}ms{s / seconds['pdfium']:6.1f}x" for s in seconds.values())
    print(f"{name[:43]:44}{pages:6}{cells}", flush=True)


if __name__ == "__main__":
    main()
