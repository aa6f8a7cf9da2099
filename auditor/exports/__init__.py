"""A report in the formats people read and programs take; the same report always gives the same bytes."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auditor.errors import UsageError
from auditor.records import Report

Content = str | bytes


@dataclass(frozen=True)
class Exporter:
    """One output format."""

    name: str
    suffixes: tuple[str, ...]
    """File endings that ask for it."""
    module: str
    about: str
    binary: bool = False
    """Whether it is bytes, not text."""
    many: bool = False
    """Whether it can be written as several files below a folder."""
    compares: bool = False
    """Whether it can say what is new since an earlier report."""
    needs: str | None = None
    """The extra that it needs."""

    def export(self, report: Report, before: Mapping[str, Any] | None = None) -> Content:
        """The whole report in this format. `before`: an earlier one in the shape of JSON v1, for formats that compare.

        Raises UsageError where an extra is not installed or the format cannot compare.
        """
        if before is not None and not self.compares:
            raise UsageError(f"The format {self.name} cannot say what is new.", advice="sarif can.")
        export = self._module().export
        content = export(report, before) if self.compares else export(report)
        assert isinstance(content, bytes if self.binary else str)
        return content

    def files(self, report: Report) -> Mapping[str, str]:
        """The report as files: path below a folder → text. Raises UsageError where the format is one file."""
        if not self.many:
            raise UsageError(f"The format {self.name} is one file.", advice="Name a file.")
        files: Mapping[str, str] = self._module().files(report)
        return files

    def _module(self) -> Any:
        try:
            return importlib.import_module(self.module)
        except ModuleNotFoundError as error:
            if self.needs is None or (error.name or "").startswith("auditor"):
                raise
            raise UsageError(
                f"The format {self.name} needs {error.name}.",
                advice=f'Install it with `pip install "auditor[{self.needs}]"`.',
            ) from error


EXPORTERS: dict[str, Exporter] = {
    exporter.name: exporter
    for exporter in (
        Exporter("html", (".html", ".htm"), "auditor.exports.html", "one self-contained page for readers"),
        Exporter(
            "markdown", (".md", ".markdown"), "auditor.exports.markdown", "a summary for a pull request or a mail"
        ),
        Exporter("text", (".txt",), "auditor.exports.text", "plain text for a terminal"),
        Exporter("json", (".json",), "auditor.exports.json_v1", "everything, in a versioned shape for programs"),
        Exporter("csv", (".csv",), "auditor.exports.csv", "the findings, a row each, for a spreadsheet"),
        Exporter(
            "xlsx",
            (".xlsx",),
            "auditor.exports.xlsx",
            "a workbook: overview, findings, claims, comparisons, judgements",
            binary=True,
            needs="office",
        ),
        Exporter(
            "sarif",
            (".sarif", ".sarif.json"),
            "auditor.exports.sarif",
            "SARIF 2.1.0 for code-scanning services and editors",
            compares=True,
        ),
        Exporter(
            "every-eval-ever",
            (".jsonl",),
            "auditor.exports.every_eval_ever",
            "Every Eval Ever records of what the documents claim, one a line; a folder gets one file each",
            many=True,
        ),
        Exporter(
            "hf-eval-results",
            (".yaml", ".yml"),
            "auditor.exports.hf_eval_results",
            "Hugging Face .eval_results of the first released model; a folder gets one file a model",
            many=True,
        ),
    )
}


def for_path(path: str) -> Exporter:
    """The exporter that a file's ending asks for, the longest ending first. Raises UsageError where none does."""
    endings = {suffix: exporter for exporter in EXPORTERS.values() for suffix in exporter.suffixes}
    for suffix in sorted(endings, key=len, reverse=True):
        if path.lower().endswith(suffix):
            return endings[suffix]
    raise UsageError(
        f"No export format goes with the file name {path}.", advice=f"Use one of the endings {_listed(endings)}."
    )


def named(name: str) -> Exporter:
    """The exporter of that name. Raises UsageError with all of them where there is none."""
    if name in EXPORTERS:
        return EXPORTERS[name]
    raise UsageError(f"There is no format {name}.", advice=f"There are {_listed(EXPORTERS)}.")


def _listed(names: Sequence[str] | Mapping[str, Any]) -> str:
    return ", ".join(names)
