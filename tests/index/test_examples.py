"""The nearest example statements."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import FakeEncoder

from assistant.index.examples import nearest_examples

EXAMPLES = (
    ("scope", "fixed", "nothing will change"),
    ("scope", "evolving", "everything may still change considerably"),
    ("", "", "hello"),
)


def test_the_nearest_example_comes_first(tmp_path: Path) -> None:
    """A clause equal to an example is given that example first, with a cosine of one."""
    nearest = nearest_examples(FakeEncoder(), EXAMPLES, tmp_path)
    criterion, value, cosine = nearest(EXAMPLES[1][2])[0]
    assert (criterion, value) == ("scope", "evolving")
    assert cosine == pytest.approx(1.0)


def test_examples_are_encoded_once(tmp_path: Path) -> None:
    """The second opening reads the vectors that the first one kept."""
    nearest_examples(FakeEncoder(), EXAMPLES, tmp_path)
    second = FakeEncoder()
    nearest_examples(second, EXAMPLES, tmp_path)
    assert not second.texts


def test_other_examples_are_encoded_anew(tmp_path: Path) -> None:
    """A changed statement is not answered from the former vectors."""
    nearest_examples(FakeEncoder(), EXAMPLES, tmp_path)
    second = FakeEncoder()
    nearest_examples(second, (*EXAMPLES, ("scope", "fixed", "it is frozen")), tmp_path)
    assert len(second.texts) == len(EXAMPLES) + 1


def test_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    """Vectors that cannot be read are computed again."""
    nearest_examples(FakeEncoder(), EXAMPLES, tmp_path)
    (kept,) = tmp_path.glob("*.npy")
    kept.write_bytes(b"no vectors")
    nearest = nearest_examples(FakeEncoder(), EXAMPLES, tmp_path)
    assert nearest("hello")[0][:2] == ("", "")
