"""Many questions before several judges, several at a time: answers in the order in which they come."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.judges.judge import Judge
from auditor.judges.panel import ask
from auditor.prompts import Prompt
from auditor.providers import NotAsked, Provider
from auditor.records import Finding, Judgement

Load = Callable[[str, Iterable[str]], Prompt]
"""Loads a prompt by its name and the variables it is to take."""


@dataclass(frozen=True)
class Open:
    """A question that was not put to a judge."""

    finding: str
    judge: str
    why: str


@dataclass(frozen=True)
class Vote:
    """What came of one question before one judge, with its place in the order of findings and judges."""

    place: tuple[int, int]
    came: Judgement | Open


def voters(providers: Sequence[Provider], vendor: str | None) -> tuple[Provider, ...]:
    """Those who may judge a release of the vendor: nobody votes on a model of the own house."""
    return tuple(provider for provider in providers if not same_house(provider, vendor))


def same_house(provider: Provider, vendor: str | None) -> bool:
    """Whether the vendor's own model answers."""
    return vendor is not None and provider.vendor is not None and provider.vendor.casefold() == vendor.casefold()


def label(provider: Provider) -> str:
    """A judge as a person names it: `rubric`, `openai:MODEL`."""
    model = getattr(provider, "model", "")
    return f"{provider.name}:{model}" if model else provider.name


def left_open(questions: Iterable[Open]) -> dict[str, str]:
    """Judge → how many questions it was not asked, and why."""
    groups: dict[tuple[str, str], int] = {}
    for one in questions:
        groups[one.judge, one.why] = groups.get((one.judge, one.why), 0) + 1
    said: dict[str, list[str]] = {}
    for (judge, why), count in groups.items():
        said.setdefault(judge, []).append(f"{count} question{'s' * (count > 1)}: {why}")
    return {judge: " ".join(parts) for judge, parts in said.items()}


def merged(findings: Sequence[Finding], before: Sequence[Judgement], now: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Judgements of before with those of now in their places: a judge's newer answer to a question counts."""
    latest = {(one.finding, one.question, one.provider, one.model): one for one in before}
    latest.update({(one.finding, one.question, one.provider, one.model): one for one in now})
    order = {finding.id: number for number, finding in enumerate(findings)}
    return tuple(sorted(latest.values(), key=lambda one: order.get(one.finding, len(order))))


def hear(
    findings: Sequence[Finding],
    providers: Sequence[Provider],
    judges: Mapping[str, Judge],
    load: Load,
    *,
    vendor: str | None = None,
    at_once: int = 1,
) -> Iterator[Vote]:
    """All votes on all questions, each as it comes; at most so many questions `at_once`.

    What a provider raises besides NotAsked is raised here, after the questions on their way are done.
    """
    asked = [
        (
            number,
            finding,
            judges[finding.question.judge],
            load(f"judge_{finding.question.judge}", finding.question.variables),
        )
        for number, finding in enumerate(findings)
        if finding.question is not None
    ]
    tasks = [
        ((number, place), finding, judge, provider, prompt)
        for number, finding, judge, prompt in asked
        for place, provider in enumerate(voters(providers, vendor))
    ]

    def vote(task: tuple[tuple[int, int], Finding, Judge, Provider, Prompt]) -> Vote:
        place, finding, judge, provider, prompt = task
        try:
            return Vote(place, ask(finding, judge, provider, prompt))
        except NotAsked as error:
            return Vote(place, Open(finding.id, label(provider), error.message))

    if at_once <= 1 or len(tasks) <= 1:
        for task in tasks:
            yield vote(task)
        return
    waiting: queue.SimpleQueue[tuple[tuple[int, int], Finding, Judge, Provider, Prompt]] = queue.SimpleQueue()
    done: queue.SimpleQueue[Vote | BaseException] = queue.SimpleQueue()
    for task in tasks:
        waiting.put(task)
    enough = threading.Event()

    def work() -> None:
        while not enough.is_set():
            try:
                task = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                done.put(vote(task))
            except BaseException as error:
                done.put(error)
                return

    # Threads of their own, for an interrupted command must not wait for a slow server.
    for number in range(min(at_once, len(tasks))):
        threading.Thread(target=work, name=f"judge {number}", daemon=True).start()
    try:
        for _ in tasks:
            came = done.get()
            if isinstance(came, BaseException):
                raise came
            yield came
    finally:
        enough.set()
