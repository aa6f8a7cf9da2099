"""A plain CSV for one's own runs: the columns of `auditor.evidence.run_csv`, of which three are needed."""

from __future__ import annotations

from pathlib import Path

from auditor.errors import ImportFormatError
from auditor.evidence.run_csv import COLUMNS, NEEDED, read_run
from auditor.importers.reading import header_of, rows_of
from auditor.importers.result import Collected, ImportResult, Skipped, SourceHint
from auditor.records import Independence, Run


class OwnCsv:
    """A person's own results: `model,benchmark,score` and whatever else of the columns is known."""

    name = "csv"
    describes = "your own runs: a CSV with model, benchmark, score and, where known, unit, stderr, n, setting …"

    def detect(self, path: Path) -> float:
        header = set(header_of(path))
        if not set(NEEDED) <= header:
            return 0.0
        return 0.9 if header <= set(COLUMNS) else 0.6

    def read(self, path: Path) -> ImportResult:
        hint = SourceHint(f"csv-{path.stem}", path.name, "not stated in the file", Independence.third_party)
        unknown = [name for name in header_of(path) if name and name not in COLUMNS]
        collected = Collected(self.name, hint).result()
        runs: list[Run] = []
        skipped = [Skipped(path.name, f"the column {name!r} is not known and was not read") for name in unknown]
        for line, row in rows_of(path):
            # An id is a hash of the content; a foreign one would hide two runs behind one name.
            row.pop("id", None)
            row["locator"] = row.get("locator") or f"line {line}"
            try:
                runs.append(read_run(row, source=hint.id, run_by=hint.publisher, independence=hint.independence))
            except ImportFormatError as error:
                skipped.append(Skipped(f"line {line}", error.message))
        return ImportResult(collected.format, hint, tuple(runs), tuple(skipped))
