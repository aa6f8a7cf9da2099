"""Footnote marks: one set of rules for all readers.

A mark is a symbol (* † ‡ § ¶ …), a small number or a single letter that points to a note. It is told from the text
by where it stands:

- raised: symbols always; digits, a letter, or a bracketed one at the end of a word. A raised "2" inside a word (as
  in a squared
  letter before "-bench"), after a single letter or after the number 10, raised words, signs and decimals belong to
  the text;
- on the line: a symbol directly behind a word, a number or a closing bracket, at the very start, or alone at the end;
- "^1", "[1]", "[^1]" and Unicode superscripts behind a word.

"+" and "++" are never marks (they end names), nor is "@"; "#" only when raised.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.records import Part

SYMBOLS = "*∗⁎＊⋆†‡§¶‖♠♣♦♥♢♡♤♧△▲▽▼◇◆☆★※"
_RAISED_SYMBOLS = SYMBOLS + "#"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ⁺⁻⁽⁾", "0123456789abcdefghijklmnoprstuvwxyz+-()")
_STARS = str.maketrans("∗⁎＊⋆", "****")
_BEFORE = r"(?<=[^\W_]|[)\]%％+.\"”’≈↑↓-])"
_INLINE = re.compile(rf"{_BEFORE}\s?([*∗⁎＊⋆†‡§¶‖※]+)(?=$|[\s,;:/|()\[\]，。（])")
_GLUED = re.compile(r"(?:(?<=[^\W_][^\W_])|(?<=[)\]%]))([†‡¶]+)(?=[^\W_])")
_ALONE_AT_END = re.compile(rf"(?<=\S)\s+([{re.escape(SYMBOLS)}]+)$")
_GEOMETRIC_AT_END = re.compile(r"(?<=[\w)\]%])([♠♣♦♥♢♡♤♧△▲▽▼◇◆☆★]+)$")
_AT_START = re.compile(r"^([*∗⁎＊⋆†‡§¶※]+)\s*(?=[^\s*])")
_CARET = re.compile(r"(?<=[\w)\]%])\^\{?\(?(\d{1,2}|[a-z]|[*∗†‡§¶]+)\)?\}?(?=$|[\s,;)])")
_BRACKET = re.compile(r"(?<=\S)\s?\[(\d{1,2}(?:\s?,\s?\d{1,2})*|[*∗†‡§¶]+|[a-z])\](?=$|[\s,;:.)])")
REFERENCE = re.compile(r"\s?\[\^([^\]\s]{1,40})\]")
_UNICODE_RAISED = re.compile(
    r"(?:(?<=[^\W_][^\W_])|(?<=[\d)\]%])|(?<=[^\W_][^\W_]) |(?<=[\d)\]%]) )([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|"
    r"[ᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ])(?=$|[\s,;:)/])"
)
_RAISED_TO = frozenset({"10", "pass"})
"""What is raised to a power: numbers in scientific notation, and passes in a row ("pass^3")."""
_DIGITS = re.compile(r"\d{1,2}(?:\s*,\s*\d{1,2})*")
_LETTERS = re.compile(r"[a-zA-Z](?:\s*,\s*[a-zA-Z])*")
_NEAR = 40
"""Runs before and after a mark that are looked at: each has a character at least."""
_NOTE = re.compile(
    rf"^\s*(?:\[\^(?P<reference>[^\]\s]{{1,40}})\]:?|\\?(?P<symbol>(?:[{re.escape(SYMBOLS)}]\\?)+)(?!\s*$)|"
    rf"\[(?P<bracket>\d{{1,2}}|[a-z*†‡§¶])\]"
    r"|\((?P<round>\d{1,2}|[a-z]|[*†‡§¶]+)\)|\^\{?(?P<caret>\d{1,2}|[a-z*†‡§¶])\}?|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|"
    r"[ᵃᵇᶜᵈᵉᶠᵍ])"
    r"|(?P<digits>\d{1,2})[.):：](?=\s)|(?P<letter>[a-z])[.):](?=\s))\s*[:：.)]?\s*(?P<text>\S.*)$",
    re.DOTALL,
)


def canonical(mark: str) -> str:
    """One spelling for look-alike marks: every star is "*", superscript digits and letters are plain, brackets and
    carets gone."""
    return mark.strip().translate(_STARS).translate(_SUPERSCRIPTS).strip("[](){}^ \\")


def raised_marks(text: str, before: str = "", after: str = "") -> tuple[str, ...] | None:
    """The marks that a raised text consists of, or None where it belongs to the text.

    `before` and `after` are the characters on the line on both sides; they decide whether a number is a mark or an
    exponent.
    """
    inner = text.strip().translate(_SUPERSCRIPTS)
    if not inner:
        return ()
    reference = REFERENCE.fullmatch(inner)
    if reference:
        return (reference.group(1),)
    inner = re.sub(r"[\[\](){}^\s\\]", " ", inner).strip(" ,;")
    if not inner:
        return None
    symbols = inner.replace(",", "").replace(" ", "")
    if all(c in _RAISED_SYMBOLS for c in symbols):
        return tuple(canonical(m) for m in re.findall(r"([*∗⁎＊⋆]+|.)", symbols))
    pieces = [p for p in re.split(r"[\s,;]+", inner) if p]
    if any(c in _RAISED_SYMBOLS for c in inner):
        # A mixture such as "1,†" or "1†" is a list of marks; "*new" is not.
        split = re.findall(rf"\d{{1,2}}|[a-z](?![a-z])|[{re.escape(_RAISED_SYMBOLS)}]", inner)
        return tuple(canonical(m) for m in split) if "".join(split) == symbols else None
    word_goes_on = bool(after) and (after[0].isalnum() or after[0] in "-‑–^_")
    stem = re.search(r"[^\W_]+$", before)
    alone = stem is not None and len(stem.group()) == 1 and stem.group().isalpha()
    if all(_DIGITS.fullmatch(p) for p in pieces):
        is_power = stem is not None and stem.group().lower() in _RAISED_TO
        return None if word_goes_on or alone or is_power else tuple(pieces)
    if all(_LETTERS.fullmatch(p) for p in pieces) and before.strip():
        return None if word_goes_on or (alone and len(before.strip()) == 1) else tuple(pieces)
    return None


def split_text(text: str) -> tuple[str, tuple[str, ...]]:
    """Text printed on the line, and the marks taken off it, in order."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        found.extend(canonical(piece) for piece in re.split(r"\s*,\s*", match.group(1)))
        return ""

    if not text or (text.isascii() and text.isalnum()):
        return text, ()
    if all(c in SYMBOLS or c.isspace() for c in text):
        return "", tuple(canonical(m) for m in text.split())
    wrapped = re.fullmatch(r"([*_])([^*_]+)\1", text)
    if wrapped:
        return wrapped.group(2).strip(), ()
    result = REFERENCE.sub(take, text)
    result = _AT_START.sub(take, result)
    result = _INLINE.sub(take, result)
    result = _GLUED.sub(take, result)
    result = _ALONE_AT_END.sub(take, result)
    result = _GEOMETRIC_AT_END.sub(take, result)
    if "^" in result:
        result = _CARET.sub(lambda m: m.group(0) if _is_power(result, m.start()) else take(m), result)
    if "[" in result:
        # A number and then two in brackets is a value and its interval.
        result = _BRACKET.sub(
            lambda m: m.group(0) if "," in m.group(1) and m.string[m.start() - 1].isdigit() else take(m), result
        )
    result = _UNICODE_RAISED.sub(lambda m: m.group(0) if _is_power(result, m.start()) else take(m), result)
    return re.sub(r"[ \t]{2,}", " ", result).strip(" "), tuple(found)


def _is_power(text: str, at: int) -> bool:
    stem = re.search(r"[^\W_]+$", text[:at])
    if stem is None:
        return False
    return stem.group().lower() in _RAISED_TO or (len(stem.group()) == 1 and stem.group().isalpha())


def split_parts(parts: Sequence[Part]) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """The styled runs of a cell or heading without its marks, and the marks in order.

    Where nothing but spaces stands on the line, raised text is the cell's text and is set back on the line.
    """
    raised_only = not any(p.script == 0 and p.text.strip() for p in parts)
    kept: list[Part] = []
    marks: list[str] = []
    for index, part in enumerate(parts):
        text = part.text
        if part.script == 1:
            before = "".join(p.text for p in kept[-_NEAR:])
            after = "".join(p.text for p in parts[index + 1 : index + 1 + _NEAR])
            taken = None if raised_only and text.strip().isalnum() else raised_marks(text, before, after)
            if taken is not None:
                marks.extend(taken)
                continue
            if raised_only:
                part = part.model_copy(update={"script": 0, "small": True})
            elif text[:1].isdigit() and before[-1:].isdigit():
                text = "^" + text
        rest, found = _split_run(text, "".join(p.text for p in kept[-_NEAR:]), index + 1 < len(parts))
        marks.extend(found)
        if rest:
            kept.append(part if rest == part.text else part.model_copy(update={"text": rest}))
    return tuple(kept), tuple(marks)


def _split_run(text: str, before: str, more: bool) -> tuple[str, tuple[str, ...]]:
    """`split_text` for a run inside a cell, keeping the spaces at its ends and knowing what stands before it."""
    if not text.strip() or (not any(c in SYMBOLS for c in text) and not re.search(r"[\[^⁰¹²³⁴⁵⁶⁷⁸⁹ᵃ-ᵡ]", text)):
        return text, ()
    lead = text[: len(text) - len(text.lstrip())]
    tail = text[len(text.rstrip()) :]
    context = before[-3:] if before and not lead else ""
    rest, found = split_text(context + text.strip())
    if context and not rest.startswith(context.strip()):
        return text, ()
    rest = rest[len(context) :] if context else rest
    return (lead + rest + (tail if rest or not more else " ") if rest or not found else ""), found


def note(text: str) -> tuple[str, str] | None:
    """Mark and text of a line that is a note ("* from the report", "1. with tools", "[^2]: …"), or None."""
    match = _NOTE.match(text)
    if match is None:
        return None
    mark = next(value for name, value in match.groupdict().items() if name != "text" and value)
    return canonical(mark.replace("\\", "")), match.group("text").strip()
