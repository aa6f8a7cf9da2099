"""`claims`, `findings`, `show`, `query`, `checks`, `explain`, `benchmarks`, `models`, `doctor`."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from auditor.checks import CHECKS
from auditor.store import queries

KEYS = [
    "document", "page", "table", "caption", "origin", "model", "benchmark", "setting", "value", "number", "unit",
    "emphasis", "subject", "line_or_box",
]  # fmt: skip


def test_claims_as_json_lines(run: Any) -> None:
    result = run("claims", "card.md", "--format", "jsonl")
    claims = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(claims) == 5
    for claim in claims:
        assert list(claim)[: len(KEYS)] == KEYS
    assert (claims[0]["model"], claims[0]["value"], claims[0]["subject"]) == ("Foo-2", "71.3%", True)
    assert claims[0]["emphasis"] == "bold"
    assert "card.md: 5 claims" in result.stderr


def test_claims_as_csv_and_table(run: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(run("claims", "card.md", "--format", "csv").stdout)))
    assert [row["model"] for row in rows[:2]] == ["Foo-2", "Bar-1"]
    table = run("claims", "card.md").stdout
    assert "GPQA Diamond" in table
    assert "line 7" in table
    assert all(line == line.rstrip() for line in table.splitlines())


def test_a_document_without_claims(run: Any, folder: Path) -> None:
    (folder / "letter.md").write_text("# Dear reader\n\nNothing was measured.\n")
    result = run("claims", "letter.md", "--format", "jsonl", code=3)
    assert result.stdout == ""
    assert "letter.md: 0 claims" in result.stderr


def test_what_a_terminal_would_obey_is_made_harmless(run: Any, folder: Path) -> None:
    text = "# Foo-2\n\n| Benchmark | Foo-2 |\n|---|---|\n| GPQA \x1b[31mDiamond\u202e | 71.3% |\n"
    (folder / "hostile.md").write_text(text, encoding="utf-8")
    result = run("claims", "hostile.md")
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output


def test_findings_are_filtered(run: Any, audited: Path) -> None:
    def found(*arguments: str) -> list[dict[str, Any]]:
        loaded: list[dict[str, Any]] = json.loads(
            run("findings", "--format", "json", "--db", audited, *arguments).stdout
        )
        return loaded

    everything = found()
    assert everything
    one = everything[0]
    assert one in found("--severity", one["severity"], "--confidence", one["confidence"], "--check", one["check_name"])
    assert {finding["family"] for finding in found("--family", one["family"])} == {one["family"]}
    assert found("--model", "no such model") == []
    assert found("--document", "card.md") == everything
    assert found("--document", "other.md") == []
    assert found("--release", "gpt-5.5") == everything
    assert found("--standing", one["standing"])
    assert len(found("--limit", "1")) == 1
    ranks = ["high", "medium", "low", "info"]
    assert [ranks.index(f["severity"]) for f in everything] == sorted(ranks.index(f["severity"]) for f in everything)
    assert "finding" in run("findings", "--db", audited).stderr


def test_show_tells_a_finding_with_its_evidence(run: Any, audited: Path) -> None:
    connection = sqlite3.connect(audited)
    finding, quote = connection.execute(
        "SELECT f.id, e.quote FROM findings AS f JOIN evidence AS e ON e.finding_key = f.key WHERE e.kind = 'text'"
    ).fetchone()
    ids = {
        table: connection.execute(f"SELECT id FROM {table} LIMIT 1").fetchone()[0]
        for table in ("claims", "documents", "releases", "audits", "judgements", "questions")
    }
    connection.close()
    text = run("show", finding, "--db", audited).stdout
    assert quote in text
    assert "What would overturn it" in text
    assert run("show", finding[:12], "--db", audited).stdout == text
    for id in ids.values():
        assert id in run("show", id, "--db", audited).stdout
        assert json.loads(run("show", id, "--format", "json", "--db", audited).stdout)["id"] == id
    assert "Several ids begin with" in run("show", "claim-", "--db", audited, code=2).stderr
    assert "holds nothing with the id" in run("show", "nothing", "--db", audited, code=2).stderr


def test_every_named_query_is_listed_and_runs_on_a_real_audit(run: Any, audited: Path) -> None:
    listed = run("query").stdout
    for name, query in queries.named().items():
        assert name in listed
        assert query.help in listed
        result = run("query", name, "--db", audited, "--format", "json")
        assert isinstance(json.loads(result.stdout), list)
        shown = run("query", name, "--help").stdout
        for parameter in query.parameters:
            assert f"--{parameter.name.replace('_', '-')}" in shown
            assert parameter.help, f"{name} does not say what :{parameter.name} is"


def test_query_options_filter(run: Any, audited: Path) -> None:
    rows = json.loads(run("query", "search", "--words", "Toolathlon", "--db", audited, "--format", "json").stdout)
    claims = [row for row in rows if row["kind"] == "claim"]
    assert claims
    assert all("Toolathlon" in row["what"] for row in claims)
    assert (
        len(
            run(
                "query", "search", "--words", "pro", "--limit", 1, "--db", audited, "--format", "jsonl"
            ).stdout.splitlines()
        )
        == 1
    )


def test_own_sql_is_read_only(run: Any, audited: Path, folder: Path) -> None:
    result = run("query", "SELECT 1 AS one, 'a' AS two", "--db", audited, "--format", "csv")
    assert list(csv.reader(io.StringIO(result.stdout))) == [["one", "two"], ["1", "a"]]
    before = audited.read_bytes()
    for sql in ("DELETE FROM claims", "CREATE TABLE x (a)", "ATTACH 'x.db' AS x", "PRAGMA journal_mode = DELETE",
                "CREATE TEMP TABLE x (a)", "VACUUM INTO 'x.db'", "SELECT load_extension('x')", "BEGIN IMMEDIATE",
                "PRAGMA writable_schema = 1", "UPDATE sqlite_master SET sql = ''"):  # fmt: skip
        assert run("query", sql, "--db", audited, code=2).stderr.startswith("A query cannot change"), sql
    assert audited.read_bytes() == before
    assert not (folder / "x.db").exists()


WORDS = """# Foo-2

Foo-2 is our new model.

## Scores

| Benchmark | Foo-2 | Bar-1 |
|---|---|---|
| O'Hara "quoted" (MATH\\500) | 71.3% | 70.1% |
| 中文基准测试 | 80.2% | 79.9% |
| C-Eval 语 | 61.5% | 60.0% |
"""


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("o'hara", ["70.1%", "71.3%"]),
        ('"quoted" foo', ["71.3%"]),
        ("MATH\\500", ["70.1%", "71.3%"]),
        ("文基准", ["79.9%", "80.2%"]),
        ("基准 Bar", ["79.9%"]),
        ("测试", ["79.9%", "80.2%"]),
        ("语", ["60.0%", "61.5%"]),
        ("EVAL foo-2", ["61.5%"]),
        ("OR NOT AND", []),
        ("nowhere foo", []),
        ('"', ["70.1%", "71.3%"]),
        ("   ", []),
    ],
)
def test_search_takes_words_as_they_are(words: str, values: list[str], run: Any, folder: Path) -> None:
    (folder / "words.md").write_text(WORDS, encoding="utf-8")
    run("audit", "words.md", "--quiet")
    found = json.loads(run("query", "search", "--words", words, "--format", "json").stdout)
    assert sorted(row["value"] for row in found if row["kind"] == "claim") == values


def test_search_finds_what_findings_say_and_quote(run: Any, audited: Path) -> None:
    rows = json.loads(
        run("query", "search", "--words", "evidence memorization", "--db", audited, "--format", "json").stdout
    )
    assert {row["kind"] for row in rows} == {"finding"}
    assert all("memorization" in f"{row['quote']} {row['what']}" for row in rows)


def test_a_query_ends_when_its_time_is_up(run: Any, audited: Path) -> None:
    sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    result = run("query", sql, "--timeout", "0.2", "--db", audited, code=2)
    assert "takes more than 0.2 seconds" in result.stderr


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT * FROM nowhere", "no table nowhere"),
        ("SELECT wrong FROM claims", "no column wrong"),
        ("SELEKT 1 FROM claims", "does not understand the query"),
        ("undisclosed_setings", "Did you mean undisclosed_settings?"),
        ("xyzzy", "There is no question xyzzy."),
    ],
)
def test_a_query_that_is_wrong(sql: str, words: str, run: Any, audited: Path) -> None:
    assert words in run("query", sql, "--db", audited, code=2).stderr


def test_checks_and_explain(run: Any) -> None:
    listed = run("checks").stdout
    for check in CHECKS:
        assert check.name in listed
        text = run("explain", check.name).stdout
        for section in ("What it finds", "Decision rule", "Example", "What would clear it", "References"):
            assert section in text
    name = CHECKS[0].name
    assert f"Did you mean {name}?" in run("explain", name[:-1], code=2).stderr
    assert "There are" in run("checks", "--family", "nonsense", code=2).stderr


@pytest.mark.parametrize(
    ("command", "name", "id"), [("benchmarks", "GPQA Diamond", "gpqa-diamond"), ("models", "GPT-5.5", "gpt-5.5")]
)
def test_registry_entries(command: str, name: str, id: str, run: Any) -> None:
    assert id in run(command).stdout
    assert json.loads(run(command, "--format", "jsonl").stdout.splitlines()[0])["id"]
    shown = run(command, name).stdout
    assert id in shown
    assert json.loads(run(command, name, "--format", "json").stdout)["id"] == id
    assert "has no" in run(command, "zzzz no such thing", code=2).stderr


def test_doctor(run: Any, audited: Path) -> None:
    result = run("doctor", "--db", audited)
    assert "BAD" not in result.stdout
    assert "1 audits" in result.stdout
    assert "is not there yet" in run("doctor").stdout
    assert "BAD" in run("doctor", "--db", "card.md", code=2).stdout
