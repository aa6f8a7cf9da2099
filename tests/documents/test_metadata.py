"""Front matter, model-index, evaluation results and dates."""

from __future__ import annotations

import pytest

from auditor.documents import metadata
from auditor.documents.markdown import read_markdown
from auditor.records import BlockKind, Grid

CARD = """---
title: "Alpha: a model"
date: 2026-04-23T04:00:04+08:00
language: en
model-index:
- name: alpha-7b
  results:
  - task: {type: text-generation}
    dataset: {name: IFEval (0-Shot), type: org/ifeval, args: {num_few_shot: 0}}
    metrics:
    - {type: acc, value: 33.30, name: strict accuracy}
    - {type: acc, value: 20.0 ± 1.2}
    source: {name: Some leaderboard, url: https://example.org}
---

# Alpha

Text.
"""


def rows(grid: Grid | None) -> list[list[str]]:
    assert grid is not None
    return [[cell.text if (cell := grid.at(r, c)) else "" for c in range(grid.columns)] for r in range(grid.rows)]


def test_model_index_keeps_values_as_printed() -> None:
    document = read_markdown(CARD.encode(), "card.md")
    assert (document.title, document.published, document.language) == ("Alpha: a model", "2026-04-23", "en")
    block = next(b for b in document.blocks if b.grid)
    assert (block.kind, block.label) == (BlockKind.metadata, "model-index")
    assert rows(block.grid) == [
        ["Benchmark", "Metric", "Setting", "alpha-7b"],
        ["IFEval (0-Shot)", "strict accuracy", "num_few_shot=0; source=Some leaderboard", "33.30"],
        ["IFEval (0-Shot)", "acc", "num_few_shot=0; source=Some leaderboard", "20.0 ± 1.2"],
    ]
    assert block.grid is not None
    assert block.grid.label_columns == 3
    heading = next(b for b in document.blocks if b.kind is BlockKind.heading)
    assert heading.place.line == 16


def test_eval_results() -> None:
    text = (
        "---\neval_results:\n- dataset: {id: org/gpqa, task_id: diamond}\n  value: 70.10\n  date: 2026-04-01\n  "
        "notes: high effort\n---\nx\n"
    )
    block = next(b for b in read_markdown(text.encode(), "card.md").blocks if b.grid)
    assert rows(block.grid)[1] == ["org/gpqa | diamond", "", "high effort; date=2026-04-01", "70.10"]


def test_two_rules_around_a_paragraph_are_no_front_matter() -> None:
    document = read_markdown(b"---\n\nHello there\n\n---\n\nMore\n", "card.md")
    assert [b.text for b in document.blocks] == ["Hello there", "More"]


@pytest.mark.parametrize("front", ["a: [1, 2", "a: &x [*x", "a: !!python/object/apply:os.system ['true']"])
def test_broken_front_matter_is_told(front: str) -> None:
    document = read_markdown(f"---\n{front}\n---\n\nText\n".encode(), "card.md")
    assert any("front matter" in u.reason for u in document.unread)
    assert document.blocks[-1].text == "Text"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-04-23T04:00:04+08:00", "2026-04-23"),
        ("2026-04", "2026-04"),
        ("2026", "2026"),
        ("April 23, 2026", "2026-04-23"),
        ("Apr 2026", "2026-04"),
        ("23 April 2026", "2026-04-23"),
        ("2026/4/3", "2026-04-03"),
        ("2026-13-01", None),
        ("soon", None),
        ("20260423", None),
        (None, None),
    ],
)
def test_dates(text: str | None, date: str | None) -> None:
    assert metadata.iso_date(text) == date
