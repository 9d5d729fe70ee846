"""The state of a citation: what happened to its source, to its words, or to the rules."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from plans import Books, answer_with, exported, findings_in, sentences_of, states

from assistant.citing.comparing import shown
from assistant.citing.export import export
from assistant.citing.links import answer_link, answer_query
from assistant.citing.reconsider import reconsidered
from assistant.decision.recommend import recommend
from assistant.decision.rulebook import load_rulebook

SOURCE = (
    "# Vendors\n\n## Pay\n\nA vendor is paid for what it delivers. The rate is agreed in writing "
    "before the work begins.\n\n| Model | Risk | Price |\n| --- | --- | --- |\n"
    "| Body leasing | High | Low |\n| Fixed price | Low | High |\n\n"
    "## Leaving\n\nA handover takes two weeks and is paid in full.\n"
)
OTHER = "# People\n\n## Months\n\nPeople are paid by the month, whatever they deliver.\n"


@pytest.fixture(scope="module")
def library():
    return Books({"vendors": SOURCE, "people": OTHER})


def plan_of(library, *wanted: str, form: str = "markdown") -> bytes:
    """A document that quotes the first sentence with each of those words."""
    known = [(d, *s) for d in library.documents() for s in sentences_of(d)]
    cited = [next(k for k in known if words in k[0].text[k[2] : k[3]]) for words in wanted]
    return exported(answer_with(cited), form)


def after(library, plan, source=None, other=OTHER, form="markdown", **more):
    """The findings once the sources read so; the former texts were kept."""
    texts = {"people": other, "vendors": SOURCE if source is None else source, **more}
    texts = {name: text for name, text in texts.items() if text}
    return findings_in(plan, form, Books(texts, library.documents()))


def test_a_change_elsewhere_in_the_document_is_none(library):
    """A citation stays exact when other sentences of its source come, go or change."""
    plan = plan_of(library, "handover takes")
    source = SOURCE.replace("## Pay\n", "## Pay\n\nThis is a new opening, of some length.\n")
    (finding,) = after(library, plan, source)
    assert (finding.state, finding.place) == ("exact", "vendors#leaving.1")


def test_changed_words_are_shown_word_by_word(library):
    """What was cited, what stands there now, and the steps between."""
    plan = plan_of(library, "handover takes")
    (finding,) = after(library, plan, SOURCE.replace("two weeks", "about four weeks"))
    assert finding.state == "source-changed"
    assert finding.before == "A handover takes two weeks and is paid in full."
    assert finding.after == "A handover takes about four weeks and is paid in full."
    assert shown(finding.changes) == \
        "A handover takes [-two-] {+about four+} weeks and is paid in full."


def test_the_former_words_come_from_what_was_kept(library):
    """Where the plan itself lost the words, the former text still tells them."""
    plan = plan_of(library, "handover takes", form="rich-text").decode()
    mark_only = plan.partition("<h2>Sources")[0].encode()
    source = SOURCE.replace("two weeks", "four weeks")
    (finding,) = after(library, mark_only, source, form="rich-text")
    assert (finding.state, finding.before) == \
        ("source-changed", "A handover takes two weeks and is paid in full.")
    (unknown,) = findings_in(mark_only, "rich-text", Books({"vendors": source}))
    assert unknown.state in {"source-changed", "passage-gone"}


def test_words_that_are_gone(library):
    """Nothing like them is left in the document."""
    plan = plan_of(library, "handover takes")
    (finding,) = after(library, plan, SOURCE.partition("## Leaving")[0])
    assert (finding.state, finding.now) == ("passage-gone", None)


def test_a_document_that_was_removed(library):
    """Its citations say so, and still know its title and words."""
    plan = plan_of(library, "handover takes", "by the month")
    gone, kept = after(library, plan, "")
    assert (gone.state, gone.title, gone.before[:10]) == ("source-removed", "Vendors", "A handover")
    assert kept.state == "exact"


def test_a_document_that_was_renamed(library):
    """Its citations moved with it."""
    plan = plan_of(library, "handover takes")
    (finding,) = after(library, plan, "", suppliers=SOURCE)
    assert (finding.state, finding.place) == ("moved", "suppliers#leaving.1")


@pytest.mark.parametrize("said", ["superseded_by: suppliers", "status: superseded"])
def test_a_document_that_says_it_is_superseded(library, said):
    """Front matter can retire a source whose words still stand."""
    plan = plan_of(library, "handover takes")
    (finding,) = after(library, plan, f"---\n{said}\n---\n{SOURCE}")
    assert finding.state == "source-superseded"


def test_a_table_cell_is_told_from_its_neighbours(library):
    """A short quote is not found in another cell that has the same word."""
    plan = plan_of(library, "High")
    assert states(after(library, plan)) == ["exact"]
    (finding,) = after(library, plan, SOURCE.replace("leasing | High", "leasing | Medium"))
    assert (finding.state, finding.after) == ("source-changed", "Medium")


def test_a_quote_that_was_edited_and_whose_source_changed(library):
    """The edit is named first, and the state of the source with it."""
    plan = plan_of(library, "handover takes").decode().replace("is paid in full.” —", "is free.” —")
    (finding,) = after(library, plan.encode(), SOURCE.replace("two weeks", "four weeks"))
    assert finding.state == "altered"
    assert "changed" in finding.message
    assert finding.after == "A handover takes four weeks and is paid in full."


def test_what_editors_do_by_themselves_is_no_edit(library):
    """Straight quotation marks, hard line breaks and soft hyphens leave a quote exact."""
    plan = plan_of(library, "agreed in writing").decode()
    worn = plan.replace("in writing before", "in\u00ad writing\n    before")
    assert worn != plan
    assert states(after(library, worn.encode())) == ["exact"]


def test_a_quote_that_lost_its_link(library):
    """A note with the exact words and title is found without the link, and so is an edit in it."""
    plan = plan_of(library, "handover takes", form="text").decode()
    bare = plan[: plan.rindex("<http")] + "."
    notes = bare[bare.index("[1] “") :]
    (finding,) = after(library, notes.encode(), form="text")
    assert (finding.state, finding.place) == ("exact", "vendors#leaving.1")
    edited = notes.replace("two weeks", "ten weeks").encode()
    (finding,) = after(library, edited, form="text")
    assert (finding.state, finding.after[:26]) == ("altered", "A handover takes two weeks")
    (finding,) = after(library, notes.encode(), SOURCE.replace("two", "four"), form="text")
    assert finding.state == "source-changed"
    (finding,) = after(library, notes.encode(), "", form="text")
    assert finding.state == "source-removed"


@pytest.mark.parametrize("wrap", ["https://www.google.com/url?q={}&sa=D", "https://a.example/?url={}"])
def test_a_link_that_another_program_wrapped(library, wrap):
    """Google Docs and mail filters put links into links of their own."""
    page = plan_of(library, "handover takes", form="rich-text").decode()
    wrapped = re.sub(
        r'href="([^"]*)"',
        lambda m: f'href="{wrap.format(quote(m[1].replace("&amp;", "&"), safe=""))}"', page,
    )
    assert states(after(library, wrapped.encode(), form="rich-text")) == ["exact"]


def test_an_answer_copied_from_the_chat(library):
    """Marks whose links are defined below, as the chat copies them, are checked without words."""
    from assistant.ui.payload import source_link

    known = [(d, *s) for d in library.documents() for s in sentences_of(d)]
    answer = answer_with([k for k in known if "handover" in k[0].text[k[2] : k[3]]])
    links = "".join(f"[{c.n}]: http://a.example/{source_link(c)}\n" for c in answer.citations)
    plan = f"{answer.markdown}\n{links}".encode()
    assert states(after(library, plan)) == ["exact"]
    (finding,) = after(library, plan, SOURCE.replace("two weeks", "four weeks"))
    assert (finding.state, finding.before[:26]) == \
        ("source-changed", "A handover takes two weeks")


def test_citations_in_code_are_examples(library):
    """What stands in a fenced block is shown, not cited."""
    plan = plan_of(library, "handover takes").decode()
    note = next(line for line in plan.splitlines() if line.startswith("[^1]:"))
    assert after(library, f"```\n{note}\n```\n".encode()) == ()


def test_other_footnotes_are_not_ours(library):
    """A note of another kind is named as such, and nothing is wrong with it."""
    plan = plan_of(library, "handover takes") + "\n[^9]: See “the wiki” — it says more.\n".encode()
    ours, other = after(library, plan)
    assert (ours.state, other.state) == ("exact", "not-ours")


@pytest.mark.parametrize("link", [
    "javascript:alert(1)?passage=vendors%23leaving.1&start=1&end=9",
    "data:text/html,passage=x%23y.1&start=1&end=2",
    "http://a.example/sources?passage=vendors%23leaving.1&start=9&end=1",
    "http://a.example/sources?passage=vendors%23leaving.1&start=x&end=1",
    "http://[bad?passage=a%23b.1",
])
def test_a_link_that_only_looks_like_ours(library, link):
    """Another scheme, or offsets that cannot be, make no citation."""
    found = after(library, f"[^1]: “words” — [Vendors]({link})\n".encode())
    assert states(found)[0] in {"not-ours", "altered", "passage-gone"}
    assert len(found) == 1
    assert all(f.found.cited is None for f in found)


FACTS = {"direction": "none", "scope": "fixed"}


def advised(**changes) -> bytes:
    """An exported recommendation from ``FACTS``, some of it changed."""
    now = recommend(FACTS, load_rulebook())
    value = {
        "model": now.model, "facts": dict(now.facts), "second_facts": None,
        "ranking": [{"model": s.model, "points": s.points, "ruled_out": s.ruled_out}
                    for s in now.ranking], **changes,
    }
    answer = replace(answer_with(()), kind="recommendation", recommendation=value)
    return export([(("Nobody can lead.",), answer)], "markdown", "2026-11-22")


def test_a_recommendation_is_reckoned_again():
    """The same facts under the same rules are exact."""
    assert states(findings_in(advised(), "markdown", Books({}))) == ["exact"]


def test_a_recommendation_that_would_be_another_today():
    """It says what it was and what it is now."""
    (finding,) = findings_in(advised(model="freelancers"), "markdown", Books({}))
    assert finding.state == "recommendation-changed"
    assert finding.before.startswith("Freelancer")
    assert finding.after.startswith(load_rulebook().models[recommend(FACTS, load_rulebook()).model].label)


def test_rules_that_changed_under_the_same_recommendation():
    """Other points for the same winner are told as well."""
    ranking = [{"model": "outsourcing", "points": 99, "ruled_out": False}]
    (finding,) = findings_in(advised(ranking=ranking), "markdown", Books({}))
    assert finding.state == "rule-changed"
    assert "99" in finding.before


def test_facts_that_the_rulebook_no_longer_knows():
    """They cannot be reckoned, which is a change of the rules."""
    link = "http://a.example/?t=x&corpus=c&rulebook=r" + answer_query(
        {"facts": {"weather": "fine"}, "model": None, "ranking": []}
    )
    found = reconsidered(answer_link(link), load_rulebook())
    assert found.state == "rule-changed"
    assert "weather" in found.after


def test_an_answer_without_a_recommendation_is_no_finding(library):
    """Its link only replays it."""
    found = after(library, plan_of(library, "handover takes"))
    assert len(found) == 1
