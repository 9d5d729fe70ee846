"""The doctor, the limits of a session, and what is recorded of it."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from io import StringIO
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from assistant import record
from assistant.assistant import Assistant
from assistant.cli import main
from assistant.dialogue.types import Conversation
from assistant.doctor import examine
from assistant.errors import NotAllowed, StorageError
from assistant.record import Recorder, recorder
from assistant.settings import Settings
from assistant.ui import asking


def states(settings: Settings) -> dict[str, str]:
    """What the doctor finds of each thing."""
    return {finding.what: finding.state for finding in examine(settings)}


@pytest.mark.slow
def test_a_healthy_installation_is_well(settings: Settings) -> None:
    """All of it: versions, model, index, evidence, disk, permissions."""
    found = list(examine(settings))
    assert [f.what for f in found if f.state != "well"] == []
    assert not any(f.advice for f in found)
    assert {"versions", "model", "index", "rulebook", "disk", "permissions"} <= {
        f.what for f in found
    }


def test_what_is_missing_or_odd_is_told_with_what_to_do(tmp_path: Path) -> None:
    """No index, no prepared model, rules of access for a folder that is not there."""
    rules = tmp_path / "access.yaml"
    rules.write_text("groups: {a: []}\nfolders: {misspelt: [a]}", encoding="utf-8")
    settings = Settings(index=tmp_path / "index", models=tmp_path / "models", access=rules,
                        corpus=tmp_path)
    found = {f.what: f for f in examine(settings)}
    assert found["index"].state == "ill"
    assert "ingest.py" in found["index"].told
    assert found["model"].state == found["access"].state == "doubtful"
    assert "misspelt" in found["access"].told
    assert all(f.advice for f in found.values() if f.state == "doubtful")


def test_damage_and_writability_by_others_are_told(
    settings: Settings, tmp_path: Path
) -> None:
    """A flipped bit in a copy of the index, in a folder that anybody may write to."""
    import shutil

    index = Path(shutil.copytree(settings.index, tmp_path / "index"))
    index.chmod(0o777)
    assert states(settings.model_copy(update={"index": index}))["permissions"] == "doubtful"
    vectors = next(index.glob("gen-*/bare.npy"))
    content = bytearray(vectors.read_bytes())
    content[-3] ^= 1
    vectors.write_bytes(content)
    assert states(settings.model_copy(update={"index": index}))["index"] == "ill"


def test_the_command_ends_with_the_status_of_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """2 where something does not work."""
    assert main(["doctor", "--index", str(tmp_path)]) == 2
    assert "ill  index: There is no index" in capsys.readouterr().out


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What is written to the log."""
    with StringIO() as stream:
        yield stream


def events(text: str) -> list[dict[str, object]]:
    """The lines of a log or an audit."""
    return [json.loads(line) for line in text.splitlines()]


def answered(kept: Recorder, question: str = "a secret question?") -> None:
    """None; an answer is recorded."""
    kept.answered(reader="ann@example.com", question=question, kind="answer",
                  documents=("b", "a", "a"), seconds=0.5, corpus="c")


def test_the_log_tells_no_question_and_nobodys_name(log: StringIO) -> None:
    """Unless it is asked to tell the texts."""
    answered(Recorder(logging.StreamHandler(log), None, texts=False))
    assert "secret" not in log.getvalue()
    assert "ann" not in log.getvalue()
    (event,) = events(log.getvalue())
    assert (event["event"], event["kind"], event["ms"], event["chars"], event["citations"]) == (
        "answered", "answer", 500, 18, 3
    )
    answered(Recorder(logging.StreamHandler(log), None, texts=True))
    assert events(log.getvalue())[1]["question"] == "a secret question?"


def test_a_question_is_one_line_whatever_is_in_it(log: StringIO) -> None:
    """Nobody can write a line of their own into the log."""
    evil = 'a?\n{"event": "answered", "reader": "bob"}\r\x85\u2028 %s %(x)s \x1b[31m'
    answered(Recorder(logging.StreamHandler(log), None, texts=True), evil)
    assert len(log.getvalue().splitlines()) == 1
    assert events(log.getvalue())[0]["question"] == evil


def test_the_audit_rotates(tmp_path: Path, log: StringIO) -> None:
    """Full files are put aside, and nothing in them is lost."""
    audit = RotatingFileHandler(tmp_path / "audit.jsonl", maxBytes=400, backupCount=9)
    kept = Recorder(logging.StreamHandler(log), audit, texts=False)
    for n in range(6):
        answered(kept, f"question {n}?")
    audit.close()
    files = sorted(tmp_path.iterdir())
    assert len(files) > 2
    told = [e for file in files for e in events(file.read_text())]
    assert {e["question"] for e in told} == {f"question {n}?" for n in range(6)}
    assert all(e["reader"] == "ann@example.com" and e["documents"] == ["a", "b"] for e in told)


def test_an_audit_that_cannot_be_kept_stops_the_chat(tmp_path: Path) -> None:
    """Who wants a record of every answer wants none without it."""
    with pytest.raises(StorageError, match="ASSISTANT_AUDIT"):
        recorder(Settings(audit=tmp_path / "nowhere" / "audit.jsonl"))
    record._recorder.cache_clear()


@pytest.fixture
def ask(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., object]:
    """A function that asks in a session of its own, allowed three questions a minute."""
    monkeypatch.setenv("ASSISTANT_QUESTIONS_PER_MINUTE", "3")
    monkeypatch.setenv("ASSISTANT_TURNS", "5")
    session: dict[str | int, object] = {}

    def asked(turns: int = 0, *, replayed: bool = False) -> object:
        before = Conversation(("What is outstaffing?",) * turns)
        return asking.answer(assistant, before, "thanks", session, replayed=replayed)

    return asked


def test_a_session_may_ask_so_often_a_minute(
    ask: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then it is told how long to wait, and after that may ask again."""
    for _ in range(3):
        ask()
    with pytest.raises(NotAllowed, match=r"again in \d+ seconds"):
        ask()
    ask(replayed=True)
    now = time.monotonic()
    monkeypatch.setattr(asking.time, "monotonic", lambda: now + 61)
    ask()


def test_a_conversation_has_an_end(ask: Callable[..., object]) -> None:
    """Since every run of the page sends all of it again."""
    ask(turns=4)
    with pytest.raises(NotAllowed, match="5 messages"):
        ask(turns=5)
