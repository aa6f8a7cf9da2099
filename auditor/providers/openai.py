"""OpenAI's models, and any server that speaks the same protocol, by instructor over the official SDK."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from auditor.providers.exchange import Came, Exchange, failure, no_protocol, quiet, tokens
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
    def parameters(self) -> Mapping[str, Any]:
        # Compatible servers know the older name only.
        limit = "max_completion_tokens" if self.url is None else "max_tokens"
        said: dict[str, Any] = {limit: self.manner.output_tokens, "response_format": "json_schema"}
        return said if self.url is None else {**said, "server": self.url}

    @cached_property
    def key(self) -> str | None:
        key = os.environ.get(KEY)
        if self.url is None:
            return key
        there = urlsplit(self.url)
        # Over plain HTTP a key leaves this machine readable.
        return key if there.scheme == "https" or there.hostname in LOOPBACK else None

    @cached_property
    def _client(self) -> Any:
        import instructor
        import openai

        from auditor.providers.wire import http_client

        quiet("instructor", "openai", "httpx2")
        client = openai.OpenAI(
            api_key=self.key or "none",
            base_url=self.url,
            max_retries=0,
            timeout=self.manner.seconds,
            http_client=http_client(openai, self.manner.seconds),
        )
        return instructor.from_openai(client, mode=instructor.Mode.JSON_SCHEMA)

    def prepare(self) -> None:
        with self._lock:
            _ = self._client

    def close(self) -> None:
        with self._lock:
            if "_client" in self.__dict__:
                self.__dict__.pop("_client").client.close()

    def exchange(self, request: Request) -> Exchange:
        import openai
        from instructor.core.hooks import Hooks
        from instructor.v2.core.errors import IncompleteOutputException, InstructorRetryException

        seen: list[tuple[Any, Usage]] = []
        hooks = Hooks()
        # Instructor adds its running total to the usage of the response: the numbers are taken before.
        hooks.on("completion:response", lambda response: seen.append((response, usage_of(response))))
        limit = "max_completion_tokens" if self.url is None else "max_tokens"
        error: BaseException | None = None
        answer = None
        try:
            answer = self._client.create(
                model=self.model,
                messages=messages(request, shown=shown),
                response_model=request.schema,
                max_retries=0,
                hooks=hooks,
                **{limit: self.manner.output_tokens},
            )
        except InstructorRetryException as wrapped:
            error = wrapped.__cause__ or wrapped
        except IncompleteOutputException as incomplete:
            error = incomplete
        except Exception as other:
            error = other
        if not seen:
            return failure(error or RuntimeError("no answer"), openai)
        response, usage = seen[0]
        if not getattr(response, "choices", None):
            return no_protocol(response)
        raw, refusal, cut = _said(response)
        if refusal is not None:
            return Exchange(Came.refused, raw=refusal, usage=usage, error=f"The model refused: {refusal[:300]}")
        if error is None:
            return Exchange(Came.answered, answer=answer, raw=raw, usage=usage)
        if cut:
            return Exchange(Came.wrong, raw=raw, usage=usage, error="The answer was cut off before its end.")
        return Exchange(Came.wrong, raw=raw, usage=usage, error=complaint_of(error))


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


def complaint_of(error: BaseException) -> str:
    """What is wrong with the form of an answer, in words that help to mend it."""
    from pydantic import ValidationError

    if isinstance(error, ValidationError):
        faults = (f"{'.'.join(map(str, fault['loc'])) or 'the whole'}: {fault['msg']}" for fault in error.errors())
        return f"The answer does not have the form asked for ({'; '.join(list(faults)[:5])[:600]})."
    return f"The answer does not have the form asked for ({str(error)[:300]})."


def _said(response: Any) -> tuple[str, str | None, bool]:
    """The text of the answer, the refusal instead of it, and whether it was cut off."""
    choice = response.choices[0]
    refusal = choice.message.refusal
    if refusal is None and choice.finish_reason == "content_filter":
        refusal = choice.message.content or "content filter"
    return choice.message.content or "", refusal, choice.finish_reason == "length"
