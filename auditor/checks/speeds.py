"""Speed in words and in tables: how many times faster a release says that it is, and what its own tables of speed hold.

Speeds are no scores, so no claim is made of them; they are read here as quantities of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.wording import Said, plain, said
from auditor.records import Block, Cell, Document, Dossier

TIMES = re.compile(
    r"(?<![\w.])(?P<times>\d+(?:\.\d+)?)\s?(?:x|×|[- ]?times|[- ]?fold)(?!\w)"
    r"(?! (?:that|those|as (?:many|large|long)))",
    re.IGNORECASE,
)
VERB = re.compile(
    r"\b(?P<verb>doubl|tripl|quadrupl)(?:es?|ed|ing)\b"
    r"(?: (?:the|its|our|output|generation|inference|decoding|token)){0,3} (?:speed|throughput)",
    re.IGNORECASE,
)
VERBS = {"doubl": 2.0, "tripl": 3.0, "quadrupl": 4.0}
PERCENT = re.compile(
    r"(?<![\w.])(?P<percent>\d+(?:\.\d+)?)\s?%\s+(?:(?:increase|improvement|gain|boost|speed-?up|higher|faster|more)\b"
    r"(?: (?:in|of))?(?: \w+){0,3})?",
    re.IGNORECASE,
)
SPEED = re.compile(
    r"\b(?:speed-?ups?|faster|(?:inference|decod\w+|generation|output|prefill\w*|token) speeds?|throughputs?|"
    r"accelerat\w+|tokens? per second|tokens/s)\b",
    re.IGNORECASE,
)
FASTER = re.compile(
    r"\b(?:increas\w*|improv\w*|boost\w*|gains?|higher|faster|surpass\w*|exceed\w*|speed-?ups?|accelerat\w+|rais\w+)\b",
    re.IGNORECASE,
)
MEASURES = {
    "first token": re.compile(r"\bTTFT\b|\btime[- ]to[- ]first|\bprefill\w*|\binput throughput", re.IGNORECASE),
    "decoding": re.compile(r"\bdecod\w+|\bTPOT\b|\boutput\b|\bgenerat\w+", re.IGNORECASE),
    "training": re.compile(
        r"\btrain\w*|\bRL\b|\brollouts?|\bkernels?\b|\bpre-?process\w*|\bcommunication\b", re.IGNORECASE
    ),
}
"""What is made faster. A sentence that names none of them speaks of inference as a whole."""
LENGTH = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s?([KM])(?:[- ]?tokens?)?\b")
HARDWARE = re.compile(r"\b(?:A|H|B|L|GB|RTX ?|H?GH)\d{2,4}[A-Z]?\b|\bCPUs?\b|\bM[1-4]\b|\bJetson\b|\bTPU\w*")


@dataclass(frozen=True)
class Factor:
    """How many times faster a sentence says that something is."""

    said: Said
    value: float
    printed: str
    measure: str
    """first token, decoding, training, or inference where it names none."""

    @property
    def text(self) -> str:
        return plain(self.said.text)

    @property
    def lengths(self) -> frozenset[str]:
        """The context lengths that the sentence names."""
        return frozenset(f"{number}{unit}" for number, unit in LENGTH.findall(self.text))

    @property
    def hardware(self) -> frozenset[str]:
        return frozenset(HARDWARE.findall(self.text))

    @property
    def digits(self) -> int:
        return len(self.printed.split(".")[1].rstrip("%x× ")) if "." in self.printed else 0


def factors(dossier: Dossier) -> Iterator[Factor]:
    """Sentences with exactly one factor of speed, in reading order."""
    for sentence in said(dossier):
        text = plain(sentence.text)
        if len(text) > 600 or not SPEED.search(text):
            continue
        found = [(match, float(match["times"]), f"{match['times']}×") for match in TIMES.finditer(text)]
        found += [
            (match, 1 + float(match["percent"]) / 100, f"{match['percent']}%")
            for match in PERCENT.finditer(text)
            if FASTER.search(text[max(match.start() - 50, 0) : match.end()])
        ]
        found += [(match, VERBS[match["verb"].casefold()], match[0].split()[0]) for match in VERB.finditer(text)]
        near = [
            (match, value, printed)
            for match, value, printed in found
            if SPEED.search(text[max(match.start() - 60, 0) : match.end() + 40])
        ]
        if len(near) != 1:
            continue
        match, value, printed = near[0]
        before, after = (20, 25) if match.re is VERB else (80, 60)
        around = text[max(match.start() - before, 0) : match.end() + after]
        named = [name for name, words in MEASURES.items() if words.search(around)]
        if len(named) < 2 and value > 1:
            yield Factor(sentence, value, printed, named[0] if named else "inference")


OF_SPEED = re.compile(
    r"\btokens?\s?(?:/|per)\s?s(?:ec(?:ond)?s?)?\b|\bthroughput\b|\binference speed\b|\bTPS\b|\btok/s\b|\bspeed \(",
    re.IGNORECASE,
)
LEADING = re.compile(r"^\s*(\d[\d,]*(?:\.\d+)?)")
DEVICES = re.compile(r"\b(?:number of|#|num(?:ber)?\.?) ?(?:GPUs?|devices|cards|accelerators|TPUs?)", re.IGNORECASE)


@dataclass(frozen=True)
class SpeedTable:
    """A table of speeds: more is faster in each of its columns."""

    document: Document
    block: Block
    columns: tuple[int, ...]
    """The columns that hold speeds."""
    devices: int | None
    """The column that says on how many devices a row was run."""

    def pairs(self) -> Iterator[tuple[Cell, Cell, float, float | None]]:
        """Two rows of one column, the faster first: their ratio, and the ratio per device where that is known."""
        grid = self.block.grid
        if grid is None:
            return
        for column in self.columns:
            cells = [(row, grid.at(row, column)) for row in range(grid.header_rows, grid.rows)]
            numbered = [(row, cell, speed) for row, cell in cells if cell and (speed := leading(cell)) is not None]
            for row, cell, speed in numbered:
                for other, beside, slower in numbered:
                    if row == other or slower <= 0:
                        continue
                    mine, theirs = self.count(row), self.count(other)
                    each = (speed / mine) / (slower / theirs) if mine and theirs and mine != theirs else None
                    yield cell, beside, speed / slower, each

    def count(self, row: int) -> float | None:
        """On how many devices a row was run."""
        grid = self.block.grid
        cell = grid.at(row, self.devices) if grid is not None and self.devices is not None else None
        return leading(cell) if cell is not None else None


RATIO = re.compile(r"^\s*(\d+(?:\.\d+)?)\s?[×x]\s*$")
FEWEST_RATIOS = 4


def tables_of_ratios(dossier: Dossier) -> Iterator[tuple[Document, Block, list[tuple[Cell, float]]]]:
    """Tables whose cells are factors of speed ("2.12×") by their caption or headers, with these cells."""
    for document in dossier.documents:
        for block in document.blocks:
            if block.grid is None:
                continue  # doubts are of rows and columns: the factors are read cell by cell
            cells = [(cell, float(match[1])) for cell in block.grid.cells if (match := RATIO.match(cell.text))]
            heads = " ".join(cell.text for cell in block.grid.cells if cell.row < block.grid.header_rows)
            if len(cells) >= FEWEST_RATIOS and SPEED.search(plain(f"{block.caption} {heads}")):
                yield document, block, cells


def leading(cell: Cell) -> float | None:
    """The number that a cell begins with."""
    match = LEADING.match(cell.text)
    return float(match[1].replace(",", "")) if match else None


def speed_tables(dossier: Dossier) -> Iterator[SpeedTable]:
    """Tables of which a header, the caption or the sentence before says that they hold speeds."""
    for document in dossier.documents:
        for block in document.blocks:
            grid = block.grid
            if grid is None or grid.doubts or not grid.header_rows:
                continue
            heads = {
                column: " ".join(
                    cell.text for row in range(grid.header_rows) if (cell := grid.at(row, column)) is not None
                )
                for column in range(grid.columns)
            }
            said_so = [column for column, head in heads.items() if OF_SPEED.search(head)]
            before = document.blocks[block.order - 1].text if block.order else ""
            if not said_so and OF_SPEED.search(f"{block.caption} {before[-300:]}"):
                said_so = [
                    column for column, head in heads.items() if re.search(r"\bbatch(?: ?size)? ?= ?\d", head, re.I)
                ]
            if said_so:
                devices = next((column for column, head in heads.items() if DEVICES.search(head)), None)
                yield SpeedTable(document, block, tuple(said_so), devices)
