"""A topic put as a question and answered in the next breath: "Secrets? None."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.dialogue.words import Word

MOST_WORDS = 7
"""A longer question is one."""
_ASKING = frozenset(
    """am and are any anyone can could did do does had has have how if in is may might must or
    shall should so was were what when where which who whose why will with would""".split()
)
"""Words with which a question begins or asks; a topic has none of them."""


def topics_joined(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, with a comma for the question mark of a topic that the next sentence answers."""
    joined = list(words)
    for start, end in _sentences(words):
        if (
            end < len(words)
            and words[end - 1].ends_with == "?"
            and end - start <= MOST_WORDS
            and not any(w.text in _ASKING for w in words[start:end])
            and words[end].text not in _ASKING
        ):
            joined[end - 1] = replace(joined[end - 1], ends_with="")
            joined[end] = replace(joined[end], break_before=1)
    return tuple(joined)


def _sentences(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    start = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or words[at].break_before == 2:  # noqa: PLR2004 - a sentence's end
            yield start, at
            start = at
