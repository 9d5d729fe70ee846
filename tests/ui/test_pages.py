"""The pages beside the chat."""

from __future__ import annotations

import pytest
from screen import elements, words
from streamlit.testing.v1 import AppTest

from assistant.assistant import Assistant
from assistant.dialogue.types import Conversation

PAGES = "assistant/ui/pages"


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
    shown = ["".join(run["text"] for run in piece["runs"])
             for piece in source["pieces"] if piece["kind"] == "text"]
    assert shown == [passage.text for passage in assistant.generation.passages_of(name)]


def test_source_search(started: AppTest) -> None:
    """Only passages with all the words are left, and none for words that are nowhere."""
    started.switch_page(f"{PAGES}/sources.py").run()
    started.text_input(key="sources-search").set_value("VENDOR").run()
    texts = [p for p in elements(started, "source")[0]["pieces"] if p["kind"] == "text"]
    assert texts
    started.text_input(key="sources-search").set_value("vendor zebra").run()
    assert not elements(started, "source")[0]["pieces"]


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
    marked = [run["text"] for piece in source["pieces"] for run in piece["runs"] if run["quoted"]]
    assert marked == [citation.quote]


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
    runs = [r for piece in elements(started, "source")[0]["pieces"] for r in piece["runs"]]
    assert not any(run["quoted"] for run in runs)


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
    started.session_state["opened_rule"] = 1
    started.run()

    first = next(r for r in assistant.rulebook.rules if r.evidence).evidence[0].quote
    runs = elements(started, "source")[0]["pieces"][0]["runs"]
    assert [run["text"] for run in runs if run["quoted"]] == [first]


def test_about(started: AppTest, assistant: Assistant) -> None:
    """The About page names both fingerprints."""
    started.switch_page(f"{PAGES}/about.py").run()

    assert not started.exception
    text = words(elements(started, "answer")[0])
    assert assistant.generation.fingerprint in text
    assert assistant.rulebook.fingerprint in text
