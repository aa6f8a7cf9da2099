from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor.checks.asking import ask
from auditor.checks.check import Check
from auditor.checks.citing import cell_text, cite_claim, where
from auditor.checks.rows import Row, difference, points, rows
from auditor.records import (
    Condition,
    ConditionName,
    Confidence,
    Dossier,
    Finding,
    ResolvedClaim,
    Role,
    SaidIn,
    Severity,
)

MATERIAL = (
    ConditionName.effort,
    ConditionName.tools,
    ConditionName.shots,
    ConditionName.attempts,
    ConditionName.samples,
    ConditionName.context,
    ConditionName.harness,
    ConditionName.version,
    ConditionName.subset,
    ConditionName.data_split,
    ConditionName.thinking_budget,
    ConditionName.metric,
)
"""Conditions that move scores, so that two cells that differ in one are two tests."""

WORDS = {
    ConditionName.effort: "reasoning effort",
    ConditionName.tools: "tools",
    ConditionName.shots: "number of examples (shots)",
    ConditionName.attempts: "number of attempts",
    ConditionName.samples: "way of turning samples into a score",
    ConditionName.context: "context length",
    ConditionName.harness: "harness",
    ConditionName.version: "version of the benchmark",
    ConditionName.subset: "part of the benchmark",
    ConditionName.data_split: "split",
    ConditionName.thinking_budget: "thinking budget",
    ConditionName.metric: "metric",
}


ONE_ATTEMPT = ("pass@1", "1", "single attempt", "single-attempt")


class MixedSettings(Check):
    """Cells of one row that stand side by side were obtained under different stated conditions.

    What it finds:
        Rows in which the document itself states one condition for the own model and another for a rival: reasoning
        effort, tools, shots, attempts, samples, context, harness, version, subset, split, thinking budget or metric.

    Why it matters:
        Each of these moves scores by more than the printed gaps often are, so the row compares settings as much as
        models.

    Decision rule:
        Within one row, an own cell and a rival's cell both state the condition (in cell, column, footnote or caption)
        and the normalised values differ (a mean over samples counts as one attempt). Several efforts of one model in
        one row are a sweep, not a mix, as long as the rival's value is among them. One finding for each table and
        condition. Severity: high where a row that the own model leads is among them and the condition is tools, shots,
        attempts, samples or subset; medium where it leads one under another condition; low where it leads none, or
        where both efforts are their model's highest.

    Example:
        Gemini Ultra's 90.04 on MMLU with CoT@32 beside GPT-4's 86.4 with 5 shots; at 5 shots Gemini Ultra has 83.7.

    What would clear it:
        Scores of both under one setting.

    References:
        Gemini Team, arXiv:2312.11805, table 2.
    """

    STRONG = (
        ConditionName.tools,
        ConditionName.shots,
        ConditionName.attempts,
        ConditionName.samples,
        ConditionName.subset,
    )
    # These change what is measured; effort and harness change how hard one tries.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: dict[
            tuple[str, int, ConditionName], list[tuple[Row, Condition, Condition, ResolvedClaim, ResolvedClaim]]
        ]
        found = defaultdict(list)
        for row in rows(dossier):
            for name in MATERIAL:
                pair = self.mixed(dossier, row, name)
                if pair is not None:
                    found[row.document, row.block, name].append((row, *pair))
        for (_, _, name), group in found.items():
            yield self.report(dossier, name, group)

    def mixed(
        self, dossier: Dossier, row: Row, name: ConditionName
    ) -> tuple[Condition, Condition, ResolvedClaim, ResolvedClaim] | None:
        """The leading own cell and the best rival cell under another stated condition."""
        own = {cell: condition_of(dossier, cell, name) for cell in row.own}
        values = {kind_of(condition) for condition in own.values() if condition}
        if not values:
            return None
        rivals = [
            (cell, condition)
            for cell in row.rivals
            if (condition := condition_of(dossier, cell, name)) is not None and kind_of(condition) not in values
        ]
        if not rivals:
            return None
        best = row.best([cell for cell, _ in rivals]) or (rivals[0][0],)
        rival = next((pair for pair in rivals if pair[0] in best), rivals[0])
        stated = [cell for cell in own if own[cell]]
        mine = (row.best(stated) or (stated[0],))[0]
        condition = own[mine]
        return (condition, rival[1], mine, rival[0]) if condition else None

    def report(
        self,
        dossier: Dossier,
        name: ConditionName,
        group: list[tuple[Row, Condition, Condition, ResolvedClaim, ResolvedClaim]],
    ) -> Finding:
        led = [entry for entry in group if entry[0].better(entry[3], entry[4])]
        lead = (led or group)[0]
        row, mine, theirs, own, rival = lead
        severity = (Severity.high if name in self.STRONG else Severity.medium) if led else Severity.low
        tops = name is ConditionName.effort and all(
            at_top(dossier, cell, condition)
            for entry in group
            for cell, condition in ((entry[3], entry[1]), (entry[4], entry[2]))
        )
        if tops:
            severity = Severity.low
        spot = where(row.label, own.claim.place)
        columns: dict[str, str] = {}
        for entry in group:
            for cell in entry[0].cells:
                condition = condition_of(dossier, cell, name)
                if condition and cell.claim.role in (Role.own, Role.rival):
                    columns.setdefault(cell.claim.model, condition.printed)
        listed = "; ".join(f"{model}: {value}" for model, value in list(columns.items())[:8])
        count = f"{len(group)} rows" if len(group) > 1 else f"the row {row.printed}"
        variables = {
            "condition": WORDS[name],
            "own": f"{own.claim.model} {own.claim.value} ({mine.printed})",
            "rival": f"{rival.claim.model} {rival.claim.value} ({theirs.printed})",
            "benchmark": row.printed,
            "gap": f"{points(difference(own, rival))} points, own model less rival",
        }
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.high,
            says="not comparable",
            title=(
                f"{spot}: {WORDS[name]} differs between columns in {count}: {own.claim.model} {own.claim.value} "
                f"({mine.printed}) beside {rival.claim.model} {rival.claim.value} ({theirs.printed})"
            ),
            message=(
                f"In {count} of {spot} the document states different conditions side by side ({listed}). "
                f"On {row.printed} {own.claim.model} has {own.claim.value} and {rival.claim.model} "
                f"{rival.claim.value}. "
                + (
                    f"The own model leads in {len(led)} of {len(group)} such rows, so the lead may be the setting's."
                    if led
                    else "The own model leads in none of these rows."
                )
                + (" By the registry each is the highest level of its model." if tops else "")
            ),
            evidence=[
                item
                for entry in group[:12]
                for item in (cite_claim(entry[3], primary=entry is lead), cite_claim(entry[4], primary=entry is lead))
            ],
            arithmetic=[f"rows with unlike {WORDS[name]}: {len(group)}; led by the own model: {len(led)}"],
            overturned_by=(
                f"Scores of both models under one {WORDS[name]}, or a statement that the difference has no effect."
            ),
            models=[model for entry in group for cell in entry[3:5] for model in [cell.model.id or cell.model.printed]],
            benchmarks=[entry[0].benchmark.id or entry[0].printed for entry in group],
            question=ask(
                "material_difference",
                features={
                    "condition": name.value,
                    "rows": len(group),
                    "led_by_own": len(led),
                    "changes_the_test": name in self.STRONG,
                    "both_at_their_highest": tops,
                    "gap": float(difference(own, rival)),
                },
                evidence={
                    "own": cell_text(own),
                    "own condition": mine.printed,
                    "rival": cell_text(rival),
                    "rival condition": theirs.printed,
                },
                **variables,
            ),
        )


def kind_of(condition: Condition) -> str:
    """The value for comparison: a mean over samples and one attempt estimate the same thing."""
    value = condition.value.casefold()
    return "one attempt" if value in ONE_ATTEMPT or value.startswith(("avg", "mean", "average")) else value


def condition_of(dossier: Dossier, cell: ResolvedClaim, name: ConditionName) -> Condition | None:
    """A condition that belongs to this cell rather than to its whole row or section.

    An effort may also stand in the model's label, as the last word and one of the model's own levels.
    """
    stated = next(
        (
            condition
            for condition in cell.claim.setting.conditions
            if condition.name is name and condition.said_in in (SaidIn.cell, SaidIn.column, SaidIn.footnote, SaidIn.row)
        ),
        None,
    )
    if stated is None and name is ConditionName.samples:
        single = condition_of(dossier, cell, ConditionName.attempts)
        return single if single is not None and single.value.casefold() in ONE_ATTEMPT else None
    if stated is not None or name is not ConditionName.effort:
        return stated
    level = label_effort(dossier, cell)
    return Condition(name=name, value=level.casefold(), printed=level, said_in=SaidIn.column) if level else None


def label_effort(dossier: Dossier, cell: ResolvedClaim) -> str | None:
    """The last word of the model's label, where it is one of the effort levels that the registry gives the model."""
    model = dossier.models.get(cell.model.id or "")
    words = cell.claim.model.replace("-", " ").replace("(", " ").replace(")", " ").split()
    if model is None or not model.effort_levels or len(words) < 2:
        return None
    return words[-1] if words[-1].casefold() in {level.casefold() for level in model.effort_levels} else None


def at_top(dossier: Dossier, cell: ResolvedClaim, condition: Condition) -> bool:
    """Whether an effort is the highest level of its model."""
    model = dossier.models.get(cell.model.id or "")
    return bool(model and model.effort_levels and condition.value.casefold() == model.effort_levels[-1].casefold())
