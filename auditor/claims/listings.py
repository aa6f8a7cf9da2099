"""Scores in lists: bullet points that are nothing but a benchmark with its score, under an item that names the model;
and two lists of one sentence that go together ("A, B and C (0.69, 0.71 and 0.56)", "… respectively")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.claims import spoken
from auditor.claims.mentions import Mentions
from auditor.claims.sentences import DIFFERENCE, PRONOUN, SCORE
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
    condition: str = ""
    """How it was obtained, as opposed to the other score of the sentence ("without tools")."""


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


_MANY = re.compile(_NUMBERS)
_RESPECTIVELY = re.compile(r"[^.;]{0,40}?,?\srespectively\b", re.I)
_SCORES_OF = re.compile(r"\b(?:scores?|results?|accurac(?:y|ies)|rates?)\sof\s$", re.I)


def many(sentence: str) -> bool:
    """Whether a sentence lists numbers at all."""
    return _MANY.search(sentence) is not None


def distributed(sentence: str, mentions: Mentions, subject: str | None, topic: str) -> Iterator[Listed]:
    """Scores of two lists of one length that go together: of benchmarks with one model, or of models with one
    benchmark. `subject`, `topic`: the model and the evaluation that the paragraph speaks of."""
    found = list(_one_model(sentence, mentions, subject)) or list(_told_apart(sentence, mentions, subject, topic))
    seen: set[int] = set()
    for one in found:
        if one.score.start("number") not in seen:
            seen.add(one.score.start("number"))
            yield one


_CONDITION = r"(?:with(?:out)?\s(?:[a-z-]+\s){0,2}[a-z-]+|at\s[a-z]+\s(?:reasoning\s)?effort)"
_TWOFOLD = re.compile(
    rf"(?P<x>{_NUMBER})\s(?P<a>{_CONDITION}),?\sand\s(?:an?\s(?:[\w-]+\s){{1,4}}of\s)?(?P<y>{_NUMBER})\s(?P<b>{_CONDITION})"
)
_TWO = re.compile(rf"(?P<x>{_NUMBER})\sand\s(?P<y>{_NUMBER}),?\srespectively")


def twofold(sentence: str) -> tuple[str, str] | None:
    """The two conditions under which a sentence gives a score each ("71% without tools and 73% with tools")."""
    match = _TWOFOLD.search(sentence)
    return (match["a"], match["b"]) if match is not None else None


def under_conditions(sentence: str, mentions: Mentions, topic: str, before: tuple[str, str] | None) -> Iterator[Listed]:
    """Two scores of one model on one benchmark under two conditions. `before`: those of the sentence before, which
    "70% and 85%, respectively" takes up."""
    match = _TWOFOLD.search(sentence)
    conditions = twofold(sentence)
    if match is None and before is not None:
        match, conditions = _TWO.search(sentence), before
    if match is None or conditions is None or DIFFERENCE.search(sentence[: match.start()]):
        return
    models = {n.text for n in spoken.meant(sentence[: match.start()], mentions.of(sentence, "model"))}
    named = {n.text for n in mentions.of(sentence, "benchmark")}
    whole = {name for name in named if not any(other.endswith(f" {name}") for other in named)}
    what = whole.pop() if len(whole) == 1 else topic if not whole else ""
    if len(models) != 1 or not what:
        return
    model = models.pop()
    for side, condition in zip("xy", conditions, strict=True):
        score = SCORE.search(sentence, match.start(side))
        if score is not None:
            yield Listed(model, what, score, condition)


def _told_apart(sentence: str, mentions: Mentions, subject: str | None, topic: str) -> Iterator[Listed]:
    """ "M and N scored 51.0 and 59.7, respectively"; "on B and C, achieving scores of 62.9 and 61.3"."""
    for match in _MANY.finditer(sentence):
        before = sentence[: match.start()]
        scores = list(SCORE.finditer(sentence, match.start(), match.end()))
        told = _RESPECTIVELY.match(sentence, match.end()) is not None
        beside = [n for n in mentions.of(sentence, "model") if sentence[n.end : match.start()] == " ("]
        ordered = list(dict.fromkeys(n.text for n in mentions.of(before, "benchmark")))
        if beside and len(ordered) == len(scores) > 1:
            # "M scored N on B and O on C, like P (Q and R)".
            for what, score in zip(ordered, scores, strict=True):
                yield Listed(beside[-1].text, what, score)
            continue
        if len(scores) < 2 or DIFFERENCE.search(before) or not (told or _SCORES_OF.search(before)):
            continue
        models = [n for n in mentions.of(sentence, "model") if n.end <= match.start()]
        benchmarks = [n for n in mentions.of(sentence, "benchmark") if n.end <= match.start()]
        named = {n.text for n in benchmarks}
        run = _run(sentence, models, len(scores))
        if told and run and run[-1] is models[-1] and (len(named) == 1 or (not named and topic)):
            what = named.pop() if named else topic
            for model, score in zip(run, scores, strict=True):
                yield Listed(model.text, what, score)
            continue
        run = _run(sentence, benchmarks, len(scores))
        about = {n.text for n in spoken.meant(before, models)}
        if not about and subject is not None and PRONOUN.search(before):
            about = {subject}
        if run and run[-1] is benchmarks[-1] and len(about) == 1:
            model_name = about.pop()
            for benchmark, score in zip(run, scores, strict=True):
                yield Listed(model_name, benchmark.text, score)


def _run(sentence: str, names: Sequence[spoken.Name], length: int) -> list[spoken.Name]:
    """The last names, where they are one list of just this length."""
    run: list[spoken.Name] = []
    for name in reversed(names):
        if run and not spoken.LISTED.fullmatch(sentence[name.end : run[-1].start]):
            break
        run.append(name)
    return run[::-1] if len(run) == length else []


def _one_model(sentence: str, mentions: Mentions, subject: str | None) -> Iterator[Listed]:
    """Scores of one model, and of the one it is compared with, beside a list of benchmarks."""
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


_ANY = r"(?P<number>\d{1,4}(?:\.\d+)?(?:/\d{1,4})?)(?P<unit>\s?[%×])?(?P<bound>(?!))?"
_SOLVED = re.compile(rf"(?:\swhich)?\s(?:solv|pass|complet)\w*\s{_ANY}(?=\s|[.,;)])")
_FIRST = re.compile(rf"(?:(?<=\bof\s)|(?<=:\s)){_ANY}(?![\w.])")
_SECOND = re.compile(
    rf"[^();]{{0,60}}(?:\([^()]{{1,30}}\)\s)?\((?:vs\.?|versus|compared (?:to|with))\s{_ANY}"
    r"(?:\s?±[^()]{1,12}?)?\sfor\s"
)


def solved(sentence: str, mentions: Mentions, topic: str) -> Iterator[Listed]:
    """Tasks solved of all: "on B, M solved 18/35 tasks, compared to N which solved 16/35"."""
    named = {name.text for name in mentions.of(sentence, "benchmark")}
    what = named.pop() if len(named) == 1 else topic if not named else ""
    for model in mentions.of(sentence, "model") if what else ():
        score = _SOLVED.match(sentence, model.end)
        if score is not None and "/" in score["number"]:
            yield Listed(model.text, what, score)


def led_pair(sentence: str, mentions: Mentions, own: str, topic: str) -> Iterator[Listed]:
    """The first number of an item about one evaluation, and the one of a rival that it is set against: "SomeTask: best
    speedup of 58.5× on the hard variant (vs. 72.7× for M)"."""
    first = _FIRST.search(sentence)
    second = _SECOND.match(sentence, first.end()) if first is not None else None
    if first is None or second is None:
        return
    rival = next((n for n in mentions.of(sentence, "model") if n.start == second.end()), None)
    if rival is not None:
        yield Listed(own, topic, first)
        yield Listed(rival.text, topic, second)
