"""The last gate before a prompt: what is addressed to a model leaves a question, wherever it came from."""

from __future__ import annotations

from auditor.documents.addressed import withhold
from auditor.records import Finding, Question


def guarded(finding: Finding) -> Finding:
    """The finding with a question that carries no passage addressed to a model.

    Readers set such passages apart before anything else sees a document. This holds as well for what no reader saw:
    names and notes of imported results, documents that an earlier version had read.
    """
    if finding.question is None:
        return finding
    question = guarded_question(finding.question)
    return finding if question is finding.question else finding.model_copy(update={"question": question})


def guarded_question(question: Question) -> Question:
    """The question, with such passages taken out of what is shown and of what may be quoted."""
    variables = {name: withhold(text)[0] for name, text in question.variables.items()}
    evidence = {id: withhold(text)[0] for id, text in question.evidence.items()}
    if variables == question.variables and evidence == question.evidence:
        return question
    return question.model_copy(update={"variables": variables, "evidence": {k: v for k, v in evidence.items() if v}})
