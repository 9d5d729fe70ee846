"""The values of a dialogue: what was heard in a message, and the answer given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.citing.types import Citation

Kind = Literal["answer", "recommendation", "clarification", "no_evidence", "help"]


@dataclass(frozen=True, slots=True)
class Heard:
    """A fact of the manager's situation, and the words it was heard in.

    ``words`` is ``message[start:end]``. ``part`` is 0, or 1 for a second, separate piece of work
    that the same message describes. ``hypothetical`` marks "what if …". ``value`` is None where
    the user takes a fact back.
    """

    criterion: str
    value: str | None
    words: str
    start: int
    end: int
    part: int = 0
    hypothetical: bool = False


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two values for one criterion in one message, neither of which corrects the other."""

    criterion: str
    first: Heard
    second: Heard


@dataclass(frozen=True, slots=True)
class Hearing:
    """All that one message says about the situation, in the order of its words."""

    heard: tuple[Heard, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """The messages so far, oldest first.

    A correction made with a click is a message too, in the literal form ``direction=none``
    (``direction=?`` forgets), so that turns alone replay every answer to the same bytes.
    """

    turns: tuple[str, ...] = ()

    def then(self, text: str) -> Conversation:
        """The conversation with one more message."""
        return Conversation((*self.turns, text))


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. A ``mark`` is a citation's number and nothing else.

    ``quoted`` is text of a source and ``said`` text of the user: shown exactly, never interpreted.
    """

    text: str
    style: Literal["plain", "strong", "quoted", "said", "mark"] = "plain"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of an answer. ``cells`` has one entry, but for ``header`` and ``row`` of a table."""

    kind: Literal["heading", "paragraph", "item", "header", "row"]
    cells: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``as_json`` of ``assistant.citing`` gives the contract's JSON object.

    ``heard`` are the facts that hold after this message, whatever the kind of answer, as in the
    contract's ``recommendation``. ``blocks`` is what ``markdown`` was written from, for whoever draws it otherwise.
    ``suggestions`` are messages that the user may want to send next. ``cost`` is the reckoning of
    what staffing costs (``decision.costs.rows.as_json`` and ``heard``), where one was asked for.
    ``fingerprint`` is the content address of turns, facts, corpus and rulebook.
    """

    kind: Kind
    markdown: str
    citations: tuple[Citation, ...]
    recommendation: Mapping[str, Any] | None
    permalink: str
    corpus: str
    rulebook: str
    heard: tuple[Mapping[str, Any], ...] = ()
    blocks: tuple[Block, ...] = ()
    suggestions: tuple[str, ...] = ()
    cost: Mapping[str, Any] | None = None
    fingerprint: str = ""
