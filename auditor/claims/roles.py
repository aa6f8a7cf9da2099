"""What each model of a table is to the release: one of its own, a rival, a baseline or an experiment."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from auditor.claims import lexicon
from auditor.records import Release, Role

_STAGES = lexicon.word_list(
    """
    base instruct chat it pt sft rl dpo grpo ppo rlhf thinking think reasoning non inst ins preview exp experimental
    latest high low medium max mode final ga beta alpha bf16 fp8 fp16 int4 int8 text model models card
    """
)


_SIZE_OR_DATE = re.compile(r"a?\d+(?:\.\d+)?[bm]|\d+x\d+(?:\.\d+)?b|\d{4}|\d{6,8}")
_STAMP = re.compile(r"\d{4}|\d{6}|\d{8}")
_AGAINST = re.compile(r"\bvs\.?\b")


def tokens(label: str) -> tuple[str, ...]:
    """The comparable parts of a model name: words and version numbers, split ("Qwen2.5-72B" → qwen, 2.5, 72b)."""
    return _tokens(label)


@lru_cache(maxsize=16384)
def _tokens(label: str) -> tuple[str, ...]:
    text = re.sub(r"(?<=\w)\+(?=$|[\s\-(])", " plus ", label.lower().replace("_", " "))
    found = re.findall(
        r"bf16|[fm]xfp\d|fp\d{1,2}|int\d|w\d+a\d+(?:c\d+)?|\d+x\d+(?:\.\d+)?b|a?\d+(?:\.\d+)?[bm](?![a-z])|\d+(?:\.\d+)+|\d+|[^\W\d_]+",
        text,
    )
    return tuple(t for t in found if t not in ("v", "the", "model", "models"))


@lru_cache(maxsize=16384)
def core(label: str) -> frozenset[str]:
    """What identifies a released model: its tokens without size, stage and date stamp."""
    return frozenset(t for t in tokens(label) if t not in _STAGES and not _SIZE_OR_DATE.fullmatch(t))


@lru_cache(maxsize=16384)
def is_own(label: str, subjects: tuple[str, ...]) -> bool:
    """Whether a label names one of the released models: a size, mode, stage or effort of it, never a predecessor.

    All identifying words and version numbers of the subject must stand in the label; a further version number or a
    longer version ("3.1" for "3") says it is another model.
    """
    have = tokens(_AGAINST.split(label, 1)[0])
    return any(_matches(have, subject) for subject in subjects)


def _matches(have: tuple[str, ...], subject: str) -> bool:
    identity = core(subject)
    if not identity:
        return False
    ours, theirs = _stamps(tokens(subject)), _stamps(have)
    if ours and theirs and not ours & theirs:
        # Another dated snapshot is another model.
        return False
    have = _written_out(have, subject)
    have = _spelled_right(have, identity)
    if not identity <= set(have):
        # Tables often leave a family's first word out ("K2 Thinking" of "Kimi K2"); then the rest must open the label.
        first, *rest = [t for t in tokens(subject) if t in identity]
        if len(rest) < 2 or have[:1] != tuple(rest[:1]) or not any(t[0].isdigit() for t in rest):
            return False
        identity -= {first}
    return identity <= set(have)


_LONG = 6
"""Letters from which on a word that differs in one is the same word, misspelt."""


def _spelled_right(have: tuple[str, ...], identity: frozenset[str]) -> tuple[str, ...]:
    """A label with one word of the subject put right that it misspells by one letter ("Huanyuan" of "Hunyuan")."""
    missing = [word for word in identity - set(have) if len(word) >= _LONG and word.isalpha()]
    if len(missing) != 1 or len(identity) < 2:
        return have
    return tuple(missing[0] if word.isalpha() and _one_apart(word, missing[0]) else word for word in have)


def _one_apart(a: str, b: str) -> bool:
    """Whether two words differ by one letter put in, left out or changed."""
    if abs(len(a) - len(b)) > 1 or a[:1] != b[:1]:
        return False
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[same + 1 :] == b[same:] or a[same:] == b[same + 1 :] or a[same + 1 :] == b[same + 1 :]


@lru_cache(maxsize=16384)
def _stamps(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for word in words if _STAMP.fullmatch(word))


def _written_out(have: tuple[str, ...], subject: str) -> tuple[str, ...]:
    """A label with the subject's own abbreviations written out: the capitals of its first word ("DS" for "DeepSeek"),
    or the first letter of its last one right behind the others ("Some-E" for "Some-Edge")."""
    words, run_together, capitals = _abbreviations(subject)
    if len(words) < 2:
        return have
    if have[:1] == (run_together,):
        return (*words, *have[1:])
    if have[:1] == (capitals,) and len(capitals) > 1 and words[0].startswith(capitals[0]):
        return (words[0], *have[1:])
    before, last = words[:-1], words[-1]
    if last.isalpha() and have[: len(before) + 1] == (*before, last[0]) and len(last) > 2:
        return (*before, last, *have[len(before) + 1 :])
    return have


@lru_cache(maxsize=1024)
def _abbreviations(subject: str) -> tuple[tuple[str, ...], str, str]:
    """The identifying words of a subject, these run together, and the capitals of its first word."""
    words = tuple(word for word in tokens(subject) if word in core(subject))
    capitals = "".join(re.findall(r"[A-Z]", re.split(r"[-\s\d]", subject.strip())[0])).lower()
    return words, "".join(words), capitals


_ORIGINAL = re.compile(
    r"\W*(?:the )?(?:original|previous|prior|earlier|old|former)(?: (?:release|version|model|checkpoint))?\W*", re.I
)
_UPDATE = re.compile(r"\b(?:updated?|new|revised|latest)\b", re.I)


def superseded(labels: Iterable[str], subjects: tuple[str, ...]) -> frozenset[str]:
    """Labels of other models than the released one for all that they share with it: those with a date stamp beside one
    that is the same without it (earlier snapshots), those that lack the first word that others print (what the
    release was made from: "large-v2" beside "small-large-v2"), and "Original" beside "Update"."""
    labels = tuple(labels)
    own = {label: tokens(label) for label in labels if is_own(label, subjects)}
    dated = any(_stamps(tokens(subject)) for subject in subjects)
    bare = {frozenset(words) for words in own.values() if not _stamps(words)}
    replaced = [label for label in labels if _ORIGINAL.fullmatch(label)]
    earlier = replaced if any(_UPDATE.search(label) for label in labels) else []
    lines = set(own.values())
    firsts = {tokens(subject)[:1] for subject in subjects}
    return frozenset(
        label
        for label, words in own.items()
        if (not dated and _stamps(words) and frozenset(words) - _stamps(words) in bare)
        or any((*first, *words) in lines for first in firsts)
    ) | frozenset(earlier)


def role(label: str, release: Release, *, any_named: bool) -> Role:
    """What a model of a table is to the release.

    `any_named`: whether the table has a label that names any model at all. Where none does, its labels are variants of
    the release's own experiments.
    """
    if lexicon.HUMAN.match(label):
        return Role.baseline
    if is_own(label, release.subjects):
        return Role.own
    return Role.rival if any_named else Role.ablation


_GENERIC_HEAD = lexicon.word_list(
    """
    stage step phase level exp experiment run variant setting config version ablation student teacher baseline
    checkpoint ckpt epoch iteration iter round group option strategy method row column top layer seed small
    large medium tiny big full partial original update updated old new january february march april may june
    july august september october november december vanilla naive default our ours proposed with without all no only
    hybrid single joint mixed best worst before after initial final base dense sparse moe
    """
)
_VERSIONED_NAME = re.compile(r"(?:[A-Za-z][A-Za-z.+]*[\s\-_]?){1,4}?(?:[vVrRkKoOmM]?\d)")


def is_generic(label: str) -> bool:
    """Whether a label opens with a word for a variant ("Stage-1", "Baseline w/ X") or states what it is made with."""
    words = re.findall(r"[A-Za-z]+", label)
    return (bool(words) and words[0].lower() in _GENERIC_HEAD) or bool(re.search(r"\bw/o?(?!\w)|\bwithout\b|=", label))


def is_named(label: str) -> bool:
    """Whether a label is a model's proper name by its shape: a family word with a version or size, not "Stage-1"
    or "Baseline w/ X"."""
    if "/" in label and re.fullmatch(r"[\w.-]+/[\w.-]+", label.strip()):
        return True
    words = re.findall(r"[A-Za-z]+", label)
    if not words or is_generic(label):
        return False
    return (bool(_VERSIONED_NAME.match(label.strip())) and len(words[0]) > 1) or bool(
        re.match(r"o\d\b|[A-Z]\d", label.strip())
    )


_SIZE = re.compile(r"a?\d+(?:\.\d+)?[bm]|params?|dense|h|w\d+a\d+(?:c\d+)?|int\d|fp\d{1,2}|[fm]xfp\d")


@lru_cache(maxsize=16384)
def sizes_only(label: str) -> bool:
    """Whether a label is only a size, stage or mode ("27B", "Instruct", "4B thinking"): it belongs to the table's
    one family."""
    words = tokens(label)
    return bool(words) and all(w in _STAGES or _SIZE.fullmatch(w) for w in words)
