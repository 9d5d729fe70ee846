"""The rulebook against situations as the articles tell them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.decision.recommend import recommend
from assistant.decision.rulebook import load_rulebook
from assistant.decision.schema import Rulebook
from assistant.decision.verdict import wins

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))
BOOK = load_rulebook()


def parsed(facts: str) -> dict[str, str]:
    return dict(fact.split("=") for fact in facts.split())


def changed(case: dict[str, Any]) -> dict[str, str]:
    facts = parsed(case["facts"]) | parsed(case["but"])
    return {criterion: value for criterion, value in facts.items() if value != "?"}


def outcome(facts: dict[str, str], book: Rulebook = BOOK) -> str:
    return wins(facts, book) or "undecided"


def without(rule_id: str) -> Rulebook:
    fields = {name: getattr(BOOK, name) for name in Rulebook.model_fields}
    fields["rules"] = tuple(rule for rule in BOOK.rules if rule.id != rule_id)
    return Rulebook.model_construct(**fields)


@pytest.mark.parametrize("case", CASES["plain"], ids=lambda case: case["story"])
def test_a_situation_is_answered_as_a_reader_of_the_articles_would(case):
    """The outcome is one that the articles' reader would give."""
    expected = case["expect"] if isinstance(case["expect"], list) else [case["expect"]]
    assert (recommend(parsed(case["facts"]), BOOK).model or "undecided") in expected


@pytest.mark.parametrize("case", CASES["pairs"], ids=lambda case: case["rule"])
def test_each_side_of_a_rules_boundary_has_its_outcome(case):
    """One changed fact, one that the rule asks for, changes the outcome."""
    facts = parsed(case["facts"])
    assert outcome(facts) == case["expect"]
    assert outcome(changed(case)) == case["then"] != case["expect"]
    rule = BOOK.by_id[case["rule"]]
    assert rule.fires(facts)
    assert not rule.fires(changed(case))


@pytest.mark.parametrize("case", CASES["pairs"], ids=lambda case: case["rule"])
def test_a_rules_case_turns_on_that_rule(case):
    """Without the rule the situation would be answered otherwise, or ranked otherwise."""
    facts, reduced = parsed(case["facts"]), without(case["rule"])
    if "below" in case:
        low, high = case["below"]
        ranks = [[s.model for s in recommend(facts, b).ranking] for b in (BOOK, reduced)]
        assert ranks[0].index(low) > ranks[0].index(high)
        assert ranks[1].index(low) < ranks[1].index(high)
    else:
        assert outcome(facts, reduced) != case["expect"]


def test_every_rule_has_a_boundary_pair():
    """No rule is without its pair of cases, and no case is without its rule."""
    assert {case["rule"] for case in CASES["pairs"]} == {rule.id for rule in BOOK.rules}
