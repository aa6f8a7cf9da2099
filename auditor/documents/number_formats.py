"""How a spreadsheet prints a number: the number and its format code to the text in the cell.

Covered: General, fixed decimals, thousands, percent, scaling commas, literals, signs by section, scientific, dates (as
ISO). Rounding is half away from zero on 15 significant digits. Fractions and conditions print as General.
Reference: ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd", 15: "yyyy-mm-dd", 16: "yyyy-mm-dd", 17: "yyyy-mm", 18: "h:mm",
    19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0",
    49: "@",
}  # fmt: skip
"""Format codes that files name by number only."""
_TOKEN = re.compile(
    r"\"(?P<quoted>[^\"]*)\"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<digits>[0#?](?:[0#?,.]*[0#?.,])?)|(?P<exponent>[eE][+-][0#?]+)|(?P<percent>%)|(?P<general>General)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[[^\]]*\]", re.DOTALL)
_EPOCH = dt.datetime(1899, 12, 30)
_EPOCH_1904 = dt.datetime(1904, 1, 1)
_MOST_DECIMALS = 30
_EXACT = Context(prec=400)
"""Room for every double with that many decimals."""


def printed(value: str, code: str, *, from_1904: bool = False) -> str:
    """The text that a cell with this stored number and format shows; the value as it is where it is no number."""
    try:
        number = Decimal(value)
        if not number.is_finite():
            return value
        number = Decimal(f"{float(number):.15g}")
        if not number.is_finite():
            return value
    except (InvalidOperation, OverflowError, ValueError):
        return value
    sections = _sections(code or "General")
    section = sections[0]
    if len(sections) > 1 and number < 0:
        section, number = sections[1], -number
    elif len(sections) > 2 and number == 0:
        section = sections[2]
    bare = _LITERAL.sub("", section)
    if re.search(r"[ymdhs]", bare, re.IGNORECASE) and "general" not in bare.lower():
        return _date(number, bare, from_1904) or general(number)
    if "/" in bare or "@" in bare:
        return general(number)
    return _number(number, section)


def general(number: Decimal) -> str:
    """A number as the General format prints it: ten significant digits, no trailing zeros."""
    if number and not Decimal("1e-9") <= abs(number) < Decimal("1e11"):
        return f"{float(number):.5E}"
    text = f"{Decimal(f'{float(number):.10g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    sections = [""]
    for match in re.finditer(r"\"[^\"]*\"|\\.|;|.", code, re.DOTALL):
        if match.group() == ";":
            sections.append("")
        else:
            sections[-1] += match.group()
    return tuple(sections)


def _number(number: Decimal, section: str) -> str:
    """One section of a number format, its first group of digits taken as the number's place."""
    tokens = [(match.lastgroup or "", match.group(match.lastgroup or 0)) for match in _TOKEN.finditer(section)]
    if not tokens:
        return ""
    percents = sum(1 for kind, _ in tokens if kind == "percent")
    digits = next((text for kind, text in tokens if kind == "digits"), None)
    exponent = next((text for kind, text in tokens if kind == "exponent"), None)
    scaled = number * (Decimal(100) ** percents)
    shown = ""
    if digits is not None:
        trailing = len(digits) - len(digits.rstrip(","))
        scaled /= Decimal(1000) ** trailing
        digits = digits.rstrip(",")
        shown = _scientific(scaled, digits, exponent) if exponent else _fixed(abs(scaled), digits)
    pieces: list[str] = []
    placed = False
    for kind, text in tokens:
        if kind in ("quoted", "escaped"):
            pieces.append(text)
        elif kind == "digits" and not placed:
            pieces.append(shown)
            placed = True
        elif kind == "percent":
            pieces.append("%")
        elif kind == "general":
            pieces.append(general(abs(number)))
            placed = True
        elif kind == "space":
            pieces.append(" ")
        elif kind == "other" and text != "@":
            pieces.append(text)
    text = "".join(pieces).strip()
    # A number that rounds to zero keeps no sign.
    return f"-{text}" if scaled < 0 and placed and re.search(r"[1-9]", shown or text) else text


def _fixed(number: Decimal, digits: str) -> str:
    whole, _, fraction = digits.partition(".")
    fraction = fraction.replace(",", "")[:_MOST_DECIMALS]
    rounded = number.quantize(Decimal(1).scaleb(-len(fraction)), rounding=ROUND_HALF_UP, context=_EXACT)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    head, _, tail = text.partition(".")
    optional = len(fraction) - len(fraction.rstrip("#?"))
    for _ in range(optional):
        if tail.endswith("0"):
            tail = tail[:-1]
    if head == "0" and "0" not in whole:
        head = ""
    wanted = whole.count("0")
    head = head.zfill(wanted) if "," not in whole else head
    return f"{head}.{tail}" if tail else head or "0"


def _scientific(number: Decimal, digits: str, exponent: str) -> str:
    decimals = len(digits.partition(".")[2])
    mantissa, _, power = f"{abs(number):.{decimals}E}".partition("E")
    width = len(exponent) - 2
    sign = "-" if power.startswith("-") else "+" if exponent[1] == "+" else ""
    return f"{mantissa}E{sign}{power.lstrip('+-').zfill(width)}"


def _date(number: Decimal, code: str, from_1904: bool) -> str:
    """The date as ISO, as precise as the format; empty where the number is no date."""
    try:
        moment = (_EPOCH_1904 if from_1904 else _EPOCH) + dt.timedelta(days=float(number))
    except (OverflowError, ValueError):
        return ""
    lower = code.lower()
    pieces = []
    if "y" in lower or "d" in lower:
        pieces.append(moment.strftime("%Y-%m-%d" if "d" in lower else "%Y-%m" if "m" in lower else "%Y"))
    if "h" in lower or "s" in lower:
        pieces.append(moment.strftime("%H:%M:%S" if "s" in lower else "%H:%M"))
    return " ".join(pieces)
