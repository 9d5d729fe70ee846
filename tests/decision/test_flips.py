"""What would change the answer, and what a change does."""

from __future__ import annotations

from books import book, rule, rulebooks, some_facts, thorough
from hypothesis import given

from assistant.decision.flips import compare, flips
from assistant.decision.recommend import recommend
from assistant.decision.rulebook import load_rulebook
from assistant.decision.types import Evidence, Flip
from assistant.decision.verdict import wins


def test_a_flip_names_the_change_the_new_winner_and_why_it_matters():
    """Of three values one changes nothing, one the winner, one leaves it undecided."""
    rulebook = book(
        rule("for-a", {"two": "a"}, {"alpha": 4}, ["first#a.1", "second#a.1"]),
        rule("for-b", {"two": "b"}, {"beta": 6}),
        rule("base", {"one": "a"}, {"alpha": 2}),
        rule("aside", {"two": "c"}, {"gamma": 1}),
    )
    assert flips({"one": "a", "two": "a"}, rulebook) == (
        Flip(
            "two",
            "a",
            "b",
            "beta",
            (Evidence("first#a.1", "quote of for-b"), Evidence("first#a.1", "quote of for-a")),
        ),
        Flip("two", "a", "c", None, (Evidence("first#a.1", "quote of for-a"),)),
    )


def test_a_flip_rests_on_what_speaks_for_the_new_winner():
    """Its first quote is of a rule that gives the new winner points, or rules out the old one."""
    book_ = load_rulebook()
    said = {quoted.evidence: rule_ for rule_ in book_.rules for quoted in rule_.evidence}
    facts = {"direction": "available"}
    old = wins(facts, book_)
    found = [flip for flip in flips(facts, book_) if flip.model]
    assert found
    for flip in found:
        rule_ = said[flip.evidence[0]]
        assert rule_.points(flip.model) > 0 or rule_.rules_out(old)


def test_facts_in_between_that_are_not_known_are_passed_over():
    """An open criterion before a known one does not end the search for flips."""
    rulebook = book(rule("r", {"four": "a"}, {"alpha": 4}))
    assert [f.criterion for f in flips({"four": "a"}, rulebook)] == ["four"]


@given(rulebook=rulebooks, facts=some_facts)
@thorough
def test_flips_are_all_the_single_changes_that_change_the_outcome(rulebook, facts):
    """Trying every other value of every fact finds the same changes."""
    now = wins(facts, rulebook)
    expected = [
        (criterion, facts[criterion], value, wins({**facts, criterion: value}, rulebook))
        for criterion in rulebook.criteria
        if criterion in facts
        for value in rulebook.criteria[criterion].values
    ]
    found = [(f.criterion, f.before, f.after, f.model) for f in flips(facts, rulebook)]
    assert found == [row for row in expected if row[3] != now]


def test_exclusions_come_first_and_three_quotes_are_enough():
    """The weightiest reasons are shown; what has no quote or moves neither model is not."""
    rulebook = book(
        rule("p1", {"one": "a"}, {"alpha": 6}),
        rule("p2", {"one": "a"}, {"alpha": 3}),
        rule("p3", {"one": "a"}, {"alpha": 2}),
        rule("p4", {"one": "a"}, {"alpha": 4}, []),
        rule("p5", {"one": "a"}, {"gamma": -6}),
        rule("p6", {"one": "b"}, {"alpha": "ruled-out"}),
        rule("p7", {"two": "a"}, {"beta": 3}),
    )
    (flip,) = flips({"one": "a", "two": "a"}, rulebook)
    assert flip.model == "beta"
    assert [e.quote for e in flip.evidence] == ["quote of p6", "quote of p1", "quote of p2"]


def test_without_facts_there_is_nothing_to_change():
    """Open criteria are questions, not flips."""
    assert flips({}, load_rulebook()) == ()


def test_a_comparison_shows_what_was_changed_and_what_moved():
    """Before, after, the facts that differ, the points that moved and the rules behind it."""
    rulebook = book(
        rule("lead", {"one": "a"}, {"alpha": 6}),
        rule("none", {"one": "b"}, {"alpha": "ruled-out", "beta": 4}),
        rule("stays", {"two": "a"}, {"beta": 2}),
    )
    before = recommend({"one": "a", "two": "a", "three": "a"}, rulebook)
    after = recommend({"one": "b", "two": "a", "four": "a"}, rulebook)
    found = compare(before, after)
    assert (found.before, found.after) == (before, after)
    assert found.changed == {"one": ("a", "b"), "three": ("a", None), "four": (None, "a")}
    assert found.moved == {"alpha": (6, 0), "beta": (2, 6)}
    assert (found.excluded, found.readmitted) == (("alpha",), ())
    assert (found.started, found.stopped) == (("none",), ("lead",))
    assert compare(after, before).readmitted == ("alpha",)
    assert compare(after, before).excluded == ()
