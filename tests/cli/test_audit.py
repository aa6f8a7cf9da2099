"""`auditor audit` and `auditor export`."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from auditor.exports import EXPORTERS


def test_the_result_says_what_was_audited_and_what_to_do_next(run: Any, folder: Path) -> None:
    result = run("audit", "card.md", "--output", "report.html", "--output", "summary.md")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Model     Foo-2  (")
    assert any(line.startswith("Vendor    not known; name it with --vendor") for line in lines)
    assert "  card.md: 5 claims, 3 of them on the released model" in lines
    assert any("finding" in line for line in lines)
    assert "Report    report.html" in lines
    assert "Database  audits.db" in lines
    assert any(line.startswith("  auditor ") for line in lines[lines.index("Next") :])
    assert (folder / "audits.db").exists()
    assert "<html" in (folder / "report.html").read_text(encoding="utf-8")
    assert (folder / "summary.md").read_text(encoding="utf-8").startswith("# ")
    assert sorted(path.name for path in folder.iterdir()) == ["audits.db", "card.md", "report.html", "summary.md"]


def test_what_is_said_with_options_is_taken_and_named_as_such(run: Any) -> None:
    said = ("--model", "Bar-1", "--vendor", "Barco", "--released", "2026-04")
    result = run("audit", "card.md", *said)
    assert "Model     Bar-1  (" in result.stdout
    assert "Vendor    Barco  (" in result.stdout
    assert "Released  2026-04  (" in result.stdout
    assert "--model" in result.stdout


def test_fail_on(run: Any) -> None:
    """The card has a picture of results, which is a finding of some severity, and none of high severity."""
    run("audit", "card.md")
    run("audit", "card.md", "--fail-on", "info", code=1)
    run("audit", "card.md", "--fail-on", "high")


def test_quiet_says_nothing_on_stderr(run: Any) -> None:
    assert run("audit", "card.md", "--quiet").stderr == ""


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("empty.pdf", b"", 2, "empty.pdf"),
        ("empty.md", b"", 2, "empty.md"),
        ("truncated.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", 2, "truncated.pdf"),
        ("binary.md", bytes(range(256)) * 40, 2, "binary.md"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(200), 2, "picture.pdf"),
    ],
)
@pytest.mark.parametrize("command", ["audit", "claims"])
def test_a_file_that_is_no_document(
    command: str, name: str, data: bytes, code: int, words: str, run: Any, folder: Path
) -> None:
    (folder / name).write_bytes(data)
    result = run(command, name, code=code)
    assert result.stdout == ""
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) <= 2


@pytest.mark.parametrize("command", ["audit", "claims"])
def test_a_folder_without_documents_and_a_path_that_is_not_there(command: str, run: Any, folder: Path) -> None:
    (folder / "empty").mkdir()
    assert "There is no document in empty." in run(command, "empty", code=3).stderr
    assert "nowhere.md does not exist." in run(command, "nowhere.md", code=2).stderr


def test_one_bad_file_does_not_cost_the_others(run: Any, folder: Path) -> None:
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7 cut off")
    result = run("audit", ".")
    assert "bad.pdf: not read." in result.stdout
    assert "card.md: 5 claims" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--released", "April"), "April is not a date."),
        (("--released", "2026-13"), "2026-13 is not a date."),
        (("--output", "report.docx"), "No export format goes with"),
        (("--output", "none/report.html"), "The folder none does not exist."),
        (("--db", "card.md"), "card.md is not an audit database."),
        (("--db", "none/a.db"), "The folder none for the database does not exist."),
        (("--fail-on", "terrible"), "terrible"),
        (("--registry", "none"), "none"),
    ],
)
def test_wrong_usage_is_one_sentence(arguments: tuple[str, ...], words: str, run: Any, folder: Path) -> None:
    result = run("audit", "card.md", *arguments, code=2)
    assert words in result.stderr
    assert result.stdout == ""
    assert (folder / "card.md").read_text(encoding="utf-8").startswith("# Foo-2")


@pytest.mark.parametrize("format", EXPORTERS)
def test_export_gives_the_same_bytes_each_time(format: str, run: Any, audited: Path) -> None:
    first = run("export", "--format", format, "--db", audited).stdout_bytes
    time.sleep(1.1 if format == "xlsx" else 0)
    assert first == run("export", "--format", format, "--db", audited).stdout_bytes
    assert format == "xlsx" or b"SWE-Bench Pro" in first
    if format == "json":
        json.loads(first)


def test_export_into_a_file_by_its_ending(run: Any, audited: Path, folder: Path) -> None:
    result = run("export", "--output", "report.html", "--db", audited)
    assert result.stdout == ""
    assert "Written to report.html" in result.stderr
    assert "</html>" in (folder / "report.html").read_text(encoding="utf-8")


def test_export_refuses_what_it_cannot_do(run: Any, audited: Path) -> None:
    assert "Which format?" in run("export", "--db", audited, code=2).stderr
    assert "no format docx" in run("export", "--format", "docx", "--db", audited, code=2).stderr
    assert (
        "no audit audit-zz" in run("export", "--format", "csv", "--audit", "audit-zz", "--db", audited, code=2).stderr
    )
    assert "There is no database audits.db" in run("export", "--format", "csv", code=2).stderr


def test_a_folder_gets_a_file_each(run: Any, audited: Path, folder: Path) -> None:
    (folder / "out").mkdir()
    result = run("export", "--format", "every-eval-ever", "--output", "out", "--db", audited)
    found = [path.relative_to(folder / "out").parts[:3] for path in (folder / "out").rglob("*.json")]
    assert ("data", "auditor", "openai") in found
    assert f"{len(found)} files written below out" in result.stderr
    assert "out is a folder" in run("export", "--format", "csv", "--output", "out", "--db", audited, code=2).stderr


def test_export_help_names_every_format(run: Any) -> None:
    shown = run("export", "--help").stdout
    for name, exporter in EXPORTERS.items():
        assert f"{name} " in shown
        assert exporter.suffixes[0] in shown


def test_schema_prints_the_published_file(run: Any) -> None:
    assert json.loads(run("schema").stdout)["$id"] == "auditor/report/v1"


def test_a_baseline_lets_only_what_is_new_fail(run: Any, folder: Path) -> None:
    run("audit", "card.md", "--output", "base.json", "--db", "first.db")
    run("audit", "card.md", "--fail-on", "info", code=1)
    same = run("audit", "card.md", "--fail-on", "info", "--baseline", "base.json", "--output", "now.sarif")
    assert "Since base.json: 0 new, 0 gone, 0 changed," in same.stdout
    results = json.loads((folder / "now.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert {result["baselineState"] for result in results} == {"unchanged"}
    card = (folder / "card.md").read_text("utf-8")
    (folder / "card.md").write_text(f"{card}\nFoo-2 scores 75.0% on GPQA Diamond.\n", "utf-8")
    other = run("audit", "card.md", "--fail-on", "info", "--baseline", "first.db", code=1)
    assert "Since first.db: 0 new" not in other.stdout


@pytest.mark.parametrize(
    ("baseline", "words"),
    [("card.md", "neither a JSON export nor a database"), ("nothing", "neither a file nothing nor a database"),
     ("other.json", "not a report in JSON v1")],
)  # fmt: skip
def test_a_baseline_that_is_none(baseline: str, words: str, run: Any, folder: Path) -> None:
    (folder / "other.json").write_text("{}")
    assert words in run("audit", "card.md", "--baseline", baseline, code=2).stderr
    assert not (folder / "audits.db").exists()
