"""Batches by way of files: what is written is what would be sent, what comes back is checked like a live answer."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.judging.conftest import HAIKU, Run, rows
from tests.judging.test_judge import quoting
from tests.server.loopback import Loopback, Step

Asking = Callable[..., Path]
MINI = "openai:gpt-5-mini"


def by_openai(server: Loopback, requests: Path, folder: Path) -> list[Path]:
    """The files that OpenAI gives for a batch, by its SDK."""
    import openai

    with openai.OpenAI() as client:
        file = client.files.create(file=requests, purpose="batch")
        made = client.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h")
        done = client.batches.retrieve(made.id)
        results = []
        for name, id in (("output.jsonl", done.output_file_id), ("errors.jsonl", done.error_file_id)):
            if id:
                (folder / name).write_bytes(client.files.content(id).content)
                results.append(folder / name)
    return results


def by_anthropic(server: Loopback, requests: Path, folder: Path) -> list[Path]:
    """The file that Anthropic gives for a batch, by its SDK."""
    import anthropic

    with anthropic.Anthropic() as client:
        made = client.messages.batches.create(
            requests=[json.loads(line) for line in requests.read_text("utf-8").splitlines()]
        )
        done = client.messages.batches.retrieve(made.id)
        assert done.processing_status == "ended"
        text = "".join(
            f"{result.model_dump_json(warnings=False)}\n" for result in client.messages.batches.results(made.id)
        )
    (folder / "results.jsonl").write_text(text, "utf-8")
    return [folder / "results.jsonl"]


@pytest.mark.parametrize(("judge", "send"), [(MINI, by_openai), (HAIKU, by_anthropic)], ids=["openai", "anthropic"])
def test_there_and_back(
    judge: str, send: Callable[..., list[Path]], server: Loopback, asking: Asking, run: Run, tmp_path: Path
) -> None:
    path, requests = asking(10), tmp_path / "requests.jsonl"
    told = run("judge", "--judge", judge, "--db", path, "--batch-export", requests)
    assert "10 requests written" in told.stderr
    assert sum(server.served.requests.values()) == 0
    for number, step in {
        1: Step("wrong_schema"),
        3: Step(answer=quoting("labs have seen 47 items")),
        5: Step("status", status=500),
        7: Step("dropped"),
        9: Step("refusal"),
    }.items():
        server.when(f"Note {number}:", step)
    files = send(server, requests, tmp_path)
    imports = [argument for file in files for argument in ("--batch-import", file)]
    told = run("judge", "--judge", judge, "--db", path, *imports)
    assert "5 answered (5 upheld), 3 unanswered" in told.stdout
    assert "2 requests failed; they stay open" in told.stderr
    (row,) = rows(path, "SELECT sum(json_extract(usage, '$.input_tokens')) AS i, sum(cost_usd) AS usd FROM attempts")
    assert row["i"] == server.served.input_tokens
    if judge == HAIKU:
        half = (server.served.input_tokens + 5 * server.served.output_tokens) / 1e6 / 2
        assert row["usd"] == pytest.approx(half), "a batch costs half"

    told = run("judge", "--judge", judge, "--db", path, "--batch-export", requests)
    assert "5 requests written" in told.stderr
    asked = requests.read_text("utf-8")
    assert "cannot be accepted" in asked, "what was not accepted is asked again with the complaint"
    assert "do not stand in the evidence" in asked
    files = send(server, requests, tmp_path)
    told = run("judge", "--judge", judge, "--db", path, "--batch-import", files[0])
    assert "10 answered (10 upheld)" in told.stdout
    assert "open" not in told.stderr.lower()
    assert "No question is open" in run("judge", "--judge", judge, "--db", path, "--batch-export", requests).stderr
    before = sum(server.served.requests.values())
    run("judge", "--judge", judge, "--db", path)
    assert sum(server.served.requests.values()) == before, "answers of a batch are not asked for again"


@pytest.mark.parametrize("judge", [MINI, HAIKU])
def test_a_batch_holds_what_would_be_sent(
    judge: str, server: Loopback, asking: Asking, run: Run, tmp_path: Path
) -> None:
    path, requests = asking(3), tmp_path / "requests.jsonl"
    run("judge", "--judge", judge, "--db", path, "--batch-export", requests)
    lines = [json.loads(line) for line in requests.read_text("utf-8").splitlines()]
    run("judge", "--judge", judge, "--db", path, "--concurrency", 1)
    bodies = [line.get("body") or line["params"] for line in lines]
    assert bodies == server.served.bodies
    assert all(len(line["custom_id"]) == 64 and line["custom_id"].isalnum() for line in lines)
    if judge == MINI:
        assert {(line["method"], line["url"]) for line in lines} == {("POST", "/v1/chat/completions")}


def test_anybody_may_answer(server: Loopback, asking: Asking, run: Run, tmp_path: Path) -> None:
    path, requests = asking(4), tmp_path / "requests.jsonl"
    run("judge", "--judge", MINI, "--db", path, "--batch-export", requests)
    keys = [json.loads(line)["custom_id"] for line in requests.read_text("utf-8").splitlines()]
    answer = {"reason": "I read the note.", "verdict": "dismissed", "quotes": []}
    answers = io.StringIO()
    for line in (
        {"custom_id": keys[2], "by": "A. Reader", "answer": answer},
        {"custom_id": keys[0], "by": "A. Reader", "answer": {**answer, "quotes": [{"evidence": "note", "text": "no"}]}},
        {"custom_id": keys[1], "by": "A. Reader", "answer": {"verdict": "guilty"}},
        {"custom_id": "f" * 64, "by": "A. Reader", "answer": answer},
        {"custom_id": keys[3], "answer": answer},
    ):
        answers.write(json.dumps(line) + "\n\n")
    answers.write('not JSON\n[]\n{"custom_id": "x"}\n{"custom_id": "x", "response": {}}\n')
    (tmp_path / "answers.jsonl").write_text(answers.getvalue(), "utf-8")
    told = run("judge", "--judge", MINI, "--db", path, "--batch-import", tmp_path / "answers.jsonl")
    assert "batch:A. Reader: 1 answered (1 dismissed), 2 unanswered" in told.stdout
    assert "Open for batch:A. Reader: 1 question" in told.stderr
    assert "1 answer to questions that are not asked here" in told.stderr
    assert 'answers.jsonl, line 9: it does not say "by" whom' in told.stderr
    assert "line 11: it is not JSON" in told.stderr
    (row,) = rows(path, "SELECT provider, model, reason FROM judgements WHERE verdict = 'dismissed'")
    assert row == {"provider": "batch", "model": "A. Reader", "reason": "I read the note."}
    assert not server.served.requests


def test_an_answer_of_another_model_has_that_models_name(
    server: Loopback, asking: Asking, run: Run, tmp_path: Path
) -> None:
    path, requests = asking(2, "anthropic"), tmp_path / "requests.jsonl"
    run("judge", "--judge", MINI, "--db", path, "--batch-export", requests)
    changed = requests.read_text("utf-8").replace('"gpt-5-mini"', '"claude-haiku-4-5"')
    requests.write_text(changed, "utf-8")
    (file,) = by_openai(server, requests, tmp_path)
    told = run("judge", "--judge", MINI, "--db", path, "--batch-import", file)
    assert "batch:claude-haiku-4-5 does not vote: its maker, anthropic" in told.stderr
    assert not rows(path, "SELECT 1 FROM judgements")


def test_what_cannot_be_a_batch(server: Loopback, asking: Asking, run: Run, tmp_path: Path) -> None:
    path, requests = asking(1), tmp_path / "requests.jsonl"
    more = ("--db", path, "--batch-export", requests)
    assert "for one model" in run("judge", "--judge", MINI, "--judge", HAIKU, *more, code=2).stderr
    assert "for one model" in run("judge", "--judge", "rubric", *more, code=2).stderr
    assert "does not exist" in run(
        "judge", "--judge", MINI, "--db", path, "--batch-export", tmp_path / "no" / "x", code=2
    ).stderr  # fmt: skip
    (tmp_path / "b.bin").write_bytes(b"\xff\xfe\x00")
    told = run("judge", "--judge", MINI, "--db", path, "--batch-import", tmp_path / "b.bin", code=2)
    assert "cannot be read as text" in told.stderr
