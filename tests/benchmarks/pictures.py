"""How much of what `--ocr` keeps is right: `python tests/benchmarks/pictures.py [--dpi 150 200] [--as pdf card docx]`.

Draws the labelled pages of the documents in AUDITOR_SHARED as pictures, puts each into a PDF of pictures only, beside a
Markdown card or into a Word file, reads that with `--ocr`, and sets every value kept against the labels: right is a
value with the right model and benchmark, as the labels' own scorer has it. `--press N` does the same with N random
tables of each layout of tests/documents/pdf, whose truth is known.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.sax.saxutils import escape

import pypdfium2
from PIL import Image

from auditor import claims, documents, registry
from auditor.documents.ocr import program, reads
from auditor.documents.ocr.strokes import Run
from auditor.documents.ocr.tables import find_tables
from auditor.records import Claim, Origin, Release

HERE = Path(__file__).resolve()
SHARED = Path(os.environ.get("AUDITOR_SHARED", HERE.parents[3] / "shared"))
SIGHT = "results of the benchmarks"


@dataclass
class Tally:
    """Values printed, kept and right; pages or tables of which something is kept; the wrong ones in words."""

    printed: int = 0
    kept: int = 0
    right: int = 0
    tables: int = 0
    with_values: int = 0
    wrong: list[str] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        for name in ("printed", "kept", "right", "tables", "with_values"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong += other.wrong
        self.reasons.update(other.reasons)

    def line(self, name: str) -> str:
        share = f"{self.right / self.kept:.4f}" if self.kept else "-"
        found = f"{self.right / self.printed:.3f}" if self.printed else "-"
        return (
            f"{name:58} printed {self.printed:5} kept {self.kept:5} right {self.right:5} precision {share:>6} "
            f"recall {found:>5}, of {self.tables} read {self.with_values}"
        )


def remember(folder: Path) -> None:
    """Keeps what the program reads, by picture and way of reading: a second measure of other rules needs no second
    read."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = reads._read

    def read(
        grey: Image.Image, scale: float, mode: int, *, rule: float = 0.0, runs: list[Run] | None = None
    ) -> list[program.Token]:
        asked = f"{grey.size} {scale:.6f} {mode} {rule:.3f} ".encode()
        kept = folder / f"{hashlib.sha256(asked + grey.tobytes()).hexdigest()[:24]}.json"
        if not kept.exists():
            taken: list[Run] = []
            tokens = fresh(grey, scale, mode, rule=rule, runs=taken)
            kept.write_text(json.dumps([[asdict(token) for token in tokens], taken]))
        known, strokes = json.loads(kept.read_text())
        if runs is not None:
            runs += [Run(*run) for run in strokes]
        return [program.Token(**{**fields, "line": tuple(fields["line"])}) for fields in known]

    reads._read = read


def labelled() -> Iterator[tuple[str, int, list[dict[str, str]]]]:
    """Document, page and labels of each PDF page whose tables are labelled completely; those without any come last."""
    rows: dict[tuple[str, int], list[dict[str, str]]] = defaultdict(list)
    pages: set[tuple[str, int]] = set()
    for path in sorted((SHARED / "gold" / "dev").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if not row["document"].endswith(".pdf"):
                    continue
                key = (row["document"], int(row["page"]))
                if path.name.startswith("PAGES"):
                    if "table" in (row["complete_origins"] or "table"):
                        pages.add(key)
                else:
                    rows[key].append(row)
    tabular = {key: any(row["origin"] == "table" for row in rows[key]) for key in pages}
    for document, page in sorted(pages, key=lambda key: (not tabular[key], key)):
        yield document, page, rows[document, page]


def as_pdf(page: Image.Image, folder: Path, dpi: int) -> Path:
    """A scan: a page that is one picture."""
    path = folder / "scan.pdf"
    page.save(path, "PDF", resolution=dpi, quality=90)
    return path


def as_card(page: Image.Image, folder: Path, dpi: int) -> Path:
    """A picture beside a Markdown card."""
    page.save(folder / "results.png")
    path = folder / "card.md"
    path.write_text(f"# Card\n\n![{SIGHT}](results.png)\n")
    return path


def as_docx(page: Image.Image, folder: Path, dpi: int) -> Path:
    """A picture in a Word file, as python-docx puts it there."""
    import docx

    packed = io.BytesIO()
    page.save(packed, "PNG")
    packed.seek(0)
    made = docx.Document()
    made.add_heading("Evaluation results", 1)
    picture = made.add_picture(packed)
    picture._inline.docPr.set("descr", escape(SIGHT))
    path = folder / "card.docx"
    made.save(str(path))
    return path


SHAPES = {"pdf": as_pdf, "card": as_card, "docx": as_docx}


def measure_pages(dpi: int, shape: str, only: str, misses: int) -> Tally:
    """All labelled pages, a line a document."""
    scorer = _load(SHARED / "tools" / "score_claims.py")
    vocabulary = registry.load().vocabulary()
    total = Tally()
    releases: dict[str, Release] = {}
    by_document: dict[str, Tally] = defaultdict(Tally)
    for name, page, labels in labelled():
        if only not in f"{name}:{page}":
            continue
        source = SHARED / "corpus" / "docs" / name
        if name not in releases:
            releases[name] = claims.find_release([documents.read(source)], vocabulary=vocabulary)
        with pypdfium2.PdfDocument(source) as file:
            drawn = file[page - 1].render(scale=dpi / 72).to_pil().convert("RGB")
        with tempfile.TemporaryDirectory() as folder:
            document = documents.read(SHAPES[shape](drawn, Path(folder), dpi), ocr=True)
        taken = claims.extract(document, releases[name], vocabulary)
        one = score(scorer, labels, [c for c in taken.claims if c.origin is Origin.image])
        for unread in (*document.unread, *taken.unread):
            one.reasons[unread.reason] += 1
        by_document[name].add(one)
        print(one.line(f"  {name[:48]}:{page}"), flush=True)
        for said in one.wrong[:misses]:
            print(f"      {said}")
        for reason, count in one.reasons.items():
            print(f"      {count} x {reason}")
    for name, one in by_document.items():
        print(one.line(name))
        total.add(one)
    return total


def score(scorer: ModuleType, labels: Sequence[dict[str, str]], found: Sequence[Claim]) -> Tally:
    """Each claim takes the first unused label that it agrees with in value, model and benchmark."""
    left = list(labels)
    one = Tally(printed=sum(label["origin"] == "table" for label in labels), kept=len(found), tables=bool(labels))
    one.with_values = bool(found)
    for claim in found:
        said = f"{json.dumps(claim.setting.model_dump(mode='json', exclude_none=True))} {claim.caption}"
        for label in left:
            context = scorer.gold_context(label)
            if (
                scorer.value_key(label["value"]) == scorer.value_key(claim.value)
                and scorer.label_right(label["model"], context, claim.model, said)
                and scorer.label_right(label["benchmark"], context, claim.benchmark, said)
            ):
                left.remove(label)
                one.right += 1
                break
        else:
            one.wrong.append(f"{claim.model} · {claim.benchmark} · {claim.value}")
    return one


def measure_press(dpi: int, count: int, layouts_named: Sequence[str], misses: int) -> Tally:
    """Random tables of every layout as pictures, a line a layout."""
    folder = HERE.parents[1] / "documents" / "pdf"
    press, layouts = _load(folder / "press.py"), _load(folder / "layouts.py")
    printing = _load(folder / "layout_printing.py")
    total = Tally()
    for layout in layouts_named or layouts.LAYOUTS:
        one = Tally()
        for seed in range(count):
            table = layouts.make(layout, seed)
            with pypdfium2.PdfDocument(press.pdf(printing.print_table(press, table, seed))) as file:
                drawn = file[0].render(scale=dpi / 72).to_pil().convert("RGB")
            one.add(score_table(layouts, table.truth(), drawn, f"{layout} {seed}"))
        print(one.line(layout), flush=True)
        for said in one.wrong[:misses]:
            print(f"      {said}")
        for reason, times in one.reasons.items():
            print(f"      {times} x {reason}")
        total.add(one)
    return total


def score_table(layouts: Any, truth: Sequence[Any], drawn: Image.Image, name: str) -> Tally:
    """The values kept of one picture against what was printed; raised marks are not told from a picture."""
    from auditor.documents.pdf.cutting import CUT

    one = Tally(printed=len(truth), tables=1)
    try:
        kept = find_tables(reads.read(drawn), lambda box: box)
    except program.Unclear as error:
        one.reasons[error.message] += 1
        return one
    plain = Counter((_flat(rows), _flat(columns), _flat([text.partition("^")[0]])) for rows, columns, text in truth)
    for rows, columns, text in layouts.found([table.grid for table in kept]):
        if text.endswith(CUT) or not any(char.isdigit() for char in text):
            continue
        one.kept += 1
        said = (_flat(rows), _flat(columns), _flat([text.partition("^")[0]]))
        if plain[said] > 0:
            plain[said] -= 1
            one.right += 1
        else:
            one.wrong.append(f"{name}: {' / '.join(rows)} · {' / '.join(columns)} · {text}")
    one.with_values = one.kept > 0
    return one


def _flat(texts: Sequence[str]) -> str:
    return "".join("".join(text.split()) for text in texts).translate(str.maketrans("–—−’", "---'"))


def _load(path: Path) -> ModuleType:
    spec = spec_from_file_location(f"measured_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dpi", type=int, nargs="+", default=[150, 200])
    parser.add_argument("--as", dest="shapes", nargs="+", choices=SHAPES, default=["pdf"])
    parser.add_argument("--only", default="", help="documents (and :page) whose name holds this")
    parser.add_argument("--press", type=int, default=0, metavar="N", help="random tables of each layout instead")
    parser.add_argument("--layouts", nargs="+", default=())
    parser.add_argument("--misses", type=int, default=0, help="wrong values shown of each")
    parser.add_argument(
        "--cache", type=Path, help="folder that keeps what the program read, for a measure of rules only"
    )
    given = parser.parse_args()
    if program.version() is None:
        parser.error(f"Tesseract is not installed. {program.ADVICE}")
    if given.cache:
        remember(given.cache)
    for dpi in given.dpi:
        if given.press:
            print(measure_press(dpi, given.press, given.layouts, given.misses).line(f"press at {dpi} dpi"))
            continue
        for shape in given.shapes:
            print(measure_pages(dpi, shape, given.only, given.misses).line(f"all as {shape} at {dpi} dpi"), flush=True)


if __name__ == "__main__":
    main()
