"""A difference of two reports as plain text, Markdown or JSON; the same difference always gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from auditor.exports.difference import ClaimChange, Difference, Item, State
from auditor.exports.markdown import escape
from auditor.exports.text import heading, table, wrapped

SCHEMA = "auditor/difference/v1"
CLAIM = ("id", "model", "benchmark", "setting", "value", "number", "page", "line", "table", "document")
FINDING = ("id", "check", "severity", "confidence", "standing", "title", "models", "benchmarks")
TITLES = {State.changed: "Values changed", State.new: "Claims added", State.gone: "Claims removed"}


def text(found: Difference) -> str:
    """For a terminal."""
    return "\n".join(line.rstrip() for line in _lines(found)) + "\n"


def _lines(found: Difference) -> Iterator[str]:
    yield from wrapped(_named(found.before), "Before    ", " " * 10)
    yield from wrapped(_named(found.after), "After     ", " " * 10)
    yield ""
    yield from wrapped(f"{_counted(found.claims, lambda one: one.state)}{_silent(found)}", "Claims    ", " " * 10)
    yield from wrapped(_counted(found.findings, lambda one: one[0]), "Findings  ", " " * 10)
    for state, title in TITLES.items():
        changes = found.claims_that_are(state)
        if changes:
            yield from heading(title)
            yield from table(*_claim_rows(state, changes), numbers=(1, 2))
    announced = {(c.after["benchmark"], c.announced): None for c in found.claims if c.announced and c.after}
    if announced:
        yield from heading("Changes that the later document announces")
    for benchmark, words in announced:
        yield from wrapped(f"{benchmark}: “{words}”", rest="  ")
    for state, title in (
        (State.new, "Findings that are new"),
        (State.changed, "Findings that changed"),
        (State.gone, "Findings that are gone"),
    ):
        pairs = found.findings_that_are(state)
        if pairs:
            yield from heading(title)
        for _, old, new in pairs:
            one = new or old or {}
            was = f" (was {old['severity']})" if old and new and old["severity"] != new["severity"] else ""
            yield from wrapped(f"{one['title']}{was}", f"{one['severity'].upper():<7}", " " * 7)
            yield from wrapped(f"{one['id']}, {one['check']}, {one['standing']}", " " * 7, " " * 7)


def markdown(found: Difference) -> str:
    """For a pull request or a mail."""
    lines = [
        f"**Before:** {escape(_named(found.before))}  ",
        f"**After:** {escape(_named(found.after))}",
        "",
        f"**Claims:** {_counted(found.claims, lambda one: one.state)}{_silent(found)}.  ",
        f"**Findings:** {_counted(found.findings, lambda one: one[0])}.",
        "",
    ]
    for state, title in TITLES.items():
        changes = found.claims_that_are(state)
        if changes:
            headings, rows = _claim_rows(state, changes)
            lines += [f"### {title}", "", f"| {' | '.join(headings)} |", "|" + "---|" * len(headings)]
            lines += [f"| {' | '.join(escape(cell) for cell in row)} |" for row in rows] + [""]
    moved = [(state, one) for state, old, new in found.findings if state is not State.unchanged and (one := new or old)]
    if moved:
        lines += ["### Findings", "", "| | severity | finding | check |", "|---|---|---|---|"]
        lines += [
            f"| {state.value} | {one['severity']} | {escape(one['title'])} | `{one['check']}` |" for state, one in moved
        ] + [""]
    return "\n".join(lines)


def as_json(found: Difference) -> str:
    """For programs: everything that is not unchanged, and counts of all."""
    made = {
        "schema": SCHEMA,
        "before": _report(found.before),
        "after": _report(found.after),
        "claims": {
            "counts": _counts(found.claims, lambda one: one.state)
            | {"silently revised": sum(one.silent for one in found.claims)},
            "changes": [
                {
                    "state": one.state.value,
                    "silent": one.silent,
                    "announced": one.announced,
                    "before": _part(one.before, CLAIM),
                    "after": _part(one.after, CLAIM),
                }
                for one in found.claims
                if one.state is not State.unchanged
            ],
        },
        "findings": {
            "counts": _counts(found.findings, lambda one: one[0]),
            "changes": [
                {"state": state.value, "before": _part(old, FINDING), "after": _part(new, FINDING)}
                for state, old, new in found.findings
                if state is not State.unchanged
            ],
        },
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


FORMATS: dict[str, Callable[[Difference], str]] = {"text": text, "markdown": markdown, "json": as_json}


def _claim_rows(state: State, changes: Iterable[ClaimChange]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    if state is State.changed:
        return ("what", "before", "after", "said"), [
            (
                _what(new),
                old["value"],
                new["value"],
                "silent" if change.silent else "announced" if change.announced else "read otherwise",
            )
            for change in changes
            if (old := change.before) and (new := change.after)
        ]
    return ("what", "value", "place"), [
        (_what(one), one["value"], _place(one)) for change in changes if (one := change.after or change.before)
    ]


def _what(claim: Item) -> str:
    return ", ".join(part for part in (claim["benchmark"], claim["model"], claim["setting"]) if part)


def _place(claim: Item) -> str:
    place = f"page {claim['page']}" if claim["page"] else f"line {claim['line']}" if claim["line"] else ""
    return ", ".join(part for part in (place, claim["table"]) if part)


def _named(report: Item) -> str:
    names = ", ".join(document["name"] for document in report["documents"])
    subject = report["release"]["subjects"][0] if report["release"]["subjects"] else "unnamed model"
    return f"{subject}: {names} ({report['audit']['id']}, {report['audit']['started'][:10]})"


def _report(report: Item) -> dict[str, Any]:
    return {
        "audit": report["audit"]["id"],
        "started": report["audit"]["started"],
        "release": report["release"]["id"],
        "documents": [{"name": one["name"], "sha256": one["sha256"]} for one in report["documents"]],
    }


def _part(item: Item | None, keys: Iterable[str]) -> dict[str, Any] | None:
    return None if item is None else {key: item[key] for key in keys}


def _counts(changes: Iterable[Any], state: Callable[[Any], State]) -> dict[str, int]:
    counts = {one.value: 0 for one in State}
    for change in changes:
        counts[state(change).value] += 1
    return counts


def _counted(changes: Iterable[Any], state: Callable[[Any], State]) -> str:
    return ", ".join(f"{count} {name}" for name, count in _counts(changes, state).items())


def _silent(found: Difference) -> str:
    count = sum(change.silent for change in found.claims)
    return f"; {count} changed silently" if count else ""
