"""Downloads from a server on loopback: limits of time, size and reach; every redirect is checked."""

from __future__ import annotations

import gzip
import ipaddress
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from auditor.documents import fetching
from auditor.documents.addresses import is_public
from auditor.documents.fetching import fetch
from auditor.errors import DocumentError

CARD = b"# Foo-2\n\n| Benchmark | Foo-2 |\n|---|---|\n| MMLU-Pro | 80.2 |\n"


class Site(BaseHTTPRequestHandler):
    """Answers by the path that is asked for."""

    asked: list[str] = []
    stop = threading.Event()

    def do_GET(self) -> None:
        self.asked.append(self.path)
        path = self.path.partition("?")[0]
        if path.startswith("/hop/"):
            left = int(path.rpartition("/")[2])
            self._redirect(f"/hop/{left - 1}" if left else "/card.md")
        elif path == "/loop":
            self._redirect("/loop")
        elif path == "/inside":
            self._redirect("http://169.254.169.254/latest/meta-data/")
        elif path == "/file":
            self._redirect("file:///etc/hostname")
        elif path == "/picture":
            self._answer(b"\x89PNG\r\n", "image/png")
        elif path == "/packed":
            self._answer(gzip.compress(CARD), "text/markdown", ("Content-Encoding", "gzip"))
        elif path == "/bomb":
            self._answer(gzip.compress(bytes(8 << 20)), "text/html", ("Content-Encoding", "gzip"))
        elif path == "/brotli":
            self._answer(b"\x00", "text/html", ("Content-Encoding", "br"))
        elif path == "/claims-huge":
            self.send_response(200)
            self.send_header("Content-Length", str(10**12))
            self.end_headers()
        elif path == "/endless":
            self.send_response(200)
            self.end_headers()
            self._pour(b"x" * 65536, 0.0)
        elif path == "/drip":
            self.send_response(200)
            self.end_headers()
            self._pour(b"x", 0.05)
        elif path == "/slow-head":
            self._pour(b"H", 0.05)
        elif path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"half")
        elif path in ("/card.md", "/releases/foo%202"):
            self._answer(CARD, "text/markdown")
        elif path == "/page":
            self._answer(b"<!doctype html><p>Foo-2 scores 80.2% on MMLU-Pro.</p>", "text/html; charset=utf-8")
        else:
            self.send_error(int(path[1:]) if path[1:].isdecimal() else 404)

    def _redirect(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, body: bytes, kind: str, *more: tuple[str, str]) -> None:
        self.send_response(200)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), *more):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _pour(self, piece: bytes, pause: float) -> None:
        try:
            while not self.stop.is_set():
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(pause)
        except OSError:
            pass

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked.clear()
    Site.stop.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    Site.stop.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_document_comes_with_a_name_and_its_address(site: str) -> None:
    fetched = fetch(f"{site}/releases/foo 2#results", allow_private=True)
    assert fetched.data == CARD
    assert fetched.name == "foo 2.md"
    assert fetched.url == fetched.final_url == f"{site}/releases/foo%202"
    assert fetch(f"{site}/page", allow_private=True).name == "page.html"
    assert fetch(f"{site}/packed", allow_private=True).data == CARD


def test_redirects_are_followed_five_times(site: str) -> None:
    assert fetch(f"{site}/hop/4", allow_private=True).final_url == f"{site}/card.md"
    with pytest.raises(DocumentError, match="more than 5 times"):
        fetch(f"{site}/hop/5", allow_private=True)
    Site.asked.clear()
    with pytest.raises(DocumentError, match="more than 5 times"):
        fetch(f"{site}/loop", allow_private=True)
    assert len(Site.asked) == 6


def test_private_addresses_are_refused_before_anything_is_sent(site: str) -> None:
    port = site.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"):
        with pytest.raises(DocumentError) as caught:
            fetch(f"http://{host}:{port}/card.md")
        assert "--allow-private" in (caught.value.advice or ""), host
    assert Site.asked == []


def test_redirects_to_private_addresses_are_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Stands for a public server: its own address passes, the one it redirects to is judged as always.
    monkeypatch.setattr(
        "auditor.documents.addresses.is_public", lambda a: a == ipaddress.ip_address("127.0.0.1") or is_public(a)
    )
    assert fetch(f"{site}/card.md").data == CARD
    with pytest.raises(DocumentError, match=r"169\.254\.169\.254, an address that is not public"):
        fetch(f"{site}/inside")
    with pytest.raises(DocumentError, match="not the address of a web page"):
        fetch(f"{site}/file")


@pytest.mark.parametrize("path", ["/endless", "/claims-huge", "/bomb"])
def test_large_documents_are_refused(site: str, path: str) -> None:
    with pytest.raises(DocumentError, match=r"larger than 1 MB"):
        fetch(site + path, allow_private=True, most_bytes=1 << 20)


@pytest.mark.parametrize("path", ["/drip", "/slow-head"])
def test_slow_servers_are_given_up(site: str, path: str) -> None:
    start = time.monotonic()
    with pytest.raises(DocumentError, match="longer than 1 s"):
        fetch(site + path, allow_private=True, seconds=0.6)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/picture", "no document"),
        ("/brotli", "packing"),
        ("/404", "no such page"),
        ("/403", "login"),
        ("/429", "too often"),
        ("/503", "fault of its own"),
        ("/cut", "cannot be reached"),
    ],
)
def test_what_is_no_document_is_said_with_the_way_out(site: str, path: str, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as caught:
        fetch(site + path, allow_private=True)
    assert caught.value.advice
    assert site + path in caught.value.message


@pytest.mark.parametrize(
    "url", ["https://", "http://user:pass@example.org/", "https://[::1", "http://example.org:99999/", "http://\x00/"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(DocumentError) as caught:
        fetch(url)
    assert caught.value.advice
    assert "pass@" not in caught.value.message


def test_a_server_that_is_not_there(site: str) -> None:
    port = int(site.rpartition(":")[2])
    with pytest.raises(DocumentError, match="cannot be reached"):
        fetch(f"http://127.0.0.1:{port + 1 if port < 65535 else port - 1}/", allow_private=True)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07::1", True),
        ("10.0.0.1", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("127.9.9.9", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d70e", True),
        ("2002:a00:1::", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_urls_as_paths_of_commands(site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    from click.testing import CliRunner

    from auditor.cli import cli
    from auditor.store.database import open_for_reading

    monkeypatch.chdir(tmp_path)
    refused = CliRunner().invoke(cli, ["claims", f"{site}/card.md"])
    assert refused.exit_code != 0
    claims = CliRunner().invoke(cli, ["claims", f"{site}/card.md", "--allow-private", "--format", "jsonl", "-q"])
    assert claims.exit_code == 0, claims.output
    assert [json.loads(line)["value"] for line in claims.stdout.splitlines()] == ["80.2"]
    audit = ["audit", f"{site}/hop/1", f"{site}/page", "--allow-private", "--db", "a.db"]
    assert CliRunner().invoke(cli, audit).exit_code == 0
    with open_for_reading(Path("a.db")) as database:
        rows = [tuple(row) for row in database.rows("SELECT url, retrieved FROM documents WHERE url IS NOT NULL")]
        (arguments,) = next(database.rows("SELECT arguments FROM audits"))
    assert {url for url, _ in rows} == {f"{site}/card.md", f"{site}/page"}
    assert all(len(day) == 10 for _, day in rows)
    assert f"{site}/hop/1" in arguments


def test_addresses_are_told_from_paths() -> None:
    assert fetching.is_url("HTTPS://example.org")
    assert not fetching.is_url("card.md")
    assert not fetching.is_url("ftp://example.org")


def test_no_client_is_loaded_before_it_is_needed() -> None:
    code = "import sys, auditor.cli.sources, auditor.documents.fetching; print('httpcore2' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "False"
