from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, where
from auditor.checks.rows import WHO_CONDITIONS, Row, rows
from auditor.checks.twins import stage
from auditor.checks.wording import find_name, mentions, plain, said
from auditor.records import (
    Benchmark,
    Claim,
    Condition,
    ConditionName,
    Confidence,
    Dossier,
    Finding,
    Placement,
    ResolvedClaim,
    Role,
    SaidIn,
    Severity,
)
from auditor.registry import may_carry


@dataclass(frozen=True)
class Rule:
    """A condition that must be stated for a kind of benchmark."""

    condition: ConditionName
    needed: re.Pattern[str]
    """What in the registry's list of settings that move scores calls for it."""
    words: re.Pattern[str]
    """Words by which a sentence about the benchmark states it."""
    said: str


RULES = (
    Rule(
        ConditionName.harness,
        re.compile(r"scaffold|harness|agent framework", re.IGNORECASE),
        re.compile(
            r"scaffold|harness|agentless|framework|bash|editor|terminus|openhands|swe-agent|codex|claude code",
            re.IGNORECASE,
        ),
        "the harness",
    ),
    Rule(
        ConditionName.version,
        re.compile(r"window|version|release|time range|date", re.IGNORECASE),
        re.compile(r"\bv\d|version|20\d\d|window|release", re.IGNORECASE),
        "the version or time window",
    ),
    Rule(
        ConditionName.tools,
        re.compile(r"\btools?\b", re.IGNORECASE),
        re.compile(r"\btools?\b|search|python|text-only|no-tool", re.IGNORECASE),
        "whether tools were allowed",
    ),
)


TOOLS_SINCE = "2025"
"""Before, no model was scored with tools on tests that are answered in words."""


class UndisclosedSetting(Check):
    """Conditions that decide a score are stated nowhere in the release.

    What it finds:
        Own scores on benchmarks whose result depends on a harness, a version or tools, where the release states that
        condition neither at the score nor in a sentence that names the benchmark.

    Why it matters:
        A benchmark is tasks, a way of grading and a harness. A score that names only the first cannot be repeated, nor
        set beside another.

    Decision rule:
        The registry (grade checked or partly) lists the condition among the settings that move scores on the benchmark;
        no own claim on it states the condition, its label does not, and no sentence that names it has a word for it.
        Medium: at least 3 benchmarks, or one in the headline. Low: the rest. One finding a release. A second one lists
        rivals that the registry knows to have several efforts or a thinking mode that can be switched, where neither
        most labels and notes of the tables, nor a sentence that names them or their series, say which was used:
        medium in the headline, low elsewhere.

    Example:
        Terminal-Bench 2.0 of GPT-5.4 is 75.1 with OpenAI's own harness and 65.4 with Terminus 2, run by Moonshot.

    What would clear it:
        The conditions, in any document of the release.

    References:
        SemiAnalysis, 2026-04-24, on the three parts of a benchmark.
    """

    many = 3

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        missing: dict[str, tuple[Row, list[Rule]]] = {}
        sentences = [plain(sentence.text) for sentence in said(dossier)]
        for row in rows(dossier):
            benchmark = dossier.benchmarks.get(row.benchmark.id or "")
            if benchmark is None or not row.own or not may_carry(benchmark) or benchmark.id in missing:
                continue
            rules = [rule for rule in RULES if self.silent(dossier, benchmark, rule, sentences)]
            if rules:
                missing[benchmark.id] = (row, rules)
        if missing:
            yield self.report(dossier, missing)
        yield from self.modes(dossier)

    def modes(self, dossier: Dossier) -> Iterator[Finding]:
        """Rivals whose thinking can be set to several efforts, in tables that do not say to which."""
        cells: dict[str, list[ResolvedClaim]] = {}
        for resolved in dossier.claims:
            model = dossier.models.get(resolved.model.id or "")
            if resolved.claim.role is not Role.rival or model is None or resolved.claim.row is None:
                continue
            if stage(resolved) == "base":
                continue
            if (model.effort_levels and len(model.effort_levels) > 1) or model.thinking == "switchable":
                cells.setdefault(model.id, []).append(resolved)
        sentences = [plain(sentence.text) for sentence in said(dossier)]
        if any(FOR_ALL.search(text) for text in sentences):
            return
        named = {
            id: bare
            for id, found in cells.items()
            if (bare := [r for r in found if not says_mode(dossier, r)])
            and (len(bare) * 2 >= len(found) or any(r.claim.placement is Placement.headline for r in bare))
            and not any(
                match is not None
                and (
                    MODE_AFTER.match(text[match.end() :]) or MODE_NEAR.search(text[max(match.start() - 60, 0) :][:200])
                )
                for text in sentences
                for name in names_of(dossier, id, found)
                if (match := find_name(text, name)) is not None
            )
        }
        if not named:
            return
        firsts = [found[0] for found in named.values()]
        tables = {(r.claim.document, r.claim.block): r for found in named.values() for r in reversed(found)}
        listed = ", ".join(r.claim.model for r in firsts[:6])
        headline = any(r.claim.placement is Placement.headline for r in tables.values())
        yield self.finding(
            dossier,
            severity=Severity.medium if headline else Severity.low,
            confidence=Confidence.medium,
            says="undisclosed",
            title=f"The effort or thinking mode of {listed} is not stated",
            message=(
                f"{listed} can be run with more or less thinking. The tables with their scores "
                f"({where(firsts[0].claim.label, firsts[0].claim.place)}) do not say at which effort or in which mode."
            ),
            evidence=[
                *(cite_claim(r, primary=r is firsts[0]) for r in firsts[:6]),
                *(cite_claim(r) for r in list(tables.values())[:10] if r not in firsts[:6]),
                *(cite_claim(r) for r in [r for found in named.values() for r in found][1:12] if r not in firsts[:6]),
            ],
            arithmetic=[f"models with several modes: {len(cells)}; without a stated one: {len(named)}"],
            overturned_by="The effort or mode of these runs, in any document of the release.",
            models=list(named),
        )

    def silent(self, dossier: Dossier, benchmark: Benchmark, rule: Rule, sentences: list[str]) -> bool:
        if rule.condition is ConditionName.tools and (dossier.release.released or "") < TOOLS_SINCE:
            return False
        if not any(rule.needed.search(setting) for setting in benchmark.settings_that_move_scores):
            return False
        names = {benchmark.name, *benchmark.aliases}
        for resolved in dossier.claims:
            if resolved.benchmark.id != benchmark.id:
                continue
            claim = resolved.claim
            names.add(claim.benchmark)
            around = f"{claim.benchmark} {stated(claim)} {claim.caption} {' '.join(n.text for n in claim.footnotes)}"
            if claim.setting.get(rule.condition) is not None or rule.words.search(around):
                return False
        if rule.condition is not ConditionName.harness and re.search(r"\d", benchmark.id.rsplit("-", 1)[-1]):
            return False
        return not any(
            rule.words.search(text) and any(mentions(text, name) for name in names if len(name) > 3)
            for text in sentences
        )

    def report(self, dossier: Dossier, missing: dict[str, tuple[Row, list[Rule]]]) -> Finding:
        ordered = sorted(missing.items(), key=lambda item: item[1][0].placement is not Placement.headline)
        headline = [id for id, (row, _) in ordered if row.placement is Placement.headline]
        row = ordered[0][1][0]
        cell = (row.best(row.own) or row.own)[0]
        listed = "; ".join(
            f"{entry.printed} ({', '.join(rule.said for rule in needed)})" for _, (entry, needed) in ordered[:6]
        )
        return self.finding(
            dossier,
            severity=Severity.medium if headline or len(missing) >= self.many else Severity.low,
            confidence=Confidence.medium,
            says="undisclosed",
            title=(
                f"{len(missing)} benchmark{'s' if len(missing) > 1 else ''} without a condition that decides the "
                "score: "
                f"{listed}"
            ),
            message=(
                f"The release does not state, for {listed}, what the registry lists among the settings that move "
                "scores on "
                f"them. The first is {cell.claim.value} for {cell.claim.model} on {row.printed}."
            ),
            evidence=[
                item
                for index, (key, (entry, needed)) in enumerate(ordered[:8])
                for item in (
                    cite_claim((entry.best(entry.own) or entry.own)[0], primary=index == 0),
                    cite_plain_fact(
                        key,
                        dossier.benchmarks[key].name,
                        "settings that move scores: " + ", ".join(dossier.benchmarks[key].settings_that_move_scores),
                        dossier.benchmarks[key].sources,
                    ),
                )
            ],
            arithmetic=[f"benchmarks with a condition unstated: {len(missing)}; in the headline: {len(headline)}"],
            overturned_by="The conditions, in any document of the release.",
            models=[cell.model.id or cell.claim.model],
            benchmarks=[key for key, _ in ordered],
        )


MODE = re.compile(
    r"\b(?:low|medium|high|xhigh|max|minimal|thinking|reasoning|effort|budget|non-?thinking|think)\b", re.IGNORECASE
)
"""Words by which a label or sentence states an effort or a mode."""
FOR_ALL = re.compile(
    r"\b(?:all|both|hybrid|these|every|each|other)\b(?:\W+\w+){0,4}\W+models?\b[^.]{0,80}\b"
    r"(?:non-?thinking|thinking mode|reasoning effort|thinking budget)\b",
    re.IGNORECASE,
)
"""A sentence that states one mode for all models."""


MODE_AFTER = re.compile(
    r"\W{0,3}(?:(?:with|at|in|using)\W+)?(?:\w+\W+)?(?:low|medium|high|xhigh|max|minimal|non-?thinking|thinking|"
    r"reasoning[- ](?:effort|level|mode|budget)|extended thinking|effort)\b(?! of\b)",
    re.IGNORECASE,
)
"""The mode, right after a model's name in a sentence."""
MODE_NEAR = re.compile(
    r"\b(?:(?:disabl\w+|enabl\w+|turn\w* o(?:n|ff)|switch\w* o(?:n|ff))\W+(?:\w+\W+){0,2}"
    r"(?:thinking|reasoning)|non-?thinking mode|no[- ]think)\b",
    re.IGNORECASE,
)
"""The mode of a model that a sentence names."""


def says_mode(dossier: Dossier, resolved: ResolvedClaim) -> bool:
    """Whether a score's label, conditions or notes state an effort or mode of that very model."""
    claim = resolved.claim
    if any(c.name in WHO_CONDITIONS and not of_own(dossier, claim, c) for c in claim.setting.conditions):
        return True
    said_here = "; ".join(
        c.printed
        for c in claim.setting.conditions
        if c.name is not ConditionName.category and not of_own(dossier, claim, c)
    )
    return MODE.search(f"{claim.model} {said_here} {' '.join(note.text for note in claim.footnotes)}") is not None


def of_own(dossier: Dossier, claim: Claim, condition: Condition) -> bool:
    """Whether a caption states a condition of the released models alone ("the X models at high … beside A and B")."""
    if claim.role is not Role.rival or condition.said_in is not SaidIn.caption:
        return False
    before, found, _ = plain(claim.caption).partition(condition.printed)
    if not found:
        return False
    return any(mentions(before[-80:], subject) for subject in dossier.release.subjects)


def stated(claim: Claim) -> str:
    """The printed conditions without the heading of the row's category."""
    return "; ".join(c.printed for c in claim.setting.conditions if c.name is not ConditionName.category)


def names_of(dossier: Dossier, id: str, found: list[ResolvedClaim]) -> set[str]:
    """The names by which a sentence can call a model: its own, and that of its series ("Qwen3")."""
    names = {r.claim.model for r in found} | {dossier.models[id].name}
    return names | {first for name in names if re.search(r"[A-Za-z]{3}\d", first := re.split(r"[\s\-_]", name)[0])}
