"""Prints the random tables of `layouts.py` through the press, between a caption and some prose."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from typing import Any

_PROSE = "The results below were measured with the same prompts for all of the systems that we name in this report."


class Canvas:
    """A sheet to print on from a corner, upright or turned by a quarter so that it reads upwards."""

    def __init__(self, press: Any, sheet: Any, *, turned: bool = False) -> None:
        self.press, self.sheet, self.turned = press, sheet, turned

    def width(self, text: str, size: float, font: str = "plain") -> float:
        return float(self.press.width(text, size, font))

    def text(
        self, x: float, y: float, text: str, size: float, *, font: str = "plain", align: str = "left", ink: Any = None
    ) -> float:
        """Prints a run and gives the x where it ends."""
        wide = self.width(text, size, font)
        x -= {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * wide
        colour = ink or (0, 0, 0)
        if self.turned:
            self.sheet.text(y, self.sheet.height - x, text, size=size, font=font, colour=colour, angle=90)
        else:
            self.sheet.text(x, y, text, size=size, font=font, colour=colour)
        return x + wide

    def rule(self, x0: float, x1: float, y: float, weight: float = 0.5) -> None:
        if self.turned:
            self.sheet.bar(y, self.sheet.height - x1, self.sheet.height - x0, weight=weight)
        else:
            self.sheet.rule(x0, x1, y, weight=weight)

    def bar(self, x: float, y0: float, y1: float) -> None:
        if self.turned:
            self.sheet.rule(y0, y1, self.sheet.height - x)
        else:
            self.sheet.bar(x, y0, y1)


def print_table(press: Any, table: Any, seed: int) -> Any:
    """A sheet with the table, its caption and some prose."""
    rng = random.Random(f"print {table.layout} {seed}")
    turned = table.layout == "sideways"
    sheet = press.Sheet(width=842, height=842)
    canvas = Canvas(press, sheet, turned=turned)
    narrow = table.layout == "two columns"
    x, y = 60.0, 70.0
    right = 400.0 if narrow else 782.0
    text = 9.0
    if not turned:
        for number in range(3):
            _prose(canvas, x, right, y + 12 * number, text)
        y += 3 * 12 + 14
    canvas.text(x, y, f"Table {rng.randint(1, 9)}: Results of all systems.", text)
    wide, down = _body(canvas, table, x + rng.choice((0.0, 24.0)), y + 16)
    if not turned:
        for number in range(4):
            _prose(canvas, x, right, down + 26 + 12 * number, text)
    if narrow:
        for number in range(40):
            _prose(canvas, max(wide + 18, 420), 842 - 20, 70 + 12 * number, text)
    return sheet


def _prose(canvas: Canvas, x: float, right: float, y: float, size: float) -> None:
    out = ""
    for word in itertools.cycle(_PROSE.split()):
        if canvas.width(f"{out} {word}", size) > right - x:
            break
        out = f"{out} {word}".strip()
    canvas.text(x, y, out, size)


def _body(canvas: Canvas, table: Any, x: float, y: float) -> tuple[float, float]:
    """Prints the table from its upper left corner; gives its right end and its foot."""
    size, pitch = table.size, table.pitch
    head = "bold" if table.bold_head else "plain"
    wrapped = {
        id(line): _wrap(line.labels[-1 if len(line.labels) == 1 else 0], table.wrap)
        for line in table.lines
        if line.labels
    }
    widths = []
    for column, corner in enumerate(table.corner):
        cells = [canvas.width(corner, size, head)]
        for line in table.lines:
            if line.labels:
                parts = wrapped[id(line)] if table.wrap and column == 0 else [line.labels[column]]
                cells += [canvas.width(part, size, "bold") for part in parts]
        widths.append(max(cells))
    for column, leaf in enumerate(table.leaves):
        cells = [canvas.width(part, size, head) for part in leaf]
        for line in table.lines:
            if line.values and (value := line.values[column]) is not None:
                cells.append(_value_width(canvas, value, size))
        widths.append(max(cells))
    labels = len(table.corner)
    for level in table.spanners:
        for first, last, text in level:
            have = sum(widths[labels + first : labels + last + 1]) + table.gap * (last - first)
            more = canvas.width(text, size, head) + 0.3 * size - have
            if more > 0:
                for column in range(first, last + 1):
                    widths[labels + column] += more / (last - first + 1)
    lefts = [x + table.gap / 2]
    for column, wide in enumerate(widths):
        lefts.append(lefts[-1] + wide + (0.4 * size if table.tight and column == 0 else table.gap))
    end = lefts[-1] - table.gap / 2
    spans = [(lefts[place], lefts[place] + wide) for place, wide in enumerate(widths)]
    top = y
    if table.ruled:
        canvas.rule(x, end, y, 0.9)
    rules: list[float] = [y]
    y += pitch
    if not table.ruled:
        y -= 0.2 * pitch
    foot = y
    for level in table.spanners:
        for first, last, text in level:
            x0, x1 = spans[labels + first][0], spans[labels + last][1]
            canvas.text((x0 + x1) / 2, y, text, size, font=head, align="centre")
            if table.cmid:
                canvas.rule(x0 - 0.1 * table.gap, x1 + 0.1 * table.gap, y + 0.38 * pitch, 0.4)
        y += pitch * (1.25 if table.cmid else 1.0)
    depth = max(len(leaf) for leaf in table.leaves)
    foot = y + (depth - 1) * pitch
    for place, corner in enumerate(table.corner):
        if corner:
            canvas.text(spans[place][0], foot, corner, size, font=head)
    for place, leaf in enumerate(table.leaves):
        for number, part in enumerate(leaf):
            at = foot - (len(leaf) - 1 - number) * pitch
            _aligned(canvas, spans[labels + place], at, part, size, table.align, head)
    y = foot + 0.45 * pitch
    if table.ruled:
        canvas.rule(x, end, y)
    rules.append(y)
    y += pitch
    for number, line in enumerate(table.lines):
        if line.rule or (table.boxed and number):
            y -= 0.55 * pitch
            canvas.rule(x, end, y)
            rules.append(y)
            y += pitch
        if line.section:
            if table.section_align == "left":
                canvas.text(spans[0][0], y, line.section, size, font="bold")
            else:
                canvas.text((x + end) / 2, y, line.section, size, font="italic", align="centre")
            y += pitch
            if line.rule and table.section_align == "centre":
                y -= 0.55 * pitch
                canvas.rule(x, end, y)
                y += pitch
            continue
        parts = wrapped[id(line)]
        height = (len(parts) - 1) * pitch if table.wrap else 0.0
        if table.wrap:
            for place, part in enumerate(parts):
                canvas.text(spans[0][0], y + place * pitch, part, size)
        for column, label in enumerate(line.labels):
            if not label or (table.wrap and column == 0):
                continue
            grouped = column == 0 and table.layout in ("groups", "cycles")
            members = _members(table.lines, number) if grouped else 1
            at = y + ((members - 1) / 2 * pitch if grouped and table.group_at == "middle" else 0.0)
            font = "bold" if grouped and table.bold_head else "plain"
            if grouped and table.breaks(label, members):
                upper, lower = label.split()
                canvas.text(spans[column][0], at - pitch / 2, upper, size, font=font)
                canvas.text(spans[column][0], at + pitch / 2, lower, size, font=font)
            else:
                canvas.text(spans[column][0], at, label, size, font=font)
        for column, value in enumerate(line.values):
            if value is not None:
                _print_value(canvas, spans[labels + column], y + height / 2, value, size, table.align)
        y += height + pitch
    y -= 0.55 * pitch
    if table.ruled:
        canvas.rule(x, end, y, 0.9)
    rules.append(y)
    if table.boxed:
        for place in range(len(lefts)):
            canvas.bar(lefts[place] - table.gap / 2, top, y)
    return end, y


def _members(lines: Sequence[Any], first: int) -> int:
    count = 1
    while first + count < len(lines) and lines[first + count].labels and not lines[first + count].labels[0]:
        count += 1
    return count


def _wrap(label: str, most: int) -> list[str]:
    if not most:
        return [label]
    out = [""]
    for word in label.split():
        if out[-1] and len(out[-1]) + 1 + len(word) > most:
            out.append(word)
        else:
            out[-1] = f"{out[-1]} {word}".strip()
    return out


def _value_width(canvas: Canvas, value: Any, size: float) -> float:
    font = "bold" if value.bold else "plain"
    wide = canvas.width(value.text, size, font)
    wide += canvas.width(value.mark, 0.65 * size) if value.mark else 0.0
    return wide + (0.2 * size + canvas.width(value.gain, 0.6 * size) if value.gain else 0.0)


def _aligned(
    canvas: Canvas, span: tuple[float, float], y: float, text: str, size: float, align: str, font: str
) -> None:
    at = {"left": span[0], "centre": (span[0] + span[1]) / 2, "right": span[1]}[align]
    canvas.text(at, y, text, size, font=font, align=align)


def _print_value(canvas: Canvas, span: tuple[float, float], y: float, value: Any, size: float, align: str) -> None:
    wide = _value_width(canvas, value, size)
    x = {"left": span[0], "centre": (span[0] + span[1] - wide) / 2, "right": span[1] - wide}[align]
    x = canvas.text(x, y, value.text, size, font="bold" if value.bold else "plain")
    if value.mark:
        x = canvas.text(x, y - 0.35 * size, value.mark, 0.65 * size)
    if value.gain:
        canvas.text(x + 0.2 * size, y, value.gain, 0.6 * size, ink=(0.8, 0.6, 0.2))
