"""Facts out of a manager's words."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.dialogue.hearing import Meaning, hear, load_lexicon
from assistant.dialogue.hearing_belief import MOST_ASKED
from assistant.dialogue.hearing_trust import Trust, read_trust
from assistant.dialogue.hearing_weights import Weights, load_weights
from assistant.dialogue.types import Hearing


def hearing(text: str) -> Hearing:
    return hear(text, load_lexicon())


def facts(text: str) -> dict[str, str | None]:
    return {h.criterion: h.value for h in hearing(text).heard}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("We have a tech lead.", "available"),
        ("We don't have a tech lead.", "none"),
        ("We lack a tech lead.", "none"),
        ("We don't lack tech leads.", "available"),
        ("There is no shortage of tech leads here.", "available"),
        ("It is not true that we lack leadership.", "available"),
        ("I can't say we have anyone who could direct them.", "none"),
        ("Hardly anyone here could supervise developers.", "none"),
        ("Without a tech lead we are lost.", "none"),
        ("It's not that we have no leads.", "available"),
        ("There's no doubt that our lead can review the code.", "available"),
        ("Not only do we have leads, they have time.", "available"),
    ],
)
def test_negation_is_counted_not_listed(text: str, value: str) -> None:
    """A negation turns a fact, a second one turns it back, and look-alikes do nothing."""
    assert facts(text)["direction"] == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Our QA lead can assign test plans.", "available"),
        ("The lead has left and only juniors remain.", "none"),
        ("Our leads are swamped.", "stretched"),
        ("We have a lead, but he has no time.", "stretched"),
        ("The founder is technical and reviews all code.", "available"),
        ("We have a lead, well, actually she's leaving.", "none"),
        ("There is no QA lead, but our CTO can direct the testers.", "available"),
    ],
)
def test_roles_stand_for_facts(text: str, value: str) -> None:
    """Who is there, busy or gone says whether someone can direct the work."""
    assert facts(text) == {"direction": value}


@pytest.mark.parametrize(
    "text",
    [
        "The vendor has a strong tech lead.",
        "In outsourcing the vendor manages the people.",
        "What are managed services best for?",
        "compare freelancers and managed marketplace on accountability",
        "who manages the engineers in outsourcing?",
        "When should I use outstaffing?",
        "Is outstaffing good for core work?",
        "Most companies don't have enough leads.",
        "My friend's startup has no developers.",
        "Outsourcing is best when requirements are stable.",
        "We are looking for a tech lead.",
        "Is our scope fixed enough?",
        "We're not sure whether the scope will change.",
        "",
        "?!",
    ],
)
def test_nothing_is_heard_where_nothing_is_said_of_us(text: str) -> None:
    """Vendors, others, models in general, open questions and wishes are no facts."""
    assert hearing(text) == Hearing()


def test_a_question_states_what_it_presupposes() -> None:
    """What hangs on a request for a decision is heard, what it asks is not."""
    assert facts("Should a museum with no developers outsource?") == {"engineering": "no-team"}
    assert facts("Can freelancers build our core platform?") == {"importance": "core"}


def test_what_if_is_marked() -> None:
    """A supposition is heard as one."""
    (heard,) = hearing("And what if nobody could lead the work?").heard
    assert (heard.value, heard.hypothetical) == ("none", True)


def test_several_facts_of_one_message() -> None:
    """Quantities, places and people are heard side by side."""
    text = (
        "We want to hire two engineers in Poland but have no Polish entity. "
        "Our engineering manager will lead them."
    )
    found = facts(text)
    assert found.pop("engineering", "in-house") == "in-house"  # who has such a manager, most say
    assert found == {
        "size": "few",
        "work": "capacity",
        "location": "abroad-without-entity",
        "direction": "available",
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("We need a security engineer.", "single"),
        ("We need two or three developers.", "few"),
        ("Add 3 engineers.", "few"),
        ("A squad of eight.", "team"),
        ("five support specialists", "team"),
    ],
)
def test_numbers_are_sizes(text: str, value: str) -> None:
    """One, two or three, and more."""
    assert facts(text)["size"] == value


def test_our_own_headcount_is_no_size() -> None:
    """How many we are does not say how many are needed."""
    assert "size" not in facts("We have 15 engineers in-house.")


def test_contradictions_are_asked_back() -> None:
    """Two opposite facts without a word of correction are both held back."""
    told = hearing("The scope is fixed. The requirements change every week.")
    assert not told.heard
    (found,) = told.contradictions
    assert {found.first.value, found.second.value} == {"fixed", "evolving"}


def test_a_correction_decides() -> None:
    """After "actually" the later fact holds."""
    told = hearing("The scope is fixed. Actually no, it will change a lot.")
    assert [h.value for h in told.heard] == ["evolving"]
    assert not told.contradictions


def test_alternatives_stay_open() -> None:
    """Two values joined by "or" say nothing."""
    assert hearing("It could be one-off or ongoing.") == Hearing()


def test_a_second_piece_of_work_is_kept_apart() -> None:
    """Facts of a separate piece of work have their own part."""
    told = hearing(
        "We need to keep developing our product with our own leads, and also have a small "
        "separate site built to a fixed spec."
    )
    parts = {(h.criterion, h.value): h.part for h in told.heard}
    assert parts["duration", "ongoing"] == parts["direction", "available"] == 0
    assert parts["scope", "fixed"] == 1


def test_taking_back() -> None:
    """A topic taken back is a fact without a value; a bare one names no criterion."""
    assert facts("Forget what I said about the scope.") == {"scope": None}
    assert facts("Scratch that.") == {"": None}
    assert facts("Scratch that, the scope is fixed.") == {"scope": "fixed"}


def test_literal_corrections() -> None:
    """The form that a click sends sets and withdraws, and beats the words around it."""
    assert facts("direction=none, scope=?") == {"direction": "none", "scope": None}
    assert facts("We have a tech lead. direction=none") == {"direction": "none"}
    assert facts("direction=nonsense") == {}


def test_words_are_the_messages_own() -> None:
    """The words of a fact are the message's characters at its place, marks and all."""
    text = "Hm… we’ve no‑one to  supervise\u200b testers, so?"
    (heard,) = hearing(text).heard
    assert text[heard.start : heard.end] == heard.words
    assert heard.words.endswith("no‑one to  supervise\u200b testers")


def test_slips_of_the_keyboard() -> None:
    """A long key word with one slip, lower case and missing apostrophes are understood."""
    text = "we dont have a tech lead and the requirments are changing constanly"
    assert facts(text) == {"direction": "none", "scope": "evolving"}


VALUES = load_weights().values


def trust() -> Trust:
    """By words alone what is as likely as 1.5; with meaning, the mean of both from 0.5 on."""
    begin = dict.fromkeys(dict(VALUES), 0.0)
    words: dict[str, Any] = {"signs": {"words": 1.0}, "begin": begin}
    both: dict[str, Any] = {"signs": {"words": 0.5, "meaning": 0.5}, "begin": begin}
    enough = {"least": 1.5, "least_meant": 0.5, "worth_asking": -1.0, "sure": 1.5}
    return read_trust(
        {"heard": words, "unheard": words, "heard_meant": both, "unheard_meant": both,
         "enough": enough}
    )


def meaning(value: tuple[str, str], odds: int) -> Meaning:
    """A meaning that finds one value in every sentence, so likely, and no other."""
    return lambda _sentence: [odds if each == value else -500 for each in VALUES]


MONKEYS = "Purple monkeys dance around our office."


def test_meaning_adds_what_no_pattern_heard() -> None:
    """What is not surely said by the words is heard where the meaning says it, in the clause."""
    plausible = Weights(VALUES, tuple(-100 for _ in VALUES), {})
    told = meaning(("cost", "total-cost"), 400)
    (heard,) = hear(MONKEYS, load_lexicon(), told, plausible, trust()).heard
    assert (heard.criterion, heard.value) == ("cost", "total-cost")
    assert heard.words == MONKEYS.rstrip(".")


@pytest.mark.parametrize(
    ("text", "odds", "bias"),
    [
        (MONKEYS, 100, -100),
        (MONKEYS, 900, -200),
        ("Do purple monkeys dance around our office?", 900, -100),
        ("My cousin has purple monkeys.", 900, -100),
    ],
)
def test_meaning_alone_is_not_enough(text: str, odds: int, bias: int) -> None:
    """A faint meaning, unlikely words, a question and somebody else's monkeys are no fact."""
    weights = Weights(VALUES, tuple(bias for _ in VALUES), {})
    told = meaning(("cost", "total-cost"), odds)
    assert hear(text, load_lexicon(), told, weights, trust()) == Hearing()


def test_few_sentences_are_asked_for_their_meaning() -> None:
    """However long a message is, only so many of its sentences are encoded, and none for nothing."""
    asked: list[str] = []

    def counting(sentence: str) -> list[int]:
        asked.append(sentence)
        return [-500] * len(VALUES)

    def encoded(text: str, bias: int) -> int:
        asked.clear()
        weights = Weights(VALUES, tuple(bias for _ in VALUES), {})
        hear(text, load_lexicon(), counting, weights, trust())
        return len(asked)

    many = " ".join(f"Monkey {n} dances." for n in range(40))
    assert encoded(MONKEYS, -90) == 1
    assert encoded(many, -90) <= MOST_ASKED
    assert encoded(many, -400) == encoded(many, 900) == 0


def test_a_pattern_is_not_believed_against_everything_else() -> None:
    """What a pattern hears is dropped where its words say the contrary, and else kept."""
    text = "The scope is fixed."
    for bias, values in ((-300, []), (300, ["fixed"])):
        told = hear(text, load_lexicon(), None, Weights(VALUES, (bias,) * len(VALUES), {}), trust())
        assert [h.value for h in told.heard if h.criterion == "scope"] == values


@pytest.mark.parametrize(
    "text",
    [
        "My sister's bank has nobody to lead testers.",
        "I suppose Netflix changes its scope constantly.",
        "Our biggest rival has no developers of its own.",
        "I read about a firm that needs five testers urgently.",
        "A company without an entity abroad hires two testers.",
    ],
)
def test_strangers_are_not_us(text: str) -> None:
    """Kin, rivals, famous firms and firms that one read about are somebody else."""
    assert facts(text) == {}


@pytest.mark.parametrize(
    ("text", "criterion", "value"),
    [
        ("Secrets? None.", "risk", "tolerant"),
        ("Tech lead: yes.", "direction", "available"),
        ("Internal leadership for the project: none.", "direction", "none"),
        ("Developers in-house: zero.", "engineering", "no-team"),
        ("Core? No.", "importance", "non-core"),
        ("Local entity? We don't have one.", "location", "abroad-without-entity"),
    ],
)
def test_a_topic_is_answered_in_the_next_breath(text: str, criterion: str, value: str) -> None:
    """A topic with a colon or question mark and its short answer are one statement."""
    assert facts(text)[criterion] == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Our developers have no time to supervise anyone.", {"direction": "stretched"}),
        ("Budget is tight.", {"cost": "lowest-rate"}),
        ("We need it within 4 weeks.", {"pace": "urgent"}),
        ("A team of 12.", {"size": "team"}),
        ("My deputy has time to instruct one additional analyst.", {"size": "single"}),
        ("The billing core of our platform.", {"importance": "core"}),
    ],
)
def test_time_money_and_heads(text: str, expected: dict[str, str]) -> None:
    """Terms, budgets and head counts are heard in digits and in words."""
    assert expected.items() <= facts(text).items()


@pytest.mark.parametrize(
    "text",
    [
        "Employer overhead is 30%.",
        "I talked to two consultants.",
        "We met a vendor yesterday.",
        "The board asks about it every month.",
    ],
)
def test_a_stray_number_or_date_is_no_fact(text: str) -> None:
    """Whom one met, when, and what is asked how often says nothing of the need."""
    assert facts(text) == {}
