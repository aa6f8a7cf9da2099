"""Sentences of a document and what they name: plain text rules, no language model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from auditor.records import Block, BlockKind, Document, Dossier

_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|etc|al|Fig|Figs|Tab|Tabs|Sec|Eq|No|approx|resp|Dr|Mr|Ms|St|ver)|\b[A-Z])$"
)


# Many checks read every sentence of a release: each passage is folded and split once.
@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Text for matching: compatibility forms folded, dashes and quotes made simple, white space single."""
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub(r"[\u2010-\u2015\u2212]", "-", folded).replace("’", "'").replace("“", '"').replace("”", '"')
    return re.sub(r"\s+", " ", folded).strip()


@lru_cache(maxsize=1 << 14)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a passage, verbatim. A point inside a number or after an abbreviation ends none."""
    found: list[str] = []
    start = 0
    for match in re.finditer(r"[.!?](?=\s|$|[\"'”’)\]])|[。！？]", text):
        before = text[start : match.start()]
        if match[0] == "." and _ABBREVIATION.search(before):
            continue
        end = match.end()
        while end < len(text) and text[end] in "\"'”’)]":
            end += 1
        following = text[end:].lstrip()
        if match[0] == "." and following and following[0].islower():
            continue
        piece = text[start:end].strip()
        if piece:
            found.append(piece)
        start = end
    if text[start:].strip():
        found.append(text[start:].strip())
    return tuple(found)


@cache
def pattern_of(name: str) -> re.Pattern[str]:
    """A pattern that finds a name whatever its spaces, hyphens and case, and never inside a longer name.

    A name that is a plain word (MATH, Drop) is found in its own case only.
    """
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_A-Za-z]+|\d+(?:\.\d+)*|[+*%]|[A-Z]", plain(name))
    body = r"[\s\-_.:()]{0,2}".join(re.escape(part) for part in parts) or r"(?!)"
    word = re.fullmatch(r"[A-Z]+|[A-Z]?[a-z]+", name) is not None
    after = r"(?:[- ](?:IT|Instruct|Chat)\b)?(?![\w+])(?!-?\w)(?!\.\d)"
    return re.compile(rf"(?<![\w.]){body}{after}", re.NOFLAG if word else re.IGNORECASE)


def mentions(text: str, name: str) -> bool:
    """Whether the text names it as a whole name."""
    return find_name(text, name) is not None


def find_name(text: str, name: str, start: int = 0) -> re.Match[str] | None:
    """Where the text names it."""
    return pattern_of(name).search(text, start)


@dataclass(frozen=True)
class Said:
    """One sentence of prose with its place."""

    document: Document
    block: Block
    text: str
    before: str = ""
    """The sentence before it in the same block."""


PROSE = (BlockKind.paragraph, BlockKind.list_item, BlockKind.caption, BlockKind.footnote)
_CITATION = re.compile(
    r"\barXiv\b|\bpreprint\b|\bProceedings of\b|\bIn: |\bURL\b|\bdoi[.:]|"
    r"(?:[A-Z]\. ?){1,3}[A-Z][\w-]+, (?:[A-Z]\. ?){1,3}[A-Z]",
)
"""What an entry of a bibliography looks like."""
_REFERENCES = re.compile(r"^(references|bibliography|citations?|参考文献)\b", re.IGNORECASE)


def passages(dossier: Dossier) -> Iterator[str]:
    """All texts of a release as printed: of any block, with its caption and notes."""
    for document in dossier.documents:
        for block in document.blocks:
            yield from (block.text, block.caption, *(note.text for note in block.footnotes))


def said(dossier: Dossier, documents: Iterable[Document] | None = None) -> Iterator[Said]:
    """Every sentence of prose and captions, without the bibliography."""
    for document in documents if documents is not None else dossier.documents:
        for block in document.blocks:
            if any(_REFERENCES.match(title.strip(" #*.0123456789")) for title in block.section):
                continue
            text = block.text if block.kind in PROSE else block.caption
            previous = ""
            for sentence in sentences(text):
                if _CITATION.search(sentence):
                    continue
                yield Said(document, block, sentence, previous)
                previous = sentence
