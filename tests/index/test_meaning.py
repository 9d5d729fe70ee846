"""What a sentence says by its meaning."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder

from assistant.errors import RulebookError
from assistant.index import meaning
from assistant.index.meaning import load_meaning, weighed


def network(vector: np.ndarray) -> dict[str, np.ndarray]:
    """One inner unit that looks for the vector, and two values, one for it and one against."""
    return {
        "hidden": vector[None].astype(np.float16),
        "hidden_bias": np.array([-0.5], dtype=np.float16),
        "values": np.array([[2.0], [-4.0]], dtype=np.float16),
        "values_bias": np.array([-1.0, 3.0], dtype=np.float16),
    }


def test_each_value_has_its_odds() -> None:
    """What the inner layer finds speaks for or against each value, in hundredths."""
    encoder = FakeEncoder()
    told = network(encoder.encode("nothing will change"))
    for_it, against_it = weighed(told, encoder)("nothing will change")
    assert for_it == pytest.approx(100 * (2 * 0.5 - 1), abs=1)
    assert against_it == pytest.approx(100 * (-4 * 0.5 + 3), abs=2)


def test_what_is_not_found_says_nothing() -> None:
    """Another vector leaves each value at what holds of all sentences."""
    encoder = FakeEncoder()
    vector = encoder.encode("nothing will change")
    assert weighed(network(-vector), encoder)("nothing will change") == [-100, 300]


def test_layers_must_fit() -> None:
    """Layers of different sizes are refused, and not taken for each other."""
    encoder = FakeEncoder()
    told = network(encoder.encode("nothing will change"))
    with pytest.raises(ValueError, match="shapes"):
        weighed({**told, "values": told["values"].repeat(2, axis=1)}, encoder)


def test_another_encoder_has_no_meaning() -> None:
    """A network that was fitted to one encoder's vectors is not used with another's."""
    assert load_meaning(FakeEncoder()) is None


def test_a_damaged_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file was cut short, its name is told and what to do."""
    whole = Path(meaning.__file__).with_name(meaning.FILE).read_bytes()
    (tmp_path / meaning.FILE).write_bytes(whole[: len(whole) // 2])
    monkeypatch.setattr(meaning.resources, "files", lambda _: tmp_path)
    with pytest.raises(RulebookError, match=meaning.FILE):
        load_meaning(FakeEncoder())
