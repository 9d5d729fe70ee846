"""The cost model: its evidence stands in the corpus, and a broken one is refused with its place."""

from __future__ import annotations

from importlib.resources import files

import pytest

from assistant.decision.costs.reading import load_cost_model, lost_quotes, quotes, read_cost_model
from assistant.decision.rulebook import load_rulebook
from assistant.errors import RulebookError

TEXT = (files("assistant.decision.costs") / "costs.yaml").read_text(encoding="utf-8")


def test_every_quote_stands_in_its_passage(assistant):
    """What a factor rests on is said in the corpus, word for word, where it says."""
    generation = assistant.generation
    passages = {p.name: p.text for d in generation.documents() for p in generation.passages_of(d)}
    assert len(list(quotes(load_cost_model()))) > 30
    assert lost_quotes(load_cost_model(), passages) == ()


def test_a_lost_quote_is_found():
    """Without the passages every quote is lost, and its factor named."""
    lost = lost_quotes(load_cost_model(), {})
    assert {p.where for p in lost} >= {"factor management", "says lowest-rate"}


def test_the_ways_are_hiring_and_the_models_of_the_rulebook():
    """Nothing is reckoned that the rulebook does not know, but for the baseline."""
    assert list(load_cost_model().ways) == ["hire", *load_rulebook().models]


def test_it_holds_no_number_that_the_user_should_give():
    """An input has bounds of what is believable, and no amount to fall back on."""
    fields = set(type(load_cost_model().inputs["rate"]).model_fields)
    assert fields == {"label", "asks", "unit", "each", "least", "most"}


def test_every_input_is_used():
    """No field is asked for that no factor needs."""
    model = load_cost_model()
    used = {
        name
        for factor in model.factors for way in factor.ways for price in model.prices_of(way)
        for product in model.reckoned(factor, way, price, {}) for name in product
    }
    assert used == model.inputs.keys()


@pytest.mark.parametrize(("old", "new", "says"), [
    ("formula: people * leaving * replacing", "formula: people * people * replacing",
     "factor 'replacement' on 'hire' by 'rate': 'people' occurs twice"),
    ("formula: people * leaving * replacing", "formula: people - leaving",
     "neither a sum, a product"),
    ("formula: people * leaving * replacing", "formula: people * quitting",
     "unknown name 'quitting'"),
    ("    ways: [hire]\n    evidence:\n      - passage: outstaffing-vs-outsourcing",
     "    ways: [robots]\n    evidence:\n      - passage: outstaffing-vs-outsourcing",
     "unknown way 'robots'"),
    ("    unit: hours\n", "    unit: furlongs\n", "unknown unit 'furlongs'"),
    ("    house: [outstaffing]\n", "", "none for 'outstaffing'; quote a source"),
    ("  - id: rework\n", "  - id: delay\n", "used twice"),
    ("    most: 168\n", "    most: lots\n", "line "),
    ("sway: 10/100", "sway: 10/100\nsway: 2", "stands twice"),
])
def test_a_broken_model_is_refused_with_its_place(old, new, says):
    """The message names the file and what is wrong where."""
    assert old in TEXT
    with pytest.raises(RulebookError) as caught:
        read_cost_model(TEXT.replace(old, new, 1), "some.yaml")
    assert "some.yaml, line" in str(caught.value)
    assert says in str(caught.value)
