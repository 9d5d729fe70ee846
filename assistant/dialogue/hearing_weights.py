"""How much each value is spoken for by the words of a sentence: fitted weights, added up.

The patterns of the lexicon say what is surely meant; the weights say how likely it is, from all
words, word groups and negations of a sentence together. So a pattern that fires where everything
else speaks against it is not believed, and what no pattern foresaw is heard where the words
leave little doubt. ``tests/evaluation/fit_hearing.py`` fits them and writes the data file.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from assistant.dialogue.clauses import Clauses
from assistant.dialogue.hearing_lattice import Lattice
from assistant.dialogue.hearing_resolve import Fact
from assistant.dialogue.negation import Scopes
from assistant.errors import RulebookError

FILE = "hearing_weights.json"
UNIT = 100
"""The file holds hundredths of log-odds, as whole numbers."""
DISBELIEVED, BELIEVED = -250, 75
"""A pattern's fact below the one is dropped, a value above the other is heard without a pattern.
Chosen by cross-validation over sets of different authors; see ``fit_hearing.py --judge``."""
_SELDOM_NOTED = ("work", "capacity")
"""Who asks for people needs them; in the messages fitted to that is not always among the facts."""
_LAST = 10_000

Value = tuple[str, str]
"""(criterion, value)."""


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
    """The weights of each value in each sentence of one message."""

    __slots__ = ("_clauses", "_lattice", "_scopes", "_sentences", "_weights")

    def __init__(
        self, lattice: Lattice, clauses: Clauses, scopes: Scopes, weights: Weights
    ) -> None:
        self._lattice, self._clauses, self._scopes = lattice, clauses, scopes
        self._weights = weights
        self._sentences: dict[int, tuple[list[int], dict[str, int]]] = {}

    def of(self, sentence: int) -> list[int]:
        """The log-odds of each value in the sentence that begins at a word, in hundredths."""
        return self._weighed(sentence)[0]

    def likely(self, fact: Fact) -> bool:
        """False where the words speak against what a pattern heard."""
        value = (fact.criterion, fact.value)
        if fact.hypothetical or value == _SELDOM_NOTED or value not in self._weights.values:
            return True
        weight = self.of(self._clauses.sentence[fact.start])
        return weight[self._weights.values.index(value)] >= DISBELIEVED

    def unheard(self, taken: Collection[str]) -> list[Fact]:
        """Facts that the words leave little doubt of, but on the criteria that are taken."""
        best: dict[str, tuple[int, str, int]] = {}
        for start in dict.fromkeys(self._clauses.sentence):
            if not self._tells(start):
                continue
            for (criterion, value), weight in zip(self._weights.values, self.of(start), strict=True):
                if weight < BELIEVED or criterion in taken:
                    continue
                if criterion not in best or weight > best[criterion][0]:
                    best[criterion] = (weight, value, start)
        found = [self._fact(c, value, start) for c, (_, value, start) in best.items()]
        return [fact for fact in found if not self._clauses.asked[fact.start]]

    def _tells(self, start: int) -> bool:
        """True for a sentence that states, without a doubt or a condition."""
        clauses, doubted = self._clauses, self._scopes.doubted
        at = start
        while at < len(doubted) and clauses.sentence[at] == start:
            if clauses.contrary[at] or (doubted[at] >= 0 and at == start):
                return False
            at += 1
        return clauses.mood[start] != "asks" and not clauses.supposed[start]

    def _fact(self, criterion: str, value: str, start: int) -> Fact:
        """The fact, heard in the clause that speaks most for it."""
        number = self._weights.values.index((criterion, value))
        told: dict[int, int] = {}
        for name, at in self._weighed(start)[1].items():
            clause = self._clauses.clause[at]
            told[clause] = told.get(clause, 0) + dict(self._pairs(name)).get(number, 0)
        clause = max(told, key=lambda c: (told[c], -c))
        end = clause + 1
        while end < len(self._clauses.clause) and self._clauses.clause[end] == clause:
            end += 1
        return Fact(criterion, value, clause, end, False, True, False, _LAST)  # noqa: FBT003

    def _pairs(self, feature: str) -> Sequence[tuple[int, int]]:
        """The number of each value that the feature speaks for or against, and its weight."""
        written = self._weights.features.get(feature)
        return _pairs(written) if written else ()

    def _weighed(self, start: int) -> tuple[list[int], dict[str, int]]:
        if start not in self._sentences:
            end = start + 1
            while end < len(self._clauses.sentence) and self._clauses.sentence[end] == start:
                end += 1
            met = features(self._lattice, self._clauses, self._scopes, start, end)
            total = list(self._weights.bias)
            for name in met:
                for number, weight in self._pairs(name):
                    total[number] += weight
            self._sentences[start] = total, met
        return self._sentences[start]
