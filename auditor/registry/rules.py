"""Written rules for names with several meanings: by the document's date, its publisher and what stands beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from auditor.records.entity import How, Resolution
from auditor.registry.files import Ambiguity, AmbiguityRule
from auditor.registry.normalise import compact, normalise


@dataclass(frozen=True)
class Beside:
    """What is known of the place a name stands in."""

    date: str | None = None
    """Date of the document (ISO, as precise as known)."""
    publisher: str | None = None
    """Vendor id of the document's publisher, where known."""
    labels: tuple[str, ...] = ()
    """Other labels of the same table."""
    headings: tuple[str, ...] = ()
    """Caption, section headings and table heads over the name."""
    _spelled: dict[str, str] = field(default_factory=dict, compare=False)

    def text(self) -> str:
        """All that stands beside, normalised, parts parted by bars."""
        if "text" not in self._spelled:
            self._spelled["text"] = " | ".join(f" {normalise(part)} " for part in (*self.headings, *self.labels))
        return self._spelled["text"]


class Rules:
    """The ambiguous names with their rules."""

    def __init__(self, ambiguities: Iterable[Ambiguity]) -> None:
        self._by_label: dict[tuple[str, str], Ambiguity] = {}
        for ambiguity in ambiguities:
            for label in ambiguity.labels:
                self._by_label[ambiguity.kind, _key(label, ambiguity.spelled)] = ambiguity

    def __contains__(self, key: tuple[str, str]) -> bool:
        return self._find(*key) is not None

    def candidates(self, kind: str, name: str) -> tuple[str, ...]:
        """The entries an ambiguous name may mean; none where it is not ambiguous."""
        ambiguity = self._find(kind, name)
        return ambiguity.candidates if ambiguity else ()

    def _find(self, kind: str, name: str) -> Ambiguity | None:
        return self._by_label.get((kind, _key(name, True))) or self._by_label.get((kind, _key(name, False)))

    def decide(self, kind: str, name: str, beside: Beside) -> Resolution | None:
        """The entry the rules choose for an ambiguous name, or its candidates. None: the name is not ambiguous."""
        ambiguity = self._find(kind, name)
        if ambiguity is None:
            return None
        for rule in ambiguity.rules:
            if _holds(rule, beside):
                return Resolution(printed=name, id=rule.id, how=How.rule, candidates=ambiguity.candidates,
                                  why=f"{name!r} has several meanings; {rule.because}.")  # fmt: skip
        return Resolution(printed=name, how=How.ambiguous, candidates=ambiguity.candidates,
                          why=f"{name!r} has several meanings and nothing beside it decides.")  # fmt: skip


def _key(label: str, spelled: bool) -> str:
    return f"'{normalise(label)}'" if spelled else compact(label)


def _holds(rule: AmbiguityRule, beside: Beside) -> bool:
    if rule.from_ is not None and not (beside.date and _day(beside.date, first=True) >= _day(rule.from_, first=True)):
        return False
    if rule.before is not None and not (beside.date and _day(beside.date, first=False) < _day(rule.before, first=True)):
        return False
    if rule.publisher and beside.publisher not in rule.publisher:
        return False
    text = beside.text()
    if rule.beside and not _any(rule.beside, text):
        return False
    return not (rule.not_beside and _any(rule.not_beside, text))


def _any(phrases: Sequence[str], text: str) -> bool:
    return any(f" {normalise(phrase)} " in text for phrase in phrases)


def _day(date: str, *, first: bool) -> str:
    """The first or last day that an ISO date of any precision may mean."""
    parts = date.split("-")
    ends = ("01", "01") if first else ("12", "31")
    return "-".join([parts[0], *(parts[1:] + list(ends[len(parts) - 1 :]))][:3])
