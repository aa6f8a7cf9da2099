"""One question before one judge: the answer is checked, a failure is unanswered, and every exchange is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from auditor.errors import ProviderError
from auditor.judges.answer import Answer
from auditor.judges.judge import Judge
from auditor.judges.quotes import misquoted
from auditor.prompts import Prompt
from auditor.providers import NotAsked, Provider, Reply, Request
from auditor.providers.provider import schema_sha256
from auditor.records import Attempt, Finding, Judgement, Question, Quote, Verdict, content_id

ASKS = 2
"""How often a question is put to one provider before it counts as unanswered."""


@dataclass(frozen=True)
class Heard:
    """What one provider said to one wording of a question."""

    reply: Reply
    """The last one."""
    attempts: tuple[Attempt, ...]
    answer: Answer | None
    complaint: str = ""
    abstained: bool = False
    kept: bool = False
    """Whether nothing was asked: every reply was given before."""


def ask(finding: Finding, judge: Judge, provider: Provider, prompt: Prompt) -> Judgement:
    """One provider's answer to a finding's question; `unanswered` where it fails the protocol, never `dismissed`.

    Raises NotAsked where the question was not put.
    """
    question = finding.question
    if question is None:
        raise ValueError(f"{finding.id} asks nothing")
    heard: list[Heard] = []
    not_asked: NotAsked | None = None
    for exchanged in (None, judge.options) if judge.options else (None,):
        try:
            heard.append(_hear(_request(question, judge, prompt, exchanged=exchanged), provider))
        except NotAsked as error:
            # The other order is put all the same: a batch takes both.
            not_asked = not_asked or error
            continue
        # A rubric does not read the prompt, and a judge that gave no answer needs no second question.
        if heard[-1].answer is None or heard[-1].reply.prompt != prompt.id:
            break
    if not_asked is not None:
        raise not_asked
    return _judgement(finding, question, judge, provider, _one(heard), heard)


def majority(judgements: Sequence[Judgement]) -> Verdict:
    """What more than half of the votes cast say; `uncertain` without such a majority or where all abstain,
    `unanswered` without an answer."""
    given = [judgement for judgement in judgements if judgement.verdict is not Verdict.unanswered]
    if not given:
        return Verdict.unanswered
    cast = [judgement.verdict for judgement in given if not judgement.abstained]
    if not cast:
        return Verdict.uncertain
    verdict, count = Counter(cast).most_common(1)[0]
    return verdict if 2 * count > len(cast) else Verdict.uncertain


def _request(question: Question, judge: Judge, prompt: Prompt, *, exchanged: tuple[str, str] | None = None) -> Request:
    text = prompt.render(question.variables, exchanged=exchanged)
    return Request(question, prompt.id, prompt.sha256, text, judge.answer, judge.rubric, judge.rubric_name)


def _hear(request: Request, provider: Provider) -> Heard:
    heard = _asked(request, provider)
    if heard.answer is None and heard.kept:
        # What was kept leads to no answer, so the model is asked anew.
        with suppress(NotAsked):
            return _asked(replace(request, fresh=True), provider)
    return heard


def _asked(request: Request, provider: Provider) -> Heard:
    reply = Reply(None, provider.name, request.prompt)
    complaint = said = ""
    attempts: list[Attempt] = []
    kept = True
    for _ in range(ASKS):
        try:
            reply = provider.answer(replace(request, complaint=complaint, said=said))
        except NotAsked as error:
            if not attempts:
                raise
            # Exchanges that were made are kept, and the next run goes on from here.
            return Heard(reply, tuple(attempts), None, f"{complaint} It was not asked again: {error.message}")
        except ProviderError as error:
            complaint, kept = error.message, False
            continue
        attempts += reply.attempts
        kept = kept and reply.kept
        if reply.answer is None and not reply.error:
            return Heard(reply, tuple(attempts), _open(request), abstained=True)
        if not isinstance(reply.answer, Answer):
            complaint = reply.error or "The answer does not have the form asked for."
            said = reply.said
            if reply.again:
                continue
            break
        quotes = [Quote(evidence=quote.evidence, text=quote.text) for quote in reply.answer.quotes]
        wrong = misquoted(quotes, request.question.evidence)
        if not wrong:
            return Heard(reply, tuple(attempts), reply.answer, kept=kept)
        complaint = f'These words do not stand in the evidence: "{wrong[0].text}".'
        said = reply.answer.model_dump_json()
    return Heard(reply, tuple(attempts), None, complaint, kept=kept)


def _open(request: Request) -> Answer:
    return Answer(
        reason=(
            f"The written rubric {request.rubric_name} does not decide this question; a reader or a language model "
            "has to."
        ),
        verdict="uncertain",
    )


def _one(heard: Sequence[Heard]) -> Heard:
    """The answer that counts: one that stays the same when the options change places."""
    first = heard[0]
    for other in heard[1:]:
        if other.answer is None:
            return other
        assert first.answer is not None
        if other.answer.verdict != first.answer.verdict:
            reason = (
                "The verdict hung on the order of the options, so that it is no vote: "
                f"{first.answer.verdict} in one order ({first.answer.reason}), "
                f"{other.answer.verdict} in the other ({other.answer.reason})."
            )
            quotes = [*first.answer.quotes, *other.answer.quotes]
            return replace(first, answer=Answer(reason=reason, verdict="uncertain", quotes=quotes), abstained=True)
    return first


def _judgement(
    finding: Finding, question: Question, judge: Judge, provider: Provider, counts: Heard, heard: Sequence[Heard]
) -> Judgement:
    answer, reply = counts.answer, counts.reply
    said = answer.model_dump() if answer else {"unanswered": counts.complaint}
    parameters = dict(reply.parameters)
    attempts = [attempt for one in heard for attempt in one.attempts]
    return Judgement(
        id=content_id("judg", question.id, finding.id, provider.name, reply.model, reply.prompt, parameters, said),
        question=question.id,
        finding=finding.id,
        provider=provider.name,
        model=reply.model,
        prompt=reply.prompt,
        prompt_sha256=reply.prompt_sha256,
        schema_sha256=schema_sha256(judge.answer),
        parameters=parameters,
        reason=answer.reason if answer else counts.complaint or "No answer.",
        verdict=Verdict(answer.verdict) if answer else Verdict.unanswered,
        abstained=counts.abstained,
        severity=answer.severity if answer else None,
        confidence=answer.confidence if answer else None,
        quotes=tuple(Quote(evidence=q.evidence, text=q.text) for q in answer.quotes) if answer else (),
        would_change=answer.would_change if answer else "",
        attempts=tuple(attempt.model_copy(update={"number": n}) for n, attempt in enumerate(attempts, start=1)),
    )
