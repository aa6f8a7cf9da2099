"""The shape of a table, whatever it is about: which rows and columns hold values, the labels over and before them, settings, sections.

The reader's header rows and label columns are taken as a start; what a column holds decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from auditor.claims import lexicon
from auditor.claims.values import CellKind, CellReading, is_blank, read_cell
from auditor.records import Cell, Grid


@dataclass(frozen=True)
class Printed:
    """A label with the marks at it."""

    text: str
    marks: tuple[str, ...] = ()
    subscript: str = ""
    """Lowered text inside the label, which often names a split or measure."""


@dataclass(frozen=True)
class Line:
    """A row or column of values."""

    index: int
    path: tuple[Printed, ...]
    """Labels, outermost first; the last one names the line itself."""
    groups: tuple[Printed, ...] = ()
    """Section rows above and group columns before a row, outermost first."""
    settings: tuple[tuple[str, str, Printed], ...] = ()
    """Kind, header and cell of the columns that say how the row was run."""

    @cached_property
    def label(self) -> str:
        return self.path[-1].text if self.path else ""

    def marks(self) -> Iterable[str]:
        for printed in (*self.groups, *self.path, *(cell for _, _, cell in self.settings)):
            yield from printed.marks


@dataclass
class Layout:
    """A table taken apart."""

    grid: Grid
    columns: list[Line] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)
    headers: dict[int, dict[int, tuple[Printed, ...]]] = field(default_factory=dict)
    """Row index → column paths that hold for it, where a header is repeated or extended in the body."""
    corner: str = ""
    """Header over the main label column."""
    corners: dict[int, str] = field(default_factory=dict)
    """The same for each row: a header repeated in the body may bring another."""
    label_headers: tuple[str, ...] = ()
    spreads: dict[int, int] = field(default_factory=dict)
    """Column of standard deviations or intervals → the value column it belongs to."""
    row_spreads: dict[int, int] = field(default_factory=dict)
    excluded_rows: list[str] = field(default_factory=list)
    excluded_columns: list[str] = field(default_factory=list)
    readings: dict[tuple[int, int], CellReading] = field(default_factory=dict)

    def column_path(self, row: int, column: Line) -> tuple[Printed, ...]:
        return self.headers.get(row, {}).get(column.index, column.path)


def printed(cell: Cell | None) -> Printed:
    """A cell as a label."""
    if cell is None:
        return Printed("")
    lowered = " ".join(part.text.strip() for part in cell.parts if part.script < 0)
    text = " ".join(cell.text.replace("**", "").replace("`", "").split())
    return Printed(text.strip(" ↑↓⬆⬇🏆"), cell.marks, lowered)


def _reading(grid: Grid, row: int, column: int, spread: bool) -> CellReading:
    cell = grid.at(row, column)
    return read_cell(cell.text if cell else "", spread=spread)


def header_path(grid: Grid, column: int, rows: Sequence[int]) -> tuple[Printed, ...]:
    """Labels over a column, outermost first; a merged or repeated one counts once."""
    path: list[Printed] = []
    seen: set[tuple[int, int]] = set()
    for row in rows:
        cell = grid.at(row, column)
        if cell is None or not cell.text.strip() or (cell.row, cell.column) in seen:
            continue
        seen.add((cell.row, cell.column))
        label = printed(cell)
        if label.text and (not path or path[-1].text != label.text):
            path.append(label)
    return tuple(path)


_MERGING = frozenset({CellKind.value, CellKind.cut})


def take_apart(grid: Grid) -> Layout:
    """The layout of a table."""
    layout = Layout(grid)
    top = list(range(grid.header_rows))
    body = [row for row in range(grid.header_rows, grid.rows)]
    paths = {column: header_path(grid, column, top) for column in range(grid.columns)}
    for column in range(grid.columns):
        spread = any(_declares_spread(part.text) for part in paths[column])
        for row in body:
            layout.readings[row, column] = _reading(grid, row, column, spread)
    roles = _column_roles(layout, paths, body)
    labels = [c for c in range(grid.columns) if roles[c] == "label"]
    main = _main_label(layout, labels, paths, body)
    values = [c for c in range(grid.columns) if roles[c] == "value"]
    layout.label_headers = tuple(" ".join(p.text for p in paths[c]) for c in labels)
    layout.corner = paths[main][-1].text if main is not None and paths[main] else ""
    layout.columns = [Line(c, paths[c]) for c in values]
    for column in range(grid.columns):
        if roles[column] == "spread":
            before = [c for c in values if c < column]
            if before:
                layout.spreads[before[-1]] = column
        elif roles[column] == "excluded":
            layout.excluded_columns.append(" ".join(p.text for p in paths[column]))
    _walk(layout, body, roles, labels, main, values, paths)
    return layout


_LIST = re.compile(r"\s*[(\[][^()\[\]]*[|/][^()\[\]]*[)\]]\s*$")


def _bare(label: str) -> str:
    """A label without a bracket that lists what several values of a cell are ("Name (Score | Speed)")."""
    return _LIST.sub("", label) or label


_VARIANT = re.compile(r"^\W*(?:w/o?|with|without)\b|^\s*[+＋−–-]\s*\S", re.I)
"""A row label that says how the row above was changed."""
_RANK = re.compile(r"^\W*(?:rank(?:ing)?|#|no\.?|position|pos\.?|排名)\W*$", re.I)
_SIZE = re.compile(r"[~≈]?\d+(?:\.\d+)?\s?[BMT](?:\s?\(.*\))?|\d+x\d+(?:\.\d+)?B|\?")


def _named_before(roles: dict[int, str], paths: dict[int, tuple[Printed, ...]], column: int) -> bool:
    """Whether a label column before this one already names benchmarks or models."""
    for before in range(column):
        leaf = paths[before][-1].text if paths[before] else ""
        if (
            roles[before] == "label"
            and leaf
            and (lexicon.BENCHMARK_HEADER.match(leaf) or lexicon.MODEL_HEADER.match(leaf))
        ):
            return True
    return False


def _declares_spread(header: str) -> bool:
    inner = header[header.find("(") + 1 : header.rfind(")")] if "(" in header else ""
    return bool(inner) and bool(lexicon.UNCERTAINTY.match(inner.strip("() *")))


def _column_roles(layout: Layout, paths: dict[int, tuple[Printed, ...]], body: list[int]) -> dict[int, str]:
    """label, setting:KIND, value, spread, excluded or text, for every column."""
    grid = layout.grid
    roles: dict[int, str] = {}
    counts: dict[int, dict[CellKind, int]] = {}
    for column in range(grid.columns):
        tally = {kind: 0 for kind in CellKind}
        for row in body:
            cell = grid.at(row, column)
            if cell is not None and cell.column_span > 1 and cell.column_span >= grid.columns - 1:
                continue
            tally[layout.readings[row, column].kind] += 1
        counts[column] = tally
    seen_value = False
    for column in range(grid.columns):
        tally = counts[column]
        leaf = _bare(paths[column][-1].text) if paths[column] else ""
        whole = " ".join(_bare(p.text) for p in paths[column])
        numeric = tally[CellKind.value] + tally[CellKind.cut]
        setting = (
            next((kind for kind, pattern in lexicon.SETTING_HEADERS if pattern.match(leaf)), None) if leaf else None
        )
        texts = [
            label.text
            for row in body
            if (cell := grid.at(row, column)) and cell.column_span == 1 and (label := printed(cell)).text and not is_blank(label.text) and label.text not in (part.text for part in paths[column])
        ]
        if (
            setting == "metric"
            and not seen_value
            and texts
            and sum(map(lexicon.is_metric, texts)) < 0.4 * len(texts)
            and not _named_before(roles, paths, column)
        ):
            setting = None
        if (
            column
            and not setting
            and not seen_value
            and len(texts) > 1
            and all(_SIZE.fullmatch(text) for text in texts)
        ):
            setting = "size"
        if leaf and lexicon.UNCERTAINTY.match(leaf) and seen_value:
            roles[column] = "spread"
        elif setting and not seen_value and column > 0:
            roles[column] = f"setting:{setting}"
        elif setting and column > 0 and numeric == 0:
            roles[column] = f"setting:{setting}"
        elif column == 0 and numeric and _RANK.match(leaf):
            roles[column] = "excluded"
        elif column == 0 and not (numeric and grid.label_columns == 0):
            roles[column] = "label"
        elif leaf and (
            lexicon.NOT_A_SCORE.search(leaf)
            or any(lexicon.DESCRIBED.search(part.text) for part in paths[column][:-1])
            or (len(paths[column]) > 1 and lexicon.NOT_A_SCORE.search(whole) and not numeric)
        ):
            roles[column] = "excluded"
        elif numeric and numeric >= tally[CellKind.text]:
            roles[column] = "value"
            seen_value = True
        elif not numeric and not tally[CellKind.text]:
            roles[column] = "value" if seen_value and leaf else ("label" if not seen_value else "text")
        elif not seen_value and tally[CellKind.text]:
            roles[column] = "label"
        else:
            roles[column] = "text"
    if not seen_value:
        return roles
    # A numeric column before a text column is not a result: results stand together at the right.
    return roles


def _main_label(
    layout: Layout, labels: list[int], paths: dict[int, tuple[Printed, ...]], body: list[int]
) -> int | None:
    """The label column that names the rows, as opposed to groups before it and parts or remarks behind it."""
    if not labels:
        return None
    if len(labels) == 1:
        return labels[0]
    named = [
        c
        for c in labels
        if paths[c]
        and (lexicon.BENCHMARK_HEADER.match(paths[c][-1].text) or lexicon.MODEL_HEADER.match(paths[c][-1].text))
    ]
    if named:
        return named[-1]
    best, best_score = labels[-1], -1.0
    for column in labels:
        texts = [p.text for row in body if (p := printed(layout.grid.at(row, column))).text]
        header = paths[column][-1].text if paths[column] else ""
        if not texts:
            continue
        distinct = len(set(texts)) / max(1, len(body))
        category = 0.5 if header and lexicon.CATEGORY_HEADER.match(header) else 0.0
        fragments = sum(map(lexicon.is_fragment, texts)) / len(texts)
        score = distinct - category - 0.6 * fragments + 0.01 * column
        if score > best_score:
            best, best_score = column, score
    return best


def _walk(
    layout: Layout,
    body: list[int],
    roles: dict[int, str],
    labels: list[int],
    main: int | None,
    values: list[int],
    paths: dict[int, tuple[Printed, ...]],
) -> None:
    """Rows from top to bottom: sections, repeated headers, excluded rows, data."""
    grid = layout.grid
    sections: list[Printed] = []
    fresh_section = False
    carried: dict[int, Printed] = {}
    override: dict[int, tuple[Printed, ...]] = {}
    settings_at = [c for c in range(grid.columns) if roles[c].startswith("setting:")]
    last_data: int | None = None
    corner = layout.corner
    owner = ""
    for row in body:
        cells = {c: grid.at(row, c) for c in range(grid.columns)}
        texts = {c: printed(cells[c]) for c in cells}
        filled = [c for c in cells if texts[c].text]
        if not filled:
            continue
        kinds = {c: layout.readings[row, c].kind for c in values}
        numeric = [c for c in values if kinds[c] in _MERGING]
        label_texts = [c for c in labels if texts[c].text]
        if not numeric and _is_section(grid, row, filled, texts, values, labels):
            text = texts[filled[0]]
            own_column = filled[0] if filled[0] in labels else None
            if own_column is not None and main is not None and own_column != main and own_column < main:
                carried = {own_column: text}
                sections = []
            elif fresh_section and sections and cells[filled[0]] is not None:
                sections = [sections[-1], text]
            else:
                sections = [text]
            carried = (
                {c: p for c, p in carried.items() if c < (main or 0)}
                if own_column is None or own_column < (main or 0)
                else {}
            )
            fresh_section = True
            continue
        worded = [c for c in values if kinds[c] is CellKind.text]
        if (
            not numeric
            and len(worded) >= max(1, len(values) // 2)
            and _is_header_row(texts, label_texts, paths, layout, worded)
        ):
            extra = {c: header_path(grid, c, [row]) for c in values}
            if last_data is None:
                override = {c: (override.get(c) or paths[c]) + extra[c] for c in values}
            else:
                override = {c: (*paths[c][:-1], *extra[c]) if extra[c] else override.get(c) or paths[c] for c in values}
            if label_texts:
                corner = texts[label_texts[-1]].text
            continue
        if not numeric and all(kinds[c] is CellKind.text for c in values if texts[c].text) and worded:
            layout.excluded_rows.append(texts[main].text if main is not None else "")
            continue
        fresh_section = False
        path: list[Printed] = []
        groups: list[Printed] = list(sections)
        for c in labels:
            text = texts[c]
            if not text.text and c in carried and (main is None or c <= main):
                text = carried[c]
            elif text.text and not is_blank(text.text):
                if carried.get(c, text).text != text.text:
                    carried = {k: p for k, p in carried.items() if k <= c}
                carried[c] = text
            if not text.text or is_blank(text.text):
                continue
            header = paths[c][-1].text if paths[c] else ""
            if main is not None and c < main and lexicon.BENCHMARK_HEADER.match(header) and text.text != texts[main].text:
                path.append(text)
            elif main is not None and c < main and cells[c] is cells[main]:
                continue
            elif main is not None and c < main:
                if all(text.text != g.text for g in groups):
                    groups.append(text)
            elif c != main and header and lexicon.CATEGORY_HEADER.match(header):
                groups.append(text)
            elif not path or path[-1].text != text.text:
                path.append(text)
        if path and lexicon.UNCERTAINTY.match(path[-1].text) and last_data is not None:
            layout.row_spreads[last_data] = row
            continue
        if any(lexicon.NOT_A_SCORE.search(p.text) for p in path[:1]):
            layout.excluded_rows.append(path[0].text)
            continue
        if path and _VARIANT.match(path[-1].text) and owner and not (len(path) > 1 or _VARIANT.match(owner)):
            path.insert(0, Printed(owner))
        elif path:
            owner = path[-1].text
        settings = []
        for c in settings_at:
            text = texts[c]
            if not text.text and c in carried and texts.get(main if main is not None else -1, Printed("")).text == "":
                text = carried[c]
            if text.text and not is_blank(text.text):
                settings.append((roles[c].partition(":")[2], paths[c][-1].text if paths[c] else "", text))
                carried[c] = text
        layout.rows.append(Line(row, tuple(path), tuple(groups), tuple(settings)))
        if override:
            layout.headers[row] = dict(override)
        layout.corners[row] = corner
        last_data = row


def _is_section(
    grid: Grid, row: int, filled: list[int], texts: dict[int, Printed], values: list[int], labels: list[int]
) -> bool:
    """One text and nothing else: alone in the row, or merged over it."""
    distinct = {texts[c].text for c in filled}
    if len(distinct) != 1 or is_blank(next(iter(distinct))):
        return False
    cell = grid.at(row, filled[0])
    if cell is None or read_cell(cell.text).kind is CellKind.value and not cell.column_span > 2:
        return False
    spans = cell.column_span >= max(2, len(values))
    return spans or len(filled) == 1 and (filled[0] in labels or filled[0] == 0 or len(values) > 1)


def _is_header_row(
    texts: dict[int, Printed], label_texts: list[int], paths: dict[int, tuple[Printed, ...]], layout: Layout, worded: list[int]
) -> bool:
    """A row inside the body that titles the columns below it."""
    if not label_texts:
        return True
    label = texts[label_texts[-1]].text
    if all(paths[c] and texts[c].text == paths[c][-1].text for c in label_texts):
        return True
    if label.strip("()").lower() in {"metric", "metrics", "shots", "setting", "# shots", "#shots"}:
        return True
    looks = (
        lexicon.BENCHMARK_HEADER.match(label)
        or lexicon.MODEL_HEADER.match(label)
        or (layout.corner and label == layout.corner)
    )
    return bool(looks) and len({texts[c].text for c in worded}) >= max(1, len(worded) // 2)
