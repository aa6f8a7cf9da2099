from __future__ import annotations

from auditor.judges.answer import Answer
from auditor.judges.judge import Judge, quoting
from auditor.records import Question


class MaterialDifference(Judge):
    """Is a stated difference of conditions large enough to change how a reader should take a row?

    Rubric: where the document prints what the condition alone does to a model, that effect is set against the gap: at
    least as large is upheld (high where the own model leads, else medium), a quarter of it or less is dismissed. Where
    it is not printed, a condition that changes the test itself (tools, shots, attempts, samples, subset), in a row that
    the own model leads, is upheld (high). Two efforts that are each their model's highest are dismissed as information.
    Anything else is left open: how much effort or a harness moves a score is no matter of rule.
    """

    rubric_version = 2
    options = ("own", "rival")

    def rubric(self, question: Question) -> Answer | None:
        features = question.features
        condition = question.variables.get("condition", "condition")
        led = int(features.get("led_by_own", 0))
        if features.get("effect") is not None and features.get("gap") is not None:
            return self.measured(question, abs(float(features["effect"])), abs(float(features["gap"])), led)
        if features.get("both_at_their_highest"):
            return Answer(
                reason=f"Both scores are at the highest {condition} that their model has.",
                verdict="dismissed",
                severity="info",
                quotes=quoting(question, "own", "rival"),
                would_change="A higher setting of one of the two.",
            )
        if not (features.get("changes_the_test") and led > 0):
            return None
        return Answer(
            reason=(
                f"The two cells state a different {condition}, which changes the test itself, and the own model leads "
                f"{led} of {features.get('rows', '?')} such rows."
            ),
            verdict="upheld",
            severity="high",
            quotes=quoting(question, "own", "rival"),
            would_change="Scores of both models under one setting.",
        )

    def measured(self, question: Question, effect: float, gap: float, led: int) -> Answer | None:
        """The verdict where the effect of the condition alone is printed, in points, beside the gap."""
        if effect >= gap and effect > 0:
            return Answer(
                reason=f"The condition alone is worth {effect:g} points, the gap between the two models is {gap:g}.",
                verdict="upheld",
                severity="high" if led else "medium",
                quotes=quoting(question, "own", "rival"),
                would_change="Scores of both models under one setting.",
            )
        if 4 * effect <= gap:
            return Answer(
                reason=f"The condition alone is worth {effect:g} points, a quarter of the gap ({gap:g}) or less.",
                verdict="dismissed",
                severity="low",
                quotes=quoting(question, "own", "rival"),
                would_change="A larger effect of the condition on one of the two models.",
            )
        return None
