"""One self-contained HTML page: no script, nothing loaded from outside, documents' text inert."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from auditor.exports.plots import comparisons_svg, margins, margins_svg
from auditor.exports.presentation import plain, present, short
from auditor.records import Report

MOST_PLOTTED = 40
"""Rows drawn in one plot; the tables below it have all."""


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(plain=plain, short=short)
    return environment.get_template("report.html.j2")


def export(report: Report) -> str:
    """The page; the same report gives the same bytes."""
    shown = present(report)
    rows = margins(report)
    return _template().render(
        shown=shown,
        audit=report.audit,
        margins=rows,
        margins_plot=Markup(margins_svg(rows[:MOST_PLOTTED])),
        comparisons_plot=Markup(comparisons_svg(shown.comparisons[:MOST_PLOTTED])),
    )
