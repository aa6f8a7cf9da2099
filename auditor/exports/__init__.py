"""A report in the formats people read and programs take; the same report always gives the same bytes."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from auditor.errors import UsageError
from auditor.records import Report


@dataclass(frozen=True)
class Exporter:
    """One output format."""

    name: str
    suffixes: tuple[str, ...]
    """File endings that ask for it."""
    module: str
    about: str

    def export(self, report: Report) -> str:
        """The whole report as text in this format."""
        text = importlib.import_module(self.module).export(report)
        assert isinstance(text, str)
        return text


EXPORTERS: dict[str, Exporter] = {
    exporter.name: exporter
    for exporter in (
        Exporter("html", (".html", ".htm"), "auditor.exports.html", "one self-contained page for readers"),
        Exporter(
            "markdown", (".md", ".markdown"), "auditor.exports.markdown", "a summary for a pull request or a mail"
        ),
        Exporter("json", (".json",), "auditor.exports.json_v1", "everything, in a versioned shape for programs"),
        Exporter("csv", (".csv",), "auditor.exports.csv", "the findings, a row each, for a spreadsheet"),
    )
}


def for_path(path: str) -> Exporter:
    """The exporter that a file's ending asks for. Raises UsageError where none does."""
    for exporter in EXPORTERS.values():
        if path.lower().endswith(exporter.suffixes):
            return exporter
    endings = ", ".join(suffix for exporter in EXPORTERS.values() for suffix in exporter.suffixes)
    raise UsageError(f"No export format goes with the file name {path}.", advice=f"Use one of the endings {endings}.")
