from __future__ import annotations

from auditor.judges.answer import Answer
from auditor.judges.judge import Judge, quoting
from auditor.records import Question


class MaterialDifference(Judge):
    """Is a stated difference of conditions large enough to change how a reader should take a row?

    Rubric: a condition that changes the test itself (tools, shots, attempts, samples, subset), in a row that the own
    model leads, is upheld (high). Anything else is left open: how much effort or a harness moves a score is no matter
    of rule.
    """

    def rubric(self, question: Question) -> Answer | None:
        features = question.features
        if not (features.get("changes_the_test") and int(features.get("led_by_own", 0)) > 0):
            return None
        return Answer(
            reason=(
                f"The two cells state a different {question.variables['condition']}, which changes the test "
                "itself, and "
                f"the own model leads {features['led_by_own']} of {features.get('rows', '?')} such rows."
            ),
            verdict="upheld",
            severity="high",
            quotes=quoting(question, "own", "rival"),
            would_change="Scores of both models under one setting.",
        )
