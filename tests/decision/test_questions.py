"""Which questions are asked, and in which order."""

from __future__ import annotations

from fractions import Fraction

from books import book, rule, rulebooks, some_facts, thorough
from hypothesis import given

from assistant.decision.bounds import outlook
from assistant.decision.questions import contenders, questions, swing
from assistant.decision.recommend import recommend
from assistant.decision.rulebook import load_rulebook
from assistant.decision.verdict import Count, wins

PACKAGED = load_rulebook()


def test_the_first_two_questions_are_those_that_the_comparison_turns_on():
    """With nothing known, who directs and whether the scope is settled are asked first."""
    asked = questions(recommend({}, PACKAGED))
    assert [q.criterion for q in asked][:2] == ["direction", "scope"]
    assert len(asked) == 3
    assert asked[1].outcomes == {"fixed": "outsourcing", "evolving": "outstaffing"}
    assert asked[0].outcomes == {
        "available": "outstaffing",
        "stretched": "managed-marketplace",
        "none": "outsourcing",
    }
    assert asked[0].question == PACKAGED.criteria["direction"].question


@given(rulebook=rulebooks, facts=some_facts)
@thorough
def test_every_open_criterion_is_listed_with_what_each_answer_would_lead_to(rulebook, facts):
    """Outcomes are those of the facts with that answer; decisive ones come first."""
    found = recommend(facts, rulebook).open
    assert sorted(q.criterion for q in found) == sorted(rulebook.criteria.keys() - facts.keys())
    for question in found:
        values = rulebook.criteria[question.criterion].values
        assert question.outcomes == {
            v: wins({**facts, question.criterion: v}, rulebook) for v in values
        }
    flags = [q.decisive for q in found]
    assert flags == sorted(flags, reverse=True)
    assert {q.criterion for q in found if q.decisive} == set(outlook(facts, rulebook).decisive)


def test_only_decisive_questions_are_asked():
    """With the outcome settled there is nothing left to ask, though much is open."""
    rulebook = book(rule("r", {"one": "a"}, {"alpha": 6}), rule("s", {"two": "a"}, {"beta": 3}))
    found = recommend({"one": "a"}, rulebook)
    assert len(found.open) == 3
    assert questions(found) == ()


def test_what_changes_the_outcome_by_itself_is_asked_before_what_needs_company():
    """A small answer that tips the balance comes before a large one that cannot alone."""
    rulebook = book(
        rule("now", {"one": "a"}, {"alpha": 6, "beta": 3}),
        rule("large", {"two": "a"}, {"gamma": 6}),
        rule("larger", {"two": "a"}, {"beta": -6}),
        rule("small", {"three": "a"}, {"beta": 2}),
        rule("with-company", {"four": "a"}, {"gamma": 4}),
    )
    found = recommend({"one": "a"}, rulebook)
    assert [q.criterion for q in found.open] == ["two", "three", "four"]
    assert [q.decisive for q in found.open] == [True, True, True]


def test_of_equal_questions_the_larger_swing_is_asked_first():
    """Two criteria that both tip the balance are ordered by how far they tip it."""
    rulebook = book(
        rule("s1", {"one": "a"}, {"alpha": 3}),
        rule("s2", {"four": "a"}, {"alpha": 5}),
        rule("s3", {"two": "b"}, {"alpha": 4}),
    )
    assert [q.criterion for q in recommend({}, rulebook).open] == ["four", "one", "two", "three"]


def counts(*rows: tuple[int, ...], out: str = "") -> list[Count]:
    return [Count(dict(zip("abc", row, strict=False)), frozenset(out)) for row in rows]


def test_the_swing_is_the_mean_change_of_the_rivals_leads():
    """Two answers: the change of each pair's lead; three answers: the mean over their pairs."""
    rulebook = book()
    assert swing(counts((5, 0), (0, 2)), ["a", "b"], rulebook) == 7
    assert swing(counts((1, 0), (0, 0), (0, 0)), ["a", "b"], rulebook) == Fraction(2, 3)
    assert swing(counts((3, 0, 0), (0, 0, 0)), ["a", "b", "c"], rulebook) == 6
    assert swing(counts((5, 5), (0, 0)), ["a", "b"], rulebook) == 0
    assert swing(counts((5, 0), (0, 2)), ["a"], rulebook) == 0


def test_being_ruled_out_swings_by_twice_the_greatest_strength():
    """An exclusion is worth what one rule can at most move a pair: both ends of the scale."""
    mixed = [*counts((0, 0), out="a"), *counts((0, 0))]
    assert swing(mixed, ["a", "b"], book()) == 12


def test_contenders_are_the_three_in_front_among_those_that_can_win():
    """Points first, then what can still be reached; who cannot win is no contender."""
    rulebook = book(
        rule("r", {"one": "a"}, {"beta": 2}),
        rule("s", {"two": "a"}, {"gamma": 6}),
        rule("t", {"three": "a"}, {"alpha": 4}),
        rule("u", {"four": "a"}, {"beta": 3}),
    )
    for facts, expected in (
        ({}, ("gamma", "beta", "alpha")),
        ({"one": "a"}, ("beta", "gamma", "alpha")),
        ({"one": "a", "three": "b"}, ("beta", "gamma")),
    ):
        assert contenders(facts, rulebook, outlook(facts, rulebook)) == expected


def test_where_fewer_than_two_can_win_the_others_stand_in():
    """A lone possible winner is compared with those that are not surely out."""
    rulebook = book(
        rule("r", {"one": "a"}, {"alpha": 6, "beta": "ruled-out"}),
    )
    assert contenders({"one": "a"}, rulebook, outlook({"one": "a"}, rulebook)) == ("alpha", "gamma")
