from __future__ import annotations

from typing import Literal

from auditor.judges.answer import Answer
from auditor.judges.judge import Judge, quoting
from auditor.records import Question

Level = Literal["info", "low", "medium", "high"]


class ReaderSeverity(Judge):
    """Does a finding matter to a reader who chooses a model as much as the check says?

    Rubric: in the headline, on the own model, with the order of the models changed, it is upheld as high or as the
    check said, whichever is more. Where a stated difference of conditions explains it, and where it is under a point,
    not in the headline and leaves the order as it is, it is dismissed as low. Anything else is left open.
    """

    small_gap = 1.0
    # Below one point a reader's choice does not change.

    def rubric(self, question: Question) -> Answer | None:
        features = question.features
        gap, order = features.get("gap"), features.get("order_changes")
        if features.get("explained"):
            return self.say(question, "dismissed", "low", "A stated difference of conditions explains the gap.")
        if features.get("in_headline") and features.get("own_model") and order is True:
            return self.say(
                question,
                "upheld",
                "high",
                "It stands in the headline, concerns the released model, and the order of the models depends on it.",
            )
        small = gap is not None and abs(float(gap)) < self.small_gap
        if small and not features.get("in_headline") and order is False:
            return self.say(
                question, "dismissed", "low", "It is under a point, further back, and leaves the order as it is."
            )
        return None

    def say(self, question: Question, verdict: Literal["upheld", "dismissed"], level: Level, reason: str) -> Answer:
        return Answer(
            reason=reason,
            verdict=verdict,
            severity=level,
            quotes=quoting(question, "line 1"),
            would_change="Another place, another order of the models, or a condition that explains the difference.",
        )
