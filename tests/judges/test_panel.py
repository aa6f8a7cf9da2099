"""Judging: answers are checked, failures are unanswered, and the vendor's own models do not vote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from auditor import prompts
from auditor.errors import ProviderError
from auditor.judges import JUDGES, judge, majority
from auditor.judges.answer import Answer, QuotedWords
from auditor.providers import Reply, Request
from auditor.providers.rubric import RubricProvider
from auditor.records import Confidence, Evidence, EvidenceKind, Finding, Question, Severity, Verdict

NOTE = "Labs have seen memorisation on this set"


def finding(**features: object) -> Finding:
    return Finding(
        id="find-1",
        check="disclosed_memorisation",
        family="contamination",
        check_version=1,
        severity=Severity.high,
        confidence=Confidence.high,
        says="disclosed",
        title="t",
        message="m",
        evidence=(Evidence(kind=EvidenceKind.text, ref="doc-1", quote=NOTE, primary=True),),
        overturned_by="o",
        question=Question(
            id="ques-1",
            judge="footnote_meaning",
            asks="?",
            variables={"benchmark": "Set", "score": "M 58.6", "words": NOTE},
            features=features,
            evidence={"note": NOTE, "cell": "58.6"},
        ),
    )


class Scripted:
    """Gives prepared answers in turn."""

    name = "scripted"

    def __init__(self, *answers: Answer | Exception | str, vendor: str | None = None) -> None:
        self.answers: Iterator[Answer | Exception | str] = iter(answers)
        self.vendor = vendor
        self.requests: list[Request] = []

    def answer(self, request: Request) -> Reply:
        self.requests.append(request)
        answer = next(self.answers)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, str):
            return Reply(None, "scripted-1", request.prompt, error=answer)
        return Reply(answer, "scripted-1", request.prompt, request.prompt_sha256)


def answer(text: str = "memorisation", verdict: str = "dismissed") -> Answer:
    return Answer(reason="r", verdict=verdict, quotes=[QuotedWords(evidence="note", text=text)])  # type: ignore[arg-type]


def test_the_rubric_upholds_a_note_on_the_row() -> None:
    (given,) = judge(
        [finding(note_on_the_row=True, names_memorisation=True)], [RubricProvider()], prompts=prompts.load_for
    )
    assert (given.verdict, given.provider, given.model) == (Verdict.upheld, "rubric", "footnote_meaning_rubric@1")
    assert {quote.text for quote in given.quotes} == {NOTE, "58.6"}


def test_the_rubric_says_uncertain_where_no_rule_decides() -> None:
    (given,) = judge([finding(note_on_the_row=False)], [RubricProvider()], prompts=prompts.load_for)
    assert given.verdict is Verdict.uncertain
    assert "rubric" in given.reason


def test_a_wrong_quote_is_asked_again_with_the_complaint() -> None:
    provider = Scripted(answer("memorization"), answer())
    (given,) = judge([finding()], [provider], prompts=prompts.load_for)
    assert given.verdict is Verdict.dismissed
    assert "do not stand" in provider.requests[1].complaint


@pytest.mark.parametrize(
    "answers",
    [
        (answer("invented"), answer("invented")),
        (ProviderError("down"), ProviderError("down")),
        ("no JSON", "no JSON"),
    ],
)
def test_a_failed_protocol_is_unanswered_never_dismissed(answers: tuple[Answer | Exception | str, ...]) -> None:
    (given,) = judge([finding()], [Scripted(*answers)], prompts=prompts.load_for)
    assert given.verdict is Verdict.unanswered
    assert given.reason


def test_the_vendors_own_models_do_not_vote() -> None:
    given = judge(
        [finding()],
        [Scripted(answer(), vendor="openai"), Scripted(answer(verdict="upheld"), vendor="anthropic")],
        prompts=prompts.load_for,
        vendor="openai",
    )
    assert [each.verdict for each in given] == [Verdict.upheld]


def test_a_majority_needs_more_than_half() -> None:
    def votes(*verdicts: str) -> Verdict:
        return majority(
            judge([finding()], [Scripted(answer(verdict=verdict)) for verdict in verdicts], prompts=prompts.load_for)
        )

    assert votes("upheld", "upheld", "dismissed") is Verdict.upheld
    assert votes("upheld", "dismissed") is Verdict.uncertain
    assert majority(()) is Verdict.unanswered


def test_the_same_answer_has_the_same_id() -> None:
    one, two = (judge([finding()], [RubricProvider()], prompts=prompts.load_for)[0] for _ in range(2))
    assert one == two


def test_the_rendered_prompt_holds_the_evidence() -> None:
    provider = Scripted(answer())
    judge([finding()], [provider], prompts=prompts.load_for)
    assert NOTE in provider.requests[0].text


def test_every_judge_says_what_its_rubric_decides() -> None:
    assert all("Rubric:" in (each.__doc__ or "") for each in JUDGES)
