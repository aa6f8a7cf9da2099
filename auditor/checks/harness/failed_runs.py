from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.marking import marked_cells
from auditor.checks.rows import key_of
from auditor.checks.wording import Said
from auditor.records import Confidence, Dossier, Finding, ResolvedClaim, Role, Severity

FAILED = re.compile(
    r"\b(?:(?:may |might |could |does |did |do )?(?:fail(?:s|ed|ure)?|not) (?:to )?(?:follow|parse|adhere|comply|"
    r"complete|finish|respond|produce)\w*|could not be (?:parsed|evaluated|completed)|timed? ?out|"
    r"format(?:ting)? (?:error|failure)s?|extraction (?:error|failure)s?|refus(?:es|ed) to)\b",
    re.IGNORECASE,
)


class FailedRuns(Check):
    """Marked scores are those of runs that failed, by the document's own note, and stand among the valid ones.

    What it finds:
        Scores with a mark whose note says that the model did not follow the prompt or format, could not be parsed, or
        ran out of time.

    Why it matters:
        Such a score measures the fit of prompt and model, not the ability that the row is about. A lead over it says
        nothing.

    Decision rule:
        A note or caption explains a mark with such words; cells with that mark have numbers. Low. One finding a
        release.

    Example:
        In the base-model tables of MiMo-V2-Flash an asterisk says that the model may fail to follow the prompt; the
        cells are 9.4 on SWE-Bench and 85.6 to 94.3 on NIAH-Multi of DeepSeek-V3.2 Exp Base.

    What would clear it:
        A run with a prompt that the model follows, or a blank in place of the number.

    References:
        Xiaomi LLM-Core, report of MiMo-V2-Flash, tables 5 and 6.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: list[tuple[Said, ResolvedClaim]] = []
        for note, cells in marked_cells(dossier, FAILED):
            found += [(note, cell) for cell in cells if cell.claim.role in (Role.rival, Role.own)]
        if found:
            yield self.report(dossier, found)

    def report(self, dossier: Dossier, found: list[tuple[Said, ResolvedClaim]]) -> Finding:
        note, first = found[0]
        unique = {(key_of(cell.model), key_of(cell.benchmark), cell.claim.value): cell for _, cell in reversed(found)}
        cells = list(unique.values())[::-1]
        listed = ", ".join(f"{c.claim.model} {c.claim.benchmark} {c.claim.value}" for c in cells[:4])
        more = f" and {len(cells) - 4} more" if len(cells) > 4 else ""
        notes = list(dict.fromkeys((n.document.id, n.text) for n, _ in found))
        said_by = {(n.document.id, n.text): n for n, _ in found}
        return self.finding(
            dossier,
            severity=Severity.low,
            confidence=Confidence.high,
            says="not comparable",
            title=(
                f"{len(cells)} marked scores are of runs that failed or may have failed, by the documents' own notes "
                f'("{note.text}"): '
                f"{listed}{more}"
            ),
            message=(
                f"{where(first.claim.label, first.claim.place)} prints {first.claim.value} for {first.claim.model} on "
                f'{first.claim.benchmark} with a mark that the document explains: "{note.text}" The score stands among '
                "those of valid runs."
            ),
            evidence=[
                *(cite_claim(cell, primary=index == 0) for index, cell in enumerate(cells[:12])),
                *(
                    cite_text(said_by[mark].document, said_by[mark].text, said_by[mark].block.place, label="note")
                    for mark in notes[:4]
                ),
                *(cite_claim(cell) for _, cell in found[:12] if cell not in cells),
            ],
            arithmetic=[f"{c.claim.model}, {c.claim.benchmark}: {c.claim.value} (marked)" for c in cells[:12]],
            overturned_by="A run with a prompt or format that the model follows.",
            models=[cell.model.id or cell.claim.model for cell in cells],
            benchmarks=[cell.benchmark.id or cell.claim.benchmark for cell in cells],
        )
