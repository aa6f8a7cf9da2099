from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from auditor.checks.asking import ask, cells, texts
from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, where
from auditor.checks.dates import days_between
from auditor.checks.rows import Row, difference, fold, key_of, points, rows, same_number
from auditor.checks.wording import plain, said
from auditor.records import Confidence, Dossier, Finding, Model, Origin, Placement, ResolvedClaim, Role, Severity
from auditor.registry import may_carry

SPECIAL = re.compile(r"embed|guard|rerank|tts|whisper|audio|image|ocr|coder?\b|math", re.IGNORECASE)
"""Models for one purpose, no peers of a general one."""
SMALL = ("mini", "nano", "lite", "flash", "small", "haiku", "air")
"""Tiers that are no peers of a flagship."""


class MissingRival(Check):
    """Rivals that there were are left out: of the result tables altogether, or of a figure that they would lead.

    What it finds:
        Releases whose result tables compare the released models with the vendor's own models only; figures led by the
        own model from which the model is missing that leads the same row in a table.

    Why it matters:
        A reader who chooses a model wants to know how it stands against what else there is.

    Decision rule:
        At least 5 rows with own scores; every model in them that the registry knows is the vendor's own; at least half
        of the other columns are known. High: the registry (grade checked or partly) has models above the small tiers of
        at least two other vendors released 30 to 270 days before, open ones if the released model is open, and none of
        less than a quarter of its size where both sizes are known. Medium:
        otherwise. One finding a release. A figure: its best score is an own one, the same score stands in a table row
        of the document on that benchmark, and a rival there that the figure leaves out is better. High in the headline,
        medium elsewhere.

    Example:
        OpenAI's announcement of GPT-5.4 has five OpenAI columns; Claude Opus 4.6 came out a month before.

    What would clear it:
        A table of the release with models of other vendors, or the reason why there is none.

    References:
        SemiAnalysis, 2026-04-24.
    """

    least_rows = 5
    smaller = 4
    # A model of less than a quarter of the size is another class, whatever its tier is called.
    youngest, oldest = 30, 270
    # Models younger than a month could not be run in time; older than nine months they are no longer the standard.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        yield from self.figures(dossier)
        yield from self.own_vendor_only(dossier)

    def figures(self, dossier: Dossier) -> Iterator[Finding]:
        """Figures that the own model leads, while a model that a table ranks above it is not in the figure."""
        found: dict[str, tuple[Row, ResolvedClaim, ResolvedClaim]] = {}
        row_list = [row for row in rows(dossier) if row.own and row.higher is not None]
        for row in row_list:
            if row.first.claim.origin is not Origin.chart or not row.rivals:
                continue
            best = row.best()
            if not best or best[0].claim.role is not Role.own:
                continue
            shown = {key_of(cell.model) for cell in row.cells}
            for other in row_list:
                if other.document != row.document or other.key != row.key or other.first.claim.origin is Origin.chart:
                    continue
                if not any(same_number(best[0], cell) for cell in other.own):
                    continue
                leads = [c for c in other.rivals if key_of(c.model) not in shown and row.better(c, best[0])]
                if leads and row.key not in found:
                    found[row.key] = (row, best[0], (row.best(leads) or tuple(leads))[0])
        if not found:
            return
        row, mine, leader = next(iter(found.values()))
        listed = "; ".join(
            f"{r.printed}: {a.claim.model} {a.claim.value}, {b.claim.model} {b.claim.value} in {b.claim.label}"
            for r, a, b in found.values()
        )
        yield self.finding(
            dossier,
            severity=Severity.high if row.placement is Placement.headline else Severity.medium,
            confidence=Confidence.high,
            says="absent",
            title=f"{row.label or 'The figure'} leaves out the model that leads the row ({listed})",
            message=(
                f"{where(row.label, mine.claim.place)} shows {mine.claim.model} ahead of all others on {row.printed}. "
                f"{where(leader.claim.label, leader.claim.place)} has {leader.claim.model} above it, which is not in "
                "the figure."
            ),
            evidence=[
                item
                for r, a, b in found.values()
                for item in (cite_claim(a, primary=r is row), cite_claim(b, primary=r is row))
            ],
            arithmetic=[
                f"{r.printed}: {b.claim.value} − {a.claim.value} = {points(difference(b, a))}"
                for r, a, b in found.values()
            ],
            overturned_by="The model in the figure, or a reason beside it why it is left out.",
            models=[key_of(leader.model), key_of(mine.model)],
            benchmarks=[r.benchmark.id or r.printed for r, _, _ in found.values()],
        )

    def own_vendor_only(self, dossier: Dossier) -> Iterator[Finding]:
        """Result tables without a model of another vendor."""
        vendor = fold(dossier.release.vendor or "")
        table_rows = [row for row in rows(dossier) if row.own]
        others = {
            key_of(cell.model): dossier.models.get(cell.model.id or "")
            for row in table_rows
            for cell in row.cells
            if cell.claim.role is Role.rival
        }
        known = [model for model in others.values() if model is not None]
        if not vendor or len(table_rows) < self.least_rows or len(known) * 2 < len(others) or not known:
            return
        if any(fold(model.vendor) != vendor for model in known):
            return
        if any(REASON.search(plain(sentence.text)) for sentence in said(dossier)):
            return
        absent = self.absent(dossier, vendor)
        names_beside = list(
            {
                key_of(c.model): c.claim.model for row in table_rows for c in row.cells if c.claim.role is Role.rival
            }.values()
        )
        first = next((row for row in table_rows if row.placement is Placement.headline), table_rows[0])
        released = dossier.release.released
        names = ", ".join(model.name for model in absent[:3])
        shown = f"; {names} were public by then" if absent else ""
        yield self.finding(
            dossier,
            severity=Severity.high if len({model.vendor for model in absent}) >= 2 else Severity.medium,
            confidence=Confidence.high,
            says="absent",
            title=(
                f"All {len(others)} models that the tables compare with are the vendor's own{shown}"
                if len(others) > 1
                else f"The one model that the tables compare with is the vendor's own{shown}"
            ),
            message=(
                f"The {len(table_rows)} rows with scores of the released models compare them with "
                f"{', '.join(names_beside[:6])}, all of the same vendor."
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
            question=ask(
                "omission_by_domain",
                features={
                    "left_out": "rivals",
                    "peers": len({model.vendor for model in absent}),
                    "reason_stated": False,
                    "special_purpose": any(SPECIAL.search(name) for name in dossier.release.subjects),
                    "rows": len(table_rows),
                },
                evidence={
                    **cells((row.first for row in table_rows[:4]), "row"),
                    **texts((f"{model.name} was released on {model.released}" for model in absent[:4]), "public"),
                },
                left_out=", ".join(f"{model.name} ({model.released})" for model in absent[:6]) or "all other vendors",
                beside=", ".join(names_beside[:12]),
                subject=f"{', '.join(dossier.release.subjects[:3])} ({released or 'no date'})",
                reason="none found",
            ),
        )

    def absent(self, dossier: Dossier, vendor: str) -> list[Model]:
        """The newest flagship of each other vendor in the window, vendors with most models in the registry first."""
        own = [dossier.models[str(c.model.id)] for c in dossier.own() if c.model.id in dossier.models]
        only_open = bool(own) and all(model.open_weights for model in own)
        largest = max((size for model in own if (size := billions(model)) is not None), default=None)
        newest: dict[str, Model] = {}
        for model in dossier.models.values():
            age = days_between(model.released, dossier.release.released)
            if fold(model.vendor) == vendor or age is None or not self.youngest <= age <= self.oldest:
                continue
            if SPECIAL.search(model.name):
                continue
            if not may_carry(model) or (model.tier or "flagship") in SMALL:
                continue
            if only_open and not model.open_weights:
                continue
            size = billions(model)
            if largest and size is not None and not largest <= size * self.smaller <= largest * self.smaller**2:
                continue
            best = newest.get(model.vendor)
            if best is None or (model.released or "") > (best.released or ""):
                newest[model.vendor] = model
        lines = Counter(model.vendor for model in dossier.models.values())
        return sorted(newest.values(), key=lambda model: (-lines[model.vendor], model.released or "", model.id))


REASON = re.compile(
    r"\b(?:deliberately |strictly )?align\w* (?:the )?(?:training )?(?:configurations?|settings?) (?:of|with)\b|"
    r"\bto (?:rigorously |fairly )?(?:isolate|evaluate|assess) the (?:impact|effect|influence) of\b",
    re.IGNORECASE,
)
"""Why a release may compare a model with its own predecessor alone: they differ in one thing that it studies."""


def billions(model: Model) -> float | None:
    """All parameters of a model in billions; None where the registry does not say."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([BTM])", (model.params_total or "").strip())
    return float(match[1]) * {"M": 0.001, "B": 1.0, "T": 1000.0}[match[2]] if match else None
