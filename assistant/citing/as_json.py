"""An answer as the JSON object that other programs rely on."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.dialogue.types import Answer


def as_json(answer: Answer) -> dict[str, Any]:
    """The contract's object, in plain dicts and lists; keys in a fixed order."""
    return {
        "kind": answer.kind,
        "markdown": answer.markdown,
        "citations": [asdict(c) for c in answer.citations],
        "recommendation": answer.recommendation and dict(answer.recommendation),
        "permalink": answer.permalink,
        "corpus": answer.corpus,
        "rulebook": answer.rulebook,
        "heard": [dict(heard) for heard in answer.heard],
        "suggestions": list(answer.suggestions),
        **({"cost": dict(answer.cost)} if answer.cost is not None else {}),
    }
