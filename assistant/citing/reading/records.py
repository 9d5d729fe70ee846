"""JSON (ours and CSL-JSON) and BibTeX: entries with a quote and a link."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from assistant.citing.as_json import citation_json
from assistant.citing.export.references import from_latex, latex
from assistant.citing.links import answer_link, citation_link
from assistant.citing.reading.types import Anchor, OpenPlan, Paragraph, Slot
from assistant.citing.types import Citation
from assistant.errors import CorpusError

_LINKS: Final = ("link", "permalink", "URL", "url")
_QUOTES: Final = ("quote", "note", "annote")

Record = dict[str, Any]


def open_json(content: bytes) -> OpenPlan:
    """Every object with a link of ours, wherever it stands."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        message = f"is no JSON that can be read ({str(error)[:200]})"
        raise CorpusError(message) from error
    paragraphs = [p for record in _records(value) for p in _paragraph(record)]

    def save() -> bytes:
        return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()

    return OpenPlan(paragraphs, save)


def _records(value: object) -> Iterator[Record]:
    """All objects, in the order of the text."""
    waiting = [value]
    while waiting:
        now = waiting.pop()
        if isinstance(now, dict):
            yield now
            waiting.extend(reversed(now.values()))
        elif isinstance(now, list):
            waiting.extend(reversed(now))


def _paragraph(record: Record) -> Iterator[Paragraph]:
    name = next((n for n in _LINKS if _is_ours(record.get(n))), None)
    if name is None:
        return
    quote = next((n for n in _QUOTES if isinstance(record.get(n), str)), None)
    yield _entry(
        "" if quote is None else str(record[quote]),
        _setter(record, quote or ""),
        Anchor(record[name], _link_setter(record, name)),
        quoted=quote == "note",
    )


def _is_ours(href: object) -> bool:
    return isinstance(href, str) and bool(citation_link(href) or answer_link(href))


def _entry(
    quote: str, write: Callable[[str], None], anchor: Anchor, *, quoted: bool, line: int = 0
) -> Paragraph:
    """A block that reads like a note; ``quoted`` tells that the quotation marks are there."""
    slots = [Slot(quote, -1, write), Slot(" — "), Slot("link", 0)]
    if not quote:
        slots = slots[1:]
    elif not quoted:
        slots = [Slot("“"), slots[0], Slot("”"), *slots[1:]]
    return Paragraph(slots, [anchor], line)


def _setter(record: Record, name: str) -> Callable[[str], None]:
    def write(words: str) -> None:
        record[name] = words

    return write


def _link_setter(record: Record, name: str) -> Callable[[str, Citation], None]:
    def write(href: str, citation: Citation) -> None:
        now = citation_json(citation)
        for key in record.keys() & now.keys() - {"n", "quote", "date"}:
            record[key] = now[key]
        if "quote" in record:
            record["quote"] = citation.quote
        record[name] = href

    return write


def open_bibtex(text: str) -> OpenPlan:
    """Every entry with a link of ours."""
    from bibtexparser.entrypoint import parse_string, write_string

    library = parse_string(text)
    paragraphs: list[Paragraph] = []
    for entry in library.entries:
        fields = entry.fields_dict
        url = fields.get("url")
        note = fields.get("annote")
        if url is None or not _is_ours(from_latex(url.value)):
            continue
        paragraphs.append(_entry(
            "" if note is None else from_latex(str(note.value)),
            _field_setter(note),
            Anchor(from_latex(url.value), _url_setter(url)),
            quoted=True,
            line=(entry.start_line or 0) + 1,
        ))
    return OpenPlan(paragraphs, lambda: write_string(library).encode())


def _field_setter(field: Any) -> Callable[[str], None]:  # noqa: ANN401  (untyped library)
    def write(words: str) -> None:
        field.value = latex(words)

    return write


def _url_setter(field: Any) -> Callable[[str, Citation], None]:  # noqa: ANN401
    def write(href: str, _: Citation) -> None:
        field.value = href

    return write
