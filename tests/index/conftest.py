"""Fixtures for the index: what was made of the small corpus."""

from __future__ import annotations

import pytest
from workplaces import Workplace

from assistant.index.generation import Generation


@pytest.fixture
def generation(ingested: Workplace) -> Generation:
    """The generation of the three documents."""
    return ingested.open()
