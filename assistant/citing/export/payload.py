"""What a document carries along unseen: its answers and quotes as W3C Web Annotations."""

from __future__ import annotations

import json
from typing import Any, Final

from assistant.citing.as_json import selectors
from assistant.citing.export.types import Transcript
from assistant.citing.types import Citation

KIND: Final = "staffing-assistant"


def payload(document: Transcript) -> dict[str, Any]:
    """An annotation collection; ``answers`` beside it hold turns and facts."""
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationCollection",
        "label": KIND,
        "created": document.date,
        "items": [_annotation(c) for c in document.citations],
        "answers": [
            {
                "fingerprint": e.answer.fingerprint,
                "turns": list(e.turns),
                "facts": (e.answer.recommendation or {}).get("facts"),
                "model": (e.answer.recommendation or {}).get("model"),
                "corpus": e.answer.corpus,
                "rulebook": e.answer.rulebook,
            }
            for e in document.exchanges
        ],
    }


def _annotation(citation: Citation) -> dict[str, Any]:
    span = (citation.start, citation.end)
    return {
        "type": "Annotation",
        "motivation": "linking",
        "target": {
            "source": citation.permalink,
            "passage": citation.passage,
            "sha256": citation.sha256,
            "selector": selectors(citation.quote, citation.prefix, citation.suffix, span),
        },
    }


def payload_text(document: Transcript) -> str:
    """The payload on one line that can neither end a comment nor a script."""
    text = json.dumps(payload(document), ensure_ascii=True, separators=(",", ":"))
    return text.replace("--", "-\\u002d").replace("<", "\\u003c").replace(">", "\\u003e")
