"""`auditor audit` and `auditor export`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


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


@pytest.mark.parametrize("format", ["html", "markdown", "json", "csv"])
def test_export_gives_the_same_bytes_each_time(format: str, run: Any, audited: Path) -> None:
    first = run("export", "--format", format, "--db", audited).stdout
    assert first == run("export", "--format", format, "--db", audited).stdout
    assert "SWE-Bench Pro" in first
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
