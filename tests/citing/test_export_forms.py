"""What an exported document says and carries along."""

from __future__ import annotations

import json
import re

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from plans import DATE

from assistant.citing import as_json
from assistant.citing.export import FORMATS, export
from assistant.citing.links import answer_link, citation_link
from assistant.decision.rulebook import load_rulebook
from assistant.dialogue.types import Conversation
from assistant.errors import InputError

TURNS = ("Should I outstaff QA?", "Nobody here can manage testers, and I mean <b>nobody</b>.")


@pytest.fixture(scope="module")
def said(assistant):
    return [(TURNS, assistant.ask(Conversation(TURNS[:1]), TURNS[1]))]


@pytest.fixture(scope="module")
def answer(said):
    return said[0][1]


def text_of(said, form: str) -> str:
    return export(said, form, DATE).decode()


@pytest.mark.parametrize("form", [f for f in FORMATS if f not in {"csl", "bibtex", "json", "docx"}])
def test_all_that_was_said_is_shown(said, answer, form):
    """Each message, each quote and each interest is in the document, and the date with them."""
    text = text_of(said, form)
    if FORMATS[form].suffix == ".html":
        text = lxml_html.fromstring(text).text_content()
    elif FORMATS[form].suffix == ".md":
        text = lxml_html.fromstring(MarkdownIt("commonmark").render(text)).text_content()
    flat = " ".join(text.split())
    wanted = [*TURNS, *(c.quote for c in answer.citations), DATE,
              *(c.interest.rstrip(".") for c in answer.citations if c.interest)]
    assert [w for w in wanted if " ".join(w.split()) not in flat] == []


@pytest.mark.parametrize("form", ["html", "rich-text", "markdown"])
def test_what_looks_like_markup_stays_text(said, form):
    """A message is never read as HTML."""
    text = text_of(said, form)
    if form == "markdown":
        text = MarkdownIt("commonmark", {"html": False}).render(text)
    root = lxml_html.fromstring(text)
    assert not root.xpath("//b")


def test_the_links_carry_what_the_check_needs(said, answer):
    """Passage, offsets and hashes of each quote; facts and points of the recommendation."""
    text = text_of(said, "text")
    links = re.findall(r"<(http://localhost:8501/\S+)>", text)
    cited = [link for link in map(citation_link, links) if link]
    assert {(c.passage, c.start, c.end) for c in cited} == \
        {(c.passage, c.start, c.end) for c in answer.citations}
    assert {c.sha256 for c in cited} == {c.sha256[:16] for c in answer.citations}
    (again,) = [link for link in map(answer_link, links) if link]
    assert again.turns == TURNS
    assert again.facts == answer.recommendation["facts"]
    assert again.model == answer.recommendation["model"]


def test_the_address_of_the_chat(said):
    """Links begin with the address that the settings give."""
    text = export(said, "markdown", DATE, "https://staffing.example/chat/").decode()
    assert "](https://staffing.example/chat/sources?passage=" in text
    assert "](https://staffing.example/chat/?t=" in text


def test_the_selectors_are_those_of_the_w3c(said, answer, assistant):
    """JSON and the carried annotations have quote and position selectors that select."""
    page = lxml_html.fromstring(text_of(said, "html"))
    carried = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    comment = re.search(r"<!-- staffing-assistant (.*) -->", text_of(said, "markdown"))[1]
    assert json.loads(comment) == carried
    selectors = [item["target"]["selector"] for item in carried["items"]]
    assert sorted(json.dumps(s) for s in selectors) == \
        sorted(json.dumps(c["selector"]) for c in as_json(answer)["citations"])
    for item in carried["items"]:
        quote, position = item["target"]["selector"]
        name = item["target"]["passage"].partition("#")[0]
        text = assistant.generation.document(name).text
        start, end = position["start"], position["end"]
        assert text[start:end] == quote["exact"]
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])


def test_an_answer_has_no_date_of_its_own(answer):
    """The date is the export's alone: the same turns give the same bytes."""
    assert "date" not in as_json(answer)["citations"][0]


def test_the_fingerprint_of_an_answer(assistant, answer):
    """It is the same for the same turns over the same corpus and rules, and differs otherwise."""
    again = assistant.ask(Conversation(TURNS[:1]), TURNS[1])
    other = assistant.ask(Conversation(), TURNS[1])
    assert answer.fingerprint == again.fingerprint != other.fingerprint
    assert re.fullmatch(r"[0-9a-f]{64}", answer.fingerprint)


MADR = (
    "## Context and Problem Statement", "## Decision Drivers", "## Considered Options",
    "## Decision Outcome", "### Consequences", "### Confirmation",
    "## Pros and Cons of the Options", "## More Information",
)


def test_a_decision_record_has_the_parts_of_madr(said, answer):
    """The template's headings in its order, every option with its points, the open questions."""
    text = text_of(said, "decision")
    assert text.startswith(f"---\nstatus: proposed\ndate: {DATE}\n---\n")
    places = [text.index(f"\n{heading}\n") for heading in MADR]
    assert places == sorted(places)
    book, value = load_rulebook(), answer.recommendation
    for standing in value["ranking"]:
        assert f"* {book.models[standing['model']].label} (" in text
    assert f'Chosen option: "{book.models[value["model"]].label}"' in text
    assert all(question["question"] in text for question in value["open"])
    assert "### What would change it" in text
    assert "Interest: " in text
    noted = set(re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE))
    assert noted == set(re.findall(r"\[\^(\d+)\](?!:)", text))


def test_a_decision_record_holds_the_reckoning(assistant):
    """What was reckoned in the conversation stands in the record with its inputs."""
    turns = (*TURNS, "What would three testers for a year cost us at 45 an hour?")
    asked = [(turns[: i + 1], assistant.ask(Conversation(turns[:i]), turns[i])) for i in range(3)]
    text = text_of(asked, "decision")
    costs = text.partition("### What it costs")[2].partition("### Sources")[0]
    assert "#### Inputs" in costs
    assert "| 45 an hour |" in costs
    assert "#### What each way costs" in costs


def test_a_decision_that_is_not_made(assistant):
    """Where the facts do not decide, the record says so and names what is in front."""
    answer = assistant.ask(Conversation(), TURNS[0])
    assert answer.recommendation["model"] is None
    text = text_of([(TURNS[:1], answer)], "decision")
    assert "No option is chosen yet" in text
    assert "# How to staff the work" in text


def test_a_form_that_is_not_known(said):
    """The message names those that are."""
    with pytest.raises(InputError, match="docx, rich-text, html, markdown"):
        export(said, "pdf", DATE)
