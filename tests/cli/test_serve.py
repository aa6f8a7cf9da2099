"""`auditor serve`, asked over HTTP as a browser asks it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from auditor.store import queries

HOSTILE = """# Foo-2

Foo-2 is our new model.

| Benchmark | Foo-2 | Bar-1 |
|---|---|---|
| GPQA &lt;script&gt;alert(1)&lt;/script&gt; claim-0123456789abcdef | 71.3% | 70.1% |

![Results](results.png)
"""
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
COMMAND = [sys.executable, "-c", "from auditor.cli import main; main()"]


def start(db: Path) -> tuple[subprocess.Popen[str], str]:
    """The server and its address, as its first line says it."""
    server = subprocess.Popen(
        [*COMMAND, "serve", "--db", str(db), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    line = server.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    if not found:
        raise AssertionError(line + server.communicate(timeout=30)[1])
    return server, found[0]


def end(server: subprocess.Popen[str]) -> str:
    server.send_signal(signal.SIGINT)
    _, said = server.communicate(timeout=30)
    assert server.returncode == 0, said
    return said


@pytest.fixture(scope="module")
def db(audited: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audit of the bundled release, of a hostile card besides, and a picture."""
    from click.testing import CliRunner

    from auditor.cli import cli

    folder = tmp_path_factory.mktemp("served")
    path = Path(shutil.copy(audited, folder / "audits.db"))
    (folder / "hostile.md").write_text(HOSTILE, "utf-8")
    result = CliRunner().invoke(cli, ["audit", str(folder / "hostile.md"), "--db", str(path)])
    assert result.exit_code == 0, result.output
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO pictures (digest, document, page, media_type, data) VALUES (x'00', 'doc-1', 1, 'image/png', ?)",
        (PNG,),
    )
    connection.execute(
        "INSERT INTO pictures (digest, document, page, media_type, data) VALUES (x'01', 'doc-1', 2, 'text/html', x'3c')"
    )
    connection.commit()
    connection.close()
    return path


@pytest.fixture(scope="module")
def served(db: Path) -> Iterator[str]:
    before = hashlib.sha256(db.read_bytes()).digest()
    server, address = start(db)
    try:
        yield address
    finally:
        end(server)
    assert hashlib.sha256(db.read_bytes()).digest() == before, "browsing changed the database"


@pytest.fixture(scope="module")
def get(served: str) -> Callable[[str], str]:
    def ask(path: str) -> str:
        with urlopen(f"{served}{path}", timeout=30) as answer:
            text: str = answer.read().decode()
        return text

    return ask


def status(served: str, path: str) -> int:
    try:
        with urlopen(f"{served}{path}", timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code


def test_the_first_pages_name_what_there_is(get: Callable[[str], str]) -> None:
    assert "Findings, claims and comparisons of audited model releases" in get("/")
    page = get("/audits")
    for name in queries.named():
        assert name.replace("_", " ").capitalize() in page
    # Internal tables are there and not in the list.
    assert ">members<" not in page.split("hidden table")[0]


def test_findings_have_facets_and_search(get: Callable[[str], str]) -> None:
    found = json.loads(get("/audits/standing.json"))
    assert {"severity", "standing", "family"} <= set(found["facet_results"])
    words = json.loads(get("/audits/standing.json?_search=memorization&_shape=array"))
    assert words
    assert len(words) < len(found["rows"])
    claims = json.loads(get("/audits/claims_resolved.json?_search=toolathlon&_shape=array"))
    assert claims
    assert all("Toolathlon" in row["benchmark"] for row in claims)


@pytest.mark.parametrize("name", queries.named())
def test_every_named_question_answers_with_its_defaults(
    name: str, get: Callable[[str], str], run: Any, db: Path
) -> None:
    shown = json.loads(get(f"/audits/{name}.json?_shape=array"))
    asked = json.loads(run("query", name, "--db", db, "--format", "json").stdout)
    assert shown == asked


def test_a_named_question_takes_its_parameters(get: Callable[[str], str]) -> None:
    rows = json.loads(get(f"/audits/search.json?words={quote('Toolathlon 55.6')}&limit=3&_shape=array"))
    assert [row["value"] for row in rows if row["kind"] == "claim"] == ["55.6%"]


def test_from_finding_to_claim_to_source(get: Callable[[str], str], db: Path) -> None:
    connection = sqlite3.connect(db)
    finding, claim, quoted = connection.execute(
        "SELECT f.id, e.ref, e.quote FROM findings AS f JOIN evidence AS e ON e.finding_key = f.key "
        "WHERE e.kind = 'claim' AND e.is_primary LIMIT 1"
    ).fetchone()
    connection.close()
    assert f'<a href="/-/show/{finding}">' in get("/audits/standing")
    page = get(f"/-/show/{finding}")
    assert f'<a href="/-/show/{claim}">' in page
    assert quoted in page
    assert "What would overturn it" in page
    assert "card.md, line " in page.split("<h2>Source</h2>")[1]
    assert f'<a href="/-/show/{finding}">' in get(f"/-/show/{claim}")


def test_pictures_are_pictures_and_nothing_else(served: str, get: Callable[[str], str]) -> None:
    with urlopen(f"{served}/-/picture/1", timeout=30) as answer:
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.read() == PNG
    assert status(served, "/-/picture/2") == 404
    assert status(served, "/-/picture/99") == 404
    assert '<img src="/-/picture/1"' in get("/audits/pictures")


def test_what_documents_print_is_inert(get: Callable[[str], str]) -> None:
    rows = json.loads(get("/audits/claims_resolved.json?document_name=hostile.md&_shape=array"))
    assert rows
    for path in ("/audits/claims_resolved?document_name=hostile.md", f"/-/show/{rows[0]['id']}"):
        page = get(path)
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    "sql", ["delete from claims", "select load_extension('x')", "attach 'x.db' as x", "pragma journal_mode = delete"]
)
def test_nothing_can_be_changed(sql: str, served: str) -> None:
    assert status(served, f"/audits.json?sql={quote(sql)}") == 400


def test_what_is_not_there(served: str) -> None:
    assert status(served, "/-/show/find-0000") == 404
    assert status(served, "/audits/nowhere") == 404
    assert status(served, "/audits.db") != 200, "the file itself is not handed out"


def test_it_ends_quietly_and_says_what_is_wrong(db: Path, run: Any) -> None:
    server, address = start(db)
    port = address.rsplit(":", 1)[1]
    taken = run("serve", "--db", db, "--port", port, code=2).stderr
    assert f"127.0.0.1 port {port}: address already in use." in taken
    assert "Traceback" not in end(server)
    assert "There is no database nothing.db" in run("serve", "--db", "nothing.db", code=2).stderr


def test_without_the_extra(run: Any, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "auditor.cli.browse.pages", raising=False)
    monkeypatch.setitem(sys.modules, "datasette", None)
    said = run("serve", "--db", db, code=2).stderr
    assert "`auditor serve` needs datasette." in said
    assert 'pip install "auditor[serve]"' in said
