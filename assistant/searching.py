"""The passages that an answer may be made from: the best ones, not all of one author's.

Whoever can add documents could otherwise fill an answer: with one document that says the same
thing in many passages, or with many that say it once. In a corpus of ``MANY_DOCUMENTS`` or more
an answer takes at most two passages of one document, unless the question names the document, and
one twin of a passage: so much as it takes to say that another source says the same. In a smaller
corpus (the shipped one has three documents) the rule would cost answers and protect nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from assistant.dialogue.statement import only_announces
from assistant.index.generation import Generation
from assistant.index.lexical import stems
from assistant.index.retrieve import ranked
from assistant.index.types import Encoder, Scored

MANY_DOCUMENTS = 10
MOST_OF_ONE = 2
MOST_ALIKE = 2
ALIKE_SHARE = 0.8
"""Two passages are alike when they have that share of all their words in common."""
LOOKED_THROUGH = 5
"""So many times more passages are looked through than are wanted."""
ANNOUNCEMENTS = 8
"""In a small corpus so many more are, since some may say nothing."""

_WORD = re.compile(r"\w+")


def find(  # noqa: PLR0913 - what is searched, with what, for what, and the dialogue
    generation: Generation,
    encoder: Encoder,
    question: str,
    limit: int,
    before: Sequence[str] = (),
    *,
    leans: bool = True,
) -> tuple[Scored, ...]:
    """Up to ``limit`` passages, best first; as ``ranked``, but of several documents.

    Passages that only announce what is said elsewhere are left out: they answer nothing.
    """
    many = len(generation.documents()) >= MANY_DOCUMENTS
    most = LOOKED_THROUGH * limit if many else limit + ANNOUNCEMENTS
    best = ranked(generation, encoder, question, most, before, leans=leans)
    found = (scored for scored in best if not only_announces(scored.passage))

    def named(document: str) -> bool:
        return names(question, document, generation.title(document))

    return tuple(islice(spread(found, named) if many else found, limit))


def spread(found: Iterable[Scored], named: Callable[[str], bool]) -> Iterator[Scored]:
    """Those of the passages, in their order, that are not too many of one document or alike."""
    words: list[frozenset[str]] = []
    of_document: Counter[str] = Counter()
    for scored in found:
        document = scored.passage.document
        mine = frozenset(_WORD.findall(scored.passage.text.lower()))
        alike = sum(_alike(mine, other) for other in words)
        full = of_document[document] >= MOST_OF_ONE or alike >= MOST_ALIKE
        if full and not named(document):
            continue
        yield scored
        words.append(mine)
        of_document[document] += 1


def names(question: str, document: str, title: str) -> bool:
    """Whether the question has the document's name, or all words of its title."""
    asked = question.lower()
    last = document.rpartition("/")[2].lower()
    if len(last) > 3 and (last in asked or last.replace("-", " ") in asked):  # noqa: PLR2004
        return True
    wanted = stems(title)
    return len(wanted) > 1 and wanted <= stems(question)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and len(one & other) >= ALIKE_SHARE * len(one | other)
