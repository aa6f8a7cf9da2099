"""Claims that a language model proposes: from prose only where names and number stand verbatim at the place, from
pictures only where two readings agree."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation

from pydantic import BaseModel, ConfigDict, Field

from auditor.claims.roles import is_own
from auditor.documents.addressed import withhold
from auditor.errors import ProviderError
from auditor.judges.quotes import folded, stands_in
from auditor.prompts import Prompt
from auditor.providers import Provider, Request
from auditor.records import (
    Block,
    BlockKind,
    Claim,
    Document,
    Extraction,
    Origin,
    Place,
    Placement,
    Question,
    Release,
    Role,
    Unit,
    Unread,
    content_id,
)

_SCORE = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d+)?\s?%|(?<![\w.])\d{1,3}\.\d{1,2}(?![\w.])")
_VALUE = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?\s?%?")
_PROSE = (BlockKind.paragraph, BlockKind.list_item, BlockKind.caption, BlockKind.footnote)
PICTURED = ("table", "figure", "picture")
MOST = 60
"""Passages of one document that are asked about."""


class ProposedClaim(BaseModel):
    """One score as a model proposes it."""

    model_config = ConfigDict(extra="forbid")

    model: str = Field(min_length=1, description="The model, as the passage or the list of released models names it.")
    benchmark: str = Field(min_length=1, description="The benchmark, in the words of the passage.")
    value: str = Field(min_length=1, description="The score exactly as printed.")
    quote: str = Field(min_length=1, description="Words of the passage in which the value stands, verbatim.")


class SeenClaim(BaseModel):
    """One score as a model reads it off a picture."""

    model_config = ConfigDict(extra="forbid")

    model: str = Field(min_length=1, description="The model as written in the picture.")
    benchmark: str = Field(min_length=1, description="The benchmark as written in the picture.")
    value: str = Field(min_length=1, description="The score exactly as printed.")


class SeenClaims(BaseModel):
    """The form of an answer on a picture."""

    model_config = ConfigDict(extra="forbid")

    claims: list[SeenClaim] = Field(default_factory=list, max_length=400)


class ProposedClaims(BaseModel):
    """The form of an answer."""

    model_config = ConfigDict(extra="forbid")

    claims: list[ProposedClaim] = Field(default_factory=list, max_length=60)


def candidates(document: Document, taken: Iterable[Claim]) -> list[Block]:
    """Passages with numbers that look like scores, in which the grammar found no claim."""
    read = {claim.block for claim in taken}
    return [
        block
        for block in document.blocks
        if block.kind in _PROSE and block.order not in read and _SCORE.search(block.text)
    ][:MOST]


def propose(
    document: Document,
    extraction: Extraction,
    release: Release,
    provider: Provider,
    prompt: Prompt,
    tell: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> tuple[Extraction, dict[str, str]]:
    """The extraction with the claims that a model proposed and that hold, and those that do not, with the reason.

    A claim says by `found_by` which model proposed it.
    """
    passages = candidates(document, extraction.claims)
    added: list[Claim] = []
    refused: dict[str, str] = {}
    for number, block in enumerate(passages):
        tell(f"Asking about {document.name}", number, len(passages))
        variables = {"subjects": "; ".join(release.subjects) or "not known", "passage": withhold(block.text)[0]}
        question = Question(
            id=content_id("ques", "extract_prose", variables), judge="extract_prose", asks="", variables=variables
        )
        text = prompt.render(variables)
        try:
            reply = provider.answer(Request(question, prompt.id, prompt.sha256, text, ProposedClaims, no_rule, ""))
        except ProviderError as error:
            refused[f"block {block.order}"] = error.message
            break
        if not isinstance(reply.answer, ProposedClaims):
            refused[f"block {block.order}"] = reply.error or "No answer."
            continue
        for proposed in reply.answer.claims:
            why = fault(proposed, block, release)
            if why:
                refused[f"{proposed.model}, {proposed.benchmark}: {proposed.value}"] = why
            else:
                added.append(claim_of(proposed, document, block, release, by=f"{provider.name}:{reply.model}"))
    unique = {claim.id: claim for claim in added}
    claims = sorted([*extraction.claims, *unique.values()], key=lambda claim: claim.block)
    return extraction.model_copy(update={"claims": tuple(claims)}), refused


def fault(proposed: ProposedClaim, block: Block, release: Release) -> str:
    """Why a proposal is not taken; empty where it holds."""
    if not stands_in(proposed.quote, block.text):
        return "the words quoted do not stand in the passage"
    if not _VALUE.fullmatch(folded(proposed.value)):
        return "the value is not one number"
    if not stands_in(proposed.value, proposed.quote):
        return "the value does not stand in the words quoted"
    if not stands_in(proposed.benchmark, block.text):
        return "the benchmark is not named in the passage"
    if not stands_in(proposed.model, block.text) and proposed.model not in release.subjects:
        return "the model is neither named in the passage nor released"
    return ""


ORDERS = ("row by row, from left to right", "column by column, from top to bottom")
"""How a picture is gone through, in its first and in its second reading."""


def propose_from_picture(
    document: Document,
    unread: Unread,
    picture: bytes,
    release: Release,
    provider: Provider,
    prompt: Prompt,
) -> tuple[tuple[Claim, ...], dict[str, str]]:
    """The scores that two readings of a picture agree on, letter by letter and digit by digit; and those seen once.

    `picture` is the page, or the part of it, as a PNG.
    """
    readings: list[dict[tuple[str, str, str], SeenClaim]] = []
    by = provider.name
    for order in ORDERS:
        variables = {
            "subjects": "; ".join(release.subjects) or "not known",
            "order": order,
            "label": withhold(unread.label)[0] or "none",
            "picture": hashlib.sha256(picture).hexdigest(),
        }
        question = Question(
            id=content_id("ques", "extract_picture", variables), judge="extract_picture", asks="", variables=variables
        )
        request = Request(
            question, prompt.id, prompt.sha256, prompt.render(variables), SeenClaims, no_rule, "", picture=picture
        )
        try:
            reply = provider.answer(request)
        except ProviderError as error:
            return (), {unread.label or unread.what: error.message}
        if not isinstance(reply.answer, SeenClaims):
            return (), {unread.label or unread.what: reply.error or "No answer."}
        by = f"{provider.name}:{reply.model}"
        readings.append({key(seen): seen for seen in reply.answer.claims})
    first, second = readings
    refused = {
        f"{seen.model}, {seen.benchmark}: {seen.value}": "only one of two readings has it"
        for reading, other in ((first, second), (second, first))
        for each, seen in reading.items()
        if each not in other
    }
    block = next((b for b in document.blocks if b.place.page == unread.place.page), None)
    claims = [
        claim_of(seen, document, block, release, by=f"{by}, read twice", unread=unread)
        for each, seen in first.items()
        if each in second and _VALUE.fullmatch(folded(seen.value))
    ]
    return tuple(claims), refused


def key(seen: SeenClaim) -> tuple[str, str, str]:
    """What two readings have to agree on."""
    return folded(seen.model), folded(seen.benchmark), folded(seen.value)


def no_rule(question: Question) -> None:
    """No rubric reads a passage or a picture."""


def claim_of(
    proposed: ProposedClaim | SeenClaim,
    document: Document,
    block: Block | None,
    release: Release,
    *,
    by: str,
    unread: Unread | None = None,
) -> Claim:
    """A proposal that holds, as a claim of the document: of its block, or of a picture that was not read."""
    digits = folded(proposed.value).replace(",", "").rstrip()
    plain = digits.rstrip("% ")
    number: Decimal | None
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = None
    order = block.order if block else 0
    place = unread.place if unread else block.place if block else Place()
    return Claim(
        id=content_id("claim", document.id, order, str(place), proposed.model, proposed.benchmark, proposed.value, by),
        document=document.id,
        block=order,
        place=place,
        quote=proposed.quote if isinstance(proposed, ProposedClaim) else proposed.value,
        origin=Origin.image if unread else Origin.prose,
        label=unread.label if unread else block.label if block else "",
        section=block.section if block else (),
        placement=block.placement if block else Placement.body,
        model=proposed.model,
        benchmark=proposed.benchmark,
        value=proposed.value,
        number=number,
        decimals=len(plain.partition(".")[2]),
        unit=Unit.percent if digits.endswith("%") else Unit.unknown,
        role=Role.own if is_own(proposed.model, release.subjects) else Role.rival,
        found_by=by,
        doubts=("Proposed by a language model.",),
    )


def extended(
    documents: Sequence[Document],
    extractions: Sequence[Extraction],
    release: Release,
    provider: Provider,
    prompts: Callable[[str], Prompt],
    *,
    picture_of: Callable[[Document, Unread], bytes | None] = lambda document, unread: None,
    tell: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> tuple[tuple[Extraction, ...], dict[str, str]]:
    """Extractions with what a model proposes from prose and pictures, and the proposals that were not taken.

    `picture_of` draws a thing that was not read, or gives None where there is no picture of it.
    """
    found: list[Extraction] = []
    refused: dict[str, str] = {}
    for document, extraction in zip(documents, extractions, strict=True):
        more, not_taken = propose(document, extraction, release, provider, prompts("extract_prose"), tell)
        refused |= not_taken
        seen: list[Claim] = []
        for unread in (*document.unread, *extraction.unread):
            picture = picture_of(document, unread) if unread.what in PICTURED else None
            if picture:
                claims, once = propose_from_picture(
                    document, unread, picture, release, provider, prompts("extract_picture")
                )
                seen += claims
                refused |= once
        unique = {claim.id: claim for claim in seen}
        claims_ = sorted([*more.claims, *unique.values()], key=lambda claim: claim.block)
        found.append(more.model_copy(update={"claims": tuple(claims_)}))
    return tuple(found), refused
