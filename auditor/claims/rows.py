"""The rows of a table from top to bottom: sections, headers repeated in the body, rows that describe models, rows
of values."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from auditor.claims import lexicon
from auditor.claims.citations import without_citations
from auditor.claims.columns import Columns, judge_columns
from auditor.claims.layout import Layout, Line, Printed, header_path, printed
from auditor.claims.values import CellKind, is_blank, read_cell
from auditor.records import Cell, Grid

_VARIANT = re.compile(r"^\W*(?:w/o?|with|without)(?=\W)|^\s*[+＋−–-]\s*\S", re.I)
"""A row label that says how the row above was changed."""
_SETTING_TITLES = frozenset({"metric", "metrics", "shots", "setting", "# shots", "#shots"})
_UNSAID = re.compile(r"n\.?/?a\.?|unknown|none", re.I)
"""What a settings column prints where it states nothing: kept as printed, never read as a condition."""
_NO_PART = re.compile(r"none|null|null model", re.I)
"""A row that is made without what the others vary: a label, not a blank."""
_SENTENCE = 3
"""Words in lower case from which on plain type behind a bold name explains it."""
_NUMERIC = frozenset({CellKind.value, CellKind.cut})


class RowWalk:
    """One walk over the body of a table; fills the layout."""

    def __init__(self, layout: Layout, columns: Columns) -> None:
        self.layout, self.columns, self.grid = layout, columns, layout.grid
        self.sections: list[Printed] = []
        self.after_section = False
        self.carried: dict[int, Printed] = {}
        """Label column → the text that holds on where the cells below are empty."""
        self.override: dict[int, tuple[Printed, ...]] = {}
        self.corner = layout.corner
        self.owner = ""
        self.last: int | None = None
        body = range(self.grid.header_rows, self.grid.rows)
        main = columns.main
        self.repeated = Counter(printed(self.grid.at(r, main)).text for r in body) if main is not None else Counter()

    def walk(self) -> None:
        for row in range(self.grid.header_rows, self.grid.rows):
            self._row(row)

    def _row(self, row: int) -> None:
        cells = {c: self.grid.at(row, c) for c in range(self.grid.columns)}
        texts = {c: printed(cell) for c, cell in cells.items()}
        filled = [c for c in cells if texts[c].text]
        if not filled:
            return
        kinds = {c: self.layout.readings[row, c].kind for c in self.columns.values}
        numeric = any(kind in _NUMERIC for kind in kinds.values())
        worded = [c for c, kind in kinds.items() if kind is CellKind.text]
        if not numeric and self._is_section(row, filled, texts):
            self._take_section(filled[0], texts[filled[0]])
        elif not numeric and worded and self._is_header(texts, worded):
            self._take_header(row, texts)
        elif not numeric and worded and len(worded) == sum(1 for c in kinds if texts[c].text):
            self.layout.excluded_rows.append(texts[self.columns.main].text if self.columns.main is not None else "")
        else:
            self._take_data(row, cells, texts)

    # Sections.

    def _is_section(self, row: int, filled: list[int], texts: dict[int, Printed]) -> bool:
        """One text and nothing else: alone in the row, or merged over it."""
        distinct = {texts[c].text for c in filled}
        if len(distinct) != 1 or is_blank(next(iter(distinct))):
            return False
        cell = self.grid.at(row, filled[0])
        if cell is None or (read_cell(cell.text).kind is CellKind.value and cell.column_span <= 2):
            return False
        if cell.column_span >= max(2, len(self.columns.values)):
            return True
        return len(filled) == 1 and (filled[0] in self.columns.labels or filled[0] == 0 or len(self.columns.values) > 1)

    def _take_section(self, column: int, text: Printed) -> None:
        main = self.columns.main
        if column in self.columns.labels and main is not None and column < main:
            # A group printed in its own column above its rows.
            self.carried, self.sections = {column: text}, []
        else:
            self.sections = [self.sections[-1], text] if self.after_section and self.sections else [text]
            if column in self.columns.labels:
                self.carried = {}
            else:
                self.carried = {c: kept for c, kept in self.carried.items() if c < (main or 0)}
        self.after_section = True

    # Headers in the body.

    def _is_header(self, texts: dict[int, Printed], worded: list[int]) -> bool:
        """A row inside the body that titles the columns below it."""
        if len(worded) < max(1, len(self.columns.values) // 2):
            return False
        labelled = [c for c in self.columns.labels if texts[c].text]
        if all(texts[c].text == self.columns.leaf(c) for c in labelled):
            return True
        label = texts[labelled[-1]].text
        if label.strip("()").lower() in _SETTING_TITLES:
            return True
        titles = (
            lexicon.BENCHMARK_HEADER.match(label) or lexicon.MODEL_HEADER.match(label) or label == self.layout.corner
        )
        return bool(titles) and len({texts[c].text for c in worded}) >= max(1, len(worded) // 2)

    def _take_header(self, row: int, texts: dict[int, Printed]) -> None:
        paths = self.columns.paths
        extra = {c: header_path(self.grid, c, (row,)) for c in self.columns.values}
        for c in self.columns.values:
            before = self.override.get(c) or paths[c]
            if self.last is None:
                self.override[c] = before + extra[c]
            elif extra[c]:
                self.override[c] = (*paths[c][:-1], *extra[c])
            else:
                self.override[c] = before
        labelled = [c for c in self.columns.labels if texts[c].text]
        if labelled:
            self.corner = texts[labelled[-1]].text

    # Data.

    def _take_data(self, row: int, cells: dict[int, Cell | None], texts: dict[int, Printed]) -> None:
        self.after_section = False
        path, groups = self._labels(cells, texts)
        if path and lexicon.UNCERTAINTY.match(path[-1].text) and self.last is not None:
            self.layout.row_spreads[self.last] = row
            return
        # A row that only a group's column labels is named by that.
        name = path[0].text if path else groups[-1].text if groups else ""
        if name and lexicon.NOT_A_SCORE.search(name):
            self.layout.excluded_rows.append(name)
            return
        if len(path) == 1 and _VARIANT.match(path[0].text):
            # Printed once it names its row; printed again and again it needs the row it changes.
            if self.owner and self.repeated[path[0].text] > 1:
                path.insert(0, Printed(self.owner))
        elif path:
            self.owner = path[-1].text
        task = self._task(path, groups, texts)
        if task is not None:
            self.layout.tasks[row] = task
        self.layout.rows.append(Line(row, tuple(path), tuple(groups), self._settings(texts)))
        if self.override:
            self.layout.headers[row] = dict(self.override)
        self.layout.corners[row] = self.corner
        self.last = row

    def _task(self, path: list[Printed], groups: list[Printed], texts: dict[int, Printed]) -> Printed | None:
        """The benchmark of a row that names one beside its model, each in a titled column; the path keeps the model."""
        titled = {c: self.columns.leaf(c) for c in self.columns.labels}
        models = [c for c, title in titled.items() if lexicon.MODEL_HEADER.match(title)]
        tasks = [c for c, title in titled.items() if lexicon.BENCHMARK_HEADER.match(title)]
        if len(models) != 1 or len(tasks) != 1:
            return None
        model, task = (texts[c] if texts[c].text else self.carried.get(c, Printed("")) for c in (*models, *tasks))
        if not model.text or not task.text:
            return None
        path[:] = [model]
        groups[:] = [group for group in groups if group.text not in (model.text, task.text)]
        return task

    def _labels(self, cells: dict[int, Cell | None], texts: dict[int, Printed]) -> tuple[list[Printed], list[Printed]]:
        """The row's own labels and the groups it stands in; empty group cells repeat the one above."""
        main = self.columns.main
        path: list[Printed] = []
        groups = list(self.sections)
        for c in self.columns.labels:
            text = texts[c]
            if not text.text and c in self.carried and (main is None or c <= main):
                text = self.carried[c]
            elif text.text and not is_blank(text.text):
                if c in self.carried and self.carried[c].text != text.text:
                    self.carried = {k: kept for k, kept in self.carried.items() if k <= c}
                self.carried[c] = text
            if not text.text or (is_blank(text.text) and not (c == main and _NO_PART.fullmatch(text.text))):
                continue
            header = self.columns.leaf(c)
            if main is not None and c < main:
                if lexicon.BENCHMARK_HEADER.match(header) and text.text != texts[main].text:
                    path.append(text)
                elif cells[c] is not cells[main] and all(text.text != group.text for group in groups):
                    groups.append(replace(text, title=header))
            elif c != main and header and lexicon.CATEGORY_HEADER.match(header):
                groups.append(replace(text, title=header))
            elif not path or path[-1].text != text.text:
                group, text = _category_before(cells[c], text)
                if group:
                    # A row that names its field itself stands no longer in the one named above.
                    groups = [g for g in groups if g not in self.sections or not lexicon.is_category(g.text)]
                groups.extend(group)
                path.append(_name_before(cells[c], text))
        return path, groups

    def _settings(self, texts: dict[int, Printed]) -> tuple[tuple[str, str, Printed], ...]:
        settings = []
        unnamed = self.columns.main is None or not texts[self.columns.main].text
        for c, kind in self.columns.settings.items():
            text = self.carried[c] if not texts[c].text and unnamed and c in self.carried else texts[c]
            if text.text and (not is_blank(text.text) or _UNSAID.fullmatch(text.text.strip())):
                settings.append((kind, self.columns.leaf(c), text))
                self.carried[c] = text
        return tuple(settings)


def _category_before(cell: Cell | None, text: Printed) -> tuple[list[Printed], Printed]:
    """A field of ability in plain type before the bold name in one cell ("Science **SomeBench**"), and the name."""
    if cell is None or len(cell.parts) < 2 or cell.parts[0].bold:
        return [], text
    first = cell.parts[0].text.strip()
    rest = " ".join(part.text.strip() for part in cell.parts[1:] if part.text.strip())
    bold = all(part.bold for part in cell.parts[1:] if part.text.strip())
    if not bold or not rest or not lexicon.is_category(first) or not text.text.startswith(first):
        return [], text
    return [Printed(first)], Printed(text.text[len(first) :].strip(), text.marks, text.subscript)


def _name_before(cell: Cell | None, text: Printed) -> Printed:
    """The bold name that a sentence in plain type explains in the same cell ("**SomeTest** Automated measure of …");
    the explanation stays as lowered text does."""
    if cell is None or len(cell.parts) < 2 or not cell.parts[0].bold or any(part.bold for part in cell.parts[1:]):
        return text
    name = " ".join(cell.parts[0].text.split())
    rest = " ".join(" ".join(part.text for part in cell.parts[1:]).split())
    plain = sum(word[:1].islower() for word in rest.split())
    if not text.text.startswith(name) or plain < _SENTENCE or 2 * plain < len(rest.split()):
        return text
    return Printed(name, text.marks, f"{text.subscript} {rest}".strip())


def take_apart(grid: Grid, borrowed: dict[int, tuple[Printed, ...]] | None = None) -> Layout:
    """The layout of a table. `borrowed`: column headers of the table that this one continues."""
    grid = without_citations(grid)
    columns = judge_columns(grid, borrowed)
    layout = Layout(
        grid,
        columns=[Line(c, columns.paths[c]) for c in columns.values],
        corner=columns.leaf(columns.main) if columns.main is not None else "",
        label_headers=tuple(" ".join(p.text for p in columns.paths[c]) for c in columns.labels),
        spreads=columns.spreads,
        excluded_columns=[" ".join(p.text for p in columns.paths[c]) for c in columns.excluded],
        readings=columns.readings,
    )
    RowWalk(layout, columns).walk()
    return layout
