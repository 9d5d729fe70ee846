"""Bounded answers: exact over all completions, and quick."""

from __future__ import annotations

import time

from hypothesis import given, settings

from assistant.decision.bounds import bounds, outlook
from assistant.decision.rulebook import load_rulebook
from assistant.decision.verdict import count, wins
from tests.decision.books import (
    book,
    completions,
    decisive_by_force,
    rule,
    rulebooks,
    some_facts,
)

MAY_TAKE_SECONDS = 0.02


@given(rulebook=rulebooks, facts=some_facts)
@settings(max_examples=300, deadline=None)
def test_bounds_agree_with_trying_every_completion(rulebook, facts):
    """What can win, what surely wins and what decides it are as enumeration finds them."""
    found = outlook(facts, rulebook)
    winners = [wins(full, rulebook) for full in completions(facts, rulebook)]
    assert set(found.bounds.possible) == set(winners) - {None}
    assert found.bounds.settled == (winners[0] if len(set(winners)) == 1 else None)
    assert set(found.decisive) == decisive_by_force(facts, rulebook)


@given(rulebook=rulebooks, facts=some_facts)
@settings(max_examples=150, deadline=None)
def test_reach_is_the_most_points_any_completion_gives(rulebook, facts):
    """The most points still attainable are those of the best completion that does not exclude."""
    reach = outlook(facts, rulebook).reach
    counts = [count(full, rulebook) for full in completions(facts, rulebook)]
    for model in rulebook.models:
        attained = [c.points[model] for c in counts if model not in c.out]
        assert reach[model] == (max(attained) if attained else None)
