"""An answer goes out in every form and is found again, whatever its quotes are made of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from plans import (
    TEXT_FORMS,
    WORD,
    Books,
    answer_with,
    books,
    cited,
    exported,
    findings_in,
    states,
)

from assistant.citing.export import FORMATS
from assistant.citing.mending import mended

FEW = settings(max_examples=12, deadline=None)
SOME = settings(max_examples=25, deadline=None)
FORM = st.sampled_from(TEXT_FORMS)


def starts_of(found):
    """Where the quotes stood when they were cited."""
    return [(f.found.cited.document, f.found.cited.start) for f in found]


@pytest.mark.parametrize("form", TEXT_FORMS)
@given(data=st.data())
@FEW
def test_every_citation_comes_back_exact(form, data):
    """Each quote is found once (in our JSON: at both places that have it), and it is exact."""
    library = data.draw(books())
    wanted = data.draw(cited(library))
    found = findings_in(exported(answer_with(wanted), form), form, library)
    assert states(found) == ["exact"] * len(wanted) * (2 if form == "json" else 1)
    assert set(starts_of(found)) == {(d.name, start) for d, _, start, _ in wanted}
    assert all(f.quoted for f in found)


@given(data=st.data(), form=FORM)
@SOME
def test_an_edit_of_the_source_touches_what_it_touches(data, form):
    """One letter of a source is changed: the quotes that hold it change state, no other does."""
    library = data.draw(books(WORD))
    wanted = data.draw(cited(library))
    document, _, start, end = data.draw(st.sampled_from(wanted))
    at = data.draw(st.integers(start, end - 1).filter(lambda i: document.text[i].isalpha()))
    content = exported(answer_with(wanted), form)

    letter = "Q" if document.text[at] != "Q" else "J"
    texts = {d.name: d.text for d in library.documents()}
    texts[document.name] = document.text[:at] + letter + document.text[at + 1 :]
    after = findings_in(content, form, Books(texts, [document]))

    touched = {
        (d.name, first) for d, _, first, last in wanted
        if d.name == document.name and first <= at < last
    }
    assert {key for key, f in zip(starts_of(after), after, strict=True) if f.state != "exact"} \
        == touched
    for finding in after:
        if finding.state != "exact":
            assert finding.state == "source-changed"
            assert finding.before == document.text[start:end]
            assert finding.after == texts[document.name][start:end]
            assert "".join(c.text for c in finding.changes if c.kind == "new").count(letter)


@given(data=st.data(), form=FORM)
@SOME
def test_a_section_that_moves_is_followed(data, form):
    """A section under another heading, and in another place, has its quotes called moved."""
    library = data.draw(books(WORD))
    wanted = data.draw(cited(library))
    document, passage, *_ = data.draw(st.sampled_from(wanted))
    content = exported(answer_with(wanted), form)

    head, _, body = document.text.partition("\n\n## ")
    sections = [f"## {part.strip()}\n\n" for part in body.split("\n\n## ")]
    moved = next(s for s in sections if passage.headings[-1] == s[3:].partition("\n")[0])
    rest = [s for s in sections if s is not moved]
    renamed = "## Elsewhere\n" + moved.partition("\n")[2]
    texts = {d.name: d.text for d in library.documents()}
    texts[document.name] = f"{head}\n\n" + "".join([*rest, renamed])
    found = findings_in(content, form, Books(texts, [document]))

    for (name, start), finding in zip(starts_of(found), found, strict=True):
        was_in = next(p for d, p, s, _ in wanted if (d.name, s) == (name, start))
        gone = name == document.name and was_in.headings == passage.headings
        assert finding.state == ("moved" if gone else "exact")
        if gone:
            assert finding.place.startswith(f"{name}#elsewhere.")


@given(data=st.data(), form=FORM)
@SOME
def test_a_quote_edited_in_the_plan_is_altered(data, form):
    """A letter of one quote is changed in the document: that quote is altered, and mended."""
    library = data.draw(books(WORD))
    wanted = data.draw(cited(library))
    document, _, start, end = data.draw(st.sampled_from(wanted))
    quote = document.text[start:end]
    at = data.draw(st.integers(0, len(quote) - 1).filter(lambda i: quote[i].isalpha()))
    edited = quote[:at] + ("Q" if quote[at] != "Q" else "J") + quote[at + 1 :]
    content = exported(answer_with(wanted), form)

    # The words in the notes; the answer above them may quote the same words as its own text.
    before, mark, after = content.decode().rpartition(f"“{quote}”") if form != "json" else \
        content.decode().rpartition(f'"quote": "{quote}"')
    assume(mark)
    plan = (before + mark.replace(quote, edited) + after).encode()
    found = findings_in(plan, form, library)

    wrong = [f for f in found if f.state != "exact"]
    assert states(wrong) == ["altered"]
    assert (wrong[0].quoted, wrong[0].after) == (edited, quote)
    copy = mended(plan, FORMATS[form].suffix, found)
    assert set(states(findings_in(copy, form, library))) == {"exact"}


@given(data=st.data(), form=FORM)
@SOME
def test_mending_gives_a_document_that_is_right(data, form):
    """After a section moved and a word changed, the corrected copy is exact throughout."""
    library = data.draw(books(WORD))
    wanted = data.draw(cited(library))
    document, passage, start, end = data.draw(st.sampled_from(wanted))
    content = exported(answer_with(wanted), form)

    at = data.draw(st.integers(start, end - 1).filter(lambda i: document.text[i].isalpha()))
    text = document.text[:at] + "Q" + document.text[at + 1 :]
    renamed = f"## {passage.headings[-1]}"
    assume(text.count(f"{renamed}\n") == 1)
    texts = {d.name: d.text for d in library.documents()}
    texts[document.name] = text.replace(f"{renamed}\n", "## Elsewhere\n")
    today = Books(texts, [document])
    found = findings_in(content, form, today)
    copy = mended(content, FORMATS[form].suffix, found)
    again = findings_in(copy, form, today)
    assert set(states(again)) == {"exact"}
    assert len(again) == len(found)
    assert {f.passage for f in again} == {f.place for f in found}
    assert mended(copy, FORMATS[form].suffix, again) == copy


def test_a_document_that_is_exact_is_left_alone():
    """Mending what is right changes no byte of a text."""
    library = Books({"vendors": "# V\n\n## Pay\n\nA vendor is paid for what it delivers.\n"})
    passage = library.read["vendors"].passages[0]
    answer = answer_with([(library.read["vendors"], passage, passage.start, passage.end)])
    for form in ("markdown", "text"):
        content = exported(answer, form)
        found = findings_in(content, form, library)
        assert mended(content, FORMATS[form].suffix, found) == content
    assert replace(found[0], state="exact") == found[0]
