from __future__ import annotations

from auditor.judges.answer import Answer
from auditor.judges.judge import Judge, quoting
from auditor.records import Question


class FootnoteMeaning(Judge):
    """Does a note put the printed score of this very model in doubt?

    Rubric: a note on the row that names memorisation, with no cleaned score beside it, is upheld (high). With a
    cleaned score printed it is upheld as information. Anything else is left open.
    """

    def rubric(self, question: Question) -> Answer | None:
        features = question.features
        if not (features.get("note_on_the_row") and features.get("names_memorisation")):
            return None
        if features.get("cleaned_score_printed"):
            return Answer(
                reason="The note on the row names memorisation, and a score labelled as cleaned is printed beside it.",
                verdict="upheld",
                severity="info",
                quotes=quoting(question, "note"),
                would_change="A cleaned score that changes the order of the row.",
            )
        return Answer(
            reason=(
                "The note belongs to the row of the printed score, names memorisation on this benchmark, and no score "
                "without the affected items is printed."
            ),
            verdict="upheld",
            severity="high",
            quotes=quoting(question, "note", "cell"),
            would_change="A score of the same model on the items that are not affected.",
        )
