"""Random tables with known truth, each layout from a seed, and how much of the truth was read.

`layout_printing.py` prints them.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from auditor.records import Grid

LAYOUTS = (
    "plain",
    "spanned",
    "spanned, no rules",
    "stacked",
    "sections",
    "groups",
    "cycles",
    "settings",
    "wrapped",
    "grid",
    "bare",
    "compound",
    "gains",
    "two columns",
    "sideways",
)
_BROKEN = ("Code tasks", "Chinese tasks", "Long context", "General knowledge", "Tool use", "Instruction following")
"""Names of groups that are broken over two lines where the group has room for them."""
_MODELS = (
    "Orion-7B", "Orion-70B", "Vega", "Vega-2 Pro", "Lyra Chat", "Lyra-2.5", "Cygnus-XL", "Deneb 8x7B", "Altair-Mini",
    "Rigel o1", "Rigel-o3", "Mira", "Mira-Instruct", "Spica-R", "Nova 405B", "Nova", "Quasar-Base", "Pulsar-V2",
)  # fmt: skip
_TASKS = (
    "MMLU", "MMLU-Pro", "GSM8K", "MATH-500", "HumanEval", "HumanEval+", "MBPP", "ARC-C", "BBH", "DROP", "C-Eval",
    "CMMLU", "TriviaQA", "AIME 2024", "AIME'25", "GPQA Diamond", "LiveBench", "IFEval", "Arena-Hard", "MT-Bench",
    "SWE-bench Verified", "LCB v5", "HLE (text)", "RULER-128K", "WinoGrande", "PIQA", "BoolQ", "Tau-Bench retail",
)  # fmt: skip
_FIELDS = ("English", "Chinese", "Code", "Math", "Reasoning", "Long context", "Agents", "Safety", "General knowledge")
_BLANKS = ("-", "–", "—", "N/A", "×")
_METRICS = ("EM", "F1", "Acc.", "Pass@1", "Avg@8")

Value = tuple[tuple[str, ...], tuple[str, ...], str]
"""Row labels from the outermost, column headers from the top, and the printed value with its marks."""


@dataclass
class Score:
    """A value cell: lines of runs (text, size factor, rise in ems, font)."""

    text: str
    mark: str = ""
    gain: str = ""
    bold: bool = False


@dataclass
class Line:
    """A row of the table, or a section head."""

    labels: list[str] = field(default_factory=list)
    """One a label column; empty where the group above goes on."""
    path: tuple[str, ...] = ()
    values: list[Score | None] = field(default_factory=list)
    section: str = ""
    rule: bool = False
    """A full rule stands above."""


@dataclass
class Table:
    """A table before it is printed."""

    layout: str
    corner: list[str]
    """Headers of the label columns."""
    leaves: list[list[str]]
    """The lines of each column's name."""
    spanners: list[list[tuple[int, int, str]]]
    """From the top level down."""
    lines: list[Line]
    size: float
    pitch: float
    gap: float
    align: str
    ruled: bool = True
    cmid: bool = True
    boxed: bool = False
    bold_head: bool = False
    section_align: str = "left"
    group_at: str = "top"
    tight: bool = False
    """The widest name of a group nearly touches the labels."""
    wrap: int = 0
    """Longest label line in characters, 0 for any."""

    def breaks(self, label: str, members: int) -> bool:
        """Whether the name of a group stands on two lines."""
        return members > 2 and label in _BROKEN and label not in _FIELDS

    def truth(self) -> list[Value]:
        out: list[Value] = []
        section = ""
        for line in self.lines:
            if line.section:
                section = line.section
                continue
            for column, value in enumerate(line.values):
                if value is None:
                    continue
                heads = [text for level in self.spanners for first, last, text in level if first <= column <= last]
                path = (*heads, " ".join(self.leaves[column]))
                rows = (section, *line.path) if section else line.path
                text = value.text + (f" {value.gain}" if value.gain else "") + ("^" + value.mark if value.mark else "")
                out.append((rows, path, text))
        return out


def make(layout: str, seed: int) -> Table:
    """A random table of a layout."""
    rng = random.Random(f"{layout} {seed}")
    # What is set sideways is large.
    count = rng.randint(4 if layout == "sideways" else 2, 8)
    size = rng.choice((7.0, 8.0, 9.0, 10.0))
    models_on_top = rng.random() < 0.6
    heads = rng.sample(_MODELS if models_on_top else _TASKS, count)
    height = rng.randint(5 if layout == "sideways" else 3, 12)
    names = rng.sample(_TASKS if models_on_top else _MODELS, height)
    table = Table(
        layout=layout,
        corner=[rng.choice(("Benchmark", "Task", "Dataset")) if models_on_top else rng.choice(("Model", "System"))],
        leaves=[[head] for head in heads],
        spanners=[],
        lines=[],
        size=size,
        pitch=size * rng.uniform(1.18, 1.55),
        gap=size * rng.uniform(1.0, 2.6),
        align=rng.choice(("centre", "centre", "right", "left")),
        bold_head=rng.random() < 0.5,
    )
    if rng.random() < 0.15:
        table.corner = [""]
    scores = _scores(rng)
    table.lines = [Line([name], (name,), [_value(rng, scores) for _ in heads]) for name in names]
    for line in table.lines:
        if rng.random() < 0.25:
            _emphasise(line, rng)
    _FORMS.get(layout, lambda *_: None)(table, rng)
    return table


def _scores(rng: random.Random) -> Callable[[], str]:
    places = rng.choice((1, 1, 1, 2, 0))
    unit = rng.choice(("", "", "", "%"))
    if places == 0 and not unit:
        places = 1
    return lambda: f"{rng.uniform(3, 99):.{places}f}{unit}"


def _value(rng: random.Random, score: Callable[[], str]) -> Score | None:
    if rng.random() < 0.05:
        return Score(rng.choice(_BLANKS))
    return Score(score(), mark="†" if rng.random() < 0.03 else "")


def _emphasise(line: Line, rng: random.Random) -> None:
    values = [value for value in line.values if value is not None]
    rng.choice(values).bold = True


def _runs(rng: random.Random, count: int) -> list[tuple[int, int]]:
    out = []
    start = 0
    while start < count:
        wide = rng.choice((1, 2, 2, 3, 4))
        out.append((start, min(count, start + wide) - 1))
        start += wide
    if len(out) == 1:
        cut = count // 2
        out = [(0, cut - 1), (cut, count - 1)]
    return out


def _spanned(table: Table, rng: random.Random) -> None:
    count = len(table.leaves)
    if count < 3:
        table.leaves += [["Nova Lite"], ["Vega Flash"]]
        for line in table.lines:
            line.values += [Score(f"{rng.uniform(3, 99):.1f}") for _ in range(2)]
        count += 2
    runs = _runs(rng, count)
    names = rng.sample(_FIELDS, len(runs))
    table.spanners = [[(first, last, name) for (first, last), name in zip(runs, names, strict=True) if first < last]]
    if not table.spanners[0]:
        table.spanners = [[(0, 1, names[0])]]
    if rng.random() < 0.4:
        # The same leaf names under each head.
        leaf = [["Base"], ["Chat"], ["Think"], ["Long"]]
        for first, last, _ in table.spanners[0]:
            for column in range(first, last + 1):
                table.leaves[column] = leaf[column - first]
    if len(runs) > 3 and rng.random() < 0.3 and all(first < last for first, last in runs):
        half = len(runs) // 2
        table.spanners.insert(0, [(0, runs[half - 1][1], "Open models"), (runs[half][0], count - 1, "Closed models")])


def _spanned_bare(table: Table, rng: random.Random) -> None:
    """Heads without rules of their own: nothing tells their columns but where they stand."""
    _spanned(table, rng)
    table.cmid = False
    count = len(table.leaves)
    width = rng.choice([w for w in (2, 3, 4) if w <= count])
    keep = count - count % width
    table.leaves = [table.leaves[p] for p in range(keep)]
    for line in table.lines:
        line.values = line.values[:keep]
    names = rng.sample(_FIELDS, keep // width)
    table.spanners = [
        [(first, first + width - 1, name) for first, name in zip(range(0, keep, width), names, strict=True)]
    ]
    table.leaves = [[("Base", "Chat", "Think", "Long")[p % width]] for p in range(keep)]
    if keep == width:
        table.spanners = []
        table.leaves = [[name] for name in rng.sample(_MODELS, keep)]


def _stacked(table: Table, rng: random.Random) -> None:
    for place, leaf in enumerate(table.leaves):
        if rng.random() < 0.6:
            table.leaves[place] = (
                [*leaf[0].split(" ", 1)] if " " in leaf[0] else [leaf[0], rng.choice(("Base", "Chat"))]
            )
        if rng.random() < 0.3:
            table.leaves[place] = [*table.leaves[place], f"({rng.choice(_METRICS)})"]

    _lower_lone_top(table)


def _lower_lone_top(table: Table) -> None:
    """A lone first line in the very middle, over names of one height, is a head of all columns to any reader."""
    count = len(table.leaves)
    heights = [len(leaf) for leaf in table.leaves]
    if count % 2 and heights[count // 2] == max(heights) and heights.count(max(heights)) == 1:
        table.leaves[count // 2] = table.leaves[count // 2][:1]


def _sections(table: Table, rng: random.Random) -> None:
    cuts = sorted({0, *rng.sample(range(1, len(table.lines)), rng.randint(1, min(3, len(table.lines) - 1)))})
    names = rng.sample(_FIELDS, len(cuts))
    table.section_align = rng.choice(("left", "centre"))
    ruled = rng.random() < 0.5
    for cut, name in reversed(list(zip(cuts, names, strict=True))):
        table.lines.insert(cut, Line(section=name, rule=ruled))


def _groups(table: Table, rng: random.Random) -> None:
    table.corner.insert(0, rng.choice(("", "Category", "Area")))
    table.group_at = rng.choice(("top", "middle"))
    fields = _BROKEN if table.group_at == "middle" and rng.random() < 0.4 else _FIELDS
    names = iter(rng.sample(fields, len(fields)))
    table.tight = table.group_at == "middle" and fields is _FIELDS and len(table.lines) > 5 and rng.random() < 0.3
    start = 0
    ruled = table.group_at == "middle" or rng.random() < 0.5
    while start < len(table.lines):
        name = next(names)
        end = min(len(table.lines), start + rng.randint(2, 5))
        if len(table.lines) - end == 1:
            end += 1
        for place in range(start, end):
            line = table.lines[place]
            line.labels.insert(0, name if place == start else "")
            line.path = (name, *line.path)
            line.rule = ruled and place == start and start > 0
        start = end


def _cycles(table: Table, rng: random.Random) -> None:
    """Each label over the same sub-rows, in its middle or broken over as many lines."""
    metrics = rng.sample(_METRICS, 2)
    old, table.lines = table.lines, []
    lone = rng.randrange(len(old))
    score = _scores(rng)
    cited = {line.labels[0]: "Rey et al. (2024)" for line in old if rng.random() < 0.8} if rng.random() < 0.5 else {}
    table.corner.append("Metric")
    table.group_at = "middle"
    for place, line in enumerate(old):
        for number, metric in enumerate(metrics):
            values = line.values if number == 0 else [_value(rng, score) for _ in line.values]
            name, source = line.labels[0], ""
            if cited and place != lone and name in cited:
                source = cited[name]
            label = name if number == 0 else source
            path = (f"{name} {source}".strip(), metric)
            table.lines.append(Line([label, metric], path, values, rule=number == 0 < place))


def _settings(table: Table, rng: random.Random) -> None:
    table.corner.append(rng.choice(("Metric", "Setting")))
    for line in table.lines:
        metric = rng.choice(_METRICS)
        line.labels.append(metric)
        line.path = (*line.path, metric)


def _wrapped(table: Table, rng: random.Random) -> None:
    for line in table.lines:
        if rng.random() < 0.5:
            more = rng.choice(("with tools and retrieval", "(averaged over four runs)", "of the hidden part"))
            line.labels[0] = f"{line.labels[0]} {more}"
            line.path = (line.labels[0],)
    table.wrap = 18
    table.boxed = rng.random() < 0.3
    if not table.boxed:
        for line in table.lines[1:]:
            line.rule = True


def _grid(table: Table, rng: random.Random) -> None:
    table.boxed = True
    if rng.random() < 0.5:
        _stacked(table, rng)


def _bare(table: Table, rng: random.Random) -> None:
    table.ruled = False
    table.corner = [table.corner[0] or "Task"]


def _compound(table: Table, rng: random.Random) -> None:
    form = rng.choice((" / ", "/", " (", " ± ", " | "))
    for line in table.lines:
        for value in line.values:
            if value is not None and value.text[0].isdigit():
                second = f"{rng.uniform(1, 9):.1f}"
                value.text += form + second + (")" if form == " (" else "")
    table.gap = max(table.gap, 1.4 * table.size)


def _gains(table: Table, rng: random.Random) -> None:
    for line in table.lines:
        value = line.values[-1]
        if value is not None and value.text[0].isdigit():
            value.gain = f"{rng.choice('+-')}{rng.uniform(0.1, 14):.1f}"
            value.mark = ""
    table.align = "centre"


_FORMS: dict[str, Callable[[Table, random.Random], None]] = {
    "spanned": _spanned,
    "spanned, no rules": _spanned_bare,
    "stacked": _stacked,
    "sections": _sections,
    "groups": _groups,
    "cycles": _cycles,
    "settings": _settings,
    "wrapped": _wrapped,
    "grid": _grid,
    "bare": _bare,
    "compound": _compound,
    "gains": _gains,
}


def found(grids: Sequence[Grid]) -> list[Value]:
    """What grids say: every cell of a value column with the labels of its row and the headers of its column."""
    out: list[Value] = []
    for grid in grids:
        section = ""
        heads = [_path([grid.at(row, column) for row in range(grid.header_rows)]) for column in range(grid.columns)]
        for row in range(grid.header_rows, grid.rows):
            first = grid.at(row, 0)
            if first is not None and first.column_span >= grid.columns:
                section = first.text
                continue
            labels = _path([grid.at(row, column) for column in range(grid.label_columns)])
            for column in range(grid.label_columns, grid.columns):
                cell = grid.at(row, column)
                if cell is not None and cell.text:
                    text = cell.text + ("^" + "".join(cell.marks) if cell.marks else "")
                    out.append(((section, *labels) if section else labels, heads[column], text))
    return out


def _path(cells: Sequence[Any]) -> tuple[str, ...]:
    out: list[Any] = []
    for cell in cells:
        if cell is not None and cell.text and cell not in out:
            out.append(cell)
    return tuple(cell.text for cell in out)


def score(truth: Sequence[Value], read: Sequence[Value]) -> tuple[int, int, int]:
    """Values of the truth that were found whole, values of the truth, values read."""
    plain: Callable[[Value], Value] = lambda value: (value[0], value[1], value[2].replace(" ", ""))  # noqa: E731
    known, seen = Counter(map(plain, truth)), Counter(map(plain, read))
    return sum((known & seen).values()), sum(known.values()), sum(seen.values())
