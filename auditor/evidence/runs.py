"""The independent runs: loaded from corpus/runs, names resolved once, looked up by model and benchmark."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from auditor.errors import ImportFormatError, RegistryError
from auditor.evidence.run_csv import read_run
from auditor.evidence.run_names import Names, RunNames
from auditor.records import Run, Source
from auditor.resources import folder


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
    names: RunNames | None = field(default=None, repr=False, compare=False)
    """What resolves the names of runs that are added."""
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By benchmark: parts that runs name which are kept elsewhere and not at hand."""

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

    def with_runs(
        self,
        extra: Iterable[Run],
        sources: Iterable[Source] = (),
        parts: Mapping[str, frozenset[str]] | None = None,
    ) -> RunLibrary:
        """A library that also holds `extra`, each id once; names without an id are resolved as the others were.

        A run of a source that is in neither library nor `sources` brings a source without a stated licence. `parts` are
        those that further runs name, by benchmark.
        """
        known = {run.id for run in self.runs}
        new = {run.id: run for run in extra if run.id not in known}
        further = {id: self.parts.get(id, frozenset()) | named for id, named in (parts or {}).items()}
        if not new:
            return replace(self, parts=MappingProxyType({**self.parts, **further})) if further else self
        unnamed = [run for run in new.values() if run.model_id is None or run.benchmark_id is None]
        resolved, unresolved = self.names.resolve(unnamed) if self.names else (tuple(unnamed), {})
        new.update((run.id, run) for run in resolved)
        runs = tuple(new.values())
        named = {**{s.id: s for s in sources}, **self.sources}
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
            names=self.names,
            parts=MappingProxyType({**self.parts, **further}),
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
    names = RunNames(registry, labels)
    resolved, unresolved = names.resolve(runs.values())
    return RunLibrary(
        sources=MappingProxyType(sources),
        runs=resolved,
        sha256=digest.hexdigest(),
        unresolved=MappingProxyType(unresolved),
        names=names,
    )


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
