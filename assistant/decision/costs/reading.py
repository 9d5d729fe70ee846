"""Reading the cost model: YAML to a validated :class:`CostModel`, with errors that say where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from assistant.decision.check import Problem
from assistant.decision.costs.schema import CostModel
from assistant.decision.rulebook import read_data
from assistant.decision.types import Evidence

PACKAGED, EXAMPLE = "costs.yaml", "example.yaml"


@cache
def load_cost_model() -> CostModel:
    """The packaged cost model, which is read only once."""
    return read_cost_model(_text(PACKAGED), PACKAGED)


def read_cost_model(text: str, name: str) -> CostModel:
    """The cost model that the YAML text spells out; ``RulebookError`` names file, line and key."""
    return read_data(text, name, CostModel)


def example() -> str:
    """The commented example of a worksheet, as YAML."""
    return _text(EXAMPLE)


def quotes(model: CostModel) -> Iterator[tuple[str, Evidence]]:
    """All that the cost model quotes, each with the name of the place that does."""
    for factor in model.factors:
        yield from ((f"factor {factor.id}", quoted.evidence) for quoted in factor.evidence)
    yield from ((f"says {name}", quoted.evidence) for name, quoted in model.says.items())


def lost_quotes(model: CostModel, passages: Mapping[str, str]) -> tuple[Problem, ...]:
    """Quotes that do not stand in the passages, which map names to texts; none for a sound model."""
    return tuple(
        Problem("lost-quote", where, f"{evidence.passage} does not hold {evidence.quote!r}")
        for where, evidence in quotes(model)
        if evidence.quote not in passages.get(evidence.passage, "")
    )


def _text(name: str) -> str:
    return (files("assistant.decision.costs") / name).read_text(encoding="utf-8")
