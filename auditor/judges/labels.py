"""Labelled questions: what two readings say of questions that real audits asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from auditor import resources
from auditor.records import Finding, Question, Record, Verdict


class Label(Record):
    """One labelled question. It holds no sentence of a document: `question` finds it again where the document is."""

    question: str
    """Id of the question: a hash of all that it shows, so that a label never meets another wording."""
    judge: str
    check: str
    release: str
    """Folder in corpus/documents, or the beginning that the names of the release's files share."""
    document: str = ""
    """Name of the file."""
    place: dict[str, Any] = {}
    """Page or line."""
    models: tuple[str, ...] = ()
    benchmarks: tuple[str, ...] = ()
    condition: str = ""
    features: dict[str, Any] = {}
    """What a rubric decides on."""
    says: str
    """What is asked about, in our own words and the document's figures."""
    reading_1: Verdict
    reading_2: Verdict
    reason_2: str = ""
    """Why the second reader read it so."""
    settled: Verdict
    note: str = ""
    """Why it was settled so, where the readings differ."""

    @property
    def bundled(self) -> bool:
        """Whether it stands on a release that is shipped."""
        return "/" in self.release

    def by_features(self) -> Question:
        """The question as far as it can be put without its documents: enough for a rubric, not for a model."""
        return Question(
            id=self.question,
            judge=self.judge,
            asks="",
            variables={"condition": self.condition},
            features=self.features,
        )


def labels() -> tuple[Label, ...]:
    """All that are shipped, by question and release."""
    file = resources.folder("corpus") / "labels" / "questions.jsonl"
    return tuple(Label(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines())


def rebuilt(wanted: Iterable[Label], findings: Mapping[str, Iterable[Finding]]) -> dict[str, Finding]:
    """Label (by its question's id) → the finding that asks it now; `findings` by release.

    A question whose wording has changed since it was labelled is found by check, models and benchmarks, if one only
    has them.
    """
    found: dict[str, Finding] = {}
    for label in wanted:
        asking = [f for f in findings.get(label.release, ()) if f.question and f.question.judge == label.judge]
        same = [f for f in asking if f.question and f.question.id == label.question] or [
            f
            for f in asking
            if (f.check, tuple(f.models), tuple(f.benchmarks)) == (label.check, label.models, label.benchmarks)
        ]
        if len(same) == 1:
            found[label.question] = same[0]
    return found
