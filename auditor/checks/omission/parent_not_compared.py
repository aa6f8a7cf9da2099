from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.dates import surely_before
from auditor.checks.own_words import OwnWord
from auditor.checks.rows import Row, fold, key_of, points, rows, score
from auditor.checks.twins import stage
from auditor.checks.wording import Said, find_name, plain, said
from auditor.records import Confidence, Dossier, Finding, Model, ResolvedClaim, Role, Severity

WENT_ON = (
    re.compile(
        r"\b(?:continu\w+ (?:to )?(?:be )?(?:pre-?)?train\w*|further (?:pre-?)?train\w*|initiali[sz]ed|"
        r"fine-?tun(?:ed|ing)|post-?trained|built|based|obtained|starting|derived)\s+(?:\w+\s+){0,2}?"
        r"(?:from|on|upon|over|with|using)\s+(?:(?:an?|the|top|of|our|intermediate|pre-?trained|base|checkpoint|model|"
        r"weights|previous|public|open|backbone)\W+){0,6}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:enhanc|improv|upgrad|strengthen|extend)\w+ (?:[\w-]+\s+){0,8}?of\s+(?:the\s+)?(?!\d)", re.IGNORECASE
    ),
    re.compile(r"\bimprov\w+ [^.;]{0,80}?(?:compared (?:to|with)|relative to|over)\s+(?:the\s+)?", re.IGNORECASE),
)
"""Words that lead to the name of the model that a release goes on from."""
IMPROVED = re.compile(r"\b(?:enhanc|improv|upgrad|strengthen|extend)\w+", re.IGNORECASE)
OTHER_USE = re.compile(
    r"\b(?:reward models?|teacher|judge|distill\w*|data|dataset|corpus|tokenizer|tokens (?:from|of)|architecture|"
    r"encoder|vision tower|rewrit\w+|generated|synthe\w+|prompts?|draft|classifier|filter\w*|labell?er|annotat\w+|"
    r"frameworks?|ablation|following|inspired|similar)\b",
    re.IGNORECASE,
)
"""What else a model may be used for: its name is then no parent's."""


class ParentNotCompared(Check):
    """The model that this one was made from has no column in most of the result tables.

    What it finds:
        Sentences that name the model from which the released one was trained on, built or improved, where that model
        has no score, or stands in less than half of the tables with own scores.

    Why it matters:
        What the training added is the difference to the model it began with. Without that column a reader sees only how
        the model stands against others.

    Decision rule:
        A sentence with words for going on from a model or improving it, directly followed by its name; the name is one
        of the registry and not a released one; the sentence speaks of no other use (teacher, data, encoder, reward). Of
        at least 2 tables that compare own models with others more than half hold no benchmark on which the parent, or
        a stage of it, has a score in the release; and its vendor had printed the same stage on at least 2 of these
        benchmarks, or the sentence says that the parent's abilities are improved, or tells a gain over it and the
        release has no score of it at all. High: both an improvement is claimed and scores were printed. Medium: the
        rest. One finding a parent.

    Example:
        DeepSeek-Coder-V2 "enhances the coding and mathematical reasoning capabilities" of DeepSeek-V2, whose chat model
        stands in none of the tables on code and mathematics.

    What would clear it:
        The parent's scores beside the own ones on these benchmarks.

    References:
        DeepSeek-AI, arXiv:2406.11931, abstract and tables 3 to 9.
    """

    least_tables = 2
    least_public = 2

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        tables: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in rows(dossier):
            if row.own and row.rivals:
                tables[row.document, row.block].append(row)
        if len(tables) < self.least_tables:
            return
        own = {key_of(c.model) for c in dossier.own()}
        parents: dict[str, Said] = {}
        candidates = self.candidates(dossier, own)
        for sentence in said(dossier):
            text = plain(sentence.text)
            if len(text) > 500 or OTHER_USE.search(text):
                continue
            for match in (found for pattern in WENT_ON for found in pattern.finditer(text)):
                for model in candidates:
                    if self.begins(text, match.end(), model):
                        id = model.variant_of or model.id
                        if id not in parents or (IMPROVED.search(text) and not IMPROVED.search(parents[id].text)):
                            parents[id] = sentence
        for id, sentence in parents.items():
            line = {m.id for m in dossier.models.values() if id in (m.id, m.variant_of)}
            line |= {f"~{fold(dossier.models[id].name)}{end}" for end in ("", "base", "chat", "instruct", "it")}
            shown = {c.benchmark.id or fold(c.claim.benchmark) for c in dossier.claims if key_of(c.model) in line}
            without = [
                group
                for group in tables.values()
                if not any((r.benchmark.id or fold(r.printed)) in shown for r in group)
            ]
            public = self.public(dossier, line, without)
            improved = IMPROVED.search(plain(sentence.text)) is not None
            upgraded = WENT_ON[1].search(plain(sentence.text)) is not None
            told = len(public) >= self.least_public or upgraded or (improved and not shown)
            if told and 2 * len(without) > len(tables):
                yield self.report(
                    dossier, dossier.models[id], sentence, without, len(tables), public, improved=improved
                )

    def candidates(self, dossier: Dossier, own: set[str]) -> list[Model]:
        """The models of the registry that came before and are no released ones, those with longer names first."""
        lines = {dossier.models[key].variant_of or key for key in own if key in dossier.models}
        subjects = {fold(name) for name in dossier.release.subjects}
        found = [
            model
            for model in dossier.models.values()
            if (model.variant_of or model.id) not in lines
            and model.id not in own
            and fold(model.name) not in subjects
            and not surely_before(dossier.release.released, model.released)
        ]
        return sorted(found, key=lambda model: -len(model.name))

    def begins(self, text: str, at: int, model: Model) -> bool:
        for name in (f"{model.name}-Base", model.name, *model.aliases):
            if len(fold(name)) >= 4 and fold(text[at : at + 3])[:2] == fold(name)[:2]:
                match = find_name(text, name, at)
                if match is not None and match.start() - at <= 2:
                    return True
        return False

    def report(
        self,
        dossier: Dossier,
        parent: Model,
        sentence: Said,
        without: list[list[Row]],
        of: int,
        public: list[tuple[Row, OwnWord]],
        *,
        improved: bool,
    ) -> Finding:
        severity = Severity.high if len(public) >= self.least_public and improved else Severity.medium
        first = without[0][0]
        cell = (first.best(first.own) or first.own)[0]
        quote = sentence.text if len(sentence.text) <= 180 else sentence.text[:179].rsplit(" ", 1)[0] + " …"
        known = ", ".join(f"{row.printed} {word.claim.claim.value}" for row, word in public[:5])
        shown = f"; printed before: {known}" if public else ""
        labels = ", ".join(
            dict.fromkeys(group[0].label or f"line {group[0].first.claim.place.line}" for group in without)
        )
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.medium,
            says="absent",
            title=(
                f'{parent.name}, from which the model goes on ("{quote}"), has no score in {len(without)} of {of} '
                f"result tables{shown}"
            ),
            message=(
                f'{where("", sentence.block.place)} of {sentence.document.name} says: "{sentence.text}" Of the {of} '
                f"tables with own scores and others' {len(without)} have none of {parent.name} on any of their "
                f"benchmarks ({labels}), so what was added to it cannot be read there."
            ),
            evidence=[
                cite_text(sentence.document, sentence.text, sentence.block.place, primary=True),
                *(cite_claim((g[0].best(g[0].own) or g[0].own)[0]) for g in without[:10]),
                *(word.cite() for _, word in public[:8]),
            ],
            arithmetic=[
                f"tables with own and other scores: {of}; without {parent.name}: {len(without)}",
                *(
                    f"{row.printed}: {(row.best(row.own) or row.own)[0].claim.value} − {word.claim.claim.value} = "
                    f"{points((score((row.best(row.own) or row.own)[0]) or 0) - (score(word.claim) or 0))}"
                    for row, word in public[:6]
                ),
            ],
            overturned_by=f"Scores of {parent.name} beside the own ones on these benchmarks.",
            models=[parent.id, cell.model.id or cell.claim.model],
            benchmarks=[row.benchmark.id or row.printed for row, _ in public],
        )

    def public(self, dossier: Dossier, line: set[str], without: list[list[Row]]) -> list[tuple[Row, OwnWord]]:
        """What the parent's vendor had printed of it on the benchmarks of these tables, each benchmark once."""
        words = [
            OwnWord(claim, release)
            for release in dossier.earlier
            if surely_before(release.release.released, dossier.release.released)
            for claim in release.claims
            if claim.claim.role is Role.own and claim.model.id in line
        ]
        found: dict[str, tuple[Row, OwnWord]] = {}
        for row in (row for group in without for row in group if row.benchmark.id is not None):
            mine = (row.best(row.own) or row.own)[0]
            same = [w for w in words if w.claim.benchmark.id == row.benchmark.id and alike(dossier, w.claim, mine)]
            if same:
                found.setdefault(row.key, (row, same[0]))
        return list(found.values())


def alike(dossier: Dossier, claim: ResolvedClaim, mine: ResolvedClaim) -> bool:
    """Whether two cells can be set beside each other: one unit, and both said to be tuned, or both untuned."""
    known = dossier.models.get(claim.model.id or "")
    theirs = stage(claim) or {"base": "base", "instruct": "tuned"}.get((known.stage if known else None) or "")
    same = theirs is not None and theirs == stage(mine)
    return same and claim.claim.unit == mine.claim.unit and score(claim) is not None
