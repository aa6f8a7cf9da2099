"""A summary in Markdown, for a pull request or a mail: what was claimed, what was found, what could not be read."""

from __future__ import annotations

import re

from auditor.exports.inert import visible
from auditor.exports.presentation import FindingView, Presentation, plain, present, short
from auditor.records import Report

MOST_FINDINGS = 25
"""Findings written out; the rest are counted. The HTML report has all."""


def escape(text: str) -> str:
    """Text from a document made inert in Markdown: no markup, no HTML, no line breaks."""
    # A word joiner keeps a name behind "@" from being a person who is sent a message.
    return re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", visible(text)).replace("@", "@\N{WORD JOINER}")


def export(report: Report) -> str:
    """The summary; the same report gives the same bytes."""
    shown = present(report)
    lines = [f"# {escape(shown.title)}", "", f"{escape(shown.vendor)}, {escape(shown.released)}.", ""]
    lines += _summary(shown)
    lines += ["## Findings", ""] if shown.findings else []
    for view in shown.findings[:MOST_FINDINGS]:
        lines += _finding(view)
    if len(shown.findings) > MOST_FINDINGS:
        lines += [f"{len(shown.findings) - MOST_FINDINGS} more findings are in the HTML and JSON reports.", ""]
    lines += _comparisons(shown)
    if shown.unread:
        lines += ["## What could not be read", ""]
        lines += [f"- {escape(u.where)}: {escape(u.unread.reason)}" for u in shown.unread] + [""]
    lines += ["## How to make this report again", ""]
    digests = f"registry {report.audit.registry_sha256[:12]}; runs {report.audit.runs_sha256[:12]}"
    lines += [f"auditor {report.audit.version}; {digests}; judged by {', '.join(shown.judges) or 'nobody'}.", ""]
    if shown.judging:
        lines += [*(f"- {escape(sentence)}" for sentence in shown.judging), ""]
    return "\n".join(lines)


def _summary(shown: Presentation) -> list[str]:
    counts = ", ".join(f"{count} {name}" for name, count in shown.severities if count) or "none"
    lines = [f"**Findings:** {counts}. **Claims read:** {shown.own_claims} on the released models, "
             f"{shown.other_claims} on others; {shown.blanks} cells printed blank.", ""]  # fmt: skip
    lines += ["| document | claims | blank cells | not readable |", "|---|--:|--:|--:|"]
    lines += [f"| {escape(d.document.name)} | {d.claims} | {d.blanks} | {d.unread} |" for d in shown.documents]
    lines += [
        "",
        "Own claims against independent runs: " + ", ".join(f"{n} {name}" for name, n in shown.standings) + ".",
        "",
    ]
    for name, reason in shown.checks_failed:
        lines += [f"The check {name} could not run: {escape(reason)}", ""]
    return lines


def _finding(view: FindingView) -> list[str]:
    finding = view.finding
    lines = [f"### {view.number}. {escape(finding.title)}", "",
             f"{finding.severity.value} · {finding.confidence.value} confidence · "
             f"`{finding.family}/{finding.check}` · {view.standing}", "", escape(finding.message), ""]  # fmt: skip
    shown = view.evidence[:6]
    lines += [f"- {escape(e.where)}: “{escape(e.evidence.quote)}”" for e in shown]
    if len(view.evidence) > len(shown):
        lines += [f"- and {len(view.evidence) - len(shown)} more places"]
    lines += [""]
    if finding.arithmetic:
        lines += ["Arithmetic: " + "; ".join(escape(step) for step in finding.arithmetic) + ".", ""]
    lines += [f"What would overturn it: {escape(finding.overturned_by)}", ""]
    return lines


def _comparisons(shown: Presentation) -> list[str]:
    if not shown.comparisons:
        return []
    lines = ["## Claimed against independent", ""]
    lines += [
        "| model | benchmark | claimed | observed | difference | standing | run by |",
        "|---|---|--:|--:|--:|---|---|",
    ]
    for c in shown.comparisons:
        lines += [
            f"| {escape(c.model)} | {escape(c.benchmark)} | {escape(c.claim.value)} | {short(c.observed)} "
            f"| {plain(c.comparison.difference)} | {c.comparison.standing.value} | {escape(c.run.run_by)} |"
        ]
    return [*lines, ""]
