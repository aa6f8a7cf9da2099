"""Which provider a name means: `rubric`, `openai:MODEL`, `anthropic:MODEL`, `openai:MODEL@URL`."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from auditor.errors import UsageError
from auditor.providers.budget import Budget, Price
from auditor.providers.model import LanguageModel, Manner

FORMS = "Write rubric, openai:MODEL, anthropic:MODEL or openai:MODEL@URL (a server that speaks OpenAI's protocol)."
_AT = re.compile(r"@(?=https?://)")


@dataclass(frozen=True)
class Named:
    """A language model as a person names it."""

    provider: str
    model: str
    url: str | None = None

    def __str__(self) -> str:
        return f"{self.provider}:{self.model}{f'@{self.url}' if self.url else ''}"


def named(text: str) -> Named:
    """The model that a name means. Raises UsageError."""
    provider, _, rest = text.partition(":")
    model, *after = _AT.split(rest, maxsplit=1)
    url = after[0] if after else None
    if provider not in ("openai", "anthropic") or not model.strip():
        raise UsageError(f"There is no judge {text}.", advice=FORMS)
    if url is not None:
        there = urlsplit(url)
        if provider != "openai" or not there.hostname:
            raise UsageError(f"There is no judge {text}.", advice=FORMS)
        if there.username or there.password:
            raise UsageError(
                f"The address of the judge {provider}:{model} holds a password.",
                advice="It would be kept with the answers. Put the key into OPENAI_API_KEY.",
            )
    return Named(provider, model, url.rstrip("/") if url else None)


def language_model(
    which: Named,
    *,
    vendor: str | None,
    price: Price | None,
    manner: Manner | None = None,
    budget: Budget | None = None,
    offline: bool = False,
) -> LanguageModel:
    """The provider of a model. `vendor` is the id of whose model it is, `price` its list price, None: not known.
    `offline`: it is never asked, so that no key is needed.

    Raises UsageError where the key is not in the environment.
    """
    if which.provider == "anthropic":
        from auditor.providers.anthropic import KEY, AnthropicModel

        _need(KEY, which, offline)
        return AnthropicModel(which.model, vendor=vendor, price=price, manner=manner, budget=budget)
    from auditor.providers.openai import KEY, OpenAIModel

    model = OpenAIModel(which.model, vendor=vendor, price=price, manner=manner, budget=budget)
    if which.url is not None:
        return model.at(which.url)
    _need(KEY, which, offline)
    return model


def _need(key: str, which: Named, offline: bool) -> None:
    if not offline and not os.environ.get(key):
        raise UsageError(f"The judge {which} needs {key} in the environment.", advice="It is never stored or printed.")
