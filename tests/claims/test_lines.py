"""The stable line of a claim."""

import json

from auditor.claims.lines import as_object

STABLE = {
    "document",
    "page",
    "table",
    "caption",
    "origin",
    "model",
    "benchmark",
    "setting",
    "value",
    "number",
    "unit",
    "emphasis",
    "subject",
    "line_or_box",
}


def test_every_stable_key_is_there_and_plain_json(hand) -> None:
    rows = [["Benchmark", "Borealis-1 70B", "Aurora-2 7B"], ["KnowTest (5-shot)", "81.30%", "**82.0%**"]]
    read = hand.document(hand.table(rows, caption="Main results"))
    found = hand.extraction(hand.table(rows, caption="Main results"))
    lines = [as_object(claim, read) for claim in found.claims]
    assert all(set(line) >= STABLE for line in lines)
    first, second = json.loads(json.dumps(lines))
    assert (first["document"], first["page"], first["line_or_box"]) == ("report.md", 7, 7)
    assert (first["value"], first["number"], first["unit"], first["subject"]) == ("81.30%", "81.30", "percent", False)
    assert (second["emphasis"], second["subject"], second["setting"]) == ("bold", True, "5-shot")
