"""HTML: a page of its own, and a fragment to be pasted into Google Docs, Confluence or Notion.

Built as a tree and serialised by lxml, so that no text is ever read as markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.html import tostring
from lxml.html.builder import E

from assistant.citing.export.payload import payload_text
from assistant.citing.export.types import Note, Transcript, made_from, notes_of
from assistant.citing.words import writable
from assistant.dialogue.types import Block, Span

STYLE = """
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b2326; background: #fff }
blockquote { margin: 1.5rem 0; padding-left: 1rem; border-left: 3px solid #0b5f5a }
table { border-collapse: collapse } th, td { text-align: left; padding: .25rem .75rem .25rem 0;
  border-bottom: 1px solid #ccd6d5; vertical-align: top }
a { color: #0b5f5a } .made-from, .notes { font-size: .875rem } li:target { background: #fdf3c4 }
@media (prefers-color-scheme: dark) { body { color: #e4eae9; background: #14191a }
  a { color: #6fc7bf } li:target { background: #4a431c } }
"""
_TIGHT = tuple(".,:;)?!")


def to_page(document: Transcript) -> str:
    """A whole page; what machines read is in its links and in a JSON-LD script."""
    carried = E.script(type="application/ld+json")
    carried.text = payload_text(document)
    head = E.head(
        E.meta(charset="utf-8"),
        E.meta(name="viewport", content="width=device-width, initial-scale=1"),
        E.meta(name="date", content=document.date),
        E.title(document.title),
        E.style(STYLE),
        carried,
    )
    main = E.main(E.h1(document.title), *_parts(document, paged=True))
    page = E.html(head, E.body(main), lang="en")
    return "<!DOCTYPE html>\n" + tostring(page, encoding="unicode", pretty_print=False) + "\n"


def to_rich_text(document: Transcript) -> str:
    """A fragment whose marks and endnotes are links to the sources: links survive pasting."""
    fragment = E.div(*_parts(document, paged=False))
    return tostring(fragment, encoding="unicode") + "\n"


def _parts(document: Transcript, *, paged: bool) -> Iterator[etree._Element]:
    links = {str(note.n): note.link for note in notes_of(document)}
    met: set[str] = set()
    for exchange in document.exchanges:
        yield from (E.blockquote(E.p(writable(turn))) for turn in exchange.asked)
        yield from _blocks(exchange.blocks, {} if paged else links, met)
        replay = E.a("replay this answer", href=exchange.link)
        yield E.p(f"{made_from(document, exchange)}: ", replay, **{"class": "made-from"})
    if not document.citations:
        return
    yield E.h2("Sources")
    notes = E.ol(*(_note(note, paged=paged) for note in notes_of(document)))
    notes.set("class", "notes")
    if paged:
        notes.set("role", "doc-endnotes")
    yield notes


def _note(note: Note, *, paged: bool) -> etree._Element:
    item = E.li(f"“{note.quote}” — ", E.a(note.place, href=note.link), f". {note.about}".rstrip())
    if paged:
        item.set("id", f"note-{note.n}")
        item[-1].tail = f"{item[-1].tail} "
        item.append(E.a("↩", {"href": f"#mark-{note.n}", "role": "doc-backlink",
                              "aria-label": f"Back to mark {note.n}"}))
    return item


def _blocks(
    blocks: Sequence[Block], links: dict[str, str], met: set[str]
) -> Iterator[etree._Element]:
    """The blocks as elements; marks lead to ``links``, or to the notes below where it is empty."""
    around: etree._Element | None = None
    for block in blocks:
        wanted = {"item": "ul", "header": "table", "row": "table"}.get(block.kind)
        starts = around is None or around.tag != wanted or block.kind == "header"
        if around is not None and starts:
            yield around
            around = None
        if wanted is None:
            name = "h3" if block.kind == "heading" else "p"
            yield _cell(name, block.cells[0], links, met)
            continue
        if around is None:
            around = etree.Element(wanted)
        if wanted == "ul":
            around.append(_cell("li", block.cells[0], links, met))
        else:
            name = "th" if block.kind == "header" else "td"
            around.append(E.tr(*(_cell(name, cell, links, met) for cell in block.cells)))
    if around is not None:
        yield around


def _cell(
    name: str, spans: Sequence[Span], links: dict[str, str], met: set[str]
) -> etree._Element:
    element = etree.Element(name)
    before = " "
    for span in spans:
        text = writable(span.text)
        if not text:
            continue
        glued = before.endswith((" ", "(")) or text.startswith(_TIGHT) or span.style == "mark"
        _say(element, "" if glued else " ")
        before = text
        if span.style == "mark":
            element.append(_mark(text, links, met))
        elif span.style == "strong":
            element.append(E.strong(text))
        elif span.style == "said":
            _say(element, f"“{text}”")
        else:
            _say(element, text)
    return element


def _say(element: etree._Element, text: str) -> None:
    """None; the text is put behind what the element already holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _mark(n: str, links: dict[str, str], met: set[str]) -> etree._Element:
    if links:
        return E.sup(E.a(f"[{n}]", href=links[n]))
    link = E.a(f"[{n}]", {"href": f"#note-{n}", "role": "doc-noteref"})
    if n not in met:
        met.add(n)
        link.set("id", f"mark-{n}")
    return E.sup(link)
