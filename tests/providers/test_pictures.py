"""A picture beside the prompt, as each SDK sends it."""

from __future__ import annotations

import base64
import io

import pytest

from auditor import resources
from auditor.documents.pdf.drawing import LONGEST_SIDE, page_png
from auditor.errors import DocumentError
from auditor.judges.answer import Answer
from auditor.providers import Request, language_model, named
from auditor.records import Question
from tests.server.loopback import Loopback

CARD = "attacks/card.pdf"


@pytest.mark.parametrize("name", ["openai:m", "anthropic:m"])
def test_a_page_goes_with_the_prompt(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = page_png((resources.folder("corpus") / CARD).read_bytes(), 1)
    question = Question(id="ques-1", judge="footnote_meaning", asks="?", variables={})
    request = Request(question, "p@1", "0" * 64, "Read it.", Answer, lambda _: None, "r@1", picture=picture)
    with Loopback() as server:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0123456789")
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        model = language_model(named(name), vendor=None, price=None)
        reply = model.answer(request)
        model.close()
        (body,) = server.served.bodies
    assert isinstance(reply.answer, Answer)
    shown, text = body["messages"][-1]["content"]
    assert text["text"] == "Read it."
    sent = shown["image_url"]["url"].partition("base64,")[2] if name.startswith("openai") else shown["source"]["data"]
    assert base64.b64decode(sent) == picture


def test_a_page_is_drawn_as_large_as_models_see() -> None:
    from PIL import Image

    data = (resources.folder("corpus") / CARD).read_bytes()
    assert max(Image.open(io.BytesIO(page_png(data, 1))).size) == LONGEST_SIDE
    for page in (99, -5):
        with pytest.raises(DocumentError, match="cannot be drawn"):
            page_png(data, page)
    with pytest.raises(DocumentError, match="cannot be drawn"):
        page_png(b"no PDF", 1)
