from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import carries, cite_claim, cite_plain_fact
from auditor.checks.dates import days_between
from auditor.checks.rows import fold, rows
from auditor.records import Confidence, Dossier, Finding, Model, Placement, Role, Severity

SPECIAL = re.compile(r"embed|guard|rerank|tts|whisper|audio|image|ocr|coder?\b|math", re.IGNORECASE)
"""Models for one purpose, no peers of a general one."""
SMALL = ("mini", "nano", "lite", "flash", "small", "haiku", "air")
"""Tiers that are no peers of a flagship."""


class MissingRival(Check):
    """No model of another vendor stands in the result tables, although there were some.

    What it finds:
        Releases whose result tables compare the released models with the vendor's own models only.

    Why it matters:
        A reader who chooses a model wants to know how it stands against what else there is.

    Decision rule:
        At least 5 rows with own scores; every model in them that the registry knows is the vendor's own; at least half
        of the other columns are known. High: the registry (grade checked or partly) has models above the small tiers of
        at least two other vendors released 30 to 270 days before, open ones if the released model is open. Medium:
        otherwise. One finding a release.

    Example:
        OpenAI's announcement of GPT-5.4 has five OpenAI columns; Claude Opus 4.6 came out a month before.

    What would clear it:
        A table of the release with models of other vendors, or the reason why there is none.

    References:
        SemiAnalysis, 2026-04-24.
    """

    least_rows = 5
    youngest, oldest = 30, 270
    # Models younger than a month could not be run in time; older than nine months they are no longer the standard.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        vendor = fold(dossier.release.vendor or "")
        table_rows = [row for row in rows(dossier) if row.own]
        others = {
            cell.claim.model: dossier.models.get(cell.model.id or "")
            for row in table_rows
            for cell in row.cells
            if cell.claim.role is Role.rival
        }
        known = [model for model in others.values() if model is not None]
        if not vendor or len(table_rows) < self.least_rows or len(known) * 2 < len(others) or not known:
            return
        if any(fold(model.vendor) != vendor for model in known):
            return
        absent = self.absent(dossier, vendor)
        first = next((row for row in table_rows if row.placement is Placement.headline), table_rows[0])
        released = dossier.release.released
        names = ", ".join(model.name for model in absent[:3])
        shown = f"; {names} were public by then" if absent else ""
        yield self.finding(
            dossier,
            severity=Severity.high if len({model.vendor for model in absent}) >= 2 else Severity.medium,
            confidence=Confidence.high,
            says="absent",
            title=f"All {len(others)} models that the tables compare with are the vendor's own{shown}",
            message=(
                f"The {len(table_rows)} rows with scores of the released models compare them with "
                f"{', '.join(list(others)[:6])}, all of the same vendor."
                + (f" {names} had been released before." if names else "")
            ),
            evidence=[
                cite_claim(first.first, primary=True),
                *(
                    cite_plain_fact(
                        model.id, model.name, f"{model.name} was released on {model.released}", model.sources
                    )
                    for model in absent[:3]
                ),
            ],
            arithmetic=[
                f"columns of other models: {len(others)}; of the same vendor: {len(known)}; of other vendors: 0",
                *(
                    f"{m.name}: {m.released} to {released} = {days_between(m.released, released)} days"
                    for m in absent[:3]
                ),
            ],
            overturned_by="A table of the release with models of other vendors, or the reason why there is none.",
            models=[*dossier.release.subjects[:1], *(model.id for model in absent[:3])],
        )

    def absent(self, dossier: Dossier, vendor: str) -> list[Model]:
        """The newest flagship of each other vendor in the window, vendors with most models in the registry first."""
        own = [dossier.models[str(c.model.id)] for c in dossier.own() if c.model.id in dossier.models]
        only_open = bool(own) and all(model.open_weights for model in own)
        newest: dict[str, Model] = {}
        for model in dossier.models.values():
            age = days_between(model.released, dossier.release.released)
            if fold(model.vendor) == vendor or age is None or not self.youngest <= age <= self.oldest:
                continue
            if SPECIAL.search(model.name):
                continue
            if not carries(model.grade) or (model.tier or "flagship") in SMALL:
                continue
            if only_open and not model.open_weights:
                continue
            best = newest.get(model.vendor)
            if best is None or (model.released or "") > (best.released or ""):
                newest[model.vendor] = model
        lines = Counter(model.vendor for model in dossier.models.values())
        return sorted(newest.values(), key=lambda model: (-lines[model.vendor], model.released or "", model.id))
