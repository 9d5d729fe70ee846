"""The lexicon's pattern language, read.

A word group is phrases between commas; a phrase is words side by side:

    word        any form of the word          =word      exactly as it stands
    a/b         one or the other              (word)     may be missing
    {group}     a phrase of that group

A pattern is elements from left to right. Between two of them small words (the group ``filler``)
and negations may stand; commas and sentence ends may not. Besides words and groups as above:

    ~  ~4       up to two (four) other words may stand here as well
    ,           a comma may stand here
    ^  $        the clause begins here; it ends here
    element*    the element whose negation turns the pattern (else the last one)
    element?    may be missing
    !element    must not stand here
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

_GAP = 2
_MOST_PHRASES = 30_000
_PART = re.compile(
    r"\(?(?:\{[a-z_0-9]+\}|[=#]?[a-z0-9']+)(?:/(?:\{[a-z_0-9]+\}|[=#]?[a-z0-9']+))*\)?"
)
_ELEMENT = re.compile(
    r"(?P<ban>!)?(?P<names>(?:\{[a-z_0-9]+\}|[=#]?[a-z0-9']+)(?:\|(?:\{[a-z_0-9]+\}|[=#]?[a-z0-9']+))*)"
    r"(?P<flags>[*?]{0,2})"
)
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """One step of a pattern. ``names`` are words, ``=exact`` words and ``{groups}``."""

    names: frozenset[str]
    optional: bool = False
    head: bool = False
    banned: bool = False
    gap: int = 0
    comma: bool = False
    starts: bool = False
    ends: bool = False


class PatternError(ValueError):
    """A phrase or pattern that cannot be read; the message says which."""


def phrases(source: str) -> tuple[Phrase, ...]:
    """The phrases of a comma-separated word group, ``{groups}`` still in them."""
    found: list[Phrase] = []
    for written in source.split(","):
        parts = written.split()
        if not parts:
            continue
        if written.replace(" ", "").isalnum():
            found.append(tuple(parts))
            continue
        choices: list[tuple[str, ...]] = []
        for part in parts:
            if not _PART.fullmatch(part):
                message = f"“{part}” in “{written.strip()}” is not a word, (word), a/b or {{group}}"
                raise PatternError(message)
            options = tuple(part.strip("()").split("/"))
            choices.append((*options, "") if part.startswith("(") else options)
        found += [tuple(w for w in chosen if w) for chosen in product(*choices)]
    return tuple(dict.fromkeys(found))


def expanded(groups: Mapping[str, tuple[Phrase, ...]]) -> dict[str, tuple[Phrase, ...]]:
    """The groups with every ``{group}`` in a phrase replaced by that group's phrases."""
    done: dict[str, tuple[Phrase, ...]] = {}

    def expand(name: str, within: tuple[str, ...]) -> tuple[Phrase, ...]:
        if name in done:
            return done[name]
        if name in within or name not in groups:
            why = "contains itself" if name in within else "is not defined"
            message = f"the word group {{{name}}} {why}"
            raise PatternError(message)
        result: dict[Phrase, None] = {}
        for phrase in groups[name]:
            options = [
                expand(part[1:-1], (*within, name)) if part.startswith("{") else ((part,),)
                for part in phrase
            ]
            for chosen in product(*options):
                result[tuple(word for piece in chosen for word in piece)] = None
            if len(result) > _MOST_PHRASES:
                message = f"the word group {{{name}}} has more than {_MOST_PHRASES} phrases"
                raise PatternError(message)
        done[name] = tuple(result)
        return done[name]

    for name in groups:
        expand(name, ())
    return done


def pattern(source: str) -> tuple[Element, ...]:
    """The elements of one pattern line."""
    elements: list[Element] = []
    gap, comma, starts = 0, False, False
    for written in source.split():
        if written == ",":
            comma = True
        elif written == "^":
            starts = True
        elif written == "$":
            elements.append(Element(frozenset(), ends=True))
        elif written.startswith("~"):
            gap = int(written[1:] or _GAP)
        else:
            match = _ELEMENT.fullmatch(written)
            if not match:
                message = f"“{written}” in “{source}” is not an element of a pattern"
                raise PatternError(message)
            flags = match["flags"]
            names = frozenset(match["names"].split("|"))
            elements.append(
                Element(names, "?" in flags, "*" in flags, bool(match["ban"]), gap, comma, starts)
            )
            gap, comma, starts = 0, False, False
    if not any(e.names and not e.optional and not e.banned for e in elements):
        message = f"“{source}” has no element that must be there"
        raise PatternError(message)
    return tuple(elements)
