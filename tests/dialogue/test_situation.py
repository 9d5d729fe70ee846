"""What holds of a manager's situation after several messages."""

from __future__ import annotations

from assistant.dialogue.situation import situation
from assistant.dialogue.types import Contradiction, Heard, Hearing


def heard(criterion: str, value: str | None, *, part: int = 0, supposed: bool = False) -> Heard:
    return Heard(criterion, value, "words", 0, 5, part, supposed)


def after(*messages: Hearing):
    return situation(enumerate(messages, 1))


def test_nothing_is_known_at_first():
    """Without messages there are no facts."""
    assert after().facts == {}


def test_facts_add_up_over_messages():
    """What was said earlier still holds."""
    said = after(Hearing((heard("direction", "none"),)), Hearing((heard("scope", "fixed"),)))
    assert said.facts == {"direction": "none", "scope": "fixed"}
    assert said.first["direction"].turn == 1


def test_what_is_said_later_wins():
    """A second value for a criterion replaces the first, and its message is remembered."""
    said = after(Hearing((heard("scope", "fixed"),)), Hearing((heard("scope", "evolving"),)))
    assert said.facts == {"scope": "evolving"}
    assert said.first["scope"].turn == 2


def test_a_fact_can_be_taken_back():
    """A criterion without a value is forgotten; the others stay."""
    both = Hearing((heard("direction", "none"), heard("scope", "fixed")))
    assert after(both, Hearing((heard("scope", None),))).facts == {"direction": "none"}


def test_taking_back_without_a_name_forgets_the_latest_message():
    """“No, forget that” concerns what was said last."""
    said = after(
        Hearing((heard("direction", "none"),)),
        Hearing((heard("scope", "fixed"), heard("pace", "urgent"))),
        Hearing((heard("", None),)),
    )
    assert said.facts == {"direction": "none"}


def test_what_is_supposed_holds_for_one_answer():
    """A "what if" counts in its own message and is gone in the next."""
    fact = Hearing((heard("direction", "none"),))
    what_if = Hearing((heard("direction", "available", supposed=True),))
    during = after(fact, what_if)
    assert during.facts == {"direction": "none"}
    assert during.supposed_facts == {"direction": "available"}
    assert after(fact, what_if, Hearing()).supposed_facts == {"direction": "none"}


def test_a_contradiction_leaves_the_criterion_open():
    """Two values at once count as none, and are reported for that message only."""
    one, other = heard("scope", "fixed"), heard("scope", "evolving")
    unclear = Hearing((), (Contradiction("scope", one, other),))
    said = after(Hearing((heard("scope", "fixed"), heard("pace", "urgent"))), unclear)
    assert said.facts == {"pace": "urgent"}
    assert [c.criterion for c in said.contradictions] == ["scope"]
    assert after(unclear, Hearing()).contradictions == ()


def test_a_second_piece_of_work_has_facts_of_its_own():
    """What is said of the one does not touch the other."""
    said = after(Hearing((heard("scope", "fixed"), heard("scope", "evolving", part=1))))
    assert said.facts == {"scope": "fixed"}
    assert said.second_facts == {"scope": "evolving"}
