"""The two sides of a cell: which model and which benchmark its row and column name, and what their labels say of
the run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from auditor.claims import lexicon
from auditor.claims.layout import Layout, Line, Printed
from auditor.claims.measures import metric_in, without_measure
from auditor.claims.methodology import Methodology
from auditor.claims.names import context_name, heading_name, join
from auditor.claims.orientation import ModelsOn, Names, Orientation, evidence
from auditor.claims.roles import is_generic, is_named, is_own, sizes_only
from auditor.claims.settings import Said
from auditor.claims.vocabulary import Vocabulary, benchmark_shape
from auditor.records import Block, Document, Release, SaidIn


@dataclass(frozen=True)
class Context:
    """What a table is read with."""

    document: Document
    release: Release
    vocabulary: Vocabulary
    names: Names
    layouts: dict[int, Layout] = field(default_factory=dict)
    """The tables taken apart so far, by the order of their blocks: what they teach and what they claim is read from
    the same."""

    @cached_property
    def methodology(self) -> Methodology:
        """What the document's paragraphs say of how benchmarks were run."""
        return Methodology(self.document)


@dataclass
class Axis:
    """One side of the table as models or benchmarks."""

    label: str
    said: list[Said]
    marks: tuple[str, ...]
    path: tuple[str, ...]


class Sides:
    """Models and benchmarks of a table's cells."""

    def __init__(self, block: Block, context: Context, layout: Layout, found: Orientation, title: str) -> None:
        self.context, self.layout, self.found = context, layout, found
        self.models_in_columns = found.models is ModelsOn.columns
        self._known: dict[tuple[int, int], tuple[Axis, Axis] | None] = {}
        self._of_column: dict[tuple[Printed, ...], tuple[Axis, list[Printed]]] = {}
        self._of_row: dict[tuple[int, tuple[Printed, ...]], Axis] = {}
        self.outer = ""
        inner = [line.label for line in (layout.rows if self.models_in_columns else layout.columns)]
        if inner and sum(map(lexicon.is_fragment, inner)) >= 0.6 * len(inner):
            self.outer = self._corner_name() or context_name(block.caption, title, block.section, context.vocabulary)
            if all(map(lexicon.is_average, inner)) and context.vocabulary.kind(self.outer) != "benchmark":
                # A mean over benchmarks; what is written above it says whose.
                self.outer = ""
        self.field = self._corner_field() if self.models_in_columns else ""
        self.whole = "" if self.outer or self.field else self._headed(inner, block.section)

    def _corner_name(self) -> str:
        """The benchmark that the corner names where rows are models and columns its parts ("SomeBench | 32K, 64K")."""
        corner = self.layout.corner
        vocabulary = self.context.vocabulary
        if self.models_in_columns or not corner or _is_title(corner):
            return ""
        named = vocabulary.kind(corner) == "benchmark" or benchmark_shape(corner) >= 0.35
        return corner if named and not lexicon.is_fragment(corner) and not lexicon.is_category(corner) else ""

    def _headed(self, inner: Sequence[str], section: Sequence[str]) -> str:
        """The benchmark a table stands under, where its labels name none of their own and so are its parts."""
        if not inner or any(self._names_whole(label) for label in inner):
            return ""
        name = heading_name(section, self.context.vocabulary)
        return "" if any(name.lower() in label.lower() for label in inner) else name

    def _names_whole(self, label: str) -> bool:
        """Whether a label names something itself, and not only a part or a measure of what it stands under."""
        name = without_measure(label)
        if any(lexicon.is_fragment(text) for text in (label, name)):
            return False
        return not (lexicon.is_category(label) and not label.isupper()) and self._kind(name) is not None

    def _corner_field(self) -> str:
        """What the corner says is measured, where the rows are its parts, some of which say nothing alone
        ("Recognition | Plants, General, Average")."""
        corner, labels = self.layout.corner, [row.label for row in self.layout.rows]
        if not corner or _is_title(corner) or lexicon.is_category(corner) or lexicon.is_metric(corner):
            return ""
        if len(corner.split()) > 5 or self._kind(corner) == "model" or re.search(r"[(:?]", corner):
            return ""
        lost = [t for t in labels if lexicon.is_average(t) or lexicon.is_category(t) or lexicon.is_fragment(t)]
        known = [t for t in labels if self._kind(t) == "benchmark" and not lexicon.is_average(t)]
        return corner if lost and not known and len(labels) > 2 else ""

    def _kind(self, label: str) -> str | None:
        return self.context.vocabulary.kind(label) or ("benchmark" if benchmark_shape(label) >= 0.6 else None)

    def of(self, row: Line, column: Line) -> tuple[Axis, Axis] | None:
        """(model, benchmark) of a cell; None where the labels say it is no score."""
        key = (row.index, column.index)
        if key not in self._known:
            self._known[key] = self._sides(row, column)
        return self._known[key]

    def _sides(self, row: Line, column: Line) -> tuple[Axis, Axis] | None:
        path = self.layout.column_path(row.index, column)
        if not self.models_in_columns and any(lexicon.NOT_A_SCORE.search(p.text) for p in path[-1:]):
            return None
        if self.found.models is ModelsOn.neither:
            return self._subject_side(row, path), self._benchmark_from_row(row, path)
        if self.models_in_columns:
            if path and lexicon.DIFFERENCE.search(path[-1].text):
                return None
            if path not in self._of_column:
                self._of_column[path] = self._model_from_columns(path)
            model, parts = self._of_column[path]
            if not model.label:
                return None
            key = (row.index, tuple(parts))
            if key not in self._of_row:
                self._of_row[key] = self._benchmark_from_row(row, parts)
            return model, self._of_row[key]
        if (row.index, ()) not in self._of_row:
            self._of_row[row.index, ()] = self._model_from_row(row)
        return self._of_row[row.index, ()], self._benchmark_from_columns(path, row)

    def _subject_side(self, row: Line, path: Sequence[Printed]) -> Axis:
        subjects = self.context.release.subjects
        return Axis(subjects[0] if subjects else "", [], (), ())

    def _model_from_columns(self, path: Sequence[Printed]) -> tuple[Axis, list[Printed]]:
        """The model of a stacked header; levels that name measures or parts go to the benchmark side."""
        model: list[Printed] = []
        parts: list[Printed] = []
        said: list[Said] = []
        scores = [evidence(p.text, self.context.vocabulary, self.context.names) for p in path]
        named = [i for i, score in enumerate(scores) if score > 0.4]
        for i, p in enumerate(path):
            if lexicon.MODEL_HEADER.match(p.text) and len(path) > 1 and i == 0:
                continue
            measure = (
                lexicon.is_metric(p.text)
                or lexicon.is_average(p.text)
                or lexicon.is_language(p.text)
                or scores[i] <= -0.9
            )
            if measure and len(path) > 1 and (named or i > 0):
                parts.append(p)
            elif (
                i < len(path) - 1 and named and named[-1] > i and not _belongs(p.text, path[named[-1]].text, scores[i])
            ):
                said.append(Said(p.text, SaidIn.group, "category"))
                said.append(Said(p.text, SaidIn.group, of_model=True))
            else:
                model.append(p)
        label = _without_measure(join(p.text for p in model))
        said += [Said(p.text, SaidIn.column, of_model=True) for p in path if p not in parts]
        return Axis(label, said, tuple(m for p in path for m in p.marks), tuple(p.text for p in path)), parts

    def _model_from_row(self, row: Line) -> Axis:
        label = join(p.text for p in row.path)
        said = [Said(p.text, SaidIn.row, of_model=True) for p in row.path]
        sizes = [
            text
            for kind, _, text in row.settings
            if kind == "size" and re.fullmatch(r"\W*\d+(?:\.\d+)?\s?[BM]\W*", text.text)
        ]
        if sizes and label in self._several_sizes and not re.search(r"\d\s?[BM](?![A-Za-z])", label):
            label = join([label, sizes[0].text])
        last = row.groups[-1] if row.groups else None
        if (
            last is not None
            and row.path
            and sizes_only(row.label)
            and evidence(last.text, self.context.vocabulary, self.context.names) > 0.3
        ):
            label = join([last.text, label])
        if not label and row.groups:
            label = row.groups[-1].text
        return Axis(
            label, said, tuple(m for p in row.path for m in p.marks), tuple(p.text for p in (*row.groups, *row.path))
        )

    @cached_property
    def _several_sizes(self) -> frozenset[str]:
        """Row labels that stand for models of several sizes, which a column beside them tells apart."""
        sizes: dict[str, set[str]] = {}
        for row in self.layout.rows:
            # The first column of sizes counts: a second one gives the active parameters.
            size = next((text.text for kind, _, text in row.settings if kind == "size"), None)
            if size is not None:
                sizes.setdefault(join(p.text for p in row.path), set()).add(size)
        return frozenset(label for label, found in sizes.items() if len(found) > 1 and label)

    def _benchmark_from_row(self, row: Line, parts: Sequence[Printed]) -> Axis:
        said = [Said(p.text, SaidIn.row) for p in row.path] + [Said(p.text, SaidIn.column) for p in parts]
        said += [Said(p.subscript, SaidIn.row, "note") for p in (*row.path, *parts) if p.subscript]
        names = [p.text for p in row.path]
        groups = [g.text for g in row.groups]
        if not names:
            names, groups = groups[-1:], groups[:-1]
        if names and lexicon.is_fragment(names[0]) and groups and self._names_benchmark(groups[-1]):
            names = [groups[-1], *names]
        elif names and self.outer and lexicon.is_fragment(names[0]) and self.outer.lower() not in names[0].lower():
            names = [self.outer, *names]
        if self.field and names and self.field.lower() not in names[0].lower():
            names = [self.field, *names]
        if self.whole:
            names = [self.whole, *names]
        generic = [
            p.text
            for p in parts
            if not re.fullmatch(r"\W*(?:scores?|values?|results?|performance|accuracy(?: ?\(%\))?)\W*", p.text, re.I)
        ]
        label = join([*names, *generic])
        titles = {g.text: g.title for g in row.groups}
        said += [Said(g, SaidIn.group, "category", titles.get(g, "")) for g in groups]
        said += [Said(g, SaidIn.group) for g in groups]
        marks = tuple(m for p in (*row.path, *parts, *row.groups[-1:]) for m in p.marks)
        measure = _corner_measure(self.layout.corners.get(row.index, ""))
        corner = self.layout.corners.get(row.index, "")
        said.append(Said(corner, SaidIn.column))
        if lexicon.is_language(row.label) and _LANGUAGE_TITLE.fullmatch(corner):
            said.append(Said(row.label, SaidIn.row, "language", corner))
        if measure:
            said.append(Said(measure, SaidIn.column, "metric", "metric"))
        return Axis(label, said, marks, tuple(p.text for p in row.path))

    def _benchmark_from_columns(self, path: Sequence[Printed], row: Line) -> Axis:
        vocabulary, names = self.context.vocabulary, self.context.names
        kept = list(path)
        said = [Said(p.text, SaidIn.column) for p in path]
        said += [Said(p.subscript, SaidIn.column, "note") for p in path if p.subscript]
        said.append(Said(self.layout.corners.get(row.index, ""), SaidIn.column, of_model=True))
        outer: list[Printed] = []
        while (
            len(kept) > 1 and not lexicon.is_fragment(kept[1].text) and evidence(kept[0].text, vocabulary, names) > -0.9
        ):
            outer.append(kept.pop(0))
        if (
            len(kept) > 1
            and not _is_setting_only(kept[1].text)
            and (lexicon.is_category(kept[0].text) or lexicon.MODEL_HEADER.match(kept[0].text))
        ):
            outer.append(kept.pop(0))
        tail = [p for p in kept[1:] if not _is_setting_only(p.text)]
        label = join(p.text for p in (kept[:1] + tail))
        groups = [g for g in row.groups if not _model_group(g.text, row, self.context)]
        named = [g.text for g in groups if _benchmark_group(g.text) or self._names_benchmark(g.text)]
        if kept and lexicon.is_fragment(kept[0].text):
            inside = [text for text in named if text.lower() not in label.lower()]
            label = (
                join([self.outer, *inside, label])
                if self.outer.lower() not in label.lower()
                else join([*inside, label])
            )
        if self.whole and label:
            label = join([self.whole, label])
        task = self.layout.tasks.get(row.index)
        if task is not None:
            label = join([task.text, label])
        said += [Said(p.text, SaidIn.column, "category") for p in outer]
        said += [Said(g.text, SaidIn.group, "category", g.title) for g in row.groups]
        said += [Said(g.text, SaidIn.group, of_model=True) for g in row.groups]
        marks = tuple(m for p in path for m in p.marks)
        return Axis(label, said, marks, tuple(p.text for p in path))

    def _names_benchmark(self, text: str) -> bool:
        if self.context.vocabulary.kind(text) == "benchmark":
            return True
        return not lexicon.is_category(text) and evidence(text, self.context.vocabulary, self.context.names) <= -0.5

    def models(self) -> set[str]:
        """The model labels of the table."""
        if self.models_in_columns:
            pairs = [self.of(row, column) for row in self.layout.rows[:1] for column in self.layout.columns]
        else:
            pairs = [self.of(row, column) for row in self.layout.rows for column in self.layout.columns[:1]]
        return {pair[0].label for pair in pairs if pair is not None}

    def any_named(self) -> bool:
        """Whether some label of the model side names a model as such."""
        labels: set[str] = set()
        for row in self.layout.rows:
            if self.models_in_columns:
                labels |= {" ".join(p.text for p in self.layout.column_path(row.index, c)) for c in self.layout.columns}
                break
            labels |= {p.text for p in row.path}
            labels |= {g.text for g in row.groups[-1:]}
        own = self.context.release.subjects
        names = self.context.names
        return any(
            is_named(text) or is_own(text, own) or (names.models[lexicon.squeeze(text)] > 1 and not is_generic(text))
            for text in labels
            if not sizes_only(text)
        )


_LANGUAGE_TITLE = re.compile(r"\W*(?:languages?|lang\.?|locale|语言)\W*", re.I)
_TITLE = re.compile(
    r"(?i)(?:\b(?:benchmarks?|models?|metrics?|tasks?|datasets?|evaluations?|capabilit\w+|categor\w+|criteri\w+"
    r"|types?|domains?|dimensions?|settings?|languages?|levels?|stages?|choices?|methods?|systems?|items?)\b)"
    r"|[模型评测任务类别]{2}"
)


def _is_title(corner: str) -> bool:
    """Whether a corner only says what kind of thing stands below it."""
    if lexicon.MODEL_HEADER.match(corner) or lexicon.BENCHMARK_HEADER.match(corner):
        return True
    return bool(_TITLE.search(corner)) or any(pattern.match(corner) for _, pattern in lexicon.SETTING_HEADERS)


def _belongs(outer: str, inner: str, score: float) -> bool:
    """Whether an outer header level is part of the model's name: the inner one is only a size or mode, or the
    outer is a name itself."""
    if re.search(r"\b(?:models?|llms?|baselines?|systems?)\W*$", outer, re.I):
        return False
    return sizes_only(inner) or (score > 0.4 and not lexicon.MODEL_GROUP.search(outer))


def _without_measure(label: str) -> str:
    """A model label without a bracket behind it that only names measures ("Name (Score | TPF)")."""
    match = re.fullmatch(r"(.+?)\s*[(（]([^()（）]+)[)）]", label)
    if match is None:
        return label
    parts = re.split(r"\s*[|/,]\s*", match.group(2))
    measured = all(lexicon.is_metric(part) or lexicon.NOT_A_SCORE.search(part) for part in parts)
    return match.group(1) if measured else label


def _corner_measure(corner: str) -> str:
    """The measure that a corner title names in brackets ("Benchmark (Accuracy (%))")."""
    match = re.match(r"[^(（]+[(（](.*)[)）]\s*$", corner)
    inner = match.group(1).strip() if match else ""
    return inner if inner and (lexicon.is_metric(inner) or metric_in(inner)) else ""


def _is_setting_only(text: str) -> bool:
    return bool(re.fullmatch(r"\W*(?:\d+(?:\s?-\s?\d+)?-?shots?|zero-shot|few-shot)\W*(?:\(?cot\)?)?\W*", text, re.I))


def _model_group(text: str, row: Line, context: Context) -> bool:
    return bool(lexicon.MODEL_GROUP.search(text)) or evidence(text, context.vocabulary, context.names) > 0.3


def _benchmark_group(text: str) -> bool:
    return metric_in(text) is not None or lexicon.is_language(text)
