"""The shipped runs: they load, resolve once a name, and keep what their sources say."""

from __future__ import annotations

import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from auditor.errors import ImportFormatError, RegistryError
from auditor.evidence.run_csv import format_setting, parse_setting, read_run, run_id, write_runs
from auditor.evidence.run_names import bare_model
from auditor.evidence.runs import RunLibrary, load_runs
from auditor.records import ConditionName, How, Independence, Resolution, Run, Unit
from auditor.resources import folder


class PlainNames:
    """Every name is its own id, and every question is counted."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def resolve_model(self, printed: str) -> Resolution:
        self.asked[f"model {printed}"] += 1
        return Resolution(printed=printed, id=printed.lower(), how=How.normalised)

    def resolve_benchmark(self, printed: str) -> Resolution:
        self.asked[f"benchmark {printed}"] += 1
        known = "|" not in printed
        return Resolution(printed=printed, id=printed.lower() if known else None, how=How.normalised)


@pytest.fixture(scope="module")
def library() -> RunLibrary:
    return load_runs(PlainNames())


def test_every_source_has_runs_licence_and_attribution(library: RunLibrary) -> None:
    counts = Counter(run.source for run in library.runs)
    assert set(counts) == set(library.sources)
    for source in library.sources.values():
        assert source.licence in {"Apache-2.0", "CC-BY-4.0", "MIT"}
        assert source.attribution
        assert source.retrieved


def test_ids_are_the_hash_of_what_the_run_says(library: RunLibrary) -> None:
    assert len({run.id for run in library.runs}) == len(library.runs)
    for run in library.runs:
        assert run.id == run_id(run.source, run.locator, run.model, run.benchmark, run.metric, run.score)


def test_files_are_in_their_written_form() -> None:
    for path in sorted((folder("corpus") / "runs").glob("*/runs.csv")):
        runs = [r for r in load_runs(PlainNames()).runs if r.source == path.parent.name]
        assert write_runs(runs) == path.read_text(encoding="utf-8"), path


def test_loading_is_quick_and_asks_once_a_name() -> None:
    names = PlainNames()
    started = time.perf_counter()
    load_runs(names)
    assert time.perf_counter() - started < 2.0  # 0.2 s on an idle machine
    assert max(names.asked.values()) == 1


def test_lookup_by_model_and_benchmark(library: RunLibrary) -> None:
    runs = library.on("gpt-5.5", "swe-bench verified")
    assert [(run.score, run.n, run.setting.get("subset")) for run in runs] == [
        (Decimal("0.8057851239669421"), 484, "484 of 500")
    ]
    assert runs[0].setting.get("effort") == "xhigh"
    assert runs[0] in library.on_benchmark("swe-bench verified")
    assert library.on("no such model", "swe-bench verified") == ()


def test_parts_fall_back_to_the_whole_and_keep_their_subset(library: RunLibrary) -> None:
    parts = [run for run in library.on_benchmark("bfcl v4") if run.setting.get("subset") == "Multi Turn"]
    assert parts
    assert {run.benchmark for run in parts} == {"BFCL v4 | Multi Turn"}


def test_submissions_are_the_vendors_own_word(library: RunLibrary) -> None:
    board = [run for run in library.runs if run.source == "tau2-bench"]
    copied = {run.locator.split()[0] for run in board if run.independence is Independence.compiled}
    assert copied == {"gemini-3-pro_google_2025-11-18"}
    assert {run.independence for run in board if run.run_by == "Sierra"} == {
        Independence.benchmark_author,
        Independence.compiled,
    }
    assert {run.independence for run in board if run.run_by != "Sierra"} == {Independence.vendor}


def test_odd_folder_names_are_read_by_the_sources_own_table(library: RunLibrary) -> None:
    run = next(r for r in library.runs if r.model == "claude-45sonnet")
    assert run.model_id == "claude sonnet 4.5"


@pytest.mark.parametrize(
    ("label", "setting", "expected"),
    [
        ("claude-opus-4-7_xhigh", "effort=xhigh <_xhigh>", "claude-opus-4-7"),
        ("claude-sonnet-4-6_32K", "thinking=on <_32K>; thinking_budget=32k <_32K>", "claude-sonnet-4-6"),
        ("Phi-4 (Prompt)", "prompting=prompted function calls <(Prompt)>", "Phi-4"),
        ("o3", "effort=high", "o3"),
        ("high", "effort=high", "high"),
    ],
)
def test_a_label_without_its_condition(label: str, setting: str, expected: str) -> None:
    row = {"model": label, "benchmark": "b", "score": "1", "setting": setting}
    run = read_run(row, source="s", run_by="x", independence=Independence.third_party)
    assert bare_model(run) == expected


def test_a_setting_survives_the_file() -> None:
    text = "effort=high <_high>; harness=mini-SWE-agent 1.16, tools; subset=484 of 500"
    setting = parse_setting(text)
    assert format_setting(setting) == text
    assert setting.get(ConditionName.effort) == "high"
    with pytest.raises(ImportFormatError, match="not a known condition"):
        parse_setting("colour=blue")


def test_added_runs_are_resolved_and_counted_once(library: RunLibrary) -> None:
    row = {"model": "Mine", "benchmark": "GPQA Diamond", "score": "51.0", "unit": "percent", "n": "198"}
    run = read_run(row, source="own", run_by="me", independence=Independence.third_party)
    larger = library.with_runs([run, run])
    assert [r.score for r in larger.on("mine", "gpqa diamond")] == [Decimal("51.0")]
    assert larger.sha256 != library.sha256
    assert larger.with_runs([run]) is larger
    assert (larger.sources["own"].licence, larger.sources["own"].publisher) == ("not stated", "me")
    assert library.on("mine", "gpqa diamond") == ()


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    source = tmp_path / "mine"
    source.mkdir()
    (source / "SOURCE.toml").write_text(
        'id = "mine"\nname = "m"\npublisher = "p"\nlicence = "MIT"\nattribution = "a"\nindependence = "third party"\n'
    )
    (source / "runs.csv").write_text("model,benchmark,score\nA,B,12\nA,B,twelve\n")
    with pytest.raises(RegistryError, match=r"line 3: The score 'twelve' cannot be read"):
        load_runs(PlainNames(), root=tmp_path)
    (source / "runs.csv").write_text("model,benchmark,score\nA,B,12\n")
    run = load_runs(PlainNames(), root=tmp_path).runs[0]
    assert (run.unit, run.n, run.stderr, run.setting.conditions) == (Unit.unknown, None, None, ())
    assert isinstance(run, Run)
