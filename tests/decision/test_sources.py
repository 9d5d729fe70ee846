"""Leaving a source out, and where sources disagree."""

from __future__ import annotations

from books import book, rule

from assistant.decision.hybrid import recommend_parts
from assistant.decision.recommend import recommend
from assistant.decision.rulebook import load_rulebook
from assistant.decision.sources import (
    Survival,
    carried_by,
    conflicts_touching,
    documents,
    leaving_out,
    survives_without,
)
from assistant.decision.types import Evidence

PACKAGED = load_rulebook()
VENDOR = "scaling-models-for-ctos"

TWO_SOURCES = book(
    rule("both", {"one": "a"}, {"alpha": 4}, ["first#a.1", "second#a.1"]),
    rule("vendor", {"one": "a"}, {"beta": 6}, ["second#a.1"]),
    rule("own", {"two": "a"}, {"gamma": 3}, []),
)


def test_a_rule_that_another_source_bears_out_keeps_its_points():
    """Without a source its own rules go, shared rules lose a quote, house rules stay."""
    reduced = leaving_out(TWO_SOURCES, frozenset({"second"}))
    assert [(r.id, [q.passage for q in r.evidence]) for r in reduced.rules] == [
        ("both", ["first#a.1"]),
        ("own", []),
    ]
    assert reduced.fingerprint != TWO_SOURCES.fingerprint


def test_leaving_out_a_source_leaves_nothing_of_it_in_flips_or_reasons():
    """No quote of the source that was left out turns up anywhere in the answer."""
    TWO_SOURCES.by_id  # noqa: B018 (what the original keeps must not leak into the copy)
    found = recommend({"one": "a"}, TWO_SOURCES, without=frozenset({"second"}))
    assert found.model == "alpha"
    quoted = [e for s in found.ranking for r in s.reasons for e in r.evidence]
    quoted += [e for flip in found.flips for e in flip.evidence]
    assert {e.passage for e in quoted} == {"first#a.1"}


def test_leaving_out_what_carries_nothing_changes_nothing():
    """An unknown document, or none, leaves the rulebook as it is."""
    assert leaving_out(TWO_SOURCES, frozenset({"third"})) is TWO_SOURCES
    assert leaving_out(TWO_SOURCES, frozenset()) is TWO_SOURCES


def test_whether_the_winner_survives_without_a_source():
    """The answer says what wins instead."""
    assert survives_without({"one": "a"}, TWO_SOURCES, "second") == Survival(
        "second", "beta", "alpha"
    )
    assert not survives_without({"one": "a"}, TWO_SOURCES, "second").survives
    assert survives_without({"one": "a"}, TWO_SOURCES, "first").survives


def test_the_documents_are_those_that_rules_rest_on():
    """Each once, by name."""
    assert documents(TWO_SOURCES) == ("first", "second")
    assert documents(PACKAGED) == (
        "outstaffing-vs-outsourcing",
        VENDOR,
        "what-is-outstaffing",
    )


def test_the_marketplace_does_not_survive_without_its_vendors_article():
    """Only the vendor speaks for its own product; the other models have other witnesses."""
    facts = {"direction": "stretched"}
    assert survives_without(facts, PACKAGED, VENDOR) == Survival(
        VENDOR, "managed-marketplace", None
    )
    assert survives_without({"scope": "evolving"}, PACKAGED, VENDOR).survives


def test_points_are_counted_to_each_document_that_bears_them_out():
    """A rule with two witnesses counts for both, a house rule for none."""
    facts = {"one": "a", "two": "a"}
    assert carried_by(recommend(facts, TWO_SOURCES)) == {"second": 6}
    without_vendor = recommend({"one": "a"}, TWO_SOURCES, without=frozenset({"second"}))
    assert carried_by(without_vendor) == {"first": 4}
    three = book(
        rule("r", {"one": "a"}, {"alpha": 4}, ["second#a.1"]),
        rule("s", {"one": "a"}, {"alpha": 1}, ["first#a.1"]),
    )
    assert list(carried_by(recommend({"one": "a"}, three))) == ["second", "first"]
    found = carried_by(recommend({"scope": "fixed", "duration": "one-off"}, PACKAGED))
    assert list(found) == ["outstaffing-vs-outsourcing", VENDOR, "what-is-outstaffing"]
    assert found == {"outstaffing-vs-outsourcing": 9, VENDOR: 6, "what-is-outstaffing": 6}


def touching(facts):
    return [c.id for c in conflicts_touching(recommend(facts, PACKAGED), PACKAGED)]


def test_a_conflict_is_shown_where_a_rule_that_takes_a_side_has_fired():
    """Urgency brings up how fast things start; who directs, what fits where nobody can."""
    assert touching({"pace": "urgent"}) == ["start"]
    assert "no-capacity-to-manage" in touching({"direction": "stretched"})
    assert "who-vets" in touching({"vetting": "unable"})
    assert touching({}) == []


def side(name: str) -> dict[str, str]:
    return {"says": name, "passage": "first#a.1", "quote": "quote of both"}


def conflict(name: str, **more: object) -> dict[str, object]:
    return {
        "id": name,
        "title": f"{name}?",
        "sides": [side("yes"), side("no")],
        "models": ["alpha"],
        "criteria": ["one"],
        "rules": ["r"],
    } | more


def test_a_conflict_about_other_models_facts_or_rules_does_not_touch_the_answer():
    """All three have to meet: a model in front, a stated fact, a rule that fired."""
    rules = [
        rule("r", {"one": "a"}, {"alpha": 6, "beta": 2}),
        rule("s", {"one": "a"}, {"alpha": 1}),
        rule("t", {"two": "a"}, {"alpha": 1}),
    ]
    conflicts = [
        conflict("plain"),
        conflict("runner-up", models=["beta"]),
        conflict("other-model", models=["gamma"]),
        conflict("other-fact", criteria=["two"]),
        conflict("other-rule", rules=["t"]),
        conflict("more", rules=["r", "s"]),
    ]
    rulebook = book(*rules, conflicts=conflicts)
    found = conflicts_touching(recommend({"one": "a"}, rulebook), rulebook)
    assert [c.id for c in found] == ["more", "plain", "runner-up"]


def test_a_leader_that_is_third_in_the_ranking_counts_as_in_front():
    """Where three are tied, a conflict about the last of them is shown too."""
    rulebook = book(
        rule("r", {"one": "a"}, {"alpha": 4, "beta": 4, "gamma": 4}),
        conflicts=[conflict("third", models=["gamma"])],
    )
    found = conflicts_touching(recommend({"one": "a"}, rulebook), rulebook)
    assert [c.id for c in found] == ["third"]


def test_two_pieces_of_work_get_a_model_each():
    """A product to keep building and a separate fixed piece are combined, as companies do."""
    parts = [
        {"direction": "available", "duration": "ongoing"},
        {"scope": "fixed", "duration": "one-off"},
    ]
    found = recommend_parts(parts, PACKAGED)
    assert found.models == ("outstaffing", "outsourcing")
    assert found.parts == tuple(recommend(facts, PACKAGED) for facts in parts)
    assert found.because == PACKAGED.combining.because
    assert found.evidence == tuple(q.evidence for q in PACKAGED.combining.evidence)
    assert all(isinstance(e, Evidence) for e in found.evidence)


def test_parts_that_agree_or_are_undecided_are_no_combination():
    """One model for both, or a part without a winner, combines nothing."""
    fixed = {"scope": "fixed"}
    assert recommend_parts([fixed, fixed], PACKAGED).models == ()
    assert recommend_parts([fixed, {}], PACKAGED).models == ()
    assert recommend_parts([{"scope": "evolving"}, {}, fixed], PACKAGED).models == ()
    assert recommend_parts([], PACKAGED).models == ()


def test_a_combination_can_be_asked_for_without_a_source_too():
    """Leaving out a source holds for every part."""
    parts = [{"direction": "stretched"}, {"scope": "fixed"}]
    assert recommend_parts(parts, PACKAGED).models == ("managed-marketplace", "outsourcing")
    reduced = recommend_parts(parts, PACKAGED, without=frozenset({VENDOR}))
    assert [p.model for p in reduced.parts] == [None, "outsourcing"]
