"""An audit in plain words: each sentence names the findings it stands on, and its numbers stand in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from auditor.checks.asking import cut
from auditor.documents.addressed import addressed_to_a_model, withhold
from auditor.errors import ProviderError
from auditor.judges.quotes import folded, stands_in
from auditor.prompts import Prompt
from auditor.providers import Provider, Request
from auditor.records import Attempt, Finding, Question, Record, Release, content_id

ASKS = 2
MOST = 40
"""Findings that a summary is made of, the most serious ones."""
_NUMBER = re.compile(r"(?<![\w.])[-−+±]?\d[\d.,]*\d|(?<![\w.])[-−+±]?\d")


class SaidSentence(BaseModel):
    """One sentence as it is proposed."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, description="One short sentence.")
    findings: list[str] = Field(min_length=1, description="Ids of the findings it stands on.")


class SaidSummary(BaseModel):
    """The form of a summary."""

    model_config = ConfigDict(extra="forbid")

    sentences: list[SaidSentence] = Field(min_length=1, max_length=12)


class Sentence(Record):
    """A sentence that holds: its findings exist, and they hold its numbers."""

    text: str
    findings: tuple[str, ...]


class Summary(Record):
    """An audit in plain words."""

    by: str
    """Who wrote it: "rubric" or the provider's model."""
    prompt: str
    sentences: tuple[Sentence, ...]
    refused: dict[str, str] = {}
    """Sentences that were not taken → why."""
    attempts: tuple[Attempt, ...] = ()


def summarise(release: Release, findings: Sequence[Finding], provider: Provider, prompt: Prompt) -> Summary:
    """What a provider makes of an audit; sentences that do not hold are asked for again, then left out and told.

    The rubric writes the titles of the findings of the highest severity, at most six.
    """
    shown = list(findings)[:MOST]
    if provider.name == "rubric":
        return by_rubric(shown)
    variables = {
        "release": f"{', '.join(release.subjects) or 'a release'} ({release.released or 'no date'})",
        "findings": "\n".join(line(finding) for finding in shown),
    }
    question = Question(
        id=content_id("ques", "audit_summary", variables), judge="audit_summary", asks="", variables=variables
    )
    held: dict[str, Sentence] = {}
    refused: dict[str, str] = {}
    attempts: list[Attempt] = []
    complaint = said = model = ""
    for _ in range(ASKS):
        request = Request(
            question,
            prompt.id,
            prompt.sha256,
            prompt.render(variables),
            SaidSummary,
            lambda _: None,
            "",
            complaint,
            said,
        )
        try:
            reply = provider.answer(request)
        except ProviderError as error:
            refused["(nothing)"] = error.message
            break
        attempts += reply.attempts
        model = reply.model
        if not isinstance(reply.answer, SaidSummary):
            complaint, said = reply.error or "The answer does not have the form asked for.", reply.said
            refused = {"(nothing)": complaint}
            continue
        held, refused = checked(reply.answer, shown)
        if not refused:
            break
        text, why = next(iter(refused.items()))
        complaint, said = f'The sentence "{text}" cannot be taken: {why}', reply.answer.model_dump_json()
    return Summary(
        by=f"{provider.name}:{model}" if model else provider.name,
        prompt=prompt.id,
        sentences=tuple(held.values()),
        refused=refused,
        attempts=tuple(attempts),
    )


def by_rubric(findings: Sequence[Finding]) -> Summary:
    """The titles of the most serious findings."""
    ranked = sorted(findings, key=lambda finding: -finding.severity.rank)[:6]
    sentences = tuple(Sentence(text=f"{finding.title}.", findings=(finding.id,)) for finding in ranked)
    return Summary(by="rubric", prompt="audit_summary_rubric@1", sentences=sentences)


def checked(said: SaidSummary, findings: Sequence[Finding]) -> tuple[dict[str, Sentence], dict[str, str]]:
    """The sentences that hold, by their text, and those that do not, with the reason."""
    known = {finding.id: whole(finding) for finding in findings}
    held: dict[str, Sentence] = {}
    refused: dict[str, str] = {}
    for sentence in said.sentences:
        strange = [id for id in sentence.findings if id not in known]
        if strange:
            refused[sentence.text] = f"there is no finding {strange[0]}."
            continue
        basis = [known[id] for id in sentence.findings]
        missing = [n for n in _NUMBER.findall(folded(sentence.text)) if not any(stands_in(n, text) for text in basis)]
        if missing:
            refused[sentence.text] = f"the number {missing[0]} does not stand in the findings that it names."
        elif addressed_to_a_model(sentence.text):
            refused[sentence.text] = "it speaks to a model."
        else:
            held[sentence.text] = Sentence(text=sentence.text, findings=tuple(sentence.findings))
    return held, refused


def line(finding: Finding) -> str:
    """A finding as the prompt shows it."""
    text = f"{finding.severity.value}; {finding.title}. {finding.message} {' | '.join(finding.arithmetic[:6])}"
    return f"[{finding.id}] {' '.join(cut(withhold(text)[0]).split())}"


def whole(finding: Finding) -> str:
    """All that a finding says, for looking up a number."""
    return " \n ".join(
        (finding.title, finding.message, *finding.arithmetic, *(item.quote for item in finding.evidence))
    )
