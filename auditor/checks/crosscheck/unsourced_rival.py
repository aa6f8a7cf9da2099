from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, where
from auditor.checks.lineage import same_vendor
from auditor.checks.origins import own_framework, reaches
from auditor.checks.rows import Row, fold, key_of, rows
from auditor.checks.wording import Said, plain, said
from auditor.records import BlockKind, Confidence, Dossier, Finding, Placement, Provenance, ResolvedClaim, Severity

SOURCE = re.compile(
    r"\b(?:copied|taken|sourced|reported|cited|quoted|adopted|collected|excerpted|come|comes|drawn)\s+(?:\w+\s+)?"
    r"(?:from|by|in)\b|\bofficial (?:reports?|results?|numbers?|scores?|technical)|"
    r"\bre-?(?:run|ran|evaluat\w+|produc\w+|test\w+|implement\w+)\b|"
    r"\b(?:we|our team) (?:\w+ ){0,2}(?:evaluat\w+|run|ran|test\w*|assess\w*|benchmark\w*) (?:\w+ ){0,3}"
    r"(?:baselines?|competitors?|other models|all models|all (?:\w+ ){1,2}models|rivals?|counterparts?)\b|"
    r"\bsame (?:\w+ ){0,2}(?:protocol|framework|settings?|pipeline|environment|codebase|prompts?)\b|"
    r"\b(?:their|its) (?:own )?(?:report|paper|blog|card|website)s?\b",
    re.IGNORECASE,
)
"""Words by which a release says who obtained the scores of others."""
COMPARED = re.compile(
    r"\b(?:models?|baselines?|competitors?|results?|scores?|values?|data points?|performance)\b", re.I
)


class UnsourcedRival(Check):
    """Scores of rivals without a word on who obtained them.

    What it finds:
        Tables and figures with scores of other models where neither a mark, nor the caption, nor a sentence of the
        section says whether they were copied from a report or run again.

    Why it matters:
        A copied score was measured by somebody else, in another way. Set beside an own run without a mark it reads as
        like against like, and a reader cannot look it up.

    Decision rule:
        At least 3 scores of rivals in the table, none with a mark or note of its origin; no sentence in the table's
        caption or section (or, for tables at the level of the document, anywhere in it) with words for copying, running
        or one protocol together with a word for the models or results; no sentence of any document that says that all
        models (base models, for a table of base models) were run in one framework or under the same settings. Tables
        whose rivals are all of the vendor's own line are left out: it has run its earlier models itself. Prints of one
        score count once. Low. One finding a release.

    Example:
        LongCat-Flash-Omni's tables 5, 6, 12 and 13 mark copied values with a star; tables 9, 10, 11 and 14 do not.

    What would clear it:
        A note on the origin of these scores.

    References:
        Meituan LongCat Team, report of LongCat-Flash-Omni, section 7.
    """

    least_cells = 3

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        tables: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in rows(dossier):
            tables[row.document, row.block].append(row)
        spoken = [s for s in said(dossier) if SOURCE.search(plain(s.text)) and COMPARED.search(plain(s.text))]
        framework = own_framework(dossier)
        bare: list[list[Row]] = []
        told: set[tuple[str, ...]] = set()
        for group in tables.values():
            cells = [cell for row in group if row.own or len(group) > 1 for cell in row.rivals]
            if len(cells) < self.least_cells or not any(row.own for row in group):
                continue
            if any(c.claim.provenance is not Provenance.unknown or c.claim.marks for c in cells):
                continue
            if any(reaches(sentence, cell) for sentence in framework for cell in cells[:1]):
                continue
            if all(own_line(dossier, cell) for cell in cells):
                continue
            mark = tuple(sorted({f"{row.key}={row.first.claim.value}" for row in group}))
            if mark in told or any(applies(s, group[0]) for s in spoken):
                continue
            told.add(mark)
            bare.append(group)
        if bare:
            yield self.report(dossier, bare, len(tables))

    def report(self, dossier: Dossier, bare: list[list[Row]], tables: int) -> Finding:
        bare = sorted(bare, key=lambda group: group[0].placement is not Placement.headline)
        firsts = [
            next((row for row in group if row.rivals and row.benchmark.id), next(row for row in group if row.rivals))
            for group in bare
        ]
        cells = len({(key_of(c.model), c.claim.value) for group in bare for row in group for c in row.rivals})
        names = ", ".join(dict.fromkeys(where(row.label, row.first.claim.place) for row in firsts[:6]))
        vendor = fold(dossier.release.vendor or "~")
        own_only = all(
            (model := dossier.models.get(cell.model.id or "")) is not None and fold(model.vendor) == vendor
            for group in bare
            for row in group
            for cell in row.rivals
        )
        whose = "the vendor's other models" if own_only else "other models"
        cell = firsts[0].rivals[0]
        return self.finding(
            dossier,
            severity=Severity.low,
            confidence=Confidence.medium,
            says="undisclosed",
            title=f"{cells} scores of {whose} without a word on who obtained them ({names})",
            message=(
                f"{len(bare)} tables and figures ({names}) print scores of other models. Neither a mark nor a sentence "
                "of their captions or sections says whether they were copied or run again."
            ),
            evidence=[cite_claim(row.rivals[0], primary=row.rivals[0] is cell) for row in firsts[:8]],
            arithmetic=[f"tables and figures: {tables}; without origin of other models' scores: {len(bare)}"],
            overturned_by="A note of the release on the origin of these scores.",
            models=[c.model.id or c.claim.model for c in firsts[0].rivals[:6]],
        )


def own_line(dossier: Dossier, cell: ResolvedClaim) -> bool:
    """Whether a rival is another model of the vendor, in the line of a released one."""
    model = dossier.models.get(cell.model.id or "")
    if model is None or not same_vendor(dossier, model.id):
        return False
    lines = {own.family for c in dossier.own() if (own := dossier.models.get(c.model.id or "")) is not None}
    return model.family is None or model.family in lines


def applies(sentence: Said, row: Row) -> bool:
    """Whether a sentence on the origin of scores stands where it speaks of this table."""
    if sentence.document.id != row.document:
        return False
    if sentence.block.order == row.block:
        return True
    if sentence.block.grid is not None or sentence.block.kind is BlockKind.caption:
        return False
    section, own = sentence.block.section, row.first.claim.section
    if len(sentence.document.blocks) < 200 or len(own) < 2:
        return True
    return section[: len(own)] == own[: len(section)] and (len(section) > 1 or section == own)
