"""The shipped runs under the shipped registry: names that a plain join confuses stay apart."""

from __future__ import annotations

import pytest

from auditor import registry
from auditor.evidence.runs import RunLibrary, load_runs
from auditor.records import Run
from auditor.registry import Registry


@pytest.fixture(scope="module")
def known() -> Registry:
    return registry.load()


@pytest.fixture(scope="module")
def library(known: Registry) -> RunLibrary:
    return load_runs(known)


def under(library: RunLibrary, benchmark: str) -> set[str | None]:
    """The registry ids that runs printed under this benchmark name got."""
    found = {run.benchmark_id for run in library.runs if run.benchmark == benchmark}
    assert found, f"no run is printed under {benchmark}"
    return found


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        ("OTIS Mock AIME 2024-2025", "AIME 2025"),
        ("OTIS Mock AIME 2024-2025", "AIME 2024"),
        ("MATH Level 5", "MATH"),
        ("MATH Level 5", "MATH-500"),
        ("MBPP+", "MBPP"),
        ("HumanEval+", "HumanEval"),
        ("FrontierMath Tier 4", "FrontierMath Tiers 1-3"),
        ("SimpleQA Verified", "SimpleQA"),
        ("BFCL v4", "BFCL v3"),
        ("SWE-bench Pro (public)", "SWE-bench Verified"),
        ("Aider polyglot", "Aider code editing"),
    ],
)
def test_look_alikes_have_ids_of_their_own(known: Registry, library: RunLibrary, printed: str, other: str) -> None:
    (mine,) = under(library, printed)
    assert mine is not None
    assert mine != known.resolve_benchmark(other).id


def test_a_reasoning_model_is_not_its_base(known: Registry) -> None:
    assert known.resolve_model("Phi-4").id != known.resolve_model("Phi-4-reasoning").id


def test_systems_of_two_models_are_nobodys_run(library: RunLibrary) -> None:
    pairs = [run for run in library.runs if run.source == "aider" and "+ " in run.model and "R+" not in run.model]
    assert pairs
    assert {run.model_id for run in pairs} == {None}


def test_effort_suffixes_do_not_hide_the_model(library: RunLibrary) -> None:
    def efforts(runs: tuple[Run, ...]) -> set[str | None]:
        return {run.setting.get("effort") for run in runs if run.source == "epoch-hub"}

    assert {"medium", "high"} <= efforts(library.on("gpt-5", "gpqa-diamond"))


def test_most_runs_find_their_model_and_every_benchmark_its_entry(library: RunLibrary) -> None:
    runs = library.runs
    assert sum(run.benchmark_id is not None for run in runs) == len(runs)
    assert sum(run.model_id is not None for run in runs) / len(runs) > 0.7
    assert all(why for why in library.unresolved.values())
