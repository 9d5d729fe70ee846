"""What an ingest says on the terminal, and its exit status."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from fakes import FakeEncoder
from workplaces import Workplace

import ingest
from assistant.index.build import Progress
from assistant.index.reporting import is_complete, progress_bar, report_lines

Run = Callable[..., tuple[int, str, str]]


def test_each_file_has_a_line_that_says_what_was_done(ingested: Workplace) -> None:
    """Added, changed, unchanged, failed, ignored, removed."""
    ingested.write("tools", "# Tools\n\nTests never run.\n")
    ingested.write("costs", "# Costs\n\nRates differ.\n")
    (ingested.corpus / "people.md").unlink()
    (ingested.corpus / "blank.md").touch()
    (ingested.corpus / "table.xlsx").touch()
    report = ingested.ingest()
    assert list(report_lines(report))[:-1] == [
        "blank.md: failed, it holds no text",
        "costs.md: added, 1 passage",
        "tools.md: changed, 1 passage",
        f"vendors.md: unchanged, {len(ingested.open().passages_of('vendors'))} passages",
        "table.xlsx: ignored, .xlsx files are not read",
        "people: removed",
    ]
    assert not is_complete(report)


def test_a_file_of_another_format_leaves_an_ingest_complete(ingested: Workplace) -> None:
    """A picture in the folder is told, and is no failure."""
    (ingested.corpus / "picture.png").touch()
    report = ingested.ingest()
    assert is_complete(report)
    assert "picture.png: ignored, .png files are not read" in report_lines(report)


def test_a_bar_follows_the_stages(capsys: pytest.CaptureFixture[str]) -> None:
    """Work that is over at once draws nothing."""
    with progress_bar() as show:
        for stage in ("reading", "encoding"):
            for done in range(4):
                show(Progress(stage, done, 3, "files"))
    assert capsys.readouterr().err.strip() == ""


@pytest.mark.parametrize(
    ("bad", "status", "told"),
    [
        ("", 0, "The index holds 5 passages"),
        ("blank.md", 1, "blank.md: failed"),
        ("nothing", 2, "no folder"),
    ],
)
def test_the_command_ends_with_the_status_of_the_contract(
    workplace: Workplace, run: Run, bad: str, status: int, told: str
) -> None:
    """0 done, 1 a file could not be read, 2 could not be done; errors go to standard error."""
    if bad.endswith(".md"):
        (workplace.corpus / bad).touch()
    folder = workplace.corpus / bad if bad == "nothing" else workplace.corpus
    ended, output, errors = run(str(folder), "--index", str(workplace.index))
    assert ended == status
    assert told in (errors if ended == 2 else output)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ingest.py with arguments: its exit status, output and errors."""

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(ingest, "load_encoder", lambda *_, **__: FakeEncoder())
        monkeypatch.setattr(sys, "argv", ["ingest.py", *arguments])
        status = ingest.main()
        output = capsys.readouterr()
        return status, output.out, output.err

    return command
