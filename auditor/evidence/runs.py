"""The independent runs: loaded from corpus/runs, names resolved once, looked up by model and benchmark."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from auditor.errors import ImportFormatError, RegistryError
from auditor.evidence.run_csv import read_run
from auditor.records import ConditionName, Resolution, Run, Source
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


@dataclass(frozen=True)
class RunLibrary:
    """All independent runs of an audit. Immutable; `with_runs` makes a larger one."""

    sources: Mapping[str, Source]
    """By id."""
    runs: tuple[Run, ...]
    """In a stable order, each id once."""
    sha256: str
    """Digest of the files and of the runs added."""
    unresolved: Mapping[str, str] = field(default_factory=dict)
    """Labels without a registry id, each with the reason."""
    _resolve: Callable[[Iterable[Run]], tuple[tuple[Run, ...], dict[str, str]]] | None = field(
        default=None, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        pairs: dict[tuple[str, str], list[Run]] = defaultdict(list)
        by_benchmark: dict[str, list[Run]] = defaultdict(list)
        for run in self.runs:
            if run.benchmark_id is not None:
                by_benchmark[run.benchmark_id].append(run)
                if run.model_id is not None:
                    pairs[run.model_id, run.benchmark_id].append(run)
        object.__setattr__(self, "_pairs", {key: tuple(runs) for key, runs in pairs.items()})
        object.__setattr__(self, "_by_benchmark", {key: tuple(runs) for key, runs in by_benchmark.items()})

    def on(self, model_id: str, benchmark_id: str) -> tuple[Run, ...]:
        """All runs of one model on one benchmark, comparable or not."""
        found: dict[tuple[str, str], tuple[Run, ...]] = self._pairs  # type: ignore[attr-defined]
        return found.get((model_id, benchmark_id), ())

    def on_benchmark(self, benchmark_id: str) -> tuple[Run, ...]:
        """All runs on one benchmark, of whatever model."""
        found: dict[str, tuple[Run, ...]] = self._by_benchmark  # type: ignore[attr-defined]
        return found.get(benchmark_id, ())

    def with_runs(self, extra: Iterable[Run], sources: Iterable[Source] = ()) -> RunLibrary:
        """A library that also holds `extra`, each id once; names without an id are resolved as the others were.

        A run of a source that is in neither library nor `sources` brings a source without a stated licence.
        """
        known = {run.id for run in self.runs}
        new = {run.id: run for run in extra if run.id not in known}
        if not new:
            return self
        runs, unresolved = self._resolve(new.values()) if self._resolve else (tuple(new.values()), {})
        named = {**self.sources, **{s.id: s for s in sources}}
        for run in runs:
            named.setdefault(run.source, _unstated(run))
        digest = hashlib.sha256(self.sha256.encode())
        for run_id in sorted(new):
            digest.update(run_id.encode())
        return RunLibrary(
            sources=MappingProxyType(named),
            runs=(*self.runs, *runs),
            sha256=digest.hexdigest(),
            unresolved=MappingProxyType({**self.unresolved, **unresolved}),
            _resolve=self._resolve,
        )


def load_runs(registry: Names, *, root: Path | None = None) -> RunLibrary:
    """The shipped runs, with the ids that `registry` gives their names.

    `root` is a folder of sources, each with SOURCE.toml and runs.csv; by default corpus/runs. Raises RegistryError for
    a source that cannot be read, naming the file and the line.
    """
    root = root or folder("corpus") / "runs"
    digest = hashlib.sha256()
    sources: dict[str, Source] = {}
    labels: dict[str, dict[str, Any]] = {}
    runs: dict[str, Run] = {}
    for path in sorted(root.glob("*/SOURCE.toml")):
        source, labels_of_source, text = _source(path)
        table = path.with_name("runs.csv").read_text(encoding="utf-8")
        sources[source.id], labels[source.id] = source, labels_of_source
        for run in _runs(table, source, path.with_name("runs.csv")):
            runs.setdefault(run.id, run)
        digest.update(text.encode())
        digest.update(table.encode())
    resolve = _resolver(registry, labels)
    resolved, unresolved = resolve(runs.values())
    return RunLibrary(
        sources=MappingProxyType(sources),
        runs=resolved,
        sha256=digest.hexdigest(),
        unresolved=MappingProxyType(unresolved),
        _resolve=resolve,
    )


def bare_model(run: Run) -> str:
    """The model label without the suffix or bracket that only states a condition of the run ("_high", "(FC)")."""
    label = run.model
    for condition in run.setting.conditions:
        if condition.name in _LABEL_CONDITIONS and label.endswith(condition.printed):
            label = label[: -len(condition.printed)].rstrip(" _-(") or label
    return label


def _unstated(run: Run) -> Source:
    """A source known only by its runs: nothing is assumed of its licence."""
    return Source(
        id=run.source,
        name=run.source,
        publisher=run.run_by,
        licence="not stated",
        attribution=run.run_by,
        independence=run.independence,
    )


def _source(path: Path) -> tuple[Source, dict[str, Any], str]:
    text = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
        labels = data.pop("labels", {})
        data.pop("snapshot", None)
        return Source.model_validate(data), labels, text
    except ValueError as error:
        raise RegistryError(f"{path} is not a valid source: {error}") from None


def _runs(table: str, source: Source, path: Path) -> Iterable[Run]:
    reader = csv.DictReader(table.splitlines())
    for row in reader:
        try:
            yield read_run(row, source=source.id, run_by=source.publisher, independence=source.independence)
        except ImportFormatError as error:
            raise RegistryError(f"{path}, line {reader.line_num}: {error.message}") from None


def _resolver(
    registry: Names, labels: Mapping[str, Mapping[str, Any]]
) -> Callable[[Iterable[Run]], tuple[tuple[Run, ...], dict[str, str]]]:
    """Resolves runs, asking the registry once for each distinct name."""
    models: dict[str, Resolution] = {}
    benchmarks: dict[str, Resolution] = {}

    def model(run: Run, own: Mapping[str, str]) -> Resolution:
        bare = bare_model(run)
        for name in dict.fromkeys((own.get(run.model) or own.get(bare) or run.model, own.get(bare, bare))):
            if name not in models:
                models[name] = registry.resolve_model(name)
            if models[name].id is not None:
                break
        return models[name]

    def benchmark(run: Run, own: Mapping[str, str]) -> Resolution:
        outer = run.benchmark.partition(" | ")[0]
        name = own.get(run.benchmark, own.get(outer, run.benchmark))
        if name not in benchmarks:
            benchmarks[name] = (
                registry.resolve_benchmark(name) if name else Resolution(printed=name, why="has no entry")
            )
        # A part is looked up by its whole where it has no entry of its own; the run's subset keeps them apart.
        if benchmarks[name].id is None and name == run.benchmark and outer != name:
            if outer not in benchmarks:
                benchmarks[outer] = registry.resolve_benchmark(outer)
            return benchmarks[outer]
        return benchmarks[name]

    def resolve(runs: Iterable[Run]) -> tuple[tuple[Run, ...], dict[str, str]]:
        done: list[Run] = []
        unresolved: dict[str, str] = {}
        for run in runs:
            own = labels.get(run.source, {})
            found_model = run.model_id or (m := model(run, own.get("models", {}))).id
            found_benchmark = run.benchmark_id or (b := benchmark(run, own.get("benchmarks", {}))).id
            if found_model is None:
                unresolved[run.model] = m.why or m.how
            if found_benchmark is None:
                unresolved[run.benchmark] = b.why or b.how
            done.append(run.model_copy(update={"model_id": found_model, "benchmark_id": found_benchmark}))
        return tuple(done), unresolved

    return resolve
