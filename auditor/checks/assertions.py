"""What sentences of a release assert about models and benchmarks, found by plain rules."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.checks.naming import Mention, Names
from auditor.checks.phrases import (
    ALL,
    AMONG,
    CLASS,
    CLASS_AFTER_SOTA,
    EXCEPT,
    LARGER,
    MOST,
    NARROWED,
    NATION,
    NEAR,
    NOT_A_CLAIM,
    OPEN,
    POINTING,
    PRONOUN,
    SOME,
    STOP,
    TOP,
    TRIGGERS,
    TURN,
    WEAKENED,
    Kind,
)
from auditor.checks.wording import Said, plain, said
from auditor.records import Dossier

__all__ = ["Assertion", "Kind", "Mention", "Names", "assertions"]


@dataclass(frozen=True)
class Assertion:
    """A sentence that asserts something of a model of the release."""

    said: Said
    kind: Kind
    subjects: tuple[str, ...]
    """Keys of own models; empty: the release's main model."""
    objects: tuple[tuple[str, ...], ...]
    """The models it is set against, each as the keys that its name can mean."""
    benchmarks: tuple[str, ...]
    """Keys of the benchmarks named in the clause."""
    universal: bool
    most: bool
    some: bool
    open_only: bool
    named_tables: tuple[str, ...]
    """Labels of tables and figures named in the sentence or the one before."""
    clause: str
    excluded: tuple[str, ...] = ()
    """Keys of the benchmarks that the sentence itself excepts."""
    numbers: tuple[str, ...] = ()
    """Numbers printed in the clause, outside names."""
    larger: bool = False
    """Whether the rivals are a class of larger models, none of them named."""
    top: bool = False
    """Whether the rivals are a class of leading models, none of them named."""
    among: tuple[str, ...] = ()
    """Keys of the models of the class to which a superlative is limited, where the document lists them."""
    meant: tuple[tuple[str, ...], ...] = ()
    """The benchmarks named, each as the keys that its name can mean."""
    spelt: tuple[str, ...] = ()
    """The own models as the sentence spells them."""

    @property
    def text(self) -> str:
        return self.said.text


def assertions(dossier: Dossier, *kinds: Kind) -> Iterator[Assertion]:
    """The sentences that assert one of these kinds of a model of the release, in reading order."""
    names = Names(dossier)
    for sentence in said(dossier):
        text = plain(sentence.text)
        if len(text) > 900 or not any(TRIGGERS[kind].search(text) for kind in kinds):
            continue
        mentions = names.find_models(text)
        for kind in kinds:
            yield from _asserted(names, sentence, text, kind, mentions)


def _asserted(names: Names, sentence: Said, text: str, kind: Kind, mentions: list[Mention]) -> Iterator[Assertion]:
    """What a sentence asserts of one kind, once for each word that says so."""
    previous = 0
    for trigger in TRIGGERS[kind].finditer(text):
        elsewhere = kind is Kind.best and (
            (not trigger[0].endswith("among") and CLASS_AFTER_SOTA.match(text[trigger.end() :]))
            or NEAR.search(text[: trigger.start()])
        )
        if elsewhere or (kind is Kind.praise and WEAKENED.search(text[: trigger.start()])):
            continue
        found = _assertion(names, sentence, text, kind, mentions, trigger, previous)
        if found is not None:
            yield found
        previous = trigger.end()


def _assertion(
    names: Names,
    sentence: Said,
    text: str,
    kind: Kind,
    mentions: list[Mention],
    trigger: re.Match[str],
    previous: int,
) -> Assertion | None:
    start = max((m.end() for m in TURN.finditer(text[: trigger.start()])), default=0)
    if any(previous <= m.start and m.end <= trigger.start() for m in mentions):
        start = max(start, previous)
    turn = TURN.search(text, trigger.end())
    clause = text[start : turn.start() if turn else len(text)]
    end = start + len(clause)
    if NOT_A_CLAIM.search(clause.replace(trigger[0], " ")):
        return None
    before = [m for m in mentions if m.end <= trigger.start()]
    ends = (*TRIGGERS.values(), STOP)
    stop = min(
        (m.start() for other in ends for m in other.finditer(text, trigger.end()) if m.start() < end), default=end
    )
    after = [m for m in mentions if trigger.end() <= m.start < stop]
    if stop < end and after and after[-1].own and not re.search(r"\band\b|,", text[after[-1].end : stop]):
        last = after[-1].start
        after = [m for m in after if m.start != last]
    subjects = _subjects(text, text[: trigger.start()], [m for m in before if m.start >= start] or before)
    if before and not subjects:
        return None
    if not subjects and not _about_us(text[: trigger.start()], sentence, names):
        return None
    taken = {m.key for m in subjects}
    objects = [m for m in after if m.key not in taken]
    everybody = CLASS.match(text[trigger.end() : end]) if kind is Kind.beats and not objects else None
    if everybody and (NATION.search(everybody[0]) or (everybody[1] and everybody[1].casefold() != "open")):
        return None
    if everybody and any(not m.own for m in mentions if m.end <= trigger.start()):
        return None
    larger = kind is Kind.beats and not objects and LARGER.match(text[trigger.end() : end]) is not None
    top = kind is Kind.par and not objects and TOP.match(text[trigger.end() : end]) is not None
    if kind in (Kind.beats, Kind.par) and not objects and not everybody and not larger and not top:
        return None
    if everybody:
        kind = Kind.best
    benchmarks = names.find_benchmarks(clause)
    inside = {(m.start, m.end) for m in mentions}
    benchmarks = [b for b in benchmarks if not any(s - start <= b.start < e - start for s, e in inside)]
    if not benchmarks and POINTING.search(clause):
        benchmarks = names.find_benchmarks(plain(sentence.before))
        if not benchmarks:
            return None
    among: tuple[str, ...] = ()
    if kind is Kind.best and NARROWED.search(clause) and not OPEN.search(clause):
        among = listed_as(names, sentence, AMONG.search(clause))
        if not among:
            return None
    if kind is Kind.best and not among and after and any(not m.own for m in after) and re.search(r"\bamong\b", clause):
        return None
    tables = re.findall(r"\b(?:Table|Figure|Fig\.)\s*\d+", f"{sentence.before} {sentence.text}")
    return Assertion(
        said=sentence,
        kind=kind,
        subjects=tuple(dict.fromkeys(m.key for m in subjects)),
        objects=_alternatives(objects),
        benchmarks=tuple(dict.fromkeys(b.key for b in benchmarks)),
        universal=bool(ALL.search(clause)) or everybody is not None,
        most=bool(MOST.search(clause)),
        some=bool(SOME.search(clause)),
        open_only=bool(everybody[1]) if everybody else bool(OPEN.search(clause)),
        named_tables=tuple(re.sub(r"Fig\.", "Figure", name) for name in tables),
        clause=clause.strip(),
        excluded=tuple(
            b.key
            for exception in EXCEPT.finditer(text)
            for b in names.find_benchmarks(text[exception.end() : exception.end() + 80])
        ),
        numbers=_numbers(text, start, end, mentions),
        larger=larger,
        top=top,
        among=among,
        meant=_alternatives(benchmarks),
        spelt=tuple(dict.fromkeys(m.name for m in subjects)),
    )


def listed_as(names: Names, sentence: Said, named: re.Match[str] | None) -> tuple[str, ...]:
    """Keys of the models that the document puts in brackets after the name of a class ("omni-models (A, B and C)")."""
    if named is None or len(named[1]) < 4:
        return ()
    pattern = re.compile(
        rf"\b{re.escape(named[1])}(?:-?\w+)?[- ]?models?\s?\(([^()]+(?:\([^()]*\)[^()]*)*)\)", re.IGNORECASE
    )
    for block in sentence.document.blocks:
        match = pattern.search(plain(block.text)) if block.text else None
        if match:
            return tuple(dict.fromkeys(m.key for m in names.find_models(match[1])))
    return ()


JOINED = re.compile(r"(?:,|\band)\s*(?:also|even|further)?\s*(?:\w+s\s+(?:\w+\s+){0,2})?$", re.IGNORECASE)
"""What joins a second verb to the first one's subject."""
ASIDE = re.compile(r",\s*(?:which|that|based|built|distilled|trained|derived|starting)\b[^,]*,", re.IGNORECASE)
"""A clause about the model before it, with names that are not the subject."""


def _subjects(text: str, lead: str, before: Sequence[Mention]) -> list[Mention]:
    """The own models that the verb belongs to: the last one named and those joined to it; none if that is a rival.

    A verb joined by "and" to an earlier one has that one's subject. `lead` is the text before the verb.
    """
    asides = [(m.start(), m.end()) for m in ASIDE.finditer(text)]
    if before and re.search(r",\s*(?:it|they|the model)\b", lead[before[-1].end :]):
        return []
    kept = [m for m in before if not any(a <= m.start < b for a, b in asides)] or list(before)
    if kept and not kept[-1].own and kept[0].own and JOINED.search(lead):
        return [m for m in kept if m.start == kept[0].start]
    if not kept or not kept[-1].own:
        return []
    found = [kept[-1]]
    for mention in reversed(kept[:-1]):
        between = text[mention.end : found[-1].start]
        if mention.start == found[-1].start or re.fullmatch(r"[\s,()]*(?:and|&|or|i\.e\.,?)?[\s,()]*", between):
            found.append(mention)
        else:
            break
    return [m for m in found if m.own]


def _numbers(text: str, start: int, end: int, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Percentages and decimals of a clause that are no part of a model's name."""
    inside = [(m.start, m.end) for m in mentions]
    return tuple(
        m[1]
        for m in re.finditer(r"(?<![\w.-])(\d+(?:\.\d+)?)(\s*%)?(?![\w-]|\.\d)", text[start:end])
        if (m[2] or "." in m[1]) and not any(a <= start + m.start() < b for a, b in inside)
    )


def _alternatives(objects: Sequence[Mention]) -> tuple[tuple[str, ...], ...]:
    by_place: dict[int, list[str]] = defaultdict(list)
    for mention in objects:
        if mention.key not in by_place[mention.start]:
            by_place[mention.start].append(mention.key)
    return tuple(dict.fromkeys(tuple(keys) for keys in by_place.values()))


def _about_us(before: str, sentence: Said, names: Names) -> bool:
    """Whether a sentence without a model before its trigger speaks of the release's own model."""
    if re.search(r"\bour (?:\w+[- ]){0,3}models?\b|\bthis model\b", before, re.IGNORECASE):
        return True
    earlier = names.find_models(plain(sentence.before))
    if re.search(r"\bthe model\b|\b(?:these|our) (?:\w+ )?(?:results|findings|experiments)\b", before, re.IGNORECASE):
        return all(m.own for m in earlier)
    if not PRONOUN.search(before) or not earlier:
        return False
    alone = re.search(r"(?:^|,)\s*(?:\w+\s+){0,6}?it\s*(?:\w+\s+){0,3}$", before, re.IGNORECASE)
    return all(m.own for m in earlier) or (alone is not None and earlier[0].own)
