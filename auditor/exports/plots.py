"""Plots as rows: each row is a small inline SVG in percent of its width, so that it fits a phone, a desk and paper.

Names and numbers stand beside it as text of the page; the SVG has them again as its accessible name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from markupsafe import Markup

from auditor.checks.rows import rows as rows_of
from auditor.checks.rows import score
from auditor.exports.presentation import ComparisonView, named, plain, short
from auditor.records import Placement, Report, Standing, Unit

HEIGHT = 22
"""Of a row, in CSS pixels."""
EDGE = 3.0
"""Percent kept free at both sides, so that no mark is cut."""
MOST_NAMED = 5
"""Releases of an organisation that are named beside its row."""
HUNDRED = frozenset({Unit.percent, Unit.fraction, Unit.unknown})
"""Units of scores that are shown on a scale of 100."""
SHAPES = {Standing.consistent: "circle", Standing.explained: "square", Standing.unexplained: "diamond"}


@dataclass(frozen=True)
class PlotRow:
    """One row of a plot."""

    name: str
    detail: str
    svg: Markup
    value: str
    kind: str
    """Style: a standing, or where the row stands and which side leads."""


@dataclass(frozen=True)
class Plot:
    """Rows under one axis."""

    axis: Markup
    rows: tuple[PlotRow, ...]


@dataclass(frozen=True)
class Margin:
    """How far the release's best score of a row lies above the best rival's, in points; negative where it trails."""

    benchmark: str
    own: str
    own_value: str
    rival: str
    rival_value: str
    points: float
    placement: Placement
    higher: bool
    """Whether more is better."""


@dataclass(frozen=True)
class Tally:
    """Rows that stand in one part of the documents, by who leads them."""

    placement: Placement
    leads: int
    level: int
    trails: int


def margins(report: Report) -> tuple[Margin, ...]:
    """The margin of each row on a scale of 100 that has an own and a rival score, in the order of the documents.

    Rows of which nobody says whether more is better have none.
    """
    found = []
    for row in rows_of(report.dossier):
        own, rival = row.best(row.own), row.best(row.rivals)
        if not own or not rival:
            continue
        mine, theirs = score(own[0]), score(rival[0])
        if mine is None or theirs is None or not 0 <= mine <= 100 or not 0 <= theirs <= 100:
            continue
        if not {own[0].claim.unit, rival[0].claim.unit} <= HUNDRED:
            continue
        ahead = mine - theirs if row.higher else theirs - mine
        found.append(
            Margin(
                row.printed,
                own[0].claim.model,
                own[0].claim.value,
                rival[0].claim.model,
                rival[0].claim.value,
                float(ahead),
                own[0].claim.placement,
                bool(row.higher),
            )
        )
    return tuple(found)


def tallies(rows: Sequence[Margin]) -> tuple[Tally, ...]:
    """How many rows the release leads and trails in each part of its documents, parts without rows left out."""
    made = []
    for placement in Placement:
        points = [row.points for row in rows if row.placement is placement]
        if points:
            leads, trails = sum(p > 0 for p in points), sum(p < 0 for p in points)
            made.append(Tally(placement, leads, len(points) - leads - trails, trails))
    return tuple(made)


def margin_plot(rows: Sequence[Margin]) -> Plot | None:
    """Bars to the right where the release leads, to the left where it trails, in printed order. None without rows."""
    if not rows:
        return None
    widest = max(abs(row.points) for row in rows) or 1.0

    def at(points: float) -> float:
        return 50 + points / widest * (50 - EDGE)

    axis = _svg([_tick(at(-widest), f"−{widest:.3g}"), _tick(50, "0"), _tick(at(widest), f"+{widest:.3g}")], "")
    made = []
    for row in rows:
        side = "lead" if row.points > 0 else "trail" if row.points < 0 else "level"
        x0, x1 = sorted((50.0, at(row.points)))
        told = (
            f"{row.benchmark}: {row.own} {row.own_value}, best rival {row.rival} {row.rival_value}, "
            f"margin {plain(row.points)} points, {row.placement.value}"
        )
        parts = [
            _line(50, "axis"),
            f'<rect class="bar {side} {row.placement.value}" x="{x0:.2f}%" y="5" '
            f'width="{max(x1 - x0, 0.4):.2f}%" height="{HEIGHT - 10}"/>',
        ]
        sign = "+" if row.points > 0 else ""
        made.append(
            PlotRow(
                named(row.benchmark),
                f"{row.own_value} against {row.rival_value} of {named(row.rival)}"
                + ("" if row.higher else "; less is better"),
                _svg(parts, told),
                f"{sign}{plain(row.points)}",
                f"{side} {row.placement.value}",
            )
        )
    return Plot(axis, tuple(made))


def comparison_plot(rows: Sequence[ComparisonView]) -> Plot | None:
    """What the document claims beside what somebody else measured, with its 95 % interval. None without rows."""
    rows = [row for row in rows if row.claim.number is not None and 0 <= row.claim.number <= 100 >= row.observed]
    if not rows:
        return None
    low = min(min(float(r.claim.number or 0), float(r.observed) - r.span) for r in rows)
    high = max(max(float(r.claim.number or 0), float(r.observed) + r.span) for r in rows)
    low, high = max(0.0, 10 * (low // 10)), min(100.0, 10 * (high // 10 + 1))

    def at(score: float) -> float:
        share = (score - low) / ((high - low) or 1)
        return EDGE + min(max(share, 0), 1) * (100 - 2 * EDGE)

    step = 20 if high - low > 50 else 10
    ticks = [low + step * i for i in range(int((high - low) // step) + 1)]
    axis = _svg([_tick(at(tick), f"{tick:.0f}") for tick in ticks], "")
    grid = [_line(at(tick), "grid") for tick in ticks]
    made = []
    for row in rows:
        claimed, seen = float(row.claim.number or 0), float(row.observed)
        standing = row.comparison.standing
        told = (
            f"{row.model} on {row.benchmark}: claimed {row.claim.value}, "
            f"observed {short(row.observed)} by {row.run.run_by}"
            + (f", 95 % interval {seen - row.span:.1f} to {seen + row.span:.1f}" if row.span else "")
            + f"; {standing.value}"
        )
        y = HEIGHT / 2
        parts = [
            *grid,
            f'<line class="link" x1="{at(claimed):.2f}%" x2="{at(seen):.2f}%" y1="{y}" y2="{y}"/>',
            f'<line class="error" x1="{at(seen - row.span):.2f}%" x2="{at(seen + row.span):.2f}%" y1="{y}" y2="{y}"/>'
            if row.span
            else "",
            f'<circle class="seen" cx="{at(seen):.2f}%" cy="{y}" r="4.5"/>',
            _mark(at(claimed), y, standing),
        ]
        difference = row.comparison.difference
        sign = "+" if difference is not None and difference > 0 else ""
        made.append(
            PlotRow(
                row.benchmark,
                f"{row.model}: claimed {row.claim.value}, {row.run.run_by} observed {short(row.observed)}",
                _svg(parts, told),
                f"{sign}{plain(difference)}",
                standing.value.replace(" ", "-"),
            )
        )
    return Plot(axis, tuple(made))


def share_bar(parts: Sequence[tuple[str, int]], told: str) -> Markup:
    """One bar cut into shares, in their order; the class of each is its name."""
    total = sum(count for _, count in parts) or 1
    x = 0.0
    made = []
    for name, count in parts:
        if count:
            width = count / total * 100
            made.append(
                f'<rect class="{escape(name.replace(" ", "-"))}" x="{x:.2f}%" width="{width:.2f}%" height="14"/>'
            )
            x += width
    return _svg(made, told, height=14)


def _mark(x: float, y: float, standing: Standing) -> str:
    """The claimed score: its shape says how it stands, its colour again."""
    kind = standing.value.replace(" ", "-")
    shape = SHAPES.get(standing, "circle")
    if shape == "circle":
        return f'<circle class="claimed {kind}" cx="{x:.2f}%" cy="{y}" r="5"/>'
    # A nested svg moves by percent what can only be drawn in pixels.
    side = 'x="-4.5" y="-4.5" width="9" height="9"'
    turn = ' transform="rotate(45)"' if shape == "diamond" else ""
    return f'<svg x="{x:.2f}%" y="{y}" class="shape"><rect class="claimed {kind}" {side}{turn}/></svg>'


def _tick(x: float, text: str) -> str:
    return f'<text class="tick" x="{x:.2f}%" y="14" text-anchor="middle">{escape(text)}</text>'


def _line(x: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x:.2f}%" x2="{x:.2f}%" y1="0" y2="{HEIGHT}"/>'


def _svg(parts: Sequence[str], told: str, height: int = HEIGHT) -> Markup:
    name = f'role="img" aria-label="{escape(told)}"' if told else 'aria-hidden="true"'
    title = f"<title>{escape(told)}</title>" if told else ""
    return Markup(f'<svg class="strip" width="100%" height="{height}" {name}>{title}{"".join(parts)}</svg>')


def dot_plot(rows: Sequence[tuple[str, Sequence[tuple[float, str]]]]) -> Plot | None:
    """Scores from 0 to 100 on one scale for all rows; each row has its scores with their names, best first."""
    if not rows:
        return None

    def at(score: float) -> float:
        return EDGE + score / 100 * (100 - 2 * EDGE)

    ticks = range(0, 101, 20)
    grid = [_line(at(tick), "grid") for tick in ticks]
    made = []
    for name, scores in rows:
        y = HEIGHT / 2
        (first, leader), (second, follower) = scores[0], scores[1]
        dots = [
            f'<circle class="{"rest" if n > 1 else "second" if n else "first"}" cx="{at(score):.2f}%" cy="{y}" r="4.5">'
            f"<title>{escape(of)} {score:g}</title></circle>"
            for n, (score, of) in enumerate(scores)
        ]
        reach = f'<line class="reach" x1="{at(second):.2f}%" x2="{at(first):.2f}%" y1="{y}" y2="{y}"/>'
        told = f"{name}: " + ", ".join(f"{of} {score:g}" for score, of in scores)
        detail = f"{leader} {first:g}, {follower} {second:g}; {100 - first:.1f} left to 100"
        made.append(PlotRow(name, detail, _svg([*grid, reach, *reversed(dots)], told), f"+{first - second:.1f}", "gap"))
    return Plot(_svg([_tick(at(tick), str(tick)) for tick in ticks], ""), tuple(made))


def time_plot(rows: Sequence[tuple[str, Sequence[tuple[date, str]]]]) -> Plot | None:
    """Days on one calendar for all rows; each row has its days with their names, earliest first."""
    days = [day for _, of in rows for day, _ in of]
    if not days:
        return None
    low, high = min(days), max(days)
    span = (high - low).days or 1

    def at(day: date) -> float:
        return EDGE + (day - low).days / span * (100 - 2 * EDGE)

    years = [date(year, 1, 1) for year in range(low.year + 1, high.year + 1)]
    ticks = years[:: max(1, len(years) // 6)] or [low]
    grid = [_line(at(tick), "grid") for tick in ticks]
    made = []
    for name, of in rows:
        dots = [
            f'<circle class="release" cx="{at(day):.2f}%" cy="{HEIGHT / 2}" r="4.5">'
            f"<title>{escape(what)}, {day}</title></circle>"
            for day, what in of
        ]
        told = f"{name}: " + ", ".join(f"{what} {day}" for day, what in of)
        latest = ", ".join(what for _, what in of[::-1][:MOST_NAMED]) + (" …" if len(of) > MOST_NAMED else "")
        made.append(PlotRow(name, latest, _svg([*grid, *dots], told), str(len(of)), "count"))
    text = [_tick(at(tick), str(tick.year)) for tick in ticks]
    return Plot(_svg(text, ""), tuple(made))
