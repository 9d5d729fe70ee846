"""How much each value is spoken for by the words of a sentence: fitted weights, added up.

The patterns of the lexicon say what is surely meant; the weights say how likely it is, from all
words, word groups and negations of a sentence together. So a pattern that fires where everything
else speaks against it is not believed, and what no pattern foresaw is heard where the words
leave little doubt. ``tests/evaluation/fit_hearing.py`` fits them and writes the data file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Protocol

from assistant.dialogue.clauses import Clauses
from assistant.dialogue.hearing_lattice import Lattice
from assistant.dialogue.hearing_resolve import Fact
from assistant.dialogue.negation import Scopes
from assistant.errors import RulebookError

FILE = "hearing_weights.json"
UNIT = 100
"""The file holds hundredths of log-odds, as whole numbers."""
DISBELIEVED, DISBELIEVED_ALONE = -250, -150
"""A pattern's fact is dropped where its sentence and its clauses alone are below these."""
BELIEVED, BELIEVED_ALONE = 75, 150
"""From here on a sentence, or a clause of several alone, is heard without a pattern."""
MEANT, MEANT_ALONE = 10, 50
"""The same where the meaning was asked as well, for the mean of both."""
PLAUSIBLE, MOST_ASKED = -100, 2
"""Only what its words make so likely is asked for its meaning, and so many clauses of a message.
All were chosen by cross-validation over sets of different authors; see ``fit_hearing.py --judge``
and ``README-hearing.md`` beside it."""
_OF_A_CASE = frozenset({"risk", "accountability", "cost"})
"""Told by what would happen: "if it got out, we could close"."""
_SELDOM_NOTED = ("work", "capacity")
"""Who asks for people needs them; in the messages fitted to that is not always among the facts."""
_LAST = 10_000

Value = tuple[str, str]
"""(criterion, value)."""


class Meaning(Protocol):
    """What a clause says by its meaning, apart from its words."""

    def __call__(self, clause: str) -> Sequence[int]:
        """The log-odds of each value of the weights, in their order and unit."""
        ...


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature adds to each value: pairs of value's number and weight, as one text."""

    values: tuple[Value, ...]
    bias: tuple[int, ...]
    features: Mapping[str, str]


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The packaged weights, read once. Raises RulebookError naming the file."""
    text = resources.files("assistant.dialogue").joinpath(FILE).read_text(encoding="utf-8")
    try:
        told = json.loads(text)
        values = tuple((c, v) for c, _, v in (name.partition("=") for name in told["values"]))
        return Weights(values, tuple(told["bias"]), told["features"])
    except (ValueError, KeyError, TypeError) as error:
        message = f"{FILE} is damaged: {error!r}. Write it anew with tests/evaluation/fit_hearing.py."
        raise RulebookError(message) from error


@cache
def _pairs(written: str) -> tuple[tuple[int, int], ...]:
    numbers = iter(map(int, written.split()))
    return tuple(zip(numbers, numbers, strict=True))


def features(
    lattice: Lattice, clauses: Clauses, scopes: Scopes, start: int, end: int
) -> dict[str, int]:
    """What a sentence is weighed by, each with the word where it is first met.

    Words as they stand and in their base form, pairs of neighbours, word groups; words and
    groups that a negation reaches, once more; whether the sentence asks or negates at all.
    """
    found: dict[str, int] = {}
    before = ""
    for i in range(start, end):
        word = lattice.words[i]
        base = word.lemmas[0] if word.lemmas else word.text
        turned = scopes.turns[i] % 2 == 1
        names = [f"w:{base}", f"w:{word.text}", *(f"g:{n}" for n in lattice.names[i] if n[0] == "{")]
        if turned:
            names.append(f"nw:{base}")
            names += [f"n:{n}" for n in lattice.names[i] if n[0] == "{"]
        if before:
            names.append(f"b:{before}_{base}")
        before = base
        for name in names:
            found.setdefault(name, i)
        if scopes.reach[i] > 0:
            found.setdefault("q:negates", i)
    if clauses.mood[start] != "states":
        found["q:asks"] = start
    return found


class Weighed:
    """The weights of each value in the sentences and clauses of one message."""

    __slots__ = ("_clauses", "_ends", "_lattice", "_scopes", "_told", "_weights")

    def __init__(
        self, lattice: Lattice, clauses: Clauses, scopes: Scopes, weights: Weights
    ) -> None:
        self._lattice, self._clauses, self._scopes = lattice, clauses, scopes
        self._weights = weights
        self._ends = {  # where the sentence or clause that begins at a word ends
            "sentence": {start: at + 1 for at, start in enumerate(clauses.sentence)},
            "clause": {start: at + 1 for at, start in enumerate(clauses.clause)},
        }
        self._told: dict[tuple[int, int], tuple[list[int], dict[str, int]]] = {}

    def of(self, start: int, end: int) -> list[int]:
        """The log-odds of each value in the words from start to end, in hundredths."""
        return self._weighed(start, end)[0]

    def likely(self, fact: Fact) -> bool:
        """False where the words speak against what a pattern heard.

        The words of the fact's own clauses, or those of the whole sentence: a long sentence says
        much that has nothing to do with the fact.
        """
        value = (fact.criterion, fact.value)
        if fact.hypothetical or value == _SELDOM_NOTED or value not in self._weights.values:
            return True
        number = self._weights.values.index(value)
        clauses = self._clauses
        start = clauses.sentence[fact.start]
        if self.of(start, self._ends["sentence"][start])[number] >= DISBELIEVED:
            return True
        first, last = clauses.clause[fact.start], clauses.clause[fact.end - 1]
        return self.of(first, self._ends["clause"][last])[number] >= DISBELIEVED_ALONE

    def unheard(
        self, taken: Collection[str], said: Callable[[int, int], Sequence[int]] | None = None
    ) -> list[Fact]:
        """Facts that the words leave little doubt of, but on the criteria that are taken.

        ``said`` gives the meaning of the words from start to end; see ``Meaning``.
        """
        best: dict[str, tuple[float, str, int, int]] = {}
        free = [i for i, (criterion, _) in enumerate(self._weights.values) if criterion not in taken]
        for start, end, least, told in self._asked(free, said):
            contrary = any(self._clauses.contrary[start:end])
            for i in free:
                criterion, value = self._weights.values[i]
                if contrary and criterion not in _OF_A_CASE:
                    continue
                over = told[i] - least
                if over >= 0 and (criterion not in best or over > best[criterion][0]):
                    best[criterion] = (over, value, start, end)
        found = [self._fact(c, value, start, end) for c, (_, value, start, end) in best.items()]
        return [fact for fact in found if not self._clauses.asked[fact.start]]

    def _asked(
        self, free: Sequence[int], said: Callable[[int, int], Sequence[int]] | None
    ) -> Iterator[tuple[int, int, int, Sequence[float]]]:
        """Spans with the least to believe and the log-odds; the likeliest with their meaning."""
        spans = [(start, end, alone, self.of(start, end)) for start, end, alone in self._spans()]
        asked: set[int] = set()
        if said is not None and free:
            likely = [(max(told[i] for i in free), -n) for n, (*_, told) in enumerate(spans)]
            asked = {-n for most, n in sorted(likely)[-MOST_ASKED:] if most >= PLAUSIBLE}
        for n, (start, end, alone, told) in enumerate(spans):
            if said is None or n not in asked:
                yield start, end, BELIEVED_ALONE if alone else BELIEVED, told
                continue
            both = [
                (by_words + by_meaning) / 2 if by_words >= PLAUSIBLE else by_words
                for by_words, by_meaning in zip(told, said(start, end), strict=True)
            ]
            yield start, end, MEANT_ALONE if alone else MEANT, both

    def _spans(self) -> Iterator[tuple[int, int, bool]]:
        """The sentences, and their clauses alone where there are several."""
        for start, end in self._ends["sentence"].items():
            if not self._tells(start):
                continue
            yield start, end, False
            begins = dict.fromkeys(self._clauses.clause[start:end])
            if len(begins) > 1:
                yield from ((at, self._ends["clause"][at], True) for at in begins)

    def _tells(self, start: int) -> bool:
        """True for a sentence that states, without a doubt or a supposition."""
        clauses, doubted = self._clauses, self._scopes.doubted
        return not (
            doubted[start] >= 0
            or clauses.mood[start] == "asks"
            or clauses.supposed[start]
        )

    def _fact(self, criterion: str, value: str, start: int, end: int) -> Fact:
        """The fact, heard in the clause that speaks most for it."""
        number = self._weights.values.index((criterion, value))
        told: dict[int, int] = {}
        for name, at in self._weighed(start, end)[1].items():
            clause = self._clauses.clause[at]
            told[clause] = told.get(clause, 0) + dict(self._pairs(name)).get(number, 0)
        clause = max(told, key=lambda c: (told[c], -c))
        end = self._ends["clause"][clause]
        return Fact(criterion, value, clause, end, False, True, False, _LAST)  # noqa: FBT003

    def _pairs(self, feature: str) -> Sequence[tuple[int, int]]:
        """The number of each value that the feature speaks for or against, and its weight."""
        written = self._weights.features.get(feature)
        return _pairs(written) if written else ()

    def _weighed(self, start: int, end: int) -> tuple[list[int], dict[str, int]]:
        if (start, end) not in self._told:
            met = features(self._lattice, self._clauses, self._scopes, start, end)
            total = list(self._weights.bias)
            for name in met:
                for number, weight in self._pairs(name):
                    total[number] += weight
            self._told[start, end] = total, met
        return self._told[start, end]
