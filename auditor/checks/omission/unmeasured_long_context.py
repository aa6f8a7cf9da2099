from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.fields import FIELDS
from auditor.checks.naming import Names
from auditor.checks.rows import Row, rows
from auditor.checks.wording import PROSE, Said, plain, said
from auditor.records import ConditionName, Confidence, Dossier, Finding, Placement, Severity

LENGTH = r"(?<![\w.])(?:\d{2,4}(?:\.\d+)?\s?[Kk]|\d(?:\.\d+)?\s?(?:M\b|million)|\d{2,3},?000)\b"
WINDOW = r"\b(?:contexts?|windows?|tokens|sequences?|sequence lengths?)\b"
CLAIMED = re.compile(
    rf"{WINDOW}[^.;]{{0,40}}?{LENGTH}|{LENGTH}[^.;]{{0,25}}?\b(?:contexts?|windows?|tokens)\b|"
    r"\b(?:long|ultra-long|extended|infinite)[- ](?:context|text|sequence|document|input)s?\b[^.;]{0,40}\b"
    r"(?:capabilit\w+|abilit\w+|understanding|processing|performance|tasks?|efficien\w+|excel\w*)|"
    r"\b(?:arbitrar\w+|unlimited|infinite\w*)[- ](?:long|length|context)\b",
    re.IGNORECASE,
)
"""A sentence that offers a length of context, or ability at length."""
ELSEWHERE = re.compile(
    r"\b(?:trained (?:with|on|at|to|using|for|up)|training|pre-?training|batch|stages?|annealing|rollouts?|RL|"
    r"reinforcement|max_\w+|benchmark(?:s|ed)?|evaluat\w+|previous|prior|other models?|existing|future|RoPE|YaRN|"
    r"recommend\w*|set the|corpus|dataset|data|samples?|learning rate|image\w*|video\w*|audio)\b|--\w",
    re.IGNORECASE,
)
"""Words of sentences on how it was trained or run, or about others."""
TRAINING = re.compile(
    r"\b(?:during training|pre-?training|(?<!-)train(?:ed)?|training data|construct\w*|scal(?:e|es|ed|ing)|instances?|"
    r"examples|truncat\w*|non-\w+ models)\b",
    re.IGNORECASE,
)
"""Words that make a whole sentence one on training or on others."""
LONG_TESTS = next(ids for words, ids in FIELDS if words.search("long-context"))
LONG_NAME = re.compile(
    r"\b(?:ruler|longbench|l-?eval|infinite-?bench|needle|niah|mrcr|nolima|graphwalks|loft|helmet|lv-?eval|longproc|"
    r"zeroscrolls|scrolls|repobench|repoqa|longcodearena|loogle|bamboo|babilong|phonebook|frames|longvideobench|lvbench|"
    r"long[- ]?(?:context|text|doc\w*|sequence|range)|pass-?key|retrieval|aa-lcr|corpusqa|cl-bench|mtob|qasper|"
    r"narrativeqa|quality|squality|fiction|mldr|longembed|(?:input|context|prompt) length)\b|"
    r"(?<![\w.])(?:16|32|64|128|256|512)\s?[Kk]\b|(?<![\w.])1\s?M\b",
    re.IGNORECASE,
)
"""Names of tests at length, or a length in a label."""
SPOKEN = re.compile(
    r"(?i:needle)|\bNIAH\b|\bRULER\b|\bpass-?key\b|\bLongBench|\bInfinite-?Bench|\bMRCR\b|\bNoLiMa\b|"
    r"\bL-?Eval\b|\bHELMET\b|\bSCROLLS\b|\b[Ll]ong[- ]?[Cc]ontext (?:evaluations?|results)\b"
)
"""Words on tests at length: their results may stand in a picture."""


class UnmeasuredLongContext(Check):
    """A long context is advertised, and no score at length is printed.

    What it finds:
        Releases that offer a length of context or ability at length in the text and print results, none of which is on
        a test of long inputs or at a stated length.

    Why it matters:
        A window says what fits in, not what is understood. Models lose a large part of their score well before the
        window ends.

    Decision rule:
        A sentence, outside those on training, running and other models, offers 32 thousand tokens or more, sequences
        of any length, or ability at length. The release has own scores in tables or charts on at least 5 benchmarks
        that the registry knows; none of them is of the registry's long-context tests, has a name or caption of such a
        test, or a context length among its conditions, and no sentence speaks of such a test, whose result may be in a
        picture. Medium: a sentence names a length or stands in the headline; low otherwise. One finding a release.

    Example:
        Hunyuan-Large's README offers 256 thousand tokens and names the vendor's own long-context benchmark; its 25
        benchmarks are all short.

    What would clear it:
        A score on a test of long inputs, in any document of the release.

    References:
        Hsieh et al., RULER, arXiv:2404.06654.
    """

    least = 5
    long = 32
    """Thousand tokens: below these a window is not offered as long."""

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        tests: dict[str, Row] = {}
        for row in rows(dossier):
            if row.own:
                if at_length(row):
                    return
                tests.setdefault(row.key, row)
        spoken = any(LONG_NAME.search(r.claim.benchmark) or r.benchmark.id in LONG_TESTS for r in dossier.own())
        spoken = spoken or any(SPOKEN.search(plain(s.text)) for s in said(dossier))
        if sum(key in dossier.benchmarks for key in tests) < self.least or spoken:
            return
        names = Names(dossier)
        found = [s for s in said(dossier) if s.block.kind in PROSE and self.offers(s, names)]
        if not found:
            return
        yield self.report(dossier, found, tests)

    def offers(self, sentence: Said, names: Names) -> bool:
        """Whether a sentence offers a long context of a released model."""
        text = plain(sentence.text)
        match = CLAIMED.search(text)
        if match is None or len(text) > 600:
            return False
        begins = max(text.rfind(mark, 0, match.start()) for mark in (",", ";", ":")) + 1
        if ELSEWHERE.search(text[begins : match.end() + 30]) or TRAINING.search(text):
            return False
        models = names.find_models(text)
        if models and not any(model.own for model in models):
            return False
        lengths = thousands(match[0])
        return not lengths or max(lengths) >= self.long

    def report(self, dossier: Dossier, found: list[Said], tests: dict[str, Row]) -> Finding:
        found = sorted(found, key=lambda s: not thousands(plain(s.text)))
        first = found[0]
        headline = bool(thousands(plain(first.text))) or first.block.placement is Placement.headline
        cell = next(iter(tests.values()))
        mine = (cell.best(cell.own) or cell.own)[0]
        listed = ", ".join(row.printed for row in list(tests.values())[:5])
        quote = first.text if len(first.text) <= 150 else first.text[:149].rsplit(" ", 1)[0] + " …"
        return self.finding(
            dossier,
            severity=Severity.medium if headline else Severity.low,
            confidence=Confidence.medium,
            says="absent",
            title=f'"{quote}": none of the {len(tests)} benchmarks is at length ({listed} …)',
            message=(
                f"{where('', first.block.place).capitalize()} of {first.document.name} offers a long context. The "
                f"{len(tests)} benchmarks with scores of the own models ({listed} …) have short inputs."
            ),
            evidence=[
                *(cite_text(s.document, s.text, s.block.place, primary=s is first) for s in found[:5]),
                cite_claim(mine),
            ],
            arithmetic=[f"benchmarks with own scores: {len(tests)}; on long inputs or at a stated length: 0"],
            overturned_by="A score on a test of long inputs, in any document of the release.",
            models=list(dossier.release.subjects[:1]),
        )


def at_length(row: Row) -> bool:
    """Whether a row is on a test of long inputs or at a stated length."""
    if row.benchmark.id in LONG_TESTS:
        return True
    return any(
        cell.claim.setting.get(ConditionName.context) is not None
        or LONG_NAME.search(f"{cell.claim.benchmark} {cell.claim.caption}") is not None
        for cell in row.own
    )


def thousands(text: str) -> list[float]:
    """The lengths that a text names, in thousands of tokens."""
    found = [float(n) for n in re.findall(r"(?<![\w.])(\d{2,4}(?:\.\d+)?)\s?[Kk]\b", text)]
    found += [1000 * float(n) for n in re.findall(r"(?<![\w.])(\d(?:\.\d+)?)\s?(?:M\b|million)", text)]
    return found + [float(n) for n in re.findall(r"(?<![\w.,])(\d{2,3}),?000\b", text)]
