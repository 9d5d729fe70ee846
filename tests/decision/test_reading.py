"""The rulebook, a reckoning and a decision tree as text to read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from books import book, content, rule

from assistant.cli import main
from assistant.decision.explain import holding, reckoning, verdict
from assistant.decision.recommend import recommend
from assistant.decision.schema import Rulebook
from assistant.decision.table import condition, markdown_table, rules_table, signed

PAGE = Path(__file__).resolve().parents[2] / "assistant" / "decision" / "RULES.md"
CONFLICT = {
    "id": "c",
    "title": "Fast or slow?",
    "sides": [
        {"says": "fast", "passage": "first#a.1", "quote": "quote of lead"},
        {"says": "slow", "passage": "second#a.1", "quote": "quote of vendor"},
    ],
    "models": ["alpha"],
    "criteria": ["one"],
    "rules": ["lead", "none"],
}


def small() -> Rulebook:
    data = content(
        [
            rule("lead", {"one": "a"}, {"alpha": 6}, ["first#a.1", "second#a.1"]),
            rule("none", {"one": "b"}, {"alpha": "ruled-out", "beta": 4}),
            rule("own", {"two": ["a", "b"], "one": "a"}, {"beta": -1}, []),
            rule("third", {"three": "a"}, {"gamma": 6}, ["second#a.1"]),
        ],
        conflicts=[CONFLICT],
        considered=[
            {
                "item": "a | bar",
                "reason": "two\nlines",
                "evidence": [
                    {"passage": "first#a.2", "quote": "x"},
                    {"passage": "first#a.3", "quote": "y"},
                ],
            }
        ],
        sources={"S1": "first", "S2": "second"},
    )
    data["criteria"]["three"]["neutral"] = {"b": "nothing to say"}
    data["criteria"]["one"]["label"] = "Leader"
    return Rulebook.model_validate(data)


RULES = """\
4 rules over 4 criteria. A model is recommended with at least 3 points and a lead of at least 2. \
for the test

S1 is `first`; S2 is `second`

## Strengths

| strength | points | means |
| --- | --- | --- |
| slight | up to 1 | slight |
| moderate | up to 2 | moderate |
| strong | up to 4 | strong |
| deciding | up to 6 | deciding |
| excluding | excludes | ruled out |

## Rules

### Leader

one? `a`: is a; `b`: is b.

| rule | when | Alpha | Beta | Gamma | strength | evidence |
| --- | --- | --- | --- | --- | --- | --- |
| `lead`: because of lead | one a | +6 | · | · | deciding: for the test | \
“quote of lead” (`first#a.1` and 1 more) |
| `none`: because of none | one b | ruled-out | +4 | · | excluding: for the test | \
“quote of none” (`first#a.1`) |
| `own`: because of own | two a or b, one a | · | −1 | · | slight: for the test | house judgement |

### two

two? `a`: is a; `b`: is b; `c`: is c.

### three

three? `a`: is a; `b`: is b.

| rule | when | Alpha | Beta | Gamma | strength | evidence |
| --- | --- | --- | --- | --- | --- | --- |
| `third`: because of third | three a | · | · | +6 | deciding: for the test | \
“quote of third” (`second#a.1`) |

### four

four? `a`: is a; `b`: is b.

## Values that speak for no model

| value | reason |
| --- | --- |
| three = b | nothing to say |

## Where the sources disagree

| question | one side | other side | rules |
| --- | --- | --- | --- |
| Fast or slow? | fast (`first#a.1`) | slow (`second#a.1`) | `lead`, `none` |

## Considered and left out

| statement | why it is no rule | passage |
| --- | --- | --- |
| a \\| bar | two lines | `first#a.2`, `first#a.3` |
"""

RECKONING = """\
## **Alpha**, 6 points ahead of the next model. Only Alpha can still win. \
What it hangs on: three; 1 of 2 open questions can change nothing.

### Facts

| criterion | value | meaning |
| --- | --- | --- |
| Leader | a | is a |
| two | b | is b |

### Ranking

| model | points |
| --- | --- |
| Alpha | +6 |
| Gamma | 0 |
| Beta | −1 |

#### Alpha: +6

| points | because | rule | evidence |
| --- | --- | --- | --- |
| +6 | because of lead | `lead` | \
“quote of lead” (`first#a.1`) · “quote of lead” (`second#a.1`) |

#### Beta: −1

| points | because | rule | evidence |
| --- | --- | --- | --- |
| −1 | because of own | `own` | house judgement |

### What to ask next

| question | then |
| --- | --- |
| three? | a → not decided; b → Alpha |

### What would change it

| if | then | because the source says |
| --- | --- | --- |
| Leader were b, not a | Beta | “quote of none” (`first#a.1`) · “quote of lead” (`first#a.1`) |

### Without one of the sources

| left out | then |
| --- | --- |
| first | the same |
| second | the same |

### Where the sources disagree on this

| question | one side | other side |
| --- | --- | --- |
| Fast or slow? | fast: “quote of lead” (`first#a.1`) | slow: “quote of vendor” (`second#a.1`) |
"""


def test_the_rulebook_reads_as_tables():
    """Every part of the rulebook is there, bars and line ends made harmless."""
    assert rules_table(small()) == RULES


def test_a_reckoning_shows_everything_that_led_to_the_answer():
    """Facts, ranking, reasons with quotes, questions, flips, sources and conflicts."""
    rulebook = small()
    assert reckoning(recommend({"one": "a", "two": "b"}, rulebook), rulebook) == RECKONING


def test_a_reckoning_without_facts_has_no_empty_tables():
    """With nothing known there are a ranking and questions, and nothing else."""
    rulebook = small()
    text = reckoning(recommend({}, rulebook), rulebook)
    assert re.findall("^#+ (.*)$", text, re.MULTILINE)[1:] == ["Ranking", "What to ask next"]


def test_a_model_that_is_out_is_shown_as_such():
    """Neither the ranking nor the heading gives it points; the rule that excludes it says so."""
    rulebook = small()
    text = reckoning(recommend({"one": "b"}, rulebook), rulebook)
    assert "| Alpha | ruled out |" in text
    assert "#### Alpha: ruled out" in text
    assert "| ruled out | because of none | `none` |" in text
    assert "| first | not decided |" in text


def test_what_wins_without_a_source_is_named():
    """Where the winner rests on one source, leaving it out brings up the next."""
    rulebook = book(
        rule("r", {"one": "a"}, {"alpha": 6}, ["first#a.1"]),
        rule("s", {"one": "a"}, {"beta": 3}, ["second#a.1"]),
    )
    text = reckoning(recommend({"one": "a"}, rulebook), rulebook)
    assert "| first | Beta |" in text
    assert "| second | the same |" in text


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"one": "a"}, "Only Alpha can still win. What it hangs on: three; "),
        ({"one": "a", "three": "b"}, "It stays Alpha under every answer to what is open."),
        (dict.fromkeys(["one", "two", "three", "four"], "a"), "Nothing is open."),
        ({}, "Still possible: Alpha, Beta, Gamma. What can change it: Leader, three; "),
        ({"three": "a"}, "Only Gamma can still win. What it hangs on: Leader; "),
    ],
)
def test_what_holds_whatever_is_answered_is_said_in_a_sentence(facts, expected):
    """Settled, open with what can change it, or nothing open."""
    rulebook = small()
    assert holding(recommend(facts, rulebook), rulebook).startswith(expected)


def test_where_nothing_can_win_any_more_that_is_said():
    """No model is possible, and no question can change that."""
    rulebook = book(rule("r", {"one": "a"}, {"alpha": 2}))
    expected = "Still possible: none. What can change it: nothing; 4 of 4 open questions can "
    assert holding(recommend({}, rulebook), rulebook).startswith(expected)


def test_where_every_question_matters_none_is_called_idle():
    """The number of idle questions is left out where it is zero."""
    rulebook = book(rule("r", {"one": "a", "two": "a", "three": "a", "four": "a"}, {"alpha": 4}))
    said = holding(recommend({}, rulebook), rulebook)
    assert said == "Only Alpha can still win. What it hangs on: one, two, three, four."


def test_the_verdict_names_the_winner_the_leaders_or_that_all_are_out():
    """Three ways for it to go, and one point is no plural."""
    one = book(
        rule("r", {"one": "a"}, {"alpha": 6, "beta": 4}),
        decides={"points": 3, "margin": 1, "why": "x"},
    )
    assert verdict(recommend({"one": "a"}, one), one).startswith(
        "**Alpha**, 2 points ahead of the next model. "
    )
    near = book(
        rule("r", {"one": "a"}, {"alpha": 6, "beta": 5}),
        decides={"points": 3, "margin": 1, "why": "x"},
    )
    assert verdict(recommend({"one": "a"}, near), near).startswith("**Alpha**, 1 point ahead ")
    rulebook = small()
    assert verdict(recommend({"one": "a", "three": "a"}, rulebook), rulebook).startswith(
        "The facts do not decide it; in front: **Alpha**, **Gamma**. "
    )
    out = book(rule("r", {"one": "a"}, dict.fromkeys(["alpha", "beta", "gamma"], "ruled-out")))
    assert verdict(recommend({"one": "a"}, out), out).startswith("The facts rule out every model. ")


def test_points_have_their_sign():
    """Plus, a true minus, and a bare nought."""
    assert [signed(p) for p in (3, 1, -1, -3, 0)] == ["+3", "+1", "−1", "−3", "0"]


def test_conditions_read_as_words():
    """Values of one criterion are alternatives, criteria go together."""
    assert condition({"one": ["a", "b"], "two": ["c"]}) == "one a or b, two c"


def test_a_table_cannot_be_broken_by_its_cells():
    """A bar is escaped, white space of any kind becomes one space."""
    assert markdown_table(("a|b",), (("x\n y",),)) == "| a\\|b |\n| --- |\n| x y |"


def test_the_page_of_rules_is_what_the_command_prints(capsys):
    """``python -m assistant rules > assistant/decision/RULES.md`` renews it."""
    assert main(["rules"]) == 0
    assert PAGE.read_text(encoding="utf-8") == capsys.readouterr().out
