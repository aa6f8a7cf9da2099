"""Jupyter notebooks to a `Document`: Markdown cells, and what the code cells printed; the code itself is left out.

A place's line is the line of the notebook's file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from auditor.documents import finishing, metadata, plain_tables, tree
from auditor.documents.html_tables import rows_of
from auditor.documents.inline import tag_of, text_of
from auditor.documents.markdown import prepared, render
from auditor.documents.tree import LINE
from auditor.errors import DocumentError
from auditor.records import Block, BlockKind, Document, Place, Unread

MEDIA_TYPE = "application/x-ipynb+json"
_MAX_CELLS = 20_000
_ANSI = "\x1b"


def read_notebook(data: bytes, name: str) -> Document:
    """The document in a Jupyter notebook.

    Raises `DocumentError` where the file is no notebook.
    """
    source = finishing.decode(data, name)
    try:
        book = json.loads(source.text)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"{name} is not a whole notebook.", advice="Download or save it again.") from error
    cells = book.get("cells") if isinstance(book, dict) else None
    if not isinstance(cells, list):
        raise DocumentError(f"{name} is not a notebook of format 4.", advice="Open it in Jupyter and save it again.")
    lines = _Lines(source.text)
    state = tree.Walk(rendered=True)
    state.unread += [Unread(what="text", reason=reason, place=Place(line=1)) for reason in source.doubts]
    for cell in cells[:_MAX_CELLS]:
        if isinstance(cell, dict):
            _cell(cell, lines, state)
    return finishing.document(data, name, MEDIA_TYPE, metadata.About(title=_title(book)), state, source.text)


def _title(book: Mapping[str, Any]) -> str | None:
    said = book.get("metadata")
    title = said.get("title") if isinstance(said, dict) else None
    return title if isinstance(title, str) and title else None


def _cell(cell: Mapping[str, Any], lines: _Lines, state: tree.Walk) -> None:
    if cell.get("cell_type") == "markdown":
        text, numbers = lines.find(cell.get("source"))
        _markdown(text, numbers, state)
        return
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else ():
        if not isinstance(output, dict):
            continue
        shown = output.get("data")
        if output.get("output_type") == "stream" and output.get("name") != "stderr":
            _plain(*lines.find(output.get("text")), state)
        elif isinstance(shown, dict):
            _shown(shown, lines, state)


def _shown(shown: Mapping[str, Any], lines: _Lines, state: tree.Walk) -> None:
    """The richest form of an output that can be read, as a notebook shows it."""
    if "text/html" in shown:
        text, numbers = lines.find(shown["text/html"])
        root = finishing.parse_html(text)
        if root is None:
            return
        for element in root.iter(etree.Element):
            position = min(int(element.sourceline or 1), len(numbers)) - 1  # type: ignore[call-overload]
            element.set(LINE, str(numbers[position]))
        for table in root.iter("table"):
            _without_index(table)
        tree.walk(root, state)
    elif "text/markdown" in shown:
        _markdown(*lines.find(shown["text/markdown"]), state)
    elif any(kind.startswith("image/") for kind in shown):
        _, numbers = lines.find(shown.get("text/plain"))
        reason = "A picture that a cell drew: its numbers could not be read."
        state.unread.append(Unread(what="picture", reason=reason, place=Place(line=numbers[0])))
    elif "text/plain" in shown:
        _plain(*lines.find(shown["text/plain"]), state)


def _markdown(text: str, numbers: list[int], state: tree.Walk) -> None:
    root = finishing.parse_html(render(prepared(text)))
    if root is None:
        return
    for element in root.iter(etree.Element):
        line = element.get(LINE)
        if line and line.isdecimal():
            element.set(LINE, str(numbers[min(int(line), len(numbers)) - 1]))
    tree.walk(root, state)


def _plain(text: str, numbers: list[int], state: tree.Walk) -> None:
    """Printed text: its tables are read, the rest is kept as printed."""
    rows = text.split("\n")
    at = 0
    for start, end, found in plain_tables.find(rows):
        _code("\n".join(rows[at:start]), numbers[min(at, len(numbers) - 1)], state)
        cells = tuple(
            cell.model_copy(update={"place": Place(line=numbers[min(cell.place.line or 1, len(numbers)) - 1])})
            for cell in found.cells
        )
        place = Place(line=numbers[min(start, len(numbers) - 1)])
        grid = found.model_copy(update={"cells": cells})
        state.blocks.append(Block(kind=BlockKind.table, order=0, place=place, grid=grid))
        at = end
    _code("\n".join(rows[at:]), numbers[min(at, len(numbers) - 1)], state)


def _code(text: str, line: int, state: tree.Walk) -> None:
    if text.strip() and _ANSI not in text:
        state.blocks.append(Block(kind=BlockKind.code, order=0, text=text.strip("\n"), place=Place(line=line)))


def _without_index(table: etree._Element) -> None:
    """Takes off a first column without a title that only counts the rows from 0: it was never part of the table."""
    rows = [cells for _, cells in rows_of(table)[0]]
    if len(rows) < 2 or any(not cells or tag_of(cells[0]) != "th" for cells in rows):
        return
    firsts = [text_of(cells[0]).strip() for cells in rows]
    head = sum(1 for text in firsts if not text)
    if not head or firsts[head:] != [str(number) for number in range(len(rows) - head)]:
        return
    for cells in rows:
        parent = cells[0].getparent()
        if parent is not None:
            parent.remove(cells[0])


class _Lines:
    """Finds the lines of a notebook's file that hold a piece of text; pieces are asked for in the order of the
    file."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def find(self, source: Any) -> tuple[str, list[int]]:
        """The whole text of a source, and the file's line of each of its lines."""
        several = source if isinstance(source, list) else [source]
        pieces = [one for one in several if isinstance(one, str)]
        text = "".join(pieces)
        numbers: list[int] = []
        for piece in pieces:
            line = self._seek(piece)
            numbers += [line] * (piece.count("\n") or 1)
        return text, [*numbers, numbers[-1]] if numbers else [self._line]

    def _seek(self, piece: str) -> int:
        """The line on which a string stands, looked for behind the last one found; else that one's line."""
        for written in _spellings(piece):
            found = self._text.find(written, self._at)
            if found >= 0:
                self._line += self._text.count("\n", self._at, found)
                self._at = found + len(written)
                break
        return self._line


def _spellings(piece: str) -> Iterator[str]:
    """A string as JSON may write it."""
    yield json.dumps(piece, ensure_ascii=False)
    if not piece.isascii():
        yield json.dumps(piece)
