"""Imported results: kept once, resolved by the registry at hand, fetched by index for the asked names only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from auditor.errors import UsageError
from auditor.evidence.run_csv import setting_of
from auditor.evidence.run_names import RunNames
from auditor.evidence.runs import RunLibrary
from auditor.records import ConditionName, How, Independence, Resolution, Run, Source, Unit
from auditor.store import runs
from auditor.store.database import Database, open_database

BOARD = Source(
    id="board",
    name="A board",
    publisher="An institute",
    licence="not stated",
    attribution="An institute",
    independence=Independence.third_party,
)


class PlainNames:
    """Names are their own ids in lower case, but for those that are unknown."""

    def __init__(self, *unknown: str) -> None:
        self.unknown, self.asked = unknown, 0

    def resolve_model(self, printed: str) -> Resolution:
        self.asked += 1
        known = printed not in self.unknown
        return Resolution(printed=printed, id=printed.lower() if known else None, how=How.exact, why="as printed")

    resolve_benchmark = resolve_model


def names(*unknown: str) -> RunNames:
    return RunNames(PlainNames(*unknown), {})


def run(n: int, model: str = "Alpha", benchmark: str = "Maths", **more: object) -> Run:
    fields = {
        "id": f"run-{n:016x}",
        "source": "board",
        "run_by": "An institute",
        "independence": Independence.third_party,
        "model": model,
        "benchmark": benchmark,
        "score": Decimal("71.50"),
        "unit": Unit.percent,
        "setting": setting_of({ConditionName.effort: ("high", "_high"), ConditionName.subset: "Part A"}),
        "cost_usd": 0.25,
        "cost_basis": "per task",
        "tokens": 1200,
        "locator": f"row {n}",
    }
    return Run(**(fields | more))  # type: ignore[arg-type]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "a.db") as opened:
        yield opened


def keep(database: Database, *given: Run, items: dict[str, dict[str, float]] | None = None, by: RunNames | None = None):
    file = runs.File("0" * 64, "board.csv", "csv", 0)
    return runs.keep(database, file, BOARD, given, items or {}, by or names(), "registry 1", "2026-01-01T00:00:00")


def test_a_run_comes_back_as_it_went_in(database: Database) -> None:
    keep(database, run(1))
    (found,) = runs.on_pairs(database, {("alpha", "maths")}, names(), "registry 1")
    assert found == run(1, model_id="alpha", benchmark_id="maths")
    assert str(found.score) == "71.50"
    assert list(runs.every(database, source="board", model="Alpha", benchmark="maths")) == [found]
    assert list(runs.every(database, source="elsewhere")) == []


def test_the_same_file_again_adds_nothing_and_a_fuller_copy_replaces(database: Database) -> None:
    scores = {run(1).id: {"a": 1.0, "b": 0.0}}
    assert keep(database, run(1), run(2), items=scores) == runs.Kept(new=2, known=0, items=2)
    assert keep(database, run(1), run(2), items=scores) == runs.Kept(new=0, known=2, items=0)
    keep(database, run(1, date="2026-02-03"))
    keep(database, run(1))
    assert runs.one(database, run(1).id).date == "2026-02-03"
    ((source, files, count),) = [(o.source, o.files, o.runs) for o in runs.sources(database)]
    assert (source, files, count) == (BOARD, 1, 2)


def test_another_registry_renames_without_touching_the_runs(database: Database) -> None:
    keep(database, run(1), by=names("Alpha"))
    assert runs.on_pairs(database, {("alpha", "maths")}, names("Alpha"), "registry 1") == ()
    assert len(runs.on_pairs(database, {("alpha", "maths")}, names(), "registry 2")) == 1
    registry = PlainNames()
    runs.on_pairs(database, {("alpha", "maths")}, RunNames(registry, {}), "registry 2")
    assert registry.asked == 0, "names are looked up once for each registry"


def test_ids_may_be_cut_short(database: Database) -> None:
    keep(database, run(1), run(2), run(0x1F))
    assert runs.one(database, "run-000000000000001f").locator == "row 31"
    with pytest.raises(UsageError, match="Several"):
        runs.one(database, "run-")
    with pytest.raises(UsageError, match="No imported run"):
        runs.one(database, "run-f")


def test_a_library_grows_by_the_asked_pairs_and_knows_further_parts(database: Database) -> None:
    keep(
        database,
        run(1),
        run(2, model="Beta", setting=setting_of({ConditionName.subset: "Part B"})),
        run(3, benchmark="Code"),
        run(4, model="Beta", benchmark="Code"),
    )
    empty = RunLibrary(sources={}, runs=(), sha256="", names=names())
    library = runs.beside(database, empty, {("alpha", "maths"), ("beta", "code")}, "registry 1")
    assert {r.locator for r in library.runs} == {"row 1", "row 4"}
    assert library.parts["maths"] == {"Part A", "Part B"}
    assert library.sources["board"] == BOARD
    assert library.sha256


def test_lookups_use_their_indexes(database: Database) -> None:
    """The plan that a database of a million runs follows too: no table of runs is read from end to end."""
    keep(database, *(run(n, model=f"M{n % 20}", benchmark=f"B{n % 30}") for n in range(3000)))
    database.connection.execute("ANALYZE")
    for query, asked in (
        (runs.ON_PAIRS, json.dumps([["m1", "b1"], ["m2", "b2"]])),
        (runs.PARTS, json.dumps(["b1", "b2"])),
    ):
        plan = [row["detail"] for row in database.rows(f"EXPLAIN QUERY PLAN {query}", (asked,))]
        assert not [step for step in plan if step.startswith("SCAN") and "asked" not in step], plan
        assert any("SEARCH r USING" in step and "imported_runs_pa" in step for step in plan), plan
        assert any("SEARCH m USING" in step or "SEARCH b USING" in step for step in plan), plan
    found = runs.on_pairs(database, {("m1", "b1")}, names(), "registry 1")
    assert {(r.model, r.benchmark) for r in found} == {("M1", "B1")}
    assert len(found) == 50
