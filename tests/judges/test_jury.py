"""Options in both orders, votes that are none, several questions at a time."""

from __future__ import annotations

import threading
import time

import pytest

from auditor import prompts
from auditor.errors import PromptError
from auditor.judges import judge, known, majority, votes
from auditor.judges.answer import Answer
from auditor.judges.tally import agreed, tallies
from auditor.providers import NotAsked, Reply, Request
from auditor.providers.rubric import RubricProvider
from auditor.records import Finding, Judgement, Question, Verdict
from tests.benchmarks.judging import findings


def compared() -> Finding:
    variables = {
        "benchmark": "Set",
        "condition": "effort",
        "own": "OWN 60",
        "rival": "RIVAL 50",
        "gap": "10",
        "evidence": "[own] 60",
    }
    question = Question(id="ques-1", judge="material_difference", asks="?", variables=variables)
    return findings(1)[0].model_copy(update={"question": question})


class Reader:
    """Answers by what it reads."""

    name = "reader"
    vendor = None

    def __init__(self, verdict: object) -> None:
        self.verdict = verdict
        self.read: list[str] = []

    def answer(self, request: Request) -> Reply:
        self.read.append(request.text)
        verdict = self.verdict(request.text) if callable(self.verdict) else self.verdict
        return Reply(Answer(reason="r", verdict=verdict), "m", request.prompt, request.prompt_sha256)


def first_upheld(text: str) -> str:
    return "upheld" if text.index("OWN 60") < text.index("RIVAL 50") else "dismissed"


def test_options_are_asked_in_both_orders() -> None:
    reader = Reader("upheld")
    (given,) = judge([compared()], [reader], prompts=prompts.load_for)
    assert (given.verdict, given.abstained) == (Verdict.upheld, False)
    one, other = reader.read
    assert one.index("OWN 60") < one.index("RIVAL 50")
    assert other.index("OWN 60") > other.index("RIVAL 50")
    assert sorted(one.splitlines()) == sorted(other.splitlines()), "each block keeps its name"
    assert "<<<own\nOWN 60\nown>>>" in other


def test_a_verdict_that_hangs_on_the_order_is_no_vote() -> None:
    (given,) = judge([compared()], [Reader(first_upheld)], prompts=prompts.load_for)
    assert (given.verdict, given.abstained) == (Verdict.uncertain, True)
    assert "order of the options" in given.reason


def test_questions_without_options_are_asked_once() -> None:
    reader = Reader("upheld")
    judge(findings(1), [reader], prompts=prompts.load_for)
    assert len(reader.read) == 1
    assert [name for name, each in known().items() if each.options] == ["material_difference"]


def test_a_prompt_without_the_blocks_cannot_exchange_them() -> None:
    prompt = prompts.load("judge_footnote_meaning")
    variables = dict.fromkeys(prompt.variables, "x")
    with pytest.raises(PromptError, match="no block"):
        prompt.render(variables, exchanged=("score", "nothing"))


def test_a_rubric_without_a_rule_abstains() -> None:
    (given,) = judge(findings(1), [RubricProvider()], prompts=prompts.load_for)
    assert (given.verdict, given.abstained) == (Verdict.uncertain, True)
    both = judge(findings(1), [RubricProvider(), Reader("dismissed")], prompts=prompts.load_for)
    assert majority(both) is Verdict.dismissed
    assert majority(both[:1]) is Verdict.uncertain
    assert agreed(both) is None
    assert [(one.judge, one.abstained, one.answered) for one in tallies(both)] == [("rubric", 1, 1), ("reader:m", 0, 1)]


def test_answers_come_as_they_are_ready_and_end_in_order() -> None:
    class Slow(Reader):
        def answer(self, request: Request) -> Reply:
            time.sleep(0.2 if "Note 0:" in request.text else 0.0)
            return super().answer(request)

    asked = findings(6)
    came = [vote.place[0] for vote in votes(asked, [Slow("upheld")], prompts=prompts.load_for, at_once=3)]
    assert sorted(came) == list(range(6))
    assert came[0] != 0
    given = judge(asked, [Slow("upheld")], prompts=prompts.load_for, at_once=3)
    assert [one.finding for one in given] == [finding.id for finding in asked]


def test_no_more_at_once_than_said() -> None:
    class Counting(Reader):
        now = most = 0
        lock = threading.Lock()

        def answer(self, request: Request) -> Reply:
            with self.lock:
                self.now += 1
                self.most = max(self.most, self.now)
            time.sleep(0.02)
            with self.lock:
                self.now -= 1
            return super().answer(request)

    counting = Counting("upheld")
    judge(findings(20), [counting], prompts=prompts.load_for, at_once=4)
    assert counting.most == 4


@pytest.mark.parametrize("at_once", [1, 3])
def test_a_question_not_put_stays_open(at_once: int) -> None:
    class Broke(Reader):
        def answer(self, request: Request) -> Reply:
            if "Note 1:" in request.text:
                raise NotAsked("no money")
            return super().answer(request)

    came = [vote.came for vote in votes(findings(3), [Broke("upheld")], prompts=prompts.load_for, at_once=at_once)]
    assert sum(isinstance(one, Judgement) for one in came) == 2
    (left,) = [one for one in came if not isinstance(one, Judgement)]
    assert left.why == "no money"


@pytest.mark.parametrize("at_once", [1, 3])
def test_a_fault_in_a_provider_is_not_hidden(at_once: int) -> None:
    class Faulty(Reader):
        def answer(self, request: Request) -> Reply:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        judge(findings(3), [Faulty("upheld")], prompts=prompts.load_for, at_once=at_once)
