"""README.md tells the truth. ``python tests/test_readme.py`` rewrites its example's output."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
SHARED = ROOT.parent / "shared"

_EXAMPLE = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)
_WALK = re.compile(r"```shell-session\n(?P<steps>.*?)```", re.DOTALL)
_SETUP = re.compile(r"```sh\n([^\n]+)\n```")
_INLINE = re.compile(r"(?<!`)`([^`]+)`(?!`)")


def readme() -> str:
    return README.read_text(encoding="utf-8")


def inline() -> list[str]:
    return [" ".join(code.split()) for code in _INLINE.findall(_strip_blocks(readme()))]


def _strip_blocks(text: str) -> str:
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def output_of(command: str, environment: Mapping[str, str]) -> str:
    """What the command line prints, with ``python`` being the one that runs this."""
    path = os.pathsep.join((str(Path(sys.executable).parent), environment.get("PATH", "")))
    done = subprocess.run(
        ["bash", "-c", command],
        env={**environment, "PATH": path},
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=200,
    )
    assert done.stderr == "", done.stderr
    return done.stdout


def test_the_example_is_what_the_command_prints(environment):
    """The answer in the README is the one that a user gets."""
    examples = list(_EXAMPLE.finditer(readme()))
    assert examples
    for example in examples:
        assert output_of(example["command"], environment) == example["output"]


def walked(steps: str, index: Path, folder: Path, environment: Mapping[str, str]) -> str:
    """The steps with what each prints, taken in a new folder with the corpus and its index."""
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    shutil.copytree(index, folder / ".index")
    shutil.copy(ROOT / "ingest.py", folder)
    places = {
        **environment,
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), environment.get("PATH", ""))),
        "PYTHONPATH": os.pathsep.join((environment.get("PYTHONPATH", ""), str(ROOT))),
    }
    for name in ("ASSISTANT_INDEX", "ASSISTANT_CORPUS"):
        places.pop(name, None)
    lines: list[str] = []
    for command in re.findall(r"^\$ (.+)$", steps, re.MULTILINE):
        done = subprocess.run(
            ["bash", "-c", command], env=places, cwd=folder,
            capture_output=True, text=True, encoding="utf-8", check=False, timeout=200,
        )
        assert done.stderr == "", done.stderr
        lines += [f"$ {command}\n", done.stdout]
    return "".join(lines)


@pytest.mark.slow
def test_the_walk_through_prints_what_it_says(settings, environment, tmp_path):
    """Export, change a source, check, fix: each prints what it shows, and no trace is left."""
    (walk,) = _WALK.finditer(readme())
    printed = walked(walk["steps"], settings.index, tmp_path, environment)
    assert printed == walk["steps"]
    assert "source text changed" in printed
    assert sorted(p.name for p in tmp_path.iterdir()) == [".index", "corpus", "ingest.py"]
    for brief in (ROOT / "corpus").iterdir():
        assert (tmp_path / "corpus" / brief.name).read_bytes() == brief.read_bytes()


def test_ci_runs_the_test_command_of_the_readme():
    """CI runs, to the letter, the README's second command, and then the slow tests."""
    _, tests = _SETUP.findall(readme())
    last = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-2:]
    assert last == [tests, ".venv/bin/python -m pytest -m slow"]


def test_both_commands_need_nothing_but_python_and_pip():
    """Each command makes its environment, installs the project, and starts something in it."""
    for command in _SETUP.findall(readme()):
        make, install, start = command.split(" && ")
        assert make == "python3 -m venv .venv"
        assert install.startswith(".venv/bin/pip install torch==")
        assert start.startswith(".venv/bin/")


def test_the_torch_that_is_installed_is_one_that_the_project_takes():
    """The pinned torch satisfies the project's own requirement, or pip would refuse."""
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    torch = next(r for r in map(Requirement, project["dependencies"]) if r.name == "torch")
    pinned = set(re.findall(r"torch==([\d.]+)", readme()))
    assert len(pinned) == 1
    assert pinned.pop() in torch.specifier


def test_every_extra_exists():
    """An extra that the README installs is one that the project defines."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = set(re.findall(r'"\.\[([\w-]+)\]"', readme()))
    assert extras
    assert extras <= project["optional-dependencies"].keys()


def test_every_link_and_path_leads_somewhere():
    """What is linked, or named as a path of the project, is there."""
    named = set(re.findall(r"\]\((?!http)([^)]+)\)", readme()))
    named |= {c for c in inline() if re.fullmatch(r"(assistant|corpus|tests)/[\w/.]*", c)}
    assert len(named) > 5
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("command", sorted({c for c in inline() if "python -m assistant" in c}))
def test_every_command_of_the_assistant_works(command, environment):
    """A command that the README names prints something; one with a gap to fill has a help."""
    words = command.split()
    if any(word.isupper() for word in words):
        command = " ".join([*words[:4], "--help"])
    assert output_of(command, environment).strip()


def test_every_script_is_there():
    """A script that the README runs exists."""
    scripts = {m for code in inline() for m in re.findall(r"python ((?:\w+/)*\w+\.py)", code)}
    assert {"ingest.py", "tests/benchmarks/suite.py"} <= scripts
    assert all((ROOT / script).is_file() for script in scripts)


def test_every_option_is_one_that_its_command_knows(run):
    """Options named without a whole command belong to one of those that the README shows."""
    known = "".join(
        run(*command, "--help").stdout
        for command in (
            *(("-m", "assistant", name) for name in (
                "ask", "recommend", "evaluate", "cost", "export", "cite-check"
            )),
            ("ingest.py",),
        )
    )
    options = {o for code in inline() for o in re.findall(r"--[a-z]+", code)}
    assert options
    assert all(option in known for option in options)


def test_the_formats_are_those_that_are_read():
    """Each suffix that the README promises is read, and no other format is."""
    from assistant.corpus.read import SUFFIXES

    told = {c for c in inline() if re.fullmatch(r"\.[a-z]+", c)}
    assert told <= SUFFIXES
    assert SUFFIXES - told <= {".htm", ".markdown"}


def test_the_settings_exist():
    """An environment variable that the README names is a setting."""
    from assistant.settings import Settings

    named = set(re.findall(r"ASSISTANT_(\w+)", readme()))
    assert named
    assert {name.lower() for name in named} <= Settings.model_fields.keys()


def test_the_passage_exists(assistant):
    """The passage and the documents given as examples are in the corpus."""
    passages = [c for c in inline() if re.fullmatch(r"[\w-]+#[\w-]+\.\d+", c)]
    assert passages
    assert all(assistant.generation.position(name) is not None for name in passages)
    (without,) = re.findall(r"`--without ([\w-]+)`", readme())
    assert assistant.generation.document(without) is not None


def test_it_is_short():
    """The README can be read in a few minutes."""
    assert len(readme().splitlines()) <= 160


@pytest.mark.skipif(not SHARED.is_dir(), reason="the source articles are not beside the checkout")
def test_no_wording_is_shared_with_the_articles():
    """The README, the briefs and the code say everything in words of their own."""
    script = SHARED / "tools" / "overlap.py"
    files = ["README.md", "corpus", "assistant", "app.py", "ingest.py", "tests"]
    done = subprocess.run(
        [sys.executable, script, *files], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def rewrite() -> None:
    """None; the README's examples show what their commands print now."""

    def now(example: re.Match[str]) -> str:
        command = example["command"]
        return f"```console\n$ {command}\n{output_of(command, os.environ)}```"

    def again(walk: re.Match[str]) -> str:
        from assistant.settings import Settings

        with tempfile.TemporaryDirectory() as folder:
            steps = walked(walk["steps"], Settings().index, Path(folder), os.environ)
        return f"```shell-session\n{steps}```"

    README.write_text(_WALK.sub(again, _EXAMPLE.sub(now, readme())), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
