"""Messages that panel and worksheet write for the user, in words.

A click is a message in a literal form, ``direction=none`` or ``people=3; rate=45 an hour``, so that
turns alone replay every answer. Nobody said these characters, so nobody is quoted with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.decision.costs.reading import load_cost_model
from assistant.decision.costs.wording import field_label
from assistant.decision.schema import Rulebook

IN_PANEL, IN_WORKSHEET = "set in the panel", "set in the worksheet"
FORGOTTEN = "?"
"""The value that forgets what was set; see ``Conversation``."""
_SET = r"(?<![\w=.-])([a-z]{3,20}(?:\.[a-z-]{3,30})?)="
CLICK = re.compile(_SET + r"([^;=\n]{1,80})")
FACT = re.compile(_SET + r"([a-z-]{3,24}|\?)(?![\w=])")
"""A click whose value is one word, so that it can stand anywhere in a sentence."""


def is_click(words: str) -> bool:
    """Whether a click wrote the words, and nobody said them."""
    return CLICK.fullmatch(words) is not None


def where_set(words: str, book: Rulebook) -> str:
    """Where a click wrote the words, or an empty string where they were said."""
    part = CLICK.fullmatch(words)
    return "" if part is None else IN_PANEL if _fact(part, book) else IN_WORKSHEET


def in_words(message: str, book: Rulebook) -> str | None:
    """What a message of nothing but clicks sets, and where; None for any other message."""
    parts = [CLICK.fullmatch(part.strip()) for part in message.split(";")]
    told = [part and (_fact(part, book) or _number(part)) for part in parts]
    if not all(told):
        return None
    return "; ".join(_joined([one for one in told if one]))


def spoken(message: str, book: Rulebook) -> str:
    """A message as its reader may see it: one that clicks wrote, in words."""
    return in_words(message, book) or message


def _joined(told: list[tuple[str, str]]) -> Iterator[str]:
    """Each of them; the place stands behind the last that was set there."""
    for (text, place), (_, following) in zip(told, [*told[1:], ("", "")], strict=True):
        yield text if place == following else f"{text} ({place})"


def _fact(part: re.Match[str], book: Rulebook) -> tuple[str, str] | None:
    criterion, value = part.groups()
    about = book.criteria.get(criterion)
    if about is None or not (value == FORGOTTEN or value in about.values):
        return None
    meaning = "not known" if value == FORGOTTEN else f"{value} – {about.values[value]}"
    return f"{about.label}: {meaning}", IN_PANEL


def _number(part: re.Match[str]) -> tuple[str, str] | None:
    field, text = part.groups()
    model = load_cost_model()
    name, _, way = field.partition(".")
    if name not in model.inputs or (way and way not in model.ways):
        return None
    return f"{field_label(field, model)}: {'not known' if text == FORGOTTEN else text}", IN_WORKSHEET
