"""Questions as requests of OpenAI's Batch API or Anthropic's Message Batches, and their results as answers.

A request's `custom_id` is the key under which its answer is kept, so results may come unordered, in part, in several
files, and from anybody. OpenAI: https://developers.openai.com/api/docs/guides/batch; Anthropic:
https://platform.claude.com/docs/en/build-with-claude/batch-processing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from auditor.providers import form
from auditor.providers.anthropic import usage_of as anthropic_usage
from auditor.providers.exchange import MOST_RAW, Came, Exchange
from auditor.providers.model import LanguageModel
from auditor.providers.openai import usage_of as openai_usage
from auditor.providers.provider import NotAsked, Reply, Request, messages
from auditor.providers.recorded import Model, key_of
from auditor.records import Attempt, Usage

SHARE = 0.5
"""Of the list price that both providers charge for a batch."""
FORMATS = ("openai", "anthropic")


class Collecting:
    """A model that answers nothing and notes what it was asked."""

    def __init__(self, model: Model) -> None:
        self.name = model.name
        self.model = model.model
        self.vendor = model.vendor
        self.parameters = model.parameters
        self.wanted: dict[str, Request] = {}

    def answer(self, request: Request) -> Reply:
        """Raises NotAsked."""
        self.wanted[key_of(request, self)] = request
        raise NotAsked("It waits for the answers of a batch.")


def lines(format: str, wanted: Mapping[str, Request], model: LanguageModel) -> Iterator[str]:
    """The requests, one a line, with the bodies that would be sent live."""
    for key, request in wanted.items():
        if format == model.name:
            body = model.body(request)
        else:
            limit = "max_completion_tokens" if format == "openai" else "max_tokens"
            turns, most = messages(request), {limit: model.manner.output_tokens}
            body = form.body(format, turns, request.schema, model.model, most)
        if format == "openai":
            line: dict[str, Any] = {"custom_id": key, "method": "POST", "url": "/v1/chat/completions", "body": body}
        else:
            line = {"custom_id": key, "params": body}
        yield json.dumps(line, ensure_ascii=False)


@dataclass(frozen=True)
class Result:
    """What a line of a result file says about one request."""

    key: str
    raw: str | None = None
    """The text of the answer."""
    usage: Usage = field(default_factory=Usage)
    error: str = ""
    """Why there is no answer."""
    refused: bool = False
    cut: bool = False
    model: str | None = None
    """Who answered, in the provider's words."""
    by: str | None = None
    """Who answered instead of the model that was meant."""


class NoResult(ValueError):
    """A line that is no result of any known form."""


def read(line: str) -> Result:
    """A line of a result file: OpenAI's, Anthropic's, or the plain one. Raises NoResult."""
    try:
        said = json.loads(line)
    except ValueError as error:
        raise NoResult("it is not JSON") from error
    key = said.get("custom_id") if isinstance(said, dict) else None
    if not isinstance(key, str):
        raise NoResult("it has no custom_id")
    if "answer" in said:
        by = said.get("by")
        if not isinstance(by, str) or not by.strip():
            raise NoResult('it does not say "by" whom the answer is')
        answer = said["answer"]
        raw = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        return Result(key, raw=raw, by=by.strip())
    try:
        if "result" in said:
            return _anthropic(key, said["result"])
        if "response" in said or "error" in said:
            return _openai(key, said)
    except (AttributeError, KeyError, TypeError, IndexError, ValidationError) as error:
        raise NoResult(f"it has not the form of a result ({type(error).__name__}: {str(error)[:100]})") from error
    raise NoResult("it is a request or of an unknown form, not a result")


def exchange_of(result: Result, schema: type[BaseModel]) -> Exchange:
    """The result judged like an answer that came at once."""
    raw = result.raw[:MOST_RAW] if result.raw is not None else None
    if result.refused:
        return Exchange(Came.refused, raw=raw, usage=result.usage, error=f"The model refused: {(raw or '')[:300]}")
    if result.error:
        return Exchange(Came.failed, error=result.error, billed=False)
    if result.cut:
        return Exchange(Came.wrong, raw=raw, usage=result.usage, error="The answer was cut off before its end.")
    try:
        answer = schema.model_validate_json(result.raw or "", strict=True)
    except ValidationError as error:
        return Exchange(Came.wrong, raw=raw, usage=result.usage, error=form.complaint_of(error))
    return Exchange(Came.answered, answer=answer, raw=raw, usage=result.usage)


def reply_of(result: Result, request: Request, model: Model, *, started: str, cost_usd: float | None) -> Reply:
    """The reply that a result is, with its one attempt. `started`: when it was taken."""
    came = exchange_of(result, request.schema)
    attempt = Attempt(
        number=1, started=started, usage=came.usage, cost_usd=cost_usd, raw=came.raw, error=came.error or None
    )
    return Reply(
        answer=came.answer,
        model=model.model,
        prompt=request.prompt,
        prompt_sha256=request.prompt_sha256,
        parameters=model.parameters,
        attempts=(attempt,),
        error=came.error,
        said=(came.raw or "") if came.came is Came.wrong else "",
        again=came.came is Came.wrong,
        settled=came.came is not Came.failed,
    )


def is_of(model: str, asked: str) -> bool:
    """Whether a provider's name for the model that answered means the one that was asked ("m-2026-01-01" for "m")."""
    bare = re.sub(r"-latest$", "", asked)
    return model in (asked, bare) or model.startswith(f"{bare}-") or asked.endswith(f"/{model}")


def results(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[Result | None, str]]:
    """The results of files (name, text), and for lines that are none the reason with file and number."""
    for name, text in texts:
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip():
                continue
            try:
                yield read(line), ""
            except NoResult as error:
                yield None, f"{name}, line {number}: {error}"


def _openai(key: str, said: dict[str, Any]) -> Result:
    if error := said.get("error"):
        return Result(key, error=f"{error.get('code')}: {error.get('message')}"[:300])
    response = said["response"]
    body = response["body"]
    if response.get("status_code", 200) != 200:
        error = body.get("error", {}) if isinstance(body, dict) else {}
        return Result(key, error=f"HTTP {response['status_code']}: {error.get('message', '')}"[:300])
    usage = openai_usage(_Loose(body))
    choice = body["choices"][0]
    text, refusal = choice["message"].get("content"), choice["message"].get("refusal")
    cut = choice.get("finish_reason") == "length"
    refused = refusal is not None or choice.get("finish_reason") == "content_filter"
    return Result(key, refusal or text or "", usage, refused=refused, cut=cut, model=body.get("model"))


def _anthropic(key: str, result: dict[str, Any]) -> Result:
    kind = result["type"]
    if kind != "succeeded":
        error = result.get("error") or {}
        inside = error.get("error") or error
        return Result(key, error=f"{kind}: {inside.get('message', '')}".rstrip(": ")[:300])
    message = result["message"]
    usage = anthropic_usage(_Loose(message))
    calls = [block["input"] for block in message["content"] if block["type"] == "tool_use"]
    text = "\n".join(block["text"] for block in message["content"] if block["type"] == "text")
    raw = json.dumps(calls[0], ensure_ascii=False) if calls else text
    stopped = message.get("stop_reason")
    return Result(key, raw, usage, refused=stopped == "refusal", cut=stopped == "max_tokens", model=message["model"])


class _Loose:
    """Fields of JSON as attributes, as the SDKs have them; None where there are none."""

    def __init__(self, fields: Any) -> None:
        self._fields = fields if isinstance(fields, dict) else {}

    def __getattr__(self, name: str) -> Any:
        value = self._fields.get(name)
        return _Loose(value) if isinstance(value, dict) else value
