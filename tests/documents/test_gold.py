"""Every hand-labelled table value of the measurement documents is in a grid, with its model and benchmark on its
paths."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from auditor.documents import read
from auditor.records import Grid


def _norm(text: str) -> str:
    return re.sub(r"[\s|]+", "", text).lower()


def _values(grid: Grid, around: list[str]) -> list[tuple[str, set[str], set[str], str]]:
    """Each value with the names its column path and its row path give, and its emphasis."""
    found = []
    section = ""
    for row in range(grid.header_rows, grid.rows):
        filled = {id(c): c for column in range(grid.columns) if (c := grid.at(row, column)) and c.text}
        if len(filled) == 1:
            section = next(iter(filled.values())).text
            continue
        labels = [c.text for column in range(grid.label_columns) if (c := grid.at(row, column))]
        sides = {
            _norm(t)
            for t in [
                *labels,
                "".join(labels),
                "".join(labels[1:]),
                "".join(labels[:2]),
                section + "".join(labels),
                section,
                *around,
            ]
        }
        for column in range(grid.label_columns, grid.columns):
            cell = grid.at(row, column)
            if cell is None or not cell.text:
                continue
            path = list(dict.fromkeys(h.text for level in range(grid.header_rows) if (h := grid.at(level, column))))
            emphasis = (
                "+".join(name for name, on in (("bold", cell.bold), ("underline", cell.underline)) if on) or "none"
            )
            found.append((cell.text, {_norm(t) for t in [*path, "".join(path)]}, sides, emphasis))
    return found


@pytest.mark.shared
def test_every_labelled_value_is_in_a_grid(shared: Path) -> None:
    total = missing = wrong_emphasis = 0
    for labels in sorted((shared / "gold" / "dev").glob("*.md.csv")):
        document = read(shared / "corpus" / "docs" / labels.name.removesuffix(".csv"))
        tables = {
            str(b.place.line): _values(b.grid, [b.caption, *b.section[-1:]])
            for b in document.blocks
            if b.grid is not None
        }
        with labels.open(encoding="utf-8") as file:
            for label in csv.DictReader(file):
                if label["origin"] != "table":
                    continue
                total += 1
                model, benchmark = _norm(label["model"]), _norm(label["benchmark"])
                hits = [
                    emphasis
                    for value, columns, sides, emphasis in tables.get(label["page"], [])
                    if value == label["value"]
                    and (
                        (model in columns and benchmark in sides)
                        or (model in sides and any(benchmark.endswith(c) for c in columns if c))
                    )
                ]
                missing += not hits
                wrong_emphasis += bool(hits) and label["emphasis"] not in hits
    assert total > 900
    assert missing == 0
    assert wrong_emphasis == 0


@pytest.mark.shared
def test_every_text_document_is_read(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "docs").iterdir()):
        if path.suffix in {".md", ".html"}:
            document = read(path)
            assert document.blocks, path.name
            assert all(b.place.line or b.kind.value == "footnote" for b in document.blocks if b.grid), path.name
