"""Scores in lists: bullet points that are nothing but a benchmark with its score, under an item that names the model;
and two lists of one sentence that go together ("A, B and C (0.69, 0.71 and 0.56)", "… respectively")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.claims import spoken
from auditor.claims.mentions import Mentions
from auditor.claims.sentences import SCORE
from auditor.records import Block, BlockKind

_NUMBER = r"\d{1,3}(?:\.\d+)?\s?%|\d{1,4}\.\d+"
_ITEM = re.compile(
    rf"[\W_]*(?P<name>[^\W\d_][^:：=]{{1,48}}?)\s?(?:[:：=]|\s[–—-])\s?(?:{_NUMBER})"
    r"\s?(?:±\s?\d+(?:\.\d+)?\s?%?)?\s?(?:\([^()]*\))?\W*",
)
"""A bullet point that is a name and its score ("SomeBench: 84.6% (+7.7%)")."""
_GAIN = re.compile(rf"\W*\d+(?:\.\d+)?\s?%?\s(?:on|in)\s(?P<name>[^\W\d_][^()]{{1,48}}?)\s?\((?:{_NUMBER})\)\W*")
"""A bullet point that puts the gain first ("+0.9% on SomeBench (93.7%)")."""
_FARTHEST = 12
"""Bullet points between the item that names the model and the last of its scores."""


@dataclass(frozen=True)
class Listed:
    """A score whose model and benchmark a list gives."""

    model: str
    benchmark: str
    score: re.Match[str]


def score_items(blocks: Sequence[Block], mentions: Mentions) -> dict[int, Listed]:
    """By order of their block, the bullet points that are nothing but a benchmark with its score."""
    found: dict[int, Listed] = {}
    lead: Block | None = None
    for block in blocks:
        item = _item(block, mentions)
        if item is None:
            if block.kind is not BlockKind.footnote:
                lead = block
            continue
        if lead is None or block.order - lead.order > _FARTHEST:
            continue
        model = _led_by(lead, mentions)
        if model:
            name, score = item
            found[block.order] = Listed(model, name, score)
    return found


def _item(block: Block, mentions: Mentions) -> tuple[str, re.Match[str]] | None:
    if block.kind is not BlockKind.list_item or len(block.text) > 120:
        return None
    gained = _GAIN.fullmatch(block.text)
    match = gained or _ITEM.fullmatch(block.text)
    if match is None:
        return None
    name = match["name"].strip(" *_`")
    score = SCORE.search(block.text, match.end("name"))
    if score is None or not mentions.names(name, "benchmark"):
        return None
    return name, score


def _led_by(lead: Block, mentions: Mentions) -> str | None:
    """The one model that the item before the scores is about."""
    if lead.grid is not None or lead.kind not in (BlockKind.list_item, BlockKind.paragraph, BlockKind.heading):
        return None
    text = lead.text if len(lead.text) < 400 else lead.text[-400:]
    meant = spoken.meant(text, mentions.of(text, "model"))
    if not meant or (len({name.text for name in meant}) > 1 and not lead.text.rstrip(" *_").endswith((":", "："))):
        return None
    return meant[0].text


_AND = r",?\s(?:and|or)\s(?:the\s)?"
_NAMED = r"(?:the\s)?[^\W\d_][\w.*+²³/-]*(?:\s[A-Z(][\w.*+/)-]*){0,4}"
_NAMES = rf"(?P<names>{_NAMED}(?:,\s{_NAMED}){{0,6}}{_AND}{_NAMED})"
_NUMBERS = rf"(?:{_NUMBER})(?:,\s(?:{_NUMBER})){{0,6}}{_AND}(?:{_NUMBER})"
_BESIDE = re.compile(
    rf"\b(?:on|in|for|across)\s(?:both\s)?{_NAMES}(?:\s(?:tasks|benchmarks|datasets|evaluations))?\s\((?P<own>{_NUMBERS})"
    rf"(?:,?\s(?:compared (?:to|with)|vs\.?|versus)\s(?P<other>{_NUMBERS}))?[),]"
)
_BEFORE = re.compile(
    rf"(?P<own>{_NUMBERS})\s(?:(?:accuracy|points?|scores?)\s)?(?:on|in|for|across)\s(?:both\s)?{_NAMES}"
    r"(?:\s(?:tasks|benchmarks|datasets|evaluations))?,?\srespectively"
)
_PARTED = re.compile(rf",\s(?:(?:and|or)\s)?|{_AND}")


def distributed(sentence: str, mentions: Mentions, subject: str | None) -> Iterator[Listed]:
    """Scores of two lists of one length, of the one model that the sentence is about and the one it compares with."""
    match = _BESIDE.search(sentence) or _BEFORE.search(sentence)
    if match is None:
        return
    names = [_bare(name) for name in _PARTED.split(match["names"])]
    if not any(mentions.names(name, "benchmark") for name in names):
        return
    if any(mentions.names(name, "model") for name in names):
        return
    models = mentions.of(sentence, "model")
    meant = spoken.meant(sentence[: match.end()], [n for n in models if n.end <= match.start("names")])
    own = {name.text for name in meant} or ({subject} if subject else set())
    if len(own) != 1:
        return
    rivals = [n.text for n in models if spoken.COMPARED.search(sentence[: n.start])]
    sides = [("own", own.pop())]
    if match.groupdict().get("other") and len(set(rivals)) == 1:
        sides.append(("other", rivals[0]))
    for side, model in sides:
        scores = list(SCORE.finditer(sentence, match.start(side), match.end(side)))
        if len(scores) == len(names):
            for name, score in zip(names, scores, strict=True):
                yield Listed(model, name, score)


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|both)\s", "", name.strip())
