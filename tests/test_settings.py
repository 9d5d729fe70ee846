"""Settings that are read from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import Settings, settings_in_force


def test_environment_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says now is in force, however its names are written."""
    monkeypatch.setenv("ASSISTANT_INDEX", "one")
    before = settings_in_force()
    monkeypatch.setenv("ASSISTANT_INDEX", "other")
    monkeypatch.setenv("assistant_turns", "7")
    after = settings_in_force()
    assert (before.index, after.index, after.turns) == (Path("one"), Path("other"), 7)
    assert after == Settings()


def test_settings_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the environment stays as it is, it is read once, and what was read cannot be changed."""
    monkeypatch.setenv("ASSISTANT_TURNS", "9")
    found = settings_in_force()
    assert settings_in_force() is found
    with pytest.raises(ValueError, match="frozen"):
        found.turns = 10
