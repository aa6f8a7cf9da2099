from __future__ import annotations

from auditor.judges.answer import Answer
from auditor.judges.judge import Judge, quoting
from auditor.records import Question


class MisquoteOrRerun(Judge):
    """Is a number that differs from its vendor's a misquotation, rather than a run of its own?

    Rubric: where the document says that it ran the model itself, it is dismissed as a re-run. Where the number is the
    vendor's score of another tier, or the document says that it was copied from the vendor, it is upheld (high where
    the order of the row changes, else medium). Anything else is left open: a harness may explain it.
    """

    def rubric(self, question: Question) -> Answer | None:
        features = question.features
        if features.get("stated_as_own_run"):
            return Answer(
                reason="The document says that it ran the model itself, so that the number need not be the vendor's.",
                verdict="dismissed",
                severity="low",
                quotes=quoting(question, "here"),
                would_change="A statement that the number was taken from the vendor.",
            )
        tier, copied = bool(features.get("equals_another_tier")), bool(features.get("stated_as_copied"))
        if not (tier or (copied and not features.get("source_is_later"))):
            return None
        return Answer(
            reason=(
                "The number is the one that the vendor prints for another of its models."
                if tier
                else "The document says that the number was copied, and the vendor prints another."
            ),
            verdict="upheld",
            severity="high" if features.get("changes_the_order") else "medium",
            quotes=quoting(question, "here", "vendor", "other tier"),
            would_change="A note that the number was measured anew, under stated settings.",
        )
