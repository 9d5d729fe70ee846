"""The command line, as other programs and people meet it: through a process."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.citing import as_json
from assistant.cli import main
from assistant.dialogue.types import Conversation

ROOT = Path(__file__).resolve().parents[1]

CONVERSATIONS = (
    ["What is outstaffing?"],
    ["Should I outstaff QA?"],
    ["Should I outstaff QA?", "Nobody here can manage testers."],
    ["Our backlog is too long.", "We need two more developers.", "What would change your mind?"],
    ["What does outsourcing cost?", "And its risks?"],
    ["Who won the football match yesterday?"],
    ["What can you do?"],
)

LOADED = {
    "assistant", "annotated_types", "chromadb_rust_bindings", "dotenv", "numpy", "onnxruntime",
    "platformdirs", "pydantic", "pydantic_core", "pydantic_settings", "Stemmer", "threadpoolctl",
    "tokenizers", "typing_extensions", "typing_inspection", "yaml",
}
"""All that a question may load beside Python's own modules."""
RUNTIME = re.compile(r"__\w+__|_cython_\w+|cython_runtime|_distutils_hack|_sysconfigdata\w*|sitecustomize")


@pytest.fixture(scope="module")
def replies(run):
    """What ``ask --jsonl`` prints for the conversations, in two processes that hash differently."""
    lines = "".join(
        json.dumps({"id": f"c{i}", "turns": turns}) + "\n" for i, turns in enumerate(CONVERSATIONS)
    )
    return [
        run("-m", "assistant", "ask", "--jsonl", said=lines, PYTHONHASHSEED=seed)
        for seed in ("1", "2")
    ]


def test_a_question_is_answered_as_markdown_with_its_citations_below(run):
    """Every mark in the printed answer has its quote below, and nothing goes to stderr."""
    done = run("-m", "assistant", "ask", "What is outstaffing?")
    assert (done.returncode, done.stderr) == (0, "")
    marks = set(re.findall(r"\[(\d+)\]", done.stdout))
    below = set(re.findall(r"^\[(\d+)\] “", done.stdout, re.MULTILINE))
    assert marks
    assert marks == below


def test_one_answer_as_json_has_the_keys_of_the_contract(settings, capsys):
    """``--json`` prints one object with all that the contract names."""
    question = "Should I outstaff QA? Nobody can lead it."
    assert main(["ask", "--json", "--index", str(settings.index), question]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"kind", "markdown", "citations", "recommendation", "permalink", "corpus", "rulebook"} \
        <= answer.keys()
    assert {"n", "passage", "document", "title", "section", "quote", "start", "end", "sha256",
            "interest"} <= answer["citations"][0].keys()
    assert {"model", "ranking", "facts", "heard", "open", "flips", "hybrid"} \
        <= answer["recommendation"].keys()


def test_each_line_gets_its_answer_in_order(replies):
    """``--jsonl`` gives one answer a line, with the id that came in."""
    assert replies[0].returncode == 0
    rows = [json.loads(line) for line in replies[0].stdout.splitlines()]
    assert [row["id"] for row in rows] == [f"c{i}" for i in range(len(CONVERSATIONS))]


def test_the_same_turns_give_the_same_bytes(replies):
    """Answers do not depend on the process, whose hashes differ."""
    assert replies[0].stdout == replies[1].stdout


def test_the_command_line_says_what_the_library_says(replies, assistant):
    """A line's answer is that of ``Assistant.ask``, the earlier turns being the conversation."""
    for turns, line in zip(CONVERSATIONS, replies[0].stdout.splitlines(), strict=True):
        answer = assistant.ask(Conversation(tuple(turns[:-1])), turns[-1])
        assert json.loads(line)["answer"] == json.loads(json.dumps(as_json(answer)))


def test_earlier_turns_count(replies):
    """A fact from the last turn changes what was recommended before it."""
    before, after = (
        json.loads(line)["answer"]["recommendation"]
        for line in replies[0].stdout.splitlines()[1:3]
    )
    assert before["model"] is None
    assert after["model"] is not None
    assert after["model"] != "outstaffing"


def test_the_index_can_be_chosen(settings, monkeypatch, tmp_path):
    """``--index`` goes before ASSISTANT_INDEX, which goes before the default."""
    ask = ["ask", "What is outstaffing?"]
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "none"))
    assert main(ask) == 2
    assert main([*ask, "--index", str(settings.index)]) == 0
    monkeypatch.setenv("ASSISTANT_INDEX", str(settings.index))
    assert main(ask) == 0


def test_a_question_loads_what_it_needs_and_nothing_else(run):
    """Asking imports neither torch nor a screen nor Chroma's client, so that it starts quickly."""
    script = (
        "import sys; from assistant.cli import main; status = main(['ask', 'What is an SLA?']);"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}"
        " - sys.stdlib_module_names)); sys.exit(status)"
    )
    done = run("-c", script)
    assert (done.returncode, done.stderr) == (0, "")
    loaded = {name for name in done.stdout.splitlines()[-1].split() if not RUNTIME.match(name)}
    assert loaded == LOADED


def test_other_packages_are_not_searched_for_plugins(run):
    """The command's start does not look through whatever is installed beside it."""
    script = (
        "import importlib.metadata as installed, runpy, sys; found = []\n"
        "installed.distributions = lambda **_: found.append(1) or ()\n"
        "sys.argv = ['assistant', 'ask', 'What is an SLA?']\n"
        "try: runpy.run_module('assistant', run_name='__main__')\n"
        "except SystemExit: print(found)"
    )
    assert run("-c", script).stdout.splitlines()[-1] == "[]"


def test_the_output_is_utf8_in_any_locale(run):
    """An answer with typographic quotes can be printed where the locale knows only ASCII."""
    done = run("-m", "assistant", "ask", "What is outstaffing?", LC_ALL="C", PYTHONUTF8="0",
               PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="")
    assert done.returncode == 0
    assert "“" in done.stdout


def test_a_reader_that_stops_early_is_no_error_to_look_at(environment):
    """``… | head -n 1`` shows one line, and no complaint about the pipe."""
    done = subprocess.run(
        ["bash", "-c", '"$0" -m assistant rules | head -n 1', sys.executable],
        capture_output=True, text=True, cwd=ROOT, env=dict(environment), timeout=60, check=True,
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


def test_the_rules_are_printed_as_a_table(run):
    """``rules`` names every rule of the rulebook."""
    from assistant.decision.rulebook import load_rulebook

    done = run("-m", "assistant", "rules")
    assert (done.returncode, done.stderr) == (0, "")
    assert [rule.id for rule in load_rulebook().rules if f"`{rule.id}`" not in done.stdout] == []


def test_a_reckoning_can_be_asked_for(run):
    """``recommend`` prints the ranking for the facts given."""
    done = run("-m", "assistant", "recommend", "direction=none", "scope=fixed")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Outsourcing" in done.stdout


def test_leaving_out_a_source_changes_the_reckoning(run):
    """``--without`` drops what rests on that source."""
    whole = run("-m", "assistant", "recommend", "direction=none").stdout
    without = run("-m", "assistant", "recommend", "direction=none",
                  "--without", "scaling-models-for-ctos")
    assert without.returncode == 0
    assert without.stdout != whole


def test_40_the_guard_against_connections_works(run):
    """The commands above ran under a guard that ends a process which leaves this machine."""
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    assert run("-c", reach).returncode == 70


def test_every_command_explains_itself(run):
    """``--help`` lists the commands of the contract."""
    done = run("-m", "assistant", "--help")
    assert done.returncode == 0
    assert all(command in done.stdout for command in ("ask", "rules", "recommend"))


@pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")
def test_ctrl_c_ends_without_a_traceback(environment):
    """Interrupting ``ask --jsonl`` while it waits for input is no error to look at."""
    import signal

    waiting = subprocess.Popen(
        [sys.executable, "-m", "assistant", "ask", "--jsonl"], cwd=ROOT, env=dict(environment),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    with waiting:
        waiting.stdin.write('{"id": 1, "turns": ["What is an SLA?"]}\n')
        waiting.stdin.flush()
        assert waiting.stdout.readline()
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(30) == 130
        assert waiting.stderr.read() == ""
