"""Leaderboards as comma-, semicolon- or tab-separated values to a `Document` with one table."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import PurePath

from auditor.documents import finishing, grid, metadata
from auditor.documents.cells import Draft
from auditor.documents.runs import settle, tidy
from auditor.documents.tree import Walk
from auditor.errors import DocumentError
from auditor.records import Block, BlockKind, Document, Part, Place, Unread

_DELIMITERS = ("\t", ",", ";", "|")
_FIELD_LIMIT = 1_000_000
_MAX_CELLS = 200_000


def read_delimited(data: bytes, name: str) -> Document:
    """The document in a CSV or TSV file: lone cells above and below the table are paragraphs, "#" opens a remark.

    Raises `DocumentError` where the bytes are no text or hold no table.
    """
    source = finishing.decode(data, name)
    tabbed = PurePath(name).suffix.lower() in {".tsv", ".tab"}
    delimiter = _delimiter(source.text, "\t" if tabbed else ",")
    state = Walk()
    state.unread += [Unread(what="text", reason=reason, place=Place(line=1)) for reason in source.doubts]
    lines: list[tuple[int, list[str]]] = []
    count = 0
    before = csv.field_size_limit(_FIELD_LIMIT)
    try:
        reader = csv.reader(io.StringIO(source.text, newline=""), delimiter=delimiter, skipinitialspace=True)
        start = 1
        for fields in reader:
            if any(field.strip() for field in fields):
                lines.append((start, fields))
                count += len(fields)
            start = reader.line_num + 1
            if count > _MAX_CELLS:
                reason = "The table has more cells than are read; the last ones are missing."
                state.unread.append(Unread(what="table", reason=reason, place=Place(line=start)))
                break
    except csv.Error as error:
        raise DocumentError(f"{name} is not a table of separated values.", advice="Check its quotes.") from error
    finally:
        csv.field_size_limit(before)
    _blocks(lines, state)
    if not any(block.grid for block in state.blocks):
        raise DocumentError(f"{name} holds no table.", advice="A table has at least two columns and a header row.")
    media_type = "text/tab-separated-values" if delimiter == "\t" else "text/csv"
    return finishing.document(data, name, media_type, metadata.About(), state, source.text)


def _delimiter(text: str, usual: str) -> str:
    """The character that cuts most of the first lines into the same number of fields, more than one."""
    sample = [line for line in text[:200_000].split("\n")[:60] if line.strip() and not line.startswith("#")]
    best, most = usual, 0
    for delimiter in (usual, *(d for d in _DELIMITERS if d != usual)):
        try:
            widths = Counter(len(fields) for fields in csv.reader(sample, delimiter=delimiter))
        except csv.Error:
            continue
        lines = sum(n for width, n in widths.items() if width > 1 and n == max(widths.values()))
        if lines > most:
            best, most = delimiter, lines
    return best


def _blocks(lines: list[tuple[int, list[str]]], state: Walk) -> None:
    width = max((len(fields) for _, fields in lines), default=0)
    wide = [
        number
        for number, (_, fields) in enumerate(lines)
        if sum(1 for field in fields if field.strip()) > 1 and not fields[0].lstrip().startswith("# ")
    ]
    if width < 2 or not wide:
        wide = [len(lines)]
    drafts: list[list[Draft]] = []
    for number, (line, fields) in enumerate(lines):
        place = Place(line=line)
        if wide[0] <= number <= wide[-1] and not fields[0].lstrip().startswith("# "):
            drafts.append([_draft(field, place) for field in fields])
            if number == wide[-1] and (built := grid.build(drafts)) is not None:
                state.blocks.append(
                    Block(kind=BlockKind.table, order=0, place=Place(line=lines[wide[0]][0]), grid=built)
                )
        else:
            text = ", ".join(tidy(field).lstrip("# ") for field in fields if field.strip())
            state.add(BlockKind.paragraph, [Part(text=text)], place)


def _draft(field: str, place: Place) -> Draft:
    settled = settle([Part(text=field)])
    # Such a file has no type: whether a value was meant to stand out cannot be told.
    return Draft(text=settled.text, marks=settled.marks, place=place)
