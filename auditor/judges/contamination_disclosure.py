from __future__ import annotations

from auditor.judges.answer import Answer
from auditor.judges.judge import Judge, quoting
from auditor.records import Question


class ContaminationDisclosure(Judge):
    """Do the release's words leave open whether printed scores are on items seen in training?

    Rubric: a passage that belongs to a benchmark and names memorisation, with no cleaned score beside it, is upheld
    (medium); with one it is upheld as information. Words on contamination in general are left open: whether they
    describe a check of these very benchmarks is a matter of reading.
    """

    def rubric(self, question: Question) -> Answer | None:
        features = question.features
        if not features.get("names_memorisation"):
            return None
        cleaned = bool(features.get("cleaned_score_printed"))
        return Answer(
            reason=(
                "The passage names memorisation on this benchmark, and a score labelled as cleaned is printed."
                if cleaned
                else "The passage names memorisation on this benchmark, and no score on clean items is printed."
            ),
            verdict="upheld",
            severity="info" if cleaned else "medium",
            quotes=quoting(question, "note", "passage 1"),
            would_change="A score of the same model on the items that are not affected.",
        )
