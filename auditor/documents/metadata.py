"""What a document says about itself in machine-readable form: front matter, `model-index`, JSON-LD and `<meta>`."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from auditor.documents import grid
from auditor.records import Block, BlockKind, Grid, Place

_FRONT = re.compile(r"\A(?:\ufeff)?---[ \t]*\r?\n(.*?\r?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MAX_YAML = 400_000
_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*[\w-]")
_ANCHOR = re.compile(r"(?:^|[\s\[{,:-])&[\w-]")
_MAX_ALIASES = 30
"""References back to an earlier part: nested ones multiply. Cards have none."""
_MONTHS = {
    m: i for i, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}


@dataclass(slots=True)
class About:
    """The document's statements about itself."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    blocks: list[Block] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Reasons why a part of the metadata could not be read."""


class _Loader(yaml.SafeLoader):
    """Safe YAML that keeps numbers and dates as printed: "84.20" must not become 84.2."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag.rpartition(":")[2] in {"null", "merge"}]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def front_matter(text: str) -> tuple[About, int]:
    """What the YAML front matter says, and how many lines it takes (0: there is none)."""
    about = About()
    match = _FRONT.match(text)
    if match is None or not (match.group(1) or "").strip():
        return about, 0
    source = match.group(1)
    if not re.search(r"^[\w\"'-][\w .\"'-]*:", source, re.MULTILINE):
        return about, 0  # two horizontal rules around a paragraph
    lines = match.group(0).count("\n")
    place = Place(line=1)
    data: Any = None
    if len(source) > _MAX_YAML or (_ANCHOR.search(source) and len(_ALIAS.findall(source)) > _MAX_ALIASES):
        about.unread.append("The front matter is too large to be read.")
    else:
        try:
            data = yaml.load(source, Loader=_Loader)
        except (yaml.YAMLError, RecursionError, ValueError):
            about.unread.append("The front matter is not valid YAML.")
    if isinstance(data, Mapping):
        about.title = _text(data.get("title"))
        about.published = iso_date(
            _text(data.get("date")) or _text(data.get("published")) or _text(data.get("release_date"))
        )
        language = data.get("language")
        languages = [language] if isinstance(language, str) else language if isinstance(language, list) else []
        about.language = _text(languages[0]) if len(languages) == 1 else None
        about.url = _text(data.get("canonicalURL")) or _text(data.get("url"))
        about.publisher = _text(data.get("publisher")) or _text(data.get("organization"))
    about.blocks.append(Block(kind=BlockKind.metadata, order=0, text=source.rstrip()[:100_000], place=place))
    about.blocks += result_blocks(data, place)
    return about, lines


def result_blocks(data: Any, place: Place) -> list[Block]:
    """Metadata blocks with a grid for `model-index` and evaluation-result lists: a row a benchmark, the value in the
    last column."""
    blocks: list[Block] = []
    if isinstance(data, Mapping):
        index = data.get("model-index")
        for model in index if isinstance(index, list) else []:
            if isinstance(model, Mapping):
                blocks += _grid_block(_text(model.get("name")) or "", list(_index_rows(model)), "model-index", place)
        for key in ("eval_results", "eval-results", ".eval_results", "evaluation_results"):
            # No mapping: one that holds itself would be walked for ever.
            blocks += result_blocks(data.get(key), place) if isinstance(data.get(key), list) else []
    elif isinstance(data, list):
        blocks += _grid_block("", list(_eval_rows(data)), "eval_results", place)
    return blocks


_Row = tuple[str, str, str, str]
"""Benchmark, metric, setting, value."""


def _index_rows(model: Mapping[str, Any]) -> Iterator[_Row]:
    results = model.get("results")
    for result in results if isinstance(results, list) else []:
        if not isinstance(result, Mapping):
            continue
        dataset, task = _mapping(result.get("dataset")), _mapping(result.get("task"))
        benchmark = _text(dataset.get("name")) or _text(dataset.get("type")) or _text(task.get("name")) or ""
        details = [f"{k}={v}" for k in ("config", "split") if (v := _text(dataset.get(k)))]
        args = dataset.get("args")
        if isinstance(args, Mapping):
            details += [f"{k}={v}" for k, value in args.items() if (v := _text(value))]
        elif text := _text(args):
            details.append(text)
        source = result.get("source")
        if isinstance(source, Mapping) and (name := _text(source.get("name"))):
            details.append(f"source={name}")
        metrics = result.get("metrics")
        for metric in metrics if isinstance(metrics, list) else []:
            if isinstance(metric, Mapping) and (value := _text(metric.get("value"))):
                yield benchmark, _text(metric.get("name")) or _text(metric.get("type")) or "", "; ".join(details), value


def _eval_rows(entries: Sequence[Any]) -> Iterator[_Row]:
    for entry in entries:
        entry = entry.get("data", entry) if isinstance(entry, Mapping) else None
        if not isinstance(entry, Mapping):
            continue
        dataset = entry.get("dataset")
        names = (
            [_text(dataset.get("id")), _text(dataset.get("task_id"))]
            if isinstance(dataset, Mapping)
            else [_text(dataset)]
        )
        details = [_text(entry.get("notes")), f"date={_text(entry.get('date'))}" if entry.get("date") else None]
        if value := _text(entry.get("value")):
            yield (
                " | ".join(n for n in names if n),
                _text(entry.get("metric")) or "",
                "; ".join(d for d in details if d),
                value,
            )


def _grid_block(model: str, rows: list[_Row], label: str, place: Place) -> list[Block]:
    if not rows:
        return []
    header = ("Benchmark", "Metric", "Setting", model)
    drafts = [[grid.Draft(text, place=place, header=True) for text in header]]
    drafts += [[grid.Draft(text, place=place) for text in row] for row in rows]
    built: Grid | None = grid.build(drafts, declared=1, label_columns=3)
    return [Block(kind=BlockKind.metadata, order=0, place=place, label=label, grid=built)] if built is not None else []


def linked_data(text: str) -> tuple[dict[str, str], Any]:
    """Title, publisher, date, address and language out of a JSON-LD script, and the parsed data (None: it is not
    JSON)."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}, None
    found: dict[str, str] = {}
    pending = [data]
    for _ in range(500):
        if not pending:
            break
        node = pending.pop(0)
        if isinstance(node, list):
            pending += node
        elif isinstance(node, dict):
            pending += [v for k, v in node.items() if k == "@graph"]
            if re.search(r"Article|Posting|WebPage|Report|TechArticle", str(node.get("@type", ""))):
                for name, key in (
                    ("title", "headline"),
                    ("published", "datePublished"),
                    ("url", "url"),
                    ("language", "inLanguage"),
                ):
                    if value := _text(node.get(key)):
                        found.setdefault(name, value)
                for key in ("publisher", "author"):
                    who = node.get(key)
                    who = who[0] if isinstance(who, list) and who else who
                    name_of = _text(who.get("name")) if isinstance(who, dict) else _text(who)
                    if name_of:
                        found.setdefault("publisher", name_of)
    return found, data


def iso_date(text: str | None) -> str | None:
    """A date as precise as it is written: "2026", "2026-04" or "2026-04-23"; None where it is none."""
    if not text:
        return None
    text = text.strip()
    if match := re.match(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?![\d])", text):
        year, month, day = match.groups()
    elif match := re.match(r"([A-Za-z]{3})[a-z]*\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})$", text):
        month, day, year = str(_MONTHS.get(match.group(1).lower(), "")), match.group(2), match.group(3)
    elif match := re.match(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})$", text):
        day, month, year = match.group(1), str(_MONTHS.get(match.group(2).lower(), "")), match.group(3)
    else:
        return None
    try:
        dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(p.zfill(2) for p in (month, day if month else None) if p)])


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool) or value is None or isinstance(value, (list, dict)):
        return None
    return str(value)
