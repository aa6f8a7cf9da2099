from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.asking import ask
from auditor.checks.check import Check
from auditor.checks.citing import cell_text, cite_claim, cite_text, where
from auditor.checks.rows import difference, points, rows
from auditor.checks.wording import Said, plain, said
from auditor.records import ConditionName, Confidence, Dossier, Finding, Question, ResolvedClaim, Role, Severity

SCALE = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
SMALL_BUDGET = 1024
LIMITED = re.compile(
    r"\b(?:limit\w*|restrict\w*|cap(?:ped|ping)?|set(?:ting)?)\b[^.]{0,60}\bthinking[- ]budget\b|"
    r"\bthinking[- ]budget\b[^.]{0,30}\b(?:limited|restricted|capped|set) (?:to|at)\b",
    re.IGNORECASE,
)


class EffortMismatch(Check):
    """A rival was run below its own highest effort, the released model was not.

    What it finds:
        Columns of rivals with a small thinking budget or a low effort, where the released model ran at more, or has no
        such limit stated; and sentences that say a rival's thinking was limited.

    Why it matters:
        The lead over a model that was not allowed to think is no lead over the model that one can use.

    Decision rule:
        A rival's scores state a thinking budget of at most 1024 tokens, or an effort at least one step below the own
        model's on the scale minimal, low, medium, high, xhigh, max. A mode that is off on both sides is like against
        like and left alone. High: effort below the own one and the own model leads there. Medium: the rest. One finding
        a release.

    Example:
        LongCat-Flash-Omni's tables limit Gemini-2.5-Pro to a thinking budget of 128 tokens.

    What would clear it:
        The rival's scores at its own highest effort.

    References:
        Meituan LongCat Team, report of LongCat-Flash-Omni, section 7.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        short: list[ResolvedClaim] = []
        below: list[tuple[ResolvedClaim, ResolvedClaim]] = []
        for row in rows(dossier):
            best = row.best(row.own)
            if not best:
                continue
            mine = best[0].claim.setting.get(ConditionName.effort)
            for cell in row.rivals:
                tokens = budget(cell)
                if tokens is not None and tokens <= SMALL_BUDGET:
                    short.append(cell)
                theirs = cell.claim.setting.get(ConditionName.effort)
                if mine in SCALE and theirs in SCALE and SCALE.index(theirs) < SCALE.index(mine):
                    below.append((best[0], cell))
        spoken = [s for s in said(dossier) if LIMITED.search(plain(s.text))]
        if not short and not below:
            return
        yield self.report(dossier, short, below, spoken)

    def report(
        self,
        dossier: Dossier,
        short: list[ResolvedClaim],
        below: list[tuple[ResolvedClaim, ResolvedClaim]],
        spoken: list[Said],
    ) -> Finding:
        cells = short or [cell for _, cell in below]
        first = cells[0]
        names = ", ".join(dict.fromkeys(cell.claim.model for cell in cells))
        setting = (
            f"a thinking budget of {budget(first)} tokens"
            if short
            else f"{first.claim.setting.get(ConditionName.effort)} effort"
        )
        against = f" against {below[0][0].claim.setting.get(ConditionName.effort)} of the own model" if below else ""
        return self.finding(
            dossier,
            severity=Severity.high if below and not short else Severity.medium,
            confidence=Confidence.high,
            says="not comparable",
            title=f"{names}: {len(cells)} scores at {setting}{against}",
            message=(
                f"{where(first.claim.label, first.claim.place)} prints {names} at {setting}{against}. The scores are "
                "not those of these models at their best."
            ),
            evidence=[
                *(cite_claim(cell, primary=cell is first) for cell in cells[:10]),
                *(cite_text(s.document, s.text, s.block.place) for s in spoken[:3]),
            ],
            arithmetic=[f"scores of rivals with a small thinking budget: {len(short)}; at lower effort: {len(below)}"],
            overturned_by="The rivals' scores at their own highest effort.",
            models=[cell.model.id or cell.claim.model for cell in cells],
            benchmarks=[cell.benchmark.id or cell.claim.benchmark for cell in cells],
            question=self.question(below, setting) if below and not short else None,
        )

    def question(self, below: list[tuple[ResolvedClaim, ResolvedClaim]], setting: str) -> Question:
        own, rival = below[0]
        effort = own.claim.setting.get(ConditionName.effort)
        gap = difference(own, rival)
        return ask(
            "material_difference",
            features={
                "condition": "effort",
                "rows": len(below),
                "led_by_own": sum(1 for a, b in below if difference(a, b) > 0),
                "changes_the_test": False,
                "gap": float(gap),
            },
            evidence={
                "own": cell_text(own),
                "own condition": f"{effort} effort",
                "rival": cell_text(rival),
                "rival condition": setting,
            },
            condition="reasoning effort",
            own=f"{own.claim.model} {own.claim.value} ({effort} effort)",
            rival=f"{rival.claim.model} {rival.claim.value} ({setting})",
            benchmark=own.claim.benchmark,
            gap=f"{points(gap)} points, own model less rival",
        )


def budget(cell: ResolvedClaim) -> int | None:
    """The thinking budget in tokens that a cell states, in its conditions or its label."""
    if cell.claim.role is not Role.rival:
        return None
    stated = cell.claim.setting.get(ConditionName.thinking_budget) or ""
    match = re.search(r"(\d[\d,]*)\s*([kK])?", stated) or re.search(
        r"thinking[- _]?budget[- _]?(\d+)\s*([kK])?", cell.claim.model, re.IGNORECASE
    )
    return int(match[1].replace(",", "")) * (1000 if match[2] else 1) if match else None
