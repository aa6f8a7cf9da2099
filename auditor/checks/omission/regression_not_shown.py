from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.checks.asking import ask, texts
from auditor.checks.assertions import Assertion, Kind, assertions
from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.lineage import predecessors
from auditor.checks.rows import Row, key_of, rows, score
from auditor.checks.tally import Duel, duels, generations, main_keys, subjects_of
from auditor.checks.wording import mentions, plain, said
from auditor.records import Confidence, Dossier, Finding, ResolvedClaim, Severity

DOWNWARD = (
    "lower",
    "drop",
    "decline",
    "regress",
    "below",
    "degrad",
    "decrease",
    "worse",
    "trade-off",
    "loss",
    "behind",
)


class RegressionNotShown(Check):
    """The released model is below its own predecessor on some rows, and the text passes over it.

    What it finds:
        Rows in which the released model scores below the model that it follows or was built from; first of all where
        a sentence says that nothing was lost.

    Why it matters:
        Who moves from the predecessor loses there. Releases describe gains; losses stand in the table alone.

    Decision rule:
        The predecessor is the model named in a sentence that claims no degradation, else the registry's predecessor of
        the released model, else an earlier model of the same family in the same table (where a sentence claims
        consistent gains: the same size of the line's generation before), else the model of the same stage whose name
        the released model's name lengthens ("X" and "X-Coder"); with a sentence that denies a loss also the only other
        model of the tables that begins with the release's first word. The released model's best cell
        against the predecessor's, row by row. With such a sentence: high where a row is lower by 3 points or more, or
        more than a quarter of the rows are lower; medium otherwise. Without: medium where a row is lower by 3 points or
        more and no sentence that names the benchmark speaks of a loss; low otherwise. Fewer than 1 point on every row
        is no finding without such a sentence.

    Example:
        LongCat-Flash-Omni's report speaks of no degradation in text capabilities; four of 17 text rows are below
        LongCat-Flash, IFEval by 7.21.

    What would clear it:
        A sentence of the release that names the losses.

    References:
        Meituan LongCat Team, report of LongCat-Flash-Omni, table 13.
    """

    clear_loss = 3
    # Within three points most benchmarks of a few hundred items do not tell two models apart.
    least_loss = 1

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        row_list = rows(dossier)
        told: set[str] = set()
        groups: dict[tuple[object, ...], list[Assertion]] = {}
        results: dict[tuple[object, ...], tuple[list[Duel], list[Duel]]] = {}
        for assertion in assertions(dossier, Kind.keeps, Kind.gains):
            fought = self.fought(dossier, assertion, row_list)
            lost = [duel for duel in fought if duel.won is False]
            if len(fought) >= 3 and lost and not in_part(assertion):
                told |= {duel.row.key for duel in lost}
                mark = tuple((duel.row.key, score(duel.mine), score(duel.theirs)) for duel in lost)
                groups.setdefault(mark, []).append(assertion)
                results.setdefault(mark, (fought, lost))
        covered: set[object] = set()
        for losses, group in sorted(groups.items(), key=lambda item: len(item[0])):
            if not covered.issuperset(losses):  # a general sentence adds nothing to the particular ones
                covered.update(losses)
                yield self.report(dossier, *results[losses], group[0], group[1:])
        subjects = main_keys(dossier)
        before = predecessors(dossier, subjects) - subjects
        for fought in (duels(row_list, subjects, before), *pairs_of(built_from(row_list, ()), before)):
            lost = [duel for duel in fought if duel.won is False and duel.row.key not in told]
            if lost and min(duel.margin for duel in lost) <= -self.least_loss:
                silent = [duel for duel in lost if not spoken_of(dossier, duel.row)]
                if silent and min(duel.margin for duel in silent) <= -self.least_loss:
                    yield self.report(dossier, fought, silent, None)

    def fought(self, dossier: Dossier, assertion: Assertion, row_list: Sequence[Row]) -> list[Duel]:
        """The own model against what it followed or was built from, in the rows of the sentence."""
        subjects = subjects_of(dossier, assertion)
        pool = self.pool(assertion, row_list)
        if assertion.kind is Kind.gains:
            return generations(pool)
        objects = {key for keys in assertion.objects for key in keys} or self.named_before(dossier, assertion)
        objects = (objects or predecessors(dossier, subjects)) - subjects
        if not objects:
            return built_from(pool, assertion.said.block.section) or family(pool, dossier.release.subjects)
        return duels(pool, subjects, objects)

    def named_before(self, dossier: Dossier, assertion: Assertion) -> set[str]:
        """Models that the sentence names before its trigger beside the subject ("compared with X, …")."""
        text = plain(assertion.text)
        return {
            key_of(resolved.model)
            for resolved in dossier.claims
            if key_of(resolved.model) not in assertion.subjects and mentions(text, resolved.claim.model)
        }

    def pool(self, assertion: Assertion, row_list: Sequence[Row]) -> list[Row]:
        return [
            row
            for row in row_list
            if row.document == assertion.said.document.id
            and (not assertion.named_tables or row.label in assertion.named_tables)
            and (not assertion.benchmarks or row.key in assertion.benchmarks)
        ]

    def report(
        self,
        dossier: Dossier,
        fought: Sequence[Duel],
        lost: Sequence[Duel],
        assertion: Assertion | None,
        also: Sequence[Assertion] = (),
    ) -> Finding:
        worst = min(lost, key=lambda duel: duel.margin)
        clear = worst.margin <= -self.clear_loss
        if assertion is not None:
            severity = Severity.high if clear or 4 * len(lost) > len(fought) else Severity.medium
        else:
            severity = Severity.medium if clear else Severity.low
        mine, theirs = worst.mine.claim, worst.theirs.claim
        several = len({(key_of(d.mine.model), key_of(d.theirs.model)) for d in lost}) > 1
        who = f"{mine.model} is below {theirs.model}{', and others below theirs,' if several else ''}"
        ordered = sorted(lost, key=lambda duel: duel.margin)
        listed = ", ".join(f"{d.row.printed} {d.mine.claim.value} against {d.theirs.claim.value}" for d in ordered[:4])
        lead = ""
        evidence = []
        if assertion is not None:
            quote = (
                assertion.clause if len(assertion.clause) <= 140 else assertion.clause[:139].rsplit(" ", 1)[0] + " …"
            )
            lead = f'"{quote}": '
            evidence.append(
                cite_text(assertion.said.document, assertion.text, assertion.said.block.place, primary=True)
            )
            evidence += [cite_text(other.said.document, other.text, other.said.block.place) for other in also]
        evidence += [
            item
            for index, duel in enumerate(ordered[:15])
            for item in (cite_claim(duel.mine, primary=index == 0), cite_claim(duel.theirs))
        ]
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.high,
            says="contradicted" if assertion is not None else "undisclosed",
            title=(
                f"{lead}{who} on {len(lost)} of {len(fought)} shared rows ({listed}{', …' if len(lost) > 4 else ''})"
            ),
            message=(
                f"{where(worst.row.label, mine.place)} prints both models. {mine.model} is below {theirs.model} on "
                f"{len(lost)} of the {len(fought)} rows they share; the largest loss is {worst.row.printed}, "
                f"{mine.value} against {theirs.value}. "
                + (
                    "The sentence quoted says that nothing was lost."
                    if assertion is not None and assertion.kind is Kind.keeps
                    else "The sentence quoted says that it gained throughout."
                    if assertion is not None
                    else "No sentence of the release that names these benchmarks speaks of a loss."
                )
            ),
            evidence=evidence,
            arithmetic=[
                f"{d.row.printed}: {d.mine.claim.value} against {d.theirs.claim.value} = {d.margin.normalize():f}"
                for d in ordered
            ],
            overturned_by="A sentence of the release that names these losses, or another setting of the two cells.",
            models=[worst.mine.model.id or mine.model, worst.theirs.model.id or theirs.model],
            benchmarks=[d.row.benchmark.id or d.row.printed for d in ordered],
            question=ask(
                "claim_in_words",
                features={
                    "kind": assertion.kind.value,
                    "universal": assertion.universal,
                    "models_named": bool(assertion.objects),
                    "rows": len(fought),
                    "against": len(lost),
                },
                evidence={"sentence": assertion.text, **texts((duel.line() for duel in ordered), "row")},
                sentence=assertion.text,
                rows="\n".join(duel.line() for duel in list(fought)[:60]),
            )
            if assertion is not None
            else None,
        )


def in_part(assertion: Assertion) -> bool:
    """Whether a sentence speaks of some rows only; "no loss in this or that" denies both."""
    if assertion.kind is not Kind.keeps:
        return assertion.some
    return (
        re.search(r"\b(?:several|some|certain|a few|specific|selected|parts? of|in part)\b", assertion.clause)
        is not None
    )


def built_from(pool: Sequence[Row], section: Sequence[str]) -> list[Duel]:
    """Duels against a model whose name's words, without its stage, all stand in the own model's longer name.

    Of several own models the one whose name adds least to it, and of several such models the one that has most of the
    own name. Under a heading that names a stage (base, instruct) only the models of that stage count.
    """
    heading = " ".join(section).casefold()
    only = "base" if "base model" in heading else "tuned" if "instruct" in heading or "chat" in heading else ""
    found = []
    for row in pool:
        for theirs in row.rivals:
            name = words(theirs)
            if len(name - SIZE) < 2:
                continue
            longer = [
                mine
                for mine in row.own
                if name < words(mine) and of_stage(mine) == of_stage(theirs) and not SMALLER & (words(mine) - name)
            ]
            if not longer or (only and of_stage(theirs) != only):
                continue
            mine = min(longer, key=lambda cell: len(words(cell)))
            nearer = [c for c in row.rivals if name < words(c) < words(mine) and of_stage(c) == of_stage(theirs)]
            if not nearer:
                found.append(Duel(row, mine, theirs, row.better(mine, theirs)))
    return found


SIZE = frozenset("b")
STAGES = frozenset(("base", "chat", "instruct", "it", "sft", "rl", "pretrained", "pt", "inst"))
SMALLER = frozenset(
    ("distil", "distill", "distilled", "mini", "lite", "small", "tiny", "nano", "flash", "air", "turbo")
)
"""What a name adds where the model is a smaller one, no later one."""


def words(cell: ResolvedClaim) -> frozenset[str]:
    """The words and numbers of a model's name as printed, without its stage and what stands in brackets."""
    name = re.sub(r"\(.*?\)", "", cell.claim.model.casefold())
    return frozenset(re.findall(r"[a-z]+|\d+(?:\.\d+)?", name)) - STAGES


def of_stage(cell: ResolvedClaim) -> str:
    """Whether a name is that of a base or of a tuned model."""
    return "base" if re.search(r"\b(?:base|pretrained|pt)\b", cell.claim.model.casefold()) else "tuned"


def pairs_of(duels_: Sequence[Duel], known: set[str]) -> list[list[Duel]]:
    """Duels by the two models, each row of a document once, without those against models looked at before."""
    found: dict[tuple[str, str], dict[str, Duel]] = {}
    for duel in duels_:
        if key_of(duel.theirs.model) not in known and duel.row.higher is not None:
            pair = (key_of(duel.mine.model), key_of(duel.theirs.model))
            found.setdefault(pair, {}).setdefault(duel.row.key, duel)
    return [list(rows_.values()) for rows_ in found.values()]


def family(pool: Sequence[Row], names: Sequence[str]) -> list[Duel]:
    """Duels against the only other model of the tables whose name begins with the release's first word."""
    first = re.match(r"[A-Za-z]{4,}", names[0]) if names else None
    if first is None:
        return []
    stem = first[0].casefold()
    others = {key_of(c.model) for row in pool for c in row.rivals if c.claim.model.casefold().startswith(stem)}
    if len(others) != 1:
        return []
    return [
        Duel(row, mine, theirs, row.better(mine, theirs))
        for row in pool
        if row.higher is not None
        for mine in row.best(row.own)[:1]
        for theirs in row.rivals
        if key_of(theirs.model) in others
    ]


def spoken_of(dossier: Dossier, row: Row) -> bool:
    """Whether a sentence names the benchmark together with a word for a loss."""
    names = {row.printed, row.printed.split(" | ")[-1], row.printed.split("(")[0].strip()}
    benchmark = dossier.benchmarks.get(row.benchmark.id or "")
    if benchmark is not None:
        names |= {benchmark.name, *benchmark.aliases}
    return any(
        any(word in sentence.text.casefold() for word in DOWNWARD)
        and any(mentions(sentence.text, n) for n in names if n)
        for sentence in said(dossier)
    )
