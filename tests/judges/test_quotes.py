"""Quotes are verbatim but for white space, dashes and hyphenation; digits are exact."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor import documents
from auditor.judges.quotes import misquoted, stands_in
from auditor.records import Quote

CELL = "GPT-5 scores 74.9 % on SWE‑bench – see note²"


@pytest.mark.parametrize(
    "quote",
    ["74.9 %", "GPT-5  scores\n74.9", "SWE-bench - see", "SWE–bench", "note²", CELL],
)
def test_stands(quote: str) -> None:
    assert stands_in(quote, CELL)


@pytest.mark.parametrize(
    "quote",
    ["79.4 %", "4.9 %", "74 %", "74", "GPT-5 score 74.9", "note2", "", "   ", "gpt-5 scores"],
)
def test_does_not_stand(quote: str) -> None:
    assert not stands_in(quote, CELL)


def test_a_superscript_is_never_a_digit() -> None:
    assert not stands_in("58.62", "58.6²")


def test_a_quote_of_unknown_evidence_is_wrong() -> None:
    wrong = misquoted([Quote(evidence="cell", text="74.9"), Quote(evidence="other", text="74.9")], {"cell": CELL})
    assert [quote.evidence for quote in wrong] == ["other"]


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("evaluation of models", "the evalu-\nation of models"),
        ("the evalu- ation", "the evaluation"),
        ("efficient", "eﬃcient"),
        ("efficient", "effi\u00adcient"),
        ("state-of-the-art", "state-of-\nthe-art"),
        ("74.9%", "74.9\u202f% of"),
        ("don't", "don’t"),
        ("模型在测试", "模型\n在测试集"),
        ("12", "１２ points"),
        ("5", "GPT-5"),
    ],
)
def test_the_same_words_set_otherwise(quote: str, text: str) -> None:
    assert stands_in(quote, text)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("5.7", "a margin of −5.7 points"),
        ("5.7", "-5.7"),
        ("1.5", "the 1.5B model"),
        ("9", "74.9"),
        ("234", "1,234 items"),
        ("58.62", "58.6²"),
        ("12", "½12"),
        ("bench", "benchmark"),
        ("GPT5", "GPT-5"),
        ("74.9 points", "74.9 %"),
    ],
)
def test_other_words_or_part_of_a_number(quote: str, text: str) -> None:
    assert not stands_in(quote, text)


UNITS = {"%": " points", "points": "percent", "tokens": "words", "B": "M", "K": "M", "days": "hours", "items": "tasks",
         "ms": "s", "GB": "MB", "x": "%", "times": "percent"}  # fmt: skip
UNIT = re.compile(r"(?<=\d)(\s?)(%|B|K|M|ms|GB|x)(?![\w])|(?<=\d)(\s)(points|tokens|days|items|times)\b")


def passages_of_our_own() -> list[str]:
    root = Path(__file__).parents[2]
    files = [*sorted((root / "corpus" / "documents").glob("*/*/card.md")), root / "README.md", root / "CHANGELOG.md",
             *sorted((root / "tests" / "checks").glob("*/*.md"))]  # fmt: skip
    return [part for file in files for part in file.read_text(encoding="utf-8").split("\n\n") if len(part.split()) > 8]


def passages_of_documents(shared: Path) -> list[str]:
    found: list[str] = []
    for path in sorted((shared / "corpus" / "docs").glob("*.md"))[::3]:
        found += [block.text for block in documents.read(path).blocks if len(block.text.split()) > 8]
    pdf = shared / "corpus" / "docs" / "openai__gpt-oss__modelcard.pdf"
    return found + [block.text for block in documents.read(pdf).blocks if len(block.text.split()) > 8]


def spans(passages: list[str], rng: random.Random) -> Iterator[tuple[str, str]]:
    """Passages with a run of whole words out of each, at random."""
    while True:
        passage = rng.choice(passages)
        words = re.findall(r"\S+", passage)
        start = rng.randrange(len(words) - 4)
        run = words[start : start + rng.randint(4, 20)]
        first = passage.find(run[0])
        span = re.search(r"\s+".join(map(re.escape, run)), passage[first:])
        assert span is not None
        yield passage, span.group()


def mutated(span: str, rng: random.Random, words: list[str]) -> str | None:
    """The span with one digit, one word or one unit changed; None where it has none of the kind drawn."""
    kind = rng.choice(["digit", "digit", "word", "unit"])
    if kind == "digit":
        places = [at for at, ch in enumerate(span) if ch in "0123456789"]
        if not places:
            return None
        at = rng.choice(places)
        return span[:at] + rng.choice([d for d in "0123456789" if d != span[at]]) + span[at + 1 :]
    if kind == "word":
        runs = list(re.finditer(r"[A-Za-z]{3,}", span))
        if not runs:
            return None
        match = rng.choice(runs)
        return span[: match.start()] + rng.choice([w for w in words if w != match.group()]) + span[match.end() :]
    units = list(UNIT.finditer(span))
    if not units:
        return None
    match = rng.choice(units)
    unit = match[2] or match[4]
    return span[: match.start()] + (match[1] or match[3] or "") + UNITS.get(unit, "percent") + span[match.end() :]


def reset(span: str, rng: random.Random) -> str:
    """The same words as another program sets them."""
    changes = rng.sample(["space", "dash", "ligature", "soft", "break", "quotes"], k=rng.randint(1, 4))
    if "dash" in changes:
        span = re.sub("[-–—−]", lambda _: rng.choice("-‐‑–—−"), span)
    if "ligature" in changes:
        for plain, set_as in (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ")):
            span = span.replace(plain, set_as)
    if "quotes" in changes:
        span = span.replace("'", "’").replace('"', "“")
    words = re.split(r"(\s+)", span)
    for at, word in enumerate(words):
        if re.fullmatch(r"[a-z]{7,}", word):
            middle = len(word) // 2
            if "soft" in changes:
                words[at] = word[:middle] + "\u00ad" + word[middle:]
            elif "break" in changes:
                words[at] = word[:middle] + "-\n" + word[middle:]
        elif word.isspace() and "space" in changes:
            words[at] = rng.choice([" ", "  ", "\n", "\u00a0", "\u202f ", "\t"])
    return "".join(words)


def rates(passages: list[str], seed: int) -> tuple[int, int]:
    """How many of 500 changed quotes, and of 500 true ones that are set otherwise, are accepted."""
    rng = random.Random(seed)
    words = sorted({word for passage in passages for word in re.findall(r"[a-z]{4,}", passage)})
    drawn = spans(passages, rng)
    wrong = true = changed = 0
    while changed < 500:
        passage, span = next(drawn)
        other = mutated(span, rng, words)
        if other is None or " ".join(other.split()) in " ".join(passage.split()):
            continue
        changed += 1
        wrong += stands_in(other, passage)
    for _ in range(500):
        passage, span = next(drawn)
        true += stands_in(reset(span, rng), passage)
    return wrong, true


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_changed_quotes_are_refused_and_true_ones_accepted(seed: int) -> None:
    wrong, true = rates(passages_of_our_own(), seed)
    assert wrong == 0
    assert true >= 495


@pytest.mark.shared
def test_changed_and_true_quotes_of_real_documents(shared: Path) -> None:
    wrong, true = rates(passages_of_documents(shared), 4)
    assert wrong == 0
    assert true >= 495
