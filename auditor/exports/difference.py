"""What changed between two reports: claims added, removed, revised; findings new, gone, changed, unchanged.

Both are in the shape of JSON v1, so that an exported file serves as well as an audit in a database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Item = Mapping[str, Any]
Pair = tuple[Item | None, Item | None]

ANNOUNCING = re.compile(
    r"\b(correct(?:ed|ion|ions|s)?|errat(?:um|a)|revis(?:ed|ion|ions|es)|updat(?:ed|e|es)|amend(?:ed|ment)|"
    r"re-?(?:ran|run|evaluated|measured|scored)|restated|changelog|change log|previously reported)\b",
    re.IGNORECASE,
)
"""Words with which a document says that a number is not what it was."""


class State(StrEnum):
    """What became of something between two reports."""

    new = "new"
    gone = "gone"
    changed = "changed"
    unchanged = "unchanged"


@dataclass(frozen=True)
class ClaimChange:
    """One claim in both reports, or in one of them."""

    state: State
    before: Item | None
    after: Item | None
    announced: str | None = None
    """Of a changed value: the words of the later document that say so."""
    silent: bool = False
    """Whether another document prints another value and does not say so. The same document read otherwise is none."""


@dataclass(frozen=True)
class Difference:
    """All that changed."""

    before: Item
    after: Item
    claims: tuple[ClaimChange, ...]
    """In the order of the later report, what is gone last."""
    findings: tuple[tuple[State, Item | None, Item | None], ...]

    def claims_that_are(self, state: State) -> tuple[ClaimChange, ...]:
        return tuple(change for change in self.claims if change.state is state)

    def findings_that_are(self, state: State) -> tuple[tuple[State, Item | None, Item | None], ...]:
        return tuple(change for change in self.findings if change[0] is state)


def difference(before: Item, after: Item, passages: Sequence[str] = ()) -> Difference:
    """What changed from one report to the other, both in the shape of JSON v1.

    `passages`: text of the later documents, in which a changed number may be announced. Without them only footnotes
    count.
    """
    return Difference(
        before,
        after,
        tuple(_claims(before, after, passages)),
        tuple(findings_between(before["findings"], after["findings"])),
    )


def findings_between(before: Sequence[Item], after: Sequence[Item]) -> Iterator[tuple[State, Item | None, Item | None]]:
    """Each finding with what became of it, in the order of the later report, what is gone last.

    The same finding is one of the same id; else of the same check on the same models and benchmarks, preferably at the
    same quoted cells: the id holds the release, and the release its documents.
    """
    keys: tuple[Callable[[Item], Hashable], ...] = (
        lambda one: one["id"],
        lambda one: (*_subject(one), tuple(item["quote"] for item in one["evidence"] if item["primary"])),
        _subject,
        # One finding may count several benchmarks, and their number may change.
        lambda one: (one["check"], tuple(sorted(one["models"])), one["says"]),
    )
    for old, new in _matched(before, after, keys):
        if old is None or new is None:
            yield (State.new if old is None else State.gone), old, new
        else:
            judged = "not judged" not in (old["standing"], new["standing"])
            compared = ("severity", "says", "title", *(["standing"] if judged else []))
            same = all(old[key] == new[key] for key in compared)
            yield (State.unchanged if same else State.changed), old, new


def _subject(finding: Item) -> tuple[Hashable, ...]:
    return finding["check"], tuple(sorted(finding["models"])), tuple(sorted(finding["benchmarks"]))


def _claims(before: Item, after: Item, passages: Sequence[str]) -> Iterator[ClaimChange]:
    keys: tuple[Callable[[Item], Hashable], ...] = (
        lambda one: one["id"],
        lambda one: (*_measured(one), one["table"], one["value"]),
        lambda one: (*_measured(one), one["value"]),
        lambda one: (*_measured(one), one["table"]),
        _measured,
    )
    known = {document["sha256"] for document in before["documents"]}
    same = {document["id"] for document in after["documents"] if document["sha256"] in known}
    for old, new in _matched(before["claims"], after["claims"], keys):
        if old is None or new is None:
            yield ClaimChange(State.new if old is None else State.gone, old, new)
        elif _score(old) == _score(new):
            yield ClaimChange(State.unchanged, old, new)
        else:
            words = None if new["document"] in same else _announcement(new, passages)
            yield ClaimChange(State.changed, old, new, words, words is None and new["document"] not in same)


def _measured(claim: Item) -> tuple[Hashable, ...]:
    """What was measured: the model, the benchmark and all conditions stated."""
    conditions = tuple(sorted((name, value) for name, value in claim["conditions"].items() if name != "category"))
    return (
        claim["model_id"] or _bare(claim["model"]),
        claim["benchmark_id"] or _bare(claim["benchmark"]),
        _bare(claim["metric"] or ""),
        conditions,
    )


def _score(claim: Item) -> tuple[str, str]:
    return claim["number"] or claim["value"], claim["bound"] or ""


def _bare(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", name).casefold().split())


def _announcement(claim: Item, passages: Sequence[str]) -> str | None:
    """The words that announce the new value: in a footnote of its cell, or in a passage that names its benchmark."""
    for note in claim["footnotes"]:
        if ANNOUNCING.search(note["text"]):
            return str(note["text"])
    names = [name for name in {_bare(claim["benchmark"]), _bare(claim["benchmark"].split(" | ")[-1])} if name]
    for passage in passages:
        if ANNOUNCING.search(passage) and any(f" {name} " in f" {_bare(passage)} " for name in names):
            return " ".join(passage.split())
    return None


def _matched(before: Sequence[Item], after: Sequence[Item], keys: Sequence[Callable[[Item], Hashable]]) -> list[Pair]:
    """Pairs by the first key that both share, in order; then what only one side has. The later order leads."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for key in keys:
        waiting: dict[Hashable, list[int]] = {}
        for number, one in enumerate(before):
            if number not in taken:
                waiting.setdefault(key(one), []).append(number)
        for number, one in enumerate(after):
            if number not in partner and (found := waiting.get(key(one))):
                partner[number] = found.pop(0)
                taken.add(partner[number])
    pairs: list[Pair] = [
        (before[partner[number]] if number in partner else None, one) for number, one in enumerate(after)
    ]
    return pairs + [(one, None) for number, one in enumerate(before) if number not in taken]
