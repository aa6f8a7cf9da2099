"""Calibration: figures by hand, labels that hold together, and questions found again where the documents are."""

from __future__ import annotations

from collections import Counter

import pytest

from auditor import pipeline, resources
from auditor.cli.calibrate import by_rubric, findings_of, table
from auditor.judges import JUDGES
from auditor.judges.calibration import (
    calibrate,
    calibrations,
    cohens_kappa,
    corrected,
    corrected_rate,
    described,
)
from auditor.judges.labels import Label, labels, rebuilt
from auditor.judges.tally import account
from auditor.records import Judgement, Verdict

U, D, Q, N = Verdict.upheld, Verdict.dismissed, Verdict.uncertain, Verdict.unanswered
EVERY = labels()


def test_figures_by_hand() -> None:
    pairs = [("a", U, U), ("a", U, U), ("a", U, D), ("a", D, D), ("b", D, U), ("b", Q, Q), ("b", U, Q), ("b", D, N)]
    whole, a, b = calibrate("m", pairs, cost_usd=0.5)
    assert (whole.labels, whole.answered, whole.decided) == (8, 7, 5)
    assert whole.accuracy == pytest.approx(4 / 7)
    assert whole.accuracy_decided == pytest.approx(3 / 5)
    assert (whole.sensitivity, whole.specificity) == (pytest.approx(2 / 3), pytest.approx(1 / 2))
    assert whole.confusion["upheld"] == {"upheld": 2, "dismissed": 1, "uncertain": 1, "unanswered": 0}
    assert whole.confusion["dismissed"]["unanswered"] == 1
    assert (a.kind, a.labels, b.kind, b.labels) == ("a", 4, "b", 4)
    assert (whole.cost_usd, a.cost_usd) == (0.5, None)


def test_kappa_of_a_textbook_table() -> None:
    # Cohen's table of two readers: 20 and 15 agree, 5 and 10 do not; p_o 0.7, p_e 0.5.
    pairs = [(U, U)] * 20 + [(U, D)] * 5 + [(D, U)] * 10 + [(D, D)] * 15
    assert cohens_kappa(pairs) == pytest.approx(0.4)
    assert cohens_kappa([(U, U)] * 3) is None
    assert cohens_kappa([]) is None


def test_a_corrected_rate_undoes_known_errors() -> None:
    # Of 200, 80 are so; found with sensitivity 0.9 and specificity 0.8: 72 + 24 = 96.
    assert corrected_rate(96, 200, 0.9, 0.8) == pytest.approx(0.4)
    assert corrected_rate(1, 100, 0.9, 0.8) == 0.0
    assert corrected_rate(5, 10, 0.5, 0.5) is None
    assert corrected_rate(0, 0, 0.9, 0.9) is None


def test_a_judge_without_labels_is_uncalibrated() -> None:
    (whole, *_) = calibrate("rubric", [("a", U, U), ("a", D, U)])
    assert described({"rubric": whole}, "rubric") == (
        "calibrated on 2 labelled questions: 50% as labelled, 50% of the 2 it decides"
    )
    assert described({"rubric": whole}, "openai:x") == "uncalibrated"


def test_labels_hold_together() -> None:
    assert len(EVERY) >= 200
    assert {label.judge for label in EVERY} == {judge.name for judge in JUDGES}
    assert max(Counter((label.question, label.release) for label in EVERY).values()) == 1
    for label in EVERY:
        assert label.says
        if label.reading_1 == label.reading_2:
            assert label.settled == label.reading_1
        else:
            assert label.note, f"{label.question} was settled without a word"
        assert label.reason_2, f"{label.question} was read without a reason"
    assert N not in {label.settled for label in EVERY}
    agreement = cohens_kappa([(label.reading_1, label.reading_2) for label in EVERY])
    assert agreement is not None
    assert agreement > 0.6


def test_what_is_said_of_the_readings_is_what_the_file_holds() -> None:
    text = " ".join((resources.folder("corpus") / "labels" / "README.md").read_text(encoding="utf-8").split())
    both = [(label.reading_1, label.reading_2) for label in EVERY]
    apart = [label for label in EVERY if label.reading_1 != label.reading_2]
    agree = len(EVERY) - len(apart)
    said = Counter(
        "first" if label.settled == label.reading_1 else "second" if label.settled == label.reading_2 else "neither"
        for label in apart
    )
    settled = Counter(label.settled for label in EVERY)
    assert f"| all | {len(EVERY)} | {agree} ({100 * agree / len(EVERY):.1f} %) | {cohens_kappa(both):.3f} |" in text
    assert f"{said['first']} as in the first reading, {said['second']} as in the second" in text
    assert f"{settled[U]} upheld, {settled[D]} dismissed, {settled[Q]} uncertain" in text
    counts = sorted(Counter(label.judge for label in EVERY).values())
    rows = [line for line in text.split("|") if line.strip().isdigit()]
    assert sorted(int(row) for row in rows) == sorted([*counts, len(EVERY)])


def test_questions_on_bundled_releases_are_found_again() -> None:
    wanted = [label for label in EVERY if label.bundled]
    assert len(wanted) >= 10
    found = rebuilt(wanted, findings_of(wanted, None, lambda *_: None))
    # A check that was changed since asks something else, which its label does not speak of.
    assert 4 * len(found) >= 3 * len(wanted)
    assert all(finding.question for finding in found.values())


def test_a_question_that_has_changed_is_found_by_what_it_is_about() -> None:
    folder = resources.folder("corpus") / "documents" / "openai" / "gpt-5.5"
    report = pipeline.audit([folder], pipeline.Options(), [], started="")
    label = next(one for one in EVERY if one.release == "openai/gpt-5.5")
    old = label.model_copy(update={"question": "ques-0000000000000000"})
    assert list(rebuilt([old], {label.release: report.findings})) == [old.question]
    assert rebuilt([old], {"another": report.findings}) == {}


def test_the_rubric_is_asked_all_and_decides_some() -> None:
    pairs = by_rubric(EVERY)
    assert len(pairs) == len(EVERY)
    whole, *kinds = calibrate("rubric", pairs)
    assert whole.labels == sum(each.labels for each in kinds)
    assert 0 < whole.decided < whole.labels
    assert whole.accuracy_decided is not None
    assert whole.accuracy_decided > 0.5
    assert any("rubric, label: answers." in line for line in table([whole, *kinds]))


def test_what_is_shipped_of_the_rubric_is_what_is_measured_now() -> None:
    shipped = calibrations()
    (whole, *_) = calibrate("rubric", by_rubric(EVERY))
    assert shipped["rubric"] == whole
    assert described(shipped, "rubric").startswith("calibrated on 213 labelled questions")
    assert corrected("openai:x", 3, 4) is None
    # It upholds too much of what is dismissed for its errors to be taken out.
    assert corrected("rubric", 4, 4) is None


def test_the_account_of_a_report_names_each_calibration() -> None:
    def judgement(provider: str, verdict: Verdict) -> Judgement:
        return Judgement(
            id=f"judg-{provider}-{verdict}",
            question="ques-1",
            finding="find-1",
            provider=provider,
            model="m",
            prompt="p@1",
            prompt_sha256="",
            reason="r",
            verdict=verdict,
        )

    rubric, model, *_ = account([judgement("rubric", U), judgement("rubric", D), judgement("openai", U)])
    assert "; calibrated on 213 labelled questions: 29% as labelled, 67% of the 61 it decides" in rubric
    assert model == "openai:m: 1 answered (1 upheld); uncalibrated"


def test_a_label_without_its_document_is_enough_for_a_rubric() -> None:
    label = Label(
        question="ques-1",
        judge="demotion",
        check="endorsed_then_demoted",
        release="x",
        features={"rival_leads": False},
        says="s",
        reading_1=D,
        reading_2=D,
        settled=D,
    )
    assert by_rubric([label]) == [("demotion", D, D)]
