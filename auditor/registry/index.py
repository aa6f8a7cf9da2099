"""All names of the registry, ready for lookup: as printed, normalised, and with their words in any order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.records.entity import How
from auditor.registry.normalise import bag, compact, normalise

_SHORTEST = 2
"""Normalised names shorter than this are found only as printed."""


@dataclass(frozen=True)
class Hit:
    """Entries that a name leads to. More than one: the name does not decide between them."""

    ids: tuple[str, ...]
    how: How
    name: str
    """The registry's spelling that matched."""


class NameIndex:
    """Names of one kind of entry."""

    def __init__(self, entries: Iterable[tuple[str, str, tuple[str, ...]]]) -> None:
        """Entries are id, name and aliases."""
        self._names: dict[str, dict[str, How]] = {}
        self._compact: dict[str, dict[str, str]] = {}
        self._bags: dict[str, dict[str, str]] = {}
        self.spellings: list[tuple[str, str]] = []
        """Normalised name and id, for approximate matching."""
        for id_, name, aliases in entries:
            for label in (name, id_, *aliases):
                how = How.exact if label in (name, id_) else How.alias
                self._names.setdefault(label, {}).setdefault(id_, how)
                key = compact(label)
                if len(key) >= _SHORTEST:
                    self._compact.setdefault(key, {}).setdefault(id_, label)
                    self._bags.setdefault(bag(label), {}).setdefault(id_, label)
                self.spellings.append((normalise(label), id_))

    def literal(self, text: str) -> Hit | None:
        """Entries with exactly this name or alias."""
        found = self._names.get(text)
        return Hit(tuple(found), next(iter(found.values())), text) if found else None

    def normalised(self, text: str) -> Hit | None:
        """Entries whose name differs only in spelling."""
        for table, key in ((self._compact, compact(text)), (self._bags, bag(text))):
            if len(key) >= _SHORTEST and (found := table.get(key)):
                return Hit(tuple(found), How.normalised, next(iter(found.values())))
        return None

    def find(self, text: str) -> Hit | None:
        """By the name as printed, else by its normalised spelling."""
        return self.literal(text) or self.normalised(text)

    def shared(self) -> dict[str, tuple[str, ...]]:
        """Normalised names that more than one entry claims."""
        return {key: tuple(found) for key, found in self._compact.items() if len(found) > 1}
