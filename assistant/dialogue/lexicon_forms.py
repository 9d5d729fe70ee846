"""Forms of a word: inflection, British and American spelling, and single slips of the keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

_VOWELS = frozenset("aeiou")
_SHORTEST_INFLECTED = 3
_SHORTEST_MISSPELT = 7
"""Shorter words have too many neighbours that are words themselves."""
_LONGEST_MISSPELT, _KEY, _PAIR = 24, 3, 2


def inflected(word: str) -> tuple[str, ...]:
    """The word and its regular forms in -s, -ed and -ing, in both spellings of -ise and -our.

    Too many forms rather than too few: a form that no one writes does no harm.
    """
    if len(word) < _SHORTEST_INFLECTED or not word.isalpha():
        return (word,)
    forms: list[str] = []
    for base in _spellings(word):
        forms += [base, _plural(base), *_past_and_running(base)]
    return tuple(dict.fromkeys(forms))


def _spellings(word: str) -> tuple[str, ...]:
    for british, american in (("isation", "ization"), ("ise", "ize"), ("our", "or")):
        if len(word) > len(british) + 2 and word.endswith(british):
            return (word, word.removesuffix(british) + american)
    return (word,)


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        return word + "es"
    return word + "s"


def _past_and_running(word: str) -> tuple[str, ...]:
    if word.endswith("e"):
        stem = word[:-1]
        return (word + "d", (word if word.endswith("ee") else stem) + "ing")
    if word.endswith("y") and word[-2] not in _VOWELS:
        return (word[:-1] + "ied", word + "ing")
    pairs = (word + "ed", word + "ing")
    if word[-1] in "bdglmnprt" and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        return (*pairs, word + word[-1] + "ed", word + word[-1] + "ing")
    return pairs


class Spelling(Mapping[str, tuple[str, ...]]):
    """Form to base forms, where a form one slip away from a known long one counts as known.

    A slip is a letter left out, added or wrong, or two exchanged, but never the first. As one
    slip leaves the beginning or the end of a word as it was, few known forms are compared.
    ``forms`` holds the base forms of each form with spaces between.
    """

    __slots__ = ("_beginning", "_ending", "_forms")

    def __init__(self, forms: Mapping[str, str], never: Iterable[str] = ()) -> None:
        self._forms = dict(forms)
        self._beginning: dict[tuple[str, int], list[str]] = {}
        self._ending: dict[tuple[str, str, int], list[str]] = {}
        for word in never:
            self._forms.setdefault(word, word)

    def __getitem__(self, form: str) -> tuple[str, ...]:
        known = self._forms.get(form)
        if known is not None:
            return tuple(known.split(" "))
        near = self._nearby(form)
        if near is None:
            raise KeyError(form)
        return (*self._forms[near].split(" "), "=" + near)

    def _nearby(self, form: str) -> str | None:
        if not _SHORTEST_MISSPELT - 1 <= len(form) <= _LONGEST_MISSPELT or not form.isalpha():
            return None
        if not self._beginning:
            self._index()
        for size in (len(form) + 1, len(form), len(form) - 1):
            found: list[str] = [
                known
                for known in (
                    *self._beginning.get((form[:_KEY], size), ()),
                    *self._ending.get((form[0], form[-_KEY:], size), ()),
                )
                if _one_slip(form, known)
            ]
            if found:
                return min(found)
        return None

    def _index(self) -> None:
        """Fill the tables of beginnings and ends, at the first word that is not known."""
        for form in self._forms:
            size = len(form)
            if size >= _SHORTEST_MISSPELT and form.isalpha():
                self._beginning.setdefault((form[:_KEY], size), []).append(form)
                self._ending.setdefault((form[0], form[-_KEY:], size), []).append(form)

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def __len__(self) -> int:
        return len(self._forms)


def _one_slip(written: str, known: str) -> bool:
    """True where one letter is left out, added or wrong, or two neighbours are exchanged."""
    most = min(len(written), len(known))
    begin = 0
    while begin < most and written[begin] == known[begin]:
        begin += 1
    end = 0
    while end < most - begin and written[-1 - end] == known[-1 - end]:
        end += 1
    left, right = written[begin : len(written) - end], known[begin : len(known) - end]
    exchanged = len(left) == _PAIR and left == right[::-1]
    return begin > 0 and (exchanged or max(len(left), len(right)) <= 1)
