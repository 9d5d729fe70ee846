"""python -m assistant cost."""

from __future__ import annotations

import csv
import json

import pytest

from assistant.cli import main
from assistant.decision.costs.reading import example


@pytest.fixture
def file(tmp_path):
    """The example as a file of one's own."""
    path = tmp_path / "inputs.yaml"
    path.write_text(example(), encoding="utf-8")
    return path


def test_the_example_is_printed_with_its_comments(capsys):
    """It can be taken as a file to begin with."""
    assert main(["cost", "--example"]) == 0
    assert capsys.readouterr().out == example()
    assert example().count("#") > 10


def test_a_file_is_reckoned_as_markdown(file, capsys):
    """The totals stand in a table."""
    assert main(["cost", str(file)]) == 0
    assert "| **Total** | EUR 313,448 |" in capsys.readouterr().out


def test_standard_input_will_do(run):
    """``-`` reads from a pipe; nothing of index or screen is loaded for it."""
    script = ("import sys; from assistant.cli import main; status = main(['cost', '-', '--json']);"
              "heavy = {'chromadb', 'torch', 'streamlit', 'xlsxwriter', 'numpy', 'altair'};"
              "sys.exit(' '.join(heavy & sys.modules.keys()) or status)")
    done = run("-c", script, said=example())
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["cheapest"] == "hire"


def test_files_are_written(file, tmp_path, capsys):
    """``--csv`` and ``--xlsx`` write beside what is printed."""
    table, book = tmp_path / "cost.csv", tmp_path / "cost.xlsx"
    assert main(["cost", str(file), "--json", "--csv", str(table), "--xlsx", str(book)]) == 0
    total = json.loads(capsys.readouterr().out)["costs"][0]["total"]["likely"]
    with table.open(encoding="utf-8-sig", newline="") as read:
        assert next(r["Likely"] for r in csv.DictReader(read) if r["Line"] == "Total") == total
    assert book.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(("arguments", "says"), [
    ([], "Give one file"),
    (["nowhere.yaml"], "nowhere.yaml cannot be read"),
    (["FILE", "--example"], "Give one file"),
    (["FILE", "--csv", "nowhere/cost.csv"], "nowhere/cost.csv cannot be written"),
])
def test_what_cannot_be_done_is_said(arguments, says, file, capsys, monkeypatch, tmp_path):
    """Exit status 2, and a sentence on standard error."""
    monkeypatch.chdir(tmp_path)
    assert main(["cost", *(str(file) if a == "FILE" else a for a in arguments)]) == 2
    assert says in capsys.readouterr().err


def test_a_bad_amount_is_said_with_its_field(tmp_path, capsys):
    """A comma as decimal mark ends in a message, not in another number."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("inputs: {rate: {outstaffing: '45,5 an hour'}}", encoding="utf-8")
    assert main(["cost", str(bad)]) == 2
    assert capsys.readouterr().err.startswith("rate.outstaffing: “45,5 an hour” has a comma")
