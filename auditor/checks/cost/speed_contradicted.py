from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from auditor.checks.check import Check
from auditor.checks.citing import cite_text, where
from auditor.checks.naming import Names
from auditor.checks.speeds import Factor, SpeedTable, factors, speed_tables, tables_of_ratios
from auditor.records import Block, Cell, Confidence, Document, Dossier, Evidence, Finding, Place, Severity

FINE = 1.05
"""Factors in words are rounded up by a twentieth without a word."""
MEASURED = re.compile(r"\d+(?:\.\d+)?\s?(?:ms|s|seconds|tokens)\b")
"""What a measurement is told by."""


class SpeedContradicted(Check):
    """A speed-up in words that another sentence, or the release's own table of speeds, does not give.

    What it finds:
        Two sentences of a release that give two factors for the same speed-up; and factors that no two rows of the
        release's own tables of speeds have to each other, neither in total nor per device; and factors said of
        inference that were measured on the first token alone.

    Why it matters:
        A speed-up is the reason to choose a model of equal scores. A factor that the measurements do not give holds at
        a setting that no reader knows, or nowhere.

    Decision rule:
        A sentence with exactly one factor of speed (3.5×, 70 %). Words against words: both speak of the same measure
        (first token, decoding, inference as a whole; not training), and what they name of models, context lengths and
        hardware does not differ; neither factor is the other one rounded. Words against tables: the release has a
        table headed or captioned as tokens a second or throughput; of all pairs of rows in one column, none has the
        factor within 5 percent, in total or divided by the number of devices where a column states it. A part for the
        whole: a factor is said of inference, and the only sentence that gives the times behind it speaks of the first
        token. Above the table: the factor is above every cell of a table of measured factors. High: that. Medium: all
        others. One finding a release and way.

    Example:
        The report of MiniCPM-SALA says 3.5 times the inference speed in its abstract and a 2.5 times inference
        speed-up in its conclusion.

    What would clear it:
        The measurement behind the factor, with its setting.

    References:
        MiniCPM-SALA report, abstract and conclusion; Hunyuan-Large README, Inference Performance.
    """

    tolerance = 0.05
    # Factors in words are rounded to two digits.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        said = [factor for factor in factors(dossier) if factor.measure != "training"]
        names = Names(dossier)
        pair = next(
            (
                (a, b)
                for a, b in combinations(said, 2)
                if a.text != b.text and self.same(names, a, b) and not agree(a, b)
            ),
            None,
        )
        if pair is not None:
            yield self.words(dossier, *pair, [f for f in said if f.measure == pair[0].measure])
        told = {factor.printed for factor in said}
        narrow = next((ways for printed in sorted(told) if (ways := narrower(names, printed, said)) is not None), None)
        if narrow is not None:
            yield self.part(dossier, *narrow)
        for document, block, cells in tables_of_ratios(dossier):
            above = [f for f in said if f.measure != "first token" and f.value > max(r for _, r in cells) * FINE]
            if above:
                yield self.above(dossier, above, document, block, max(cells, key=lambda pair: pair[1]))
                break
        tables = list(speed_tables(dossier))
        missed = [factor for factor in said if tables and factor.value >= 1.1 and not self.given(tables, factor)]
        if missed:
            yield self.measured(dossier, missed, tables)

    def same(self, names: Names, a: Factor, b: Factor) -> bool:
        """Whether two sentences speak of one speed-up: nothing that both name differs."""
        if a.measure != b.measure:
            return False
        own_a, own_b = ({m.key for m in names.find_models(f.text) if m.own} for f in (a, b))
        rivals_a, rivals_b = ({m.key for m in names.find_models(f.text) if not m.own} for f in (a, b))
        named = ((own_a, own_b), (rivals_a, rivals_b), (a.lengths, b.lengths), (a.hardware, b.hardware))
        return bool(own_a and own_b) and all(not x or not y or x & y for x, y in named)

    def given(self, tables: Sequence[SpeedTable], factor: Factor) -> bool:
        """Whether two rows of a table have the factor to each other."""
        return any(
            abs(ratio / factor.value - 1) <= self.tolerance
            for table in tables
            for _, _, total, each in table.pairs()
            for ratio in (total, each)
            if ratio is not None
        )

    def words(self, dossier: Dossier, a: Factor, b: Factor, all_said: Sequence[Factor]) -> Finding:
        return self.finding(
            dossier,
            severity=Severity.medium,
            confidence=Confidence.medium,
            says="contradicted",
            title=f"The speed-up of {a.measure} is {a.printed} in one passage and {b.printed} in another "
            f"({spot(a)}, {spot(b)})",
            message=f'{spot(a)} says: "{short(a.said.text)}" {spot(b)} says: "{short(b.said.text)}" Nothing that both '
            "name (model, rival, context length, hardware) tells the two factors apart.",
            evidence=[cite(a, primary=True), cite(b), *(cite(f) for f in all_said if f is not a and f is not b)][:8],
            arithmetic=[f"{a.printed} ≠ {b.printed}"],
            overturned_by="A setting that tells the two measurements apart, stated at one of them.",
            models=list(dossier.release.subjects[:1]),
        )

    def part(self, dossier: Dossier, whole: Factor, measured: Factor) -> Finding:
        at = f" at {', '.join(sorted(measured.lengths))}" if measured.lengths else ""
        return self.finding(
            dossier,
            severity=Severity.medium,
            confidence=Confidence.medium,
            says="unsupported",
            title=f"The {whole.printed} of inference in words ({spot(whole)}) is measured on "
            f"{PART[measured.measure]}{at} ({spot(measured)})",
            message=f'{spot(whole)} says: "{short(whole.said.text)}" The measurement with this factor is of '
            f'{PART[measured.measure]}{at}: "{short(measured.said.text)}"',
            evidence=[cite(whole, primary=True), cite(measured)],
            arithmetic=[f"{whole.printed} of inference, {measured.printed} of {PART[measured.measure]}{at}"],
            overturned_by="A measurement of whole answers with the same factor.",
            models=list(dossier.release.subjects[:1]),
        )

    def above(
        self, dossier: Dossier, said: Sequence[Factor], document: Document, block: Block, most: tuple[Cell, float]
    ) -> Finding:
        first, place = said[0], where(block.label, most[0].place if most[0].place != Place() else block.place)
        return self.finding(
            dossier,
            severity=Severity.high,
            confidence=Confidence.medium,
            says="contradicted",
            title=(
                f'"{first.printed}" in words ({spot(first)}) is a factor of {first.value:g}; the largest that {place} '
                f"prints is {most[0].text}"
            ),
            message=f'{spot(first)} says: "{short(first.said.text)}" {place} ({block.caption[:160]}) holds the '
            f"measured factors; none is above {most[0].text}.",
            evidence=[
                cite(first, primary=True),
                *(cite(f) for f in said[1:5]),
                cite_text(document, most[0].text, most[0].place, label=block.label),
            ],
            arithmetic=[f"{first.printed}: {first.value:g} > {most[1]:g}"],
            overturned_by="A measurement with the factor in words, and its setting.",
            models=list(dossier.release.subjects[:1]),
        )

    def measured(self, dossier: Dossier, missed: Sequence[Factor], tables: Sequence[SpeedTable]) -> Finding:
        first, table = missed[0], tables[0]
        found = sorted(table.pairs(), key=lambda pair: -max(pair[2], pair[3] or 0))
        cell, beside, total, each = found[0]
        widest = f"{total:.2f}" + (f" in total, {each:.2f} per device" if each is not None else "")
        place = where(table.block.label, cell.place)
        return self.finding(
            dossier,
            severity=Severity.medium,
            confidence=Confidence.medium,
            says="unsupported",
            title=f"A factor of speed in words, {first.printed}, is given by no two rows of the table of speeds "
            f"({place}): the widest is {widest}",
            message=f'{spot(first)} says: "{short(first.said.text)}" No two rows in one column of the tables of speeds '
            f"have this ratio; the widest is {cell.text} to {beside.text}, {widest}.",
            evidence=[
                cite(first, primary=True),
                *(cite(f) for f in missed[1:6]),
                *(
                    cite_text(table.document, part.text, part.place, label=table.block.label)
                    for part in {id(c): c for pair in found[:4] for c in pair[:2]}.values()
                ),
            ],
            arithmetic=[f"in words: {f.printed}, a factor of {f.value:.2f}" for f in missed]
            + [
                f"{a.text} / {b.text} = {ratio:.2f}" + (f"; per device {own:.2f}" if own is not None else "")
                for a, b, ratio, own in found[:6]
            ],
            overturned_by="The measurement behind the factor, with its setting, in a document of the release.",
            models=list(dossier.release.subjects[:1]),
        )


PART = {"first token": "the time to the first token", "decoding": "decoding alone"}


def narrower(names: Names, printed: str, said: Sequence[Factor]) -> tuple[Factor, Factor] | None:
    """A factor said of inference as a whole, and the sentence that measures it on the first token alone."""
    same = [factor for factor in said if factor.printed == printed]
    whole = [f for f in same if f.measure == "inference" and any(m.own for m in names.find_models(f.text))]
    part = [f for f in same if f.measure == "first token" and MEASURED.search(f.text)]
    return (whole[0], part[0]) if whole and part else None


def agree(a: Factor, b: Factor) -> bool:
    """Whether one factor can be the other one rounded."""
    return any(round(y.value, x.digits) == round(x.value, x.digits) for x, y in ((a, b), (b, a)))


def spot(factor: Factor) -> str:
    return f"{where('', factor.said.block.place)} of {factor.said.document.name}"


def short(text: str) -> str:
    return text if len(text) <= 220 else text[:219].rsplit(" ", 1)[0] + " …"


def cite(factor: Factor, *, primary: bool = False) -> Evidence:
    block = factor.said.block
    return cite_text(factor.said.document, factor.said.text, block.place, label=block.label, primary=primary)
