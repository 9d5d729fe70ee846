"""What a user says next: another model, another piece of work, another number, a table."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import settings as properties
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.decision.recommend import recommend
from assistant.decision.rulebook import load_rulebook
from assistant.decision.verdict import wins
from assistant.dialogue.against import change_blocks
from assistant.dialogue.intents import route
from assistant.dialogue.marking import Marking
from assistant.dialogue.types import Conversation, Hearing
from assistant.index.build import build
from assistant.index.opening import open_current
from assistant.index.verify import verify_here

QA = "Should I outstaff QA? We have a lead and the scope evolves."
COST = "Is outstaffing cheaper than hiring 3 engineers for 12 months at $50 an hour?"


@pytest.fixture
def ask(assistant):
    """A function that gives the answer to the last of some messages."""

    def answer(*turns: str):
        return assistant.ask(Conversation(turns[:-1]), turns[-1])

    return answer


def assert_marked(answer) -> None:
    """None; fails unless marks and citations are the same, in the order of reading."""
    marks = [int(n) for n in re.findall(r"(?<!\\)\[(\d+)\]", answer.markdown)]
    assert list(dict.fromkeys(marks)) == [c.n for c in answer.citations]


@pytest.mark.parametrize(("text", "label"), [
    ("why not managed services?", "managed services"),
    ("what speaks against freelancers?", "freelancers"),
    ("what's wrong with outsourcing?", "outsourcing"),
])
def test_why_not_a_model_says_what_speaks_against_it(ask, text, label):
    """Its points, each with its quote, and what would have to change."""
    answer = ask(QA, text)
    assert answer.kind == "recommendation"
    assert f"### Why not {label}" in answer.markdown
    assert f"### What would have to change for {label}" in answer.markdown
    assert any(c.quote in answer.markdown for c in answer.citations)
    assert_marked(answer)


@pytest.mark.parametrize(("text", "label", "points"), [
    ("what about freelancers?", "Freelancers", "It has −2 points, "),
    ("and managed services?", "Managed services", "It has −"),
    ("Would a managed marketplace work for us?", "Managed marketplace", "It has 3 points, "),
    ("ok, how does outstaffing stand?", "Outstaffing", "the most of those that are not ruled out"),
])
def test_a_model_by_its_name_alone_is_held_against_the_same_facts(ask, text, label, points):
    """After a recommendation: how it stands, what the sources say of it, and its risks to ask for."""
    answer = ask(QA, text)
    section = answer.markdown.partition(f"### {label} for this work")[2]
    assert points in section
    assert answer.recommendation["facts"] == ask(QA).recommendation["facts"]
    assert ("### What would have to change" in section) == (label != "Outstaffing")
    assert "### What the sources say about it" in section
    assert answer.suggestions[-1].lower().endswith(f"{label.lower()}?")
    assert_marked(answer)


def test_a_model_that_is_ruled_out_or_level_says_so(ask):
    """Points alone would mislead about the first, and "behind" about the second."""
    out = ask("Should I outstaff QA? Nobody here can manage testers.", "and outstaffing?")
    assert "### Outstaffing for this work\n\nIt is ruled out." in out.markdown
    level = ask("Our tech lead has time to direct them. The scope is fixed.", "and outsourcing?")
    standings = {s["model"]: s["points"] for s in level.recommendation["ranking"]}
    assert standings["outsourcing"] == max(standings.values())
    assert re.search(r"It has \d+ points?, as many as \w+", level.markdown)


BOOK_NAMES = [(name, model) for model, about in load_rulebook().models.items()
              for name in (about.label, *about.names)]


@pytest.mark.parametrize(("name", "model"), BOOK_NAMES)
def test_every_name_of_a_model_stands_for_it_alone(name, model):
    """All that the rulebook calls it by."""
    asked = route(f"what about {name.lower()}?", Hearing(()), advised=True, discussed=True)
    assert (asked.section, asked.models[:1]) == ("standing", (model,))


@pytest.mark.parametrize("before", [
    (QA, "What are the risks of outsourcing?"), ("Should I outstaff QA?",), ("What is outstaffing?",),
    ("How does outstaffing work if we have a lead?",),
    ("Should I outstaff QA? The scope evolves.", "scope=?"),
])
def test_a_model_by_its_name_is_asked_of_the_sources_elsewhere(ask, before):
    """After a question, which it goes on from, and where no fact is known to hold it against."""
    assert ask(*before, "and freelancers?").kind == "answer"


@pytest.mark.parametrize("text", ["so outsource it then?", "and outsourcing instead?", "Outsource this, then?"])
def test_a_model_as_a_deed_is_held_against_the_facts_too(ask, text):
    """Whoever says it as something to be done means it for this work."""
    assert "### Outsourcing for this work" in ask(QA, text).markdown


def test_models_against_each_other_are_a_question_in_any_conversation(ask):
    """Without a question mark, too, it tells nothing about the situation."""
    for before in ((), (QA,)):
        answer = ask(*before, "outstaffing vs managed services on speed")
        assert answer.kind == "answer"
        assert "Speed to productivity" in answer.markdown


def test_a_statement_that_is_not_understood_is_owned_up_to(ask):
    """What was said is not passed over in silence; what asks or tells a fact is no such case."""
    assert "I heard no new fact" in ask(QA, "Our kitchen has been green for ages.").markdown
    for text in ("Which model do you recommend?", "Nobody can lead them any more.", "why?"):
        assert "I heard no new fact" not in ask(QA, text).markdown
    assert "I heard no new fact" not in ask("Our kitchen needs two painters.").markdown


def test_what_it_can_become_is_something_else(ask):
    """The winner itself is no change, and what no answer changes alone several may together."""
    sure = ask("We need three engineers for our team. My tech lead would direct them day to day.",
               "how sure are you?")
    assert sure.recommendation["model"] == "outstaffing"
    outlook = re.search(r"it could become ([^.]+)\.", sure.markdown)
    assert outlook is not None
    assert "outstaffing" not in outlook[1]
    assert "by itself, only several together." in sure.markdown


@pytest.mark.parametrize("text", ["What are the risks of outsourcing?", "List the drawbacks of outstaffing"])
def test_advantages_are_no_answer_to_a_question_for_risks(ask, text):
    """Not even where one of them is that a risk passes to somebody else."""
    assert not any("advantages" in c.quote for c in ask(text).citations)


def test_the_pairs_named_do_lead_to_the_model(ask):
    """What is said to be needed for a model is enough for it."""
    answer = ask(QA, "why not managed services?")
    section = answer.markdown.partition("What would have to change")[2]
    book = load_rulebook()
    criterion = {about.label.lower(): name for name, about in book.criteria.items()}
    pairs = re.findall(r"^- (.+?) “(.+?)” and (.+?) “(.+?)”$", section, re.MULTILINE)
    assert pairs
    for one, first, other, second in pairs:
        facts = {**answer.recommendation["facts"], criterion[one]: first, criterion[other]: second}
        assert recommend(facts, book).model == "managed-services"


URGENT = "We need it urgently. Should we outstaff?"


def test_a_single_answer_that_leads_to_the_model_is_named(ask):
    """Every open question counts, not only those that are asked first."""
    answer = ask(URGENT, "Why not freelancers?")
    assert "No single fact changed" not in answer.markdown
    assert "If the answer were “task”" in answer.markdown


BOOK = load_rulebook()


@properties(max_examples=15, deadline=None)
@given(st.fixed_dictionaries({}, optional={
    name: st.sampled_from(sorted(about.values)) for name, about in BOOK.criteria.items()
}), st.sampled_from(sorted(BOOK.models)))
def test_no_single_change_is_denied_that_leads_to_the_model(assistant, facts, model):
    """Where none is said to lead to it, none does."""
    r = recommend(facts, BOOK)
    marking = Marking(assistant.sources.citations(), lambda _: None)
    blocks = change_blocks(r, model, BOOK, marking)
    text = " ".join(s.text for block in blocks for cell in block.cells for s in cell)
    if model not in r.leading and "No single fact changed" in text:
        for name, about in BOOK.criteria.items():
            assert all(wins({**facts, name: value}, BOOK) != model for value in about.values)


def test_points_against_a_model_have_a_true_minus(ask):
    """As everywhere else on screen."""
    assert re.search(r"It has −\d+ points?, \d+ behind", ask(QA, "why not outsourcing?").markdown)


def test_what_speaks_against_the_recommended_model_is_no_praise(ask):
    """Only what weighs against it, and what would change the answer."""
    answer = ask(QA, "what's wrong with outstaffing?")
    assert "### What speaks against outstaffing" in answer.markdown
    assert "### What would change it" in answer.markdown
    assert "### Why outstaffing" not in answer.markdown
    assert not re.search(r"^- \*\*\+\d", answer.markdown, re.MULTILINE)
    small = "It is our core product. Our lead has time to direct people. It is a small task of two weeks."
    doubted = ask(small, "what speaks against outstaffing?")
    assert re.search(r"^- \*\*−\d", doubted.markdown, re.MULTILINE)


def test_what_speaks_against_a_model_before_anything_is_known(ask):
    """There are no points yet; the questions that would give some are asked."""
    assert "### What would decide it" in ask("Should we outsource?", "What's wrong with outsourcing?").markdown


@pytest.mark.parametrize("text", [
    "What about our customers?", "What about our contract with the vendor?",
    "And what about our legal risk?", "what about our budget process?",
])
def test_what_is_no_work_is_asked_of_the_sources(ask, text):
    """A worry after a recommendation is not staffed."""
    assert ask(QA, text).recommendation is None


def test_why_not_without_a_model_says_why(ask):
    """There is nothing to hold against anyone; the reasons are given."""
    assert "### Why outstaffing" in ask(QA, "why not?").markdown


@pytest.mark.parametrize("text", [
    "now, what about our accounting?", "And should we outsource our accounting?",
])
def test_another_piece_of_work_says_which_facts_are_kept(ask, text):
    """What was told of the first is named, with the way out."""
    answer = ask(QA, text)
    assert answer.kind == "recommendation"
    assert "Kept from what you said about “QA”" in answer.markdown
    assert "direction: available" in answer.markdown
    assert "start over" in answer.markdown


def test_the_same_piece_of_work_keeps_silent_about_its_facts(ask):
    """Nothing was moved on from."""
    assert "Kept from" not in ask(QA, "And if nobody here could lead them?").markdown


def test_a_table_after_a_recommendation_compares_the_models(ask):
    """All of them with their points."""
    answer = ask(QA, "compare all of them in a table")
    assert answer.kind == "recommendation"
    assert "| Model | Points | Standing |" in answer.markdown


def test_a_table_after_a_reckoning_compares_the_ways(ask):
    """The numbers told so far hold, and every way has its row."""
    answer = ask("What would 3 testers cost for 6 months at $40 an hour?",
                 "compare all of them in a table")
    assert len(answer.cost["costs"]) == 6
    assert {h["input"] for h in answer.cost["heard"]} >= {"people", "duration"}


@pytest.mark.parametrize(("text", "value"), [
    ("and if the rate was 60?", "60"), ("what if the rate went up to 72.5?", "72.5"),
])
def test_a_number_by_its_name_changes_that_input(ask, text, value):
    """It is supposed for this answer only, and stands for the way it was told for."""
    answer = ask(COST, text)
    changed = [h for h in answer.cost["heard"] if h["words"] == value]
    assert [h["input"] for h in changed] == ["rate.outstaffing"]
    assert changed[0]["hypothetical"]
    assert all("50" not in h["words"] for h in answer.cost["heard"])


def test_a_bare_rate_takes_the_unit_of_the_one_told(ask):
    """After a day rate "the rate" is one by the day."""
    answer = ask("What would outstaffing 2 people cost for 6 months at $400 a day?",
                 "and if the rate was 450?")
    assert [h["input"] for h in answer.cost["heard"] if h["words"] == "450"] == ["daily.outstaffing"]


def test_numbers_are_answered_with_numbers_first(ask):
    """Who gives numbers sees the reckoning, then what the sources say."""
    answer = ask(COST)
    assert answer.markdown.startswith("### The reckoning")
    assert_marked(answer)


@pytest.mark.parametrize("text", [
    "What hidden costs should I budget for?",
    "Which hidden costs belong in the total cost of ownership?",
])
def test_hidden_costs_are_listed(ask, text):
    """Each factor that a source names, with its mark."""
    answer = ask(text)
    assert answer.kind == "answer"
    for factor in ("Internal management", "Recruiting", "Onboarding", "Rework", "Delay"):
        assert re.search(rf"^- {factor}.*\[\d\]$", answer.markdown, re.MULTILINE)
    assert_marked(answer)


def test_hidden_costs_of_one_way_are_asked_of_the_sources(ask):
    """A question about a model is not answered with a list of all costs."""
    assert "Besides pay or price" not in ask("Where do the hidden costs of freelancers come from?").markdown


def test_no_question_is_open_that_settles_nothing(ask):
    """Every question listed leads, for some answer, to another outcome."""
    answer = ask(QA)
    section = answer.markdown.partition("### Still open")[2].partition("###")[0]
    listed = re.findall(r"^- \*\*.+?\*\* \((.+?)\)", section, re.MULTILINE)
    assert listed
    for outcomes in listed:
        assert any(not o.endswith("→ Outstaffing") for o in outcomes.split("; "))


@pytest.mark.parametrize("text", [
    "There's an example with two backend engineers. Where are they, and who leads them?",
    "if testing is outsourced, on what basis do I judge the vendor",
])
def test_a_question_that_tells_a_fact_is_answered_from_the_sources(ask, text):
    """It is about the subject; no recommendation was asked for."""
    assert ask(text).kind == "answer"


def test_over_other_documents_a_recommendation_says_whose_points_they_are(
    settings, encoder, tmp_path
):
    """Without a single quote it must not look like the documents' own."""
    folder = tmp_path / "others"
    folder.mkdir()
    (folder / "parking.md").write_text("# Parking\n\nThe front desk issues badges.\n")
    build(folder, tmp_path / "index", encoder, check=verify_here)
    other = Assistant.over(open_current(tmp_path / "index", encoder.name), settings, encoder)
    answer = other.ask(Conversation(), QA)
    other.close()
    assert answer.kind == "recommendation"
    assert not answer.citations
    assert "this assistant's own rules" in answer.markdown


def test_over_the_shipped_documents_nothing_of_the_kind_is_said(ask):
    """There the points have their quotes."""
    for text in ((QA,), (QA, "show me the points"), (URGENT, "why not freelancers?")):
        assert "this assistant's own rules" not in ask(*text).markdown


def test_a_question_without_its_apostrophe_is_one_after_a_recommendation(ask):
    """"Whats the difference …" asks the sources, and does not ask for advice again."""
    answer = ask("Should I outstaff QA?", "whats the difference between outstaffing and outsourcing")
    assert answer.kind == "answer"
    assert "### Side by side" in answer.markdown
