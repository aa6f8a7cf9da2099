from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.check import Check
from auditor.checks.citing import cite_plain_fact, cite_text
from auditor.checks.lineage import main_model
from auditor.checks.wording import Said, mentions, plain, said
from auditor.records import Confidence, Dossier, Finding, Model, Severity
from auditor.registry import may_carry

FACTOR = re.compile(
    r"(?:(?:up to|to|and|–|-)\s*)(\d\.\d+)\s*(?:x|×|times)|(?:up to|by)\s+(\d{1,2})\s*(?:%|percent)\s+more tokens",
    re.IGNORECASE,
)
PRICE = re.compile(
    r"\$\s?\d+(?:\.\d+)?\s?(?:per|/|for every|for each)\s?(?:(?:one|1)?\s?(?:M|million|thousand|1?K)\b|token)|"
    r"\b(?:priced|pricing|costs?) (?:\w+ ){0,4}\$\s?\d|\binput\b.{0,30}\$\s?\d|\$\s?\d[^.]{0,40}\btokens\b",
    re.IGNORECASE,
)
"""A price of tokens, and no other amount of money."""


class ImplicitPriceChange(Check):
    """The price of the same text changed without, or beyond, the list price.

    What it finds:
        A tokenizer that makes more tokens of the same text at an unchanged price per token; a list price that differs
        from the predecessor's.

    Why it matters:
        Readers compare prices per token. What they pay is price times tokens.

    Decision rule:
        Tokenizer: a sentence speaks of the tokenizer and of a factor above 1 (or of a share of more tokens); the
        effective price is the list price times that factor. High from a factor of 1.2, medium below. List price: both
        prices of the released model and its predecessor are in the registry (grade checked or partly) and differ by a
        tenth or more, and no sentence of the release names the predecessor beside a price. Low.

    Example:
        Claude Opus 4.7 keeps $5 and $25 per million tokens, with a tokenizer that makes 1.0 to 1.35 times as many:
        up to $6.75 and $33.75 for the same text.

    What would clear it:
        Measured tokens per task that fall by as much as the tokenizer adds.

    References:
        SemiAnalysis, 2026-04-24.
    """

    strong_factor = Decimal("1.2")
    price_change = 0.1

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        model = main_model(dossier)
        for sentence in said(dossier):
            text = plain(sentence.text)
            match = FACTOR.search(text)
            if match and re.search(r"\btokeni[sz]", text, re.IGNORECASE):
                factor = Decimal(match[1]) if match[1] else 1 + Decimal(match[2]) / 100
                if 1 < factor < 3:
                    yield self.tokenizer(dossier, sentence, factor, model)
                    break
        if model is not None and may_carry(model):
            yield from self.listed(dossier, model)

    def tokenizer(self, dossier: Dossier, sentence: Said, factor: Decimal, model: Model | None) -> Finding:
        share = (factor - 1) * 100
        prices = (
            [Decimal(str(price)) for price in (model.price_in, model.price_out) if price is not None]
            if model is not None and may_carry(model)
            else []
        )
        effective = " and ".join(f"${(price * factor).normalize():f}" for price in prices)
        listed = " and ".join(f"${price.normalize():f}" for price in prices)
        evidence = [cite_text(sentence.document, sentence.text, sentence.block.place, primary=True)]
        if model is not None and prices:
            evidence.append(
                cite_plain_fact(model.id, model.name, f"list price {listed} per million tokens", model.sources)
            )
        cost = f": {listed} per million tokens become up to {effective}" if prices else ""
        return self.finding(
            dossier,
            severity=Severity.high if factor >= self.strong_factor else Severity.medium,
            confidence=Confidence.high,
            says="disclosed",
            title=f"The new tokenizer makes up to {factor} times as many tokens of the same text{cost}",
            message=(
                f'The release says: "{sentence.text}" At an unchanged price per token the same text then costs up to '
                f"{share.normalize():f} % more"
                + (f", in effect up to {effective} instead of {listed} per million tokens." if prices else ".")
            ),
            evidence=evidence,
            arithmetic=[f"{price.normalize():f} · {factor} = {(price * factor).normalize():f}" for price in prices]
            or [f"({factor} − 1)·100 = {share.normalize():f} %"],
            overturned_by="Measured tokens per task that fall by as much as the tokenizer adds.",
            models=[model.id] if model else list(dossier.release.subjects[:1]),
        )

    def listed(self, dossier: Dossier, model: Model) -> Iterator[Finding]:
        before = dossier.models.get(model.predecessor or "")
        if before is None or not may_carry(before):
            return
        pairs = [
            (name, old, new)
            for name, old, new in (
                ("input", before.price_in, model.price_in),
                ("output", before.price_out, model.price_out),
            )
            if old and new and abs(new - old) / old >= self.price_change
        ]
        if not pairs:
            return
        priced = [sentence for sentence in said(dossier) if PRICE.search(plain(sentence.text))]
        names = (before.name, *before.aliases)
        if not priced or any(mentions(sentence.text, name) for sentence in priced for name in names):
            return
        changes = ", ".join(f"{name} ${old:g} → ${new:g}" for name, old, new in pairs)
        up = pairs[0][2] > pairs[0][1]
        yield self.finding(
            dossier,
            severity=Severity.medium if up else Severity.low,
            confidence=Confidence.medium,
            says="undisclosed",
            title=f"{model.name} costs {'more' if up else 'less'} per token than {before.name} ({changes} per million)",
            message=(
                f"The release gives the price of {model.name} without that of {before.name}. By the registry the "
                "list price "
                f"per million tokens went {changes}."
            ),
            evidence=[
                cite_text(priced[0].document, priced[0].text, priced[0].block.place, primary=True),
                cite_plain_fact(model.id, model.name, f"price {model.price_in:g} / {model.price_out:g}", model.sources),
                cite_plain_fact(
                    before.id, before.name, f"price {before.price_in:g} / {before.price_out:g}", before.sources
                ),
            ],
            arithmetic=[f"{name}: {new:g}/{old:g} = {new / old:.2f}" for name, old, new in pairs],
            overturned_by=(
                "A sentence of the release that names the predecessor's price, or fewer tokens a task in proportion."
            ),
            models=[model.id, before.id],
        )
