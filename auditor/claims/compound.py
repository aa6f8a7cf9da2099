"""What the several values of one cell stand for."""

from __future__ import annotations

import re

from auditor.claims import lexicon
from auditor.claims.sides import Axis

_BRACKET = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
_TWO_MEASURES = re.compile(r"(.+?)\s*\(([^()]+)\)\s*")
_LONGEST = 40


def alternatives(benchmark: Axis, model: Axis, places: int, separator: str) -> list[str]:
    """The names of a cell's places, where a label or header lists as many ("val/test", "Score | Speed", "EN/ZH")."""
    for text in (*reversed(benchmark.path), benchmark.label, *reversed(model.path)):
        for candidate in (*_BRACKET.findall(text), text):
            for mark in dict.fromkeys((separator if separator not in ("(", " ") else "/", "/", "|")):
                pieces = [piece.strip() for piece in candidate.split(mark)]
                if len(pieces) == places and all(0 < len(piece) < _LONGEST for piece in pieces):
                    if candidate is text:
                        # The list stands behind the name: "SomeBench_en/zh", "SomeBench val/test".
                        pieces[0] = re.split(r"[\s_]", pieces[0])[-1]
                    return pieces
        two = _TWO_MEASURES.fullmatch(text) if separator == "(" else None
        if two is not None:
            first = two.group(1).split()[-1]
            if lexicon.is_metric(first) and lexicon.is_metric(two.group(2)):
                return [first, two.group(2)]
    return []
