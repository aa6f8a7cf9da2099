"""The lines drawn on a page, put together again: producers print one rule as many strokes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from auditor.documents.pdf.engines import Stroke
from auditor.documents.pdf.ink import lightness

_PALE = 0.965
"""Lines lighter than this are not seen on paper."""
_JOIN = 1.6
"""Strokes on one line with a gap up to this (points) are one rule; the gap between two trimmed rules is wider."""
_DASH = 8.0


class Rule(NamedTuple):
    """A level rule (`at` is its y, `start` and `end` are x) or an upright one (the other way round)."""

    at: float
    start: float
    end: float
    weight: float

    @property
    def length(self) -> float:
        return self.end - self.start


class Rules(NamedTuple):
    """All rules of a page, level ones from top to bottom and upright ones from left to right."""

    level: tuple[Rule, ...]
    upright: tuple[Rule, ...]


def rules(strokes: Iterable[Stroke]) -> Rules:
    """Strokes joined to rules."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for stroke in strokes:
        if lightness(stroke.ink) > _PALE:
            continue
        if stroke.x1 - stroke.x0 >= stroke.y1 - stroke.y0:
            level.append(Rule((stroke.y0 + stroke.y1) / 2, stroke.x0, stroke.x1, stroke.weight))
        else:
            upright.append(Rule((stroke.x0 + stroke.x1) / 2, stroke.y0, stroke.y1, stroke.weight))
    return Rules(_joined(level, _JOIN), _joined(upright, 2 * _JOIN))


def _joined(found: list[Rule], gap: float) -> tuple[Rule, ...]:
    found.sort()
    out: list[Rule] = []
    start = 0
    while start < len(found):
        end = start + 1
        while end < len(found) and found[end].at - found[end - 1].at < 0.8 and found[end].at - found[start].at < 1.6:
            end += 1
        same = sorted(found[start:end], key=lambda rule: rule.start)
        reach = _dashes(same) or gap
        for rule in same:
            if (
                out
                and len(out)
                and out[-1] is not None
                and abs(out[-1].at - rule.at) < 1.6
                and _touch(out[-1], rule, reach)
            ):
                last = out[-1]
                heavier = last if last.length >= rule.length else rule
                out[-1] = Rule(heavier.at, last.start, max(last.end, rule.end), max(last.weight, rule.weight))
            else:
                out.append(rule)
        start = end
    return tuple(out)


def _touch(last: Rule, rule: Rule, gap: float) -> bool:
    return last.start <= rule.start + 0.1 and rule.start <= last.end + gap


def _dashes(same: Sequence[Rule]) -> float | None:
    """The gap to bridge where strokes are the dashes of one line, None where they are rules of their own."""
    if len(same) < 6 or max(rule.length for rule in same) > _DASH:
        return None
    gaps = [after.start - before.end for before, after in itertools.pairwise(same)]
    return max(gaps) + 0.1 if max(gaps) < _DASH else None
