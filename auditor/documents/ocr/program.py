"""Tesseract, called as a program: a picture in, words with their places out. It is never needed, only used."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from dataclasses import dataclass

from auditor.errors import AuditorError

ADVICE = "Install it with `apt install tesseract-ocr` (Debian, Ubuntu) or `brew install tesseract` (macOS)."
_SECONDS = 240.0
"""Time on the clock for one read of one picture; a dense page takes two to eight on an idle machine."""
_PROGRAM = "tesseract"


@dataclass(frozen=True, slots=True)
class Token:
    """A word as read, its box in pixels of the picture from the top left, and the line that it was read in."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    line: tuple[int, int, int]


class NoReader(AuditorError):
    """There is no program here that reads pictures."""


class Unclear(AuditorError):
    """A picture that cannot be read, or holds too little; it costs no other."""


def version() -> str | None:
    """The version of the program, None where it is not installed."""
    if shutil.which(_PROGRAM) is None:
        return None
    try:
        said = subprocess.run([_PROGRAM, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    first = (said.stdout or said.stderr).splitlines()
    return first[0].removeprefix("tesseract").strip() if first else None


def words(png: bytes, *, mode: int) -> list[Token]:
    """The words of a picture. `mode`: the program's page segmentation (6 one block of text, 11 scattered words).

    Raises:
        NoReader: the program is not installed.
        Unclear: it fails on this picture, or takes too long.
    """
    command = [_PROGRAM, "stdin", "stdout", "--psm", str(mode), "-l", "eng", "tsv"]
    try:
        # One thread: several make it slower, and the reads of a picture run one after the other.
        done = subprocess.run(
            command,
            input=png,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except FileNotFoundError as error:
        raise NoReader("Tesseract, which reads pictures, is not installed.", advice=ADVICE) from error
    except subprocess.TimeoutExpired as error:
        raise Unclear(f"Tesseract did not come to an end with it within {_SECONDS:.0f} s.") from error
    except OSError as error:
        raise NoReader(f"Tesseract, which reads pictures, cannot be started ({error}).", advice=ADVICE) from error
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise Unclear(f"Tesseract did not read it ({' '.join(last) or done.returncode}).")
    return _tokens(done.stdout.decode("utf-8", "replace"))


def _tokens(table: str) -> list[Token]:
    found = []
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row["level"] != "5" or not text:
            continue
        x, y, wide, high = (float(row[key]) for key in ("left", "top", "width", "height"))
        line = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
        found.append(Token(text, x, y, x + wide, y + high, line))
    return found
