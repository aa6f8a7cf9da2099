"""The rows of a dossier's tables: what stands on one benchmark under one heading, with who leads and by how much."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.records import (
    Benchmark,
    ConditionName,
    Dossier,
    Placement,
    Resolution,
    ResolvedBlank,
    ResolvedClaim,
    Role,
    Unit,
)

LOWER_WORDS = re.compile(
    r"\b(wer|cer|ter|ppl|perplexity|loss|error|errors|latency|hallucination|toxicity|violation|violations|"
    r"edit distance|distance|fid|fad|mae|rmse|mse|rate of refusal|latencies|seconds|regression)\b|↓|lower is better",
    re.IGNORECASE,
)
"""Words of a label or caption that turn a score around."""

SPEECH = re.compile(
    r"\b(asr|tts|speech recognition|transcription|librispeech|aishell|wenetspeech|fleurs|common ?voice|voxpopuli|"
    r"omnidocbench)\b",
    re.IGNORECASE,
)
"""Tests that are usually scored by an error rate, so that more may be worse."""

WHO_CONDITIONS = (ConditionName.effort, ConditionName.thinking, ConditionName.thinking_budget)
"""Conditions that make two columns of one model two contestants."""

TEST_CONDITIONS = tuple(
    name
    for name in ConditionName
    if name not in (ConditionName.category, ConditionName.prompting, ConditionName.temperature, *WHO_CONDITIONS)
)
"""Conditions that make one benchmark another test."""


def fold(text: str) -> str:
    """A label without case, punctuation, spaces and accents, for comparing labels of one dossier."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(ch for ch in decomposed if ch.isalnum() or ch in "+.")


def key_of(resolution: Resolution) -> str:
    """The registry id, or the folded printed name where there is none."""
    return resolution.id or "~" + fold(resolution.printed)


def score(resolved: ResolvedClaim) -> Decimal | None:
    """The score as a number; fractions as percent, so that 0.852 and 85.2 are one scale. None for bounds and ranges."""
    claim = resolved.claim
    if claim.number is None or claim.bound in (">", "<"):
        return None
    return claim.number * 100 if claim.unit is Unit.fraction else claim.number


def places(resolved: ResolvedClaim) -> int:
    """Digits after the point, on the scale of `score`."""
    decimals = resolved.claim.decimals or 0
    return max(decimals - 2, 0) if resolved.claim.unit is Unit.fraction else decimals


def same_number(a: ResolvedClaim, b: ResolvedClaim) -> bool | None:
    """Whether two printed scores can be one number, rounded differently. None where one is no number."""
    x, y = score(a), score(b)
    if x is None or y is None:
        return None
    coarser = min(places(a), places(b))
    tolerance = Decimal(1).scaleb(-coarser) / 2
    if Unit.fraction in (a.claim.unit, b.claim.unit) and a.claim.unit is not b.claim.unit:
        return abs(x - y) <= 2 * tolerance  # a fraction made a percentage is as often cut off as rounded
    return abs(x - y) <= tolerance if places(a) != places(b) else x == y


def conditions(resolved: ResolvedClaim, names: Iterable[ConditionName]) -> tuple[tuple[str, str], ...]:
    """The stated conditions of those names, sorted."""
    wanted = set(names)
    found = [c for c in resolved.claim.setting.conditions if c.name in wanted]
    return tuple(sorted((c.name.value, c.value.casefold()) for c in found))


def who(resolved: ResolvedClaim) -> str:
    """The contestant: model with its effort and thinking mode."""
    mode = conditions(resolved, WHO_CONDITIONS)
    return key_of(resolved.model) + "".join(f"|{name}={value}" for name, value in mode)


def model_name(dossier: Dossier, resolved: ResolvedClaim | ResolvedBlank) -> str:
    """The registry id of the model, or the printed name."""
    return resolved.model.id or resolved.model.printed


@dataclass(frozen=True)
class Row:
    """The scores of several models on one benchmark in one table or chart."""

    document: str
    block: int
    cells: tuple[ResolvedClaim, ...]
    blanks: tuple[ResolvedBlank, ...]
    higher: bool | None
    """Whether more is better; None where neither document nor registry says."""

    @property
    def first(self) -> ResolvedClaim:
        return self.cells[0]

    @property
    def label(self) -> str:
        return self.first.claim.label

    @property
    def printed(self) -> str:
        """The benchmark as the document prints it."""
        return self.first.claim.benchmark

    @property
    def benchmark(self) -> Resolution:
        return self.first.benchmark

    @property
    def key(self) -> str:
        return key_of(self.first.benchmark)

    @property
    def placement(self) -> Placement:
        return self.first.claim.placement

    def of(self, role: Role) -> tuple[ResolvedClaim, ...]:
        return tuple(cell for cell in self.cells if cell.claim.role is role and score(cell) is not None)

    @property
    def own(self) -> tuple[ResolvedClaim, ...]:
        return self.of(Role.own)

    @property
    def rivals(self) -> tuple[ResolvedClaim, ...]:
        return self.of(Role.rival)

    def better(self, a: ResolvedClaim, b: ResolvedClaim) -> bool | None:
        """Whether `a` beats `b`; None on ties, where the direction is unknown, or without numbers."""
        x, y = score(a), score(b)
        if x is None or y is None or x == y or self.higher is None:
            return None
        return (x > y) == self.higher

    def best(self, cells: Sequence[ResolvedClaim] | None = None) -> tuple[ResolvedClaim, ...]:
        """The leading cells (several on ties); none where the direction is unknown."""
        numbered = [(score(cell), cell) for cell in (self.cells if cells is None else cells)]
        known = [(value, cell) for value, cell in numbered if value is not None]
        if not known or self.higher is None:
            return ()
        top = max(value for value, _ in known) if self.higher else min(value for value, _ in known)
        return tuple(cell for value, cell in known if value == top)

    def values(self) -> str:
        """All cells as "model value" in printed order."""
        return ", ".join(f"{cell.claim.model} {cell.claim.value}" for cell in self.cells)


def _axis(cells: Sequence[ResolvedClaim]) -> str:
    """Whether the benchmarks run down the rows or along the columns of a table."""

    def spread(line: str) -> float:
        labels: dict[int | None, set[str]] = defaultdict(set)
        for cell in cells:
            labels[getattr(cell.claim, line)].add(cell.claim.benchmark)
        return sum(len(found) for found in labels.values()) / max(len(labels), 1)

    def filled(line: str) -> float:
        return len(cells) / max(len({getattr(cell.claim, line) for cell in cells}), 1)

    down, across = spread("row"), spread("column")
    if down == across:
        return "row" if filled("row") >= filled("column") else "column"
    return "row" if down < across else "column"


def direction(benchmark: Benchmark | None, cells: Sequence[ResolvedClaim], neighbours: bool | None) -> bool | None:
    """Whether more is better: by the document, else the registry, else telling words; else it is.

    None where words around the table leave it open.
    """
    said = {cell.claim.higher_is_better for cell in cells} - {None}
    if len(said) == 1:
        return said.pop()
    if benchmark is not None and benchmark.metric.higher_is_better is not None:
        return benchmark.metric.higher_is_better
    first = cells[0].claim
    label = f"{first.benchmark} {first.metric or ''}"
    around = " ".join((label, first.caption, *first.row_path, *first.column_path, *first.section))
    if LOWER_WORDS.search(label):
        return False
    if SPEECH.search(f"{label} {' '.join(first.row_path)} {' '.join(first.column_path)} {first.setting.printed}"):
        return spoken(around, cells)
    return None if LOWER_WORDS.search(f"{first.caption} {' '.join(first.column_path)}") else neighbours is not False


ERROR_RATES_BELOW = 25
"""No accuracy of recognition that most models share lies below 25 percent, and most error rates do."""


def spoken(around: str, cells: Sequence[ResolvedClaim]) -> bool | None:
    """Whether more is better on a test of speech: by the words around it, else by the size of the scores."""
    if re.search(r"\bBLEU\b|↑|higher is better", around, re.IGNORECASE):
        return True
    if re.search(r"\b(WER|CER|error rate)\b|↓", around, re.IGNORECASE):
        return False
    values = sorted(value for cell in cells if (value := score(cell)) is not None)
    if len(values) >= 3 and values[len(values) // 2] < ERROR_RATES_BELOW:
        return False
    return None


def rows(dossier: Dossier) -> tuple[Row, ...]:
    """All rows of all tables and charts, in reading order."""
    blanks: dict[tuple[str, int], list[ResolvedBlank]] = defaultdict(list)
    for resolved in dossier.blanks:
        blanks[resolved.blank.document, resolved.blank.block].append(resolved)
    found: list[Row] = []
    for (document, block), cells in dossier.tables():
        axis = _axis(cells)
        other = "column" if axis == "row" else "row"
        groups: dict[tuple[object, ...], list[ResolvedClaim]] = defaultdict(list)
        for cell in cells:
            groups[getattr(cell.claim, axis), cell.claim.benchmark, cell.claim.metric].append(cell)
        lines: list[list[ResolvedClaim]] = []
        for group in groups.values():
            crowded = max(Counter(getattr(cell.claim, other) for cell in group).values()) > 1
            if not crowded:
                lines.append(group)
                continue
            split: dict[object, list[ResolvedClaim]] = defaultdict(list)
            for cell in group:
                split[conditions(cell, TEST_CONDITIONS)].append(cell)
            lines.extend(
                line
                for line in split.values()
                if max(Counter(getattr(cell.claim, other) for cell in line).values()) == 1
            )
        known = [
            benchmark.metric.higher_is_better
            for line in lines
            if (benchmark := dossier.benchmarks.get(line[0].benchmark.id or "")) is not None
        ]
        neighbours = False if False in known and True not in known else None
        for line in lines:
            benchmark = dossier.benchmarks.get(line[0].benchmark.id or "")
            index, printed = getattr(line[0].claim, axis), line[0].claim.benchmark
            found.append(
                Row(
                    document=document,
                    block=block,
                    cells=tuple(line),
                    blanks=tuple(
                        blank
                        for blank in blanks[document, block]
                        if getattr(blank.blank, axis) == index and blank.blank.benchmark == printed
                    ),
                    higher=direction(benchmark, line, neighbours),
                )
            )
    return tuple(found)


def difference(a: ResolvedClaim, b: ResolvedClaim) -> Decimal:
    """The score of `a` minus that of `b`; 0 where one is no number."""
    x, y = score(a), score(b)
    return Decimal(0) if x is None or y is None else x - y


def points(difference: Decimal | int) -> str:
    """A signed difference as printed: +1.3, −5.7."""
    text = format(abs(Decimal(difference)).normalize(), "f")
    return f"{'−' if difference < 0 else '+' if difference > 0 else '±'}{text}"
