"""OpenAI's files and batches and Anthropic's message batches: results unordered, some of them errors."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tests.server import formats

if TYPE_CHECKING:
    from tests.server.loopback import Loopback

JSONL = "application/jsonl"


class Batches:
    """Batches that are done as soon as they are made. Every request is scripted like a live one: `status` makes an
    error line, `dropped` leaves the line out as one that expired."""

    def __init__(self, loopback: Loopback) -> None:
        self.loopback = loopback
        self.files: dict[str, bytes] = {}
        self.made: dict[str, dict[str, Any]] = {}

    def post(self, path: str, data: bytes, content_type: str) -> tuple[int, str, bytes]:
        if path == "/v1/files":
            return self._upload(data, content_type)
        body = json.loads(data)
        if path == "/v1/batches":
            return self._openai(body)
        return self._anthropic(body)

    def get(self, path: str) -> tuple[int, str, bytes]:
        if match := re.fullmatch(r"/v1/files/([\w-]+)/content", path):
            return 200, JSONL, self.files[match[1]]
        if match := re.fullmatch(r"/v1/messages/batches/([\w-]+)/results", path):
            return 200, "application/x-jsonl", self.files[match[1]]
        if match := re.fullmatch(r"/v1/(?:messages/)?batches/([\w-]+)", path):
            return 200, "application/json", json.dumps(self.made[match[1]]).encode()
        return 404, "application/json", b'{"error": {"message": "no such path"}}'

    def _upload(self, data: bytes, content_type: str) -> tuple[int, str, bytes]:
        boundary = content_type.split("boundary=")[1].encode()
        parts = [part.split(b"\r\n\r\n", 1) for part in data.split(b"--" + boundary) if b"\r\n\r\n" in part]
        content = next(body.removesuffix(b"\r\n") for head, body in parts if b'name="file"' in head)
        purpose = next(body.strip().decode() for head, body in parts if b'name="purpose"' in head)
        id = self._keep(content)
        said = {
            "id": id,
            "object": "file",
            "bytes": len(content),
            "created_at": 1_700_000_000,
            "filename": "requests.jsonl",
            "purpose": purpose,
            "status": "processed",
        }
        return 200, "application/json", json.dumps(said).encode()

    def _keep(self, content: bytes) -> str:
        id = f"file-{len(self.files) + 1}"
        self.files[id] = content
        return id

    def _openai(self, body: dict[str, Any]) -> tuple[int, str, bytes]:
        done, failed = [], []
        for line in self.files[body["input_file_id"]].decode().splitlines():
            request = json.loads(line)
            assert request["method"] == "POST"
            style = formats.STYLES[request["url"]]
            asked = request["body"]
            prompt = style.prompt(asked)
            step = self.loopback.step(prompt)
            if step.kind == "dropped":
                error = {"code": "batch_expired", "message": "This request could not be executed in time."}
                failed.append({"id": "b", "custom_id": request["custom_id"], "response": None, "error": error})
            elif step.kind == "status":
                response = {"status_code": step.status, "request_id": "r", "body": style.error(step.status, "scripted")}
                failed.append({"id": "b", "custom_id": request["custom_id"], "response": response, "error": None})
            else:
                reply, usage = style.reply(step.kind, step.answer or self.loopback.answer(prompt), asked)
                self.loopback.count(asked["model"], prompt, usage)
                response = {"status_code": 200, "request_id": "r", "body": reply}
                done.append({"id": "b", "custom_id": request["custom_id"], "response": response, "error": None})
        made = {
            "id": f"batch_{len(self.made) + 1}",
            "object": "batch",
            "endpoint": body["endpoint"],
            "input_file_id": body["input_file_id"],
            "completion_window": body["completion_window"],
            "status": "completed",
            "created_at": 1_700_000_000,
            "output_file_id": self._keep(_lines(reversed(done))),
            "error_file_id": self._keep(_lines(failed)) if failed else None,
            "request_counts": {"total": len(done) + len(failed), "completed": len(done), "failed": len(failed)},
        }
        self.made[made["id"]] = made
        return 200, "application/json", json.dumps(made).encode()

    def _anthropic(self, body: dict[str, Any]) -> tuple[int, str, bytes]:
        style = formats.STYLES["/v1/messages"]
        results: list[dict[str, Any]] = []
        for request in body["requests"]:
            asked = request["params"]
            prompt = style.prompt(asked)
            step = self.loopback.step(prompt)
            if step.kind == "dropped":
                result: dict[str, Any] = {"type": "expired"}
            elif step.kind == "status":
                result = {"type": "errored", "error": style.error(step.status, "scripted")}
            else:
                reply, usage = style.reply(step.kind, step.answer or self.loopback.answer(prompt), asked)
                self.loopback.count(asked["model"], prompt, usage)
                result = {"type": "succeeded", "message": reply}
            results.append({"custom_id": request["custom_id"], "result": result})
        id = self._keep(_lines(reversed(results)))
        made = {
            "id": id,
            "type": "message_batch",
            "processing_status": "ended",
            "request_counts": {"processing": 0, "succeeded": 0, "errored": 0, "canceled": 0, "expired": 0},
            "ended_at": "2026-01-01T00:00:00Z",
            "created_at": "2026-01-01T00:00:00Z",
            "expires_at": "2026-01-02T00:00:00Z",
            "archived_at": None,
            "cancel_initiated_at": None,
            "results_url": f"{self.loopback.url}/v1/messages/batches/{id}/results",
        }
        self.made[id] = made
        return 200, "application/json", json.dumps(made).encode()


def _lines(objects: Any) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in objects).encode()
