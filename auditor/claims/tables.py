"""Claims of one table: every value cell with its model, benchmark and setting; or the reason why the table is withheld."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.claims import lexicon
from auditor.claims.abstention import reason_to_withhold, undecided, withheld
from auditor.claims.grounding import direction, emphasis, notes_for, provenance, unit
from auditor.claims.layout import Layout, Line, Printed
from auditor.claims.rows import take_apart
from auditor.claims.names import context_name, join
from auditor.claims.orientation import ModelsOn, Names, Orientation, evidence, orient
from auditor.claims.settings import Said, context_of, effort_in, metric_in, metric_name, setting
from auditor.claims.roles import is_generic, is_named, is_own, role, sizes_only
from auditor.claims.values import CellKind, Value
from auditor.claims.vocabulary import Vocabulary
from auditor.records import (
    Blank,
    Block,
    BlockKind,
    Cell,
    Claim,
    Condition,
    ConditionName,
    Document,
    Footnote,
    Origin,
    Place,
    Release,
    Role,
    SaidIn,
    Unread,
    content_id,
)


_ORIGINS = {BlockKind.figure: Origin.chart, BlockKind.metadata: Origin.metadata}


@dataclass(frozen=True)
class Context:
    """What a table is read with."""

    document: Document
    release: Release
    vocabulary: Vocabulary
    names: Names


@dataclass
class TableResult:
    """What a table gives."""

    claims: list[Claim]
    blanks: list[Blank]
    unread: Unread | None = None
    orientation: Orientation | None = None


def read_table(block: Block, context: Context, *, title: str = "", loose: tuple[Footnote, ...] = ()) -> TableResult:
    """The claims of a table or of a figure's printed numbers. `title`: the nearest text above that may name what is measured;
    `loose`: notes below the table that its reader did not tie to a mark."""
    assert block.grid is not None
    layout = take_apart(block.grid)
    found = orient(layout, context.vocabulary, context.names, caption=block.caption or title)
    if block.kind is BlockKind.metadata:
        found = Orientation(ModelsOn.columns, 1.0)
    if found.models is None:
        return TableResult([], [], undecided(block, layout, found), found)
    result = _Reader(block, context, layout, found, title, loose).read()
    reason = reason_to_withhold(block, layout, result.claims)
    if reason is not None:
        serious = len(result.claims) >= 2 or sum(len(r.values) for r in layout.readings.values()) >= 8
        return TableResult([], [], withheld(block, reason) if serious else None, found)
    return result


def read_labels(block: Block, context: Context, *, title: str = "") -> tuple[Orientation, set[str], set[str]]:
    """Only the orientation of a table and its model and benchmark labels: what a clear table teaches an unclear one."""
    assert block.grid is not None
    layout = take_apart(block.grid)
    found = orient(layout, context.vocabulary, context.names, caption=block.caption or title)
    if found.models in (None, ModelsOn.neither):
        return found, set(), set()
    reader = _Reader(block, context, layout, found, "", ())
    models: set[str] = set()
    benchmarks: set[str] = set()
    for row in layout.rows:
        for column in (
            layout.columns[:1] if row is not layout.rows[0] and found.models is ModelsOn.columns else layout.columns
        ):
            sides = reader.sides(row, column)
            if sides is not None:
                models.add(sides[0].label)
                benchmarks.add(sides[1].label)
    return found, models - {""}, benchmarks - {""}


@dataclass
class _Axis:
    """One side of the table as models or benchmarks."""

    label: str
    said: list[Said]
    marks: tuple[str, ...]
    path: tuple[str, ...]


class _Reader:
    def __init__(
        self,
        block: Block,
        context: Context,
        layout: Layout,
        found: Orientation,
        title: str,
        loose: tuple[Footnote, ...],
    ) -> None:
        self.block, self.context, self.layout, self.found, self.title = block, context, layout, found, title
        assert block.grid is not None
        self.grid = block.grid
        self.footnotes = (*block.footnotes, *loose)
        self.models_in_columns = found.models is ModelsOn.columns
        self.caption = block.caption
        self._known: dict[tuple[int, int], tuple[_Axis, _Axis] | None] = {}
        self._of_column: dict[tuple[Printed, ...], tuple[_Axis, list[Printed]]] = {}
        self._of_row: dict[tuple[int, tuple[Printed, ...]], _Axis] = {}
        self.fraction_columns = self._fractions()
        self.outer = ""
        self.any_named = self._any_named()
        inner = [line.label for line in (layout.rows if self.models_in_columns else layout.columns)]
        if inner and sum(map(lexicon.is_fragment, inner)) >= 0.6 * len(inner):
            self.outer = context_name(block.caption, title, block.section, context.vocabulary)

    def read(self) -> TableResult:
        claims: list[Claim] = []
        blanks: list[Blank] = []
        for row in self.layout.rows:
            for column in self.layout.columns:
                cell = self.grid.at(row.index, column.index)
                reading = self.layout.readings.get((row.index, column.index))
                if reading is None or reading.kind in (CellKind.text, CellKind.cut):
                    continue
                if cell is not None and (cell.row != row.index or cell.column != column.index):
                    continue
                if reading.kind is CellKind.blank:
                    blank = self._blank(row, column, cell)
                    if blank is not None:
                        blanks.append(blank)
                    continue
                assert cell is not None
                claims.extend(self._claims(row, column, cell))
        return TableResult(claims, blanks, None, self.found)

    # The two sides of a cell.

    def sides(self, row: Line, column: Line) -> tuple[_Axis, _Axis] | None:
        """(model, benchmark) of a cell; None where the labels say it is no score."""
        key = (row.index, column.index)
        if key not in self._known:
            self._known[key] = self._sides(row, column)
        return self._known[key]

    def _sides(self, row: Line, column: Line) -> tuple[_Axis, _Axis] | None:
        path = self.layout.column_path(row.index, column)
        if any(lexicon.NOT_A_SCORE.search(p.text) for p in path[-1:]) and not self.models_in_columns:
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

    def _subject_side(self, row: Line, path: Sequence[Printed]) -> _Axis:
        subjects = self.context.release.subjects
        return _Axis(subjects[0] if subjects else "", [], (), ())

    def _model_from_columns(self, path: Sequence[Printed]) -> tuple[_Axis, list[Printed]]:
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
        return _Axis(label, said, tuple(m for p in path for m in p.marks), tuple(p.text for p in path)), parts

    def _model_from_row(self, row: Line) -> _Axis:
        label = join(p.text for p in row.path)
        said = [Said(p.text, SaidIn.row, of_model=True) for p in row.path]
        sizes = [
            text
            for kind, _, text in row.settings
            if kind == "size" and re.fullmatch(r"\W*\d+(?:\.\d+)?\s?[BM]\W*", text.text)
        ]
        if sizes and row.path and not re.search(r"\d\s?[BM](?![A-Za-z])", label):
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
        return _Axis(
            label, said, tuple(m for p in row.path for m in p.marks), tuple(p.text for p in (*row.groups, *row.path))
        )

    def _benchmark_from_row(self, row: Line, parts: Sequence[Printed]) -> _Axis:
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
        generic = [
            p.text
            for p in parts
            if not re.fullmatch(r"\W*(?:scores?|values?|results?|performance|accuracy(?: ?\(%\))?)\W*", p.text, re.I)
        ]
        label = join([*names, *generic])
        said += [Said(g, SaidIn.group, "category") for g in groups] + [Said(g, SaidIn.group) for g in groups]
        marks = tuple(m for p in (*row.path, *parts, *row.groups[-1:]) for m in p.marks)
        measure = _corner_measure(self.layout.corners.get(row.index, ""))
        if measure:
            said.append(Said(measure, SaidIn.column, "metric", "metric"))
        return _Axis(label, said, marks, tuple(p.text for p in row.path))

    def _benchmark_from_columns(self, path: Sequence[Printed], row: Line) -> _Axis:
        vocabulary, names = self.context.vocabulary, self.context.names
        kept = list(path)
        said = [Said(p.text, SaidIn.column) for p in path]
        said += [Said(p.subscript, SaidIn.column, "note") for p in path if p.subscript]
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
        said += [Said(p.text, SaidIn.column, "category") for p in outer]
        said += [Said(g.text, SaidIn.group, "category") for g in row.groups] + [
            Said(g.text, SaidIn.group, of_model=True) for g in row.groups
        ]
        marks = tuple(m for p in path for m in p.marks)
        return _Axis(label, said, marks, tuple(p.text for p in path))

    def _names_benchmark(self, text: str) -> bool:
        if self.context.vocabulary.kind(text) == "benchmark":
            return True
        return not lexicon.is_category(text) and evidence(text, self.context.vocabulary, self.context.names) <= -0.5

    # One cell.

    def _claims(self, row: Line, column: Line, cell: Cell) -> Iterator[Claim]:
        sides = self.sides(row, column)
        if sides is None:
            return
        model, benchmark = sides
        if not model.label or not benchmark.label:
            return
        reading = self.layout.readings[row.index, column.index]
        for value, said in self._parts(
            reading.values, reading.separator, reading.positions, reading.places, model, benchmark, cell
        ):
            yield self._claim(row, column, cell, value, said, model, benchmark)

    def _parts(
        self,
        values: Sequence[Value],
        separator: str,
        positions: Sequence[int],
        places: int,
        model: _Axis,
        benchmark: _Axis,
        cell: Cell,
    ) -> Iterator[tuple[Value, list[Said]]]:
        """The values of a compound cell with what header or label says of each; one compound value where nothing does."""
        if places < 2:
            for value in values:
                yield (
                    value,
                    [Said(value.note, SaidIn.cell, "note"), Said(value.note, SaidIn.cell)] if value.note else [],
                )
            return
        labels = _alternatives(benchmark, model, places, separator)
        if labels:
            for value, position in zip(values, positions, strict=True):
                name = labels[position]
                if lexicon.NOT_A_SCORE.search(name) or lexicon.UNCERTAINTY.match(name):
                    continue
                yield value, [Said(name, SaidIn.row, "note"), Said(name, SaidIn.row)]
        elif all(value.note for value in values) or len(values) == 1:
            for value in values:
                yield (
                    value,
                    [Said(value.note, SaidIn.cell, "note"), Said(value.note, SaidIn.cell)] if value.note else [],
                )
        else:
            yield Value(" ".join(cell.text.split()), None, None), []

    def _claim(
        self, row: Line, column: Line, cell: Cell, value: Value, said: list[Said], model: _Axis, benchmark: _Axis
    ) -> Claim:
        block, context = self.block, self.context
        marks = tuple(dict.fromkeys((*cell.marks, *model.marks, *benchmark.marks)))
        notes = notes_for(marks, self.footnotes)
        of_row = [
            Said(text.text, SaidIn.column if kind != "note" else SaidIn.row, kind, header)
            for kind, header, text in row.settings
        ]
        texts = [
            *said,
            *of_row,
            *benchmark.said,
            *model.said,
            *(Said(note.text, SaidIn.footnote) for note in notes),
            Said(self.caption, SaidIn.caption),
        ]
        extra: list[Condition] = []
        effort = effort_in(model.label)
        if effort:
            extra.append(
                Condition(
                    name=ConditionName.effort,
                    value=effort,
                    printed=effort,
                    said_in=SaidIn.column if self.models_in_columns else SaidIn.row,
                )
            )
        measure = metric_in(benchmark.label)
        if measure:
            extra.append(
                Condition(name=ConditionName.metric, value=metric_name(measure), printed=measure, said_in=SaidIn.row)
            )
        extra.extend(length for part in benchmark.label.split(" | ") if (length := context_of(part)))
        better = direction(_raw(self.grid, row, column), self.layout.corners.get(row.index, ""))
        if better is not None and _DIRECTED.search(
            _raw(self.grid, row, column) + self.layout.corners.get(row.index, "")
        ):
            texts.append(Said("↑ (higher is better)" if better else "↓ (lower is better)", SaidIn.column, "note"))
        stated = setting(texts, extra)
        which = role(model.label, context.release, named_elsewhere=False, any_named=self.any_named)
        if self.found.models is ModelsOn.neither:
            which = Role.own
        elif which is not Role.own and sizes_only(model.label) and not lexicon.HUMAN.match(model.label):
            which = Role.own
        labels = " ".join((benchmark.label, stated.get(ConditionName.metric) or "", " ".join(benchmark.path)))
        number = value.number if value.number is None or value.number.is_finite() else None
        uncertainty = value.uncertainty or self._spread(row, column)
        return Claim(
            id=content_id(
                "claim",
                context.document.id,
                block.order,
                row.index,
                column.index,
                model.label,
                benchmark.label,
                value.printed,
                stated.printed,
            ),
            document=context.document.id,
            block=block.order,
            row=row.index,
            column=column.index,
            place=_place(cell, block),
            quote=cell.text,
            origin=_ORIGINS.get(block.kind, Origin.table),
            label=block.label,
            caption=self.caption or self.title,
            section=block.section,
            placement=block.placement,
            row_path=tuple(p.text for p in (*row.groups, *row.path)),
            column_path=tuple(p.text for p in self.layout.column_path(row.index, column)),
            model=model.label,
            benchmark=benchmark.label,
            metric=stated.get(ConditionName.metric),
            value=value.printed,
            number=number,
            decimals=value.decimals,
            unit=unit(value.printed, labels, self._is_fraction(row, column)),
            bound=value.bound,
            uncertainty=uncertainty,
            emphasis=emphasis(cell, value.printed),
            marks=marks,
            footnotes=notes,
            setting=stated,
            role=which,
            provenance=provenance(notes, which is Role.own),
            higher_is_better=better if better is not None else direction(labels, self.caption),
            found_by=f"{_ORIGINS.get(block.kind, Origin.table).value}s"
            if block.kind is not BlockKind.metadata
            else "metadata",
            doubts=self.grid.doubts,
        )

    def _blank(self, row: Line, column: Line, cell: Cell | None) -> Blank | None:
        sides = self.sides(row, column)
        if sides is None or not sides[0].label or not sides[1].label:
            return None
        model, benchmark = sides
        marks = tuple(dict.fromkeys((*(cell.marks if cell else ()), *model.marks, *benchmark.marks)))
        which = role(model.label, self.context.release, named_elsewhere=False, any_named=self.any_named)
        return Blank(
            document=self.context.document.id,
            block=self.block.order,
            row=row.index,
            column=column.index,
            place=_place(cell, self.block) if cell else self.block.place,
            label=self.block.label,
            model=model.label,
            benchmark=benchmark.label,
            printed=cell.text if cell else "",
            marks=marks,
            footnotes=notes_for(marks, self.footnotes),
            setting=setting([*benchmark.said, *model.said]),
            role=which,
            placement=self.block.placement,
        )

    def _spread(self, row: Line, column: Line) -> str | None:
        beside = self.layout.spreads.get(column.index)
        cell = self.grid.at(row.index, beside) if beside is not None else None
        if cell is None:
            below = self.layout.row_spreads.get(row.index)
            cell = self.grid.at(below, column.index) if below is not None else None
        return cell.text.strip() or None if cell is not None else None

    def _any_named(self) -> bool:
        """Whether some label of the model side names a model as such."""
        labels: set[str] = set()
        for row in self.layout.rows:
            if self.models_in_columns:
                labels |= {" ".join(p.text for p in self.layout.column_path(row.index, c)) for c in self.layout.columns}
                break
            labels.add(row.label)
            labels |= {g.text for g in row.groups[-1:]}
        own = self.context.release.subjects
        names = self.context.names
        return any(
            is_named(text) or is_own(text, own) or names.models[lexicon.squeeze(text)] > 1 and not is_generic(text)
            for text in labels
            if not sizes_only(text)
        )

    def _fractions(self) -> dict[int, bool]:
        """Per benchmark line, whether all its values lie in 0 to 1 and are printed with decimals."""
        lines = (
            self.layout.rows if self.models_in_columns or self.found.models is ModelsOn.neither else self.layout.columns
        )
        by_line: dict[int, bool] = {}
        for line in lines:
            numbers: list[Decimal] = []
            for (row, column), reading in self.layout.readings.items():
                here = row if lines is self.layout.rows else column
                if here == line.index and reading.kind is CellKind.value:
                    numbers.extend(v.number for v in reading.values if v.number is not None and not v.percent)
            by_line[line.index] = (
                bool(numbers) and all(0 <= n <= 1 for n in numbers) and any(n != int(n) for n in numbers)
            )
        return by_line

    def _is_fraction(self, row: Line, column: Line) -> bool:
        rows = self.models_in_columns or self.found.models is ModelsOn.neither
        return self.fraction_columns.get(row.index if rows else column.index, False)


def _raw(grid: object, row: Line, column: Line) -> str:
    from auditor.records import Grid

    assert isinstance(grid, Grid)
    texts = [cell.text for r in range(grid.header_rows) if (cell := grid.at(r, column.index))]
    texts += [cell.text for c in range(max(1, grid.label_columns)) if (cell := grid.at(row.index, c))]
    return " ".join(texts)


def _place(cell: Cell, block: Block) -> Place:
    place = cell.place
    if place.page is None and place.line is None:
        return block.place
    return place


def _belongs(outer: str, inner: str, score: float) -> bool:
    """Whether an outer header level is part of the model's name: the inner one is only a size or mode, or the outer is a name itself."""
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


_DIRECTED = re.compile(r"[↑↓⬆⬇]|\b(?:higher|lower)\b[^()]{0,20}\bbetter\b", re.I)
_PAREN = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")


def _alternatives(benchmark: _Axis, model: _Axis, places: int, separator: str) -> list[str]:
    """What the places of a compound cell stand for, where a label or header lists as many ("val/test", "Score | TPF", "EN/ZH")."""
    for text in (*reversed(benchmark.path), benchmark.label, *reversed(model.path)):
        candidates = [*_PAREN.findall(text), text]
        for candidate in candidates:
            for mark in dict.fromkeys((separator if separator != "(" else "/", "/", "|")):
                pieces = [piece.strip() for piece in candidate.split(mark)]
                if len(pieces) == places and all(pieces) and all(len(piece) < 40 for piece in pieces):
                    if candidate is text:
                        pieces[0] = (
                            re.split(r"[\s_]", pieces[0])[-1]
                            if len(pieces[0].split()) > 1 or "_" in pieces[0]
                            else pieces[0]
                        )
                    return pieces
        if separator == "(":
            inner = re.fullmatch(r"(.+?)\s*\(([^()]+)\)\s*", text)
            if inner and lexicon.is_metric(inner.group(1).split()[-1]) and lexicon.is_metric(inner.group(2)):
                return [inner.group(1).split()[-1], inner.group(2)]
    return []
