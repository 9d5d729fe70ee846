"""Slips of the keyboard in a question, mended before the sources are searched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from assistant.dialogue.content import SENTENCE_START

if TYPE_CHECKING:
    from spellchecker import SpellChecker

SHORTEST = 7
"""Shorter words are too often names or terms that no dictionary has (kanban, toptal)."""
LONGEST = 24
MOST = 8
"""So many words of a question are looked up: more that nobody knows are no slips."""
_WORD = re.compile(rf"(?<![\w'’.@/-])[A-Za-z][a-z]{{{SHORTEST - 1},{LONGEST}}}(?![\w'’@/-])")

BEFORE = 14
"""So many characters before a word tell whether it begins a sentence."""
_LOADING = Lock()
_BRITISH = (
    ("our", "or"), ("is", "iz"), ("ys", "yz"), ("ll", "l"), ("mme", "m"), ("tre", "ter"),
    ("ence", "ense"), ("ogue", "og"), ("ae", "e"),
)
"""British spellings and American ones, which alone the dictionary has: they are no slips."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A text without slips; ``slips`` are the words as written, each with what it was read as."""

    text: str
    slips: tuple[tuple[str, str], ...] = ()


def mended(text: str, known: Callable[[str], bool]) -> Mended:
    """The text with each misspelt word put right where there is no doubt what was meant.

    ``known`` says whether the sources have a word. A word that they or an English dictionary have
    stays as it is, and so does a name. One slip is looked for: a letter left out, added or wrong,
    or two exchanged, but never the first; and it is put right where one single word of the
    sources is that near.
    """
    slips: dict[str, str] = {}
    looked: set[str] = set()
    read, at = "", 0
    for match in _WORD.finditer(text):
        word = match.group()
        is_name = word[0].isupper() and not SENTENCE_START.search(text[: match.start()][-BEFORE:])
        if is_name or known(word):
            continue
        looked.add(word)
        if len(looked) > MOST:
            break
        if meant := _meant(word.lower(), known):
            meant = meant.capitalize() if word[0].isupper() else meant
            slips[word] = meant
            read, at = read + text[at : match.start()] + meant, match.end()
    return Mended(read + text[at:], tuple(slips.items()))


def _meant(word: str, known: Callable[[str], bool]) -> str:
    """The one word of the sources that is meant; empty where there is none, or a doubt."""
    near = [other for other in _near(word) if other[0] == word[0] and other.isalpha()]
    if any(word.replace(*pair) in near for pair in _BRITISH):
        return ""
    of_sources = [other for other in near if known(other)]
    return of_sources[0] if len(of_sources) == 1 else ""


@lru_cache(maxsize=4096)
def _near(word: str) -> tuple[str, ...]:
    """The words of the dictionary that are one slip away; none where it has the word itself."""
    english = dictionary()
    if word in english:
        return ()
    return tuple(sorted(english.candidates(word) or ()))


def dictionary() -> SpellChecker:
    """The English dictionary. Its 160,000 words take 0.3 s to load, once, whoever asks first."""
    with _LOADING:
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> SpellChecker:
    from spellchecker import SpellChecker

    return SpellChecker(language="en", distance=1)
