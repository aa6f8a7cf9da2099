"""Options of the commands that ask judges, and the judges they mean."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from auditor.cli.screen import Screen
from auditor.errors import UsageError

if TYPE_CHECKING:
    from auditor.providers import Named, Provider
    from auditor.records import Model, Report
    from auditor.registry import Registry
    from auditor.store.database import Database

PROPOSED = "Proposed by a language model."
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Asking:
    """Who is asked, and how."""

    judges: tuple[str, ...]
    concurrency: int
    max_cost: float | None
    max_tokens: int | None
    seconds: float
    replay: bool


def asking_options(*, default: str | None) -> Callable[[F], F]:
    """Adds --judge and what goes with it; hands the command one `asking`."""
    options = (
        click.option(
            "--judge",
            "judges",
            multiple=True,
            metavar="NAME",
            default=(default,) if default else (),
            show_default=default or False,
            help="Who answers the questions that code leaves open: rubric, openai:MODEL, anthropic:MODEL, "
            "openai:MODEL@URL (Ollama, vLLM, llama.cpp …)" + (", or none" if default else "") + ". May be repeated.",
        ),
        click.option(
            "--concurrency",
            type=click.IntRange(1, 256),
            metavar="N",
            default=8,
            show_default=True,
            help="How many questions are with language models at the same time.",
        ),
        click.option(
            "--max-cost",
            type=click.FloatRange(0, min_open=True),
            metavar="USD",
            help="Stop before the list prices of the registry add up to more; the next run goes on.",
        ),
        click.option(
            "--max-tokens",
            type=click.IntRange(1),
            metavar="N",
            help="Stop before so many tokens are used; the next run goes on.",
        ),
        click.option(
            "--timeout",
            type=click.FloatRange(0, min_open=True),
            metavar="SECONDS",
            default=120.0,
            show_default=True,
            help="How long a language model may take for one answer.",
        ),
        click.option("--replay", is_flag=True, help="Only answers that are kept in the database; no network, no key."),
    )

    def add(function: F) -> F:
        @wraps(function)
        def wrapped(
            *args: Any,
            judges: tuple[str, ...],
            concurrency: int,
            max_cost: float | None,
            max_tokens: int | None,
            timeout: float,
            replay: bool,
            **given: Any,
        ) -> Any:
            asking = Asking(tuple(dict.fromkeys(judges)), concurrency, max_cost, max_tokens, timeout, replay)
            return function(*args, asking=asking, **given)

        for option in reversed(options):
            wrapped = option(wrapped)
        return wrapped  # type: ignore[return-value]

    return add


def check(asking: Asking) -> tuple[Named, ...]:
    """The language models among the judges, before any work is done. Raises UsageError."""
    from auditor.providers import named

    if "none" in asking.judges and len(asking.judges) > 1:
        raise UsageError("--judge none goes with no other judge.")
    return tuple(named(judge) for judge in asking.judges if judge not in ("rubric", "none"))


@contextmanager
def proposer(name: str | None, asking: Asking, database: Database, screen: Screen) -> Iterator[Provider | None]:
    """The language model that proposes claims, if one is named. Raises UsageError."""
    from dataclasses import replace

    from auditor import registry

    if name is None:
        yield None
        return
    if name in ("rubric", "none"):
        raise UsageError(f"--extract {name} cannot read.", advice="Name a language model, like openai:MODEL.")
    with providers(replace(asking, judges=(name,)), registry.load(), database, screen) as found:
        yield found[0]


def proposals(report: Report, screen: Screen) -> None:
    """What became of the proposals of a language model."""
    taken = [claim for e in report.dossier.extractions for claim in e.claims if PROPOSED in claim.doubts]
    refused = {k: v for k, v in report.audit.arguments.items() if k.startswith("not taken: ")}
    screen.tell(f"{len(taken)} proposed scores taken, {len(refused)} not taken")
    for what, why in list(refused.items())[:20]:
        screen.detail(f"{what}: {why}")


@contextmanager
def providers(asking: Asking, known: Registry | None, database: Database, screen: Screen) -> Iterator[list[Provider]]:
    """The judges, ready to be asked; their connections are closed and all answers written at the end.

    `known` may be None where no language model is among them. Raises UsageError.
    """
    from auditor.providers import Budget, Manner, language_model
    from auditor.providers.recorded import Recorded
    from auditor.providers.rubric import RubricProvider
    from auditor.store.answers import AnswerBook

    models = {str(which): which for which in check(asking)}
    found: list[Provider] = []
    stop = threading.Event()
    budget = Budget(asking.max_cost, asking.max_tokens)
    with ExitStack() as stack:
        book = stack.enter_context(AnswerBook(database)) if models else None
        for judge in asking.judges:
            if judge == "rubric":
                found.append(RubricProvider())
            elif judge != "none":
                assert known is not None
                assert book is not None
                which = models[str(_named(judge))]
                entry = whose(which.model, known)
                model = language_model(
                    which,
                    vendor=vendor_of(which, entry),
                    price=price_of(which, entry, known),
                    manner=Manner(seconds=asking.seconds, stop=stop),
                    budget=budget,
                    offline=asking.replay,
                )
                stack.callback(model.close)
                if not asking.replay:
                    _tell(which, entry, model.price is not None, asking, screen)
                found.append(Recorded(model, book, replay=asking.replay))
        stack.callback(stop.set)
        yield found


def whose(name: str, known: Registry) -> Model | None:
    """The registry's entry of a model, by the name that a server has for it ("openai/gpt-oss-20b", "qwen3:8b")."""
    last = name.rsplit("/", 1)[-1]
    for printed in dict.fromkeys((name, last, last.split(":")[0], last.replace(":", "-"))):
        resolution = known.resolve_model(printed)
        if resolution.id is not None and resolution.id in known.models:
            return known.models[resolution.id]
    return None


def _named(judge: str) -> Named:
    from auditor.providers import named

    return named(judge)


def vendor_of(which: Named, entry: Model | None) -> str | None:
    if entry is not None:
        return entry.vendor
    # OpenAI and Anthropic serve their own models only.
    return which.provider if which.url is None else None


def price_of(which: Named, entry: Model | None, known: Registry) -> Any:
    from auditor.providers import Price

    if which.url is not None or entry is None:
        return None
    for one in (entry, known.models.get(entry.variant_of or "")):
        if one is not None and one.price_in is not None and one.price_out is not None:
            return Price(one.price_in, one.price_out)
    return None


def _tell(which: Named, entry: Model | None, priced: bool, asking: Asking, screen: Screen) -> None:
    if asking.max_cost is not None and not priced:
        if which.url is None:
            raise UsageError(
                f"The registry has no price of {which}, so --max-cost cannot hold it.",
                advice="Add the price with --registry, or limit it with --max-tokens.",
            )
        screen.tell(f"{which}: what this server charges is not known, so it does not count for --max-cost.")
    if entry is None and which.url is not None:
        screen.tell(f"{which}: the registry does not know whose model this is, so it votes on every vendor's releases.")


def outcome(excluded: dict[str, str], still_open: dict[str, str], screen: Screen) -> None:
    """Says who had no vote and what stays open."""
    for judge, why in excluded.items():
        screen.tell(f"{judge} does not vote: {why}.")
    for judge, why in still_open.items():
        screen.tell(f"Open for {judge}: {why} The same command asks them.")
