"""The wire formats: what a request asks, and an answer to it in the provider's own form."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

HUGE = 6 * 1024 * 1024


@dataclass(frozen=True)
class Tokens:
    """Tokens of one answer: words of the prompt and of the answer, a fifth of the prompt from the cache."""

    all_input: int
    output: int
    cached: int


def counted(body: dict[str, Any], text: str) -> Tokens:
    words = sum(len(str(turn.get("content", "")).split()) for turn in body.get("messages") or _turns(body))
    return Tokens(words, max(len(text.split()), 1), words // 5)


def _turns(body: dict[str, Any]) -> list[dict[str, Any]]:
    asked = body.get("input", "")
    return [{"content": asked}] if isinstance(asked, str) else asked


def text_of(kind: str, answer: dict[str, Any]) -> str:
    """The text of an answer as scripted."""
    whole = json.dumps(answer, ensure_ascii=False)
    if kind == "truncated":
        return whole[: len(whole) // 2]
    if kind == "not_json":
        return "I think that the finding stands."
    if kind == "wrong_schema":
        return json.dumps({"verdict": "guilty", "certainty": "very"})
    if kind == "huge":
        return json.dumps({**answer, "reason": "very " * (HUGE // 5)})
    if kind == "empty":
        return ""
    return whole


@dataclass(frozen=True)
class Style:
    """One provider's form."""

    prompt: Callable[[dict[str, Any]], str]
    error: Callable[[int, str], dict[str, Any]]
    reply: Callable[[str, dict[str, Any], dict[str, Any]], tuple[dict[str, Any], Tokens]]


def _first(body: dict[str, Any]) -> str:
    content = (body.get("messages") or _turns(body))[0]["content"]
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content)
    return str(content)


def _openai_error(status: int, said: str) -> dict[str, Any]:
    return {"error": {"message": said, "type": "scripted", "param": None, "code": str(status)}}


def _anthropic_error(status: int, said: str) -> dict[str, Any]:
    kinds = {401: "authentication_error", 429: "rate_limit_error", 500: "api_error", 529: "overloaded_error"}
    kind = kinds.get(status, "invalid_request_error")
    return {"type": "error", "error": {"type": kind, "message": said}, "request_id": "req_1"}


def chat_completion(kind: str, answer: dict[str, Any], body: dict[str, Any]) -> tuple[dict[str, Any], Tokens]:
    """An answer of /v1/chat/completions."""
    text = text_of(kind, answer)
    usage = counted(body, text)
    message: dict[str, Any] = {"role": "assistant", "content": text, "refusal": None}
    if kind == "refusal":
        message = {"role": "assistant", "content": None, "refusal": "I cannot help with that."}
    reply: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": body["model"],
        "choices": [
            {
                "index": 0,
                "message": message,
                "finish_reason": "length" if kind == "truncated" else "stop",
                "logprobs": None,
            }
        ],
        "usage": {
            "prompt_tokens": usage.all_input,
            "completion_tokens": usage.output,
            "total_tokens": usage.all_input + usage.output,
            "prompt_tokens_details": {"cached_tokens": usage.cached, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
        },
    }
    return _with_usage(kind, reply, {"prompt_tokens": -5, "completion_tokens": "many"}), _stated(kind, usage)


def response(kind: str, answer: dict[str, Any], body: dict[str, Any]) -> tuple[dict[str, Any], Tokens]:
    """An answer of /v1/responses: a call of the function where one is given, else text."""
    text = text_of(kind, answer)
    usage = counted(body, text)
    output: dict[str, Any] = {
        "type": "message",
        "id": "msg_1",
        "role": "assistant",
        "status": "completed",
        "content": [{"type": "output_text", "text": text, "annotations": []}],
    }
    if kind == "refusal":
        output["content"] = [{"type": "refusal", "refusal": "I cannot help with that."}]
    elif body.get("tools") and kind != "not_json":
        output = {
            "type": "function_call",
            "id": "fc_1",
            "call_id": "call_1",
            "name": body["tools"][0]["name"],
            "arguments": text,
            "status": "completed",
        }
    reply: dict[str, Any] = {
        "id": "resp_1",
        "object": "response",
        "created_at": 1_700_000_000,
        "status": "incomplete" if kind == "truncated" else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if kind == "truncated" else None,
        "model": body["model"],
        "output": [output],
        "parallel_tool_calls": False,
        "tool_choice": "auto",
        "tools": [],
        "usage": {
            "input_tokens": usage.all_input,
            "output_tokens": usage.output,
            "total_tokens": usage.all_input + usage.output,
            "input_tokens_details": {"cached_tokens": usage.cached, "cache_write_tokens": 0},
            "output_tokens_details": {"reasoning_tokens": 0},
        },
    }
    return _with_usage(kind, reply, {"input_tokens": -5, "output_tokens": "many"}), _stated(kind, usage)


def message(kind: str, answer: dict[str, Any], body: dict[str, Any]) -> tuple[dict[str, Any], Tokens]:
    """An answer of /v1/messages: a call of the tool where one is forced, else text."""
    text = text_of(kind, answer)
    usage = counted(body, text)
    content: dict[str, Any] = {"type": "text", "text": text}
    if kind == "refusal":
        content = {"type": "text", "text": "I cannot help with that."}
    elif body.get("tools") and kind not in ("not_json", "empty"):
        given = {"reason": "It"} if kind == "truncated" else json.loads(text)
        content = {"type": "tool_use", "id": "toolu_1", "name": body["tools"][0]["name"], "input": given}
    reply: dict[str, Any] = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": [content],
        "stop_reason": {"truncated": "max_tokens", "refusal": "refusal"}.get(kind, "tool_use"),
        "stop_sequence": None,
        "usage": {
            "input_tokens": usage.all_input - usage.cached,
            "output_tokens": usage.output,
            "cache_read_input_tokens": usage.cached,
            "cache_creation_input_tokens": 0,
        },
    }
    return _with_usage(kind, reply, {"input_tokens": -5, "output_tokens": "many"}), _stated(kind, usage)


def _with_usage(kind: str, reply: dict[str, Any], wrong: dict[str, Any]) -> dict[str, Any]:
    if kind == "wrong_usage":
        reply["usage"] = wrong
    elif kind == "no_usage":
        reply["usage"] = None
    return reply


def _stated(kind: str, usage: Tokens) -> Tokens:
    return Tokens(0, 0, 0) if kind in ("wrong_usage", "no_usage", "huge") else usage


STYLES = {
    "/v1/chat/completions": Style(_first, _openai_error, chat_completion),
    "/v1/responses": Style(_first, _openai_error, response),
    "/v1/messages": Style(_first, _anthropic_error, message),
}
