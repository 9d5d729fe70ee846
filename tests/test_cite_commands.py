"""``export`` and ``cite-check`` on the command line: from a question to a plan and back."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from fakes import FakeEncoder

from assistant.citing.commands import FORMS
from assistant.citing.export import FORMATS
from assistant.cli import main
from assistant.index.build import build
from assistant.index.verify import verify_here

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "Should I outstaff QA? Nobody here can manage testers."
HEAVY = {"onnxruntime", "tokenizers", "chromadb", "numpy", "torch", "bm25s", "streamlit",
         "sentence_transformers", "langchain_core", "assistant.index.encoder", "pypandoc"}


@pytest.fixture(scope="module")
def plan(settings, tmp_path_factory):
    """A plan in Markdown, exported from the index of ``corpus/``."""
    path = tmp_path_factory.mktemp("plan") / "plan.md"
    assert main(["export", "--format", "markdown", "--date", "2026-11-22", "--output", str(path),
                 "--index", str(settings.index), QUESTION]) == 0
    return path


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """An index of a copy of the corpus, in which a source was then changed and ingested anew.

    Its vectors cost nothing: the check reads none.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    build(folder / "corpus", folder / "index", FakeEncoder(), check=verify_here)
    path = folder / "corpus/outstaffing-vs-outsourcing.md"
    text = path.read_text(encoding="utf-8")
    assert text.count("adapts with ease") == 1
    path.write_text(text.replace("adapts with ease", "adapts with some effort"), encoding="utf-8")
    build(folder / "corpus", folder / "index", FakeEncoder(), check=verify_here)
    return folder / "index"


def test_the_forms_are_those_that_are_written():
    """The parser, which loads nothing, knows the same forms as what writes them."""
    assert list(FORMATS) == FORMS


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_checked_as_exact(form, settings, tmp_path, capsys):
    """Whatever an answer is exported to, the check finds its citations and the recommendation."""
    path = tmp_path / f"plan{FORMATS[form].suffix}"
    index = ["--index", str(settings.index)]
    assert main(["export", "--format", form, "--output", str(path), *index, QUESTION]) == 0
    assert main(["cite-check", "--format", "json", str(path), *index]) == 0
    (counts,) = [json.loads(capsys.readouterr().out)["counts"]]
    assert counts.keys() == {"exact"}
    assert counts["exact"] >= 5


def test_the_same_day_gives_the_same_bytes(plan, settings, capsys):
    """Only the date enters an export, and it can be given."""
    arguments = ["export", "--format", "markdown", "--date", "2026-11-22", QUESTION]
    assert main([*arguments, "--index", str(settings.index)]) == 0
    assert capsys.readouterr().out == plan.read_text(encoding="utf-8")
    assert "2026-11-22" in plan.read_text(encoding="utf-8")


def test_a_whole_conversation(settings, run):
    """Every answer is in the document, and equal quotes share a footnote."""
    line = json.dumps({"id": 1, "turns": [QUESTION, "What are the risks of outsourcing?"]})
    done = run("-m", "assistant", "export", "--format", "markdown", "--conversation", "--jsonl",
               said=line + "\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("replay this answer") == 2
    notes = re.findall(r"^\[\^(\d+)\]: (.*)$", done.stdout, re.MULTILINE)
    assert [int(n) for n, _ in notes] == list(range(1, len(notes) + 1))
    assert len({text for _, text in notes}) == len(notes)
    assert set(re.findall(r"\[\^(\d+)\](?!:)", done.stdout)) == {n for n, _ in notes}


def test_a_changed_source_fails_the_check(plan, elsewhere, capsys):
    """Status 1, and exactly the citation that was touched is reported, with both wordings."""
    assert main(["cite-check", str(plan), "--index", str(elsewhere)]) == 1
    printed = capsys.readouterr().out
    assert printed.count("source text changed: ") == 1
    assert "adapts with [-ease.-] {+some effort.+}" in printed
    assert "1 source text changed" in printed


def test_annotations_for_github(plan, elsewhere, capsys):
    """One line, with the file, the line in it, and what is wrong."""
    assert main(["cite-check", "--format", "github", str(plan), "--index", str(elsewhere)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    number = int(re.match(r"::error file=[^,]+,line=(\d+),title=citation%3A source text", line)[1])
    assert "adapts with ease" in plan.read_text(encoding="utf-8").splitlines()[number - 1]


def test_fix_writes_a_copy(plan, elsewhere, capsys):
    """The original stays as it is; the copy has today's words and passes the check."""
    before = plan.read_bytes()
    assert main(["cite-check", "--fix", str(plan), "--index", str(elsewhere)]) == 0
    assert plan.read_bytes() == before
    copy = plan.with_name("plan.fixed.md")
    assert "adapts with some effort" in copy.read_text(encoding="utf-8")
    assert main(["cite-check", str(copy), "--index", str(elsewhere)]) == 0
    assert capsys.readouterr().out.count("written to") == 1


def test_fix_in_place(plan, elsewhere, tmp_path):
    """Only when it is asked for, the document itself is corrected."""
    mine = shutil.copy(plan, tmp_path / "mine.md")
    arguments = ["cite-check", "--fix", "--in-place", str(mine), "--index", str(elsewhere)]
    assert main(arguments) == 0
    assert "adapts with some effort" in mine.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.md"]


def test_the_check_needs_no_model(plan, run):
    """It opens the texts of the index, and imports nothing that searching or writing needs."""
    script = (
        f"import sys; from assistant.cli import main; status = main(['cite-check', {str(plan)!r}]);"
        f"sys.exit(' '.join({HEAVY!r} & sys.modules.keys()) or status)"
    )
    done = run("-c", script, ASSISTANT_MODELS="/nowhere")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("arguments", [
    ["cite-check", "nowhere.md"],
    ["cite-check", "--in-place", "README.md"],
    ["export", "--format", "markdown"],
    ["export", "--format", "markdown", "--jsonl", "What?"],
    ["export", "--format", "markdown", "--date", "yesterday", "What is an SLA?"],
    ["export", "--format", "decision", "What is an SLA?"],
    ["export", "--format", "markdown", "--output", "no/such/folder/x.md", "What is an SLA?"],
])
def test_what_cannot_be_done_is_told(arguments, settings, capsys):
    """Status 2, and a message that says what to do."""
    assert main([*arguments, "--index", str(settings.index)]) == 2
    assert capsys.readouterr().err.strip().endswith(".")


def test_a_file_that_cannot_be_read_is_something_wrong(settings, tmp_path, capsys):
    """Status 1, for the check itself was done."""
    (tmp_path / "plan.docx").write_bytes(b"nonsense")
    assert main(["cite-check", str(tmp_path), "--index", str(settings.index)]) == 1
    assert "plan.docx" in capsys.readouterr().out
