from __future__ import annotations

from auditor.judges.answer import Answer
from auditor.judges.judge import Judge, quoting
from auditor.records import Question


class Demotion(Judge):
    """Is a row placed where a reader of the headline does not meet a result that the release lost?

    Rubric: a row that a rival leads, that stands further back, and that the vendor recommended within a year or that a
    test of the vendor's own replaces in the headline, is upheld (high). A row that the own model leads is dismissed:
    its place hides no loss. Anything else is left open.
    """

    def rubric(self, question: Question) -> Answer | None:
        features = question.features
        if features.get("rival_leads") is False:
            return Answer(
                reason="The own model leads the row, so that its place further back hides no loss.",
                verdict="dismissed",
                severity="low",
                quotes=quoting(question, "row"),
                would_change="A rival ahead in the row.",
            )
        recommended = features.get("recommended_days_before")
        within = recommended is not None and int(recommended) <= 365
        if not (features.get("rival_leads") and (within or features.get("internal_in_its_place"))):
            return None
        cause = (
            f"the vendor recommended the benchmark {recommended} days before"
            if within
            else "a test of the vendor's own stands in the headline in its place"
        )
        return Answer(
            reason=f"A rival leads the row, the row stands further back, and {cause}.",
            verdict="upheld",
            severity="high",
            quotes=quoting(question, "row"),
            would_change="A headline table or figure of the same release that shows the row.",
        )
