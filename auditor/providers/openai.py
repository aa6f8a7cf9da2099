"""OpenAI's models, and any server that speaks the same protocol, by instructor over the official SDK."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from auditor.providers import form
from auditor.providers.exchange import Came, Exchange, failure, no_protocol, tokens
from auditor.providers.model import LanguageModel
from auditor.providers.provider import Request, messages
from auditor.records import Usage

KEY = "OPENAI_API_KEY"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class OpenAIModel(LanguageModel):
    """A model behind the chat-completions protocol, answering by JSON schema."""

    name = "openai"
    url: str | None = None
    """Of a compatible server; None: OpenAI's own, or what OPENAI_BASE_URL says."""

    def at(self, url: str) -> OpenAIModel:
        """The same model behind a compatible server."""
        self.url = url
        return self

    @property
    def limit(self) -> Mapping[str, int]:
        # Compatible servers know the older name only.
        return {"max_completion_tokens" if self.url is None else "max_tokens": self.manner.output_tokens}

    @property
    def parameters(self) -> Mapping[str, Any]:
        said = {**self.limit, "response_format": "json_schema"}
        return said if self.url is None else {**said, "server": self.url}

    @cached_property
    def key(self) -> str | None:
        key = os.environ.get(KEY)
        if self.url is None:
            return key
        there = urlsplit(self.url)
        # Over plain HTTP a key leaves this machine readable.
        return key if there.scheme == "https" or there.hostname in LOOPBACK else None

    def body(self, request: Request) -> dict[str, Any]:
        return form.body(self.name, messages(request, shown=shown), request.schema, self.model, self.limit)

    def connect(self) -> Any:
        import openai

        from auditor.providers.wire import http_client

        client = openai.OpenAI(
            api_key=self.key or "none",
            base_url=self.url,
            max_retries=0,
            timeout=self.manner.seconds,
            http_client=http_client(openai, self.manner.seconds),
        )
        # The SDK loads the larger part of itself here.
        _ = client.chat.completions
        return client

    def exchange(self, request: Request) -> Exchange:
        import openai

        try:
            response = self.client.chat.completions.create(**self.body(request))
        except Exception as error:
            return failure(error, openai)
        if not getattr(response, "choices", None):
            return no_protocol(response)
        usage, choice = usage_of(response), response.choices[0]
        raw, refusal = choice.message.content or "", choice.message.refusal
        if refusal is not None or choice.finish_reason == "content_filter":
            said = refusal or raw or "content filter"
            return Exchange(Came.refused, raw=said, usage=usage, error=f"The model refused: {said[:300]}")
        if choice.finish_reason == "length":
            return Exchange(Came.wrong, raw=raw, usage=usage, error="The answer was cut off before its end.")
        try:
            answer = form.read(self.name, response, request.schema)
        except Exception as error:
            return Exchange(Came.wrong, raw=raw, usage=usage, error=form.complaint_of(error))
        return Exchange(Came.answered, answer=answer, raw=raw, usage=usage)


def shown(picture: str) -> dict[str, Any]:
    """A PNG as a part of a turn."""
    return {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{picture}"}}


def usage_of(response: Any) -> Usage:
    """Tokens as the server states them; `input_tokens` include the cached ones."""
    usage = getattr(response, "usage", None)
    details = getattr(usage, "prompt_tokens_details", None)
    return Usage(
        input_tokens=tokens(getattr(usage, "prompt_tokens", None)),
        output_tokens=tokens(getattr(usage, "completion_tokens", None)),
        cached_tokens=tokens(getattr(details, "cached_tokens", None)),
    )
