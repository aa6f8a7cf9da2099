from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.asking import ask, texts
from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.naming import Mention, Names
from auditor.checks.rows import Row, key_of, rows
from auditor.checks.tally import Duel, duels
from auditor.checks.wording import Said, plain, said
from auditor.records import Confidence, Dossier, Finding, Role, Severity

OWN_LOSES = re.compile(
    r"\b(?:underperform\w*|falls? (?:short|behind)|lags? (?:behind)?|trails?|"
    r"is (?:slightly )?(?:behind|below|worse))\b",
    re.IGNORECASE,
)
RIVAL_WINS = re.compile(
    r"\b(?:performs? (?:slightly |somewhat |marginally )?better|outperforms?|is (?:slightly )?(?:better|ahead))\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[,;]?\s+(?:but|while|whereas|although|though|however)\b|;")
NOT_ALL = re.compile(
    r"\b(?:such as|e\.g|for example|including|notably|especially|particularly|mainly|most(?:ly)?|some|several)\b",
    re.IGNORECASE,
)


class LossesNamedInPart(Check):
    """The text names the rows on which the model is behind, and the table has more of them.

    What it finds:
        Sentences that say where the released model is behind a named rival, where the same table has further rows on
        which it is behind that rival.

    Why it matters:
        A list of weaknesses reads as complete. What it leaves out is not looked up.

    Decision rule:
        The sentence names a released model, one rival and at least one row after a word for being behind, and none for
        an example (such as, notably). In the table of the named rows (same document, nearest to the sentence) the own
        model is behind the rival, best cell against best cell of the pair, on more rows than named. Medium: the unnamed
        losses include one of at least 1 point (of percent) or outnumber the named ones; low otherwise.

    Example:
        gpt-oss's card names one category on which the 20b model is below o4-mini; its table 5 has four.

    What would clear it:
        A word in the sentence that makes it an example.

    References:
        OpenAI, gpt-oss model card, table 5.
    """

    clear = Decimal(1)

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        names = Names(dossier)
        row_list = rows(dossier)
        for sentence in said(dossier):
            whole = plain(sentence.text)
            if len(whole) > 500 or NOT_ALL.search(whole):
                continue
            for text in CLAUSE.split(whole):
                if OWN_LOSES.search(text) or RIVAL_WINS.search(text):
                    case = self.case(names, sentence, text, row_list)
                    if case is not None:
                        yield self.report(dossier, sentence, *case)
                        break

    def case(
        self, names: Names, sentence: Said, text: str, row_list: tuple[Row, ...]
    ) -> tuple[list[Duel], list[Duel]] | None:
        models = names.find_models(text)
        trigger = OWN_LOSES.search(text)
        own = [m for m in models if m.own]
        rivals = [m for m in models if not m.own]
        if trigger is None:
            trigger = RIVAL_WINS.search(text)
            if trigger is None or not any(m.end <= trigger.start() for m in rivals):
                return None
            if any(m.end <= trigger.start() for m in own):
                return None
        elif not any(m.end <= trigger.start() for m in own) or any(m.end <= trigger.start() for m in rivals):
            return None
        objects = {m.key for m in rivals}
        if len({(m.start, m.end) for m in rivals}) != 1:
            return None
        document = sentence.document.id
        named = [
            row for row in row_list if row.document == document and self.names_row(row, text[trigger.end() :], names)
        ]
        if not named:
            return None
        for block in sorted({row.block for row in named}, key=lambda order: abs(order - sentence.block.order)):
            table = [row for row in row_list if row.document == document and row.block == block]
            subjects = {m.key for m in own} or {key_of(cell.model) for row in table for cell in row.own}
            fought = by_size(table, subjects, objects) if len(objects) > 1 else duels(table, subjects, objects)
            lost = [duel for duel in fought if duel.won is False]
            told = [duel for duel in lost if any(duel.row is row for row in named)]
            untold = [duel for duel in lost if not any(duel.row is row for row in named)]
            if told:
                return (told, untold) if untold else None
        return None

    def names_row(self, row: Row, text: str, names: Names) -> bool:
        found: list[Mention] = names.find_benchmarks(text)
        if any(m.key == row.key for m in found):
            return True
        label = plain(row.printed).casefold()
        return len(label) >= 8 and ("/" in label or " " in label or "-" in label) and label in text.casefold()

    def report(self, dossier: Dossier, sentence: Said, told: list[Duel], untold: list[Duel]) -> Finding:
        worst = min(untold, key=lambda duel: duel.margin)
        clear = worst.margin <= -self.clear or len(untold) > len(told)
        mine, theirs = worst.mine.claim, worst.theirs.claim
        listed = ", ".join(f"{d.row.printed} {d.mine.claim.value} against {d.theirs.claim.value}" for d in untold[:4])
        return self.finding(
            dossier,
            severity=Severity.medium if clear else Severity.low,
            confidence=Confidence.medium,
            says="unsupported",
            title=(
                f'"{sentence.text[:140]}": {mine.model} is behind {theirs.model} in {len(untold)} more '
                f"row{'s' if len(untold) > 1 else ''} ({listed})"
            ),
            message=(
                f"{where('', sentence.block.place)} names {len(told)} row{'s' if len(told) > 1 else ''} on which "
                f"{mine.model} is behind {theirs.model}. {where(worst.row.label, mine.place)} has "
                f"{len(told) + len(untold)}: also {listed}."
            ),
            evidence=[
                cite_text(sentence.document, sentence.text, sentence.block.place, primary=True),
                *(item for d in (*untold[:8], *told[:4]) for item in (cite_claim(d.mine), cite_claim(d.theirs))),
            ],
            arithmetic=[d.line() for d in (*told, *untold)],
            overturned_by="A word in the sentence that makes the rows named an example.",
            models=[worst.mine.model.id or mine.model, worst.theirs.model.id or theirs.model],
            benchmarks=[d.row.benchmark.id or d.row.printed for d in untold if d.mine.claim.role is Role.own],
            question=ask(
                "claim_in_words",
                features={"kind": "losses", "rows": len(told) + len(untold), "against": len(untold)},
                evidence={"sentence": sentence.text, **texts((duel.line() for duel in untold), "row")},
                sentence=sentence.text,
                rows="\n".join(duel.line() for duel in (*told, *untold)[:60]),
            ),
        )


def by_size(table: list[Row], subjects: set[str], objects: set[str]) -> list[Duel]:
    """Duels of two lines of models of as many sizes, paired in the order of their columns."""
    found = []
    for row in table:
        mine = [cell for cell in row.own if key_of(cell.model) in subjects]
        theirs = [cell for cell in row.rivals if key_of(cell.model) in objects]
        if len(mine) == len(theirs) and row.higher is not None:
            found += [Duel(row, a, b, row.better(a, b)) for a, b in zip(mine, theirs, strict=True)]
    return found
