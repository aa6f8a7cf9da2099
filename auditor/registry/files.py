"""TOML files to records: one pass over the shipped registry and over folders of the same shape that a user adds."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from auditor.errors import RegistryError
from auditor.records._base import Record
from auditor.records.entity import Benchmark, Harness, Metric, Model, Vendor
from auditor.resources import folder

R = TypeVar("R", bound=Record)
_INHERITED = (
    "vendor",
    "family",
    "tier",
    "released",
    "training_cutoff",
    "context_window",
    "effort_levels",
    "open_weights",
    "params_total",
    "params_active",
    "thinking",
    "availability",
    "sources",
    "grade",
)


class Source(Record):
    """A key of the legend that facts cite."""

    key: str
    text: str
    prefix: bool = False
    """True: cited as `key:rest`, where the rest names the place within it."""
    url: str | None = None
    """Address; `{}` stands for the rest."""


class AmbiguityRule(Record):
    """One rule for an ambiguous name. All conditions must hold."""

    id: str
    because: str
    from_: str | None = None
    """The document's date is this or later (ISO, as precise as needed)."""
    before: str | None = None
    """The document's date is earlier."""
    beside: tuple[str, ...] = ()
    """One of these phrases stands in the same table, its caption or heading."""
    not_beside: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    """The document's publisher is one of these vendors (ids)."""


class Ambiguity(Record):
    """A name that means more than one entry."""

    kind: str
    labels: tuple[str, ...]
    candidates: tuple[str, ...]
    spelled: bool = False
    """True: only with the words parted as in the labels ("M-X", not "MX")."""
    rules: tuple[AmbiguityRule, ...] = ()


class Contents:
    """All entries of the registry as read, before any name is looked up."""

    def __init__(self) -> None:
        self.benchmarks: dict[str, Benchmark] = {}
        self.models: dict[str, Model] = {}
        self.vendors: dict[str, Vendor] = {}
        self.harnesses: dict[str, Harness] = {}
        self.metrics: dict[str, Metric] = {}
        self.sources: dict[str, Source] = {}
        self.ambiguities: list[Ambiguity] = []
        self.everyday: frozenset[str] = frozenset()
        self.generic: frozenset[str] = frozenset()
        self.hosts: frozenset[str] = frozenset()
        self.sha256 = ""


def read(folders: Sequence[Path]) -> Contents:
    """The entries of all folders. A later folder replaces an entry of the same id.

    Raises RegistryError naming the file, the field and the reason.
    """
    contents, digest = Contents(), hashlib.sha256()
    for root in folders:
        if not root.is_dir():
            raise RegistryError(
                f"The registry folder {root} does not exist.", advice="Give a folder with models/ or benchmarks/."
            )
        seen: dict[tuple[str, str], Path] = {}
        for path, relative in _files(root):
            data = path.read_bytes()
            digest.update(f"{relative}\0{len(data)}\0".encode())
            digest.update(data)
            for kind, id_ in _take(contents, path, relative, _parse(path, data)):
                if (kind, id_) in seen:
                    raise RegistryError(f"{path}: the {kind} {id_} is also defined in {seen[kind, id_]}.")
                seen[kind, id_] = path
    contents.sha256 = digest.hexdigest()
    return contents


def shipped() -> Path:
    """The folder of the registry that comes with the auditor."""
    return folder("corpus") / "registry"


def _files(root: Path) -> Iterator[tuple[Path, str]]:
    found: list[tuple[str, Path]] = []
    for where, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            (os.path.relpath(os.path.join(where, name), root).replace(os.sep, "/"), Path(where, name))
            for name in names
            if name.endswith(".toml") and not name.startswith(".")
        ]
    return ((path, relative) for relative, path in sorted(found))


def _parse(path: Path, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}: not UTF-8 text ({error.reason}).") from error
    except tomllib.TOMLDecodeError as error:
        raise RegistryError(f"{path}: not valid TOML: {error}.") from error


def _take(contents: Contents, path: Path, relative: str, table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    top = relative.split("/")[0]
    if top == "benchmarks":
        benchmark = _record(Benchmark, table, path, path.stem)
        contents.benchmarks[benchmark.id] = benchmark
        yield "benchmark", benchmark.id
    elif top == "models":
        for model in _models(table, path):
            contents.models[model.id] = model
            yield "model", model.id
    elif top == "harnesses":
        harness = _record(Harness, table, path, path.stem)
        contents.harnesses[harness.id] = harness
        yield "harness", harness.id
    elif relative == "vendors.toml" or top == "vendors":
        for row in _rows(table, "vendors", path):
            vendor = _record(Vendor, row, path)
            contents.vendors[vendor.id] = vendor
            yield "vendor", vendor.id
    elif relative == "metrics.toml":
        for row in _rows(table, "metrics", path):
            id_ = str(row.pop("id", ""))
            contents.metrics[id_] = _record(Metric, row, path)
            yield "metric", id_
    elif relative == "SOURCES.toml":
        for row in _rows(table, "sources", path):
            source = _record(Source, row, path)
            contents.sources[source.key] = source
            yield "source", source.key
    elif relative == "ambiguous.toml":
        contents.everyday |= frozenset(table.pop("everyday", ()))
        contents.generic |= frozenset(table.pop("generic", ()))
        contents.hosts |= frozenset(table.pop("hosts", ()))
        for row in _rows(table, "names", path):
            row["rules"] = [{("from_" if key == "from" else key): value for key, value in rule.items()}
                            for rule in row.get("rules", [])]  # fmt: skip
            contents.ambiguities.append(_record(Ambiguity, row, path))
    else:
        raise RegistryError(
            f"{path}: not a place the registry knows.",
            advice="Entries stand in benchmarks/, models/<vendor>/, harnesses/ or vendors.toml.",
        )


def _models(table: dict[str, Any], path: Path) -> Iterator[Model]:
    variants = table.pop("variants", [])
    model = _record(Model, table, path, path.stem)
    if path.parent.name not in (model.vendor, "models"):
        raise RegistryError(f"{path}: field vendor: {model.vendor} is not the folder's name {path.parent.name}.")
    yield model
    inherited = {name: table[name] for name in _INHERITED if name in table}
    for row in variants:
        own = {"sources": row["sources"]} if "sources" in row else {}
        yield _record(Model, {**inherited, **row, **own, "variant_of": model.id}, path)


def _rows(table: Mapping[str, Any], name: str, path: Path) -> Iterable[dict[str, Any]]:
    unknown = sorted(set(table) - {name})
    if unknown or not isinstance(table.get(name), list):
        raise RegistryError(f"{path}: expected only a list of tables [[{name}]], found {', '.join(unknown) or 'none'}.")
    rows: list[dict[str, Any]] = table[name]
    return rows


def _record(kind: type[R], table: Mapping[str, Any], path: Path, stem: str | None = None) -> R:
    try:
        record = kind.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "(whole file)"
        raise RegistryError(f"{path}: field {field}: {first['msg']}.") from error
    if stem is not None and getattr(record, "id", stem) != stem:
        raise RegistryError(f"{path}: field id: {getattr(record, 'id', '')!r} is not the file's name {stem!r}.")
    return record
