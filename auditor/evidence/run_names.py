"""What the names that sources print mean: the source's own table first, then the registry, asked once a name."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from auditor.records import ConditionName, How, Resolution, Run
from auditor.resources import folder

_LABEL_CONDITIONS = (
    ConditionName.thinking_budget,
    ConditionName.thinking,
    ConditionName.effort,
    ConditionName.prompting,
)


class Names(Protocol):
    """What the runs need of a registry."""

    def resolve_model(self, printed: str) -> Resolution: ...

    def resolve_benchmark(self, printed: str) -> Resolution: ...


class RunNames:
    """Resolves the names of runs. `labels` are the sources' own tables by source, "models" and "benchmarks" in each."""

    def __init__(self, registry: Names, labels: Mapping[str, Mapping[str, Any]]) -> None:
        self._registry, self._labels = registry, labels
        self._models: dict[str, Resolution] = {}
        self._benchmarks: dict[str, Resolution] = {}

    def model(self, source: str, printed: str, bare: str) -> Resolution:
        """A model by its printed label, else by the `bare` one without what only states a condition."""
        own: Mapping[str, str] = self._labels.get(source, {}).get("models", {})
        for name in dict.fromkeys((own.get(printed) or own.get(bare) or printed, own.get(bare, bare))):
            if name not in self._models:
                self._models[name] = self._registry.resolve_model(name)
            if self._models[name].id is not None:
                break
        return self._models[name]

    def benchmark(self, source: str, printed: str) -> Resolution:
        """A benchmark; a part is looked up by its whole where it has no entry: the run's subset keeps them apart."""
        own: Mapping[str, str] = self._labels.get(source, {}).get("benchmarks", {})
        outer = printed.partition(" | ")[0]
        name = own.get(printed, own.get(outer, printed))
        found = self._benchmark(name)
        return self._benchmark(outer) if found.id is None and name == printed and outer != name else found

    def _benchmark(self, name: str) -> Resolution:
        if name not in self._benchmarks:
            nothing = Resolution(printed=name, how=How.unresolved, why="The source's own table leaves it out.")
            self._benchmarks[name] = self._registry.resolve_benchmark(name) if name else nothing
        return self._benchmarks[name]

    def resolve(self, runs: Iterable[Run]) -> tuple[tuple[Run, ...], dict[str, str]]:
        """The runs with ids, and the names without one, each with the reason."""
        done: list[Run] = []
        unresolved: dict[str, str] = {}
        for run in runs:
            model_id, benchmark_id = run.model_id, run.benchmark_id
            if model_id is None:
                model = self.model(run.source, run.model, bare_model(run))
                model_id = model.id
                if model_id is None:
                    unresolved[run.model] = model.why or model.how
            if benchmark_id is None:
                benchmark = self.benchmark(run.source, run.benchmark)
                benchmark_id = benchmark.id
                if benchmark_id is None:
                    unresolved[run.benchmark] = benchmark.why or benchmark.how
            done.append(run.model_copy(update={"model_id": model_id, "benchmark_id": benchmark_id}))
        return tuple(done), unresolved


def shipped_names(registry: Names, *, root: Path | None = None) -> RunNames:
    """The names of runs with the tables of the shipped sources, without reading the runs themselves."""
    labels = {}
    for path in sorted((root or folder("corpus") / "runs").glob("*/SOURCE.toml")):
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        labels[said["id"]] = said.get("labels", {})
    return RunNames(registry, labels)


def bare_model(run: Run) -> str:
    """The model label without the suffix or bracket that only states a condition of the run ("_high", "(FC)")."""
    label = run.model
    for condition in run.setting.conditions:
        if condition.name in _LABEL_CONDITIONS and label.endswith(condition.printed):
            label = label[: -len(condition.printed)].rstrip(" _-(") or label
    return label
