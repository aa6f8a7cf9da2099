"""Faults planted at the bytes of real Markdown documents of AUDITOR_SHARED; skipped without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from planting import INSTRUCTIONS, other_digit
from test_cases import Case, dossier_of

from auditor import checks
from auditor.documents.markdown import read_markdown
from auditor.records import Dossier, ResolvedClaim, Role

LEAST = 0.98
DOCUMENTS = (
    "qwen__Qwen2__blog.md",
    "deepseek__DeepSeek-V3__readme.md",
    "deepseek__DeepSeek-R1__readme.md",
    "deepseek__DeepSeek-Coder-V2__readme.md",
    "minimax__MiniMax-Text-01__modelcard.md",
    "meituan__LongCat-Flash-Chat__readme.md",
    "meta__Llama-3.3__modelcard.md",
    "moonshot__Kimi-Linear__readme.md",
    "rednote__dots.llm1__readme.md",
    "xiaomi__MiMo-V2-Flash__readme.md",
)
EACH = 5
"""Cells of a document in which a fault is planted, spread over its tables."""


def audited(files: list[tuple[str, str]], check: str) -> list[str]:
    """All that the findings of a check say."""
    found, failed = checks.run(dossier_of(Case(check, "", files)), only=[check])
    assert not failed
    return [" ".join((f.title, f.message, *f.arithmetic, *(e.quote for e in f.evidence))) for f in found]


def texts(shared: Path) -> Iterator[tuple[str, str]]:
    for name in DOCUMENTS:
        path = shared / "corpus" / "docs" / name
        if path.is_file():
            yield name, path.read_text(encoding="utf-8")


def cell_of(line: str, value: str) -> re.Match[str] | None:
    """The one cell of a pipe table's line that holds a value."""
    found = list(re.finditer(rf"(?<=\|)[ *_]*(?<![\d.]){re.escape(value)}(?![\d.])[ *_%]*(?=\|)", line))
    return found[0] if len(found) == 1 else None


def places(name: str, text: str) -> Iterator[tuple[ResolvedClaim, int]]:
    """Scores of pipe tables whose line and cell are plain, a few of each document, with the index of the line."""
    dossier: Dossier = dossier_of(Case("", "", [(name, text)]))
    lines = text.splitlines()
    pairs = [(c.claim.model, c.claim.benchmark) for c in dossier.claims]
    plain = []
    for claim in dossier.claims:
        said = claim.claim
        if (
            said.row is None
            or said.role is Role.ablation
            or said.doubts
            or pairs.count((said.model, said.benchmark)) > 1
        ):
            continue
        at = (said.place.line or 0) - 1
        if 0 <= at < len(lines) and lines[at].count("|") > 2 and cell_of(lines[at], said.value) and said.decimals:
            plain.append((claim, at))
    step = max(1, len(plain) // EACH)
    yield from plain[::step][:EACH]


def with_cell(text: str, at: int, value: str, new: str) -> str:
    """The text with one cell of one line changed."""
    lines = text.splitlines(keepends=True)
    match = cell_of(lines[at], value)
    assert match is not None
    cell = match[0].replace(value, new)
    lines[at] = lines[at][: match.start()] + cell + lines[at][match.end() :]
    return "".join(lines)


@pytest.fixture(scope="module")
def planted(shared: Path) -> list[tuple[str, str, ResolvedClaim, int]]:
    found = [(name, text, claim, at) for name, text in texts(shared) for claim, at in places(name, text)]
    if not found:
        pytest.skip("no Markdown documents beside the measurement documents")
    return found


@pytest.mark.parametrize("kind", ["digit changed", "cell blanked"])
def test_a_changed_cell_is_found(
    planted: list[tuple[str, str, ResolvedClaim, int]], kind: str, record_property: Callable[[str, object], None]
) -> None:
    missed = []
    for name, text, claim, at in planted:
        value = claim.claim.value
        new = "-" if kind == "cell blanked" else other_digit(value, 1)
        files = [(name, text), (f"copy-{name}", with_cell(text, at, value, new))]
        told = audited(files, "contradiction_between")
        if not any(value in said and (new in said or "blank" in said) for said in told):
            missed.append(f"{name}: {claim.claim.model}, {claim.claim.benchmark} {value} → {new}")
    record_property("detection", f"{kind}: {len(planted) - len(missed)} of {len(planted)}")
    assert len(missed) <= (1 - LEAST) * len(planted), missed


def test_undone_it_is_gone(planted: list[tuple[str, str, ResolvedClaim, int]]) -> None:
    sound = {
        name: audited([(name, text), (f"copy-{name}", text + "\n")], "contradiction_between")
        for name, text, _, _ in planted
    }
    for name, _, claim, _ in planted:
        value = claim.claim.value
        assert not any(value in said and other_digit(value, 1) in said for said in sound[name]), (name, value)


def test_an_injected_instruction_is_found(shared: Path) -> None:
    for number, (name, text) in enumerate(texts(shared)):
        words = INSTRUCTIONS[number % len(INSTRUCTIONS)]
        told = audited([(name, f"{text}\n\n<!-- {words} -->\n")], "hidden_or_injected_text")
        assert any(words[:25] in said for said in told), name
        assert not any(words[:25] in said for said in audited([(name, text)], "hidden_or_injected_text"))


def test_the_reader_keeps_the_planted_text(shared: Path) -> None:
    name, text = next(texts(shared), ("", ""))
    if not name:
        pytest.skip("no Markdown documents beside the measurement documents")
    assert read_markdown(text.encode(), name).blocks
