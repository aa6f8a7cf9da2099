"""`auditor audit --extract` and `auditor summarise` against the loopback server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor.store.database import open_for_reading
from auditor.store.records import load_report
from tests.cli.conftest import Run
from tests.server.loopback import Loopback

SENTENCE = "On the test called Larch Reasoning our Foo-2 came to 66.4%, and on Birch Reasoning to 12.0%."


def answer(prompt: str) -> dict[str, Any]:
    if prompt.startswith("You find benchmark scores"):
        if "Larch" not in prompt:
            return {"claims": []}
        return {
            "claims": [
                {"model": "Foo-2", "benchmark": "Larch Reasoning", "value": "66.4%", "quote": "Foo-2 came to 66.4%"},
                {
                    "model": "Foo-2",
                    "benchmark": "Birch Reasoning",
                    "value": "21.0%",
                    "quote": "Birch Reasoning to 21.0%",
                },
            ]
        }
    found = prompt.split("[find-", 1)[1].split("]", 1)[0]
    return {
        "sentences": [
            {"text": "There is a finding.", "findings": [f"find-{found}"]},
            {"text": "It is of 4711 points.", "findings": [f"find-{found}"]},
        ]
    }


def test_what_a_model_proposes_is_checked_kept_and_told(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = folder / "card.md"
    card.write_text(card.read_text(encoding="utf-8") + f"\n{SENTENCE}\n", encoding="utf-8")
    with Loopback(answer=answer) as server:
        spec = f"openai:m@{server.url}/v1"
        result = run("audit", card, "--db", "a.db", "--extract", spec)
        assert "1 proposed scores taken, 1 not taken" in result.stderr
        with open_for_reading(Path("a.db")) as database:
            report = load_report(database)
        proposed = [claim for e in report.dossier.extractions for claim in e.claims if claim.found_by == "openai:m"]
        assert [(claim.benchmark, claim.value, claim.quote) for claim in proposed] == [
            ("Larch Reasoning", "66.4%", "Foo-2 came to 66.4%")
        ]
        asked = sum(server.served.requests.values())
        run("audit", card, "--db", "a.db", "--extract", spec)
        assert sum(server.served.requests.values()) == asked

        told = run("summarise", "--db", "a.db", "--judge", spec)
        assert "There is a finding. [find-" in told.stdout
        assert "4711" not in told.stdout
        assert "the number 4711 does not stand" in told.stderr


def test_a_rubric_cannot_read(run: Run, folder: Path) -> None:
    assert "Name a language model" in run("audit", "card.md", "--extract", "rubric", code=2).stderr


def test_the_rubric_sums_up_without_a_key(run: Run, audited: Path) -> None:
    assert "By rubric" in run("summarise", "--db", audited).stdout
