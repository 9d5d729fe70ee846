"""How far each fact is believed: its pattern, its words and its meaning weighed together.

A pattern of the lexicon says what is surely meant where it means that; whether it does, the rest
of the message tells: whether its words speak for the value, whether the sentence is about the
manager's own situation at all, what else it says on the same matter. So a pattern is not believed
where everything else speaks against it, and what no pattern foresaw is heard where little doubt
is left. ``tests/evaluation/fit_belief.py`` fits how much each sign counts, on messages of several
authors, and how much belief is enough, on those of authors whom the patterns do not know.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.dialogue.hearing_judge import Judge
from assistant.dialogue.hearing_readings import Believed, Candidate, contested_in, unrivalled
from assistant.dialogue.hearing_resolve import Fact
from assistant.dialogue.hearing_trust import BY_MEANING, BY_WORDS, Table, Trust
from assistant.dialogue.hearing_weights import UNIT, Value, Weighed

MOST_ASKED = 3
"""So many sentences of a message are asked for their meaning."""
_STRONGEST = 600
_LEAST_SAID = -500
"""Below these log-odds (in hundredths) nothing of what no pattern heard is considered."""
_ALONE = 30
_DISBELIEVED = -2.5
"""In a question, of which whether it is ours tells little, a pattern is believed from here on."""
_HARDLY = -2.0
"""What says little else is an answer to what was asked, and believed from here on: "Tech lead: yes".

So is what contradicts something else in the same sentence: the manager is to say which holds."""
_SHORT, _OPENING, _NEARLY_ALL = 8, 2, 0.75
"""Words of a short message, of them before the clause in question, and a pattern's share of it."""
_OF_A_CASE = frozenset({"risk", "accountability", "cost"})
"""Told by what would happen: "if it got out, we could close"."""
_LAST = 10_000

Said = Callable[[int, int], Sequence[int]]
"""The meaning of the words from start to end; see ``Meaning``."""


@dataclass(frozen=True, slots=True)
class _Message:
    """What holds of a whole message.

    What its patterns heard, the highest log-odds of each value, how likely each sentence is about
    the manager's own situation, and the most and the least of that; in hundredths.
    """

    heard: frozenset[Value]
    top: Sequence[int]
    ours: Mapping[int, int]
    most: int
    least: int


class Beliefs:
    """What is believed of one message."""

    __slots__ = ("_clauses", "_judge", "_ours", "_scopes", "_trust", "_values", "_weighed")

    def __init__(
        self,
        weighed: Weighed,
        judge: Judge,
        values: Sequence[Value],
        trust: Trust,
        ours: Collection[str] = (),
    ) -> None:
        """``ours`` are the criteria on which only what is the manager's own counts."""
        self._weighed = weighed
        self._judge, self._ours = judge, ours
        self._clauses, self._scopes = judge.clauses, judge.scopes
        self._values = tuple(values)[:-1]
        self._trust = trust

    def believed(
        self, stated: Sequence[Fact], left_open: Collection[str], said: Said | None
    ) -> tuple[list[Fact], list[Fact]]:
        """The facts of patterns that are believed, and others on criteria neither heard nor open."""
        kept = [f for f in stated if not self._judged(f)]
        heard: list[Believed] = []
        found: dict[str, Believed] = {}
        candidates = self.candidates(stated)
        contested = contested_in(candidates)
        for belief, candidate in self._weigh(candidates, said):
            criterion = self._values[candidate.value][0]
            asks = candidate.fact and self._clauses.mood[candidate.sentence] == "asks"
            if asks and candidate.signs[0] < _DISBELIEVED:
                continue
            if not asks and belief < self._enough(candidate, contested):
                continue
            if candidate.fact is not None:
                heard.append((belief, candidate, candidate.fact))
            elif (criterion not in found or belief > found[criterion][0]) and (
                guess := self.guessed(candidate)
            ):
                found[criterion] = belief, candidate, guess
        kept += unrivalled(heard, found)
        taken = {f.criterion for f in kept} | set(left_open)
        return kept, [guess for criterion, (*_, guess) in found.items() if criterion not in taken]

    def _plain(self, fact: Fact) -> bool:
        """Whether a pattern heard nearly all that a short message says, after "scratch that"."""
        size, start = len(self._clauses.clause), self._clauses.clause[fact.start]
        return (
            size <= _SHORT
            and start <= _OPENING
            and self._weighed.ends["clause"][self._clauses.clause[fact.end - 1]] == size
            and fact.end - fact.start >= _NEARLY_ALL * (size - start)
        )

    def _enough(self, candidate: Candidate, contested: Collection[tuple[int, str]]) -> float:
        """The belief from which on the candidate counts."""
        fact = candidate.fact
        if fact and ((candidate.sentence, fact.criterion) in contested or self._plain(fact)):
            return _HARDLY
        return 0

    def candidates(self, stated: Sequence[Fact]) -> list[Candidate]:
        """All values that may have been stated, with their signs."""
        judged = [f for f in stated if self._judged(f)]
        telling = [span for span in self._spans() if self._tells(span[0])]
        said = [(start, end, self._weighed.of(start, end)) for start, end in telling]
        top = (
            tuple(max(each) for each in zip(*(told for *_, told in said), strict=True))
            if said
            else (-_STRONGEST,) * len(self._values)
        )
        ours = {start: self._weighed.ours(start) for start in self._weighed.ends["sentence"]}
        message = _Message(
            frozenset((f.criterion, f.value) for f in judged),
            top, ours, max(ours.values()), min(ours.values()),
        )
        found = [self._signed(self._number(f), f, self._place(f), message) for f in judged]
        for number, value in enumerate(self._values):
            if value not in message.heard and top[number] >= _LEAST_SAID:
                span = self._likeliest(number, said)
                found += [self._signed(number, None, span, message)] if span else []
        return found

    def _judged(self, fact: Fact) -> bool:
        return not fact.hypothetical and (fact.criterion, fact.value) in self._values

    def _number(self, fact: Fact) -> int:
        return self._values.index((fact.criterion, fact.value))

    def _place(self, fact: Fact) -> tuple[int, int]:
        """The fact's sentence or its own clauses, whichever speak more for it."""
        number, clauses, ends = self._number(fact), self._clauses, self._weighed.ends
        start = clauses.sentence[fact.start]
        last = ends["clause"][clauses.clause[fact.end - 1]]
        spans = [(start, ends["sentence"][start]), (clauses.clause[fact.start], last)]
        return max(spans, key=lambda span: self._weighed.of(*span)[number])

    def _likeliest(
        self, number: int, said: Sequence[tuple[int, int, list[int]]]
    ) -> tuple[int, int] | None:
        """The sentence, or the clause, whose words speak most for the value; None where none may."""
        best, most = None, 0
        seldom = self._values[number][0] not in _OF_A_CASE
        for start, end, told in said:
            if seldom and any(self._clauses.contrary[start:end]):
                continue
            whole = self._weighed.ends["sentence"].get(start) == end
            likely = told[number] - (0 if whole else _ALONE)
            if best is None or likely > most:
                best, most = (start, end), likely
        return best

    def _signed(
        self, number: int, fact: Fact | None, span: tuple[int, int], message: _Message
    ) -> Candidate:
        sentence = self._clauses.sentence[span[0]]
        end = self._weighed.ends["sentence"][sentence]
        rivals = _rivals(self._values)[number]
        signs = (
            _log_odds(self._weighed.of(*span)[number]),
            _log_odds(self._weighed.of(sentence, end)[number]),
            _log_odds(message.ours[sentence]),
            _log_odds(max(message.top[i] for i in rivals)) if fact is None else 0.0,
            float(span != (sentence, end)),
            _log_odds(message.most),
            _log_odds(message.least),
            float(self._clauses.mood[sentence] == "asks"),
            min(1.0, (fact.end - fact.start) / (end - sentence)) if fact else 0.0,
            float("decides" in self._clauses.mood),
            *(0.0 for _ in BY_MEANING),
        )
        return Candidate(number, fact, sentence, *span, signs)

    def _weigh(
        self, candidates: Sequence[Candidate], said: Said | None
    ) -> Iterator[tuple[float, Candidate]]:
        """How much each candidate is believed beyond what is enough, those of few with meaning."""
        trust = self._trust
        told = [(self._belief(c, trust.heard, trust.unheard), c) for c in candidates]
        if said is None:
            yield from ((belief - trust.least, c) for belief, c in told)
            return
        ends = self._weighed.ends["sentence"]
        meant = {at: said(at, ends[at]) for at in self._asked(told)}
        for belief, candidate in told:
            if candidate.sentence not in meant:
                yield belief - trust.least, candidate
                continue
            both = self.with_meaning(candidate, meant[candidate.sentence])
            believed = self._belief(both, trust.heard_meant, trust.unheard_meant)
            yield believed - trust.least_meant, both

    def _asked(self, told: Sequence[tuple[float, Candidate]]) -> list[int]:
        """The sentences whose meaning may decide something, the likeliest of them."""
        open_: dict[int, float] = {}
        for belief, candidate in told:
            if self._trust.worth_asking <= belief <= self._trust.sure:
                at = candidate.sentence
                open_[at] = max(belief, open_.get(at, belief))
        return sorted(open_, key=lambda at: (-open_[at], at))[:MOST_ASKED]

    def with_meaning(self, candidate: Candidate, told: Sequence[int]) -> Candidate:
        """The candidate with the signs of what its sentence means."""
        by_meaning = (_log_odds(told[candidate.value]), _log_odds(told[-1]))
        return replace(candidate, signs=(*candidate.signs[: len(BY_WORDS)], *by_meaning))

    def _belief(self, candidate: Candidate, heard: Table, unheard: Table) -> float:
        table = unheard if candidate.fact is None else heard
        begin = table.begin.get(self._values[candidate.value][0], 0.0)
        return begin + sum(a * b for a, b in zip(table.signs, candidate.signs, strict=True))

    def guessed(self, candidate: Candidate) -> Fact | None:
        """The fact, heard in the clause that speaks most for it; None if it asks or is of others."""
        start, end = self._weighed.spoken_most(candidate.value, candidate.start, candidate.end)
        criterion, value = self._values[candidate.value]
        fact = Fact(criterion, value, start, end, False, True, False, _LAST)  # noqa: FBT003
        of_others = self._judge.of_others(fact, ours=criterion in self._ours)
        return None if of_others or self._clauses.asked[start] else fact

    def _spans(self) -> Iterator[tuple[int, int]]:
        """The sentences, and their clauses alone where there are several."""
        for start, end in self._weighed.ends["sentence"].items():
            yield start, end
            begins = dict.fromkeys(self._clauses.clause[start:end])
            if len(begins) > 1:
                yield from ((at, self._weighed.ends["clause"][at]) for at in begins)

    def _tells(self, start: int) -> bool:
        """True for words of a sentence that states, without a doubt or a supposition."""
        clauses, at = self._clauses, self._clauses.sentence[start]
        return not (
            self._scopes.doubted[at] >= 0 or clauses.mood[at] == "asks" or clauses.supposed[at]
        )


@cache
def _rivals(values: tuple[Value, ...]) -> tuple[tuple[int, ...], ...]:
    """For each value the numbers of the others of its criterion."""
    return tuple(
        tuple(i for i, (c, _) in enumerate(values) if c == criterion and i != number)
        for number, (criterion, _) in enumerate(values)
    )


def _log_odds(hundredths: int) -> float:
    return max(-_STRONGEST, min(_STRONGEST, hundredths)) / UNIT
