"""Counting an assertion against the rows it can refer to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.checks.assertions import Assertion, Kind
from auditor.checks.fields import EXAMPLES, headed, in_fields
from auditor.checks.rows import TEST_CONDITIONS, Row, conditions, difference, fold, key_of, score
from auditor.records import Dossier, Placement, ResolvedClaim, Role

SUMMARY = re.compile(
    r"abstract|introduction|overview|summary|conclusion|highlight|key features|contribution|discussion|at a glance",
    re.IGNORECASE,
)
"""Headings under which a release speaks of all its results."""


@dataclass(frozen=True)
class Duel:
    """The subject's score beside a rival's, in one row."""

    row: Row
    mine: ResolvedClaim
    theirs: ResolvedClaim
    won: bool | None
    """None: a tie."""

    @property
    def margin(self) -> Decimal:
        """How far the subject is ahead: negative where it is behind, whatever the direction of the benchmark."""
        gap = difference(self.mine, self.theirs)
        return gap if self.row.higher else -gap

    def line(self) -> str:
        """The duel as one line of arithmetic."""
        sign = "=" if self.won is None else ">" if self.mine_is_larger else "<"
        return (
            f"{self.row.printed}: {self.mine.claim.model} {self.mine.claim.value} {sign} "
            f"{self.theirs.claim.value} {self.theirs.claim.model}"
        )

    @property
    def mine_is_larger(self) -> bool:
        return difference(self.mine, self.theirs) > 0


STAGE = r"(?:instruct|chat|it|rl|thinking|preview|latest|v?\d{4}|\d{6,8}|\d+(?:\.\d+)?b(?:a?\d+(?:\.\d+)?b)?)"
"""What a table adds to the name by which the text calls a model: its stage, date or size."""


def own_names(dossier: Dossier) -> dict[str, set[str]]:
    """The folded names of each own model, by its key."""
    names: dict[str, set[str]] = {}
    for resolved in dossier.own():
        known = dossier.models.get(resolved.model.id or "")
        labels = (resolved.claim.model, *((known.name, *known.aliases) if known else ()))
        names.setdefault(key_of(resolved.model), set()).update(map(fold, labels))
    return names


def kin(dossier: Dossier, names: dict[str, set[str]], name: str) -> set[str]:
    """The keys of the own models that a table calls by that name with stage, date or size.

    None where one table has several sizes: the name is then that of a family.
    """
    found: dict[str, str] = {}
    for key, labels in names.items():
        for label in labels:
            if label.startswith(name) and re.fullmatch(STAGE + "+", label[len(name) :]):
                size = "".join(re.findall(r"\d+(?:\.\d+)?b", label[len(name) :])[:1])
                if not size or key.startswith("~"):  # what the registry knows under another name is another model
                    found[key] = size
    tables: dict[tuple[str, int], set[str]] = {}
    for resolved in dossier.own():
        if resolved.claim.row is not None and found.get(key_of(resolved.model)):
            place = (resolved.claim.document, resolved.claim.block)
            tables.setdefault(place, set()).add(found[key_of(resolved.model)])
    return set(found) if all(len(sizes) == 1 for sizes in tables.values()) else set()


def main_keys(dossier: Dossier) -> set[str]:
    """The keys of the release's main model: named like the release, else the tuned models whose names begin so."""
    names = own_names(dossier)
    if not dossier.release.subjects or len(names) < 2:
        return set(names)
    subject = fold(dossier.release.subjects[0])
    same = {key for key, labels in names.items() if subject in labels}
    begun = {key for key, labels in names.items() if any(label.startswith(subject) for label in labels)}
    tuned = {key for key in begun if not re.search(r"base|pretrain|-pt$", key)}
    sizes = {key for key in tuned if key in dossier.models}
    if same and all(key.startswith("~") for key in same) and sizes:
        return sizes  # the release's name is that of a family whose sizes the tables name
    dated = {key for key in kin(dossier, names, subject) if key.startswith("~")}
    return same | dated if same else tuned


def subjects_of(dossier: Dossier, assertion: Assertion) -> set[str]:
    """The keys of the models an assertion is about."""
    names = own_names(dossier)
    named = set(assertion.subjects) & names.keys()
    if assertion.subjects and not named:
        return main_keys(dossier) if _is_main(dossier, assertion) else set()
    spelt_out = {fold(said) for said in assertion.spelt}
    return named | {key for name in spelt_out for key in kin(dossier, names, name)} if named else main_keys(dossier)


def _is_main(dossier: Dossier, assertion: Assertion) -> bool:
    subject = "~" + fold(dossier.release.subjects[0]) if dossier.release.subjects else ""
    return subject in assertion.subjects


FIELD = re.compile(
    r"\b(?:on|in|for|at)\s+((?:[\w-]+\s+(?:and\s+)?){1,4}?)(?:tasks?|understanding|benchmarks?|abilit\w+|capabilit\w+|"
    r"domains?|problems?|scenarios?|evaluations?)\b",
    re.IGNORECASE,
)
"""What a clause narrows itself to."""
# fmt: off
GENERAL = frozenset({
    "a", "all", "an", "and", "any", "both", "different", "diverse", "each", "every", "key", "many", "most",
    "multiple", "of", "other", "our", "overall", "several", "some", "standard", "the", "their", "these", "this",
    "those", "various", "wide", "range", "performance", "results", "benchmark"
})
# fmt: on


def narrowed(assertion: Assertion, pool: Sequence[Row]) -> list[Row]:
    """The rows of the field that a clause narrows itself to ("on short video understanding").

    By the words of row labels and categories, which must all be there; where no label, caption or heading has them, by
    what the benchmarks are known to test; else none: the sentence then speaks of something that the table lacks.
    """
    match = FIELD.search(assertion.clause)
    words = [w for w in (match[1].casefold().split() if match else []) if w not in GENERAL]
    if not words:
        return list(pool)

    def of_row(row: Row) -> str:
        claim = row.first.claim
        return " ".join((*claim.row_path, *claim.column_path, claim.benchmark, claim.setting.printed)).casefold()

    def of_table(row: Row) -> str:
        return " ".join((row.first.claim.caption, *row.first.claim.section)).casefold()

    rows = [row for row in pool if all(word[:5] in of_row(row) for word in words)]
    rows = rows or [row for row in pool if all(word[:5] in of_table(row) for word in words)]
    return rows or (in_fields(match[0], pool) if match and re.search(r"\ball\b", match[0]) else [])


def scope(dossier: Dossier, assertion: Assertion, rows: Sequence[Row]) -> list[Row]:
    """The rows an assertion can refer to.

    Those of the benchmarks it names, and of the field that it names them as examples of; else those whose scores it
    prints; else those that it is the caption of; else those of the table it names (none where that could not be
    read); else those whose printed category it names or has for a heading; else those of its own section; else, in a
    title, summary or conclusion, all.
    """
    rows = [row for row in rows if row.key not in assertion.excluded]
    pool = [row for row in rows if row.document == assertion.said.document.id] or rows
    if assertion.benchmarks:
        named = [row for row in pool if row.key in assertion.benchmarks]
        blocks = {row.block for row in named}
        words = assertion.clause.casefold()
        named += [row for row in pool if row.block in blocks and row not in named and spelt(row, words)]
        if EXAMPLES.search(assertion.clause):
            same = [row for row in pool if row.block in blocks and row not in named]
            named += in_fields(assertion.clause, same)
        return named or [row for row in rows if row.key in assertion.benchmarks]
    scored = [row for row in pool if any(c.claim.value.rstrip("% ") in assertion.numbers for c in row.own)]
    if scored or assertion.numbers:
        return scored
    captioned = [row for row in pool if row.block == assertion.said.block.order]
    if captioned:
        return captioned
    if assertion.named_tables:
        labels = {fold(label) for label in assertion.named_tables}
        return narrowed(assertion, [row for row in pool if fold(row.label) in labels])
    block = assertion.said.block
    if group := headed(block, assertion.clause, pool):
        return group
    section = block.section
    inside = [row for row in pool if len(section) > 1 and row.first.claim.section[: len(section)] == section]
    if inside:
        return narrowed(assertion, inside)
    title = section[-1] if section else ""
    summary = block.placement is Placement.headline or not section or SUMMARY.search(title) is not None
    return narrowed(assertion, pool) if summary and assertion.kind is not Kind.best else []


def spelt(row: Row, words: str) -> bool:
    """Whether a text in small letters has the label of a row that is a plain word."""
    label = row.printed.casefold()
    return label.isalpha() and len(label) >= 6 and re.search(rf"\b{label}\b", words) is not None


def duels(row_list: Sequence[Row], subjects: set[str], objects: set[str]) -> list[Duel]:
    """One duel a row in which both stand: the subject's best cell against the rival's weakest, the kindest reading."""
    found: list[Duel] = []
    seen: set[tuple[object, ...]] = set()
    for row in row_list:
        if row.higher is None:
            continue
        mine = row.best([c for c in row.cells if key_of(c.model) in subjects and c.claim.role is Role.own])
        theirs = [c for c in row.cells if key_of(c.model) in objects and score(c) is not None]
        if not mine or not theirs:
            continue
        weakest = (min if row.higher else max)(theirs, key=lambda c: score(c) or Decimal(0))
        if weakest is mine[0]:
            continue
        mark = (row.key, conditions(mine[0], TEST_CONDITIONS), score(mine[0]), score(weakest))
        if mark not in seen:
            seen.add(mark)
            found.append(Duel(row, mine[0], weakest, row.better(mine[0], weakest)))
    return found


def against_each(row_list: Sequence[Row], subjects: set[str]) -> list[Duel]:
    """One duel a row and rival, for sentences about a class of rivals that names none."""
    rivals = dict.fromkeys(key_of(cell.model) for row in row_list for cell in row.rivals)
    return [duel for key in rivals for duel in duels(row_list, subjects, {key})]


def generations(row_list: Sequence[Row]) -> list[Duel]:
    """One duel a row and size against the same size of the line's generation before ("Gemma 3 27B", "Gemma 2 27B").

    Read off the two levels of a header: equal inner labels, outer labels that differ in a number alone.
    """
    found: list[Duel] = []
    seen: set[tuple[object, ...]] = set()
    for row in row_list:
        for mine in row.own:
            outer, _, inner = mine.claim.model.partition(" | ")
            for theirs in row.rivals:
                other, _, size = theirs.claim.model.partition(" | ")
                if not inner or fold(size) != fold(inner) or not _follows(outer, other) or row.higher is None:
                    continue
                mark = (row.key, mine.claim.model, score(mine), score(theirs))
                if mark not in seen:
                    seen.add(mark)
                    found.append(Duel(row, mine, theirs, row.better(mine, theirs)))
    return found


def _follows(name: str, other: str) -> bool:
    number = r"\d+(?:\.\d+)?"
    if fold(re.sub(number, "", name)) != fold(re.sub(number, "", other)):
        return False
    mine, theirs = re.search(number, name), re.search(number, other)
    return bool(mine and theirs and Decimal(mine[0]) > Decimal(theirs[0]))


def field(
    dossier: Dossier, row_list: Sequence[Row], subjects: set[str], *, open_only: bool, among: Sequence[str] = ()
) -> list[Duel]:
    """One duel a row against the best of the others, or of those that are known to be open or listed in a class."""
    found: list[Duel] = []
    seen: set[tuple[object, ...]] = set()
    for row in row_list:
        mine = row.best([c for c in row.cells if key_of(c.model) in subjects and c.claim.role is Role.own])
        rivals = [
            c for c in row.rivals if (not open_only or is_open(dossier, c)) and (not among or key_of(c.model) in among)
        ]
        best = row.best(rivals)
        if not mine or not best:
            continue
        mark = (row.key, conditions(mine[0], TEST_CONDITIONS), score(mine[0]), score(best[0]))
        if mark not in seen:
            seen.add(mark)
            found.append(Duel(row, mine[0], best[0], row.better(mine[0], best[0])))
    return found


def is_open(dossier: Dossier, cell: ResolvedClaim) -> bool:
    """Whether the registry says that the weights of a model are open."""
    model = dossier.models.get(cell.model.id or "")
    return bool(model and model.open_weights)
