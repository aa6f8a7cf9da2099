"""Object and array literals of page scripts, read without running anything: strings, numbers as printed, lists and
mappings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

Literal: TypeAlias = "str | Number | list[Literal] | dict[str, Literal] | None"


class Number(str):
    """A number exactly as it is printed in the script."""

    __slots__ = ()


_SPACE = re.compile(r"(?:\s+|\\[rnt]|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])")
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_STRING = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\$]|\\.)*)`", re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_OPENING = re.compile(r"(?:(?<=[=(:,`\"'>\s])|^)[\[{]")
_MAX_DEPTH = 12
_MAX_FAILURES = 4000


class _Failure(Exception):
    """The text at a place is not a plain literal."""


def literals(text: str) -> Iterator[list[Literal] | dict[str, Literal]]:
    """The outermost lists and mappings written out in a script; those that hold calls or functions are searched
    inside."""
    at = 0
    failures = 0
    while failures < _MAX_FAILURES:
        match = _OPENING.search(text, at)
        if match is None:
            return
        try:
            value, end = _value(text, match.start(), 0)
        except _Failure:
            at = match.end()
            failures += 1
            continue
        if isinstance(value, (list, dict)) and value:
            yield value
        at = max(end, match.end())


def parse(text: str) -> Literal:
    """The literal that a text is, or None."""
    start = _skip(text, 0)
    try:
        value, end = _value(text, start, 0)
    except _Failure:
        return None
    return value if _skip(text, end) >= len(text.rstrip(";\r\n\t ")) else None


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _value(text: str, at: int, depth: int) -> tuple[Literal, int]:
    if depth > _MAX_DEPTH or at >= len(text):
        raise _Failure
    first = text[at]
    if first == "{":
        return _mapping(text, at + 1, depth)
    if first == "[":
        return _list(text, at + 1, depth)
    if first in "\"'`":
        match = _STRING.match(text, at)
        if match is None:
            raise _Failure
        raw = next(group for group in match.groups() if group is not None)
        return _ESCAPE.sub(_unescape, raw), match.end()
    number = _NUMBER.match(text, at)
    if number is not None:
        return Number(number.group()), number.end()
    name = _NAME.match(text, at)
    if name is not None and text[_skip(text, name.end()) :][:1] in (",", "}", "]"):
        return None, name.end()  # true, null, or a name that means something only when the script runs
    raise _Failure


def _mapping(text: str, at: int, depth: int) -> tuple[dict[str, Literal], int]:
    found: dict[str, Literal] = {}
    while True:
        at = _skip(text, at)
        if text[at : at + 1] == "}":
            return found, at + 1
        quoted = _STRING.match(text, at)
        key = quoted or _NAME.match(text, at) or _NUMBER.match(text, at)
        if key is None:
            raise _Failure
        colon = _skip(text, key.end())
        if text[colon : colon + 1] != ":":
            raise _Failure
        name = next(g for g in quoted.groups() if g is not None) if quoted else key.group()
        value, at = _value(text, _skip(text, colon + 1), depth + 1)
        found[name] = value
        at = _separator(text, at, "}")


def _list(text: str, at: int, depth: int) -> tuple[list[Literal], int]:
    found: list[Literal] = []
    while True:
        at = _skip(text, at)
        if text[at : at + 1] == "]":
            return found, at + 1
        value, at = _value(text, at, depth + 1)
        found.append(value)
        at = _separator(text, at, "]")


def _separator(text: str, at: int, closing: str) -> int:
    at = _skip(text, at)
    if text[at : at + 1] == ",":
        return at + 1
    if text[at : at + 1] == closing:
        return at
    raise _Failure


def _unescape(match: re.Match[str]) -> str:
    code = match.group(1)
    if code[0] in "ux" and len(code) > 1:
        return chr(int(code[1:], 16))
    return {"n": "\n", "r": "\n", "t": " ", "\n": ""}.get(code, code)
