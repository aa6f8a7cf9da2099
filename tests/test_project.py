"""The promises the project makes about itself."""

from __future__ import annotations

import ast
import hashlib
import inspect
import re
import runpy
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from jsonschema import Draft7Validator

import auditor
from auditor import records
from auditor.checks import CHECKS
from auditor.cli import cli

ROOT = Path(__file__).parent.parent
PACKAGE = Path(auditor.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
SECTIONS = ("What it finds", "Why it matters", "Decision rule", "Example", "What would clear it", "References")

checkout = pytest.mark.skipif(not (ROOT / "pyproject.toml").exists(), reason="needs a checkout")


@checkout
def test_import_contracts_hold() -> None:
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_fits_in_one_reading(module: Path) -> None:
    lines = module.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 400
    assert module.stem not in {"utils", "helpers", "common", "core", "manager"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_says_what_it_is(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    # A file that is one documented thing (a check, a question) says what it is there.
    said = [ast.get_docstring(node) for node in (tree, *tree.body) if isinstance(node, ast.Module | ast.ClassDef)]
    assert not tree.body or any(said)


def test_every_check_file_is_registered() -> None:
    files = {
        path.stem
        for folder in (PACKAGE / "checks").iterdir()
        if folder.is_dir() and folder.name != "__pycache__"
        for path in folder.glob("*.py")
        if not path.stem.startswith("_")
    }
    assert files == {check.name for check in CHECKS}


def test_every_family_has_at_least_two_checks() -> None:
    families: dict[str, int] = {}
    for check in CHECKS:
        families[check.family] = families.get(check.family, 0) + 1
    assert set(families) == {"omission", "contamination", "harness", "crosscheck", "statistics", "arithmetic", "cost"}
    assert min(families.values()) >= 2


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_every_check_documents_itself(check: type) -> None:
    text = inspect.getdoc(check) or inspect.getdoc(sys.modules[check.__module__]) or ""
    positions = [text.find(section) for section in SECTIONS]
    assert -1 not in positions, [s for s, p in zip(SECTIONS, positions, strict=True) if p == -1]
    assert positions == sorted(positions)


@checkout
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_every_check_has_its_cases(check: type) -> None:
    assert (ROOT / "tests" / "checks" / check.family / f"{check.name}.md").is_file()  # type: ignore[attr-defined]


@checkout
def test_released_prompts_never_change() -> None:
    lock = dict(reversed(line.split()) for line in (ROOT / "prompts" / "LOCK").read_text().splitlines() if line.strip())
    files = {
        str(path.relative_to(ROOT / "prompts")): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / "prompts").glob("*/v*.md")
    }
    assert files == lock


@checkout
def test_readme_table_of_checks_is_fresh() -> None:
    readme = runpy.run_path(str(ROOT / "tests" / "readme.py"), run_name="readme")
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme["between"](text, "checks") == readme["table_of_checks"](), "run: python -m tests.readme"


def test_records_are_frozen_closed_and_documented() -> None:
    for name in records.__all__:
        record = getattr(records, name)
        if inspect.isclass(record) and issubclass(record, records.Record) and record is not records.Record:
            assert record.model_config["frozen"], name
            assert record.model_config["extra"] == "forbid", name
            assert record.__doc__, name


@checkout
def test_the_wheel_holds_every_data_file(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"auditor/_data/{path.relative_to(ROOT)}"
        for folder in ("prompts", "corpus", "db")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted
    assert wanted <= held, sorted(wanted - held)[:5]
    assert "auditor/exports/report.html.j2" in held
    assert "auditor/exports/report_v1.schema.json" in held
    assert "auditor/cli/browse/templates/show.html" in held
    assert "auditor/py.typed" in held


@checkout
def test_nothing_of_this_machine_is_in_the_project() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    for name in tracked.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".sql", ".csv", ".j2", ""} and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            found = re.search(r"/(?:home|root|Users)/[a-z]|/" + "work/(?:main|shared)|/tmp/[a-z]+/", text)
            assert not found, f"{name}: {found and found.group(0)}"


def test_help_imports_nothing_heavy() -> None:
    heavy = ("pydantic", "scipy", "numpy", "lxml", "pypdfium2", "pdf_oxide", "pdfplumber", "openai", "anthropic",
             "instructor", "sqlite_utils", "jinja2", "markdown_it", "rich")  # fmt: skip
    program = (
        "import sys\nfrom auditor.cli import main\nsys.argv = ['auditor', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [m for m in {heavy!r} if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.rstrip().endswith("LOADED []"), run.stdout[-300:]


def test_no_test_reaches_beyond_this_machine() -> None:
    import socket

    with pytest.raises(RuntimeError, match="loopback"), socket.socket() as s:
        s.connect(("192.0.2.1", 80))


@checkout
def test_the_workflow_in_the_readme_is_one_and_runs_commands_that_exist(
    official_schema: Callable[[str], dict[str, Any]],
) -> None:
    readme = runpy.run_path(str(ROOT / "tests" / "readme.py"), run_name="readme")
    text = readme["between"]((ROOT / "README.md").read_text(encoding="utf-8"), "action")
    workflow = yaml.safe_load(text.removeprefix("```yaml\n").removesuffix("```"))
    # YAML 1.1 reads the key "on" as true.
    Draft7Validator(official_schema("github-workflow")).validate(
        {str(k).replace("True", "on"): v for k, v in workflow.items()}
    )
    commands = [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    (command,) = (shlex.split(line) for line in commands if line.startswith("auditor "))
    context = cli.get_command(click.Context(cli), command[1]).make_context(command[1], command[2:])  # type: ignore[attr-defined]
    assert context.params["fail_on"] == "high"
    assert [path.suffix for path in context.params["outputs"]] == [".sarif", ".md", ".json"]
