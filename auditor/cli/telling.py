"""Records in words, for a person at a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from auditor.cli.entries import facts
from auditor.records import Claim, Document, Evidence, Finding, Footnote, Judgement, Place, Record
from auditor.store import tables as t
from auditor.store.database import Database
from auditor.store.records import load_judgements

WIDTH = 96


def told(database: Database, table: str, record: Record) -> Iterator[str]:
    """A record in words, with what belongs to it."""
    if isinstance(record, Finding):
        yield from finding(database, record)
    elif isinstance(record, Claim):
        yield from claim(database, record)
    elif isinstance(record, Judgement):
        yield from judgement(record)
    elif isinstance(record, Document):
        yield from document(database, record)
    else:
        yield f"{table.removesuffix('s')} {getattr(record, 'id', '')}"
        yield ""
        yield from facts(record)


def finding(database: Database, one: Finding) -> Iterator[str]:
    """A finding with its evidence, arithmetic and judgements."""
    yield f"{one.severity.value.upper()}  {one.title}"
    yield f"{one.id}  check {one.check} (version {one.check_version}), {one.confidence.value} confidence, {one.says}"
    yield ""
    yield from wrapped(one.message)
    yield from section("Evidence")
    for item in one.evidence:
        yield from evidence(database, item)
    if one.arithmetic:
        yield from section("Arithmetic")
        yield from (f"  {line}" for line in one.arithmetic)
    yield from section("What would overturn it")
    yield from wrapped(one.overturned_by, "  ")
    if one.question:
        yield from section("Question to a judge")
        yield from wrapped(one.question.asks, "  ")
        given = load_judgements(database, [one.id])
        if not given:
            yield "  Nobody has answered it yet."
        for answer in given:
            yield ""
            yield from (f"  {line}" for line in judgement(answer))


def evidence(database: Database, item: Evidence) -> Iterator[str]:
    """One piece of evidence: where it stands, and what stands there."""
    where = place(item.place, item.label, _name(database, item.document)) or item.source or item.ref
    yield f"  {item.kind.value} {where}{'' if not item.primary else '  (what the finding is about)'}"
    yield from wrapped(f"“{' '.join(item.quote.split())}”", "    ")
    if item.source and item.source != where:
        yield f"    from {item.source}"
    if item.kind.value in ("claim", "run"):
        yield f"    {item.ref}"


def claim(database: Database, one: Claim) -> Iterator[str]:
    """A claim, how its names were resolved, its comparisons, and the findings that stand on it."""
    yield f"{one.benchmark} · {one.model} · {one.value}"
    where = place(one.place, one.label, _name(database, one.document))
    yield f"{one.id}  {one.role.value}, {one.origin.value}, {where}"
    yield ""
    yield from wrapped(f"“{' '.join(one.quote.split())}”")
    said = (
        ("Caption", one.caption),
        ("Section", " > ".join(one.section)),
        ("Setting", one.setting.printed),
        ("Unit", one.unit.value),
        ("Emphasis", one.emphasis.value),
        ("Who ran it", one.provenance.value),
        ("Doubts", "; ".join(one.doubts)),
    )
    for title, text in said:
        if text and text not in ("none", "unknown"):
            yield f"{title:<12}{text}"
    yield from footnotes(one.footnotes)
    yield from _resolutions(database, one.id)
    rows = list(database.rows("SELECT DISTINCT standing, why FROM comparisons WHERE claim = ?", (one.id,)))
    if rows:
        yield from section("Beside independent runs")
        for row in rows:
            yield from wrapped(f"{row['standing']}: {row['why']}", "  ")
    query = "SELECT DISTINCT f.id, f.severity, f.title FROM evidence AS e JOIN findings AS f ON f.key = e.finding_key"
    rows = list(database.rows(f"{query} WHERE e.ref = ? ORDER BY f.id", (one.id,)))
    if rows:
        yield from section("Findings that stand on it")
        yield from (f"  {row['severity']:<7}{row['title']}  {row['id']}" for row in rows)


def judgement(one: Judgement) -> Iterator[str]:
    """A judge's answer, with the words it quotes."""
    yield f"{one.verdict.value.upper()} by {one.provider} ({one.model}), prompt {one.prompt}"
    yield f"{one.id}  on {one.finding}"
    yield from wrapped(one.reason)
    for quote in one.quotes:
        yield from wrapped(f"“{' '.join(quote.text.split())}”  {quote.evidence}", "  ")
    if one.would_change:
        yield from wrapped(f"Would change it: {one.would_change}")
    if one.abstained:
        yield "This is no vote."
    for attempt in one.attempts:
        usage, cost = attempt.usage, attempt.cost_usd
        said = [f"{usage.input_tokens} tokens in, {usage.output_tokens} out"] * (usage.input_tokens is not None)
        said += [f"USD {cost:.4f}"] * (cost is not None) + [attempt.error or ""] * bool(attempt.error)
        yield from wrapped(f"Exchange {attempt.number}, {attempt.started}: {'; '.join(said) or 'nothing stated'}", "  ")


def document(database: Database, one: Document) -> Iterator[str]:
    """A document: what it is, what was read of it, what could not be."""
    yield f"{one.name}{f': {one.title}' if one.title else ''}"
    yield f"{one.id}  {one.media_type}, {f'{one.pages} pages, ' if one.pages else ''}{len(one.blocks)} blocks"
    for title, text in (("Publisher", one.publisher), ("Published", one.published), ("URL", one.url)):
        if text:
            yield f"{title:<12}{text}"
    rows = database.rows("SELECT count(DISTINCT id) AS n FROM claims WHERE document = ?", (one.id,))
    yield f"{'Claims':<12}{next(rows)['n']}"
    if one.unread:
        yield from section("Could not be read")
        for unread in one.unread:
            where = place(unread.place, unread.label, "")
            yield from wrapped(f"{unread.what}{f' ({where})' if where else ''}: {unread.reason}", "  ")


def footnotes(notes: Sequence[Footnote]) -> Iterator[str]:
    """The notes that a mark points to."""
    for note in notes:
        yield from wrapped(f"Footnote {note.mark}: {note.text}")


def place(where: Place, label: str, name: str) -> str:
    """A place in words."""
    line = f"page {where.page}" if where.page else f"line {where.line}" if where.line else ""
    return ", ".join(part for part in (name, line, label) if part)


def section(title: str) -> Iterator[str]:
    """A heading with a line above it."""
    yield ""
    yield title


def wrapped(text: str, indent: str = "") -> Iterator[str]:
    """Text broken into lines that can be read."""
    yield from textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False)


def _name(database: Database, document: str | None) -> str:
    rows = database.rows("SELECT name FROM documents WHERE id = ? ORDER BY key DESC LIMIT 1", (document,))
    return next((row["name"] for row in rows), "")


def _resolutions(database: Database, claim: str) -> Iterator[str]:
    query = (
        "SELECT r.* FROM claims AS c JOIN resolved_claims AS r ON r.claim_key = c.key "
        "WHERE c.id = ? ORDER BY r.key DESC LIMIT 1"
    )
    for row in database.rows(query, (claim,)):
        yield from section("Names")
        for what in ("model", "benchmark"):
            found = next(database.rows("SELECT * FROM resolutions WHERE key = ?", (row[f"{what}_key"],)))
            resolution = t.RESOLUTIONS.made(found)
            meant = f"{resolution.id} ({resolution.how.value})" if resolution.id else resolution.how.value
            yield f"  {what}: {resolution.printed} = {meant}{f'. {resolution.why}' if resolution.why else ''}"
            if not resolution.id and resolution.candidates:
                yield f"    candidates: {', '.join(resolution.candidates)}"
