"""The articles as they were copied, where they are at hand: structure only, none of their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus import read_document

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
FILES = sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else []


@pytest.mark.skipif(len(FILES) != 3, reason="the articles are not part of this repository")
def test_pasted_articles_show_their_structure() -> None:
    """Tables, lists and questions of the three articles are found as they stand."""
    kinds = [
        [passage.kind for passage in read_document(path, path.stem).passages] for path in FILES
    ]
    counts = [(k.count("row"), k.count("list"), k.count("qa")) for k in kinds]
    assert counts == [(7, 4, 0), (5, 1, 9), (6, 3, 10)]
