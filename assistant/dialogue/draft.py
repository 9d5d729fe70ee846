"""What an answer says, before it is rendered and linked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.citing.cite import Citations
from assistant.citing.types import Citation
from assistant.dialogue.types import Block, Kind


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of an answer. ``cited`` numbers further quotes, where more may be added.

    ``sure`` is how likely an answer from the sources, or a refusal, is the right one, 0 to 1.
    """

    kind: Kind
    blocks: Sequence[Block]
    citations: tuple[Citation, ...] = ()
    recommendation: Mapping[str, Any] | None = None
    cost: Mapping[str, Any] | None = None
    suggestions: tuple[str, ...] = ()
    cited: Citations | None = None
    sure: float = 1.0
