from __future__ import annotations

from auditor.judges.answer import Answer
from auditor.judges.judge import Judge, quoting
from auditor.records import Question


class OmissionByDomain(Judge):
    """Is what is left out a peer, so that neither purpose, class nor setting explains its absence?

    Rubric: a released model for one purpose, whose rivals of other vendors are general ones, is dismissed. A blank cell
    whose score its own vendor had printed before under conditions that do not clash, without a reason beside it, is
    upheld (high where that score would lead the row, else medium). A general release without any rival of another
    vendor, while peers of at least two of them were public and no reason is stated, is upheld (high). Anything else is
    left open: whether a stated reason explains a gap is a matter of reading.
    """

    def rubric(self, question: Question) -> Answer | None:
        features = question.features
        kind, peers = features.get("left_out"), int(features.get("peers", 0))
        reason = bool(features.get("reason_stated"))
        if kind == "rivals" and features.get("special_purpose"):
            return Answer(
                reason="The released model is made for one purpose; the models left out are general ones.",
                verdict="dismissed",
                severity="low",
                quotes=quoting(question, "row 1"),
                would_change="A rival of another vendor made for the same purpose.",
            )
        if kind == "rivals" and peers >= 2 and not reason:
            return Answer(
                reason=(
                    f"Flagship models of {peers} other vendors were public before the release, none has a column in "
                    f"{features.get('rows', '?')} rows, and no reason was found."
                ),
                verdict="upheld",
                severity="high",
                quotes=quoting(question, "public 1"),
                would_change="A table of the release with models of other vendors, or the reason why there is none.",
            )
        if kind == "cell" and features.get("same_setting") and not reason:
            lead = bool(features.get("would_lead"))
            return Answer(
                reason=(
                    "The rival's own vendor had printed the score before, no condition clashes and no reason is given."
                    + (" The score would lead the row." if lead else "")
                ),
                verdict="upheld",
                severity="high" if lead else "medium",
                quotes=quoting(question, "public"),
                would_change="A reason in the document, or another setting of the public score.",
            )
        return None
