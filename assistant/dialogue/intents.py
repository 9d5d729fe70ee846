"""What a message wants: one of a few intents, by patterns that are data (``intents.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator

from assistant.dialogue.types import Hearing
from assistant.packaged import packaged

DATA = "intents.yaml"
MAX_CHARS = 2000

Intent = Literal[
    "advice", "about_advice", "cost", "question", "help", "greeting", "thanks", "restart", "task", "foreign", "empty"
]


@dataclass(frozen=True, slots=True)
class Route:
    """What a message wants. ``models`` are those it names, in the order of their naming.

    ``subject`` is the work that is to be staffed, as it was named, or empty. ``section`` is what of
    a recommendation is asked about, empty but for ``about_advice``. ``asks`` marks a request for
    advice that is put as a question about the subject.
    """

    intent: Intent
    models: tuple[str, ...]
    section: str = ""
    subject: str = ""
    asks: bool = False


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    models: dict[str, tuple[str, ...]]
    whole_name: str
    staffing: tuple[str, ...]
    subject: tuple[str, ...]
    not_subjects: frozenset[str]
    not_work: frozenset[str]
    intents: dict[str, tuple[str, ...]]
    about_advice: dict[str, tuple[str, ...]]
    cost: dict[str, tuple[str, ...]]
    asking: tuple[str, ...]
    need: tuple[str, ...]
    own: tuple[str, ...]
    knowledge: tuple[str, ...]
    versus: tuple[str, ...]
    foreign: tuple[str, ...]
    foreign_words: int

    @field_validator("models", "intents", "about_advice", "cost")
    @classmethod
    def _compile(cls, patterns: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for pattern in (p for group in patterns.values() for p in group):
            re.compile(pattern)
        return patterns


@cache
def _data() -> _Data:
    return packaged("assistant.dialogue", DATA, _Data)


@cache
def _compiled(group: str) -> tuple[re.Pattern[str], ...]:
    data = _data()
    named = {**data.intents, **data.about_advice, **data.cost}
    patterns = named.get(group) or getattr(data, group)
    return tuple(re.compile(p) for p in patterns)


@cache
def _model_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (model, re.compile(rf"\b(?:{'|'.join(patterns)})\b"))
        for model, patterns in _data().models.items()
    )


_CONTRACTED = re.compile(r"\b(what|who|how|where)s\b")


def plain(text: str) -> str:
    """The text in lower case with plain apostrophes and single spaces, cut to what is read.

    "Whats" and its like have their apostrophe.
    """
    lowered = text[:MAX_CHARS].lower().replace("’", "'").replace("‘", "'")
    return _CONTRACTED.sub(r"\1's", " ".join(lowered.split()))


def matches(group: str, lowered: str) -> bool:
    """Whether one of the group's patterns is in the text, which ``plain`` has prepared."""
    return any(pattern.search(lowered) for pattern in _compiled(group))


@lru_cache(maxsize=4096)  # the same sentences are looked through for question after question
def models_named(lowered: str) -> tuple[str, ...]:
    """The models that the text names, in order of their first mention."""
    found = [
        (match.start(), model)
        for model, pattern in _model_patterns()
        if (match := pattern.search(lowered))
    ]
    return tuple(model for _, model in sorted(found))


def route(
    text: str, hearing: Hearing, *, advised: bool = False, discussed: bool = False
) -> Route:
    """What the message wants; ``advised`` says that a recommendation was given before.

    ``discussed`` says that the message before was about one, and that it rests on facts.
    Facts heard, or a request for advice that is about staffing, ask for a recommendation;
    a question about the subject is answered from the sources.
    """
    lowered = plain(text)
    if not any(c.isalnum() for c in lowered):
        return Route("help" if lowered.strip("? ") == "" and lowered else "empty", ())
    models = models_named(lowered)
    heard = bool(hearing.heard or hearing.contradictions)
    section = _section(lowered, models, discussed=discussed) if advised and not heard else ""
    if section:
        return Route("about_advice", models, section)
    intent = _aside(lowered, heard=heard)
    if intent is None:
        about = bool(models) or matches("staffing", lowered)
        advice = _wants_advice(lowered, heard=heard, about_staffing=about, advised=advised) or (
            advised and matches("new_work", lowered) and bool(_subject(text))
        )
        intent = "advice" if advice else "question"
    if intent != "advice":
        return Route(intent, models)
    return Route(intent, models, subject=_subject(text), asks=not advised and _asks(lowered, hearing))


def _asks(lowered: str, hearing: Hearing) -> bool:
    """Whether the message asks about the subject, and tells one fact of the situation at most."""
    if len(hearing.heard) > 1 or hearing.contradictions:
        return False
    if not (matches("asks", lowered) or (not hearing.heard and matches("asks_whether", lowered))):
        return False
    return not any(matches(group, lowered) for group in ("recommend", "what_if", "decide"))


def states(text: str) -> bool:
    """Whether the message tells something and asks for nothing."""
    lowered = plain(text)
    return "?" not in lowered and not any(
        matches(group, lowered) for group in ("recommend", "should", "knowledge", "what_if")
    )


def names_others(text: str, models: Sequence[str]) -> bool:
    """Whether the text names models, but none of these, of which there is at least one."""
    named = models_named(plain(text)) if models else ()
    return bool(named) and not set(named) & set(models)


def _subject(text: str) -> str:
    """The work that is to be staffed, in the user's words; empty where none is named."""
    spaced = " ".join(text[:MAX_CHARS].split())
    lowered = plain(text)
    for pattern in _compiled("subject"):
        match = pattern.search(lowered)
        if match and match["subject"] not in _data().not_subjects:
            if matches("new_work", lowered) and not _is_work(match["subject"]):
                continue
            start, end = match.span("subject")
            return spaced[start:end] if len(spaced) == len(lowered) else match["subject"]
    return ""


_AFTER_HEAD = re.compile(
    r" (?:with|of|on|at|from|by|as|under|after|before|when|if|because|who|that|which|while|"
    r"is|are|was|were|being|would|should|could|can|will|here|there|now)\b"
)


def _is_work(subject: str) -> bool:
    """Whether the noun that the subject ends in, before "with the vendor", can be work to be done."""
    head = _AFTER_HEAD.split(subject, maxsplit=1)[0].split()[-1]
    singular = f"{head[:-3]}y" if head.endswith("ies") else head.removesuffix("s")
    return not {head, singular} & _data().not_work


def _section(lowered: str, models: Sequence[str], *, discussed: bool) -> str:
    """The section of a recommendation that the message asks about, or an empty string."""
    if models and discussed and matches("standing", _nameless(lowered)):
        return "standing"
    names = (n for n in _data().about_advice if models or n != "why_not")
    return next((name for name in names if matches(name, lowered)), "")


def _nameless(lowered: str) -> str:
    """The text with ``MODEL``, which no text in lower case has, for every name of a model."""
    for _, pattern in _model_patterns():
        lowered = pattern.sub("MODEL", lowered)
    return re.sub(_data().whole_name, "MODEL", lowered)


def _aside(lowered: str, *, heard: bool) -> Intent | None:
    """What else the message may be than a question or a request for advice."""
    asides: tuple[Intent, ...] = ("restart", "greeting", "thanks", "help")
    for intent in asides:
        if matches(intent, lowered):
            return intent
    if heard:
        return None
    if _is_foreign(lowered):
        return "foreign"
    return "task" if matches("task", lowered) else None


def _wants_advice(lowered: str, *, heard: bool, about_staffing: bool, advised: bool) -> bool:
    knowledge = matches("knowledge", lowered)
    if heard:
        stated = any(matches(g, lowered) for g in ("what_if", "should", "recommend", "own"))
        return stated or not knowledge
    if matches("recommend", lowered) and (about_staffing or advised):
        return True
    if matches("should", lowered) and about_staffing:
        return not knowledge or lowered.startswith(_ASKS_WHO_OR_HOW)
    if knowledge or "?" in lowered or any(matches(g, lowered) for g in ("asking", "versus")):
        return False
    return advised or matches("own", lowered) or matches("need", lowered)


_ASKS_WHO_OR_HOW = ("who ", "how should we", "how should i", "how do we", "is it ", "is this ")


def _is_foreign(lowered: str) -> bool:
    counts = [
        len({m.group() for m in pattern.finditer(lowered)}) for pattern in _compiled("foreign")
    ]
    return max(counts) >= _data().foreign_words
