"""Batches of `auditor judge`: the open questions out, the answers in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.cli import judging, writing
from auditor.cli.screen import Screen, plural
from auditor.errors import UsageError

if TYPE_CHECKING:
    from auditor.cli.judging import Asking
    from auditor.providers import LanguageModel, Named
    from auditor.providers.batch import Collecting, Result
    from auditor.providers.recorded import Model
    from auditor.registry import Registry
    from auditor.store.answers import AnswerBook
    from auditor.store.database import Database

MOST_SHOWN = 5


def write(
    output: Path,
    format: str | None,
    asking: Asking,
    models: Sequence[Named],
    release: str | None,
    known: Registry | None,
    database: Database,
    screen: Screen,
) -> int:
    """Writes the questions that are open for a model."""
    from auditor.providers import batch

    which = _only(models)
    format = format or which.provider
    writing.refuse_folder(output)
    with _collected(which, asking, release, known, database) as (model, everything, waiting, _):
        text = "".join(f"{line}\n" for line in batch.lines(format, waiting.wanted, model))
    if not waiting.wanted:
        why = "" if everything.wanted else " (or it does not vote on its own maker's releases)"
        screen.tell(f"No question is open for {which}{why}; nothing is written.")
        return 0
    writing.write(output, text)
    screen.tell(f"{plural(len(waiting.wanted), 'request')} written to {output} in the batch format of {format}.")
    return 0


def take(
    files: Sequence[Path],
    asking: Asking,
    models: Sequence[Named],
    release: str | None,
    known: Registry | None,
    database: Database,
    screen: Screen,
    *,
    started: str,
) -> int:
    """Takes the answers of a batch, judges with them, and says what is still open."""
    from auditor import judging as stage
    from auditor.cli.judge import tell_results
    from auditor.providers import batch
    from auditor.providers.recorded import Recorded, kept_of

    which = _only(models)
    texts = [(file.name, _read(file)) for file in files]
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    with _collected(which, asking, release, known, database) as (model, everything, waiting, book):
        assert known is not None
        wanted = {**everything.wanted, **waiting.wanted}
        answering: dict[str, Model] = {}
        for result, why in batch.results(texts):
            if result is None:
                wrong.append(why)
                continue
            request = wanted.get(result.key)
            if request is None:
                counts["unknown"] += 1
                continue
            by = _who(result, model, known)
            answering.setdefault(f"{by.name}:{by.model}", by)
            cost = _cost(result, model) if by is model else None
            reply = batch.reply_of(result, request, by, started=started, cost_usd=cost)
            key = result.key if by is model else _key(request, by)
            counts["settled" if reply.settled else "failed"] += 1
            book.put(kept_of(key, request, reply, by.name))
        answering.setdefault(f"{model.name}:{model.model}", model)
        providers = [
            Recorded(batch.Collecting(by), book)
            for name, by in answering.items()
            # Where somebody else answered, the model that was meant is not waited for.
            if by is not model or len(answering) == 1 or counts["settled"] == 0
        ]
        results = stage.judge_again(
            database, providers, started=started, arguments={"judges": " ".join(asking.judges)}, release=release
        )
    for why in wrong[:MOST_SHOWN]:
        screen.tell(f"Not taken: {why}.")
    if len(wrong) > MOST_SHOWN:
        screen.tell(f"Not taken: {plural(len(wrong) - MOST_SHOWN, 'more line')}.")
    if counts["unknown"]:
        screen.tell(f"{plural(counts['unknown'], 'answer')} to questions that are not asked here.")
    if counts["failed"]:
        screen.tell(f"{plural(counts['failed'], 'request')} failed; they stay open.")
    tell_results(results, screen)
    return 0 if counts["settled"] or not (wrong or counts["unknown"]) else 2


@contextmanager
def _collected(
    which: Named, asking: Asking, release: str | None, known: Registry | None, database: Database
) -> Iterator[tuple[LanguageModel, Collecting, Collecting, AnswerBook]]:
    """The model, all that it could be asked, what is open of it, and the answers."""
    from auditor import judges, prompts
    from auditor.providers import Manner, language_model
    from auditor.providers.batch import Collecting
    from auditor.providers.recorded import Recorded
    from auditor.store.answers import AnswerBook
    from auditor.store.judged import judgeable

    assert known is not None
    entry = judging.whose(which.model, known)
    model = language_model(
        which,
        vendor=judging.vendor_of(which, entry),
        price=judging.price_of(which, entry, known),
        manner=Manner(seconds=asking.seconds),
        offline=True,
    )
    everything, waiting = Collecting(model), Collecting(model)
    with AnswerBook(database) as book:
        for one in judgeable(database, release):
            vendor = one.release.vendor
            judges.judge(one.findings, [everything], prompts=prompts.load_for, vendor=vendor)
            judges.judge(one.findings, [Recorded(waiting, book)], prompts=prompts.load_for, vendor=vendor)
        yield model, everything, waiting, book


def _only(models: Sequence[Named]) -> Named:
    if len(models) != 1:
        raise UsageError("A batch is for one model.", advice="Name one with --judge openai:MODEL or anthropic:MODEL.")
    return models[0]


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read as text: {error}.") from error


def _who(result: Result, model: LanguageModel, known: Registry) -> Model:
    """Who answered: the model that was meant, or somebody else, whose name the answer then has."""
    from auditor.providers.batch import is_of
    from auditor.providers.recorded import Absent

    by = result.by or (result.model if result.model and not is_of(result.model, model.model) else None)
    if by is None:
        return model
    entry = judging.whose(by, known)
    return Absent("batch", by, entry.vendor if entry else None, {"meant_for": f"{model.name}:{model.model}"})


def _key(request: object, by: Model) -> str:
    from auditor.providers.recorded import key_of

    return key_of(request, by)  # type: ignore[arg-type]


def _cost(result: Result, model: LanguageModel) -> float | None:
    from auditor.providers.batch import SHARE

    usage = result.usage
    if model.price is None or usage.input_tokens is None or usage.output_tokens is None:
        return None
    return SHARE * model.price.of(usage.input_tokens, usage.output_tokens)
