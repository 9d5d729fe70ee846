"""What follows from the facts, worked out once for all the runs of the page that draw it."""

from __future__ import annotations

from functools import lru_cache

from assistant.decision import tree as trees
from assistant.decision.hybrid import Hybrid, recommend_parts
from assistant.decision.recommend import recommend
from assistant.decision.schema import Rulebook
from assistant.decision.types import Facts, Recommendation

KEPT = 256


def reckoned(facts: Facts, book: Rulebook) -> Recommendation:
    """The recommendation on these facts."""
    return _recommend(tuple(sorted(facts.items())), book)


def reckoned_parts(facts: Facts, second: Facts, book: Rulebook) -> Hybrid:
    """Two pieces of work, each recommended by itself, and whether to combine."""
    return _parts(tuple(sorted(facts.items())), tuple(sorted(second.items())), book)


def tree_of(facts: Facts, book: Rulebook) -> str:
    """The decision tree of what these facts leave open, in Mermaid's notation."""
    return _tree(tuple(sorted(facts.items())), book)


@lru_cache(maxsize=KEPT)
def _recommend(facts: tuple[tuple[str, str], ...], book: Rulebook) -> Recommendation:
    return recommend(dict(facts), book)


@lru_cache(maxsize=KEPT)
def _parts(
    facts: tuple[tuple[str, str], ...], second: tuple[tuple[str, str], ...], book: Rulebook
) -> Hybrid:
    return recommend_parts((dict(facts), dict(second)), book)


@lru_cache(maxsize=KEPT)
def _tree(facts: tuple[tuple[str, str], ...], book: Rulebook) -> str:
    return trees.tree(book, dict(facts))
