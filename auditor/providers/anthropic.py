"""Anthropic's models, by instructor over the official SDK."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from auditor.providers import form
from auditor.providers.exchange import Came, Exchange, failure, no_protocol, tokens
from auditor.providers.model import LanguageModel
from auditor.providers.provider import Request, messages
from auditor.records import Usage

KEY = "ANTHROPIC_API_KEY"


class AnthropicModel(LanguageModel):
    """A model behind the messages protocol, answering by a call of the one tool it is given."""

    name = "anthropic"

    @property
    def limit(self) -> Mapping[str, int]:
        return {"max_tokens": self.manner.output_tokens}

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {**self.limit, "tool_choice": "forced"}

    @cached_property
    def key(self) -> str | None:
        return os.environ.get(KEY)

    def body(self, request: Request) -> dict[str, Any]:
        return form.body(self.name, messages(request, shown=shown), request.schema, self.model, self.limit)

    def connect(self) -> Any:
        import anthropic

        from auditor.providers.wire import http_client

        client = anthropic.Anthropic(
            api_key=self.key or "none",
            max_retries=0,
            timeout=self.manner.seconds,
            http_client=http_client(anthropic, self.manner.seconds),
        )
        _ = client.messages
        return client

    def exchange(self, request: Request) -> Exchange:
        import anthropic

        try:
            response = self.client.messages.create(**self.body(request))
        except Exception as error:
            return failure(error, anthropic)
        if not isinstance(getattr(response, "content", None), list):
            return no_protocol(response)
        usage, (raw, called) = usage_of(response), _said(response)
        if response.stop_reason == "refusal":
            return Exchange(Came.refused, raw=raw, usage=usage, error=f"The model refused: {raw[:300]}")
        if response.stop_reason == "max_tokens":
            return Exchange(Came.wrong, raw=raw, usage=usage, error="The answer was cut off before its end.")
        try:
            answer = form.read(self.name, response, request.schema)
        except Exception as error:
            said = form.complaint_of(error) if called else "The answer has to be given by calling the tool."
            return Exchange(Came.wrong, raw=raw, usage=usage, error=said)
        return Exchange(Came.answered, answer=answer, raw=raw, usage=usage)


def shown(picture: str) -> dict[str, Any]:
    """A PNG as a part of a turn."""
    return {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": picture}}


def usage_of(response: Any) -> Usage:
    """Tokens as the server states them. Its `input_tokens` leave out what was read from or written to the cache;
    here they are all of the input, as with OpenAI."""
    usage = getattr(response, "usage", None)
    plain = tokens(getattr(usage, "input_tokens", None))
    read = tokens(getattr(usage, "cache_read_input_tokens", None))
    written = tokens(getattr(usage, "cache_creation_input_tokens", None))
    return Usage(
        input_tokens=None if plain is None else plain + (read or 0) + (written or 0),
        output_tokens=tokens(getattr(usage, "output_tokens", None)),
        cached_tokens=read,
    )


def _said(response: Any) -> tuple[str, bool]:
    """The call of the tool as JSON, else the text; and whether the tool was called."""
    calls = [block.input for block in response.content if getattr(block, "type", None) == "tool_use"]
    if calls:
        return json.dumps(calls[0], ensure_ascii=False), True
    return "\n".join(str(block.text) for block in response.content if getattr(block, "type", None) == "text"), False
