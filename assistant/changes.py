"""What an ingest changed: passages, and the answers of the team's pinned questions.

Pinned questions (``ASSISTANT_PINNED``) are lines as ``ask --jsonl`` reads them. They are answered
from the index before and from the new one, so that whoever adds a document sees what it does to
the answers that the team relies on before somebody else does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.counting import counted
from assistant.dialogue.types import Answer, Conversation
from assistant.errors import AssistantError, InputError
from assistant.index.generation import Generation
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_SHOWN = 5
_SHOWN_CHARS = 80


def change_lines(settings: Settings, index: Path, before: str | None, after: str) -> Iterator[str]:
    """What differs between the two generations of the index, a line each; nothing for a first."""
    if before in {None, after}:
        return
    with ExitStack() as stack:
        try:
            old = stack.enter_context(Generation(index / str(before)))
            new = stack.enter_context(Generation(index / after))
        except AssistantError:
            yield "The former index cannot be read, so what changed in it cannot be told."
            return
        yield from passage_changes(old, new)
        if settings.pinned:
            yield from pinned_changes(settings, old, new)


def passage_changes(old: Generation, new: Generation) -> Iterator[str]:
    """How many passages came and went, and the first few of them."""
    texts = [_texts(generation) for generation in (old, new)]
    gone, came = texts[0] - texts[1], texts[1] - texts[0]
    if gone or came:
        new_ones = counted(len(came), "passage is", "passages are")
        lost = counted(len(gone), "is gone or was", "are gone or were")
        yield f"{new_ones} new or changed, {lost} changed:"
    for sign, passages in (("-", gone), ("+", came)):
        for name, text in sorted(passages)[:_SHOWN]:
            flat = " ".join(text.split())
            yield f"  {sign} {name}: {flat[:_SHOWN_CHARS]}{'…' * (len(flat) > _SHOWN_CHARS)}"
        if len(passages) > _SHOWN:
            yield f"  {sign} and {len(passages) - _SHOWN} more"


def pinned_changes(settings: Settings, old: Generation, new: Generation) -> Iterator[str]:
    """Which of the pinned questions are now answered otherwise, and how."""
    from assistant.assistant import Assistant

    questions = list(read_pinned(settings.pinned)) if settings.pinned else []
    speaker = Assistant.over(old, settings)
    before = [_answer(speaker, turns) for _, turns in questions]
    speaker = Assistant.over(new, settings)
    differ = 0
    for (name, turns), was in zip(questions, before, strict=True):
        now = _answer(speaker, turns)
        if _said(was) != _said(now):
            differ += 1
            yield f"  pinned {name}: {_told(was)} -> {_told(now)}"
    yield f"{differ} of {len(questions)} pinned questions are answered otherwise."


def read_pinned(file: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names and turns of the pinned questions. Raises ``InputError`` naming the line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        message = f"The pinned questions in {file} cannot be read ({error})."
        raise InputError(message) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            turns = tuple(value["turns"])
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            message = f'{file}, line {number} is not {{"id": …, "turns": ["…"]}}.'
            raise InputError(message) from error
        if not turns or not all(isinstance(turn, str) for turn in turns):
            message = f"{file}, line {number}: turns are texts, at least one."
            raise InputError(message)
        yield str(value.get("id", number)), turns


def _texts(generation: Generation) -> set[tuple[str, str]]:
    passages = (generation.passage(position) for position in range(generation.count))
    return {(passage.name, passage.text) for passage in passages}


def _answer(assistant: Assistant, turns: tuple[str, ...]) -> Answer | str:
    try:
        return assistant.ask(Conversation(turns[:-1]), turns[-1])
    except AssistantError as error:
        return str(error)


def _said(answer: Answer | str) -> object:
    """What an answer says, without what changes with every corpus: fingerprints and places."""
    if isinstance(answer, str):
        return answer
    quotes = tuple((c.document, c.quote) for c in answer.citations)
    return (answer.kind, answer.markdown, quotes)


def _told(answer: Answer | str) -> str:
    if isinstance(answer, str):
        return "refused"
    if answer.recommendation is not None:
        return f"{answer.kind}: {answer.recommendation['model'] or 'undecided'}"
    sources = ", ".join(dict.fromkeys(c.document for c in answer.citations))
    return f"{answer.kind} ({sources})" if sources else answer.kind
