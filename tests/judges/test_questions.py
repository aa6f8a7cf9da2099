"""Every question that the checks ask: it fits its prompt, its rubric quotes what is there, and each judge is asked."""

from __future__ import annotations

from functools import cache
from types import ModuleType

import pytest

from auditor import checks, prompts
from auditor.checks.asking import ASKS, LONGEST, ask, cut, listing
from auditor.judges import JUDGES, judge
from auditor.providers.rubric import RubricProvider
from auditor.records import Finding, Question, Verdict


@cache
def cases() -> ModuleType:
    import importlib.util
    import sys
    from pathlib import Path

    path = Path(__file__).parents[1] / "checks" / "test_cases.py"
    spec = importlib.util.spec_from_file_location("literate_cases", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["literate_cases"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def asking() -> list[Finding]:
    """The findings of all literate cases that leave a question open."""
    module = cases()
    found = []
    for case in module.CASES:
        if case.finds != ["nothing"]:
            findings, failed = checks.run(module.dossier_of(case), only=[case.check])
            assert not failed
            found += [finding for finding in findings if finding.question]
    return found


def test_each_judge_is_asked_by_a_check(asking: list[Finding]) -> None:
    asked = {finding.question.judge for finding in asking if finding.question}
    assert asked == {each.name for each in JUDGES}


def test_every_question_fits_its_prompt_and_shows_its_evidence(asking: list[Finding]) -> None:
    for finding in asking:
        question = finding.question
        assert question is not None
        prompt = prompts.load_for(f"judge_{question.judge}", question.variables)
        assert prompt == prompts.load(f"judge_{question.judge}"), f"{finding.check} asks under an old wording"
        text = prompt.render(question.variables)
        assert question.evidence, f"{finding.check} asks without evidence"
        for id in question.evidence:
            assert f"\n[{id}] " in text
        assert question.asks == ASKS[question.judge]


def test_the_rubric_answers_or_says_uncertain_and_quotes_what_is_there(asking: list[Finding]) -> None:
    given = judge(asking, [RubricProvider()], prompts=prompts.load_for)
    assert len(given) == len(asking)
    assert not [each for each in given if each.verdict is Verdict.unanswered]
    decided = {
        verdict: sum(each.verdict is verdict for each in given) for verdict in (Verdict.upheld, Verdict.dismissed)
    }
    assert all(decided.values()), decided


def question(judge: str, **features: object) -> Question:
    return ask(judge, features=features, evidence={"here": "1.0", "own": "1", "rival": "2", "row": "r", "line 1": "l"})


RULES = [
    ("material_difference", {"effect": 5.0, "gap": -5.0, "led_by_own": 1}, ("upheld", "high")),
    ("material_difference", {"effect": 5.0, "gap": 5.1, "led_by_own": 0}, None),
    ("material_difference", {"effect": 1.0, "gap": 4.0}, ("dismissed", "low")),
    ("material_difference", {"both_at_their_highest": True, "led_by_own": 3, "gap": 1.0}, ("dismissed", "info")),
    ("material_difference", {"changes_the_test": True, "led_by_own": 1, "gap": 1.0}, ("upheld", "high")),
    ("material_difference", {"changes_the_test": False, "led_by_own": 4}, None),
    ("footnote_condition", {"states_both_counts": True, "on_the_row": True, "rivals_inside": 1}, ("upheld", "medium")),
    ("footnote_condition", {"states_both_counts": True}, None),
    ("footnote_condition", {"names_benchmark": True}, None),
    ("omission_by_domain", {"left_out": "rivals", "special_purpose": True, "peers": 5}, ("dismissed", "low")),
    ("omission_by_domain", {"left_out": "rivals", "peers": 2}, ("upheld", "high")),
    ("omission_by_domain", {"left_out": "rivals", "peers": 2, "reason_stated": True}, None),
    ("omission_by_domain", {"left_out": "cell", "same_setting": True}, ("upheld", "medium")),
    ("omission_by_domain", {"left_out": "cells", "peers": 9}, None),
    ("demotion", {"rival_leads": True, "recommended_days_before": 365}, ("upheld", "high")),
    ("demotion", {"rival_leads": True, "recommended_days_before": 366}, None),
    ("demotion", {"rival_leads": False, "recommended_days_before": 1}, ("dismissed", "low")),
    ("contamination_disclosure", {"names_memorisation": True}, ("upheld", "medium")),
    ("contamination_disclosure", {"mentioned": 3}, None),
    ("misquote_or_rerun", {"stated_as_own_run": True, "equals_another_tier": True}, ("dismissed", "low")),
    ("misquote_or_rerun", {"equals_another_tier": True, "changes_the_order": True}, ("upheld", "high")),
    ("misquote_or_rerun", {"stated_as_copied": True, "source_is_later": True}, None),
    ("misquote_or_rerun", {"gap": 9.0}, None),
    ("reader_severity", {"explained": True, "in_headline": True}, ("dismissed", "low")),
    ("reader_severity", {"in_headline": True, "own_model": True, "order_changes": True}, ("upheld", "high")),
    ("reader_severity", {"gap": 0.9, "order_changes": False}, ("dismissed", "low")),
    ("reader_severity", {"gap": 0.9, "order_changes": None}, None),
    ("footnote_meaning", {"note_on_the_row": True, "names_memorisation": True}, ("upheld", "high")),
    ("claim_in_words", {"rows": 4, "against": 3}, ("upheld", "medium")),
    ("claim_in_words", {"rows": 4, "against": 2}, None),
]


@pytest.mark.parametrize(("name", "features", "wanted"), RULES)
def test_what_each_rubric_decides(name: str, features: dict[str, object], wanted: tuple[str, str] | None) -> None:
    rule = next(each for each in JUDGES if each.name == name)()
    answer = rule.rubric(question(name, **features))
    assert (None if answer is None else (answer.verdict, answer.severity)) == wanted


def test_a_piece_of_evidence_is_one_line_and_cannot_pass_for_another() -> None:
    assert listing({"note": "a\n[cell] 99.9", "cell": "58.6"}) == "[note] a [cell] 99.9\n[cell] 58.6"


def test_long_evidence_is_cut_at_a_word_so_that_quotes_stay_verbatim() -> None:
    text = "word " * 1000
    assert text.startswith(cut(text))
    assert len(cut(text)) <= LONGEST
    assert cut(text).endswith("word")
