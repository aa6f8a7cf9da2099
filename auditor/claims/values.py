"""The one grammar of result cells: numbers with signs, units, uncertainty, deltas and several values; blanks;
everything else is text.

Numbers are exact decimals in the printed unit ("81.30%" is 81.30). Nothing is repaired: a cell that the grammar
does not cover is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from auditor.claims import lexicon

BLANKS = lexicon.word_list(
    r"""
    - -- --- – — ― − ‒ – — · . .. ... … / \ ? _ __ x × ✗ ✘ ❌ 〇 n/a na n.a. n.a n/r nr none null nan tbd tba
    tbc oom oot n/t unk
    """
) | {
    "",
    "not reported",
    "not available",
    "not applicable",
    "not supported",
    "not evaluated",
    "not tested",
    "not published",
    "unsupported",
    "unknown",
    "coming soon",
    "pending",
    "no result",
    "no results",
    "(-)",
    "- / -",
    "-/-",
    "– / –",
    "–/–",
    "—/—",
    "无",
    "暂无",
}
"""Spellings of "no value here", lower case."""
_NO_SUPPORT = re.compile(
    r"^(?:no|not|without|lacks|un)\b.{0,30}\b(?:support|supported|available|reported|applicable|data"
    r"|results?)\b.{0,12}$",
    re.I,
)

_DECORATION = re.compile(
    "[\U0001f300-\U0001faff\u2600-\u2604\u2606-\u26ff\u2705\u2728\u2b50\u2b06\u2b07\ufe0f\u200b\u200c\u200d\ufeff★☆✓✔▲▼△▽▴▾●○■□◆◇]"
)
_NUMBER = r"(?:\d{1,3}(?:[,\u2009\u202f'’]\d{3})+(?:\.\d+)?|\d+(?:[.·]\d*)?|\.\d+)"
_DECIMAL_COMMA = re.compile(r"^(\d+),(\d{1,2})(?!\d)|^(0),(\d+)")
_SIGN = r"[+\-−–]?"
_UNIT = r"(?:\s?(?:%%?|％|‰|\\%|pp|pts?\.?|points?)(?![A-Za-z]))?"
_BOUND = r"(?P<bound>(?:>=|<=|[>≥<≤~≈∼＞＜]|over|under|about|around|up to|at least|at most)\s?)?"
_HEAD = re.compile(rf"{_BOUND}(?P<number>{_SIGN}\s?{_NUMBER})(?P<unit>{_UNIT})", re.I)
_SCIENTIFIC = re.compile(rf"{_NUMBER}\s?(?:[eE][+-]?\d+|[x×·]\s?10)")
_PLUS_MINUS = re.compile(rf"(?:±|\+/-|\+-|\\pm)\s?({_NUMBER}\s?%?)")
_ASYMMETRIC = re.compile(rf"\+\s?({_NUMBER})\s?/\s?[-−–]\s?({_NUMBER})")
_INTERVAL = re.compile(rf"[\[(]\s?({_SIGN}{_NUMBER}\s?%?)\s?(?:,|–|-|to|;|~)\s?({_SIGN}{_NUMBER}\s?%?)\s?[\])]")
_DELTA = re.compile(
    rf"[(\[]?\s?(?:[↑↓⬆⬇]\s?{_SIGN}\s?{_NUMBER}|[+\-−–]\s?{_NUMBER})\s?(?:%|pp|pts?|x|×|[↑↓])?\s?[)\]]?"
)
_FACTOR = re.compile(rf"\(\s?{_NUMBER}\s?[x×]\s?\)")
_SECOND = re.compile(rf"\(\s?({_SIGN}{_NUMBER}\s?%?)\s?\)")
_NOTE = re.compile(r"[(\[（【](?P<note>[^()\[\]（）【】]{1,80})[)\]）】]")
_WORDS = re.compile(r"(?P<note>[^\W\d_][\w.+\-–/@ ]{0,40})$")
_LEADING_WORDS = re.compile(r"(?P<note>[^\W\d_][\w.+\-–@ ]{0,30}?)\s*[:：=]?\s+(?=[<>~≈]?\s?[+\-−]?[\d.])")
_RATIO = re.compile(r"(\d{1,5})\s?/\s?(\d{1,6})")
_DATE = re.compile(r"(?:19|20)\d\d\s?(?:[-/年]\s?\d{1,2}(?:\s?[-/月]\s?\d{1,2}日?)?月?|\.\d{1,2}\.\d{1,2})")
_QUANTITY = re.compile(
    r"^(?:[kmgt]i?b|[kmgt]bytes?|bytes?|s|secs?|seconds?|ms|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?"
    r"|years?|tokens?|tok|tps|t/s|k|m|b|bn|million|"
    r"billion|trillion|[kmgtpe]?flops?|gpus?|[kmg]?w|[kmg]?wh|usd|dollars?|params?|parameters|layers|steps|hz"
    r"|fps|shots?)(?:\b|/)",
    re.I,
)
_CUT = re.compile(r"(?:…|\.\.\.)$")


class CellKind(StrEnum):
    value = "value"
    blank = "blank"
    text = "text"
    cut = "cut"
    """A value that goes on beyond what could be read."""


@dataclass(frozen=True)
class Value:
    """One number of a cell."""

    printed: str
    """The number with sign and percent sign, as printed."""
    number: Decimal | None
    decimals: int | None
    percent: bool = False
    bound: str | None = None
    uncertainty: str | None = None
    delta: str | None = None
    """A difference printed behind the score; never itself a score."""
    note: str = ""
    """Words printed in the cell with the number: "(Codex CLI)" → "Codex CLI"."""


@dataclass(frozen=True)
class CellReading:
    """What a cell says."""

    kind: CellKind
    values: tuple[Value, ...] = ()
    separator: str = ""
    """What stands between several values: "/", "|" or "(" for a second value in brackets."""
    positions: tuple[int, ...] = ()
    """Which of the separated places each value stands in ("- / 52.1" has one value, at place 1)."""
    places: int = 1
    """How many places the separators make, blanks included."""


@lru_cache(maxsize=16384)
def is_blank(text: str) -> bool:
    """Whether a cell says that it has no value: empty, a dash, "N/A", "no image support" and the like."""
    plain = " ".join(_DECORATION.sub("", text).split()).strip("* ").lower()
    return plain in BLANKS or (len(plain) < 48 and bool(_NO_SUPPORT.match(plain)))


@lru_cache(maxsize=16384)
def to_decimal(printed: str) -> Decimal | None:
    """The exact number of a printed one; thousands separators go, a decimal comma becomes a point, units go.

    "1,234.5" → 1234.5; "0,53" and "61,7" → 0.53 and 61.7; "81.30%" → 81.30; "−0.5" → -0.5.
    None where it is not one number.
    """
    text = re.sub(r"\s*(?:%%?|％|‰|pp|pts?\.?|points?)$", "", printed.strip().replace("\\%", "%"))
    text = text.replace("−", "-").replace("–", "-").replace("·", ".").replace(" ", "").lstrip("+")
    sign = "-" if text.startswith("-") else ""
    text = text.lstrip("-")
    if re.fullmatch(r"\d+,\d{1,2}|0,\d+", text):
        return Decimal(sign + text.replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:[,\u2009\u202f'’]\d{3})+(?:\.\d+)?", text):
        return Decimal(sign + re.sub(r"[,\u2009\u202f'’]", "", text))
    if re.fullmatch(r"\d+(?:\.\d*)?|\.\d+", text):
        return Decimal(sign + text)
    return None


def decimals_of(printed: str) -> int | None:
    """Digits printed after the decimal sign: "81.30%" has 2, "2,061" has 0."""
    number = to_decimal(printed)
    if number is None:
        return None
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else None


@lru_cache(maxsize=16384)
def read_cell(text: str, *, spread: bool = False) -> CellReading:
    """What a cell says. `spread`: its header declares the bracketed second number a standard deviation or error."""
    plain = " ".join(_DECORATION.sub(" ", text).replace("\u00a0", " ").replace("＋", "+").split())
    plain = plain.replace("**", "").strip()
    if is_blank(plain):
        return CellReading(CellKind.blank)
    if _CUT.search(plain) and re.match(rf"{_SIGN}{_NUMBER}", plain):
        return CellReading(CellKind.cut)
    if not any(c.isdigit() for c in plain) or len(plain) > 120 or _SCIENTIFIC.match(plain) or _DATE.fullmatch(plain):
        return CellReading(CellKind.text)
    one = _one(plain, spread=spread)
    if one is not None:
        return one
    ratio = _RATIO.fullmatch(plain)
    if ratio and int(ratio.group(1)) <= int(ratio.group(2)):
        return CellReading(CellKind.value, (Value(plain, None, None),))
    return _several(plain, spread=spread) or CellReading(CellKind.text)


def _named_list(plain: str) -> CellReading | None:
    """Numbers and then as many names ("61.9% / 56.7% whole / diff")."""
    match = re.match(
        r"(?P<numbers>[\d.,%+\-−\s]+(?:[/|][\d.,%+\-−\s]+)+)\s(?P<names>[^\W\d_][^/|]*(?:[/|][^/|]+)+)$", plain
    )
    if match is None:
        return None
    numbers = [piece.strip() for piece in re.split(r"[/|]", match["numbers"])]
    names = [piece.strip() for piece in re.split(r"[/|]", match["names"])]
    readings = [_one(piece, spread=False) for piece in numbers]
    if len(numbers) != len(names) or any(reading is None or len(reading.values) != 1 for reading in readings):
        return None
    values = [_noted(r.values[0], name) for r, name in zip(readings, names, strict=True) if r is not None]
    return CellReading(CellKind.value, tuple(values), "/", tuple(range(len(values))), len(values))


def _several(plain: str, *, spread: bool) -> CellReading | None:
    named = _named_list(plain)
    if named is not None:
        return named
    for separator in ("|", " / ", "/", ";", " · ", "，", ", "):
        pieces = _split(plain, separator)
        if len(pieces) < 2 or len(pieces) > 6:
            continue
        values: list[Value] = []
        positions: list[int] = []
        for place, piece in enumerate(pieces):
            if is_blank(piece):
                continue
            lead = _LEADING_WORDS.match(piece)
            reading = _one(piece, spread=spread) or (_one(piece[lead.end() :], spread=spread) if lead else None)
            if reading is None or len(reading.values) != 1:
                return None
            value = reading.values[0]
            if lead and not re.match(r"over|under|about|around|up to|at (?:least|most)", lead["note"], re.I):
                value = _noted(value, lead["note"])
            values.append(value)
            positions.append(place)
        if values:
            return CellReading(
                CellKind.value, tuple(values), separator.strip() or separator, tuple(positions), len(pieces)
            )
    noted = re.split(r"(?<=\))\s+(?=[+\-−]?\d)", plain)
    if 2 <= len(noted) <= 4:
        readings = [_one(piece, spread=spread) for piece in noted]
        if all(reading is not None and len(reading.values) == 1 and reading.values[0].note for reading in readings):
            values = [reading.values[0] for reading in readings if reading is not None]
            return CellReading(CellKind.value, tuple(values), " ", tuple(range(len(values))), len(values))
    spaced = plain.split(" ")
    if len(spaced) == 2 and all(re.fullmatch(rf"{_SIGN}{_NUMBER}%?", piece) for piece in spaced):
        values = [reading.values[0] for piece in spaced if (reading := _one(piece, spread=False))]
        return CellReading(CellKind.value, tuple(values), " ", (0, 1), 2)
    return None


def _noted(value: Value, note: str) -> Value:
    joined = f"{note.strip()}; {value.note}" if value.note else note.strip()
    return Value(
        value.printed, value.number, value.decimals, value.percent, value.bound, value.uncertainty, value.delta, joined
    )


def _split(text: str, separator: str) -> list[str]:
    """Pieces at separators outside brackets, trimmed."""
    depth, start, pieces = 0, 0, []
    for at, char in enumerate(text):
        depth += (char in "([（") - (char in ")]）")
        if depth == 0 and text.startswith(separator, at) and at >= start:
            pieces.append(text[start:at].strip())
            start = at + len(separator)
    pieces.append(text[start:].strip())
    return pieces


def _one(text: str, *, spread: bool) -> CellReading | None:
    """One value with what may follow it; or a value with a second one in brackets."""
    comma = _DECIMAL_COMMA.match(text.lstrip("+-−–~<> "))
    head = _HEAD.match(text)
    if head is None:
        return None
    printed = head["number"].strip() + head["unit"].replace("\\", "")
    rest = text[head.end() :]
    if comma and rest.startswith(","):
        tail = re.match(rf",\d+{_UNIT}", rest)
        if tail is None or re.match(r"[\d.,]", rest[tail.end() :]):
            return None
        printed, rest = printed + tail.group(), rest[tail.end() :]
    if re.match(r"[\w.,:](?<!\s)", rest):
        return None
    bound = (head["bound"] or "").strip().lower() or None
    bound = {
        "over": ">",
        "at least": ">",
        ">=": "≥",
        "<=": "≤",
        "under": "<",
        "at most": "<",
        "up to": "<",
        "about": "~",
    }.get(bound or "", bound)
    if bound in ("around", "≈", "∼"):
        bound = "~"
    uncertainty = delta = None
    notes: list[str] = []
    second: str | None = None
    while rest := rest.strip():
        if (m := _PLUS_MINUS.match(rest)) or (m := re.match(rf"[(\[（]\s?(?:±|\+/-)\s?{_NUMBER}\s?%?\s?[)\]）]", rest)):
            uncertainty = m.group().strip("()[]（） ")
        elif (m := _ASYMMETRIC.match(rest)) or (
            m := re.match(rf"[(\[]\s?\+\s?{_NUMBER}\s?/\s?[-−–]\s?{_NUMBER}\s?[)\]]", rest)
        ):
            uncertainty = m.group().strip("()[] ")
        elif m := _INTERVAL.match(rest):
            uncertainty = m.group()
        elif (m := _FACTOR.match(rest)) or (m := _DELTA.match(rest)):
            if _reaches_on(head["number"], m.group()):
                return None
            delta = m.group()
        elif m := _SECOND.match(rest):
            if spread:
                uncertainty = m.group(1)
            elif second is None:
                second = m.group(1)
            else:
                return None
        elif m := _NOTE.match(rest):
            notes.append(m["note"].strip())
        elif m := re.match(r"[↑↓⬆⬇*†‡§]+", rest):
            pass
        elif _QUANTITY.match(rest):
            return None
        elif m := _WORDS.match(rest):
            notes.append(m["note"].strip())
        else:
            return None
        rest = rest[m.end() :]
    first = _value(printed, bound, uncertainty, delta, "; ".join(notes))
    if second is not None:
        return CellReading(CellKind.value, (first, _value(second, None, None, None, "")), "(", (0, 1), 2)
    return CellReading(CellKind.value, (first,), "", (0,), 1)


def _reaches_on(number: str, rest: str) -> bool:
    """Whether a second number behind a dash ends a range ("25 – 35"): a fall is never larger than the score."""
    match = re.fullmatch(rf"\s?[–-]\s?({_NUMBER})\s?%?", rest)
    first, last = to_decimal(number), to_decimal(match.group(1)) if match else None
    return first is not None and last is not None and last > first


def _value(printed: str, bound: str | None, uncertainty: str | None, delta: str | None, note: str) -> Value:
    return Value(
        printed,
        to_decimal(printed),
        decimals_of(printed),
        "%" in printed or "％" in printed,
        bound,
        uncertainty,
        delta,
        note,
    )
