"""Forms of a word: inflection, British and American spelling, and single slips of the keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

_VOWELS = frozenset("aeiou")
_SHORTEST_INFLECTED = 3
_SHORTEST_MISSPELT = 7
"""Shorter words have too many neighbours that are words themselves."""


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


def _deletions(form: str) -> Iterator[str]:
    for cut in range(len(form)):
        yield form[:cut] + form[cut + 1 :]


class Spelling(Mapping[str, tuple[str, ...]]):
    """Form to base forms, where a form one slip away from a known long one counts as known.

    Deletion neighbourhoods (SymSpell): a look-up costs one dictionary access per letter.
    """

    __slots__ = ("_forms", "_near")

    def __init__(self, forms: Mapping[str, tuple[str, ...]], never: Iterable[str] = ()) -> None:
        self._forms = dict(forms)
        self._near: dict[str, str] = {}
        for form in sorted(forms):
            if len(form) >= _SHORTEST_MISSPELT and form.isalpha():
                for shorter in _deletions(form):
                    self._near.setdefault(shorter, form)
        for word in never:
            self._forms.setdefault(word, (word,))

    def __getitem__(self, form: str) -> tuple[str, ...]:
        known = self._forms.get(form)
        if known is not None:
            return known
        near = self._nearby(form)
        if near is None:
            raise KeyError(form)
        return (*self._forms[near], "=" + near)

    def _nearby(self, form: str) -> str | None:
        if not _SHORTEST_MISSPELT - 1 <= len(form) <= 24:  # noqa: PLR2004 - no word is longer
            return None
        near = self._near.get(form)
        if near is not None:
            return near if near[0] == form[0] else None
        for shorter in _deletions(form):
            if shorter in self._forms and len(shorter) >= _SHORTEST_MISSPELT:
                return shorter
            near = self._near.get(shorter)
            if near is not None and near[0] == form[0] and len(near) == len(form):
                return near
        return None

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def __len__(self) -> int:
        return len(self._forms)
