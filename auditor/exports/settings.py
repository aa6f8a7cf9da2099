"""The conditions of scores that stand side by side, as the documents state them."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.records import Claim, ConditionName, Report, Role

NOT_HOW = frozenset({ConditionName.category, ConditionName.metric, ConditionName.version})
"""What says what is tested, not how: the same for a whole row."""
MOST_SIDES = 9


@dataclass(frozen=True)
class Side:
    """One column with its conditions in words."""

    model: str
    own: bool
    conditions: str
    """Empty: the document states none."""
    differs: bool
    """Whether it states others than every released model beside it."""


@dataclass
class SettingTable:
    """Rows of one table whose scores were not all obtained alike, as far as the document says."""

    where: str
    sides: tuple[Side, ...]
    rows: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Benchmark, and the score in each column."""


@dataclass(frozen=True)
class Settings:
    """What the release says of how its scores were obtained."""

    tables: tuple[SettingTable, ...]
    silent: int
    """Rows with a rival that state no condition at all."""

    def __bool__(self) -> bool:
        return bool(self.tables or self.silent)


def settings(report: Report) -> Settings:
    """Tables of the rows whose stated conditions differ between a released model and a rival."""
    found: dict[tuple[str, int, tuple[Side, ...]], SettingTable] = {}
    silent = 0
    for (document, order), group in report.dossier.tables():
        rows: dict[str, dict[tuple[str, str], Claim]] = {}
        for resolved in group:
            claim = resolved.claim
            if claim.role in (Role.own, Role.rival):
                rows.setdefault(claim.benchmark, {}).setdefault((claim.model, _words(claim)), claim)
        for benchmark, cells in rows.items():
            claims = sorted(cells.values(), key=lambda claim: claim.role is not Role.own)[:MOST_SIDES]
            own = {_words(claim) for claim in claims if claim.role is Role.own}
            rivals = {_words(claim) for claim in claims if claim.role is Role.rival}
            if not own or not rivals:
                continue
            if own | rivals == {""}:
                silent += 1
            elif rivals - own:
                sides = tuple(_side(claim, own) for claim in claims)
                table = found.setdefault(
                    (document, order, sides), SettingTable(_where(report, document, order, claims[0]), sides)
                )
                table.rows.append((benchmark, tuple(claim.value for claim in claims)))
    return Settings(tuple(found.values()), silent)


def _side(claim: Claim, own: set[str]) -> Side:
    words = _words(claim)
    return Side(claim.model, claim.role is Role.own, words, bool(words) and words not in own)


def _words(claim: Claim) -> str:
    said = sorted(
        (one.name.value.replace("_", " "), one.value) for one in claim.setting.conditions if one.name not in NOT_HOW
    )
    return "; ".join(f"{name} {value}" for name, value in said)


def _where(report: Report, document: str, order: int, claim: Claim) -> str:
    place = claim.place
    spot = f"page {place.page}" if place.page is not None else f"line {place.line}"
    label = report.dossier.block(document, order).label
    return ", ".join(part for part in (report.dossier.document(document).name, spot, label) if part)
