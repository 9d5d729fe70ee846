"""How much each value is spoken for by the words of a sentence: fitted weights, added up.

All words, word groups and negations of a sentence together say how likely a value is, and how
likely it is that the sentence tells of the manager's own situation at all. What follows from that
is decided in ``hearing_belief.py``. ``tests/evaluation/fit_hearing.py`` fits the weights and
writes the data file.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Protocol

from assistant.dialogue.clauses import Clauses
from assistant.dialogue.hearing_lattice import Lattice
from assistant.dialogue.negation import Scopes
from assistant.errors import RulebookError

FILE = "hearing_weights.json"
UNIT = 100
"""The file holds hundredths of log-odds, as whole numbers."""
OURS = ("", "ours")
"""The last of the values: that a sentence tells of the manager's own situation, whatever it is."""
_FIRST = 4
_LANE, _HALF = 32, 1 << 31
"""A sum of weights stays far below half a lane: messages are heard up to some thousand words."""

Value = tuple[str, str]
"""(criterion, value)."""


class Meaning(Protocol):
    """What a sentence says by its meaning, apart from its words."""

    def __call__(self, sentence: str) -> Sequence[int]:
        """The log-odds of each value of the weights, in their order and unit."""
        ...


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature adds to each value: pairs of value's number and weight, as one text.

    Features of whole sentences, which only say whether they are ``OURS``, are among the others.
    """

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
def _packed(written: str) -> int:
    """The weights of a feature as one number, a lane of ``_LANE`` bits for each value.

    So that adding up two features is one addition, whatever number of values they speak for.
    """
    numbers = iter(map(int, written.split()))
    return sum(weight << (_LANE * number) for number, weight in zip(numbers, numbers, strict=True))


def _unpacked(total: int, size: int) -> list[int]:
    """The sums of the first so many lanes; a lane may be negative, and then borrows."""
    shifted = total + sum(_HALF << (_LANE * i) for i in range(size))
    lanes = struct.unpack(f"<{size + 1}I", shifted.to_bytes(_LANE // 8 * (size + 1), "little"))
    return [lane - _HALF for lane in lanes[:size]]


class Weighed:
    """The weights of each value in the sentences and clauses of one message."""

    __slots__ = ("_clauses", "_lattice", "_scopes", "_told", "_weights", "_words", "ends")

    def __init__(
        self, lattice: Lattice, clauses: Clauses, scopes: Scopes, weights: Weights
    ) -> None:
        self._lattice, self._clauses, self._scopes = lattice, clauses, scopes
        self._weights = weights
        self.ends = {  # where the sentence or clause that begins at a word ends
            "sentence": {start: at + 1 for at, start in enumerate(clauses.sentence)},
            "clause": {start: at + 1 for at, start in enumerate(clauses.clause)},
        }
        self._words: dict[int, tuple[str, ...]] = {}
        self._told: dict[tuple[int, int], tuple[list[int], dict[str, int]]] = {}

    def of(self, start: int, end: int) -> list[int]:
        """The log-odds of each value in the words from start to end, in hundredths."""
        return self._weighed(start, end)[0]

    def ours(self, start: int) -> int:
        """The log-odds, in hundredths, that a sentence tells of the manager's own situation.

        The sentences before and after it count as well: "I said so. I was wrong."
        """
        number = len(self._weights.values) - 1
        placed = sum(self._feature(name) for name in self.around(start))
        here = self.of(start, self.ends["sentence"][start])[number]
        return here + _unpacked(placed, number + 1)[number]

    def around(self, start: int) -> list[str]:
        """The features of a sentence's place: its first words, and the words before and after it."""
        end = self.ends["sentence"][start]
        first = [w.text for w in self._lattice.words[start : min(end, start + _FIRST)]]
        found = [f"f{n}:{word}" for n, word in enumerate(first)]
        found += ["f:" + "_".join(first[:2]), "f:" + "_".join(first[:3])]
        before = range(self._clauses.sentence[start - 1], start) if start else range(0)
        after = range(end, self.ends["sentence"].get(end, end))
        for side, places in (("p", before), ("x", after)):
            words = dict.fromkeys(word for i in places for word in self._bases(i))
            found += [f"{side}:{word}" for word in words] or [f"{side}:"]
        return found

    def features(self, start: int, end: int) -> dict[str, int]:
        """What the words from start to end are weighed by, each with where it is first met."""
        return self._weighed(start, end)[1]

    def spoken_most(self, value: int, start: int, end: int) -> tuple[int, int]:
        """The clause from start to end whose words speak most for the value."""
        told: dict[int, int] = {}
        for name, at in self.features(start, end).items():
            clause = self._clauses.clause[at]
            told[clause] = told.get(clause, 0) + self._feature(name)
        size = len(self._weights.values)
        clause = max(told, key=lambda c: (_unpacked(told[c], size)[value], -c))
        return clause, self.ends["clause"][clause]

    def _bases(self, i: int) -> tuple[str, str]:
        word = self._lattice.words[i]
        return (word.lemmas[0] if word.lemmas else word.text), word.text

    def _feature(self, feature: str) -> int:
        """How much a feature speaks for or against each value, packed."""
        written = self._weights.features.get(feature)
        return _packed(written) if written else 0

    def _weighed(self, start: int, end: int) -> tuple[list[int], dict[str, int]]:
        if (start, end) not in self._told:
            met = self._features(start, end)
            lookup, packed = self._weights.features.get, 0
            for name in met:
                if written := lookup(name):
                    packed += _packed(written)
            sums = _unpacked(packed, len(self._weights.values))
            bias = self._weights.bias
            self._told[start, end] = [a + b for a, b in zip(sums, bias, strict=True)], met
        return self._told[start, end]

    def _features(self, start: int, end: int) -> dict[str, int]:
        """Words as they stand and in their base form, pairs of neighbours, and word groups.

        Words and groups that a negation reaches count once more; and whether the words ask or
        negate at all.
        """
        found: dict[str, int] = {}
        before = ""
        for i in range(start, end):
            for name in self._of_word(i):
                if name not in found:
                    found[name] = i
            base = self._bases(i)[0]
            if before:
                found.setdefault(f"b:{before}_{base}", i)
            before = base
        if self._clauses.mood[start] != "states":
            found["q:asks"] = start
        return found

    def _of_word(self, i: int) -> tuple[str, ...]:
        if i not in self._words:
            base, text = self._bases(i)
            groups = [n for n in self._lattice.names[i] if n[0] == "{"]
            names = [f"w:{base}", f"w:{text}", *(f"g:{n}" for n in groups)]
            if self._scopes.turns[i] % 2 == 1:
                names += [f"nw:{base}", *(f"n:{n}" for n in groups)]
            if self._scopes.reach[i] > 0:
                names.append("q:negates")
            self._words[i] = tuple(names)
        return self._words[i]
