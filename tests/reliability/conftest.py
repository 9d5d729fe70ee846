"""Fixtures for the forty cases: a small corpus, before and after its first ingest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from workplaces import Workplace


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    """Three documents, nothing ingested yet."""
    place = Workplace(tmp_path)
    yield place
    place.close()


@pytest.fixture
def ingested(workplace: Workplace) -> Workplace:
    """Three documents, ingested."""
    workplace.ingest()
    return workplace
