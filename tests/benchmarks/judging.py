"""`python -m tests.benchmarks.judging`: 1,000 questions at 100 ms of latency, 16 at a time; then from kept answers.

The ideal time is questions × latency / 16. The server runs in a process of its own on this machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from auditor import judging
from auditor.providers import Manner, Price, Provider, language_model, named
from auditor.providers.recorded import Recorded
from auditor.records import Confidence, Evidence, EvidenceKind, Finding, Question, Release, Severity, content_id
from auditor.store.answers import AnswerBook
from auditor.store.database import open_database

QUESTIONS = 1000
LATENCY = 0.1
AT_ONCE = 16


def findings(count: int) -> list[Finding]:
    """Findings that ask different questions."""
    made = []
    for number in range(count):
        words = f"Note {number}: labs have seen items of this set before."
        variables = {"benchmark": "Set", "score": f"M {number / 10}", "words": words, "evidence": f"[note] {words}"}
        question = Question(
            id=content_id("ques", number),
            judge="footnote_meaning",
            asks="Does the note put the score in doubt?",
            variables=variables,
            evidence={"note": words},
        )
        evidence = Evidence(kind=EvidenceKind.text, ref="doc", quote=words, primary=True)
        made.append(
            Finding(
                id=content_id("find", number),
                check="disclosed_memorisation",
                family="contamination",
                check_version=1,
                severity=Severity.high,
                confidence=Confidence.high,
                says="disclosed",
                title=words,
                message=words,
                evidence=(evidence,),
                overturned_by="A cleaned score.",
                question=question,
            )
        )
    return made


def timed(path: Path, spec: str, at_once: int, count: int) -> float:
    """Seconds that judging takes, with the answers and judgements kept in a database."""
    asked = findings(count)
    release = Release(id="rel-1", subjects=("M",), documents=())
    model = language_model(named(spec), vendor=None, price=Price(1.0, 5.0), manner=Manner())
    # Loading an SDK takes seconds and is no part of asking.
    _ = model.client
    with open_database(path) as database:
        before = time.perf_counter()
        with AnswerBook(database) as book:
            providers: list[Provider] = [Recorded(model, book)]
            came = judging.judge(asked, providers, release, database, lambda *_: None, at_once=at_once)
        seconds = time.perf_counter() - before
    model.close()
    assert len(came.judgements) == count
    assert not came.open
    return seconds


def main() -> None:
    """Prints the figures."""
    command = [sys.executable, "-m", "tests.server", str(LATENCY)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        os.environ.update(OPENAI_API_KEY="none", ANTHROPIC_API_KEY="none", ANTHROPIC_BASE_URL=url)
        ideal = QUESTIONS * LATENCY / AT_ONCE
        for spec in (f"openai:m@{url}/v1", "anthropic:m"):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "audits.db"
                asked = timed(path, spec, AT_ONCE, QUESTIONS)
                kept = timed(path, spec, AT_ONCE, QUESTIONS)
            print(
                f"{spec.split('@')[0]}: {QUESTIONS} questions, {LATENCY * 1000:.0f} ms latency, {AT_ONCE} at a time: "
                f"{asked:.2f} s = {asked / ideal:.2f} × ideal ({ideal:.2f} s); kept answers: {kept:.2f} s"
            )
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main()
