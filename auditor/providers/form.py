"""The form of answers on the wire: what instructor adds to a request for a schema, and how it reads an answer.

Instructor's own call of an SDK makes the schema anew for every request and adds its running total to the usage of the
responses; its handlers for request and response are used here, the SDK is called in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError

MODES = {"openai": "JSON_SCHEMA", "anthropic": "TOOLS"}
"""JSON schema where a server can hold to one (compatible servers force no tool); the one tool where instructor's mode
for JSON schema only describes it in words."""


def ready(protocol: str) -> None:
    """Loads what is needed, which takes seconds the first time."""
    _handlers(protocol)


def body(
    protocol: str, turns: Sequence[Mapping[str, Any]], schema: type[BaseModel], model: str, limit: Mapping[str, int]
) -> dict[str, Any]:
    """The whole request. `limit`: the longest answer, under the name that the server has for it."""
    return {"model": model, "messages": list(turns), **limit, **_asking(protocol, schema)}


def read(protocol: str, response: Any, schema: type[BaseModel]) -> BaseModel:
    """The answer in a response of the SDK. Raises what instructor raises where there is none of the form."""
    parsed: BaseModel = _handlers(protocol).response_parser(
        response=response,
        response_model=_prepared(schema),
        validation_context=None,
        strict=True,
        stream=False,
        is_async=False,
    )
    return parsed


def complaint_of(error: BaseException) -> str:
    """What is wrong with the form of an answer, in words that help to mend it."""
    if isinstance(error, ValidationError):
        faults = (f"{'.'.join(map(str, fault['loc'])) or 'the whole'}: {fault['msg']}" for fault in error.errors())
        return f"The answer does not have the form asked for ({'; '.join(list(faults)[:5])[:600]})."
    return f"The answer does not have the form asked for ({str(error)[:300]})."


@cache
def _asking(protocol: str, schema: type[BaseModel]) -> Mapping[str, Any]:
    turn = {"role": "user", "content": ""}
    _, asked = _handlers(protocol).request_handler(response_model=_prepared(schema), kwargs={"messages": [turn]})
    return MappingProxyType({name: value for name, value in asked.items() if name != "messages"})


@cache
def _prepared(schema: type[BaseModel]) -> type[BaseModel]:
    import instructor

    return instructor.response_schema(schema)


@cache
def _handlers(protocol: str) -> Any:
    import instructor
    from instructor.v2.core.providers import Provider
    from instructor.v2.core.registry import mode_registry

    return mode_registry.get_handlers(Provider(protocol), instructor.Mode[MODES[protocol]])
