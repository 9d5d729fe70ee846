"""How far patterns, words and meaning are to be trusted, fitted; used by ``fit_hearing.py``.

One logistic regression over the signs of ``assistant/dialogue/hearing_belief.py``, those of what a
pattern heard and of what none heard apart, on messages of authors whom the weights do not know.
How much belief is enough is found by leaving out one after another of those authors whom the
patterns do not know either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.dialogue.clauses import clauses
from assistant.dialogue.hearing import heard_words, stated
from assistant.dialogue.hearing_belief import Beliefs
from assistant.dialogue.hearing_judge import Judge
from assistant.dialogue.hearing_trust import BY_WORDS, SIGNS, read_trust
from assistant.dialogue.hearing_weights import Meaning, Weighed, Weights
from assistant.dialogue.lexicon import load_lexicon
from assistant.dialogue.negation import scopes

STRENGTH = 0.05
TARGET, TARGET_BY_WORDS = 0.88, 0.88
"""The precision over the left-out authors together for which the belief that is enough is set.

A third of most of those authors' messages are made to mislead; those written plainly reach 97 %.
By words alone more would leave most of them unheard."""
SPARED = 0.01
"""So many of the decisions may come out otherwise because a sentence was not encoded."""
NO_SIGNS: dict[str, Any] = {"signs": {}, "begin": {}}
OFFSET = 1_000_000
"""Keeps apart the cases of different authors."""
TABLES = ("heard", "unheard", "heard_meant", "unheard_meant")
EMPTY: dict[str, Any] = {
    **dict.fromkeys(TABLES, NO_SIGNS),
    "enough": {"least": 0.0, "least_meant": 0.0, "worth_asking": 0.0, "sure": 0.0},
}


@dataclass(frozen=True, slots=True)
class Row:
    """Something that may be heard: of which case, its signs, whether it is right.

    ``judged`` is False for a reading on which people differ, or that cannot be told.
    """

    case: int
    criterion: str
    heard: bool
    signs: tuple[float, ...]
    right: bool
    judged: bool


def rows(cases: Sequence[dict[str, Any]], weights: Weights, meaning: Meaning) -> list[Row]:
    """What may be heard in the cases, all sentences with their meaning."""
    lexicon, found = load_lexicon(), []
    for number, case in enumerate(cases):
        text, facts, allow = case["text"], case["facts"], case.get("allow", {})
        partial = "situation" in case or "turns" in case
        told = heard_words(text, lexicon)
        if not told.words:
            continue
        parts = clauses(told)
        judge = Judge(told, parts, scopes(told, parts))
        weighed = Weighed(told, parts, judge.scopes, weights)
        ours = {name for name, entry in lexicon.criteria.items() if entry.ours}
        beliefs = Beliefs(weighed, judge, weights.values, read_trust(EMPTY), ours)
        settled, left_open = stated(told, lexicon, judge)
        for c in beliefs.candidates(settled):
            criterion, value = weights.values[c.value]
            if c.fact is None and (criterion in left_open or beliefs.guessed(c) is None):
                continue
            end = weighed.ends["sentence"][c.sentence]
            said = meaning(text[told.words[c.sentence].start : told.words[end - 1].end])
            unclear = (
                value in allow.get(criterion, ())
                or (partial and criterion not in facts)
                or (value == "capacity" and "size" in facts and "work" not in facts)
            )
            signs = beliefs.with_meaning(c, said).signs
            right = facts.get(criterion) == value
            found.append(Row(number, criterion, c.fact is not None, signs, right, not unclear))
    return found


def fitted(told: Mapping[str, Sequence[Row]], unseen: Sequence[str]) -> dict[str, Any]:
    """The content of the data file, from the rows of each author; the unseen ones set the limits."""
    every = [row for found in told.values() for row in found if row.judged]
    words, meant = tables(every, len(BY_WORDS)), tables(every, len(SIGNS))
    by_words: list[tuple[Row, float]] = []
    by_meaning: list[tuple[Row, float]] = []
    for number, who in enumerate(w for w in unseen if w in told):
        others = [row for w, rest in told.items() if w != who for row in rest if row.judged]
        of_author = [replace(r, case=r.case + OFFSET * number) for r in told[who]]
        for judged, size in ((by_words, len(BY_WORDS)), (by_meaning, len(SIGNS))):
            fit = tables(others, size)
            judged += ((row, belief(row, fit)) for row in of_author)
    enough = least(by_meaning, TARGET)
    limits = {
        "least": least(by_words, TARGET_BY_WORDS),
        "least_meant": enough,
        **asking(by_words, by_meaning, enough),
    }
    return {
        "heard": words["heard"], "unheard": words["unheard"],
        "heard_meant": meant["heard"], "unheard_meant": meant["unheard"],
        "enough": limits,
    }


def tables(told: Sequence[Row], size: int) -> dict[str, Any]:
    """The tables for what was heard and unheard, over the first so many signs."""
    criteria = sorted({row.criterion for row in told})
    data = np.array([_columns(row, criteria, size) for row in told])
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit(data, [row.right for row in told])
    weights, begin = model.coef_[0], float(model.intercept_[0])
    step = size + len(criteria)
    made: dict[str, Any] = {}
    for name, more in (("unheard", np.zeros(step)), ("heard", weights[step:])):
        both = weights[:step] + more
        made[name] = {
            "signs": {s: round(float(w), 3) for s, w in zip(SIGNS, both[:size], strict=False)},
            "begin": {
                c: round(begin + float(w), 3) for c, w in zip(criteria, both[size:], strict=True)
            },
        }
    return made


def _columns(row: Row, criteria: Sequence[str], size: int) -> list[float]:
    plain = [*row.signs[:size], *(float(c == row.criterion) for c in criteria)]
    return [*plain, *(x * row.heard for x in plain)]


def belief(row: Row, made: Mapping[str, Any]) -> float:
    """The log-odds of a row."""
    table = made["heard" if row.heard else "unheard"]
    begin: float = table["begin"].get(row.criterion, 0.0)
    counts: Mapping[str, float] = table["signs"]
    return begin + sum(counts.get(n, 0.0) * sign for n, sign in zip(SIGNS, row.signs, strict=True))


def least(told: Sequence[tuple[Row, float]], target: float) -> float:
    """The least belief from which on the likeliest reading per criterion is right often enough."""
    best: dict[tuple[int, str], tuple[float, Row]] = {}
    for row, believed in told:
        key = (row.case, row.criterion)
        if key not in best or believed > best[key][0]:
            best[key] = believed, row
    ordered = sorted((pair for pair in best.values() if pair[1].judged), key=lambda p: -p[0])
    right, found = 0, 0.0
    for number, (believed, row) in enumerate(ordered, 1):
        right += row.right
        if right >= target * number:
            found = believed
    return round(found, 3)


def asking(
    by_words: Sequence[tuple[Row, float]],
    by_meaning: Sequence[tuple[Row, float]],
    enough: float,
) -> dict[str, float]:
    """Between which beliefs by words the meaning may still decide: few beyond come out otherwise."""
    pairs = [(w, m >= enough) for (_, w), (_, m) in zip(by_words, by_meaning, strict=True)]
    spared = SPARED * sum(yes for _, yes in pairs)
    return {
        "worth_asking": round(_beyond(sorted(pairs), spared, wrong=True), 3),
        "sure": round(_beyond(sorted(pairs, reverse=True), spared, wrong=False), 3),
    }


def _beyond(pairs: Sequence[tuple[float, bool]], spared: float, *, wrong: bool) -> float:
    lost = 0
    for believed, yes in pairs:
        lost += yes == wrong
        if lost > spared:
            return believed
    return pairs[-1][0]
