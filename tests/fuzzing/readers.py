"""Reads spoilt files for a while: `python tests/fuzzing/readers.py pdf --minutes 10`.

Starts from the files in tests/documents/made, small ones given here, and those that AUDITOR_SHARED holds. Each
spoilt file is read, and its claims taken, in a process of its own. A failure is a crash, more than 30 s of
processor time, more than 1 GB, or a fault that the program reports as its own; the file is kept and named, and the exit
code is 1.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))

from mutations import spoil

KINDS = {
    "pdf": (".pdf",),
    "md": (".md",),
    "html": (".html", ".htm"),
    "docx": (".docx",),
    "xlsx": (".xlsx",),
    "ipynb": (".ipynb",),
    "csv": (".csv", ".tsv"),
    "ocr": (".docx",),
}
"""Kinds and the names of their files. Of kind `ocr` are Word files that hold a spoilt picture, which is read too."""
SECONDS = 30.0
_SECONDS = {"ocr": 120.0}
"""A picture is read four to six times, seconds each."""
MEMORY = 1 << 30
_LARGEST = {"pdf": 800_000}
_PATIENCE = 900.0
"""Seconds on the clock after which a process is given up: others may keep the processors busy."""
_FAULTS = ("its reader failed", "the reader failed", "broke down")
_NOTEBOOK = {
    "cells": [
        {
            "cell_type": "markdown",
            "metadata": {},
            "source": ["# Foo-1\n", "| Benchmark | Foo-1 |\n|---|---|\n| MMLU | 70.1 |"],
        },
        {
            "cell_type": "code",
            "execution_count": 1,
            "metadata": {},
            "source": ["frame"],
            "outputs": [
                {
                    "output_type": "execute_result",
                    "execution_count": 1,
                    "metadata": {},
                    "data": {
                        "text/html": [
                            "<table><tr><th>Benchmark</th><th>Foo-1</th></tr><tr><td>GPQA</td><td>51.5</td></tr></table>"
                        ],
                        "text/plain": ["  Benchmark  Foo-1\n0 GPQA        51.5"],
                    },
                },
                {"output_type": "stream", "name": "stdout", "text": ["MMLU: 70.1\n"]},
            ],
        },
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}
_SMALL = {
    "ipynb": json.dumps(_NOTEBOOK, indent=1).encode(),
    "csv": b'Model,MMLU,"GPQA, Diamond"\nFoo-1,70.1,51.5\nBar-2,"68,3",-\n' * 4,
    "md": b"""---
title: Foo-1
model-index:
- name: Foo-1
---
# Foo-1

| Benchmark | Foo-1[^1] | Bar-2 |
|---|--:|--:|
| MMLU (5-shot) | **70.1** | 68.3 |
| GPQA | 51.5/53.0 | - |

[^1]: Without tools.

Foo-1 reaches 70.1% on MMLU.
""",
}


def seeds(kind: str) -> list[bytes]:
    """Files to start from."""
    if kind == "ocr":
        return list(pictures())
    made = Path(__file__).parents[1] / "documents" / "made"
    shared = Path(os.environ.get("AUDITOR_SHARED", Path(__file__).parents[3] / "shared"))
    found = [*made.glob("*"), *(shared / "corpus" / "docs").glob("*__*")]
    largest = _LARGEST.get(kind, 400_000)
    data = [p.read_bytes() for p in sorted(found) if p.suffix in KINDS[kind] and p.stat().st_size < largest]
    return [*filter(None, [_SMALL.get(kind)]), *data]


def pictures() -> Iterator[bytes]:
    """Tables as picture files of several formats, small enough to be read often."""
    import pypdfium2

    made = Path(__file__).parents[1] / "documents" / "made"
    for name in ("writer.pdf", "latex.pdf", "impress.pdf"):
        with pypdfium2.PdfDocument(made / name) as file:
            page = file[0].render(scale=1.2).to_pil().convert("RGB")
        # The first rows of a table: a picture is read in seconds only where it holds few words.
        page = page.crop((0, page.height // 6, page.width, int(0.28 * page.height)))
        for form, mode in (
            ("PNG", "RGB"),
            ("JPEG", "L"),
            ("GIF", "P"),
            ("TIFF", "1"),
            ("WEBP", "RGB"),
            ("PNG", "RGBA"),
        ):
            packed = io.BytesIO()
            page.convert(mode).save(packed, form)
            yield packed.getvalue()


def in_word(picture: bytes) -> bytes:
    """A Word file with a picture file."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "documents"))
    from office import word

    shown = (
        '<w:drawing><wp:docPr xmlns:wp="p" descr="benchmark results"/><a:blip xmlns:a="a" r:embed="i1"/></w:drawing>'
    )
    body = f"<w:p><w:r><w:t>Results of Foo-1</w:t></w:r></w:p><w:p><w:r>{shown}</w:r></w:p>"
    return word(body, others={"i1": ("image", "media/one.png", picture)})


def serve(pipe: Connection, kind: str) -> None:
    """Reads what comes through the pipe and says how it ended."""
    from auditor import claims, documents, registry
    from auditor.documents import isolation
    from auditor.errors import DocumentError

    def spent() -> float:
        """Processor seconds of this process and of those that read PDFs for it."""
        beside = (Path(f"/proc/{reader._process.pid}/stat") for reader in isolation._idle)
        ticks = sum(
            sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13])) for stat in beside if stat.exists()
        )
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime + ticks / os.sysconf("SC_CLK_TCK")

    vocabulary = registry.load().vocabulary()
    name = Path(f"spoilt{KINDS[kind][0]}")
    while True:
        data = pipe.recv_bytes()
        began = spent()
        try:
            document = documents.read(name, in_word(data) if kind == "ocr" else data, ocr=kind == "ocr")
            release = claims.find_release((document,), vocabulary=vocabulary)
            taken = claims.extract(document, release, vocabulary).claims
            said = "read with claims" if taken else "read"
        except DocumentError as error:
            said = f"fault: {error.message}" if any(fault in error.message for fault in _FAULTS) else "refused"
        except Exception as error:
            said = f"fault: {type(error).__name__}: {error}"
        used = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        pipe.send((said, used * 1024, spent() - began))


class Reader:
    """The process that reads, started anew whenever it fails."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.start()

    def start(self) -> None:
        """A fresh process."""
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, self.kind))
        self.process.start()
        theirs.close()

    def ask(self, data: bytes) -> tuple[str, float]:
        """How reading ended, "read", "refused", or a failure in words; and the processor seconds it took."""
        try:
            self.pipe.send_bytes(data)
            if not self.pipe.poll(_PATIENCE):
                self.end()
                return f"hang: over {_PATIENCE:.0f} s on the clock", 0.0
            said, memory, took = self.pipe.recv()
        except (EOFError, OSError):
            self.end()
            return f"crash: exit code {self.process.exitcode}", 0.0
        if memory > MEMORY:
            self.end()
            return f"memory: {memory >> 20} MB", took
        limit = _SECONDS.get(self.kind, SECONDS)
        return (f"hang: {took:.0f} s ({said})" if took > limit else said), took

    def end(self) -> None:
        """Ends the process."""
        self.process.kill()
        self.process.join()


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "auditor-fuzzing")
    given = parser.parse_args(arguments)
    files = seeds(given.kind)
    if not files:
        parser.error(f"there is no {given.kind} file to start from")
    reader = Reader(given.kind)
    ended: Counter[str] = Counter()
    failures = 0
    slowest = 0.0
    until = time.monotonic() + 60 * given.minutes
    number = 0
    while time.monotonic() < until:
        random = Random(f"{given.kind}-{given.seed}-{number}")
        data = spoil(random.choice(files), given.kind, files, random)
        said, took = reader.ask(data)
        slowest = max(slowest, took)
        ended[said.partition(":")[0]] += 1
        if not said.startswith(("read", "refused")):
            failures += 1
            given.keep.mkdir(parents=True, exist_ok=True)
            kept = given.keep / f"{given.seed}-{number}{KINDS[given.kind][0]}"
            kept.write_bytes(data)
            print(f"{kept}: {said[:300]}", flush=True)
            if not reader.process.is_alive():
                reader.start()
        number += 1
    reader.end()
    tally = ", ".join(f"{count} {what}" for what, count in sorted(ended.items()))
    print(f"{given.kind}: {number} files, {failures} failures; {tally}; slowest {slowest:.1f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
