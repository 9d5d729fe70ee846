"""The pages beside the chat."""

from __future__ import annotations

from pathlib import Path

import pytest
from screen import elements, quoted, text_of, words
from streamlit.testing.v1 import AppTest

from assistant.assistant import Assistant
from assistant.dialogue.types import Conversation, Span
from assistant.evaluation.evaluate import Evaluation, Figure
from assistant.evaluation.report import to_json
from assistant.ui.marks import citations_of, marks

PAGES = "pages"


@pytest.fixture
def started(app: AppTest) -> AppTest:
    """The chat after its first run."""
    return app.run()


def test_source_is_exact(started: AppTest, assistant: Assistant) -> None:
    """The Sources page has every passage of the document, word for word, under its headings."""
    started.switch_page(f"{PAGES}/sources.py").run()

    assert not started.exception
    name = started.selectbox[0].value
    (source,) = elements(started, "source")
    shown = [text_of(piece) for piece in source["pieces"] if piece["kind"] != "heading"]
    assert shown == [passage.text for passage in assistant.generation.passages_of(name)]


def test_source_search(started: AppTest) -> None:
    """Only passages with all the words are left, and none for words that are nowhere."""
    started.switch_page(f"{PAGES}/sources.py").run()
    started.text_input(key="sources-search").set_value("VENDOR").run()
    found = [p for p in elements(started, "source")[0]["pieces"] if p["kind"] != "heading"]
    assert found
    assert any(text.value.startswith("Also in: ") for text in started.text)
    started.text_input(key="sources-search").set_value("vendor zebra").run()
    assert not elements(started, "source")[0]["pieces"]
    assert not any(text.value.startswith("Also in: ") for text in started.text)


def test_linked_quote(started: AppTest, assistant: Assistant) -> None:
    """A citation's link opens its document with exactly the quoted words marked."""
    citation = assistant.ask(Conversation(), "What is outstaffing?").citations[-1]
    started.switch_page(f"{PAGES}/sources.py")
    started.query_params["passage"] = citation.passage
    started.query_params["start"] = str(citation.start)
    started.query_params["end"] = str(citation.end)
    started.run()

    assert not started.exception
    assert started.selectbox[0].value == citation.document
    (source,) = elements(started, "source")
    assert quoted(source["pieces"]) == citation.quote


@pytest.mark.parametrize(
    "query", [{"start": "x", "end": "2"}, {"start": "5", "end": "4"}, {"end": "9" * 9, "start": "0"}]
)
def test_wrong_link(started: AppTest, query: dict[str, str]) -> None:
    """A link to no place in the document marks nothing."""
    started.switch_page(f"{PAGES}/sources.py")
    started.query_params["passage"] = "what-is-outstaffing#in-short.1"
    started.query_params.update(query)
    started.run()

    assert not started.exception
    assert not quoted(elements(started, "source")[0]["pieces"])


def test_gone_document(started: AppTest) -> None:
    """A link to a document that is gone says so."""
    started.switch_page(f"{PAGES}/sources.py")
    started.query_params["passage"] = "gone#anywhere.1"
    started.run()

    assert any("gone" in words(e) for e in elements(started, "answer"))


def test_rules(started: AppTest, assistant: Assistant) -> None:
    """All rules are listed; a filter leaves those that are about it."""
    started.switch_page(f"{PAGES}/rules.py").run()
    assert not started.exception
    rules = assistant.rulebook.rules
    rows = [b for b in elements(started, "answer")[0]["blocks"] if b["kind"] == "row"]
    assert len(rows) == len(rules)

    started.selectbox[0].select("freelancers")
    started.selectbox[1].select("direction").run()
    rows = [b for b in elements(started, "answer")[0]["blocks"] if b["kind"] == "row"]
    wanted = [r for r in rules if "freelancers" in r.effects and "direction" in r.when]
    assert len(rows) == len(wanted)


def test_rule_opens_its_evidence(started: AppTest, assistant: Assistant) -> None:
    """A rule's mark opens the words that it rests on."""
    started.switch_page(f"{PAGES}/rules.py").run()
    evidence = next(r for r in assistant.rulebook.rules if r.evidence).evidence[0]
    first = evidence.quote
    citations = citations_of(assistant)
    assert list(marks([(evidence.passage, first)], assistant, citations)) == [Span("1", "mark")]
    started.session_state["cited"] = citations.all()[0]
    started.run()

    assert quoted(elements(started, "source")[0]["pieces"]) == first


def test_conflicts(started: AppTest, assistant: Assistant) -> None:
    """Every disagreement is listed with what both sides say, quoted and marked."""
    started.switch_page(f"{PAGES}/rules.py").run()
    listed = elements(started, "answer")[1]

    conflicts = assistant.rulebook.conflicts
    heads = [b["cells"][0][0]["text"] for b in listed["blocks"] if b["kind"] == "heading"]
    assert heads == [conflict.title for conflict in conflicts]
    items = [b["cells"][0] for b in listed["blocks"] if b["kind"] == "item"]
    sides = [side for conflict in conflicts for side in conflict.sides]
    quotes = {c["n"]: c["quote"] for c in listed["citations"]}
    for item, side in zip(items, sides, strict=True):
        assert side.says in [span["text"] for span in item]
        assert quotes[int(item[-1]["text"])] == side.quote


def test_considered(started: AppTest, assistant: Assistant) -> None:
    """What was considered and left out is listed with its reason and its passage."""
    started.switch_page(f"{PAGES}/rules.py").run()
    listed = elements(started, "answer")[2]

    rows = [b["cells"] for b in listed["blocks"] if b["kind"] == "row"]
    considered = assistant.rulebook.considered
    assert {b["cells"][0][0]["text"] for b in listed["blocks"] if b["kind"] == "item"} == set(
        assistant.rulebook.sources
    )
    assert [(what[0]["text"], why[0]["text"]) for what, why in rows] == [
        (one.item, one.reason) for one in considered
    ]
    assert {c["quote"] for c in listed["citations"]} == {
        quoted.quote for one in considered for quoted in one.evidence
    }


def test_about(started: AppTest, assistant: Assistant) -> None:
    """The About page names both fingerprints."""
    started.switch_page(f"{PAGES}/about.py").run()

    assert not started.exception
    text = words(elements(started, "answer")[0])
    assert assistant.generation.fingerprint in text
    assert assistant.rulebook.fingerprint in text
    assert "Not measured here" in text
    title = assistant.generation.document(assistant.generation.documents()[0])
    assert title is not None
    parts = (title.title, "What it does not do", "How to cite", assistant.generation.fingerprint)
    assert sorted(parts, key=text.index) == list(parts)


def test_measured_quality(
    started: AppTest, assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The About page shows the figures of an evaluation, says of what, and what it cannot read."""
    file = tmp_path / "evaluation.json"
    monkeypatch.setenv("ASSISTANT_EVALUATION", str(file))
    figures = {"questions": Figure(0.875, 48)}
    now = (assistant.generation.fingerprint, assistant.rulebook.fingerprint)
    for made_from, told in ((now, False), (("other", now[1]), True)):
        file.write_text(to_json(Evaluation(figures, (), *made_from)))
        started.switch_page(f"{PAGES}/about.py").run()
        text = words(elements(started, "answer")[0])
        assert "questions\n87.5%\n48" in text
        assert ("over other sources" in text) is told
    file.write_text("{}")
    assert "is not what" in words(elements(started.run(), "answer")[0])
