"""Anthropic's models, by instructor over the official SDK."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from auditor.providers.exchange import Came, Exchange, failure, no_protocol, quiet, tokens
from auditor.providers.model import LanguageModel
from auditor.providers.openai import complaint_of
from auditor.providers.provider import Request, messages
from auditor.records import Usage

KEY = "ANTHROPIC_API_KEY"


class AnthropicModel(LanguageModel):
    """A model behind the messages protocol. It answers by calling the one tool it is given: the JSON-schema mode of
    instructor only describes the schema in words there."""

    name = "anthropic"

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"max_tokens": self.manner.output_tokens, "tool_choice": "forced"}

    @cached_property
    def key(self) -> str | None:
        return os.environ.get(KEY)

    @cached_property
    def _client(self) -> Any:
        import anthropic
        import instructor

        from auditor.providers.wire import http_client

        quiet("instructor", "anthropic", "httpx2")
        client = anthropic.Anthropic(
            api_key=self.key or "none",
            max_retries=0,
            timeout=self.manner.seconds,
            http_client=http_client(anthropic, self.manner.seconds),
        )
        return instructor.from_anthropic(client, mode=instructor.Mode.TOOLS)

    def prepare(self) -> None:
        with self._lock:
            _ = self._client

    def close(self) -> None:
        with self._lock:
            if "_client" in self.__dict__:
                self.__dict__.pop("_client").client.close()

    def exchange(self, request: Request) -> Exchange:
        import anthropic
        from instructor.core.hooks import Hooks
        from instructor.v2.core.errors import IncompleteOutputException, InstructorRetryException

        seen: list[tuple[Any, Usage]] = []
        hooks = Hooks()
        # Instructor adds its running total to the usage of the response: the numbers are taken before.
        hooks.on("completion:response", lambda response: seen.append((response, usage_of(response))))
        error: BaseException | None = None
        answer = None
        try:
            answer = self._client.create(
                model=self.model,
                messages=messages(request, shown=shown),
                response_model=request.schema,
                max_tokens=self.manner.output_tokens,
                max_retries=0,
                hooks=hooks,
            )
        except InstructorRetryException as wrapped:
            error = wrapped.__cause__ or wrapped
        except IncompleteOutputException as incomplete:
            error = incomplete
        except Exception as other:
            error = other
        if not seen:
            return failure(error or RuntimeError("no answer"), anthropic)
        response, usage = seen[0]
        if not isinstance(getattr(response, "content", None), list):
            return no_protocol(response)
        raw, called = _said(response)
        stopped = getattr(response, "stop_reason", None)
        if stopped == "refusal":
            return Exchange(Came.refused, raw=raw, usage=usage, error=f"The model refused: {raw[:300]}")
        if error is None:
            return Exchange(Came.answered, answer=answer, raw=raw, usage=usage)
        if stopped == "max_tokens":
            return Exchange(Came.wrong, raw=raw, usage=usage, error="The answer was cut off before its end.")
        said = complaint_of(error) if called else "The answer has to be given by calling the tool."
        return Exchange(Came.wrong, raw=raw, usage=usage, error=said)


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
