"""Two pictures as inline SVG: claimed scores beside independent ones, and margins in the order they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from auditor.exports.presentation import ComparisonView, plain, short
from auditor.records import Placement, Report, Role, Standing, Unit

ROW = 30
"""Height of one row, in CSS pixels."""
LEFT = 270
RIGHT = 450
WIDTH = 800


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


def margins(report: Report) -> tuple[Margin, ...]:
    """The margin of each percent-scored row that has an own and a rival score, in the order of the documents."""
    rows: dict[tuple[str, int, str], dict[bool, list[tuple[float, str, str, Placement]]]] = {}
    for resolved in report.dossier.claims:
        claim = resolved.claim
        if claim.row is None or claim.number is None or claim.role not in (Role.own, Role.rival):
            continue
        if (
            claim.unit not in (Unit.percent, Unit.unknown)
            or not 0 <= claim.number <= 100
            or claim.higher_is_better is False
        ):
            continue
        key = (claim.document, claim.block, claim.benchmark)
        rows.setdefault(key, {}).setdefault(claim.role is Role.own, []).append(
            (float(claim.number), claim.value, claim.model, claim.placement)
        )
    found = []
    for (_, _, benchmark), sides in rows.items():
        if len(sides) < 2:
            continue
        own, rival = max(sides[True]), max(sides[False])
        found.append(Margin(benchmark, own[2], own[1], rival[2], rival[1], round(own[0] - rival[0], 6), own[3]))
    return tuple(found)


def margins_svg(rows: Sequence[Margin]) -> str:
    """Bars to the right where the release leads, to the left where it trails, in printed order; "" without rows."""
    if not rows:
        return ""
    widest = max(abs(row.points) for row in rows) or 1.0
    middle = LEFT + RIGHT / 2
    scale = (RIGHT / 2 - 45) / widest
    parts = [f'<line class="axis" x1="{middle}" x2="{middle}" y1="0" y2="{ROW * len(rows)}"/>']
    for i, row in enumerate(rows):
        y = i * ROW
        length = abs(row.points) * scale
        side = "lead" if row.points > 0 else "trail"
        x = middle if row.points >= 0 else middle - length
        text_x, anchor = (middle + length + 6, "start") if row.points >= 0 else (middle - length - 6, "end")
        told = (
            f"{row.benchmark}: {row.own} {row.own_value}, best rival {row.rival} {row.rival_value}, "
            f"margin {plain(row.points)} points, {row.placement.value}"
        )
        parts.append(
            f'<g><title>{escape(told)}</title><text class="name" x="{LEFT - 12}" y="{y + 19}" text-anchor="end">'
            f"{escape(_short(row.benchmark))}</text>"
            f'<rect class="{side} {row.placement.value}" x="{x:.1f}" y="{y + 7}" '
            f'width="{max(length, 1):.1f}" height="16" rx="2"/>'
            f'<text class="value" x="{text_x:.1f}" y="{y + 19}" text-anchor="{anchor}">{plain(row.points)}</text>'
            f'<text class="where" x="{WIDTH - 2}" y="{y + 19}" text-anchor="end">{row.placement.value}</text></g>'
        )
    return _svg(parts, ROW * len(rows), "Margin of the release over its best rival, row by row, in printed order")


def comparisons_svg(rows: Sequence[ComparisonView]) -> str:
    """A dot where the document claims, a ring with its 95 % interval where somebody else measured; "" without rows."""
    rows = [
        row for row in rows if row.claim.number is not None and 0 <= row.claim.number <= 100 and row.observed <= 100
    ]
    if not rows:
        return ""
    low = min(min(float(r.claim.number or 0), float(r.observed) - r.span) for r in rows)
    high = max(max(float(r.claim.number or 0), float(r.observed) + r.span) for r in rows)
    low, high = max(0.0, 10 * (low // 10)), min(100.0, 10 * (high // 10 + 1))
    scale = RIGHT / ((high - low) or 1)
    parts = []
    tick = low
    while tick <= high + 1e-9:
        x = LEFT + (tick - low) * scale
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{ROW * len(rows)}"/>')
        parts.append(
            f'<text class="where" x="{x:.1f}" y="{ROW * len(rows) + 16}" text-anchor="middle">{tick:.0f}</text>'
        )
        tick += 10
    for i, row in enumerate(rows):
        y = i * ROW + ROW / 2
        claimed = LEFT + (float(row.claim.number or 0) - low) * scale
        seen = LEFT + (float(row.observed) - low) * scale
        arm = row.span * scale
        side = "trail" if row.comparison.standing is Standing.unexplained else "lead"
        told = (
            f"{row.model} on {row.benchmark}: claimed {row.claim.value}, "
            f"observed {short(row.observed)} by {row.run.run_by}; {row.comparison.standing.value}"
        )
        name = _short(f"{row.benchmark}, {row.model}")
        parts.append(
            f'<g><title>{escape(told)}</title><text class="name" x="{LEFT - 12}" y="{y + 4}" text-anchor="end">'
            f"{escape(name)}</text>"
            f'<line class="link" x1="{claimed:.1f}" x2="{seen:.1f}" y1="{y}" y2="{y}"/>'
            f'<line class="error" x1="{seen - arm:.1f}" x2="{seen + arm:.1f}" y1="{y}" y2="{y}"/>'
            f'<circle class="seen" cx="{seen:.1f}" cy="{y}" r="5"/>'
            f'<circle class="claimed {side}" cx="{claimed:.1f}" cy="{y}" r="5"/></g>'
        )
    return _svg(
        parts, ROW * len(rows) + 22, "Claimed scores (filled) beside independent ones (rings, with 95 % intervals)"
    )


def _short(name: str, most: int = 34) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def _svg(parts: Sequence[str], height: int, title: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}" class="plot">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
