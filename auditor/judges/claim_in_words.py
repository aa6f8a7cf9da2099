from __future__ import annotations

from auditor.judges.answer import Answer
from auditor.judges.judge import Judge, quoting
from auditor.records import Question


class ClaimInWords(Judge):
    """Does a sentence of the release say more than its tables show?

    Rubric: a sentence that says "all", "every" or "consistently", names the models compared, and has a counterexample
    among the rows, is upheld. So is one whose claim fails on at least three quarters of the rows. Anything else is
    left open, because the scope of a sentence is a matter of reading.
    """

    def rubric(self, question: Question) -> Answer | None:
        features = question.features
        rows, against = int(features.get("rows", 0)), int(features.get("against", 0))
        universal = bool(features.get("universal")) and bool(features.get("models_named"))
        if not (against and rows and (universal or 4 * against >= 3 * rows)):
            return None
        return Answer(
            reason=f"Of the {rows} rows that the sentence can refer to, {against} show the opposite of what it says.",
            verdict="upheld",
            severity="high" if universal and 2 * against >= rows else "medium",
            quotes=quoting(question, "sentence"),
            would_change="A scope in the sentence that leaves these rows out.",
        )
