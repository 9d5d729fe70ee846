"""What is known of the manager's situation after some messages. What is said later wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from assistant.dialogue.types import Contradiction, Heard, Hearing


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that holds, and the message it was heard in (``turn``, from 1)."""

    heard: Heard
    turn: int


@dataclass(frozen=True, slots=True)
class Situation:
    """The facts that hold. ``second`` are those of a second, separate piece of work.

    ``supposed`` are facts of the last message's "what if"; they hold for its answer only and are
    part of neither of the others. ``contradictions`` are those of the last message.
    """

    first: Mapping[str, Told] = field(default_factory=dict)
    second: Mapping[str, Told] = field(default_factory=dict)
    supposed: Mapping[str, Told] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def facts(self) -> dict[str, str]:
        """The facts of the main piece of work, without what was only supposed."""
        return _values(self.first)

    @property
    def supposed_facts(self) -> dict[str, str]:
        """The same with what the last message supposes."""
        return {**self.facts, **_values(self.supposed)}

    @property
    def second_facts(self) -> dict[str, str]:
        """The facts of the second piece of work; empty where there is only one."""
        return _values(self.second)


def situation(hearings: Iterable[tuple[int, Hearing]]) -> Situation:
    """The situation after the messages, which come with their numbers, oldest first."""
    state = Situation()
    for turn, hearing in hearings:
        state = _after(state, turn, hearing)
    return state


def _after(state: Situation, turn: int, hearing: Hearing) -> Situation:
    parts: tuple[dict[str, Told], dict[str, Told]] = (dict(state.first), dict(state.second))
    supposed: dict[str, Told] = {}
    for heard in hearing.heard:
        if heard.hypothetical and heard.value is not None:
            supposed[heard.criterion] = Told(heard, turn)
        elif heard.value is None:
            for part in parts:
                _take_back(part, heard.criterion)
        else:
            parts[heard.part][heard.criterion] = Told(heard, turn)
    for contradiction in hearing.contradictions:
        parts[contradiction.first.part].pop(contradiction.criterion, None)
    return Situation(
        MappingProxyType(parts[0]),
        MappingProxyType(parts[1]),
        MappingProxyType(supposed),
        hearing.contradictions,
    )


def _take_back(part: dict[str, Told], criterion: str) -> None:
    """Forgets the criterion, or, where none is named, what the latest message said."""
    if criterion:
        part.pop(criterion, None)
        return
    latest = max((told.turn for told in part.values()), default=0)
    for name in [n for n, told in part.items() if told.turn == latest]:
        del part[name]


def _values(part: Mapping[str, Told]) -> dict[str, str]:
    return {name: told.heard.value for name, told in part.items() if told.heard.value is not None}
