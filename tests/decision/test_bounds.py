"""Bounded answers: exact over all completions, and quick."""

from __future__ import annotations

from books import (
    book,
    completions,
    decisive_by_force,
    rule,
    rulebooks,
    some_facts,
    thorough,
)
from hypothesis import given
from hypothesis import strategies as st

from assistant.decision.bounds import bounds, outlook
from assistant.decision.influence import Influence, influence
from assistant.decision.rulebook import load_rulebook
from assistant.decision.verdict import count, wins

MAY_TAKE_SECONDS = 0.02
PACKAGED = load_rulebook()


@given(rulebook=rulebooks, facts=some_facts)
@thorough
def test_bounds_agree_with_trying_every_completion(rulebook, facts):
    """What can win, what surely wins and what decides it are as enumeration finds them."""
    found = outlook(facts, rulebook)
    winners = [wins(full, rulebook) for full in completions(facts, rulebook)]
    assert set(found.bounds.possible) == set(winners) - {None}
    assert found.bounds.settled == (winners[0] if len(set(winners)) == 1 else None)
    assert set(found.decisive) == decisive_by_force(facts, rulebook)


@given(rulebook=rulebooks, facts=some_facts)
@thorough
def test_reach_is_the_most_points_any_completion_gives(rulebook, facts):
    """The most points still attainable are those of the best completion that does not exclude."""
    reach = outlook(facts, rulebook).reach
    counts = [count(full, rulebook) for full in completions(facts, rulebook)]
    for model in rulebook.models:
        attained = [c.points[model] for c in counts if model not in c.out]
        assert reach[model] == (max(attained) if attained else None)


def test_what_is_settled_can_no_longer_be_changed_by_anything():
    """With enough of a lead, one model wins in all completions and no question is decisive."""
    rulebook = book(rule("r1", {"one": "a"}, {"alpha": 6}), rule("r2", {"two": "a"}, {"beta": 4}))
    found = outlook({"one": "a"}, rulebook)
    assert found.bounds.possible == ("alpha",)
    assert found.bounds.settled == "alpha"
    assert found.decisive == ()


def test_a_model_that_may_fail_to_win_is_not_settled():
    """Where some completion leaves nobody winning, the only possible winner is not settled."""
    rulebook = book(rule("r1", {"one": "a"}, {"alpha": 6}), rule("r2", {"two": "a"}, {"beta": 5}))
    found = outlook({"one": "a"}, rulebook)
    assert found.bounds.possible == ("alpha",)
    assert found.bounds.settled is None
    assert found.decisive == ("two",)


def test_too_few_points_keep_a_model_from_being_settled():
    """A lead is not enough: points under the threshold in some completion leave it open."""
    rulebook = book(rule("r1", {"one": "a"}, {"alpha": 3}), rule("r2", {"two": "b"}, {"alpha": -1}))
    assert outlook({"one": "a"}, rulebook).bounds.settled is None
    assert outlook({"one": "a", "two": "a"}, rulebook).bounds.settled == "alpha"


def test_a_criterion_that_favours_rivals_alike_is_not_decisive():
    """Moving two models together changes no lead between them."""
    rulebook = book(
        rule("r1", {"one": "a"}, {"alpha": 6, "beta": 6}),
        rule("r2", {"two": "a"}, {"alpha": 2}),
        rule("r3", {"two": "a"}, {"beta": 2}),
    )
    assert outlook({"one": "a"}, rulebook).decisive == ()


def test_a_criterion_that_only_excludes_the_runner_up_is_decisive():
    """Ruling out the one that is too close makes the other win."""
    rulebook = book(
        rule("r1", {"one": "a"}, {"alpha": 4, "beta": 4}),
        rule("r2", {"two": "a"}, {"beta": "ruled-out"}),
    )
    found = outlook({"one": "a"}, rulebook)
    assert found.decisive == ("two",)
    assert found.bounds.possible == ("alpha",)


def test_a_winner_that_falls_back_among_two_rivals_is_decided_by_what_it_fell_over():
    """Neither rival has to be ahead of the other to catch up with the winner."""
    rulebook = book(
        rule("base", {"one": "a"}, {"alpha": 3, "beta": 4, "gamma": 4}),
        rule("lead", {"two": "a"}, {"alpha": 4}),
    )
    assert outlook({"one": "a"}, rulebook).decisive == ("two",)


def test_two_rivals_that_catch_up_together_unseat_a_winner_that_did_not_move():
    """What moves the rivals alone is decisive too."""
    rulebook = book(
        rule("base", {"one": "a"}, {"alpha": 6, "beta": 2, "gamma": 2}),
        rule("catch-up", {"two": "b"}, {"beta": 4, "gamma": 4}),
    )
    assert outlook({"one": "a"}, rulebook).decisive == ("two",)


def test_the_influence_of_a_criterion_is_grouped_by_what_else_its_rules_ask_for():
    """Rules under the same further condition are added up by value; dead ones are left out."""
    rulebook = book(
        rule("r", {"one": "a"}, {"alpha": 2}),
        rule("s", {"one": "a"}, {"alpha": 1, "beta": -1}),
        rule("t", {"one": "b"}, {"beta": 3}),
        rule("u", {"one": "a", "two": "a"}, {"alpha": -4}),
        rule("dead", {"one": "a", "two": "b"}, {"alpha": 6}),
        rule("other", {"two": "a"}, {"gamma": 6}),
        rule("out", {"one": "b", "three": "a"}, {"gamma": "ruled-out"}),
    )
    for facts, groups in (
        ({"two": "a"}, {((3, -1, 0), (0, 3, 0)), ((-4, 0, 0), (0, 0, 0)), ((0, 0, 0),) * 2}),
        ({"two": "c"}, {((3, -1, 0), (0, 3, 0)), ((0, 0, 0),) * 2}),
    ):
        found = influence("one", facts, rulebook)
        assert set(found.groups) == groups
        assert found.excludes == {2}
    assert influence("four", {}, rulebook).groups == ()


def test_a_swing_adds_up_what_each_group_can_move():
    """The range of the lead within each group, summed; against no rival, of the points."""
    found = Influence((((3, -1), (0, 3)), ((-4, 0), (0, 0))), frozenset())
    assert found.swing(0, 1) == 7 + 4
    assert found.swing(0, None) == 3 + 4
    assert found.swing(1, 0) == 7 + 4
    assert Influence((), frozenset()).swing(0, 1) == 0


def test_an_excluded_model_has_no_reach():
    """A model that is out whatever is answered has nothing it can still get to."""
    rulebook = book(
        rule("r1", {"one": "a"}, {"alpha": "ruled-out"}), rule("r2", {"two": "a"}, {"alpha": 6})
    )
    assert outlook({"one": "a"}, rulebook).reach == {"alpha": None, "beta": 0, "gamma": 0}
    assert outlook({}, rulebook).reach["alpha"] == 6


def test_every_model_of_the_packaged_rulebook_can_win():
    """With nothing known, none of the five is out of the running."""
    assert set(bounds({}, PACKAGED).possible) == set(PACKAGED.models)


@given(
    facts=st.fixed_dictionaries(
        {}, optional={c: st.sampled_from(list(d.values)) for c, d in PACKAGED.criteria.items()}
    ),
    seed=st.randoms(use_true_random=False),
)
@thorough
def test_no_completion_of_the_packaged_rulebook_contradicts_its_bounds(facts, seed):
    """Completions drawn at random are won only by models that bounds call possible."""
    found = bounds(facts, PACKAGED)
    for _ in range(20):
        full = {
            c: facts.get(c) or seed.choice(list(d.values)) for c, d in PACKAGED.criteria.items()
        }
        won = wins(full, PACKAGED)
        assert won is None or won in found.possible
        assert found.settled in {None, won}
