"""Which model a printed name means: by its spelling, the settings printed with it, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from auditor.records.entity import How, Model, Resolution, Vendor
from auditor.registry.approximate import closest
from auditor.registry.index import Hit, NameIndex
from auditor.registry.normalise import normalise, plain, words
from auditor.registry.peel import DATE_AT_END, Peeled, model_forms, parse_date
from auditor.registry.rules import Beside, Rules

_BASE = re.compile(r"\bbase(?: model)?s?\b|\bpre-?\s?train(?:ed|ing)\b|\bfoundation models?\b")
_INSTRUCT = re.compile(
    r"\binstruct(?:ion)?(?:[- ]tun\w+)?\b|\bchat\b|\bpost-?\s?train\w*\b|\baligned\b|\bsft\b|\brlhf\b"
)
_HYPHENATED_VERSION = re.compile(r"(?<=\d)[-_ p](?=\d(?!\d|[bB]|x\d))")
_EMPTY_OUTER = {"baselines", "baseline", "models", "model", "open", "closed", "source", "weights", "weight",
                "proprietary", "ours", "our", "reported", "results", "openai"}  # fmt: skip
_SCAFFOLDED = re.compile(r"^([^()]+?)\s*\(([^()]+)\)$")
_VERSION_AT_END = re.compile(r"\s+v?\d+(?:\.\d+)*$")
_CLOUD_ID = re.compile(r"^(?:[a-z]{2}\.)?([a-z\d]{2,})\.([a-z][\w.:-]+)$")
_MODES = ("extended thinking", "reasoning effort", "tools", "budget", "tokens")
_PAIR = re.compile(r"\bvs\.?\s", re.IGNORECASE)


class ModelResolver:
    """Looks up printed model names."""

    def __init__(
        self,
        models: Mapping[str, Model],
        vendors: Mapping[str, Vendor],
        harnesses: NameIndex,
        rules: Rules,
        hosts: frozenset[str],
    ) -> None:
        self.models = models
        self.index = NameIndex((model.id, model.name, model.aliases) for model in models.values())
        self.vendor_index = NameIndex((vendor.id, vendor.name, vendor.aliases) for vendor in vendors.values())
        labels = ((vendor.id, (vendor.id, vendor.name, *vendor.aliases)) for vendor in vendors.values())
        spelled = {(normalise(label), id_) for id_, names in labels for label in names}
        self.vendor_words: dict[str, list[tuple[str, str]]] = {}
        """First word of a vendor's name → the names that begin with it, longest first, with the vendor."""
        for word, vendor in sorted(spelled, key=lambda pair: (-len(pair[0]), pair)):
            self.vendor_words.setdefault(word.split(" ")[0], []).append((word, vendor))
        spellings = (spelling for spelling, _ in self.index.spellings)
        self.known_words = frozenset(
            word for spelling in (*spellings, *_MODES) for word in spelling.split() if word.isalpha()
        )
        self.harnesses = harnesses
        self.hosts = hosts
        self.rules = rules
        self.variants: dict[str, list[Model]] = {}
        for model in models.values():
            if model.variant_of:
                self.variants.setdefault(model.variant_of, []).append(model)

    def resolve(self, printed: str, beside: Beside) -> Resolution:
        """The model a printed name means, or why it is not known."""
        name = " ".join(printed.split())
        if not name:
            return Resolution(printed=printed, why="Nothing is printed.")
        if _PAIR.search(name):
            return Resolution(printed=printed, why="The label names a comparison of two models.")
        if (found := self.look_up(name, beside)) is not None:
            return found.model_copy(update={"printed": printed})
        return self._approximate(printed, name)

    def look_up(self, name: str, beside: Beside) -> Resolution | None:
        """By name, spelling, settings and rules, without approximate matching. None: not found."""
        for text in self._readings(name):
            for form in model_forms(text):
                ruled = self.rules.decide("model", form.text, beside)
                if ruled is not None:
                    return _with_settings(ruled, form)
                hit, note = self._find(form.text)
                if hit is None:
                    continue
                if len(hit.ids) > 1:
                    return _ambiguous(name, hit.ids, f"{hit.name!r} is a name of {len(hit.ids)} entries.")
                settled = self._settle(name, form, hit, note, beside)
                if settled is not None:
                    return settled
        return None

    def _readings(self, name: str) -> list[str]:
        """The name; a stacked header read as one name; its inner part where the outer says nothing; without harness."""
        readings = [name]
        if "|" in name:
            parts = [part.strip() for part in name.split("|") if part.strip()]
            readings.append(" ".join(parts))
            outer = set(words(re.sub(r"\([^)]*\)", " ", " ".join(parts[:-1]))))
            if parts and outer <= _EMPTY_OUTER:
                readings.append(parts[-1])
        if " + " in name:
            harness, _, model = name.partition(" + ")
            if self._is_harness(harness) and " + " not in model:
                readings.append(model.strip())
        scaffolded = _SCAFFOLDED.match(name)
        if scaffolded and self._is_harness(scaffolded[1]):
            readings.append(scaffolded[2])
        cloud = _CLOUD_ID.match(name)
        if cloud and self.vendor_index.find(cloud[1]):
            readings.append(f"{cloud[1]}/{cloud[2]}")
        if (whole := self._joined(name)) != name:
            readings.append(whole)
        return readings

    def _joined(self, name: str) -> str:
        """The name with words put together that a narrow column broke ("Cla ude 3.7 Son net").

        Two pieces are one word where the registry writes it in some name and at least one piece in none.
        """
        joined: list[str] = []
        for piece in name.split(" "):
            start = joined[-1].rpartition("-")[2].casefold() if joined else ""
            broken = start and not {start, piece.casefold()} <= self.known_words
            if broken and start + piece.casefold() in self.known_words:
                joined[-1] += piece
            else:
                joined.append(piece)
        return " ".join(joined)

    def _is_harness(self, text: str) -> bool:
        return self.harnesses.find(_VERSION_AT_END.sub("", text.strip())) is not None

    def _find(self, text: str) -> tuple[Hit | None, str]:
        """An entry by its name; by its name with `-` for a version's point; without vendor, host or repository."""
        if hit := self.index.find(text):
            return hit, ""
        dotted = _HYPHENATED_VERSION.sub(".", text)
        if dotted != text and (hit := self.index.normalised(dotted)):
            return hit, "a hyphen written for the point of the version"
        swapped = _swap_chat(text)
        if swapped and (hit := self.index.normalised(swapped)) and self._stage(hit) == "instruct":
            return hit, "chat and instruct taken as the same stage"
        if (
            swapped
            and (hit := self.index.find(" ".join(words(text)[:-1])))
            and self._only_post_trained(words(text), hit)
        ):
            return Hit(hit.ids, How.normalised, hit.name), "its plain name is the post-trained model"
        if "/" in text:
            *owners, last = [part for part in text.split("/") if part]
            if owners and (hit := self.index.find(last) or self.index.normalised(_HYPHENATED_VERSION.sub(".", last))):
                vendors = {self.models[id_].vendor for id_ in hit.ids}
                if all(self._is_owner(owner, vendors) for owner in owners):
                    return Hit(hit.ids, How.normalised, hit.name), "the part before the slash names vendor or host"
        spelled = normalise(text)
        for word, vendor in self.vendor_words.get(spelled.split(" ", 1)[0], ()):
            hit = self.index.find(spelled[len(word) + 1 :]) if spelled.startswith(word + " ") else None
            if hit and {self.models[id_].vendor for id_ in hit.ids} == {vendor}:
                return Hit(hit.ids, How.normalised, hit.name), "the vendor's name stands before it"
        return None, ""

    def _is_owner(self, owner: str, vendors: set[str]) -> bool:
        if plain(owner) in self.hosts:
            return True
        found = self.vendor_index.find(owner)
        return found is not None and set(found.ids) <= vendors

    def _only_post_trained(self, spelled: tuple[str, ...], hit: Hit) -> bool:
        """Whether "chat" or "instruct" behind a plain name can only mean the entry of the plain name."""
        if spelled[-1] not in ("chat", "instruct") or len(hit.ids) != 1:
            return False
        stages = {model.stage for model in self.variants.get(hit.ids[0], ())}
        return "base" in stages and "instruct" not in stages and not self._begins_another(" ".join(spelled), hit.ids[0])

    def _begins_another(self, spelled: str, id_: str) -> bool:
        """Whether a name with its last word is also the beginning of another entry's name ("… Thinking 2507")."""
        return any(name.startswith(spelled + " ") and other != id_ for name, other in self.index.spellings)

    def _stage(self, hit: Hit) -> str | None:
        return self.models[hit.ids[0]].stage

    def _settle(self, name: str, form: Peeled, hit: Hit, note: str, beside: Beside) -> Resolution | None:
        """The entry with date, mode and stage taken into account. None: the settings taken off do not fit it."""
        model = self.models[hit.ids[0]]
        how, why = hit.how, [note] if note else []
        if form.date is not None:
            snapshots = [m for m in self.variants.get(model.id, ()) if m.released != model.released or not m.stage]
            dated = [m for m in snapshots if _released_on(m, form.date)]
            dated = dated or [model] * _released_on(model, form.date)
            if model.released is None and form.date[2] is None and any(_is_preview(m) for m in dated):
                dated = []
            if len(dated) != 1:
                candidates = (model.id, *(m.id for m in self.variants.get(model.id, ())))
                return _ambiguous(name, candidates, f"No entry of {model.name} is dated as printed ({form.off[-1]}).")
            model, how = dated[0], How.normalised
            why.append("the printed date is that of the release")
        levels = {normalise(level) for level in model.effort_levels or ()}
        unknown_effort = any(word not in levels for word in form.efforts)
        if unknown_effort and (levels or model.thinking not in ("switchable", "always")):
            return None
        if form.thinking is not None and not _mode_fits(model, form.thinking, bool(levels)):
            return _ambiguous(name, (model.id,), f"The label adds a mode that {model.name} is not known to have.")
        if form.thinking is not None and "|" not in name and self._begins_another(normalise(name), model.id):
            return _ambiguous(name, (model.id,), f"It may be a mode of {model.name} or another model.")
        if form.off:
            how = How.normalised if how in (How.exact, How.alias) else how
            why.append("settings taken off: " + "; ".join(form.off))
        staged = self._staged(model, form, beside)
        if staged is not None:
            model, how = staged[0], How.rule
            why.append(staged[1])
        return Resolution(printed=name, id=model.id, how=how, why=_sentence(how, hit.name, why))

    def _staged(self, model: Model, form: Peeled, beside: Beside) -> tuple[Model, str] | None:
        """The base or instruct variant, where the plain name leaves it open and the table says which it compares."""
        if model.stage is not None or model.variant_of is not None or form.date is not None:
            return None
        stages = {m.stage: m for m in self.variants.get(model.id, ()) if m.stage}
        if not {"base", "instruct"} <= set(stages):
            return None
        if sum(m.stage == "instruct" for m in self.variants[model.id]) > 1:
            return None
        text = plain(" \n ".join(beside.headings))
        base, instruct = bool(_BASE.search(text)), bool(_INSTRUCT.search(text))
        if base == instruct:
            return None
        stage = "base" if base else "instruct"
        return stages[stage], f"caption or heading speaks of {stage} models"

    def _approximate(self, printed: str, name: str) -> Resolution:
        forms = list(model_forms(name))
        match = closest(forms[-1].text if forms[-1].date is None else forms[0].text, self.index.spellings)
        if match.id is not None and forms[-1].thinking is None and not forms[-1].efforts:
            return Resolution(printed=printed, id=match.id, how=How.fuzzy, score=match.score, candidates=match.near,
                              why=f"Nearest to {match.name!r}, with the same numbers and variant words.")  # fmt: skip
        return Resolution(printed=printed, candidates=match.near, why="No entry has this name.")


def _ambiguous(name: str, candidates: tuple[str, ...], why: str) -> Resolution:
    return Resolution(printed=name, how=How.ambiguous, candidates=candidates, why=why)


def _released_on(model: Model, date: tuple[int | None, int, int | None]) -> bool:
    """Whether a printed date is that of an entry's release or of one of its dated names."""
    dated_names = (match["inside"] for name in model.aliases if (match := DATE_AT_END.match(name)))
    return any(_same_date(date, parse_date(text)) for text in (model.released or "", *dated_names))


def _same_date(date: tuple[int | None, int, int | None], other: tuple[int | None, int, int | None] | None) -> bool:
    """Equal as far as both say."""
    return other is not None and all(a is None or b is None or a == b for a, b in zip(date, other, strict=True))


def _is_preview(model: Model) -> bool:
    """Whether an entry is a preview: its month may also be that of the model it previews."""
    return bool({"preview", "exp"} & set(words(model.name)))


def _mode_fits(model: Model, thinking: bool, has_efforts: bool) -> bool:
    if model.thinking == "switchable":
        return True
    if model.thinking is None:
        return has_efforts
    return (model.thinking == "always") == thinking


def _swap_chat(text: str) -> str | None:
    spelled = words(text)
    if "chat" in spelled:
        return " ".join("instruct" if word == "chat" else word for word in spelled)
    if "instruct" in spelled:
        return " ".join("chat" if word == "instruct" else word for word in spelled)
    return None


def _with_settings(resolution: Resolution, form: Peeled) -> Resolution:
    if not form.off:
        return resolution
    return resolution.model_copy(update={"why": f"{resolution.why} Settings taken off: {'; '.join(form.off)}."})


def _sentence(how: How, name: str, notes: Sequence[str]) -> str:
    start = {
        How.exact: "The registry's own name",
        How.alias: "A listed other name",
        How.normalised: f"Spelled like {name!r}",
        How.rule: f"Spelled like {name!r}",
    }.get(how, name)
    return start + ("; " + "; ".join(notes) if notes else "") + "."
