"""One question before several judges: every vote is kept, and the audited vendor's own models do not vote."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from auditor.errors import ProviderError
from auditor.judges.answer import Answer
from auditor.judges.judge import Judge
from auditor.judges.quotes import misquoted
from auditor.prompts import Prompt
from auditor.providers import Provider, Reply, Request
from auditor.records import Attempt, Finding, Judgement, Question, Quote, Verdict, content_id

ASKS = 2
"""How often a question is put to one provider before it counts as unanswered."""


def ask(finding: Finding, judge: Judge, provider: Provider, prompt: Prompt) -> Judgement:
    """One provider's answer to a finding's question; `unanswered` where it fails the protocol, never `dismissed`."""
    question = finding.question
    if question is None:
        raise ValueError(f"{finding.id} asks nothing")
    text = prompt.render(question.variables)
    complaint, reply = "", Reply(None, provider.name, prompt.id)
    attempts: list[Attempt] = []
    for _ in range(ASKS):
        request = Request(
            question, prompt.id, prompt.sha256, text, judge.answer, judge.rubric, judge.rubric_name, complaint
        )
        try:
            reply = provider.answer(request)
        except ProviderError as error:
            complaint = error.message
            continue
        attempts += reply.attempts
        if reply.answer is None and not reply.error:
            return _judgement(finding, question, judge, provider, reply, attempts, _open(judge))
        if not isinstance(reply.answer, Answer):
            complaint = reply.error or "The answer does not have the form asked for."
            continue
        wrong = misquoted([Quote(evidence=q.evidence, text=q.text) for q in reply.answer.quotes], question.evidence)
        if not wrong:
            return _judgement(finding, question, judge, provider, reply, attempts, reply.answer)
        complaint = f'These words do not stand in the evidence: "{wrong[0].text}".'
    return _judgement(finding, question, judge, provider, reply, attempts, None, complaint)


def panel(
    finding: Finding,
    judge: Judge,
    providers: Sequence[Provider],
    load: Callable[[str, Iterable[str]], Prompt],
    *,
    vendor: str | None = None,
) -> tuple[Judgement, ...]:
    """All votes on one finding, in the order of the providers."""
    asked = finding.question.variables if finding.question else ()
    voters = [provider for provider in providers if vendor is None or provider.vendor != vendor]
    return tuple(ask(finding, judge, provider, load(judge.prompt, asked)) for provider in voters)


def majority(judgements: Sequence[Judgement]) -> Verdict:
    """What more than half of the votes cast say; `uncertain` without such a majority, `unanswered` without a vote."""
    cast = [judgement.verdict for judgement in judgements if judgement.verdict is not Verdict.unanswered]
    if not cast:
        return Verdict.unanswered
    verdict, count = Counter(cast).most_common(1)[0]
    return verdict if 2 * count > len(cast) else Verdict.uncertain


def _open(judge: Judge) -> Answer:
    return Answer(
        reason=(
            f"The written rubric {judge.rubric_name} does not decide this question; a reader or a language model "
            "has to."
        ),
        verdict="uncertain",
    )


def _judgement(
    finding: Finding,
    question: Question,
    judge: Judge,
    provider: Provider,
    reply: Reply,
    attempts: Sequence[Attempt],
    answer: Answer | None,
    complaint: str = "",
) -> Judgement:
    schema = hashlib.sha256(json.dumps(judge.answer.model_json_schema(), sort_keys=True).encode()).hexdigest()
    said = answer.model_dump() if answer else {"unanswered": complaint}
    return Judgement(
        id=content_id(
            "judg", question.id, finding.id, provider.name, reply.model, reply.prompt, dict(reply.parameters), said
        ),
        question=question.id,
        finding=finding.id,
        provider=provider.name,
        model=reply.model,
        prompt=reply.prompt,
        prompt_sha256=reply.prompt_sha256,
        schema_sha256=schema,
        parameters=dict(reply.parameters),
        reason=answer.reason if answer else complaint or "No answer.",
        verdict=Verdict(answer.verdict) if answer else Verdict.unanswered,
        severity=answer.severity if answer else None,
        confidence=answer.confidence if answer else None,
        quotes=tuple(Quote(evidence=q.evidence, text=q.text) for q in answer.quotes) if answer else (),
        would_change=answer.would_change if answer else "",
        attempts=tuple(attempts),
    )
