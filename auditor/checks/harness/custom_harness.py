from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.asking import ask, cells
from auditor.checks.check import Check
from auditor.checks.citing import cell_text, cite_claim, cite_text, where
from auditor.checks.noting import note_question, scores_in
from auditor.checks.rows import Row, difference, fold, key_of, points, rows, who
from auditor.checks.wording import Said, plain, said
from auditor.records import Confidence, Dossier, Finding, Question, ResolvedClaim, Role, Severity

IN_HOUSE = re.compile(
    r"\b(?:in-?house|internal(?:ly)?|proprietary|custom(?:ised|ized)?|self-developed|our own)\b"
    r"(?:\W+\w+){0,2}?\W+(?:scaffold\w*|harness|frameworks?|agents?\b|corrected|modified|verified version)|"
    r"\bheld-?out split\b|\bexpert-crafted test cases\b|"
    r"\b(?:corrected|modified|cleaned|filtered) version of (?:the )?[A-Z]",
    re.IGNORECASE,
)
"""Words for a test setup that only the vendor has."""
RUN = re.compile(
    r"\b(?:evaluat\w*|benchmarks?|results?|scores?|bench|tasks?|split|problems?|runs?|ran|tested|scoring|\w+bench)\b",
    re.IGNORECASE,
)
TRAINING = re.compile(
    r"\b(?:train\w*|pre-?train\w*|RL|reinforcement|rewards?|infrastructure|inference)\b", re.IGNORECASE
)


class CustomHarness(Check):
    """Scores come from a test setup of the vendor's own.

    What it finds:
        Benchmarks printed under the vendor's own framework beside the public one, with what the change does to each
        model; and sentences that say a public benchmark was run with an internal scaffold, split or corrected version.

    Why it matters:
        A scaffold moves agentic scores by ten points and more. Nobody else can run the vendor's, so its numbers stand
        beside no others.

    Decision rule:
        Two rows of one benchmark in one table, of which the label of one names a setup of the vendor's own: high where
        the own model gains and a rival loses by the change, both by 3 points or more; medium otherwise. Sentences and
        captions with such words and a word for testing, none for training: low, one finding a release.

    Example:
        Kimi K2's README has TerminalBench in an in-house framework (30.0, GPT-4.1 8.3) and on Terminus (25.0, GPT-4.1
        30.3).

    What would clear it:
        The public code of the setup, or the scores under the benchmark's own.

    References:
        Moonshot AI, README of Kimi K2, table of instruct results.
    """

    clear = Decimal(3)
    # On the 80 to 500 tasks of agentic tests three points are more than a few tasks.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        pairs: dict[tuple[str, int, str], list[Row]] = defaultdict(list)
        for row in rows(dossier):
            if row.own:
                pairs[row.document, row.block, row.key].append(row)
        for group in pairs.values():
            ours = [row for row in group if IN_HOUSE.search(label(row))]
            public = [row for row in group if not IN_HOUSE.search(label(row))]
            if len(ours) == 1 and len(public) == 1:
                yield self.beside(dossier, ours[0], public[0])
        yield from self.in_words(dossier)

    def beside(self, dossier: Dossier, ours: Row, public: Row) -> Finding:
        other = {who(cell): cell for cell in public.cells}
        shared = [(cell, other[who(cell)]) for cell in ours.cells if who(cell) in other]
        changes = [(a, b, difference(a, b) if ours.higher is not False else difference(b, a)) for a, b in shared]
        gains = [change for a, _, change in changes if a.claim.role is Role.own]
        losses = [change for a, _, change in changes if a.claim.role is Role.rival]
        opposed = bool(gains and losses) and max(gains) >= self.clear and min(losses) <= -self.clear
        mine = (ours.best(ours.own) or ours.own)[0]
        listed = ", ".join(f"{a.claim.model} {a.claim.value} against {b.claim.value}" for a, b, _ in changes)
        lines = [f"{a.claim.model}: {a.claim.value} − {b.claim.value} = {points(change)}" for a, b, change in changes]
        return self.finding(
            dossier,
            severity=Severity.high if opposed else Severity.medium,
            confidence=Confidence.high,
            says="not comparable",
            title=f"{ours.printed}: the vendor's own framework against the public one: {listed or mine.claim.value}",
            message=(
                f"{where(ours.label, mine.claim.place)} prints {ours.printed} twice, once in a framework of the "
                f"vendor's own ({mine.claim.value}). {len(shared)} models have a score in both"
                + (f": {listed}." if listed else ".")
            ),
            evidence=[
                *(cite_claim(cell, primary=cell is mine) for cell in ours.cells),
                *(cite_claim(cell) for cell in public.cells),
            ],
            arithmetic=lines or [f"models with both: {len(shared)}"],
            overturned_by="The public code of the setup, or a description that lets others run it.",
            models=[key_of(cell.model) for cell in ours.cells],
            benchmarks=[ours.benchmark.id or ours.printed],
            question=self.question(ours, public, changes) if changes and ours.rivals else None,
        )

    def question(self, ours: Row, public: Row, changes: list[tuple[ResolvedClaim, ResolvedClaim, Decimal]]) -> Question:
        mine = (ours.best(ours.own) or ours.own)[0]
        rival = (ours.best(ours.rivals) or ours.rivals)[0]
        gap = difference(mine, rival)
        effect = max((change for _, _, change in changes), key=abs)
        return ask(
            "material_difference",
            features={
                "condition": "harness",
                "rows": 1,
                "led_by_own": int(ours.better(mine, rival) is True),
                "changes_the_test": True,
                "gap": float(gap),
                "effect": float(effect),
            },
            evidence={
                "own": cell_text(mine),
                "rival": cell_text(rival),
                **cells((b for _, b, _ in changes), "public framework"),
            },
            condition="harness",
            own=f"{mine.claim.model} {mine.claim.value} (framework of the vendor's own)",
            rival=f"{rival.claim.model} {rival.claim.value} (the same)",
            benchmark=ours.printed,
            gap=f"{points(gap)} points, own model less rival; the change of framework alone is up to {points(effect)}",
        )

    def in_words(self, dossier: Dossier) -> Iterator[Finding]:
        found: list[Said] = []
        for sentence in said(dossier):
            text = plain(sentence.text)
            if len(text) < 500 and IN_HOUSE.search(text) and RUN.search(text) and not TRAINING.search(text):
                found.append(sentence)
        told: list[str] = []
        for sentence in list(found):
            text = fold(plain(sentence.text))
            if any(text in other or other in text for other in told):
                found.remove(sentence)  # a caption that was read with its figure and without
            told.append(text)
        if not found or not any(True for _ in dossier.own()):
            return
        first = found[0]
        quote = first.text if len(first.text) <= 140 else first.text[:139].rsplit(" ", 1)[0] + " …"
        more = f" (and {len(found) - 1} more sentences)" if len(found) > 1 else ""
        yield self.finding(
            dossier,
            severity=Severity.low,
            confidence=Confidence.medium,
            says="not comparable",
            title=f'Test setup of the vendor\'s own: "{quote}"{more}',
            message=(
                f'{where("", first.block.place).capitalize()} of {first.document.name} says: "{first.text}" Scores '
                "from such a setup stand beside no published ones."
            ),
            evidence=[
                cite_text(s.document, s.text, s.block.place, label=s.block.label, primary=s is first) for s in found[:8]
            ],
            overturned_by="The public code or data of the setup.",
            models=list(dossier.release.subjects[:1]),
            question=note_question(found, "test setup of the vendor's own", scores_in(dossier, first)),
        )


def label(row: Row) -> str:
    """All that the labels of a row say, without the category heading."""
    claim = row.first.claim
    return f"{claim.benchmark} {claim.metric or ''} {' '.join(claim.row_path[1:])} {claim.setting.printed}"
