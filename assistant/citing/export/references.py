"""CSL-JSON and BibTeX: one entry for each quote, and one for each answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from assistant.citing.export.types import Transcript, note_of
from assistant.citing.types import Citation
from assistant.citing.words import writable

ASSISTANT: Final = "Staffing assistant"
_KEY: Final = re.compile(r"[^a-z0-9]+")
_LATEX: Final = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", '"': r"\textquotedbl{}",
    "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
}
_PLAIN: Final = {latex: plain for plain, latex in _LATEX.items()}
_TO_LATEX: Final = str.maketrans(_LATEX)
_FROM_LATEX: Final = re.compile("|".join(map(re.escape, _PLAIN)))


def latex(text: str) -> str:
    r"""The text with LaTeX's own characters written out.

    Braces are ``\textbraceleft{}`` and its like, for BibTeX counts even those that are escaped.
    """
    return text.translate(_TO_LATEX)


def from_latex(text: str) -> str:
    """What ``latex`` was made from."""
    return _FROM_LATEX.sub(lambda found: _PLAIN[found.group()], text)


def to_csl(document: Transcript) -> str:
    """A CSL-JSON array, as Zotero, pandoc and citeproc read it."""
    year, month, day = map(int, document.date.split("-"))
    items = [
        {"type": "webpage", **_told(entry), "accessed": {"date-parts": [[year, month, day]]}}
        for entry in _entries(document)
    ]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    author = entry.pop("author", None)
    return {**entry, "author": [{"literal": author}]} if author else entry


def to_bibtex(document: Transcript) -> str:
    """BibTeX in UTF-8; the quote is each entry's ``annote``."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    library = Library()
    for entry in _entries(document):
        fields = [Field("title", f"{{{latex(entry['title'])}}}")]
        if "author" in entry:
            fields.append(Field("author", f"{{{latex(entry['author'])}}}"))
        if "section" in entry:
            fields.append(Field("chapter", latex(entry["section"])))
        if "page" in entry:
            fields.append(Field("pages", entry["page"]))
        fields += [Field("url", entry["URL"]),
                   Field("urldate", document.date)]
        if "note" in entry:
            fields.append(Field("annote", latex(entry["note"])))
        library.add(Entry("misc", entry["id"], fields))
    return write_string(library)


def _entries(document: Transcript) -> Iterator[dict[str, Any]]:
    """The entries in the names of CSL-JSON; ``author`` is a plain string."""
    for number, citation in enumerate(document.citations, 1):
        yield _quote(citation, f"{_slug(citation.document)}-{citation.sha256[:8]}-{number}")
    for number, exchange in enumerate(document.exchanges, 1):
        yield {
            "id": f"answer-{exchange.answer.fingerprint[:8]}-{number}",
            "title": " ".join(writable(exchange.asked[-1]).split()),
            "author": ASSISTANT,
            "URL": exchange.link,
        }


def _quote(citation: Citation, key: str) -> dict[str, Any]:
    note = note_of(citation)
    found: dict[str, Any] = {
        "id": key,
        "title": " ".join(writable(citation.title).split()),
        "author": citation.publisher and " ".join(writable(citation.publisher).split()),
        "section": " ".join(writable(citation.section).split()),
        "page": "" if citation.page is None else str(citation.page),
        "URL": note.link,
        "note": f"“{note.quote}”",
    }
    return {name: value for name, value in found.items() if value}


def _slug(name: str) -> str:
    return _KEY.sub("-", name.lower()).strip("-") or "source"
