"""The loopback server speaks the wire formats: the official SDKs understand it."""

from __future__ import annotations

import json

import openai
import pytest

from tests.server.loopback import Loopback, Step


def test_responses() -> None:
    with Loopback() as server, openai.OpenAI(api_key="none", base_url=f"{server.url}/v1", max_retries=0) as client:
        came = client.responses.create(model="m", input="Does the note stand?")
        assert json.loads(came.output_text)["verdict"] == "upheld"
        assert came.usage is not None
        assert (came.usage.input_tokens, came.usage.output_tokens) == (
            server.served.input_tokens,
            server.served.output_tokens,
        )
        server.script(Step("refusal"), Step("truncated"), Step("status", status=429))
        (item,) = client.responses.create(model="m", input="x").output
        assert item.type == "message"
        assert item.content[0].type == "refusal"
        cut = client.responses.create(model="m", input="x")
        assert cut.incomplete_details is not None
        assert cut.incomplete_details.reason == "max_output_tokens"
        with pytest.raises(openai.RateLimitError):
            client.responses.create(model="m", input="x")
