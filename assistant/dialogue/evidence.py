"""Passages to statements: the few runs of sentences that answer, best first.

A statement is quoted whole and exactly: neighbouring sentences of a paragraph, a list with its
lead-in where a list was asked for, cells of a table row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.corpus.types import Passage
from assistant.dialogue.bonus import announces, bonus
from assistant.dialogue.intents import models_named, names_others, plain
from assistant.dialogue.question import Question
from assistant.dialogue.rows import cells_of, columns_asked
from assistant.dialogue.statement import Found, Statement

NEIGHBOUR_DROP = 0.5
"""A sentence joins its better neighbour's quote while it scores at most this much less."""
KEEP_SHARE = 0.5
SECOND_SHARE = 0.35
"""A statement is kept while it scores at least this share of the best; the second may be weaker,
since one passage often holds only half of an answer."""
MAX_STATEMENTS = 6
MAX_CHARS = 1900
SAME_SHARE = 0.75
"""A statement of whose words another one has this share says nothing new beside it."""

OF_ALL, OF_A_THIRD = 0.5, 0.5
"""What a statement of a comparison gains where it speaks of all of the models, and loses where it
speaks of another one as well."""
LOOK_BACK = 2

_WORD = re.compile(r"\w+")
_LEANS_BACK = re.compile(
    r"(?:and |but |if |when |because )?(?:this|that|these|those|it|its|they|their|such|any of|"
    r"all of|both|instead|however|also|but|then|otherwise|therefore|as a result|furthermore|"
    r"moreover|for example|in this|in that|that's|it's)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:it|it's|its|they|these|this|that|instead|rather)\b", re.IGNORECASE)


def select(question: Question, found: Iterable[Found]) -> tuple[Statement, ...]:
    """Up to ``MAX_STATEMENTS`` statements, the one that answers first; none from nothing."""
    ranked = sorted(
        (s for f in found if f.passage.sentences for s in _statements(question, f)),
        key=lambda s: (-s.score, s.passage.name, s.first),
    )
    if question.all_dimensions:
        ranked = _comparing(ranked, question.models)
    if question.form == "comparison":
        ranked = _covering(ranked, question.models)
    kept: list[Statement] = []
    chars = 0
    for statement in ranked:
        share = SECOND_SHARE if len(kept) == 1 else KEEP_SHARE
        if kept and statement.score < share * kept[0].score:
            continue
        twins = [i for i, other in enumerate(kept) if repeats(statement, other)]
        if twins:
            kept[twins[0]] = _with(kept[twins[0]], statement)
            continue
        if kept and chars + len(statement.text) > MAX_CHARS:
            continue
        if kept and names_others(_context(statement), question.models):
            continue
        kept.append(statement)
        chars += len(statement.text)
        if len(kept) == MAX_STATEMENTS:
            break
    return tuple(kept)


def _comparing(ranked: Iterable[Statement], models: Sequence[str]) -> list[Statement]:
    """The statements, those further in front that speak of all of several models and no other."""
    asked = set(models) if len(models) > 1 else set[str]()

    def fitting(statement: Statement) -> float:
        spoken_of = set(_models_in(statement))
        return statement.score + OF_ALL * (asked <= spoken_of) - OF_A_THIRD * bool(spoken_of - asked)

    return sorted(ranked, key=fitting, reverse=True) if asked else list(ranked)


def _covering(ranked: Sequence[Statement], models: Sequence[str]) -> list[Statement]:
    """The statements, those in front with which each of the models is spoken of."""
    left, first = set(models), []
    for statement in ranked:
        if spoken_of := left & set(_models_in(statement)):
            left -= spoken_of
            first.append(statement)
    return first + [s for s in ranked if s not in first]


def on_subject(question: Question, statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Those of the statements that speak of no model but such as the question names."""
    asked = set(question.models)
    return tuple(s for s in statements if not asked or set(said_of(s)) <= asked)


def said_of(statement: Statement) -> tuple[str, ...]:
    """The models that the statement's own words name."""
    return models_named(plain(statement.text))


def _models_in(statement: Statement) -> tuple[str, ...]:
    return models_named(plain(_context(statement)))


def _context(statement: Statement) -> str:
    """The statement with its innermost heading and its label."""
    label = statement.passage.sentences[statement.first].label
    return " ".join((*statement.passage.headings[-1:], label, statement.text))


def _statements(question: Question, found: Found) -> list[Statement]:
    passage = found.passage
    scores = [
        s + bonus(question, passage, i, found.stems) for i, s in enumerate(found.sentences)
    ]
    best = max(range(len(scores)), key=lambda i: (scores[i], -i))
    if question.form == "list" and (passage.kind == "list" or announces(passage)):
        return [Statement(passage, 0, len(scores) - 1, scores[best] + found.score)]
    if passage.kind == "row":
        columns = columns_asked(question, passage) or [best]
        return [cells_of(passage, columns, scores[best] + found.score)]
    first = last = best
    least = found.sentences[best] - NEIGHBOUR_DROP
    while first > 0 and found.sentences[first - 1] >= least:
        first -= 1
    while last < len(scores) - 1 and found.sentences[last + 1] >= least:
        last += 1
    first, last = _whole(passage, first, last)
    if passage.sentences[last].text.endswith(":"):  # an announcement alone says nothing
        last = len(scores) - 1
    return [Statement(passage, first, last, scores[best] + found.score)]


def _whole(passage: Passage, first: int, last: int) -> tuple[int, int]:
    """The run together with what its pronouns stand for, and with what goes on about it."""
    if passage.kind in {"list", "row"}:
        return first, last
    sentences = passage.sentences
    for _ in range(LOOK_BACK):
        if first > 0 and _LEANS_BACK.match(sentences[first].text):
            first -= 1
    if last == first and last + 1 < len(sentences) and _GOES_ON.match(sentences[last + 1].text):
        last += 1
    return first, last


def _with(one: Statement, twin: Statement) -> Statement:
    """The statement with the first that says the same in another document, and not only a part."""
    if one.also or twin.passage.document == one.passage.document or not repeats(one, twin):
        return one
    return replace(one, also=twin)


def repeats(one: Statement, other: Statement) -> bool:
    """Whether the one quotes sentences of the other's, or has hardly a word that it has not."""
    if one.passage.name == other.passage.name:
        return one.first <= other.last and other.first <= one.last
    mine, others = _words(one.text), _words(other.text)
    return bool(mine) and len(mine & others) >= SAME_SHARE * len(mine)


@lru_cache(maxsize=2048)
def _words(text: str) -> frozenset[str]:
    return frozenset(w for w in _WORD.findall(text.lower()) if len(w) > 3)  # noqa: PLR2004
