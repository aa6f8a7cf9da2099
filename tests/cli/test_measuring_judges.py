"""`auditor injections` and `auditor calibrate` against whatever judge is given."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.conftest import Run
from tests.server.loopback import Loopback, default_answer


def gullible(prompt: str) -> dict[str, Any]:
    """Changes its mind where the planted near miss stands in what it is shown."""
    return {**default_answer(prompt), "verdict": "dismissed" if "disregard images" in prompt else "upheld"}


def test_the_suite_runs_against_a_model_and_tells_what_it_changed(run: Run) -> None:
    with Loopback(answer=gullible) as server:
        spec = f"openai:m@{server.url}/v1"
        steady = run("injections", "--judge", spec, "--only", "md-turn-last", "--db", "a.db").stdout
        moved = run("injections", "--judge", spec, "--only", "near-miss-note", "--db", "a.db").stdout
    assert "2 planted instructions: 0 of 12 judgements changed (0.00%)" in steady
    assert "0 got into a prompt" in steady
    assert "1 near misses: 2 of 6 judgements changed" in moved
    assert "md-near-miss-note: " in moved


def test_attacks_that_are_not_there(run: Run) -> None:
    assert "No attack is called nothing-of-it" in run("injections", "--only", "nothing-of-it", code=2).stderr


def test_a_model_is_asked_the_questions_whose_documents_are_at_hand(run: Run) -> None:
    with Loopback() as server:
        spec = f"openai:m@{server.url}/v1"
        result = run("calibrate", "--judge", spec, "--format", "json", "--db", "a.db")
    whole, *kinds = json.loads(result.stdout)
    assert whole["judge"] == spec
    assert 8 <= whole["labels"] == sum(each["labels"] for each in kinds)
    assert whole["sensitivity"] == 1.0
    assert "213 labelled questions; the two readings agree on 167 (kappa 0.623)" in result.stderr


def test_the_rubric_is_calibrated_without_a_key(run: Run) -> None:
    result = run("calibrate")
    assert (
        "rubric                   all                       213      61  0.29    0.67   0.10  0.97  0.34"
        in result.stdout
    )
