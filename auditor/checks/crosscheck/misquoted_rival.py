from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.checks.asking import ask, texts
from auditor.checks.check import Check
from auditor.checks.citing import cell_text, cite_claim, where
from auditor.checks.dates import surely_before
from auditor.checks.likeness import alike, printed_beside, printed_elsewhere, run_anew, takes_best
from auditor.checks.own_words import OwnWord, neighbour, own_words, prints
from auditor.checks.rows import Row, difference, fold, places, points, rows, same_number, score
from auditor.records import Confidence, Dossier, Finding, Provenance, ResolvedClaim, Role, Severity, Unit


@dataclass(frozen=True)
class Misquote:
    """A rival's cell that its vendor does not print."""

    row: Row
    cell: ResolvedClaim
    source: OwnWord
    twin: OwnWord | None
    """The vendor's score of another of its models that equals the cell."""
    flips: bool
    """Whether the order to the own model is another with the vendor's number."""

    @property
    def gap(self) -> Decimal:
        """How far the two prints are apart, in points."""
        return abs(difference(self.cell, self.source.claim))


class MisquotedRival(Check):
    """A rival's number differs from what the rival's own vendor prints.

    What it finds:
        Cells of rivals whose value is not the one that the rival's vendor prints for that model on that benchmark; and
        among them those that equal the vendor's score of another model (another tier, the predecessor).

    Why it matters:
        A wrong number for a rival moves the own model's place. A number of another tier under the base model's name
        compares with a model that costs many times as much, or less.

    Decision rule:
        A release of the rival's vendor at hand (of any date) prints that model on that benchmark, base models beside
        base models; none of its prints of that model, of any stage and under any setting, equals the cell within
        rounding. The conditions of both prints are the same, or stated at neither; of a benchmark with several scores
        both name the same one. Conditions left unsaid at one place are passed over where the vendor prints the cell's
        number for another model in the same row (a slip of the column), and, for better numbers of the vendor, where
        the release says that it prints the best published scores. No quotation is a cell without a mark in a table
        that marks quoted cells; a cell that the release says it ran itself, at the cell or for all compared models
        (in one framework), unless it also says that it takes published scores; a cell that equals an independent run;
        and a cell whose table prints the vendor's number, too. The swap test: does the cell equal the score of another
        of the vendor's models, printed by then? A gap of more than 15 points (5 to a later release) counts only where
        it does. High: the order between the rival and the own model changes with the vendor's number (and that is not
        from a later release, unless the swap test is met). Medium: the swap test is met, or the gap is 2 points or
        more. Low: less; under a point nothing. Pedantic audits also report cells run anew, as low at most, and those
        under a condition that only one place states. One finding a rival.

    Example:
        Claude Opus 4.7's table has 89.3 on BrowseComp in the column GPT-5.4; OpenAI prints 82.7 for GPT-5.4 and 89.3
        for GPT-5.4 Pro.

    What would clear it:
        A note that the value is of another tier or was run by the vendor of the document, under stated settings.

    References:
        SemiAnalysis, 2026-04-24; GLM-4.5 repository, issue 118.
    """

    version = 2
    least_gap = 1
    # Less than a point that changes no order is of no use to a reader.
    clear_gap = 2
    # Vendors' own prints of one score differ by less where runs are averaged.
    other_protocol = 15
    # So far apart are a base and a tuned model, or two protocols, and no two prints of one score.
    later_gap = 5
    # A later print of an API model may be of a later snapshot of it.
    say_unlike = False
    # A score run anew, or under a condition that one side leaves unsaid, may well differ from the vendor's.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        groups: dict[str, dict[str, Misquote]] = defaultdict(dict)
        for row in rows(dossier):
            for cell in row.rivals:
                found = self.misquote(dossier, row, cell)
                if found is not None:
                    groups[str(cell.model.id)].setdefault(str(cell.benchmark.id), found)
        for group in groups.values():
            if any(m.twin is not None or m.flips or m.gap >= self.least_gap for m in group.values()):
                yield self.report(dossier, list(group.values()))

    def misquote(self, dossier: Dossier, row: Row, cell: ResolvedClaim) -> Misquote | None:
        model = dossier.models.get(cell.model.id or "")
        if model is None or fold(model.vendor) == fold(dossier.release.vendor or "~"):
            return None
        if not cell.claim.marks and any(quoted(other, cell) for other in dossier.claims):
            return None
        sources = own_words(dossier, cell)
        if not sources or prints(dossier, cell):
            return None
        twin = neighbour(dossier, cell)
        if not self.say_unlike:
            if (
                run_anew(dossier, cell)
                or printed_elsewhere(dossier, cell)
                or any(printed_beside(dossier, cell, source.claim) for source in sources)
            ):
                return None
            best = takes_best(dossier)
            sources = [
                source
                for source in sources
                if alike(dossier, cell, source.claim)
                or beside(source, cell)
                or (best and row.better(source.claim, cell) is True)
            ]
            if not sources:
                return None
        nearest = min(sources, key=lambda source: abs(difference(cell, source.claim)))
        gap = abs(difference(cell, nearest.claim))
        after = surely_before(dossier.release.released, nearest.release.release.released)
        shares = cell.claim.unit in (Unit.percent, Unit.fraction, Unit.unknown)
        if shares and twin is None and gap > (self.later_gap if after else self.other_protocol):
            return None
        mine = row.best(row.own)
        now = row.better(cell, mine[0]) if mine else None
        then = row.better(nearest.claim, mine[0]) if mine else None
        return Misquote(row, cell, nearest, twin, now != then and None not in (now, then))

    def report(self, dossier: Dossier, group: list[Misquote]) -> Finding:
        group = sorted(
            group, key=lambda m: (m.twin is None, not m.flips, -abs(difference(m.cell, m.source.claim)), m.row.printed)
        )
        first = group[0]
        cell, source = first.cell.claim, first.source.claim.claim
        ran = all(m.cell.claim.provenance in (Provenance.own_run, Provenance.rerun) for m in group)
        later = not surely_before(first.source.release.release.released, dossier.release.released)
        if ran:
            severity = Severity.low
        elif first.flips and not (later and first.twin is None):
            severity = Severity.high
        elif first.twin is not None or abs(difference(first.cell, first.source.claim)) >= self.clear_gap:
            severity = Severity.medium
        else:
            severity = Severity.low
        swap = f", which prints {cell.value} for {first.twin.claim.claim.model}" if first.twin else ""
        dated = f" of {first.source.release.release.released}, which is later" if later else ""
        more = f" (and {len(group) - 1} more benchmarks)" if len(group) > 1 else ""
        own = first.row.best([c for c in first.row.cells if c.claim.role is Role.own])
        order = (
            f" With its vendor's number the order to {own[0].claim.model} ({own[0].claim.value}) is reversed."
            if first.flips and own
            else ""
        )
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.high if first.twin else Confidence.medium,
            says="contradicted",
            title=(
                f"{cell.model} on {cell.benchmark}: {cell.value} here, {source.value} in {first.source.name} of "
                "its own "
                f"vendor{swap}{more}"
            ),
            message=(
                f"{where(cell.label, cell.place)} prints {cell.value} for {cell.model} on {cell.benchmark}. "
                f"Its vendor prints {source.value} in {first.source.name}{dated}{swap}.{order} "
                "No condition that both places state tells the two apart."
            ),
            evidence=[
                item
                for m in group[:10]
                for item in (
                    cite_claim(m.cell, primary=m is first),
                    m.source.cite(),
                    *([m.twin.cite()] if m.twin else []),
                )
            ],
            arithmetic=[
                f"{m.row.printed}: {m.cell.claim.value} − {m.source.claim.claim.value} = "
                f"{points(difference(m.cell, m.source.claim))}"
                + (f"; equals {m.twin.claim.claim.model} {m.twin.claim.claim.value}" if m.twin else "")
                for m in group
                if score(m.cell) is not None
            ],
            overturned_by="A note that the value is of another tier or was measured anew, under stated settings.",
            models=[first.cell.model.id or cell.model],
            benchmarks=[m.cell.benchmark.id or m.row.printed for m in group],
            question=ask(
                "misquote_or_rerun",
                features={
                    "equals_another_tier": first.twin is not None,
                    "stated_as_own_run": ran,
                    "stated_as_copied": cell.provenance is Provenance.copied,
                    "changes_the_order": first.flips,
                    "source_is_later": later,
                    "gap": float(difference(first.cell, first.source.claim)),
                    "benchmarks": len(group),
                },
                evidence={
                    "here": cell_text(first.cell),
                    "vendor": cell_text(first.source.claim),
                    **({"other tier": cell_text(first.twin.claim)} if first.twin else {}),
                    **texts((note.text for note in cell.footnotes), "note"),
                },
                here=f"{cell.model}, {cell.benchmark}: {cell.value} ({cell.setting.printed or 'no condition stated'})",
                there=(
                    f"{source.model}, {source.benchmark}: {source.value} "
                    f"({source.setting.printed or 'no condition stated'}), in {first.source.name}"
                ),
                whose="the rival's own vendor",
                notes="; ".join(note.text for note in cell.footnotes) or "none",
            ),
        )


def beside(source: OwnWord, cell: ResolvedClaim) -> bool:
    """Whether a vendor's table prints the cell's number for another model, in the row of the model's own score."""
    own = source.claim
    return any(
        (other.claim.document, other.claim.block, other.claim.benchmark)
        == (own.claim.document, own.claim.block, own.claim.benchmark)
        and other.model.id not in (None, own.model.id)
        and same_number(other, cell)
        and places(other) == places(cell)
        for other in source.release.claims
    )


def quoted(other: ResolvedClaim, cell: ResolvedClaim) -> bool:
    """Whether another cell of the same table is marked as taken from elsewhere."""
    claim = other.claim
    return (
        claim.provenance is Provenance.copied
        and bool(claim.marks)
        and (claim.document, claim.block) == (cell.claim.document, cell.claim.block)
    )
