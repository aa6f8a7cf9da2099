"""SARIF 2.1.0: findings as results, checks as rules, for code-scanning services, editors and CI.

SARIF knows lines and no pages: in a PDF, `startLine` is the page, and `properties` of the location say page and box.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from auditor.checks import CHECKS
from auditor.exports.difference import State, findings_between
from auditor.exports.inert import visible
from auditor.exports.json_v1 import as_json
from auditor.records import Report, content_id

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"high": "error", "medium": "warning", "low": "note", "info": "note"}
OPEN = frozenset({"uncertain", "judges disagree"})
"""Standings that leave it to a person: results of the kind "review", which have no level."""
BASELINE = {State.new: "new", State.unchanged: "unchanged", State.changed: "updated", State.gone: "absent"}
RULES = {check.name: number for number, check in enumerate(CHECKS)}


def export(report: Report, before: Mapping[str, Any] | None = None) -> str:
    """One run. With an earlier report in the shape of JSON v1 every result has its `baselineState`."""
    now = as_json(report)
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(now, before)]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _run(now: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    audit, release = now["audit"], now["release"]
    documents = {document["id"]: number for number, document in enumerate(now["documents"])}
    if before is None:
        results = [_result(finding, now, documents) for finding in now["findings"]]
    else:
        results = []
        for state, old, new in findings_between(before["findings"], now["findings"]):
            # What is gone points into the documents of the earlier report.
            result = _result(new, now, documents) if new else _result(old or {}, before, {})
            results.append(result | {"baselineState": BASELINE[state]})
    subject = release["subjects"][0] if release["subjects"] else "unnamed"
    return {
        "tool": {"driver": {"name": "auditor", "version": now["auditor"], "rules": [_rule(check) for check in CHECKS]}},
        # The same for every audit of the release, so that services set them against each other.
        "automationDetails": {"id": f"auditor/{release['vendor'] or 'unknown vendor'}/{subject}/"},
        "invocations": [
            {
                "executionSuccessful": not audit["checks_failed"],
                "startTimeUtc": _utc(audit["started"]),
                "toolExecutionNotifications": list(_notifications(now)),
            }
        ],
        "artifacts": [
            {
                "location": {"uri": _uri(document, audit)},
                "mimeType": document["media_type"],
                "hashes": {"sha-256": document["sha256"]},
                "roles": ["analysisTarget"],
            }
            for document in now["documents"]
        ],
        "results": results,
        "columnKind": "unicodeCodePoints",
        "properties": {
            "audit": audit["id"],
            "release": release["id"],
            "registrySha256": audit["registry_sha256"],
            "runsSha256": audit["runs_sha256"],
            "pages": "startLine is the page where a location has properties.page",
        },
    }


def _rule(check: type[Any]) -> dict[str, Any]:
    sections = check.sections()
    told = {title: text for title, text in sections.items() if title}
    return {
        "id": check.name,
        "name": "".join(part.capitalize() for part in check.name.split("_")),
        "shortDescription": {"text": " ".join(sections[""].split())},
        "fullDescription": {"text": " ".join(told["What it finds"].split())},
        "help": {
            "text": "\n\n".join(f"{title}\n{text}" for title, text in told.items()),
            "markdown": "\n\n".join(f"**{title}**\n\n{text}" for title, text in told.items()),
        },
        "properties": {"family": check.family, "version": check.version, "tags": [check.family]},
    }


def _result(finding: Mapping[str, Any], of: Mapping[str, Any], documents: Mapping[str, int]) -> dict[str, Any]:
    named = {document["id"]: _uri(document, of["audit"]) for document in of["documents"]}
    placed = [item for item in finding["evidence"] if item["document"] in named]
    first = [item for item in placed if item["primary"]] or placed[:1]
    rest = [item for item in placed if item not in first]
    undecided = finding["standing"] in OPEN
    result: dict[str, Any] = {
        "ruleId": finding["check"],
        "kind": "review" if undecided else "fail",
        "level": "none" if undecided else LEVELS[finding["severity"]],
        "message": {"text": f"{visible(finding['title'])}. {visible(finding['message'])}"},
        "locations": [_location(item, named, documents) for item in first],
        "relatedLocations": [
            {"id": number} | _location(item, named, documents) for number, item in enumerate(rest, start=1)
        ],
        "partialFingerprints": {
            "auditorFinding/v1": finding["id"],
            "auditorSubject/v1": content_id(
                "subject", finding["check"], sorted(finding["models"]), sorted(finding["benchmarks"])
            ),
        },
        "properties": {
            **{key: finding[key] for key in ("severity", "confidence", "says", "standing", "models", "benchmarks")},
            "arithmetic": finding["arithmetic"],
            "overturnedBy": finding["overturned_by"],
            "facts": [item["quote"] for item in finding["evidence"] if item["document"] not in named],
        },
    }
    if finding["check"] in RULES:
        result["ruleIndex"] = RULES[finding["check"]]
    if finding["standing"] == "dismissed":
        why = next((one["reason"] for one in finding["judgements"] if one["verdict"] == "dismissed"), "")
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": visible(why)}]
    return result


def _location(item: Mapping[str, Any], uris: Mapping[str, str], documents: Mapping[str, int]) -> dict[str, Any]:
    artifact: dict[str, Any] = {"uri": uris[item["document"]]}
    if item["document"] in documents:
        artifact["index"] = documents[item["document"]]
    physical: dict[str, Any] = {"artifactLocation": artifact}
    line = item["page"] if item["page"] is not None else item["line"]
    if line is not None:
        physical["region"] = {"startLine": line, "snippet": {"text": visible(item["quote"])}}
    location: dict[str, Any] = {"physicalLocation": physical, "message": {"text": visible(item["where"])}}
    if item["page"] is not None:
        location["properties"] = {"page": item["page"], "box": item["box"]}
    return location


def _notifications(now: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for check, reason in now["audit"]["checks_failed"].items():
        yield {"level": "error", "message": {"text": f"The check {check} could not run: {visible(reason)}"}}
    for unread in now["unread"]:
        where = f"{visible(unread['where'])}: " if unread["where"] else ""
        yield {"level": "warning", "message": {"text": f"Not read: {where}{visible(unread['reason'])}"}}


def _uri(document: Mapping[str, Any], audit: Mapping[str, Any]) -> str:
    """Where the document lies: its address, or its path below the folder that the audit ran in, as far as it says."""
    if document["url"]:
        return str(document["url"])
    name = document["name"]
    given = audit["arguments"].get("paths", "").split(" ")
    path = next((one for one in given if PurePosixPath(one).name == name), None)
    if path is None and len(given) == 1 and given[0] not in ("", "."):
        path = f"{given[0].rstrip('/')}/{name}"
    if path is None or path.startswith(("/", "~", "..")):
        path = name
    return quote(path.removeprefix("./").encode("utf-8", "replace"))


def _utc(started: str) -> str:
    return datetime.fromisoformat(started).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
