"""A table whose claims cannot be taken costs itself, not its document; and is not kept as the document's content."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from auditor import patience, pipeline, registry
from auditor.claims import extraction
from auditor.claims.failing import is_whole
from auditor.records import Block
from auditor.store.database import open_database

CARD = """# Foo-1

Foo-1 reaches 65.5% on IFEval.

Table 1: Knowledge

| Benchmark | Foo-1 |
|---|---|
| MMLU | 70.1 |

Table 2: Code

| Benchmark | Foo-1 |
|---|---|
| HumanEval | 81.2 |
"""


def quiet(what: str, done: int, total: int) -> None:
    """Says nothing."""


def breaks() -> None:
    raise KeyError("row")


def never_ends() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")


@pytest.mark.parametrize(("fails", "said"), [(breaks, "KeyError: 'row'"), (never_ends, "it takes more than")])
def test_a_table_that_fails_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: Any, said: str
) -> None:
    (tmp_path / "card.md").write_text(CARD)
    take = extraction.read_table

    def one_fails(block: Block, *rest: Any, **named: Any) -> Any:
        if block.label == "Table 1":
            fails()
        return take(block, *rest, **named)

    monkeypatch.setattr(extraction, "read_table", one_fails)
    monkeypatch.setattr(patience, "SECONDS", 2.0)
    with open_database(tmp_path / "a.db") as database:
        read, _ = pipeline.read_documents([tmp_path / "card.md"], database, quiet)
        _, (failed,) = pipeline.take_claims(read, pipeline.Options(), registry.load(), database, quiet)
        assert [claim.value for claim in failed.claims] == ["65.5%", "81.2"]
        (unread,) = failed.unread
        assert (unread.what, unread.label) == ("table", "Table 1")
        assert unread.place.line
        assert said in unread.reason
        monkeypatch.setattr(extraction, "read_table", take)
        _, (whole,) = pipeline.take_claims(read, pipeline.Options(), registry.load(), database, quiet)
    assert [claim.value for claim in whole.claims] == ["65.5%", "70.1", "81.2"]
    assert is_whole(whole)
    assert not is_whole(failed)
