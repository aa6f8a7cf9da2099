"""How `auditor claims` on a folder of PDFs gains by workers, and what memory a long print takes:
`python tests/benchmarks/workers.py`.

Prints time on the clock and of the processors with one worker and with `--workers`, whether the output is the same, and
the most memory that the command and its readers hold at once on a print of `--pages` pages, which is put together from
the PDFs in AUDITOR_SHARED. Time on the clock counts only on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pypdfium2


def main() -> None:
    """Prints both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--pages", type=int, default=228)
    given = parser.parse_args()
    shared = Path(os.environ.get("AUDITOR_SHARED", Path(__file__).parents[3] / "shared"))
    files = sorted(shared.rglob("*.pdf"))
    if not files:
        parser.error(f"no PDF in {shared}")
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            Path(folder, file.name).symlink_to(file)
        alone = timed(folder, 1)
        together = timed(folder, given.workers)
    print(f"{given.workers} workers: {alone[0] / together[0]:.2f} times as fast on the clock, output "
          f"{'the same' if alone[1] == together[1] else 'NOT the same'}")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        long = Path(folder, "long.pdf")
        print(f"{printed(files, given.pages, long)} pages: at most {held(long) >> 20} MB at once")


def command(path: Path | str, workers: int) -> list[str]:
    """The command as a user runs it."""
    return [sys.executable, "-m", "auditor", "claims", str(path), "--format", "jsonl", "--workers", str(workers)]


def timed(folder: str, workers: int) -> tuple[float, str]:
    """Seconds on the clock, and a digest of what is printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command(folder, workers), capture_output=True, check=True)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{workers} workers: {seconds:.1f} s on the clock, {processor:.1f} s of the processors")
    return seconds, hashlib.sha256(done.stdout + done.stderr).hexdigest()


def printed(files: Iterable[Path], pages: int, to: Path) -> int:
    """Puts a print of so many pages together; returns how many it has."""
    count = 0
    with pypdfium2.PdfDocument.new() as out:
        for file in files:
            with pypdfium2.PdfDocument(file) as source:
                taken = min(len(source), pages - count)
                out.import_pages(source, list(range(taken)))
                count += taken
            if count == pages:
                break
        out.save(to)
    return count


def held(path: Path) -> int:
    """The most bytes of memory that the command and its processes hold at once (Linux)."""
    process = subprocess.Popen(command(path, 2), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(_resident, _family(process.pid))))
        time.sleep(0.02)
    return most


def _family(process: int) -> list[int]:
    found = [process]
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += _family(int(child))
    return found


def _resident(process: int) -> int:
    with suppress(OSError, IndexError):
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0


if __name__ == "__main__":
    main()
