"""A planning document's file to what may be cited in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from assistant.citing.reading.types import Block, OpenPlan, PlanText
from assistant.citing.words import quote_hash
from assistant.corpus.bytes import MAX_TEXT_BYTES, decode, read_bytes
from assistant.corpus.types import MARKDOWN_SUFFIXES
from assistant.errors import CorpusError

SUFFIXES: Final = frozenset(
    {".md", ".markdown", ".txt", ".html", ".htm", ".docx", ".json", ".bib"}
)
MAX_CITATIONS: Final = 20_000
MAX_CARRIED: Final = 10_000
MAX_RECORD_BYTES: Final = 8 * 1024 * 1024
"""JSON and BibTeX grow many times over when they are read."""


def read_plan(path: Path) -> PlanText:
    """The blocks of the file in which a citation may be. ``CorpusError`` names file and reason."""
    try:
        plan = open_plan(_content(path), path.suffix.lower())
    except CorpusError as error:
        message = f"{path.name}: {error}"
        raise CorpusError(message) from error
    except (MemoryError, RecursionError) as error:
        message = f"{path.name}: too large or too deeply nested to read; split it"
        raise CorpusError(message) from error
    return plan_text(plan)


def _content(path: Path) -> bytes:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = " ".join(sorted(SUFFIXES))
        message = f"files ending in {suffix or 'nothing'} are not checked; save it as one of {known}"
        raise CorpusError(message)
    return read_bytes(path, suffix)


def open_plan(content: bytes, suffix: str) -> OpenPlan:
    """The document, open for mending; ``suffix`` (``.md``) tells its format."""
    limit = MAX_RECORD_BYTES if suffix in {".json", ".bib"} else MAX_TEXT_BYTES
    if suffix != ".docx" and len(content) > limit:
        message = f"larger than the {limit // 1024 // 1024} MB that are read; split it"
        raise CorpusError(message)
    # The libraries are loaded when the first such file is met.
    if suffix == ".docx":
        from assistant.citing.reading.docx import open_docx

        return open_docx(content)
    if suffix in {".html", ".htm"}:
        from assistant.citing.reading.html import open_html

        return open_html(content)
    if suffix in {".json", ".bib"}:
        from assistant.citing.reading.records import open_bibtex, open_json

        return open_json(content) if suffix == ".json" else open_bibtex(decode(content)[0])
    from assistant.citing.reading.text import open_text

    return open_text(decode(content)[0], markdown=suffix in MARKDOWN_SUFFIXES)


def plan_text(plan: OpenPlan) -> PlanText:
    """The blocks that hold a link of ours, a note, or words in the form of one."""
    blocks = [
        paragraph.value(at)
        for at, paragraph in enumerate(plan.paragraphs)
        if paragraph.anchors or paragraph.note or _may_cite(paragraph.value(at))
    ]
    if sum(max(1, len(block.links)) for block in blocks) > MAX_CITATIONS:
        message = f"has more than the {MAX_CITATIONS:,} notes and links that are read; split it"
        raise CorpusError(message)
    return PlanText(tuple(blocks), _carried(plan.payload), plan.markdown)


def _may_cite(block: Block) -> bool:
    text = "".join(run.text for run in block.runs)
    return "“" in text and "” — " in text


def _carried(payload: str) -> dict[str, str]:
    """Quote by hash; nothing where the payload was damaged."""
    try:
        items = json.loads(payload)["items"] if payload else []
        quotes = [_exact(item) for item in items[:MAX_CARRIED]]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return {}
    return {quote_hash(quote): quote for quote in quotes if quote}


def _exact(item: Any) -> str:  # noqa: ANN401  (whatever the JSON holds)
    found = item["target"]["selector"][0]["exact"]
    return found if isinstance(found, str) else ""
