"""Answers as documents that keep their citations."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.citing.as_json import as_json, citation_json
from assistant.citing.export.types import Transcript, transcript
from assistant.dialogue.types import Answer
from assistant.errors import InputError

__all__ = ["FORMATS", "Format", "export", "render", "transcript"]


@dataclass(frozen=True, slots=True)
class Format:
    """A form of document: what it is called, its files' suffix and their media type."""

    name: str
    label: str
    suffix: str
    media: str


FORMATS: Final[Mapping[str, Format]] = {
    form.name: form
    for form in (
        Format("docx", "Word document", ".docx",
               "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Format("rich-text", "Rich text to paste", ".html", "text/html"),
        Format("html", "Web page", ".html", "text/html"),
        Format("markdown", "Markdown with footnotes", ".md", "text/markdown"),
        Format("decision", "Decision record (MADR)", ".md", "text/markdown"),
        Format("csl", "CSL-JSON for Zotero", ".json", "application/json"),
        Format("bibtex", "BibTeX", ".bib", "application/x-bibtex"),
        Format("text", "Plain text", ".txt", "text/plain"),
        Format("json", "JSON", ".json", "application/json"),
    )
}


def export(
    said: Sequence[tuple[tuple[str, ...], Answer]], form: str, date: str, base_url: str = ""
) -> bytes:
    """The answers, each with all turns up to it, as a document of the form; ``date`` is ISO 8601.

    ``InputError`` for an unknown form, and for a decision record without a recommendation.
    """
    return render(transcript(said, date, base_url), form)


def render(document: Transcript, form: str) -> bytes:
    """The document in the form. Text is UTF-8 with line feeds."""
    # Each form is imported where it is asked for: none of them is needed to answer.
    if form == "docx":
        from assistant.citing.export.docx import to_docx

        return to_docx(document)
    return _text(document, form).encode("utf-8", "replace")


def _text(document: Transcript, form: str) -> str:
    match form:
        case "markdown":
            from assistant.citing.export.markdown import to_markdown

            return to_markdown(document)
        case "decision":
            from assistant.citing.export.decision import to_decision_record
            from assistant.decision.rulebook import load_rulebook

            return to_decision_record(document, load_rulebook())
        case "html" | "rich-text":
            from assistant.citing.export import html

            return html.to_page(document) if form == "html" else html.to_rich_text(document)
        case "csl" | "bibtex":
            from assistant.citing.export import references

            write = references.to_csl if form == "csl" else references.to_bibtex
            return write(document)
        case "text":
            from assistant.citing.export.plain import to_plain

            return to_plain(document)
        case "json":
            return _to_json(document)
    known = ", ".join(FORMATS)
    msg = f"There is no format {form!r}; there are {known}."
    raise InputError(msg)


def _to_json(document: Transcript) -> str:
    value = {
        "date": document.date,
        "exchanges": [
            {"turns": list(e.turns), "link": e.link, "answer": as_json(e.answer)}
            for e in document.exchanges
        ],
        "citations": [citation_json(c) for c in document.citations],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
