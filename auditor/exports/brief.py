"""The top of a report: what was claimed, what stands, what does not, what stays open, in a few lines each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.exports.claimed import ClaimRow
from auditor.exports.plots import Margin
from auditor.exports.presentation import FindingView, Presentation
from auditor.records import Severity, Standing, Verdict

MOST_NAMED = 4
MOST_FINDINGS = 3
HOLDS = frozenset({"decided by code", Verdict.upheld.value})
OPEN = frozenset({"not judged", Verdict.uncertain.value, "judges disagree"})


@dataclass(frozen=True)
class Line:
    """A number with what it counts; some of the things by name, or the finding that it leads to."""

    count: str
    text: str
    named: str = ""
    finding: FindingView | None = None


@dataclass(frozen=True)
class Brief:
    """The four answers."""

    claimed: tuple[Line, ...]
    stands: tuple[Line, ...]
    fails: tuple[Line, ...]
    open: tuple[Line, ...]


def brief(shown: Presentation, rows: Sequence[ClaimRow], margins: Sequence[Margin]) -> Brief:
    """The four answers, counted over the whole report."""
    return Brief(tuple(_claimed(shown, rows, margins)), tuple(_stands(shown, rows)), tuple(_fails(shown, rows)),
                 tuple(_open(shown)))  # fmt: skip


def _claimed(shown: Presentation, rows: Sequence[ClaimRow], margins: Sequence[Margin]) -> list[Line]:
    benchmarks = len({row.benchmark for row in rows})
    lines = [
        Line(str(shown.own_claims), f"{_many(shown.own_claims, 'score')} of the released models, on {benchmarks} "
             f"{_many(benchmarks, 'benchmark')}"),
        Line(str(shown.other_claims), f"{_many(shown.other_claims, 'score')} of other models beside them; "
             f"{shown.blanks} cells printed blank"),
    ]  # fmt: skip
    if margins:
        leads = sum(margin.points > 0 for margin in margins)
        lines.append(Line(f"{leads} of {len(margins)}", "rows with a rival are led by a released model"))
    return lines


def _stands(shown: Presentation, rows: Sequence[ClaimRow]) -> list[Line]:
    counts = dict(shown.standings)
    lines = []
    if count := counts[Standing.consistent.value]:
        lines.append(Line(str(count), f"{_many(count, 'score')} agree with an independent run within its error",
                          _named(rows, Standing.consistent)))  # fmt: skip
    if count := counts[Standing.explained.value]:
        lines.append(
            Line(str(count), "more differ as their stated conditions explain", _named(rows, Standing.explained))
        )
    dismissed = [view for view in shown.findings if view.standing == Verdict.dismissed.value]
    if dismissed:
        lines.append(Line(str(len(dismissed)), f"{_many(len(dismissed), 'finding')} dismissed by the judges"))
    return lines or [Line("0", "scores have an independent run that agrees with them")]


def _fails(shown: Presentation, rows: Sequence[ClaimRow]) -> list[Line]:
    lines = []
    if count := dict(shown.standings)[Standing.unexplained.value]:
        lines.append(Line(str(count), f"{_many(count, 'score')} beyond the error of an independent run under "
                          "conditions not known to differ", _named(rows, Standing.unexplained)))  # fmt: skip
    grave = [view for view in shown.findings if view.finding.severity is Severity.high and view.standing in HOLDS]
    lines += [Line("", view.finding.title, finding=view) for view in grave[:MOST_FINDINGS]]
    if len(grave) > MOST_FINDINGS:
        lines.append(Line(str(len(grave) - MOST_FINDINGS), "more findings of high severity"))
    return lines or [Line("0", "findings of high severity hold")]


def _open(shown: Presentation) -> list[Line]:
    counts = dict(shown.standings)
    alone, unlike = counts["no independent run at hand"], counts[Standing.not_comparable.value]
    lines = [Line(str(alone), f"{_many(alone, 'score')} nobody else is known to have run")]
    if unlike:
        lines.append(Line(str(unlike), "whose only runs may not be compared"))
    waiting = [view for view in shown.findings if view.standing in OPEN]
    if waiting:
        lines.append(Line(str(len(waiting)), f"{_many(len(waiting), 'finding')} that no judge has decided"))
    if shown.unread:
        lines.append(Line(str(len(shown.unread)), "tables, figures or files could not be read"
                          if len(shown.unread) > 1 else "table, figure or file could not be read"))  # fmt: skip
    if shown.hidden:
        lines.append(Line(str(len(shown.hidden)), f"{_many(len(shown.hidden), 'passage')} that a reader does not see"))
    return lines


def _named(rows: Sequence[ClaimRow], standing: Standing) -> str:
    names = list(dict.fromkeys(row.benchmark for row in rows if row.standing == standing.value))
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _many(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"
