from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor.checks.asking import ask, texts
from auditor.checks.check import Check
from auditor.checks.citing import cell_text, cite_claim, where
from auditor.checks.dates import surely_before
from auditor.checks.likeness import alike, printed_beside, run_anew
from auditor.checks.own_words import OwnWord, own_words, prints
from auditor.checks.rows import Row, difference, fold, points, rows
from auditor.checks.wording import mentions, plain, said
from auditor.records import Confidence, Dossier, Finding, Provenance, ResolvedClaim, Role, Severity


class RestatedPredecessor(Check):
    """The vendor's number for its own earlier model is not the one it printed before.

    What it finds:
        Cells of the vendor's earlier models that differ from an earlier release of the same vendor.

    Why it matters:
        A predecessor restated downwards makes the gain larger than readers of both releases would find.

    Decision rule:
        An earlier release of the vendor at hand prints the same model on the same benchmark under the same conditions,
        or with none stated at both places, and no print there equals the cell within rounding; the release does not
        say that it ran the compared models anew in one framework, unless it also says that it takes published scores;
        no other place of the table prints the earlier number; no sentence names the model together with words
        like updated, re-run or originally. High: the order between the models changes. Medium: restated downwards by a
        point or more. Low: the rest; where all differ by less than a point and no order changes, nothing. One finding
        a model. Pedantic audits also report scores run anew, and those under conditions that only one side states.

    Example:
        Anthropic restated Opus 4.6 on CyberGym from 66.6 to 73.8 in the Opus 4.7 table, with a footnote.

    What would clear it:
        A note at the cell that says what changed.

    References:
        SemiAnalysis, 2026-04-24.
    """

    version = 2
    least_gap = 1
    # Less than a point that changes no order is rounding, or a run of no weight.
    say_unlike = False
    # A score run anew, or under a condition that one side leaves unsaid, may well differ from the earlier one.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        groups: dict[str, dict[str, tuple[Row, ResolvedClaim, OwnWord]]] = defaultdict(dict)
        for row in rows(dossier):
            for cell in row.cells:
                model = dossier.models.get(cell.model.id or "")
                if model is None or cell.claim.role is not Role.rival:
                    continue
                if fold(model.vendor) != fold(dossier.release.vendor or "~"):
                    continue
                sources = [
                    word
                    for word in own_words(dossier, cell)
                    # What released the model itself came first, whatever the date of the copy at hand.
                    if word.claim.claim.role is Role.own
                    or not surely_before(dossier.release.released, word.release.release.released)
                ]
                if not self.say_unlike:
                    if run_anew(dossier, cell) or any(printed_beside(dossier, cell, word.claim) for word in sources):
                        continue
                    sources = [word for word in sources if alike(dossier, cell, word.claim)]
                if sources and not prints(dossier, cell):
                    nearest = min(sources, key=lambda source: abs(difference(cell, source.claim)))
                    groups[model.id].setdefault(str(cell.benchmark.id), (row, cell, nearest))
        for id, group in groups.items():
            clear = any(flips(e) or abs(difference(e[1], e[2].claim)) >= self.least_gap for e in group.values())
            if clear and not self.told(dossier, id):
                yield self.report(dossier, list(group.values()))

    def told(self, dossier: Dossier, id: str) -> bool:
        words = ("updated", "re-run", "rerun", "originally", "re-evaluat", "restated", "corrected")
        names = (dossier.models[id].name, *dossier.models[id].aliases)
        return any(
            any(word in plain(sentence.text).casefold() for word in words)
            and any(mentions(sentence.text, name) for name in names)
            for sentence in said(dossier)
        )

    def report(self, dossier: Dossier, group: list[tuple[Row, ResolvedClaim, OwnWord]]) -> Finding:
        group = sorted(group, key=lambda entry: (not flips(entry), difference(entry[1], entry[2].claim)))
        row, cell, source = group[0]
        change = difference(cell, source.claim)
        worse = change <= -1 if row.higher else change >= 1
        severity = Severity.high if flips(group[0]) else Severity.medium if worse else Severity.low
        printed, before = cell.claim, source.claim.claim
        more = f" (and {len(group) - 1} more benchmarks)" if len(group) > 1 else ""
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.medium,
            says="contradicted",
            title=(
                f"{printed.model} on {printed.benchmark}: {printed.value} here, {before.value} in the vendor's own "
                f"earlier release{more}"
            ),
            message=(
                f"{where(printed.label, printed.place)} prints {printed.value} for the vendor's own {printed.model} on "
                f"{printed.benchmark}; {source.name} of the same vendor printed {before.value}. No sentence says why."
            ),
            evidence=[
                item
                for index, entry in enumerate(group[:10])
                for item in (cite_claim(entry[1], primary=index == 0), entry[2].cite())
            ],
            arithmetic=[
                f"{entry[0].printed}: {entry[1].claim.value} − {entry[2].claim.claim.value} = "
                f"{points(difference(entry[1], entry[2].claim))}"
                for entry in group
            ],
            overturned_by="A note in the release that says what changed (harness, version, correction).",
            models=[cell.model.id or printed.model],
            benchmarks=[entry[1].benchmark.id or entry[0].printed for entry in group],
            question=ask(
                "misquote_or_rerun",
                features={
                    "equals_another_tier": False,
                    "stated_as_own_run": printed.provenance in (Provenance.own_run, Provenance.rerun),
                    "stated_as_copied": printed.provenance is Provenance.copied,
                    "changes_the_order": flips(group[0]),
                    "source_is_later": False,
                    "gap": float(change),
                    "benchmarks": len(group),
                },
                evidence={
                    "here": cell_text(cell),
                    "vendor": cell_text(source.claim),
                    **texts((note.text for note in printed.footnotes), "note"),
                },
                here=(
                    f"{printed.model}, {printed.benchmark}: {printed.value} "
                    f"({printed.setting.printed or 'no condition stated'})"
                ),
                there=(
                    f"{before.model}, {before.benchmark}: {before.value} "
                    f"({before.setting.printed or 'no condition stated'}), in {source.name}"
                ),
                whose="the same vendor, earlier",
                notes="; ".join(note.text for note in printed.footnotes) or "none",
            ),
        )


def flips(entry: tuple[Row, ResolvedClaim, OwnWord]) -> bool:
    """Whether the own model is ahead of the cell and behind what was printed before."""
    row, cell, source = entry
    mine = row.best(row.own)
    return bool(mine) and row.better(mine[0], cell) is True and row.better(mine[0], source.claim) is False
