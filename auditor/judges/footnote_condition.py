from __future__ import annotations

from auditor.judges.answer import Answer
from auditor.judges.judge import Judge, quoting
from auditor.records import Question


class FootnoteCondition(Judge):
    """Does a note state a condition under which this very score was obtained?

    Rubric: a note that gives both counts, of the part run and of the whole, and stands on the row or names the
    benchmark, is upheld (medium where a rival lies inside the range that the part leaves open, else low). Anything
    else is left open: which scores a sentence without a name means is a matter of reading.
    """

    def rubric(self, question: Question) -> Answer | None:
        features = question.features
        tied = features.get("on_the_row") or features.get("names_benchmark")
        if not (features.get("states_both_counts") and tied):
            return None
        inside = int(features.get("rivals_inside", 0))
        return Answer(
            reason=(
                "The note names the part that was run and the whole, and belongs to this benchmark. "
                + (f"{inside} rivals lie inside the range that is left open." if inside else "No rival lies inside.")
            ),
            verdict="upheld",
            severity="medium" if inside else "low",
            quotes=quoting(question, "note"),
            would_change="A statement that the score is over all items.",
        )
