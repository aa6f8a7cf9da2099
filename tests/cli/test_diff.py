"""`auditor diff`: two versions of a card, two audits, exports and databases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

OLD = """# Foo-2 model card

Foo-2 is our new language model.

| Benchmark | Foo-2 | Bar-1 |
|---|---|---|
| GPQA Diamond | 71.3% | 70.1% |
| MMLU-Pro | 80.2% | 79.9% |
| SWE-bench Verified | 61.0% | – |
| AIME 2025 | 88.0% | 81.5% |
"""
NEW = """# Foo-2 model card

Foo-2 is our new language model.

| Benchmark | Foo-2 | Bar-1 |
|---|---|---|
| SWE-bench Verified | 63.4% | – |
| GPQA Diamond | 72.0% | 70.1% |
| MMLU-Pro | 80.2% | 79.9% |
| HLE | 21.0% | 18.4% |

The score on SWE-bench Verified was corrected: an earlier version of this card ran a subset.
"""


@pytest.fixture
def cards(folder: Path) -> tuple[str, str]:
    (folder / "old.md").write_text(OLD, "utf-8")
    (folder / "new.md").write_text(NEW, "utf-8")
    return "old.md", "new.md"


def changes(run: Any, *arguments: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(run("diff", *arguments, "--format", "json").stdout)
    return loaded


def of(found: dict[str, Any], state: str) -> set[tuple[str, str, str | None, str | None]]:
    return {
        (
            (one["after"] or one["before"])["benchmark"],
            (one["after"] or one["before"])["model"],
            one["before"] and one["before"]["value"],
            one["after"] and one["after"]["value"],
        )
        for one in found["claims"]["changes"]
        if one["state"] == state
    }


def test_claims_added_removed_revised_and_silently_revised(cards: tuple[str, str], run: Any, folder: Path) -> None:
    found = changes(run, *cards)
    assert of(found, "changed") == {
        ("GPQA Diamond", "Foo-2", "71.3%", "72.0%"),
        ("SWE-bench Verified", "Foo-2", "61.0%", "63.4%"),
    }
    assert of(found, "new") == {("HLE", "Foo-2", None, "21.0%"), ("HLE", "Bar-1", None, "18.4%")}
    assert of(found, "gone") == {("AIME 2025", "Foo-2", "88.0%", None), ("AIME 2025", "Bar-1", "81.5%", None)}
    assert found["claims"]["counts"] == {"new": 2, "gone": 2, "changed": 2, "unchanged": 3, "silently revised": 1}
    said = {one["after"]["benchmark"]: one for one in found["claims"]["changes"] if one["state"] == "changed"}
    assert said["GPQA Diamond"]["silent"]
    assert not said["SWE-bench Verified"]["silent"]
    assert "was corrected" in said["SWE-bench Verified"]["announced"]
    assert not (folder / "audits.db").exists(), "documents that are compared are not kept"


def test_the_other_way_round_is_the_mirror_image(cards: tuple[str, str], run: Any) -> None:
    there, back = changes(run, *cards), changes(run, *reversed(cards))
    assert {(b, m, new, old) for b, m, old, new in of(there, "new")} == of(back, "gone")
    assert back["claims"]["counts"]["silently revised"] == 2, "the older card announces nothing"


def test_the_same_document_differs_in_nothing(cards: tuple[str, str], run: Any) -> None:
    found = changes(run, "old.md", "old.md", "--exit-code")
    assert found["claims"]["changes"] == []
    assert found["findings"]["changes"] == []
    run("diff", *cards, "--exit-code", code=1)


def test_audits_exports_and_databases_serve_alike(cards: tuple[str, str], run: Any, folder: Path) -> None:
    run("audit", "old.md", "--output", "old.json")
    run("audit", "new.md", "--db", "new.db")
    run("audit", "new.md")
    rows = json.loads(run("query", "audits", "--format", "json").stdout)
    newer, older = (row["audit"] for row in rows)
    by_id = changes(run, older, newer)
    assert by_id == changes(run, "old.json", newer)
    assert changes(run, "old.json", "new.db")["claims"] == by_id["claims"]
    assert by_id["claims"] == changes(run, *cards)["claims"]
    assert by_id["claims"]["counts"]["silently revised"] == 1


def test_text_and_markdown_say_what_is_silent(cards: tuple[str, str], run: Any) -> None:
    text = run("diff", *cards).stdout
    assert "Claims    2 new, 2 gone, 2 changed, 3 unchanged; 1 changed silently" in text
    assert max(map(len, text.splitlines())) <= 80
    table = run("diff", *cards, "--format", "markdown").stdout
    assert "| GPQA Diamond, Foo-2 | 71.3% | 72.0% | silent |" in table


def test_what_is_not_there(run: Any) -> None:
    assert "neither a file nowhere.md nor a database" in run("diff", "card.md", "nowhere.md", code=2).stderr
