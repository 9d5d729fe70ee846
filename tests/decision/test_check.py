"""What makes a rulebook unsound, and that the packaged one is sound."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import book, content, rule

from assistant.corpus.read import read_document
from assistant.decision import check as checking
from assistant.decision.check import Problem, check, quotes
from assistant.decision.rulebook import load_rulebook

CORPUS = Path(__file__).parents[2] / "corpus"
PASSAGES = {
    passage.name: passage
    for file in sorted(CORPUS.glob("*.md"))
    for passage in read_document(file, file.stem).passages
}


def problems(rulebook, *kinds):
    """The problems of these kinds, with passages that hold every quote."""
    held: dict[str, str] = {}
    for _, evidence in quotes(rulebook):
        held[evidence.passage] = held.get(evidence.passage, "") + evidence.quote
    return tuple(p for p in check(rulebook, held) if not kinds or p.kind in kinds)


SOUND = [
    rule("a1", {"one": "a"}, {"alpha": 6}),
    rule("b1", {"one": "b"}, {"beta": 6}),
    rule("g2", {"two": "a"}, {"gamma": 6}, ["second#a.1"]),
    rule("g3", {"two": ["b", "c"]}, {"alpha": 2}),
    rule("x3", {"three": "a"}, {"alpha": -2}, []),
    rule("y3", {"three": "b"}, {"beta": "ruled-out"}),
    rule("x4", {"four": "a"}, {"alpha": 1}),
    rule("y4", {"four": "b"}, {"alpha": -1}),
]


def test_the_packaged_rulebook_is_sound_and_every_quote_stands_in_the_corpus():
    """Nothing is wrong with the packaged rulebook over the packaged briefs."""
    texts = {name: passage.text for name, passage in PASSAGES.items()}
    assert check(load_rulebook(), texts) == ()


def test_every_checklist_row_and_list_that_bears_on_the_choice_is_taken_up():
    """Each passage of the sections that compare models is quoted by the rulebook somewhere."""
    sections = (
        "outstaffing-vs-outsourcing#side-by-side-comparison",
        "outstaffing-vs-outsourcing#a-closer-look-at-the-outstaffing-model",
        "outstaffing-vs-outsourcing#when-to-choose-the-outsourcing-model",
        "outstaffing-vs-outsourcing#advantages-of",
        "outstaffing-vs-outsourcing#how-to-choose",
        "what-is-outstaffing#how-outstaffing-differs",
        "scaling-models-for-ctos#the-decision-matrix",
        "scaling-models-for-ctos#decision-checklist",
        "scaling-models-for-ctos#conclusion",
        "scaling-models-for-ctos#key-takeaways",
        "scaling-models-for-ctos#when-should-a-company-choose-traditional",
    )
    used = {evidence.passage for _, evidence in quotes(load_rulebook())}
    lists_and_rows = {
        name
        for name, passage in PASSAGES.items()
        if name.startswith(sections) and passage.kind in {"row", "list"}
    }
    assert len(lists_and_rows) > 20
    assert lists_and_rows <= used


def test_a_sound_rulebook_has_no_problems():
    """The small rulebook that the other tests break is sound."""
    assert problems(book(*SOUND)) == ()


def test_a_quote_that_is_no_longer_in_its_passage_is_reported():
    """The place, the passage and the words are named."""
    rulebook = book(rule("r", {"one": "a"}, {"alpha": 2}))
    found = check(rulebook, {"first#a.1": "something else, and quote of combining"})
    assert (
        Problem("lost-quote", "rule r", "first#a.1 does not hold the words 'quote of r'") in found
    )
    gone = check(rulebook, {})
    assert Problem("lost-quote", "rule r", "there is no passage first#a.1") in gone
    assert Problem("lost-quote", "combining", "there is no passage first#a.1") in gone


def test_every_quote_is_checked_whatever_holds_it():
    """Rules, both sides of conflicts, what was left out and the hybrid all quote."""
    side = {"says": "yes", "passage": "first#b.1", "quote": "yes"}
    rulebook = book(
        rule("r", {"one": "a"}, {"alpha": 2}),
        conflicts=[
            {
                "id": "c",
                "title": "Yes?",
                "sides": [side, side | {"passage": "first#b.2", "quote": "no"}],
                "models": ["alpha"],
                "criteria": ["one"],
                "rules": ["r"],
            }
        ],
        considered=[
            {"item": "it", "reason": "so", "evidence": [{"passage": "first#b.3", "quote": "it"}]}
        ],
    )
    assert [(where, e.passage, e.quote) for where, e in quotes(rulebook)] == [
        ("rule r", "first#a.1", "quote of r"),
        ("conflict c", "first#b.1", "yes"),
        ("conflict c", "first#b.2", "no"),
        ("considered: it", "first#b.3", "it"),
        ("combining", "first#a.1", "combining"),
    ]


@pytest.mark.parametrize("effect", [2, "ruled-out"])
def test_a_rule_about_a_model_that_is_out_whenever_it_fires_is_dead(effect):
    """Points for what another rule excludes, or excluding it again, change nothing."""
    dead = rule("z", {"three": "b", "one": "a"}, {"beta": effect})
    assert problems(book(*SOUND, dead), "dead-rule") == (
        Problem(
            "dead-rule",
            "rule z",
            "whenever it fires, beta is ruled out by another rule",
        ),
    )


def test_a_dead_rule_names_all_the_models_it_was_about():
    """Several models that are out are listed."""
    out = rule("y5", {"three": "b"}, {"gamma": "ruled-out"})
    dead = rule("z", {"three": "b", "one": "a"}, {"beta": 1, "gamma": 1})
    (found,) = problems(book(*SOUND, out, dead), "dead-rule")
    assert found.what == "whenever it fires, beta, gamma is ruled out by another rule"


@pytest.mark.parametrize(
    "alive",
    [
        rule("z", {"three": "b", "one": "a"}, {"beta": 2, "gamma": 1}),
        rule("z", {"one": "a"}, {"beta": 2}),
        rule("z", {"three": ["a", "b"], "two": "a"}, {"beta": 2}),
    ],
)
def test_a_rule_that_still_moves_something_is_not_called_moot(alive):
    """One model that is not out, or one situation in which it is not, keeps a rule alive."""
    found = problems(book(*SOUND, alive), "dead-rule")
    assert not [p for p in found if "ruled out by another rule" in p.what]


def test_a_condition_that_every_value_meets_is_dead():
    """A rule that fires whatever is answered tells nothing apart."""
    idle = rule("z", {"four": ["a", "b"]}, {"beta": 2})
    assert problems(book(*SOUND, idle), "dead-rule") == (
        Problem(
            "dead-rule",
            "rule z",
            "every value of four meets its condition, so it tells nothing apart",
        ),
    )


AGAINST = rule("z", {"one": ["a"]}, {"alpha": -2})


def test_opposite_effects_of_one_condition_contradict_each_other():
    """The two rules and the model are named."""
    assert problems(book(*SOUND, AGAINST), "contradiction") == (
        Problem(
            "contradiction",
            "rules a1 and z",
            "alpha: opposite effects of the same condition; declare the conflict",
        ),
    )
    excluding = rule("z", {"one": ["a"]}, {"alpha": "ruled-out"})
    assert len(problems(book(*SOUND, excluding), "contradiction")) == 1


def test_conditions_that_share_a_value_are_the_same_where_they_meet():
    """Overlapping lists of values contradict each other; disjoint ones do not."""
    overlapping = rule("z", {"two": ["a", "b"]}, {"gamma": -2})
    assert len(problems(book(*SOUND, overlapping), "contradiction")) == 1
    apart = rule("z", {"two": ["b"]}, {"gamma": -2})
    assert problems(book(*SOUND, apart), "contradiction") == ()


def test_a_declared_conflict_is_no_silent_contradiction():
    """Rules that one conflict names may differ; a conflict that names one of them is not it."""
    side = {"says": "yes", "passage": "first#a.1", "quote": "quote of a1"}
    conflict = {
        "id": "c",
        "title": "Yes?",
        "sides": [side, side],
        "models": ["alpha"],
        "criteria": ["one"],
    }
    for named, expected in ((["a1", "z"], 0), (["a1", "b1"], 1)):
        rulebook = book(*SOUND, AGAINST, conflicts=[conflict | {"rules": named}])
        assert len(problems(rulebook, "contradiction")) == expected


@pytest.mark.parametrize(
    "harmless",
    [
        rule("z", {"one": "a"}, {"alpha": 2}),
        rule("z", {"one": "a"}, {"beta": -2}),
        rule("z", {"one": "a", "two": "a"}, {"alpha": -2}),
    ],
)
def test_agreeing_or_narrower_rules_do_not_contradict(harmless):
    """The same sign, another model, or a further condition is no contradiction."""
    assert problems(book(*SOUND, harmless), "contradiction") == ()


def test_a_value_without_a_rule_has_to_be_declared_neutral():
    """It is reported until it is declared, and reported again where a rule speaks for it."""
    missing = [row for row in SOUND if row["id"] != "y4"]
    assert problems(book(*missing), "silent-value") == (
        Problem(
            "silent-value", "four=b", "has no rule; add one, or declare it neutral and say why"
        ),
    )
    data = content(missing)["criteria"]
    data["four"]["neutral"] = {"b": "because"}
    assert problems(book(*missing, criteria=data), "silent-value") == ()
    assert problems(book(*SOUND, criteria=data), "silent-value") == (
        Problem("silent-value", "four=b", "is declared neutral and has a rule; drop one"),
    )


def test_a_model_that_nothing_can_make_win_is_reported():
    """A model that gets points but never enough of them is hopeless."""
    weak = [row for row in SOUND if row["id"] != "g2"]
    weak.append(rule("g2", {"two": "a"}, {"gamma": 2}))
    assert problems(book(*weak)) == (
        Problem("hopeless-model", "gamma", "cannot win, whatever the facts are"),
    )


def test_criteria_tied_too_closely_for_exact_reasoning_are_reported(monkeypatch):
    """The limit counts combinations of values, and what is over it is not reasoned about."""
    tying = rule("z", {"one": "a", "two": "a", "three": "a"}, {"alpha": 1})
    monkeypatch.setattr(checking, "MOST_TIED_TOGETHER", 12)
    assert problems(book(*SOUND, tying)) == ()
    monkeypatch.setattr(checking, "MOST_TIED_TOGETHER", 11)
    hopeless = [row | {"effects": {"alpha": 1}, "strength": "slight"} for row in SOUND]
    assert [p.kind for p in problems(book(*hopeless, tying))] == ["tangled"]
    assert problems(book(*SOUND, tying)) == (
        Problem("tangled", "one", "rules tie it to two, three: 12 combinations are too many"),
    )
