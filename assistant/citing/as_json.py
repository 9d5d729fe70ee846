"""An answer as the JSON object that other programs rely on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.citing.types import Citation

if TYPE_CHECKING:
    from assistant.dialogue.types import Answer


def as_json(answer: Answer) -> dict[str, Any]:
    """The contract's object, in plain dicts and lists; keys in a fixed order."""
    return {
        "kind": answer.kind,
        "markdown": answer.markdown,
        "citations": [citation_json(c) for c in answer.citations],
        "recommendation": answer.recommendation and dict(answer.recommendation),
        "permalink": answer.permalink,
        "corpus": answer.corpus,
        "rulebook": answer.rulebook,
        "fingerprint": answer.fingerprint,
        "heard": [dict(heard) for heard in answer.heard],
        "suggestions": list(answer.suggestions),
        **({"cost": dict(answer.cost)} if answer.cost is not None else {}),
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """The citation with its two selectors of the W3C Web Annotation model; no date if it has none."""
    value = asdict(citation)
    del value["is_markdown"]  # how it is drawn here; other programs have the quote itself
    prefix, suffix, date = value.pop("prefix"), value.pop("suffix"), value.pop("date")
    value["selector"] = selectors(citation.quote, prefix, suffix, (citation.start, citation.end))
    return value if date is None else {**value, "date": date}


def selectors(quote: str, prefix: str, suffix: str, span: tuple[int, int]) -> list[dict[str, Any]]:
    """A TextQuoteSelector and a TextPositionSelector, offsets in code points."""
    return [
        {"type": "TextQuoteSelector", "prefix": prefix, "exact": quote, "suffix": suffix},
        {"type": "TextPositionSelector", "start": span[0], "end": span[1]},
    ]


def answer_fingerprint(
    turns: Sequence[str], facts: Mapping[str, str] | None, corpus: str, rulebook: str
) -> str:
    """The content address of an answer: a SHA-256 over all that decides it."""
    parts = [list(turns), dict(sorted((facts or {}).items())), corpus, rulebook]
    text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
