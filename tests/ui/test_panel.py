"""The panel beside the chat: the facts that hold, what rests on whom, and what would be if."""

from __future__ import annotations

from typing import Any

import pytest
from screen import answers, ask, elements, words
from streamlit.testing.v1 import AppTest

from assistant.assistant import Assistant
from assistant.decision.flips import compare
from assistant.decision.recommend import recommend
from assistant.decision.sources import survives_without
from assistant.decision.tree import tree
from assistant.dialogue.types import Conversation
from assistant.ui.tree import paths
from assistant.ui.wording import outcome_label

TOLD = "Should I outstaff QA? nobody here can manage testers"


def facts(app: AppTest) -> dict[str, str]:
    """What the panel has as the facts."""
    boxes = [box for box in app.selectbox if str(box.key).startswith("fact-")]
    return {str(box.key).removeprefix("fact-"): box.value for box in boxes}


def element_with(app: AppTest, text: str) -> dict[str, Any]:
    """The element that shows the text, tools or not."""
    (found,) = [e for e in elements(app, "answer") if not e["tools"] and text in words(e)]
    return found


@pytest.mark.parametrize("text", ["thanks", "What can you do?", "What is outstaffing?"])
def test_facts_outlast_other_answers(app: AppTest, text: str) -> None:
    """After an answer of another kind the panel still has the facts, and where the models stand."""
    ask(app.run(), TOLD)
    before = facts(app)
    standing = element_with(app, "Standing")
    ask(app, text)

    assert answers(app)[-1]["kind"] != "recommendation"
    assert before
    assert facts(app) == before
    assert element_with(app, "Standing") == standing


def test_facts_end_with_a_restart(app: AppTest) -> None:
    """After "start over" the panel holds no fact."""
    ask(app.run(), TOLD)
    ask(app, "start over")

    assert not facts(app)
    assert not [e for e in elements(app, "answer") if not e["tools"] and "Standing" in words(e)]


def test_a_supposition_is_no_fact(app: AppTest) -> None:
    """What a message only supposes changes nothing in the panel."""
    ask(app.run(), TOLD)
    before = facts(app)
    ask(app, "What if we had a QA lead who can direct them?")

    assert facts(app) == before


def test_sources_with_an_interest(app: AppTest, assistant: Assistant) -> None:
    """For each source with an interest, and no other, the panel says what holds without it."""
    ask(app.run(), TOLD)
    shown = words(element_with(app, "If a source with an interest is left out"))

    for name in assistant.generation.documents():
        document = assistant.generation.document(name)
        assert document is not None
        interest = document.meta.get("interest", "")
        line = next((line for line in shown.splitlines() if document.title in line), "")
        assert bool(line) == bool(interest)
        if interest:
            survival = survives_without(facts(app), assistant.rulebook, name)
            after = outcome_label(survival.after, assistant.rulebook)
            assert f"{'still ' * survival.survives}{after}" in line
            assert interest in line


def opened_what_if(app: AppTest) -> AppTest:
    """The chat with the box in which another situation is supposed open."""
    app.session_state["what-if-box"] = True
    return app.run()


def test_what_if_is_drawn_when_it_is_opened(app: AppTest) -> None:
    """A folded box sends nothing but itself."""
    ask(app.run(), TOLD)
    assert "what-if" not in {box.key for box in app.selectbox}
    opened_what_if(app)
    assert "what-if" in {box.key for box in app.selectbox}


def test_what_if(app: AppTest, assistant: Assistant) -> None:
    """A supposed value is compared side by side, and the conversation stays as it is."""
    opened_what_if(ask(app.run(), TOLD))
    app.selectbox(key="what-if").select("direction").run()
    app.selectbox(key="what-if-direction").select("available").run()

    assert not app.exception
    book = assistant.rulebook
    held = facts(app)
    assert held["direction"] == "none"
    compared = compare(
        recommend(held, book), recommend({**held, "direction": "available"}, book)
    )
    shown = element_with(app, "Then")
    rows = {b["cells"][0][0]["text"]: [c[0]["text"] for c in b["cells"][1:]]
            for b in shown["blocks"] if b["kind"] == "row"}
    for side, at in ((compared.before, 0), (compared.after, 1)):
        for standing in side.ranking:
            cell = rows[book.models[standing.model].label][at]
            points = str(standing.points).replace("-", "−")
            assert cell == ("ruled out" if standing.ruled_out else points)
    assert outcome_label(compared.after.model, book).casefold() in words(shown).casefold()
    assert app.session_state["turns"] == (TOLD,)


def test_what_if_adopted(app: AppTest, assistant: Assistant) -> None:
    """A change that is taken over is a message like any correction, and the control is empty."""
    opened_what_if(ask(app.run(), TOLD))
    app.selectbox(key="what-if").select("direction").run()
    app.selectbox(key="what-if-direction").select("available").run()
    app.button(key="what-if-adopt").click().run()

    turns = (TOLD, "direction=available")
    assert app.session_state["turns"] == turns
    expected = assistant.ask(Conversation(turns[:1]), turns[1])
    assert answers(app)[-1]["markdown"] == expected.markdown
    assert app.selectbox(key="what-if").value is None


def test_what_if_forgotten(app: AppTest) -> None:
    """A stated fact can be supposed unknown, an open one cannot."""
    opened_what_if(ask(app.run(), TOLD))
    app.selectbox(key="what-if").select("direction").run()
    assert "not known" in app.selectbox(key="what-if-direction").options
    app.selectbox(key="what-if").select("pace").run()
    assert "not known" not in app.selectbox(key="what-if-pace").options


def test_two_pieces_of_work(app: AppTest, assistant: Assistant) -> None:
    """A second, separate piece of work has its own facts, words and standings in the panel."""
    ask(app.run(), "Our core engine keeps evolving and our lead can direct it; separately, a fixed "
        "scope one-off website that a vendor should be accountable for.")

    recommendation = assistant.ask(Conversation(), app.session_state["turns"][0]).recommendation
    assert recommendation is not None
    first, second = recommendation["hybrid"]
    book = assistant.rulebook
    shown = element_with(app, "for the first piece:")
    text = words(shown)
    for fact in recommendation["second_heard"]:
        assert f"{book.criteria[fact['criterion']].label}: {fact['value']}" in text
        assert f"“{fact['words']}”" in text
    assert outcome_label(second, book) in text.partition("for the first piece:")[0]
    assert outcome_label(first, book) in text.partition("for the first piece:")[2]
    rows = [b["cells"] for b in shown["blocks"] if b["kind"] == "row"]
    expected = recommend(recommendation["second_facts"], book).ranking
    assert [row[0][0]["text"] for row in rows] == [book.models[s.model].label for s in expected]

    ask(app, "start over")
    assert not [e for e in elements(app, "answer") if "for the first piece:" in words(e)]


def test_tree(app: AppTest, assistant: Assistant) -> None:
    """The opened tree is that of the facts that hold, with a table that says the same."""
    ask(app.run(), TOLD)
    assert not [m for m in app.markdown if "flowchart" in m.value]
    app.session_state["tree"] = True
    app.run()

    assert not app.exception
    expected = tree(assistant.rulebook, facts(app))
    assert [m for m in app.markdown if expected in m.value]
    shown = element_with(app, "Outcome")
    assert len([b for b in shown["blocks"] if b["kind"] == "row"]) == expected.count("([")


def test_tree_paths() -> None:
    """Each way through a tree is a row: its questions with their answers, and its end."""
    drawn = """flowchart LR
    n0{"Core #quot;IP#quot;?"}
    n0 -- "yes" --> n1
    n1{"Fixed?"}
    n1 -- "no" --> n2
    n2(["A"])
    n0 -- "no" --> n3
    n3(["leaning to B"])"""
    rows = [tuple(cell[0].text for cell in block.cells) for block in paths(drawn)]
    assert rows == [
        ("Answers", "Outcome"),
        ('Core "IP"? yes; Fixed? no', "A"),
        ('Core "IP"? no', "leaning to B"),
    ]
