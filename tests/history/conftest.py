"""A store of conversations for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.history.types import History


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A store that holds nothing yet, in a folder that does not exist yet."""
    return History(tmp_path / "data" / "history.sqlite")
