"""Which word groups and words begin at each word of a message, and matching patterns on that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.dialogue.lexicon import WITHIN, Lexicon, Trie
from assistant.dialogue.lexicon_rules import Pattern
from assistant.dialogue.words import Word

Names = dict[str, tuple[int, ...]]
"""A group or word to the ends (exclusive) of its phrases that begin here, longest first."""

OPEN_GROUPS = frozenset(
    """{have} {own_have} {has_some} {has_little} {entity_have} {own_no} {can_or_know} {know}
    {know_how_to} {somebody} {with_or_no}""".split()
)
"""Groups of ways to have, be able or know whose negative phrases ("not a single", "unable to")
negate what follows; other phrases of several words have their negation in their meaning."""
_MOST_FILLERS = 9
_LONGEST_ASIDE = 4
_MOST_WITHIN = 3


@dataclass(frozen=True, slots=True)
class Lattice:
    """The words with what begins at each.

    ``names[i]`` is what begins at word i; ``skip[i]`` the end of the small words that begin
    there (i if none), ``skip_in_noun[i]`` the same without verbs and relative pronouns;
    ``over[i]`` the end of a short aside between commas that begins there (i if none).
    """

    words: tuple[Word, ...]
    names: tuple[Names, ...]
    skip: tuple[int, ...]
    skip_in_noun: tuple[int, ...]
    over: tuple[int, ...]

    def ends(self, index: int, name: str) -> tuple[int, ...]:
        """The ends of ``name`` at a word, longest first; empty where it does not begin there."""
        return self.names[index].get(name, ()) if index < len(self.names) else ()

    def has(self, index: int, *groups: str) -> bool:
        """True where a phrase of one of the ``{groups}`` begins at the word."""
        here = self.names[index]
        for group in groups:  # noqa: SIM110 - called very often
            if group in here:
                return True
        return False


def lattice(words: Sequence[Word], lexicon: Lexicon) -> Lattice:
    """The lattice of a message: groups by one walk through the trie from each word."""
    spans = [_names(words, i, lexicon.trie) for i in range(len(words))]
    _hide_models(spans)
    _resolve_pronouns(words, spans)
    skip = [
        max(e) if (e := (*s.get("{filler}", ()), *s.get("{not_flips}", ()))) else i
        for i, s in enumerate(spans)
    ]
    for i, s in enumerate(spans):
        if skip[i] == i and ("{flips}" in s or "{stiff_flips}" in s):
            skip[i] = max((*s.get("{flips}", ()), *s.get("{stiff_flips}", ())))
    in_noun = [i if "{verb_filler}" in s else skip[i] for i, s in enumerate(spans)]
    return Lattice(
        tuple(words), tuple(spans), tuple(skip), tuple(in_noun), _asides(words, spans, skip)
    )


def _names(words: Sequence[Word], start: int, trie: Mapping[str, Trie]) -> Names:
    names: dict[str, set[int]] = {}
    first = words[start]
    for lemma in (*first.lemmas, "=" + first.text):
        names[lemma] = {start + 1}
    nodes: list[Mapping[str, Trie]] = [trie]
    at, skipped = start, 0
    while nodes and at < len(words) and (at == start or words[at].break_before == 0):
        word = words[at]
        keys = (*word.lemmas, "=" + word.text)
        after: list[Mapping[str, Trie]] = [
            node[key] for node in nodes for key in keys if key in node
        ]
        at += 1
        for node in after:
            for group in node.get("", ()):
                names.setdefault(group, set()).add(at)
        if at > start + 1 and word.text in WITHIN and skipped < _MOST_WITHIN:
            skipped += 1
            after += nodes
        nodes = after
    return {n: tuple(sorted(e, reverse=True)) if len(e) > 1 else tuple(e) for n, e in names.items()}


def _hide_models(spans: list[Names]) -> None:
    """The words of a model's name ("managed services") stand for nothing else."""
    at = 0
    while at < len(spans):
        ends = spans[at].get("{models}")
        if not ends:
            at += 1
            continue
        kept = {n: e for n, e in spans[at].items() if "{models}" in n or max(e) > ends[0]}
        spans[at] = kept
        for inner in range(at + 1, ends[0]):
            spans[inner] = {}
        at = ends[0]


def _resolve_pronouns(words: Sequence[Word], spans: list[Names]) -> None:
    """A pronoun also stands for what was named last: a lead (she, they) or the scope (it)."""
    person, thing, others_last = "", "", False
    for i in range(len(words)):
        here = spans[i]
        if "{leader}" in here or "{boss}" in here:
            person, others_last = "{leader}", False
        elif "{scope_noun}" in here:
            thing = "{scope_noun}"
        elif "{he_or_she}" in here or "{they}" in here:
            if person and not others_last:
                here[person] = (i + 1,)
            elif thing and "{they}" in here and not others_last:
                here[thing] = (i + 1,)
        elif "{it}" in here and thing:
            here[thing] = (i + 1,)
        elif "{outsiders}" in here:
            others_last = True


def _asides(words: Sequence[Word], spans: Sequence[Names], skip: Sequence[int]) -> tuple[int, ...]:
    """Where a short aside ends that begins after a comma, for each word.

    An aside is a name or a small word that the lexicon gives no other meaning.
    """
    over = list(range(len(words)))
    for start, word in enumerate(words):
        if word.break_before != 1:
            continue
        at = start
        while at < min(len(words), start + _LONGEST_ASIDE) and (
            at == start or words[at].break_before == 0
        ):
            plain = all(name[0] != "{" for name in spans[at])
            if not plain and skip[at] == at:
                break
            at = max(at + 1, skip[at])
        if start < at < len(words) and words[at].break_before == 1:
            over[start] = at
    return tuple(over)


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found: words ``start`` to ``end`` (exclusive), its negation judged at ``head``.

    ``spans`` are (begin, end, open) of its elements, without the small words between them; the
    negations within an open one still turn the pattern.
    """

    pattern: Pattern
    start: int
    end: int
    head: int
    spans: tuple[tuple[int, int, bool], ...]


Step = tuple[int, int, int]
"""(element, begin, end) of one element in the words."""


class Matcher:
    """Finds one pattern in one message; remembers from where the rest cannot match.

    Linear: each (element, word) pair is tried once, with a bounded look ahead.
    """

    __slots__ = ("_clause", "_failed", "_lattice", "_pattern", "_starts")

    def __init__(
        self, pattern: Pattern, lattice: Lattice, starts: Sequence[int], clause: Sequence[int]
    ) -> None:
        self._pattern = pattern
        self._lattice = lattice
        self._starts = starts
        self._clause = clause
        self._failed: set[tuple[int, int]] = set()

    def at(self, start: int) -> Match | None:
        """The match that begins exactly at a word."""
        spans = self._rest(0, start)
        if not spans:
            return None
        elements = self._pattern.elements
        marked = [begin for k, begin, _ in spans if elements[k].head]
        return Match(
            self._pattern,
            spans[0][1],
            spans[-1][2],
            marked[0] if marked else spans[-1][1],
            tuple(
                (begin, end, not OPEN_GROUPS.isdisjoint(elements[k].names))
                for k, begin, end in spans
            ),
        )

    def _rest(self, k: int, at: int) -> tuple[Step, ...] | None:
        """The steps of the elements from k on, from word ``at``; None if they do not match."""
        if k == len(self._pattern.elements):
            return ()
        if (k, at) in self._failed:
            return None
        element = self._pattern.elements[k]
        lattice = self._lattice
        if element.ends:
            stops = at == len(lattice.words) or lattice.words[at].break_before > 0
            return () if stops or lattice.has(at, "{splits}") else None
        for here in self._places(k, at):
            for end in self._element_ends(k, here):
                rest = self._rest(k + 1, end)
                if rest is not None:
                    return ((k, here, end), *rest)
        if element.optional or element.banned:
            rest = self._rest(k + 1, at)
            if rest is not None and not (element.banned and self._stands(k, at)):
                return rest
        self._failed.add((k, at))
        return None

    def _same_subject(self, at: int) -> bool:
        """True for "and will change", where the subject before "and" goes on."""
        return self._lattice.words[at].text == "and" and (
            at + 1 < len(self._lattice.words) and self._lattice.has(at + 1, "{finite}")
        )

    def _element_ends(self, k: int, here: int) -> list[int]:
        element = self._pattern.elements[k]
        if element.banned or (element.starts and self._starts[here] < here):
            return []
        names = self._lattice.names[here]
        return [end for name in element.names if name in names for end in names[name]]

    def _stands(self, k: int, at: int) -> bool:
        names = self._pattern.elements[k].names
        return any(not names.isdisjoint(self._lattice.names[p]) for p in self._places(k, at))

    def _places(self, k: int, at: int) -> list[int]:
        """Where element k may begin, given that the one before it ended at ``at``."""
        lattice = self._lattice
        if k == 0:
            return [at]
        element = self._pattern.elements[k]
        places: list[int] = []
        budget, comma, fillers = element.gap, element.comma, 0
        skip = lattice.skip if self._pattern.asserts else lattice.skip_in_noun
        size = len(lattice.words)
        while at < size:
            before = lattice.words[at].break_before
            if before:
                if before == 1 and lattice.over[at] > at:
                    at = lattice.over[at]
                elif before == 1 and comma:
                    comma = False
                else:
                    break
            elif self._clause[at] == at and not element.comma and not self._same_subject(at):
                break
            places.append(at)
            if skip[at] > at and fillers < _MOST_FILLERS:
                fillers += 1
                at = skip[at]
            elif (
                budget
                and "{barrier}" not in lattice.names[at]
                and (self._pattern.asserts or lattice.skip[at] == at)
            ):
                budget -= 1
                at += 1
            else:
                break
        return places
