"""How much each value is spoken for by the words of a sentence: fitted weights, added up.

The patterns of the lexicon say what is surely meant; the weights say how likely it is, from all
words, word groups and negations of a sentence together. So a pattern that fires where everything
else speaks against it is not believed, and what no pattern foresaw is heard where the words
leave little doubt. ``tests/evaluation/fit_hearing.py`` fits them and writes the data file.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
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
DISBELIEVED, DISBELIEVED_ALONE, BELIEVED, BELIEVED_ALONE = -250, -150, 75, 150
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
    """The weights of each value in the sentences and clauses of one message."""

    __slots__ = ("_clauses", "_lattice", "_scopes", "_told", "_weights")

    def __init__(
        self, lattice: Lattice, clauses: Clauses, scopes: Scopes, weights: Weights
    ) -> None:
        self._lattice, self._clauses, self._scopes = lattice, clauses, scopes
        self._weights = weights
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
        if self.of(start, _end(clauses.sentence, start))[number] >= DISBELIEVED:
            return True
        first, last = clauses.clause[fact.start], clauses.clause[fact.end - 1]
        return self.of(first, _end(clauses.clause, last))[number] >= DISBELIEVED_ALONE

    def unheard(self, taken: Collection[str]) -> list[Fact]:
        """Facts that the words leave little doubt of, but on the criteria that are taken."""
        best: dict[str, tuple[int, str, int, int]] = {}
        for start, end, least in self._spans():
            for (criterion, value), weight in zip(
                self._weights.values, self.of(start, end), strict=True
            ):
                over = weight - least
                if over >= 0 and criterion not in taken and over > best.get(criterion, (-1,))[0]:
                    best[criterion] = (over, value, start, end)
        found = [self._fact(c, value, start, end) for c, (_, value, start, end) in best.items()]
        return [fact for fact in found if not self._clauses.asked[fact.start]]

    def _spans(self) -> Iterator[tuple[int, int, int]]:
        """The sentences, and their clauses where there are several, with the least to believe."""
        sentence, clause = self._clauses.sentence, self._clauses.clause
        for start in dict.fromkeys(sentence):
            if not self._tells(start):
                continue
            end = _end(sentence, start)
            yield start, end, BELIEVED
            begins = [*dict.fromkeys(clause[start:end])]
            if len(begins) > 1:
                yield from ((at, _end(clause, at), BELIEVED_ALONE) for at in begins)

    def _tells(self, start: int) -> bool:
        """True for a sentence that states, without a doubt or a condition."""
        clauses, doubted = self._clauses, self._scopes.doubted
        at = start
        while at < len(doubted) and clauses.sentence[at] == start:
            if clauses.contrary[at] or (doubted[at] >= 0 and at == start):
                return False
            at += 1
        return clauses.mood[start] != "asks" and not clauses.supposed[start]

    def _fact(self, criterion: str, value: str, start: int, end: int) -> Fact:
        """The fact, heard in the clause that speaks most for it."""
        number = self._weights.values.index((criterion, value))
        told: dict[int, int] = {}
        for name, at in self._weighed(start, end)[1].items():
            clause = self._clauses.clause[at]
            told[clause] = told.get(clause, 0) + dict(self._pairs(name)).get(number, 0)
        clause = max(told, key=lambda c: (told[c], -c))
        end = _end(self._clauses.clause, clause)
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


def _end(begins: Sequence[int], start: int) -> int:
    """Where the sentence or clause that begins at a word ends."""
    end = start + 1
    while end < len(begins) and begins[end] == begins[start]:
        end += 1
    return end
