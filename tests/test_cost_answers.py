"""What staffing costs, asked in the chat."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from assistant.citing import as_json
from assistant.decision.costs.reading import load_cost_model
from assistant.decision.recommend import recommend
from assistant.decision.rulebook import load_rulebook
from assistant.dialogue.answering import MAX_CITATIONS
from assistant.dialogue.cost_factors import factor_blocks
from assistant.dialogue.costing import Costing
from assistant.dialogue.types import Conversation

TESTERS = "what would three testers for a year cost us each way at 45 an hour?"
TWO = (
    "Is outstaffing at 45 an hour cheaper than hiring at 5200 a month, 3 people, 12 months, "
    "40 hours a week?"
)
OTHERS = """
week=38.5 to 41.25 hours a week; days=4.5 to 5.5 days a week; manager=80.1 to 99.1 an hour;
managing=1.25 to 99.5 hours a week; redone=1 to 55 %; people=a; duration=b; learning=c; late=d;
margin=1.5 to 2.5 %; loss=1000000 to 2000000; handover=123456 to 9999999;
lateness=100000 to 300000 a month; legal=100 to 9999999
"""
MANY = (
    "rate.hire=1234.56 EUR an hour; daily.freelancers=1000 to 99999.123456 EUR a day",
    f"how much would each way cost? {OTHERS}",
)


@pytest.fixture
def ask(assistant):
    """A function that gives the answer to the last of some messages."""

    def answer(*turns: str):
        return assistant.ask(Conversation(turns[:-1]), turns[-1])

    return answer


def total(answer, way):
    return next(c for c in answer.cost["costs"] if c["way"] == way)


@pytest.mark.parametrize("turns", [
    ["is outstaffing cheaper than hiring?"],
    [TESTERS],
    [TESTERS, "40 hours a week"],
    [TWO],
    [TWO, "management takes 4 to 9 hours a week for outstaffing", "our managers cost 80 an hour"],
    ["nobody here can manage testers", TWO],
    ["nobody here can manage anyone, the work is core and regulated", TESTERS, *MANY],
    ["rate=45 an hour; people=3; duration=12 months; week=40 hours a week; redone=5 %; margin=0 %"],
])
def test_an_answer_keeps_to_its_limits(ask, turns):
    """2,500 characters, six citations, each mark with its citation and each citation with a mark."""
    answer = ask(*turns)
    assert answer.kind == "answer"
    assert len(answer.markdown) <= 2500
    assert 1 <= len(answer.citations) <= 6
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", answer.markdown)}
    assert marks == {c.n for c in answer.citations}
    assert as_json(answer)["cost"] == answer.cost


def test_the_sources_are_quoted_and_nothing_is_invented(ask):
    """Without a number of the user's, none stands in the reckoning."""
    answer = ask("is outstaffing cheaper than hiring?")
    assert "opening a foreign entity" in answer.markdown
    reckoned = answer.markdown.partition("### The reckoning")[2]
    assert not re.search(r"\d", re.sub(r"\[\d+\]", "", reckoned))
    assert answer.cost["inputs"] == {}


def test_the_testers_are_heard_and_what_is_missing_is_asked(ask):
    """People, duration and rate are shown with their words; the length of the week is asked for."""
    answer = ask(TESTERS)
    assert {h["input"]: h["words"] for h in answer.cost["heard"]} == {
        "people": "three testers", "duration": "a year", "rate": "45 an hour"}
    assert len(answer.cost["ways"]) == 6
    assert "7,020 for every hour a week" in answer.markdown
    assert "How many hours a week" in answer.markdown
    assert all(c["total"] is None for c in answer.cost["costs"])


def test_numbers_of_earlier_messages_still_hold(ask):
    """A week told later completes the price: 3 × 52 × 40 × 45 = 280,800."""
    answer = ask(TESTERS, "What is outstaffing?", TESTERS.replace("at 45 an hour", "then"), "40 hours a week")
    assert total(answer, "outstaffing")["so_far"]["likely"] == "280800.00"


def test_a_correction_holds_from_then_on_and_a_supposition_only_once(ask):
    """"What if" is for its answer alone."""
    supposed = ask(TWO, "what if the rate were 50 an hour for outstaffing?")
    assert total(supposed, "outstaffing")["so_far"]["likely"] == "312000.00"
    assert "(supposed)" in supposed.markdown
    after = ask(TWO, "what if the rate were 50 an hour for outstaffing?", "overhead is 30 %")
    assert total(after, "outstaffing")["so_far"]["likely"] == "280800.00"
    corrected = ask(TWO, "rate.outstaffing=38 an hour", "overhead is 30 %")
    assert total(corrected, "outstaffing")["so_far"]["likely"] == "237120.00"


def test_starting_over_forgets_the_numbers(ask):
    """After a restart nothing is known."""
    assert ask(TWO, "start over", "is outstaffing cheaper than hiring?").cost["inputs"] == {}


def test_the_break_even_point_is_said(ask):
    """187,200 of pay are 30 an hour for 3 × 52 × 40 hours."""
    assert "until hourly rate (Outstaffing) passes 30 an hour" in ask(TWO).markdown


def test_another_currency_is_not_converted(ask):
    """It is left out, and said."""
    answer = ask("3 testers, a year: outstaffing at $45 an hour or hiring at €5000 a month: cheaper?")
    assert "nothing is converted" in answer.markdown
    assert answer.cost["currency"] == "$"
    assert "monthly.hire" not in answer.cost["inputs"]


def test_a_ruled_out_model_stays_out_however_cheap(ask):
    """The facts told rule outstaffing out; its rate is reckoned with, and does not outweigh that."""
    answer = ask("nobody here can manage testers", TWO)
    assert "ruled out, however low its rate" in answer.markdown
    assert "costliest mistake" in answer.markdown


def test_a_recommendation_says_that_a_low_rate_does_not_outweigh(ask):
    """With the lowest rate as aim and a model ruled out, S3's warning is quoted."""
    answer = ask("nobody here can manage testers and we want the lowest hourly rate")
    assert answer.recommendation["facts"].get("cost") == "lowest-rate"
    assert "A low rate does not outweigh that" in answer.markdown


def test_the_lowest_rate_never_brings_back_what_is_ruled_out():
    """Whatever one or two facts hold besides, a ruled-out model stays ruled out and unchosen."""
    book = load_rulebook()
    for one, about in book.criteria.items():
        for value in about.values:
            facts = {one: value}
            out = {s.model for s in recommend(facts, book).ranking if s.ruled_out}
            cheap = recommend({**facts, "cost": "lowest-rate"}, book)
            assert out <= {s.model for s in cheap.ranking if s.ruled_out}
            assert cheap.model not in out


@pytest.mark.parametrize("question", [
    "How much does outstaffing cost?",
    "What does an outsourced developer cost per hour in India?",
    "Is India cheaper than Vietnam for outsourcing?",
])
def test_a_price_that_nobody_gave_is_not_answered(ask, question):
    """The sources give no prices: without the user's numbers there is no evidence."""
    answer = ask(question)
    assert answer.kind == "no_evidence"
    assert answer.cost is None


@pytest.mark.parametrize("question", [
    "What are the hidden costs of a mortgage?",
    "What is the total cost of ownership of a car?",
    "Which cost factors drive the price of solar panels?",
    "What are the hidden costs in buying a house?",
])
def test_the_costs_of_another_thing_are_not_those_of_staffing(ask, question):
    """A list of costs is given only where nothing else is asked about."""
    assert ask(question).kind == "no_evidence"


def test_a_reckoning_is_written_once(ask, monkeypatch):
    """Each of its parts is cited in the order in which it is read, and no second time."""
    written = []
    blocks = Costing.blocks
    monkeypatch.setattr(Costing, "blocks", lambda *given: written.append(1) or blocks(*given))
    ask("rate.outstaffing=45 an hour")
    assert written == [1]


def test_costs_without_room_for_a_citation_are_not_quoted():
    """A quote never stands without its mark."""

    class Full(list):
        """Citations to which none can be added."""

        def __len__(self) -> int:
            return MAX_CITATIONS

    quotes = {e.passage: [] for f in load_cost_model().factors for e in f.evidence}
    for e in (e for f in load_cost_model().factors for e in f.evidence):
        quotes[e.passage].append(e.quote)

    def found(name):
        return SimpleNamespace(text=" ".join(quotes[name]))

    assert factor_blocks(load_cost_model(), Full(), found) == ()


@pytest.mark.parametrize("text", [
    "Should I outstaff QA? nobody here can manage testers", "We need three testers for a year.",
    "What should I look at in the total cost of ownership?", "What is outstaffing?",
])
def test_other_messages_are_not_taken_for_cost(ask, text):
    """Advice and questions without numbers go where they went."""
    assert ask(text).cost is None


def test_the_same_turns_give_the_same_bytes(ask):
    """Nothing in a reckoning depends on chance or time."""
    assert as_json(ask(TESTERS, "40 hours a week")) == as_json(ask(TESTERS, "40 hours a week"))


@pytest.mark.parametrize("turns", [
    ("What would it cost?",),
    ("Should I outstaff QA?", "nobody here can manage testers", "what does it cost"),
])
def test_what_it_costs_is_answered_by_asking_for_numbers(turns, assistant):
    """No price is invented, and nobody is sent away: it says what to tell, and what costs there are."""
    answer = assistant.ask(Conversation(turns[:-1]), turns[-1])
    assert answer.kind == "answer"
    assert "Tell me those you know" in answer.markdown
    assert answer.cost is not None
    assert answer.citations
