from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.asking import ask, texts
from auditor.checks.assertions import Names
from auditor.checks.check import Check
from auditor.checks.citing import cite_blank, cite_text
from auditor.checks.rows import key_of
from auditor.checks.wording import Said, plain, said
from auditor.records import Confidence, Dossier, Finding, ResolvedBlank, Role, Severity

NOT_RUN = re.compile(
    r"\b(?:not (?:been )?(?:evaluated?|run|tested|compared|included|reported)|(?:left|leave) (?:\w+ )?blank|omit\w*|"
    r"could(?: not|n't) (?:be )?(?:use|test|evaluat\w+|run|access)|unable to (?:test|evaluate|run|access|obtain)|"
    r"(?:do|did|does) not (?:evaluate|run|test|compare|report)|challenging to (?:access|evaluate)|"
    r"is (?:challenging|difficult))\b",
    re.IGNORECASE,
)
REASON = re.compile(
    r"\b(?:API\w*|access\w*|cost\w*|expensive|busy|fail\w*|timeout|timed? out|rate limit\w*|unavailable|"
    r"not available|respon\w+|quota|budget)\b",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"\b(?:evaluat\w+|results?|scores?|performance|data points?|benchmarks?|cells?|tokens|models?|test\w*)\b",
    re.IGNORECASE,
)


class UnevaluatedOnHeadlineAxis(Check):
    """The document gives its own reason for not running a rival, and the rival's cells are blank.

    What it finds:
        Sentences that explain missing rival scores by access, cost or failures, with the blank cells they leave.

    Why it matters:
        A blank with such a reason says nothing about the rival. Where it stands on the ability that the release
        advertises, the claimed place is among those that were run.

    Decision rule:
        A sentence with a word for not running or leaving out and a word for the reason (API, access, cost, failure,
        time), in a release with at least one blank rival cell or a rival named in the sentence. Medium: blanks of
        rivals in the headline, or at least 5 of them. Low: the rest. One finding a release.

    Example:
        DeepSeek-V4 leaves cells of Kimi K2.6 and GLM-5.1 blank because their APIs were too busy, and did not run
        GPT-5.4 at 1M tokens.

    What would clear it:
        Scores of these rivals under the same setting, by anybody.

    References:
        SemiAnalysis, 2026-04-24, on the DeepSeek-V4 report.
    """

    many = 5

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: list[Said] = []
        for sentence in said(dossier):
            text = plain(sentence.text)
            if NOT_RUN.search(text) and REASON.search(text) and ABOUT.search(text) and len(text) < 400:
                found.append(sentence)
        blanks = [resolved for resolved in dossier.blanks if resolved.blank.role is Role.rival]
        named = [
            s for s in found if any(r.claim.role is Role.rival and r.claim.model in s.text for r in dossier.claims)
        ]
        if not found or not (blanks or named):
            return
        yield self.report(dossier, named or found, blanks)

    def report(self, dossier: Dossier, found: list[Said], blanks: list[ResolvedBlank]) -> Finding:
        names = Names(dossier)
        keys = {mention.key for sentence in found for mention in names.find_models(plain(sentence.text))}
        blanks = [b for b in blanks if key_of(b.model) in keys] or blanks
        headline = [b for b in blanks if b.blank.placement.value == "headline"]
        models = list(dict.fromkeys(b.blank.model for b in blanks))
        quote = found[0].text if len(found[0].text) <= 150 else found[0].text[:149].rsplit(" ", 1)[0] + " …"
        count = f"{len(blanks)} cells of {', '.join(models[:4])} are blank" if blanks else "the rival has no score here"
        return self.finding(
            dossier,
            severity=Severity.medium if headline or len(blanks) >= self.many else Severity.low,
            confidence=Confidence.medium,
            says="absent",
            title=f'"{quote}": {count}',
            message=(
                f'The release says: "{found[0].text}" {count[0].upper()}{count[1:]}. A blank with such a reason '
                "says nothing "
                "about the rival, so the order is one among those that were run."
            ),
            evidence=[
                *(cite_text(s.document, s.text, s.block.place, primary=s is found[0]) for s in found[:3]),
                *(cite_blank(blank) for blank in (headline or blanks)[:12]),
            ],
            arithmetic=[f"blank rival cells: {len(blanks)}; in the headline: {len(headline)}"],
            overturned_by="Scores of these rivals under the same setting, by anybody.",
            models=models[:6],
            benchmarks=[b.benchmark.id or b.blank.benchmark for b in blanks[:12]],
            question=ask(
                "omission_by_domain",
                features={
                    "left_out": "cells",
                    "peers": len(models),
                    "reason_stated": True,
                    "special_purpose": False,
                    "blanks": len(blanks),
                    "in_headline": len(headline),
                },
                evidence=texts((s.text for s in found[:4]), "passage"),
                left_out=f"scores of {', '.join(models[:6]) or 'a rival'}",
                beside=", ".join(dict.fromkeys(b.blank.benchmark for b in (headline or blanks)[:12]))
                or "no blank cell",
                subject=", ".join(dossier.release.subjects[:3]),
                reason=found[0].text,
            ),
        )
