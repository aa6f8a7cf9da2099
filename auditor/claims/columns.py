"""What each column of a table is: labels, a setting, values, their spread, a description that is no score, or remarks.

The reader's header rows and label columns are a start; what the column holds decides.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from auditor.claims import lexicon
from auditor.claims.layout import Printed, header_path, printed
from auditor.claims.values import CellKind, CellReading, is_blank, read_cell
from auditor.records import Grid

Paths = dict[int, tuple[Printed, ...]]


@dataclass
class Columns:
    """The columns of a table by what they are."""

    paths: Paths
    labels: list[int]
    main: int | None
    """The label column that names the rows."""
    values: list[int]
    settings: dict[int, str]
    """Column → kind of setting ("shots", "metric", …)."""
    spreads: dict[int, int]
    """Value column → the column of its deviations or intervals."""
    excluded: list[int]
    readings: dict[tuple[int, int], CellReading]

    def leaf(self, column: int) -> str:
        """The innermost header of a column; empty where it has none."""
        return self.paths[column][-1].text if self.paths[column] else ""


_FEWEST_SECONDS = 3
_SMALL = Decimal("0.12")
"""The part of a score up to which a bracketed number behind each one is its deviation."""
_LIST = re.compile(r"\s*[(\[][^()\[\]]*[|/][^()\[\]]*[)\]]\s*$")
_DEVIATION = re.compile(
    r"(?<!\()\b(?:std\.?\s?(?:err(?:or)?|dev(?:iation)?)?|stderr|stdev|standard (?:error|deviation))"
    r"\W*(?:\([^()]*\))?\W*$",
    re.I,
)
"""The end of a header over deviations ("Aurora stderr")."""
_RANK = re.compile(r"^\W*(?:rank(?:ing)?|#|no\.?|position|pos\.?|排名)\W*$", re.I)
_SIZE = re.compile(r"[~≈]?\d+(?:\.\d+)?\s?[BMT](?:\s?\(.*\))?|\d+x\d+(?:\.\d+)?B|\?")


def judge_columns(grid: Grid, borrowed: Paths | None = None) -> Columns:
    """The columns of a table. `borrowed`: headers of the table that this one continues, where it has none itself."""
    body = range(grid.header_rows, grid.rows)
    paths = {c: header_path(grid, c, range(grid.header_rows)) for c in range(grid.columns)}
    if borrowed is not None:
        paths = {c: paths[c] or borrowed.get(c, ()) for c in paths}
    readings: dict[tuple[int, int], CellReading] = {}
    for column in range(grid.columns):
        spread = any(_declares_spread(part.text) for part in paths[column])
        for row in body:
            cell = grid.at(row, column)
            readings[row, column] = read_cell(cell.text if cell else "", spread=spread)
        if not spread and _small_seconds([readings[row, column] for row in body]):
            for row in body:
                cell = grid.at(row, column)
                readings[row, column] = read_cell(cell.text if cell else "", spread=True)
    judge = _Judge(grid, paths, readings)
    roles = judge.roles()
    labels = [c for c, role in roles.items() if role == "label"]
    values = [c for c, role in roles.items() if role == "value"]
    spreads = {}
    for column in (c for c, role in roles.items() if role == "spread"):
        before = [c for c in values if c < column]
        if before:
            spreads[before[-1]] = column
    return Columns(
        paths=paths,
        labels=labels,
        main=_main(grid, labels, paths),
        values=values,
        settings={c: role.partition(":")[2] for c, role in roles.items() if role.startswith("setting:")},
        spreads=spreads,
        excluded=[c for c, role in roles.items() if role == "excluded"],
        readings=readings,
    )


def _small_seconds(column: list[CellReading]) -> bool:
    """Whether numbers in brackets behind the scores of a whole column are so small that they are their deviations."""
    pairs = [reading.values for reading in column if reading.kind is CellKind.value]
    bracketed = [reading for reading in column if reading.separator == "(" and len(reading.values) == 2]
    if len(bracketed) < _FEWEST_SECONDS or len(bracketed) < len(pairs):
        return False
    numbers = [(reading.values[0].number, reading.values[1].number) for reading in bracketed]
    return all(first and second is not None and 0 <= second <= abs(first) * _SMALL for first, second in numbers)


class _Judge:
    """Columns from left to right: labels and settings stand before the first values, remarks after them."""

    def __init__(self, grid: Grid, paths: Paths, readings: dict[tuple[int, int], CellReading]) -> None:
        self.grid, self.paths, self.readings = grid, paths, readings
        self.found: dict[int, str] = {}
        self.seen_value = False

    def roles(self) -> dict[int, str]:
        for column in range(self.grid.columns):
            self.found[column] = self._role(column)
            self.seen_value = self.seen_value or self.found[column] == "value"
        return self.found

    def _role(self, column: int) -> str:
        tally = self._tally(column)
        numeric = tally[CellKind.value] + tally[CellKind.cut]
        leaf = _bare(self.paths[column][-1].text) if self.paths[column] else ""
        setting = self._setting(column, leaf)
        if leaf and (lexicon.UNCERTAINTY.match(leaf) or _DEVIATION.search(leaf)) and self.seen_value:
            return "spread"
        if setting and column > 0 and (not self.seen_value or not numeric):
            return f"setting:{setting}"
        if column == 0 and numeric and (_RANK.match(leaf) or (not leaf and self._counts(column))):
            return "excluded"
        if column == 0 and not (numeric and self.grid.label_columns == 0):
            return "label"
        first = not numeric and "label" not in self.found.values()
        if leaf and not first and self._describes(column, leaf, numeric):
            return "excluded"
        if numeric and numeric >= tally[CellKind.text]:
            return "value"
        if not numeric and not tally[CellKind.text]:
            # An empty column with a title among results holds blanks.
            if self.seen_value:
                return "value" if leaf else "text"
            return "label"
        return "text" if self.seen_value else "label"

    def _tally(self, column: int) -> Counter[CellKind]:
        tally: Counter[CellKind] = Counter()
        for row in range(self.grid.header_rows, self.grid.rows):
            cell = self.grid.at(row, column)
            if cell is None or cell.column_span == 1 or cell.column_span < self.grid.columns - 1:
                tally[self.readings[row, column].kind] += 1
        return tally

    def _counts(self, column: int) -> bool:
        """Whether a column only numbers the rows from one, with words in the column behind it."""
        texts = self._texts(column)
        counted = len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]
        return counted and column + 1 < self.grid.columns and not self._tally(column + 1)[CellKind.value]

    def _setting(self, column: int, leaf: str) -> str | None:
        setting = (
            next((kind for kind, pattern in lexicon.SETTING_HEADERS if pattern.match(leaf)), None) if leaf else None
        )
        if self.seen_value:
            return setting
        texts = self._texts(column)
        if setting == "metric" and texts and not self._named_before(column):
            # "Metric" may title the benchmarks themselves.
            return setting if sum(map(lexicon.is_metric, texts)) >= 0.4 * len(texts) else None
        if column and not setting and len(texts) > 1 and all(_SIZE.fullmatch(text) for text in texts):
            return "size"
        return setting

    def _texts(self, column: int) -> list[str]:
        """What a column's own cells print: no blanks, no merged titles, no repetition of its header."""
        header = {part.text for part in self.paths[column]}
        cells = [self.grid.at(row, column) for row in range(self.grid.header_rows, self.grid.rows)]
        texts = [printed(cell).text for cell in cells if cell is not None and cell.column_span == 1]
        return [text for text in texts if text and not is_blank(text) and text not in header]

    def _named_before(self, column: int) -> bool:
        """Whether a label column before this one is titled as benchmarks or models."""
        titles = [self.paths[c][-1].text for c in range(column) if self.found[c] == "label" and self.paths[c]]
        return any(lexicon.BENCHMARK_HEADER.match(title) or lexicon.MODEL_HEADER.match(title) for title in titles)

    def _describes(self, column: int, leaf: str, numeric: int) -> bool:
        """Whether a column describes or costs models instead of scoring them."""
        path = self.paths[column]
        if lexicon.NOT_A_SCORE.search(leaf) or any(lexicon.DESCRIBED.search(part.text) for part in path[:-1]):
            return True
        if self._amounts(column):
            return True
        return len(path) > 1 and not numeric and bool(lexicon.NOT_A_SCORE.search(" ".join(_bare(p.text) for p in path)))

    def _amounts(self, column: int) -> bool:
        """Whether a column holds round amounts (tokens, steps) and no scores: whole fifties, some in thousands."""
        found = [r for (_, c), reading in self.readings.items() if c == column for r in reading.values]
        numbers = [value.number for value in found if value.number is not None and not value.percent]
        if len(numbers) < _FEWEST_SECONDS or len(numbers) < len(found):
            return False
        return max(numbers) >= 1000 and all(n >= 250 and n % 50 == 0 for n in numbers)


def _bare(label: str) -> str:
    """A label without a bracket that lists what several values of a cell are ("Name (Score | Speed)")."""
    return _LIST.sub("", label) or label


def _declares_spread(header: str) -> bool:
    """Whether a header says that the bracketed second number is a deviation ("acc. (std)")."""
    inner = header[header.find("(") + 1 : header.rfind(")")] if "(" in header else ""
    return bool(inner) and bool(lexicon.UNCERTAINTY.match(inner.strip("() *")))


def _main(grid: Grid, labels: list[int], paths: Paths) -> int | None:
    """The label column that names the rows, as opposed to groups before it and parts behind it."""
    if len(labels) < 2:
        return labels[0] if labels else None
    titles = {c: paths[c][-1].text if paths[c] else "" for c in labels}
    titled = [c for c in labels if lexicon.BENCHMARK_HEADER.match(titles[c]) or lexicon.MODEL_HEADER.match(titles[c])]
    if titled:
        return titled[-1]
    body = range(grid.header_rows, grid.rows)
    best, best_score = labels[-1], -1.0
    for column in labels:
        texts = [label.text for row in body if (label := printed(grid.at(row, column))).text]
        if not texts:
            continue
        distinct = len(set(texts)) / max(1, len(body))
        category = 0.5 if lexicon.CATEGORY_HEADER.match(titles[column]) else 0.0
        fragments = sum(map(lexicon.is_fragment, texts)) / len(texts)
        score = distinct - category - 0.6 * fragments + 0.01 * column
        if score > best_score:
            best, best_score = column, score
    return best
