"""What a clause says by its meaning."""

from __future__ import annotations

import json

from fakes import FakeEncoder

from assistant.index.meaning import load_meaning, weighed


def test_each_value_has_its_odds() -> None:
    """The bias and the weighed vector are added up, in hundredths."""
    encoder = FakeEncoder()
    vector = encoder.encode("nothing will change")
    row = " ".join("100" if i == int(vector.argmax()) else "0" for i in range(len(vector)))
    told = json.loads(json.dumps({"bias": [-50, 20], "weights": [row, row]}))
    most = round(100 * float(vector.max()))
    assert weighed(told, encoder)("nothing will change") == [most - 50, most + 20]


def test_another_encoder_has_no_meaning() -> None:
    """Weights that were fitted to one encoder's vectors are not used with another's."""
    assert load_meaning(FakeEncoder()) is None
