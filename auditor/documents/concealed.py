"""Text that a reader of the page does not see: how text formats hide it."""

from __future__ import annotations

import re

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\u202a-"
    "\u202e\u2066-\u2069\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_LONG_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060-\u2064\ufeff\u00ad\u180e]{8,}")
_SELECTORS = re.compile("[\U000e0100-\U000e01ef]{4,}")
_OVERRIDE = re.compile("[\u202d\u202e]([^\u202c\n]{0,400})")
_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")
_LENGTH = re.compile(r"^(-?(?:\d+(?:\.\d+)?|\.\d+))\s*(px|pt|em|rem|%|vw|vh|ch)?$")
_WHITES = frozenset(
    {"white", "#fff", "#ffffff", "transparent", "rgb(255,255,255)", "rgba(0,0,0,0)", "rgba(255,255,255,0)"}
)
_REVEALED = re.compile(
    r"tab|panel|accordion|collaps|carousel|slide|toggle|expand|fold|details|spoiler|chart|content-?item|pane\b",
    re.IGNORECASE,
)


def strip_invisible(text: str) -> str:
    """The text without characters that print nothing (joiners inside emoji and scripts that need them stay)."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def smuggled(text: str) -> list[str]:
    """Messages written in characters that print nothing: tag characters are decoded, other long runs are counted."""
    if text.isascii():
        return []
    found = ["".join(chr(ord(c) - 0xE0000) for c in match.group()) for match in _TAGS.finditer(text)]
    found = [
        tag for tag in found if not re.fullmatch(r"[a-z]{4,6}\x7f?", tag)
    ]  # regional flags are spelt in tag characters
    found += [f"{len(m.group())} zero-width characters in a row" for m in _LONG_ZERO_WIDTH.finditer(text)]
    found += [f"{len(m.group())} variation selectors in a row" for m in _SELECTORS.finditer(text)]
    found += [m.group(1) for m in _OVERRIDE.finditer(text) if m.group(1).strip()]
    return found


def may_be_revealed(role: str, names: str) -> bool:
    """Whether an undisplayed element is one a reader can open: a tab, a panel, an accordion. `names`: its class and
    id."""
    return role in {"tabpanel", "region", "listitem"} or bool(_REVEALED.search(names))


def why_hidden(style: str) -> str | None:
    """Why a style attribute hides its element ("invisible", "tiny", "off page"), or None."""
    if ":" not in style:
        return None
    rules = {k: v.replace("!important", "").strip() for k, v in _DECLARATION.findall(style.lower())}
    if rules.get("display") == "none" or rules.get("visibility") in {"hidden", "collapse"}:
        return "invisible"
    if _number(rules.get("opacity")) == 0:
        return "invisible"
    colour = rules.get("color", "").replace(" ", "")
    if colour in _WHITES and not ({"background", "background-color", "background-image"} & rules.keys()):
        return "invisible"
    size = rules.get("font-size")
    if size is not None and _is_tiny(size):
        return "tiny"
    if rules.get("position") in {"absolute", "fixed"} and any(
        (_number(rules.get(side)) or 0) <= -500 for side in ("left", "top", "right")
    ):
        return "off page"
    if (_number(rules.get("text-indent")) or 0) <= -500:
        return "off page"
    if rules.get("overflow") == "hidden" and (
        _number(rules.get("height")) == 0 or _number(rules.get("max-height")) == 0
    ):
        return "invisible"
    return None


def _number(value: str | None) -> float | None:
    match = _LENGTH.match(value.strip()) if value else None
    return float(match.group(1)) if match else None


def _is_tiny(size: str) -> bool:
    match = _LENGTH.match(size.strip())
    if match is None:
        return False
    number, unit = float(match.group(1)), match.group(2) or "px"
    points = {"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 0.12, "vw": 9.0, "vh": 6.0, "ch": 6.0}[unit]
    return number * points < 2.5
