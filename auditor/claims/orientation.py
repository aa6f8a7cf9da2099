"""Which axis of a table names models and which benchmarks; or that the table is no table of results.

Structure speaks first (corner word, settings columns, parameter rows, groups, where the bold numbers stand), then
the shapes and kinds of
names, then names known from the rest of the document. No single sign decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from auditor.claims import lexicon
from auditor.claims.layout import Layout, Line
from auditor.claims.roles import is_generic
from auditor.claims.values import CellKind
from auditor.claims.vocabulary import Vocabulary, benchmark_shape, model_shape, stem


class ModelsOn(StrEnum):
    columns = "columns"
    rows = "rows"
    neither = "neither"
    """One model that the table does not name: the document's subject."""


@dataclass
class Names:
    """Labels whose kind the document itself has shown, and what the release is called."""

    subjects: tuple[str, ...] = ()
    models: Counter[str] = field(default_factory=Counter)
    benchmarks: Counter[str] = field(default_factory=Counter)
    stems: Counter[str] = field(default_factory=Counter)
    own: Callable[[str], bool] = lambda label: False

    def learn(self, models: Iterable[str], benchmarks: Iterable[str]) -> None:
        for label in models:
            self.models[lexicon.squeeze(label)] += 1
            if len(stem(label)) > 2:
                self.stems[stem(label)] += 1
        for label in benchmarks:
            self.benchmarks[lexicon.squeeze(label)] += 1


@dataclass(frozen=True)
class Orientation:
    """The decision, with how sure it is and why not where it is none."""

    models: ModelsOn | None
    margin: float = 0.0
    reason: str = ""
    looks_like_results: bool = False
    """Where there is no decision: whether some axis clearly names models or benchmarks all the same."""


def evidence(label: str, vocabulary: Vocabulary, names: Names) -> float:
    """+1 a model, -1 a benchmark, between for the unsure."""
    squeezed = lexicon.squeeze(label)
    if not squeezed:
        return 0.0
    if lexicon.HUMAN.match(label):
        return 0.35
    if names.own(label):
        return 0.9
    if lexicon.is_metric(label) or lexicon.is_average(label):
        return -0.8
    if lexicon.is_language(label) or lexicon.is_category(label):
        return -0.6
    known = vocabulary.kind(label)
    if known == "model":
        return 1.0
    if known == "benchmark":
        return -1.0
    learned = names.models[squeezed] - names.benchmarks[squeezed]
    if learned:
        return 0.9 if learned > 0 else -0.9
    score = model_shape(label) - benchmark_shape(label)
    if abs(score) < 0.5 and names.stems[stem(label)]:
        score += 0.6
    if lexicon.is_fragment(label):
        score -= 0.3
    return max(-1.0, min(1.0, score))


def _mean(labels: Sequence[str], vocabulary: Vocabulary, names: Names) -> float:
    if not labels:
        return 0.0
    return sum(evidence(label, vocabulary, names) for label in labels) / len(labels)


def _axis_labels(lines: Sequence[Line], *, columns: bool) -> list[str]:
    """One text a line: of a stacked header whichever level tells more stands in for the line."""
    return [" ".join(p.text for p in line.path) if columns else line.label for line in lines]


_GENERIC_COLUMN = re.compile(
    r"^\W*(?:values?|scores?|results?|performance|accuracy|acc\.?|metric value|pass rate|pass@\d+|%"
    r"|score \(%\)|score ?\(.*\)|accuracy ?\(.*\)|our results?|ours|this model|model|得分.*|分数.*|结果|"
    r"success rate|f1|em|elo|rating|win rate)\W*$",
    re.I,
)


def orient(layout: Layout, vocabulary: Vocabulary, names: Names, *, caption: str = "") -> Orientation:
    """Where the models stand."""
    if not layout.columns or not layout.rows:
        return Orientation(None, reason="no rows and columns of values")
    topic = lexicon.COST_TOPIC.search(caption)
    if topic and (
        topic.start() < 30
        or not re.search(
            r"\bbenchmarks?\b|\bresults on\b|\baccuracy\b|\bscores?\b|\bevaluat|\bablation\b|\bimproves\b",
            caption,
            re.I,
        )
    ):
        return Orientation(None, reason="the caption names costs, sizes or settings, not results")
    if len(layout.excluded_rows) > len(layout.rows):
        return Orientation(None, reason="most rows describe models instead of scoring them")
    columns = _axis_labels(layout.columns, columns=True)
    rows = _axis_labels(layout.rows, columns=False)
    column_score = _level_score(layout.columns, vocabulary, names)
    row_score = _row_score(layout.rows, vocabulary, names)
    group_score = _mean(list({g.text for row in layout.rows for g in row.groups[-1:]}), vocabulary, names)
    lean = column_score - row_score
    lean += _structure(layout, columns, rows, names)
    generic = all(_GENERIC_COLUMN.match(text) or not text for text in columns)
    measures_only = generic and (len(columns) == 1 or all(lexicon.is_metric(text) for text in columns))
    if measures_only and row_score <= 0.15 and len(columns) <= 3:
        if names.subjects and row_score < -0.15:
            return Orientation(ModelsOn.neither, abs(row_score), "")
        return Orientation(None, reason="neither rows nor columns name models")
    numbers = [abs(v.number) for reading in layout.readings.values() for v in reading.values if v.number is not None]
    if numbers and sorted(numbers)[len(numbers) // 2] > 6000:
        return Orientation(None, reason="the numbers are too large for scores")
    model_strength = max(column_score if lean > 0 else row_score, 0.0)
    benchmark_strength = max(-(row_score if lean > 0 else column_score), 0.0)
    if abs(lean) < 0.2:
        if lexicon.BENCHMARK_HEADER.match(layout.corner) and all(map(is_generic, columns)):
            return Orientation(ModelsOn.columns, abs(lean))
        if names.subjects and lexicon.BENCHMARK_HEADER.match(layout.corner) and all(map(lexicon.is_metric, columns)):
            return Orientation(ModelsOn.neither, abs(row_score))
        clear = max(abs(column_score), abs(row_score)) > 0.5
        return Orientation(None, abs(lean), "rows and columns could not be told apart as models and benchmarks", clear)
    support = _support(layout, columns, rows, caption, lean)
    if model_strength < 0.12 and group_score < 0.5:
        if column_score < -0.3 and (row_score < -0.15 or len(layout.rows) == 1) and names.subjects:
            return Orientation(ModelsOn.neither, abs(lean), "")
        if benchmark_strength + support < 0.5:
            return Orientation(None, abs(lean), "neither axis names models or benchmarks")
    return Orientation(ModelsOn.columns if lean > 0 else ModelsOn.rows, abs(lean))


_RESULT_WORDS = re.compile(
    r"\b(?:performance|results?|evaluation|evaluated|accuracy|scores?|comparison|compar\w+|benchmarks?"
    r"|ablations?|error rate|win rate|success rate|评测|评估|结果|对比)\b",
    re.I,
)


def _support(layout: Layout, columns: Sequence[str], rows: Sequence[str], caption: str, lean: float) -> float:
    """What speaks for a table of results where the names say little: the corner word, arrows of direction, the
    caption's words."""
    support = 0.0
    corner = lexicon.BENCHMARK_HEADER if lean > 0 else lexicon.MODEL_HEADER
    if corner.match(layout.corner):
        support += 0.3
    grid = layout.grid
    heads = [
        cell.text for cell in grid.cells if cell.row < grid.header_rows or cell.column < max(1, grid.label_columns)
    ]
    if any(re.search(r"[↑↓]", text) for text in heads):
        support += 0.4
    if _RESULT_WORDS.search(caption):
        support += 0.25
    return support


def _level_score(columns: Sequence[Line], vocabulary: Vocabulary, names: Names) -> float:
    """Evidence on the columns: a header level that names things speaks for them, its sub-columns may be anything."""
    if not columns:
        return 0.0
    depth = max((len(line.path) for line in columns), default=0)
    scores = []
    for level in range(depth):
        labels = [line.path[level].text for line in columns if len(line.path) > level]
        scores.append((_mean(labels, vocabulary, names), len(labels)))
    whole = _mean([" ".join(p.text for p in line.path) for line in columns], vocabulary, names)
    strongest = max((score for score, count in scores if count * 2 >= len(columns)), key=abs, default=0.0)
    # A level of models over a level of measures is still a level of models.
    models = max((score for score, count in scores if count * 2 >= len(columns)), default=0.0)
    if models > 0.4:
        return models
    return strongest if abs(strongest) > abs(whole) else whole


def _row_score(rows: Sequence[Line], vocabulary: Vocabulary, names: Names) -> float:
    """Evidence on the rows: of a label in parts ("Some-2 | with tools") the part that tells most stands for the row."""
    if not rows:
        return 0.0
    scores = [[evidence(p.text, vocabulary, names) for p in row.path] or [0.0] for row in rows]
    return sum(max(parts, key=abs) for parts in scores) / len(scores)


def _structure(layout: Layout, columns: list[str], rows: list[str], names: Names) -> float:
    """What the table's build says: positive for models in the columns."""
    lean = 0.0
    corner = layout.corner
    if lexicon.BENCHMARK_HEADER.match(corner):
        lean += 0.6
    elif lexicon.MODEL_HEADER.match(corner):
        lean -= 0.6
    kinds = {kind for row in layout.rows for kind, _, _ in row.settings}
    if kinds & {"shots", "metric", "split", "language"}:
        lean += 0.3
    if "size" in kinds:
        lean -= 0.5
    if any(lexicon.CATEGORY_HEADER.match(header) for header in layout.label_headers):
        lean += 0.15
    described = [text for text in layout.excluded_rows if lexicon.NOT_A_SCORE.search(text)]
    if described:
        lean += 0.6
    if any(lexicon.NOT_A_SCORE.search(text) for text in layout.excluded_columns):
        lean -= 0.4
    groups = {g.text for row in layout.rows for g in row.groups}
    if groups:
        category = sum(1 for g in groups if lexicon.is_category(g) and not lexicon.MODEL_GROUP.search(g))
        model_groups = sum(1 for g in groups if lexicon.MODEL_GROUP.search(g))
        lean += 0.5 * (category - model_groups) / len(groups)
    if any(names.own(text) for text in columns):
        lean += 0.5
    if any(names.own(part.text) for row in layout.rows for part in row.path):
        lean -= 0.5
    lean += 0.4 * _bold_lean(layout)
    return lean


def _bold_lean(layout: Layout) -> float:
    """+1 where each row has about one bold number (the best model of a benchmark), -1 where each column has."""
    if len(layout.rows) < 3 or len(layout.columns) < 2:
        return 0.0
    bold: set[tuple[int, int]] = set()
    for row in layout.rows:
        for column in layout.columns:
            cell = layout.grid.at(row.index, column.index)
            reading = layout.readings.get((row.index, column.index))
            if cell is not None and cell.bold and reading is not None and reading.kind is CellKind.value:
                bold.add((row.index, column.index))
    if not bold:
        return 0.0
    in_rows = Counter(r for r, _ in bold)
    in_columns = Counter(c for _, c in bold)
    row_share = sum(1 for n in in_rows.values() if n == 1) / len(layout.rows)
    column_share = sum(1 for n in in_columns.values() if n == 1) / len(layout.columns)
    return max(-1.0, min(1.0, row_share - column_share)) if max(row_share, column_share) > 0.6 else 0.0
