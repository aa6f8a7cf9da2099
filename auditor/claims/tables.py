"""Claims of one table: every value cell with its model, benchmark and setting; or the reason why the table is
withheld."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.claims import lexicon
from auditor.claims.abstention import reason_to_withhold, undecided, withheld
from auditor.claims.compound import alternatives
from auditor.claims.confidence import confidence, group_of
from auditor.claims.effort import effort_in
from auditor.claims.grounding import direction, emphasis, notes_for, provenance, unit, unmarked
from auditor.claims.layout import Layout, Line, Printed
from auditor.claims.measures import metric_in, metric_name
from auditor.claims.orientation import ModelsOn, Orientation, orient
from auditor.claims.roles import role, sizes_only, superseded
from auditor.claims.rows import take_apart
from auditor.claims.settings import Said, context_of, setting
from auditor.claims.sides import Axis, Context, Sides
from auditor.claims.values import CellKind, CellReading, Value, decimals_of, to_decimal
from auditor.records import (
    Blank,
    Block,
    BlockKind,
    Cell,
    Claim,
    Condition,
    ConditionName,
    Emphasis,
    Footnote,
    Origin,
    Place,
    Role,
    SaidIn,
    Setting,
    Unread,
    content_id,
)

_FOUND_BY = {
    BlockKind.table: (Origin.table, "tables"),
    BlockKind.figure: (Origin.chart, "charts"),
    BlockKind.picture: (Origin.image, "pictures"),
    BlockKind.metadata: (Origin.metadata, "metadata"),
}
_DIRECTED = re.compile(r"[↑↓⬆⬇]|\b(?:higher|lower)\b[^()]{0,20}\bbetter\b", re.I)
_SERIOUS = 8
"""Values from which on a withheld table is worth a warning even where no claim came of it."""

Borrowed = dict[int, tuple[Printed, ...]]


@dataclass
class TableResult:
    """What a table gives."""

    claims: list[Claim]
    blanks: list[Blank]
    unread: Unread | None = None


def read_table(
    block: Block,
    context: Context,
    *,
    title: str = "",
    loose: tuple[Footnote, ...] = (),
    borrowed: Borrowed | None = None,
) -> TableResult:
    """The claims of a table, a figure's printed numbers or a metadata list.

    `title`: the nearest text above that may name what is measured; `loose`: notes below the table that its reader did
    not tie to a mark; `borrowed`: column headers of the table that this one continues.
    """
    layout, found = _oriented(block, context, title, borrowed)
    if found.models is None:
        return TableResult([], [], undecided(block, layout, found))
    result = _Reader(block, context, layout, found, title, loose).read()
    reason = reason_to_withhold(block, layout, result.claims)
    if reason is not None:
        values = sum(len(reading.values) for reading in layout.readings.values())
        serious = len(result.claims) > 1 or values >= _SERIOUS
        return TableResult([], [], withheld(block, reason) if serious else None)
    return result


def read_labels(
    block: Block, context: Context, *, title: str = "", borrowed: Borrowed | None = None
) -> tuple[Orientation, set[str], set[str]]:
    """Only the orientation of a table with its model and benchmark labels: what a clear table teaches an unclear
    one."""
    layout, found = _oriented(block, context, title, borrowed)
    models: set[str] = set()
    benchmarks: set[str] = set()
    if found.models in (ModelsOn.columns, ModelsOn.rows):
        sides = Sides(block, context, layout, found, title)
        for row in layout.rows:
            # One row names all models of the columns; every row names its own benchmark.
            first = row is layout.rows[0] or found.models is ModelsOn.rows
            for column in layout.columns if first else layout.columns[:1]:
                pair = sides.of(row, column)
                if pair is not None:
                    models.add(pair[0].label)
                    benchmarks.add(pair[1].label)
    return found, models - {""}, benchmarks - {""}


def _oriented(block: Block, context: Context, title: str, borrowed: Borrowed | None) -> tuple[Layout, Orientation]:
    assert block.grid is not None
    if block.order not in context.layouts:
        context.layouts[block.order] = take_apart(block.grid, borrowed)
    layout = context.layouts[block.order]
    if block.kind is BlockKind.metadata:
        return layout, Orientation(ModelsOn.columns, 1.0)
    return layout, orient(layout, context.vocabulary, context.names, caption=block.caption or title)


class _Reader:
    """Cell by cell through a table whose orientation is known."""

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
        self.grid = layout.grid
        self.footnotes = (*block.footnotes, *loose)
        self.explained = [note.mark for note in loose if note.mark.isupper()]
        self.sides = Sides(block, context, layout, found, title)
        self.benchmarks_in_rows = found.models is not ModelsOn.rows
        self.any_named = self.sides.any_named()
        self.fractions = self._fractions()
        self.superseded = superseded(self.sides.models(), context.release.subjects)

    def read(self) -> TableResult:
        claims: list[Claim] = []
        blanks: list[Blank] = []
        for row in self.layout.rows:
            for column in self.layout.columns:
                cell = self.grid.at(row.index, column.index)
                if cell is not None and (cell.row, cell.column) != (row.index, column.index):
                    continue
                reading = self.layout.readings[row.index, column.index]
                pair = self.sides.of(row, column) if reading.kind in (CellKind.value, CellKind.blank) else None
                if pair is None or not pair[0].label or not pair[1].label:
                    continue
                if reading.kind is CellKind.blank:
                    blanks.append(self._blank(row, column, cell, *pair))
                elif cell is not None:
                    for value, said in _parts(reading, cell, *pair):
                        claims.append(self._claim(row, column, cell, value, said, *pair))
                        other = _other_model(value, pair[0])
                        if other is not None:
                            claims.append(self._claim(row, column, cell, other[1], [], other[0], pair[1]))
        return TableResult(claims, blanks)

    def _claim(
        self, row: Line, column: Line, cell: Cell, value: Value, said: list[Said], model: Axis, benchmark: Axis
    ) -> Claim:
        block = self.block
        marks = tuple(dict.fromkeys((*cell.marks, *model.marks, *benchmark.marks)))
        notes = notes_for((*marks, *self._shortened(row, column)), self.footnotes)
        better, stated = self._setting(row, column, said, model, benchmark, notes)
        which = self._role(model)
        origin, found_by = _FOUND_BY[block.kind]
        measure = stated.get(ConditionName.metric)
        labels = " ".join((benchmark.label, measure or "", *benchmark.path))
        line = row.index if self.benchmarks_in_rows else column.index
        return Claim(
            id=content_id(
                "claim",
                self.context.document.id,
                (block.order, row.index, column.index),
                (model.label, benchmark.label, value.printed, stated.printed),
            ),
            document=self.context.document.id,
            block=block.order,
            row=row.index,
            column=column.index,
            place=_place(cell, block),
            quote=cell.text,
            origin=origin,
            label=block.label,
            caption=block.caption or self.title,
            section=block.section,
            placement=block.placement,
            row_path=tuple(p.text for p in (*row.groups, *row.path)),
            column_path=tuple(p.text for p in self.layout.column_path(row.index, column)),
            model=model.label,
            benchmark=benchmark.label,
            metric=measure,
            value=value.printed,
            number=value.number,
            decimals=value.decimals,
            unit=unit(value.printed, labels, self.fractions.get(line, False)),
            bound=value.bound,
            uncertainty=value.uncertainty or self._spread(row, column),
            emphasis=_emphasis(cell, value, block),
            marks=marks,
            footnotes=notes,
            setting=stated,
            role=which,
            provenance=provenance(notes, which is Role.own) if marks else unmarked(self.footnotes, which is Role.own),
            higher_is_better=better if better is not None else direction(labels, block.caption),
            found_by=found_by,
            doubts=self.grid.doubts,
            confidence=confidence(
                group_of(found_by, self.grid.doubts, model.label, benchmark.label, self.context.vocabulary)
            ),
        )

    def _setting(
        self,
        row: Line,
        column: Line,
        said: list[Said],
        model: Axis,
        benchmark: Axis,
        notes: tuple[Footnote, ...],
    ) -> tuple[bool | None, Setting]:
        """Whether higher is better by the labels' arrows or words, and everything stated about the run, nearest
        first."""
        texts = [
            *said,
            *(_column_says(text.text, kind, header, benchmark.label) for kind, header, text in row.settings),
            *benchmark.said,
            *model.said,
        ]
        around = f"{self._raw_labels(row, column)} {self.layout.corners.get(row.index, '')}"
        better = direction(around)
        if better is not None and _DIRECTED.search(around):
            texts.append(Said("↑ (higher is better)" if better else "↓ (lower is better)", SaidIn.column, "note"))
        short = self._shortened(row, column)
        texts += [Said(note.mark, SaidIn.column, "note") for note in notes if note.mark in short]
        texts += [Said(note.text, SaidIn.footnote) for note in notes]
        texts.append(Said(self.block.caption, SaidIn.caption))
        texts += self.context.methodology.of(self.block, benchmark.label, [group.text for group in row.groups])
        model_side = SaidIn.column if self.found.models is ModelsOn.columns else SaidIn.row
        benchmark_side = SaidIn.row if self.benchmarks_in_rows else SaidIn.column
        extra: list[Condition] = []
        effort = effort_in(model.label)
        if effort:
            extra.append(Condition(name=ConditionName.effort, value=effort, printed=effort, said_in=model_side))
        measure = metric_in(benchmark.label)
        if measure:
            name = metric_name(measure)
            extra.append(Condition(name=ConditionName.metric, value=name, printed=measure, said_in=benchmark_side))
        extra.extend(length for part in benchmark.label.split(" | ") if (length := context_of(part)))
        return better, setting(texts, extra)

    def _blank(self, row: Line, column: Line, cell: Cell | None, model: Axis, benchmark: Axis) -> Blank:
        marks = tuple(dict.fromkeys((*(cell.marks if cell else ()), *model.marks, *benchmark.marks)))
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
            role=self._role(model),
            placement=self.block.placement,
        )

    def _role(self, model: Axis) -> Role:
        if self.found.models is ModelsOn.neither:
            return Role.own
        if sizes_only(model.label) and not lexicon.HUMAN.match(model.label):
            return Role.own
        if model.label in self.superseded:
            return Role.rival
        return role(model.label, self.context.release, any_named=self.any_named)

    def _spread(self, row: Line, column: Line) -> str | None:
        """The deviation or interval printed in a column beside or a row below."""
        beside = self.layout.spreads.get(column.index)
        cell = self.grid.at(row.index, beside) if beside is not None else None
        if cell is None:
            below = self.layout.row_spreads.get(row.index)
            cell = self.grid.at(below, column.index) if below is not None else None
        return (cell.text.strip() or None) if cell is not None else None

    def _shortened(self, row: Line, column: Line) -> list[str]:
        """The abbreviations in brackets of a cell's headers, the corner's among them, that a note below explains."""
        said = f"{self.layout.corners.get(row.index, '')} {self._raw_labels(row, column)}" if self.explained else ""
        return [name for name in self.explained if f"({name})" in said]

    def _raw_labels(self, row: Line, column: Line) -> str:
        """The headers and row labels of a cell with their arrows, which labels as such leave out."""
        grid = self.grid
        texts = [cell.text for r in range(grid.header_rows) if (cell := grid.at(r, column.index))]
        texts += [cell.text for c in range(max(1, grid.label_columns)) if (cell := grid.at(row.index, c))]
        return " ".join(texts)

    def _fractions(self) -> dict[int, bool]:
        """For each benchmark's row or column, whether its values all lie in 0 to 1, some with decimals."""
        numbers: dict[int, list[Decimal]] = {}
        for (row, column), reading in self.layout.readings.items():
            plain = [v.number for v in reading.values if v.number is not None and not v.percent]
            numbers.setdefault(row if self.benchmarks_in_rows else column, []).extend(plain)
        return {
            line: bool(found) and all(0 <= n <= 1 for n in found) and any(n != int(n) for n in found)
            for line, found in numbers.items()
        }


def _emphasis(cell: Cell, value: Value, block: Block) -> Emphasis:
    """Emphasis as printed. Data behind a chart and metadata have none: nothing in them is set apart by type."""
    found = emphasis(cell, value.printed)
    data = block.kind in (BlockKind.figure, BlockKind.metadata)
    return Emphasis.none if found is Emphasis.unknown and data else found


def _column_says(text: str, kind: str, header: str, benchmark: str) -> Said:
    """What a settings column states. The axis of a chart speaks for all its benchmarks: one that names its own measure
    is not of that."""
    if kind == "axis" and metric_in(benchmark):
        return Said(f"axis: {text}", SaidIn.column, "note")
    return Said(text, SaidIn.column, kind, header)


def _parts(reading: CellReading, cell: Cell, model: Axis, benchmark: Axis) -> Iterator[tuple[Value, list[Said]]]:
    """The values of a cell with what header, label or the cell itself says of each; one compound value where
    nothing does."""
    labels = alternatives(benchmark, model, reading.places, reading.separator) if reading.places > 1 else []
    if labels:
        for value, position in zip(reading.values, reading.positions, strict=True):
            name = labels[position]
            if not lexicon.NOT_A_SCORE.search(name) and not lexicon.UNCERTAINTY.match(name):
                yield value, [Said(name, SaidIn.row, "note"), Said(name, SaidIn.row)]
    elif _same_measure(reading, cell):
        yield reading.values[0], []
        yield reading.values[1], [Said("in brackets", SaidIn.cell, "note")]
    elif len(reading.values) == 1 or all(value.note for value in reading.values):
        for value in reading.values:
            said = [Said(value.note, SaidIn.cell, "note"), Said(value.note, SaidIn.cell)] if value.note else []
            yield value, said
    else:
        yield Value(" ".join(cell.text.split()), None, None), []


def _same_measure(reading: CellReading, cell: Cell) -> bool:
    """Whether a second percentage in brackets with a footnote's mark is the same measure under that note's setting."""
    return (
        reading.separator == "("
        and len(reading.values) == 2
        and all(v.percent for v in reading.values)
        and bool(cell.marks)
    )


_OTHER_MODEL = re.compile(r"(?P<name>[^:：;]*[A-Za-z][^:：;]*)[:：]\s?(?P<number>\d+(?:\.\d+)?\s?%?)")


def _other_model(value: Value, model: Axis) -> tuple[Axis, Value] | None:
    """A second model printed with its score in the cell's bracket ("76.2 (Other Flash: 78.4)")."""
    match = _OTHER_MODEL.fullmatch(value.note)
    if match is None or not re.search(r"\d", match["name"]):
        return None
    printed = match["number"].strip()
    second = Value(printed, to_decimal(printed), decimals_of(printed), "%" in printed)
    return Axis(match["name"].strip(), model.said, (), (match["name"].strip(),)), second


def _place(cell: Cell, block: Block) -> Place:
    return block.place if cell.place.page is None and cell.place.line is None else cell.place
