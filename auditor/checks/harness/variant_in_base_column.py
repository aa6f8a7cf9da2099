from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, where
from auditor.checks.own_words import OwnWord
from auditor.checks.rows import Row, difference, fold, key_of, points, rows, same_number
from auditor.checks.twins import clash
from auditor.records import Confidence, Dossier, Finding, ResolvedClaim, Severity


@dataclass(frozen=True)
class Mixed:
    """A cell that holds the number of another model of the same vendor."""

    row: Row
    cell: ResolvedClaim
    headed: OwnWord
    """What the vendor prints for the model that heads the column."""
    held: OwnWord
    """What the vendor prints, equal to the cell, for another of its models."""


class VariantInBaseColumn(Check):
    """A column headed by one model holds the numbers of another tier or generation of it.

    What it finds:
        Columns in which at least two values are not those of the model in the heading but those of another model of the
        same vendor: a larger tier, a mode with more compute, the predecessor.

    Why it matters:
        A column that mixes two models describes neither. With a larger tier's numbers the rival looks stronger and
        costs many times as much; with the predecessor's it looks weaker.

    Decision rule:
        The vendor's own release at hand prints, on the benchmark and under conditions that do not clash, a number for
        the heading's model that differs from the cell, and for another of its models one that equals the cell within
        rounding. At least two such cells of one column and one other model: one coincidence is possible, and a single
        one is left to the comparison with the vendor's number. High: no note of the column or cell names the other
        model or says that the best version was taken. Medium: a note says so. One finding a column.

    Example:
        Claude Opus 4.7's table heads a column GPT-5.4 and holds 89.3 on BrowseComp and 58.7 on Humanity's Last Exam
        with tools, which OpenAI prints for GPT-5.4 Pro; for GPT-5.4 it prints 82.7 and 52.1.

    What would clear it:
        A heading or mark at each cell that names the model it is of.

    References:
        Anthropic, announcement of Claude Opus 4.7 and its footnotes; OpenAI, tables of GPT-5.4 and GPT-5.5.
    """

    least = 2
    # With one decimal, one value in a column of fifteen equals some other model's number by chance often enough.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        groups: dict[tuple[str, int, str, str], dict[str, Mixed]] = defaultdict(dict)
        printed = vendors_words(dossier)
        for row in rows(dossier):
            for cell in row.cells:
                model = dossier.models.get(cell.model.id or "")
                if model is None or fold(model.vendor) == fold(dossier.release.vendor or "~"):
                    continue
                for mixed in self.mixed(dossier, row, cell, printed.get((model.vendor, cell.benchmark.id or ""), [])):
                    key = (row.document, row.block, str(cell.model.id), key_of(mixed.held.claim.model))
                    groups[key].setdefault(row.key, mixed)
        reported: set[tuple[str, str]] = set()
        for (_, _, headed, held), group in sorted(groups.items(), key=lambda item: -len(item[1])):
            if len(group) >= self.least and (headed, held) not in reported:
                reported.add((headed, held))
                yield self.report(dossier, list(group.values()))

    def mixed(self, dossier: Dossier, row: Row, cell: ResolvedClaim, words: list[OwnWord]) -> Iterator[Mixed]:
        """The other models of the vendor whose own number the cell holds."""
        model = dossier.models[str(cell.model.id)]
        alike = [w for w in words if w.claim.claim.unit == cell.claim.unit and not clash(w.claim, cell)]
        headed = [w for w in alike if w.claim.model.id == model.id and same_number(w.claim, cell) is not None]
        if not headed or any(same_number(cell, word.claim) for word in headed):
            return
        seen: set[str] = set()
        for word in alike:
            other = dossier.models[str(word.claim.model.id)]
            if other.id in seen or other.id == model.id or model.id == other.variant_of or other.id == model.variant_of:
                continue
            if same_number(word.claim, cell):
                seen.add(other.id)
                yield Mixed(row, cell, headed[0], word)

    def report(self, dossier: Dossier, group: list[Mixed]) -> Finding:
        first = max(group, key=lambda m: (abs(difference(m.cell, m.headed.claim)), m.row.printed))
        cell, held = first.cell.claim, first.held.claim.claim.model
        noted = self.noted(dossier, group, held)
        up = first.row.better(first.cell, first.headed.claim)
        favours = " in favour of the rival" if up else " against the rival" if up is False else ""
        listed = ", ".join(f"{m.row.printed} {m.cell.claim.value}" for m in group[:6])
        dated = f"{first.held.name}, {first.held.release.release.released or 'undated'}"
        gap = points(difference(first.cell, first.headed.claim))
        return self.finding(
            dossier,
            severity=Severity.medium if noted else Severity.high,
            confidence=Confidence.high,
            says="not comparable",
            title=(
                f"Column {cell.model}: {len(group)} values are those of {held} ({listed}); "
                f"{cell.model} has {first.headed.claim.claim.value} on {first.row.printed}"
            ),
            message=(
                f"{where(cell.label, cell.place)} heads a column {cell.model}. {len(group)} of its values equal what "
                f"the vendor itself prints for {held} ({dated}) "
                f"and not what it prints for {cell.model}; on {first.row.printed} that is {cell.value} for "
                f"{first.headed.claim.claim.value}, {gap}{favours}."
                + (" A note speaks of the version taken." if noted else " No note at the column says so.")
            ),
            evidence=[
                item
                for m in group[:10]
                for item in (cite_claim(m.cell, primary=m is first), m.headed.cite(), m.held.cite())
            ],
            arithmetic=[
                f"{m.row.printed}: printed {m.cell.claim.value}; {m.cell.claim.model} "
                f"{m.headed.claim.claim.value}, {m.held.claim.claim.model} {m.held.claim.claim.value}; "
                f"{m.cell.claim.value} − {m.headed.claim.claim.value} = {points(difference(m.cell, m.headed.claim))}"
                for m in group
            ],
            overturned_by="A heading or a mark at the cells that names the model they are of.",
            models=[first.cell.model.id or cell.model, first.held.claim.model.id or held],
            benchmarks=[m.cell.benchmark.id or m.row.printed for m in group],
        )

    def noted(self, dossier: Dossier, group: list[Mixed], held: str) -> bool:
        """Whether a note of the cells or a sentence of the document says which version stands in the column."""
        notes = " ".join(note.text for m in group for note in m.cell.claim.footnotes)
        texts = [notes, *(b.text for b in dossier.document(group[0].row.document).blocks if b.grid is None)]
        return any(
            fold(held) in fold(text) or ("best" in text.casefold() and "version" in text.casefold()) for text in texts
        )


def vendors_words(dossier: Dossier) -> dict[tuple[str, str], list[OwnWord]]:
    """What vendors print of their own models in releases at hand, by vendor and benchmark."""
    found: dict[tuple[str, str], list[OwnWord]] = defaultdict(list)
    for release in dossier.earlier:
        vendor = fold(release.release.vendor or "~")
        for claim in release.claims:
            model = dossier.models.get(claim.model.id or "")
            if model is not None and claim.benchmark.id and fold(model.vendor) == vendor:
                found[model.vendor, claim.benchmark.id].append(OwnWord(claim, release))
    return found
