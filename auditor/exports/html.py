"""One self-contained HTML page: no script, nothing loaded from outside, documents' text inert."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from auditor.exports.brief import brief
from auditor.exports.claimed import claim_rows
from auditor.exports.costs import costs
from auditor.exports.crops import address
from auditor.exports.peers import matrix
from auditor.exports.plots import comparison_plot, margin_plot, margins, share_bar, tallies
from auditor.exports.presentation import named, plain, present, short
from auditor.exports.settings import settings
from auditor.records import Report

MOST_PLOTTED = 40
"""Rows drawn in one plot; the tables below it have all."""
OPEN = 3
"""Findings that are unfolded at the beginning."""
AT_ONCE = 25
"""Rows of a table that are shown before a reader asks for the rest."""
GLYPHS = {"high": "▲", "medium": "◆", "low": "●", "info": "○"}
"""The shape beside the word of each severity."""


@cache
def environment() -> Environment:
    """The templates beside this file."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(plain=plain, short=short, named=named)
    # A sheet of styles has nothing to escape.
    made.globals.update(style=Markup((Path(__file__).parent / "page.css").read_text(encoding="utf-8")), glyphs=GLYPHS)
    return made


def export(report: Report) -> str:
    """The page; the same report gives the same bytes."""
    shown = present(report)
    rows = margins(report)
    compared = (*shown.comparisons, *shown.incomparable)
    claimed = claim_rows(report, compared, shown.findings)
    told = ", ".join(f"{count} {name}" for name, count in shown.standings)
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            shown=shown,
            audit=report.audit,
            brief=brief(shown, claimed, rows),
            shares=share_bar(shown.standings, f"Scores of the released models: {told}"),
            claimed=claimed,
            margins=rows,
            tallies=tallies(rows),
            margin_plot=margin_plot(rows[:MOST_PLOTTED]),
            comparison_plot=comparison_plot(shown.comparisons[:MOST_PLOTTED]),
            peers=matrix(report),
            settings=settings(report),
            costs=costs(report),
            pictures=[(id, picture, address(picture)) for id, picture in shown.pictures],
            open_findings=OPEN,
            at_once=AT_ONCE,
            most_plotted=MOST_PLOTTED,
        )
    )
