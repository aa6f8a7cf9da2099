from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from auditor.checks.check import Check
from auditor.checks.citing import cite_text, where
from auditor.checks.speeds import factors, speed_tables
from auditor.checks.wording import Said, plain, said
from auditor.checks.wording import sentences as sentences_of
from auditor.records import BlockKind, Confidence, Dossier, Finding, Severity

CLAIM = re.compile(
    r"\b(?:(?:using|uses?|with|requir\w+|need\w*|consum\w+)\s+(?:\w+\s+){0,2}(?:fewer|less)\s+"
    r"(?:\w+\s+){0,2}(?:tokens|compute|cost)|token[- ]efficien\w+|"
    r"(?:\d+(?:\.\d+)?\s*(?:x|×)|\w+ times|twice|triple\w*|doubl\w+)\s+(?:as\s+)?(?:the\s+)?(?:\w+\s+){0,2}"
    r"(?:faster|cheaper|speed|throughput|efficien\w+)|triples? (?:\w+ ){0,2}speed|"
    r"(?:\d+(?:\.\d+)?\s*(?:x|×)|\w+ times)\s+(?:fewer|less)|"
    r"\d+(?:\.\d+)?\s?% (?:increase|improvement|gain|boost|higher|more|faster) (?:in |of )?(?:\w+ ){0,2}"
    r"(?:throughput|speed|inference)|\d+(?:\.\d+)?\s?% (?:reduction|decrease|savings?|less|lower|fewer) "
    r"(?:in |of )?(?:\w+ ){0,2}(?:resources?|latency)|competitive (?:\w+ and )?(?:latency|throughput)|"
    r"Pareto (?:improvements?|gains?)|performance-cost|cost[- ]performance)\b",
    re.IGNORECASE,
)
ENGINE = re.compile(r"\b(?:vLLM|SGLang|TensorRT|TRT-LLM|llama\.cpp|LMDeploy|TGI|ONNX|MLX)\b")
BY = re.compile(
    r"\b(?:surpass\w*|exceed\w*|outperform\w*|faster|better|ahead)\b[^.;]{0,60}?\bby\s+(?:\w+ ){0,2}\d+(?:\.\d+)?\s?%",
    re.IGNORECASE,
)
"""One way of serving said to be faster than another one by a share."""
CHEAP = re.compile(
    r"\b(?:is|are|both|most|highly|very) (?:economical|cost-effective|cost-efficient|inexpensive)\b", re.IGNORECASE
)
"""A claim of low cost, which a cost given anywhere in the release may stand behind."""
OF_TRAINING = re.compile(
    r"\b(?:rollouts?|reward\w*|pre-?training|post-?training|training|trained|workloads?|schedul\w+|all-?reduce|kernels?|"
    r"iteration cycles?|checkpoint\w*|data loading|pipeline (?:parallel\w*|stages?|bubbles?)|RL|optimi[sz]er)\b",
    re.IGNORECASE,
)
"""How a model was made: its speed is no user's."""
OF_USE = re.compile(r"\b(?:inference|output|generation|decoding|serving|response|latency)\b", re.IGNORECASE)
COSTS = re.compile(r"\$\s?\d|\b(?:GPU|TPU|H\d00|A100)[- ]?hours\b|\btokens per second\b|\btokens/s\b", re.IGNORECASE)
OF_SPEED = re.compile(r"\b(?:efficien\w+|speed\w*|latenc\w+|throughput|faster|costs?)\b", re.IGNORECASE)
FIGURE = re.compile(r"\b(?:Table|Figure|Fig\.) ?\d")
BASIS = re.compile(
    r"\b(?:batch(?: size)?|H[12]00|A100|GPU|hardware|baseline of|Table|Figure|Fig\.|"
    r"\$\s?\d|\d[\d,.]*\s*[kKMB]?\s*tokens|tokens (?:per|/)\s*(?:second|s)|\d+ TPS|ms\b|seconds)\b",
    re.IGNORECASE,
)


class UnquantifiedEfficiency(Check):
    """A claim of fewer tokens, more speed or less cost without the numbers behind it.

    What it finds:
        Sentences that claim efficiency (fewer tokens, so many times faster) and give neither counts,
        nor hardware, batch and baseline, nor a table or figure.

    Why it matters:
        "Fewer tokens" decides the price of a task, and a speed-up holds at one setting. Without numbers neither can be
        compared.

    Decision rule:
        The sentence makes such a claim of the model (not of how it was trained) and neither it nor the next one in its
        block names counts, a baseline or hardware, no sentence of its paragraph speaks of a table or figure of speed,
        and no table or figure of any document of the release shows the measure (tokens, throughput, latency, cost,
        resources) or the way of serving that it speaks of. Factors that a table of speeds can be held against are left
        to speed_contradicted. Medium: it states a factor (3x, triples, 30 %). Low: it states none. One finding a
        release.

    Example:
        "This triples output speed" in a README whose paper measures at most 2.7 times, at one acceptance length.

    What would clear it:
        Token counts, or the measurement with its setting.

    References:
        SemiAnalysis, 2026-04-24, on token efficiency.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: list[Said] = []
        sentences = list(said(dossier))
        measured = (
            {id(factor.said.block): factor.text for factor in factors(dossier)} if any(speed_tables(dossier)) else {}
        )
        covered = measures_shown(dossier)
        costed = any(COSTS.search(sentence.text) for sentence in sentences)
        for sentence, following in zip_longest(sentences, sentences[1:]):
            text = plain(sentence.text)
            shown = any(FIGURE.search(plain(one)) and OF_SPEED.search(one) for one in sentences_of(sentence.block.text))
            after = plain(following.text) if following is not None and following.block is sentence.block else ""
            if (
                (CLAIM.search(text) or (ENGINE.search(text) and BY.search(text)) or (not costed and CHEAP.search(text)))
                and not re.search(r"theoretical|degrad|wors[et]", text)
                and (OF_USE.search(text) or not OF_TRAINING.search(text))
                and 40 < len(text) < 400
                and measured.get(id(sentence.block)) != text
                and not shown
                and not measures_of(text) <= covered
                and not BASIS.search(f"{text} {after}")
            ):
                found.append(sentence)
        if not found:
            return
        factor = [s for s in found if re.search(r"\d\s*(?:x|×|%)|times|triple|double|twice", s.text, re.IGNORECASE)]
        first = (factor or found)[0]
        quote = first.text if len(first.text) <= 140 else first.text[:139].rsplit(" ", 1)[0] + " …"
        more = f" (and {len(found) - 1} more sentences)" if len(found) > 1 else ""
        yield self.finding(
            dossier,
            severity=Severity.medium if factor else Severity.low,
            confidence=Confidence.medium,
            says="unsupported",
            title=f'"{quote}" stands without counts, baseline or setting{more}',
            message=(
                f'{where("", first.block.place).capitalize()} of {first.document.name} says: "{first.text}" '
                "Neither this "
                "sentence nor the next gives token counts, hardware, batch size, baseline or a table."
            ),
            evidence=[
                cite_text(s.document, s.text, s.block.place, primary=s is first)
                for s in [first, *(other for other in found[:6] if other is not first)]
            ],
            overturned_by="Token counts, or the measurement with its setting, in a document of the release.",
            models=list(dossier.release.subjects[:1]),
        )


MEASURES = {
    "tokens": re.compile(r"\btokens?\b", re.IGNORECASE),
    "throughput": re.compile(r"\bthroughput\b|\btokens?\s?(?:/|per )\s?s(?:ec(?:ond)?)?\b|\bTPS\b", re.IGNORECASE),
    "speed": re.compile(
        r"\b(?:speed\w*|faster|latenc\w+|throughput|TPS|tokens?\s?(?:/|per )\s?s(?:ec(?:ond)?)?|TTFT|TPOT)\b",
        re.IGNORECASE,
    ),
    "latency": re.compile(r"\b(?:latenc\w+|TTFT|response times?)\b", re.IGNORECASE),
    "cost": re.compile(r"\b(?:costs?|cheaper|price[ds]?|economical|inexpensive|GPU[- ]hours)\b|\$", re.IGNORECASE),
    "resources": re.compile(r"\bresources?\b", re.IGNORECASE),
    "compute": re.compile(r"\b(?:compute|FLOPs?)\b", re.IGNORECASE),
}


def measures_of(text: str) -> set[str]:
    """What a sentence claims to need less of, or to be faster in; the way of serving among them."""
    found = {name for name, words in MEASURES.items() if words.search(text)}
    if "throughput" in found or "latency" in found:
        found.discard("speed")
    if "throughput" in found:
        found.discard("tokens")
    return (found or {"efficiency"}) | set(ENGINE.findall(text))


def measures_shown(dossier: Dossier) -> set[str]:
    """The measures that a table or figure of any document of the release shows, by its caption, headers or labels."""
    found: set[str] = set()
    for document in dossier.documents:
        for block in document.blocks:
            if block.grid is None and block.kind is not BlockKind.figure:
                continue
            heads = ""
            if block.grid is not None:
                heads = " ".join(
                    cell.text for cell in block.grid.cells if cell.row < block.grid.header_rows or cell.column == 0
                )
            shown = plain(f"{block.caption} {heads} {block.text if block.kind is BlockKind.figure else ''}")
            found |= {name for name, words in MEASURES.items() if words.search(shown)} | set(ENGINE.findall(shown))
    return found
