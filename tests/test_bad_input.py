"""What cannot be worked with ends in a clear message, the right exit status, and nothing lost."""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.cli import main

DOCUMENT = "# Vendors\n\n## Handover\n\nA handover between vendors takes two weeks.\n"
QUESTION = "How long does a handover between vendors take?"

BAD_QUESTIONS = {
    "empty": ("", "empty"),
    "blank": (" \t ", "empty"),
    "only signs": ("…!", "empty"),
    "100,000 characters": ("outstaffing " * 8334, "100,008 characters"),
    "escape": ("What is\x1b[31m outstaffing?", "U+001B"),
    "bell": ("What is outstaffing?\x07", "U+0007"),
    "broken UTF-8": ("What is outstaffing?\udcff", "U+DCFF"),
}

BAD_LINES = {
    "no JSON": b"What is outstaffing?",
    "a list": b"[1, 2]",
    "no id": b'{"turns": ["What is outstaffing?"]}',
    "turns that are text": b'{"id": 1, "turns": "What is outstaffing?"}',
    "no turns": b'{"id": 1, "turns": []}',
    "turns that are numbers": b'{"id": 1, "turns": [3]}',
    "no UTF-8": b"\xff\xfe\x00",
    "deep nesting": b"[" * 100_000,
}


@pytest.mark.parametrize("name", BAD_QUESTIONS)
def test_a_bad_question_is_refused_with_a_message(name, run):
    """It says what is wrong, on standard error only, with exit status 2."""
    question, said = BAD_QUESTIONS[name]
    done = run("-m", "assistant", "ask", question)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bad_question_among_good_ones_costs_only_its_own_answer(settings, monkeypatch, capsys):
    """``--jsonl`` answers the others, says which could not be, and ends with status 1."""
    bad = {
        **{name: [question] for name, (question, _) in BAD_QUESTIONS.items()},
        "surrogate": ["What is \ud800 outstaffing?"],
        "NUL": ["What is\0outstaffing?"],
        "bad turn before": ["outstaffing " * 8334, "What is outstaffing?"],
    }
    good = {"first": ["What is outstaffing?"], "last": ["", "What is outstaffing?"]}
    cases = {"first": good["first"], **bad, "last": good["last"]}
    lines = "".join(json.dumps({"id": k, "turns": t}) + "\n\n" for k, t in cases.items())
    said = io.TextIOWrapper(io.BytesIO(lines.encode()), encoding="ascii")
    monkeypatch.setattr("sys.stdin", said)
    assert main(["ask", "--jsonl", "--index", str(settings.index)]) == 1
    printed = capsys.readouterr()
    rows = {row["id"]: row for row in map(json.loads, printed.out.splitlines())}
    assert list(rows) == list(cases)
    assert all("error" in rows[name] and "answer" not in rows[name] for name in bad)
    assert all(rows[name]["answer"]["citations"] for name in good)
    assert printed.err.count("\n") == len(bad)


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_line_that_is_no_case_is_named(name, settings, monkeypatch, capsys):
    """The line's number is in the message; answers before it have been given."""
    good = b'{"id": "good", "turns": ["What can you do?"]}\n'
    said = io.TextIOWrapper(io.BytesIO(good + BAD_LINES[name] + b"\n"), encoding="ascii")
    monkeypatch.setattr("sys.stdin", said)
    assert main(["ask", "--jsonl", "--index", str(settings.index)]) == 2
    printed = capsys.readouterr()
    assert json.loads(printed.out)["id"] == "good"
    assert printed.err.startswith("Line 2 is not ")
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask"], "Give one question"),
        (["ask", "--jsonl", "What is outstaffing?"], "Give one question"),
        (["recommend", "direction"], "CRITERION=VALUE"),
        (["recommend", "direction=sideways"], "available, stretched, none"),
        (["recommend", "speed=fast"], "direction, scope"),
        (["recommend", "direction=none", "direction=available"], "twice"),
        (["recommend", "direction=none", "--without", "nothing"], "what-is-outstaffing"),
        (["answer"], "invalid choice"),
        ([], "required"),
    ],
)
def test_wrong_arguments_are_explained(arguments, said, run):
    """What would be right is in the message, and the status is 2."""
    done = run("-m", "assistant", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_without_an_index_the_message_says_how_to_make_one(run, tmp_path):
    """Asking makes nothing: it names the command that does."""
    index = tmp_path / "index"
    done = run("-m", "assistant", "ask", QUESTION, "--index", str(index))
    assert (done.returncode, done.stdout) == (2, "")
    assert "python ingest.py" in done.stderr
    assert not index.exists()


# --- the folder of documents ------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(run, tmp_path_factory) -> Path:
    """A folder with a corpus of two documents and its index. Not to be changed."""
    folder = tmp_path_factory.mktemp("bad-input")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "vendors.md").write_text(DOCUMENT, encoding="utf-8")
    (folder / "corpus" / "spoilt.md").write_text("# Soon\n\nSpoilt soon.\n", encoding="utf-8")
    done = run("ingest.py", str(folder / "corpus"), "--index", str(folder / "index"))
    assert done.returncode == 0
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """A copy of the same, to do harm to."""
    shutil.copytree(made, tmp_path / "place")
    return tmp_path / "place"


@pytest.fixture
def ingest(run, place: Path) -> Callable:
    """A function that ingests a folder, the corpus if not told otherwise, into the index."""
    return lambda folder=place / "corpus": run("ingest.py", str(folder), "--index",
                                               str(place / "index"))


@pytest.fixture
def answers(place: Path, capsys) -> Callable[[], bool]:
    """A function that tells whether the index answers from the document."""

    def asked() -> bool:
        capsys.readouterr()
        status = main(["ask", QUESTION, "--index", str(place / "index")])
        return status == 0 and "takes two weeks" in capsys.readouterr().out

    return asked


@pytest.mark.parametrize("state", ["missing", "empty", "nothing readable", "a file"])
def test_without_documents_the_former_index_stays(state, place, ingest, answers):
    """The message names the folder, the status is 2, and questions are answered as before."""
    folder = place / "other"
    if state == "a file":
        folder.write_text("# no folder\n", encoding="utf-8")
    elif state != "missing":
        folder.mkdir()
    if state == "nothing readable":
        (folder / "broken.md").write_bytes(b"\xff\xfe\x00\xd8 \x00")
    done = ingest(folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "other" in done.stderr or "broken.md" in done.stderr
    assert "Traceback" not in done.stderr
    assert answers()


def test_an_unreadable_file_costs_only_itself(place, ingest, answers):
    """Each is named with the reason, one that was read before as well; the others are there."""
    corpus = place / "corpus"
    (corpus / "spoilt.md").write_bytes(b"\0" * 3000)
    (corpus / "binary.md").write_bytes(bytes(range(256)) * 8)
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.7\n" + b"junk " * 100)
    (corpus / "broken.docx").write_bytes(b"PK\x03\x04 and then nothing")
    (corpus / "blank.txt").write_text(" \n", encoding="utf-8")
    (corpus / "nowhere.md").symlink_to(corpus / "is-not-there.md")
    os.mkfifo(corpus / "pipe.md")
    done = ingest()
    assert done.returncode == 1
    reasons = dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)
    bad = {"spoilt.md", "binary.md", "broken.pdf", "broken.docx", "blank.txt", "nowhere.md",
           "pipe.md"}
    assert bad <= reasons.keys()
    assert all(reasons[name].startswith(("failed, ", "skipped, ")) for name in bad)
    assert "Traceback" not in done.stderr
    assert answers()


# --- the index --------------------------------------------------------------------------------


def _generation(index: Path) -> Path:
    return index / (index / "CURRENT").read_text().strip()


def _unfinished(index: Path) -> None:
    (_generation(index) / "manifest.json").unlink()


def _vectors_cut(index: Path) -> None:
    vectors = max(_generation(index).glob("*"), key=lambda p: p.is_file() and p.stat().st_size)
    vectors.write_bytes(vectors.read_bytes()[: vectors.stat().st_size // 2])


def _texts_gone(index: Path) -> None:
    (_generation(index) / "texts.sqlite").unlink()


def _pointer_garbage(index: Path) -> None:
    (index / "CURRENT").write_bytes(b"\x00\xff../../etc")
    (_generation_of(index) / "manifest.json").write_text('{"format": ', encoding="utf-8")


def _generation_of(index: Path) -> Path:
    return next(path for path in index.iterdir() if path.name.startswith("gen-"))


@pytest.mark.parametrize("harm", [_unfinished, _vectors_cut, _texts_gone, _pointer_garbage])
def test_a_half_written_index_is_said_to_be_so(harm, place, capsys):
    """Asking prints no answer, names the remedy, and ends with status 2."""
    harm(place / "index")
    assert main(["ask", QUESTION, "--index", str(place / "index")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "ingest.py" in printed.err


def test_a_half_written_index_can_be_made_again(place, run, ingest, answers):
    """The remedy that the command names works, and the documents are untouched."""
    _unfinished(place / "index")
    done = run("-m", "assistant", "ask", QUESTION, "--index", str(place / "index"))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert ingest().returncode == 0
    assert answers()
    assert (place / "corpus" / "vendors.md").read_text(encoding="utf-8") == DOCUMENT


def test_a_lost_pointer_costs_nothing(place, answers):
    """Where only CURRENT is gone, the newest whole generation answers."""
    (place / "index" / "CURRENT").unlink()
    assert answers()


def test_a_newer_generation_that_is_damaged_gives_way_to_the_one_before(place, ingest, capsys):
    """The former generation answers, and standard error says that it does."""
    (place / "corpus" / "more.md").write_text("# More\n\nMore is less.\n", encoding="utf-8")
    assert ingest().returncode == 0
    _unfinished(place / "index")
    assert main(["ask", QUESTION, "--index", str(place / "index")]) == 0
    printed = capsys.readouterr()
    assert "takes two weeks" in printed.out
    assert "ingest.py" in printed.err
