"""The reckoning: total, deterministic, and as one would add it up by hand."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from books import CRITERIA, MODELS, book, rule, rule_lists, rulebooks, some_facts, thorough
from hypothesis import given
from hypothesis import strategies as st

from assistant.decision.recommend import margin, recommend
from assistant.decision.rulebook import load_rulebook
from assistant.decision.types import Evidence, Reason, Standing
from assistant.decision.verdict import Count, known, wins
from assistant.errors import InputError

PACKAGED = load_rulebook()
packaged_facts = st.fixed_dictionaries(
    {}, optional={c: st.sampled_from(list(d.values)) for c, d in PACKAGED.criteria.items()}
)


def test_the_reckoning_is_what_one_adds_up_by_hand():
    """Points, reasons, exclusion and order of a small rulebook."""
    rulebook = book(
        rule("strong", {"one": "a"}, {"alpha": 4, "beta": -2}),
        rule("out", {"two": "a"}, {"beta": "ruled-out", "alpha": 1}, ["second#a.1"]),
        rule("also", {"one": "a", "two": "a"}, {"beta": 6}, []),
        rule("silent", {"three": "a"}, {"gamma": 6}),
    )
    found = recommend({"two": "a", "one": "a"}, rulebook)
    assert found.model == "alpha"
    assert found.leading == ("alpha",)
    assert found.margin == 5
    assert dict(found.facts) == {"one": "a", "two": "a"}
    assert list(found.facts) == ["one", "two"]
    because = {name: f"because of {name}" for name in ("strong", "out", "also")}
    of = {name: (Evidence("first#a.1", f"quote of {name}"),) for name in ("strong", "silent")} | {
        "out": (Evidence("second#a.1", "quote of out"),),
        "also": (),
    }
    assert found.ranking == (
        Standing(
            "alpha",
            5,
            False,
            (
                Reason("strong", 4, False, because["strong"], ("one",), of["strong"]),
                Reason("out", 1, False, because["out"], ("two",), of["out"]),
            ),
        ),
        Standing("gamma", 0, False, ()),
        Standing(
            "beta",
            4,
            True,
            (
                Reason("out", 0, True, because["out"], ("two",), of["out"]),
                Reason("also", 6, False, because["also"], ("one", "two"), ()),
                Reason("strong", -2, False, because["strong"], ("one",), of["strong"]),
            ),
        ),
    )
    assert {q.criterion for q in found.open} == {"three", "four"}
    assert found.bounds.possible == ("alpha",)


@pytest.mark.parametrize(
    ("alpha", "beta", "expected"),
    [(3, 1, "alpha"), (3, 2, None), (2, -1, None), (4, 2, "alpha"), (6, 6, None), (1, 3, "beta")],
)
def test_a_model_wins_with_enough_points_and_enough_of_a_lead(alpha, beta, expected):
    """Three points and a lead of two decide; one less of either does not."""
    rulebook = book(rule("r", {"one": "a"}, {"alpha": alpha, "beta": beta}))
    found = recommend({"one": "a"}, rulebook)
    assert found.model == expected
    assert found.margin == max(alpha, beta) - max(min(alpha, beta), 0)


def test_a_tie_is_shown_as_a_tie():
    """Equal models lead together, in the ranking they stand in the rulebook's order."""
    rulebook = book(rule("r", {"one": "a"}, {"beta": 4, "alpha": 4, "gamma": -2}))
    found = recommend({"one": "a"}, rulebook)
    assert found.model is None
    assert found.leading == ("alpha", "beta")
    assert [s.model for s in found.ranking] == ["alpha", "beta", "gamma"]
    assert found.margin == 0


def test_leaders_are_those_within_the_margin_and_at_least_two():
    """One model in front with too few points is shown with the next."""
    close = book(rule("r", {"one": "a"}, {"alpha": 4, "beta": 3, "gamma": 2}))
    assert recommend({"one": "a"}, close).leading == ("alpha", "beta")
    thin = book(rule("r", {"one": "a"}, {"gamma": 2, "alpha": -1}))
    assert recommend({"one": "a"}, thin).leading == ("gamma", "beta")


def test_at_most_three_lead_and_those_first_that_can_get_furthest():
    """Of five equal models the three with most to gain are named."""
    found = recommend({}, PACKAGED)
    assert found.model is None
    assert found.leading == ("outstaffing", "outsourcing", "managed-marketplace")


def test_among_equals_the_one_that_can_still_get_furthest_leads():
    """An open rule that favours one breaks the tie of names, not of the verdict."""
    rulebook = book(rule("r", {"one": "a"}, {"gamma": 4, "alpha": 2}))
    found = recommend({}, rulebook)
    assert found.model is None
    assert found.leading == ("gamma", "alpha", "beta")


def test_reach_of_one_point_comes_before_reach_of_none():
    """The smallest difference in what can still be reached orders equal models."""
    rulebook = book(rule("r", {"one": "a"}, {"beta": 1}), rule("s", {"two": "a"}, {"gamma": -1}))
    assert recommend({}, rulebook).leading == ("beta", "alpha", "gamma")


def test_the_last_one_standing_still_needs_points():
    """With all others ruled out, the distance is that to having no points."""
    out = rule("out", {"one": "a"}, {"alpha": "ruled-out", "beta": "ruled-out"})
    bare = book(out)
    assert recommend({"one": "a"}, bare).model is None
    assert recommend({"one": "a"}, bare).leading == ("gamma",)
    backed = book(out, rule("r", {"two": "a"}, {"gamma": 3}))
    found = recommend({"one": "a", "two": "a"}, backed)
    assert (found.model, found.margin) == ("gamma", 3)


def test_everything_ruled_out_leaves_nothing_in_front():
    """No model, nobody leading, no distance."""
    rulebook = book(rule("r", {"one": "a"}, dict.fromkeys(MODELS, "ruled-out")))
    found = recommend({"one": "a"}, rulebook)
    assert (found.model, found.leading, found.margin) == (None, (), 0)
    assert all(s.ruled_out for s in found.ranking)
    assert found.bounds.possible == ()


def test_the_margin_leaves_out_what_is_ruled_out():
    """A model that is out is nobody's runner-up."""
    assert margin(Count({"a": 5, "b": 4, "c": 1}, frozenset({"b"}))) == 4
    assert margin(Count({"a": 5}, frozenset())) == 5
    assert margin(Count({"a": 5}, frozenset({"a"}))) == 0


def test_unknown_facts_are_refused_with_what_there_is():
    """The message names the criteria, or the values, that exist."""
    rulebook = book()
    with pytest.raises(InputError, match="unknown criterion 'five'; there are one, two, three"):
        recommend({"five": "a"}, rulebook)
    with pytest.raises(InputError, match="two cannot be 'z'; it is one of a, b, c"):
        recommend({"two": "z"}, rulebook)


@given(facts=packaged_facts)
@thorough
def test_every_combination_of_facts_has_a_whole_answer(facts):
    """Nothing raises, all models are ranked, and the parts agree with one another."""
    found = recommend(facts, PACKAGED)
    assert {s.model for s in found.ranking} == set(PACKAGED.models)
    assert found.model == wins(facts, PACKAGED)
    assert found.leading[0] == (found.model or found.leading[0])
    assert len(found.leading) in ({1} if found.model else {2, 3})
    for standing in found.ranking:
        assert standing.points == sum(r.points for r in standing.reasons)
        assert standing.ruled_out == any(r.ruled_out for r in standing.reasons)
    for before, after in pairwise(found.ranking):
        assert (before.ruled_out, -before.points) <= (after.ruled_out, -after.points)
    assert {q.criterion for q in found.open} | set(facts) == set(PACKAGED.criteria)


@given(rules=rule_lists, facts=some_facts, seed=st.randoms(use_true_random=False))
@thorough
def test_neither_the_order_of_facts_nor_that_of_rules_matters(rules, facts, seed):
    """Shuffled facts and rules give an equal recommendation, and so does asking again."""
    shuffled_rules = seed.sample(rules, len(rules))
    shuffled_facts = dict(seed.sample(list(facts.items()), len(facts)))
    first = recommend(facts, book(*rules))
    assert recommend(shuffled_facts, book(*shuffled_rules)) == first
    assert recommend(facts, book(*rules)) == first


@given(rulebook=rulebooks, facts=some_facts, data=st.data())
@thorough
def test_a_fact_that_only_favours_a_model_never_lowers_its_rank(rulebook, facts, data):
    """Where all rules that a new fact sets off are for one model, it does not fall behind."""
    still_open = [c for c in CRITERIA if c not in facts]
    if not still_open:
        return
    criterion = data.draw(st.sampled_from(still_open))
    value = data.draw(st.sampled_from(CRITERIA[criterion]))
    more = {**facts, criterion: value}
    new = [r for r in rulebook.rules if r.fires(more) and not r.fires(facts)]
    before = [s.model for s in recommend(facts, rulebook).ranking]
    after = [s.model for s in recommend(more, rulebook).ranking]
    for model in MODELS:
        if all(
            r.points(model) >= max(0, *(r.points(m) for m in MODELS)) and not r.rules_out(model)
            for r in new
        ):
            assert after.index(model) <= before.index(model)


def test_known_facts_come_in_the_rulebooks_order():
    """The order in which facts were heard leaves no trace."""
    assert list(known({"four": "a", "one": "b"}, book())) == ["one", "four"]


@given(rulebook=rulebooks, facts=some_facts, left_out=st.sampled_from(["first", "second"]))
@thorough
def test_leaving_out_a_source_is_having_a_rulebook_without_it(rulebook, facts, left_out):
    """What the option does is what deleting the source's quotes, and bare rules, would do."""
    rows = []
    for row in rulebook.model_dump(mode="json")["rules"]:
        row["evidence"] = [q for q in row["evidence"] if not q["passage"].startswith(left_out)]
        if row["house"] or row["evidence"]:
            rows.append(row)
    expected = recommend(facts, book(*random.Random(1).sample(rows, len(rows))))
    assert recommend(facts, rulebook, without=frozenset({left_out})) == expected


def test_a_value_named_twice_counts_once():
    """A rule whose condition lists a value twice fires once, and is listed once."""
    found = recommend({"one": "a"}, book(rule("twice", {"one": ["a", "a"]}, {"alpha": 6})))
    assert [(reason.rule, reason.points) for reason in found.ranking[0].reasons] == [("twice", 6)]
    assert found.ranking[0].points == 6
