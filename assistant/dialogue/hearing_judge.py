"""Whether a match is a fact: asserted, about the manager's own situation, and turned or not."""

from __future__ import annotations

from assistant.dialogue.clauses import Clauses
from assistant.dialogue.hearing_lattice import Lattice, Match
from assistant.dialogue.hearing_resolve import Fact
from assistant.dialogue.negation import Scopes

_OPENERS, _US_WITHIN = 8, 20
_PURPOSE = frozenset({"to", "for"})
"""What stands before "to" is another thing: "has time to instruct one analyst"."""
_JOINS = frozenset({"and", "or", "but", "plus"})
_OURS = frozenset({"we", "our", "us"})
_BEFORE, _AFTER, _OWNER_WITHIN, _CUE_WITHIN = 4, 3, 14, 12


class Judge:
    """Judges the matches of one message."""

    __slots__ = ("_models", "_ours", "clauses", "lattice", "scopes")

    def __init__(self, lattice: Lattice, clauses: Clauses, scopes: Scopes) -> None:
        self.lattice = lattice
        self.clauses = clauses
        self.scopes = scopes
        self._ours: dict[int, bool] = {}
        self._models: dict[int, bool] = {}

    def fact(self, match: Match) -> Fact | None:
        """The fact that a match states, or None."""
        pattern, start, head = match.pattern, match.start, match.head
        scopes, clauses = self.scopes, self.clauses
        unreal = clauses.contrary[head] or (clauses.unreal[head] and clauses.clause[head] < start)
        if unreal or scopes.doubted[head] >= 0:
            return None
        if pattern.asserts and clauses.asked[head]:
            return None
        if pattern.wish_stops and self._wished(match):
            return None
        if self._stands_near(match) or not self._about_us(match):
            return None
        turns = scopes.turns[head]
        turns -= sum(
            1
            for begin, end, open_ in match.spans
            if pattern.rule.own_negation or (end - begin > 1 and not open_)
            for i in range(begin, min(end, head))
            if scopes.reach[i] > head
        )
        turned = turns % 2 == 1
        value = self._negated(match) if turned else pattern.value
        if value is None:
            return None
        since = scopes.since[head] if turns else start
        if since < start - _CUE_WITHIN:
            since = start
        return Fact(
            pattern.criterion,
            value,
            min(start, since if since >= 0 else start),
            match.end,
            clauses.supposed[head],
            pattern.rule.weak,
            pattern.rule.updates,
            pattern.order,
        )

    def _negated(self, match: Match) -> str | None:
        """The value that the negation of a match says."""
        rule, since = match.pattern.rule, self.scopes.since[match.head]
        if rule.scarcely and since >= 0 and self.lattice.has(since, "{scarcely}"):
            return rule.scarcely
        return rule.negated

    def _wished(self, match: Match) -> bool:
        """True where it is only wished for; not so for "we want our lead to do it"."""
        mark = self.scopes.wished[match.head]
        if mark < 0 or any(begin < mark <= end for begin, end, _ in match.spans):
            return False
        return mark > match.start or not self._possessed(match.start)

    def _possessed(self, start: int) -> bool:
        return any(
            self.lattice.words[i].text in ("our", "my") for i in range(max(0, start - 1), start + 1)
        )

    def _stands_near(self, match: Match) -> bool:
        pattern, words = match.pattern, self.lattice.words
        if pattern.not_after:
            lowest = max(self.clauses.clause[match.start], match.start - _BEFORE)
            for i in range(match.start - 1, lowest - 1, -1):
                if (
                    not pattern.not_after.isdisjoint(self.lattice.names[i])
                    and self.scopes.wished[i] < 0
                ):
                    return True
                if words[i].text in _PURPOSE:
                    before = self.lattice.names[i - 1] if i > lowest else {}
                    return any(max(before.get(n, (0,))) > i for n in pattern.not_after)
        if pattern.not_before:
            for i in range(match.end, min(len(words), match.end + _AFTER)):
                if words[i].break_before or words[i].text in _JOINS:
                    return False
                if not pattern.not_before.isdisjoint(self.lattice.names[i]):
                    return True
        return False

    def _about_us(self, match: Match) -> bool:
        """False for what is said of a vendor, of others or of the models in general."""
        pattern, start, end = match.pattern, match.start, match.end
        ours_near = self._ours_in_sentence(start)
        mood = self.clauses.mood[match.head]
        if mood == "asks" and not ours_near and not self.clauses.supposed[match.head]:
            return False
        if self._possessed(start):
            return not (pattern.ours and self._of_others(start))
        if (pattern.ours or not ours_near or mood == "states") and (
            self._of_others(start) or self._general_at(start)
        ):
            return pattern.rule.anyone and (ours_near or self._particular(match))
        return pattern.rule.anyone or not pattern.ours or self._of_us(start, end)

    def _of_us(self, start: int, end: int) -> bool:
        """False where a vendor or others are named in the words, before or just after them."""
        if any(self.lattice.has(i, "{us}") for i in range(start, end)):
            return True
        return (
            self._owner(start) != "others"
            and not any(self.lattice.has(i, "{outsiders}") for i in range(start, end))
            and not self._followed_by_others(end)
        )

    def _particular(self, match: Match) -> bool:
        """True where a vendor is spoken of as one's own, not a firm or vendors in general."""
        first = self.clauses.first[match.start]
        if self.lattice.has(first, "{generic}", "{models}", "{named}"):
            return False
        return not self._models_in_sentence(match.start)

    def of_others(self, fact: Fact, *, ours: bool) -> bool:
        """True for a fact whose clause or sentence is about others, or people in general.

        Where it need not be ``ours``, "they" are those who are to come.
        """
        first = self.clauses.first[fact.end - 1]
        if not ours and self.lattice.words[first].text == "they":
            return False
        return self._of_others(fact.end - 1) or self._general_at(fact.start)

    def _of_others(self, start: int) -> bool:
        """True where others, people in general or a model are the subject of the clause."""
        if self._stranger(start):
            return True
        first = self.clauses.first[min(start, len(self.clauses.first) - 1)]
        if first >= start or self.lattice.has(first, "{us}"):
            return False
        named = self.lattice.has(first, "{generic}", "{models}", "{named}") and not (
            self.clauses.mood[first] == "decides" and self.lattice.words[first].text == "you"
        )
        if self.lattice.has(first, "{others}") and not named:
            return not self._ours_in_sentence(start)
        return named

    def _stranger(self, start: int) -> bool:
        """True where the clause begins with somebody outside: "my sister's firm", "a company"."""
        lattice = self.lattice
        at = self.clauses.clause[min(start, len(lattice.words) - 1)]
        for _ in range(_OPENERS):
            if at >= start:
                return False
            if lattice.has(at, "{strangers}"):
                return self.clauses.mood[at] != "decides"
            openers = lattice.ends(at, "{supposing}") or lattice.ends(at, "{small_openers}")
            after = max(lattice.skip[at], openers[0] if openers else at)
            if lattice.has(at, "{conditions}", "{splits}"):
                after = max(after, at + 1)
            if after == at or lattice.words[at].text in _OURS:
                return False
            at = after
        return False

    def _owner(self, start: int) -> str:
        """Who is named last before the match in its clause: "us", "others" or ""."""
        opener = self.clauses.clause[start]
        for i in range(start, max(opener, start - _OWNER_WITHIN) - 1, -1):
            if self.lattice.has(i, "{us}"):
                return "us"
            if i < start and self.lattice.has(i, "{others}", "{generic}", "{models}"):
                return "others"
        return ""

    def _general_at(self, at: int) -> bool:
        """True in a sentence that begins with others, until a clause that speaks of us."""
        sentence = self.clauses.sentence[at]
        return self._general(sentence) and not any(
            self.lattice.has(i, "{i_or_we}") and self.clauses.clause[i] > sentence
            for i in range(max(sentence, at - _US_WITHIN), at + 1)
        )

    def _general(self, sentence: int) -> bool:
        """True for a sentence that begins by naming others or a model: "In outsourcing, …"."""
        at = sentence
        size = len(self.lattice.words)
        for _ in range(4):
            if at >= size or (at > sentence and self.lattice.words[at].break_before):
                return False
            if self.lattice.has(at, "{us}"):
                return False
            if self.lattice.has(at, "{outsiders}", "{generic}", "{models}") and not (
                self.clauses.mood[at] == "decides" and self.lattice.words[at].text == "you"
            ):
                return True
            if self.lattice.skip[at] == at and not self.lattice.has(at, "{prepositions}"):
                return False
            at = max(at + 1, self.lattice.skip[at])
        return False

    def _followed_by_others(self, end: int) -> bool:
        words = self.lattice.words
        if (
            end >= len(words)
            or words[end].break_before
            or words[end].text not in ("of", "at", "from", "on", "in", "by")
        ):
            return False
        for i in range(end, min(len(words), end + _AFTER)):
            if self.lattice.has(i, "{us}"):
                return False
            if self.lattice.has(i, "{others}"):
                return True
        return False

    def _ours_in_sentence(self, start: int) -> bool:
        """True where the sentence speaks of the manager's own side, beyond "should I …"."""
        sentence = self.clauses.sentence[start]
        if sentence not in self._ours:
            self._ours[sentence] = any(
                self._ours_at(i) for i in range(sentence, self._sentence_end(sentence))
            )
        return self._ours[sentence]

    def _ours_at(self, i: int) -> bool:
        words = self.lattice.words
        text = words[i].text
        if text in ("our", "my", "us"):
            return True
        if self.clauses.asked[i] or text not in ("we", "i"):
            return False
        return text == "we" or (
            i + 1 < len(words) and words[i + 1].text in ("am", "have", "can", "need", "want")
        )

    def _sentence_end(self, sentence: int) -> int:
        end = sentence + 1
        while end < len(self.lattice.words) and self.clauses.sentence[end] == sentence:
            end += 1
        return end

    def _models_in_sentence(self, start: int) -> bool:
        sentence = self.clauses.sentence[start]
        if sentence not in self._models:
            self._models[sentence] = any(
                self.lattice.has(i, "{models}")
                for i in range(sentence, self._sentence_end(sentence))
            )
        return self._models[sentence]
