"""Yes or no, where a sentence says it in so many words; silence in all other cases."""

from __future__ import annotations

import re
from typing import Literal

from assistant.dialogue.content import content_words
from assistant.dialogue.intents import plain
from assistant.dialogue.question import Question

Polarity = Literal["yes", "no", ""]

LEAST_COVERED = 0.8
STEM_CHARS = 5
_OPEN = re.compile(r"\bor\b|n't\b|\bnot\b|\bnever\b|\bonly\b|\balways\b")
_NEGATIVE = re.compile(r"\b(?:not|never|no|cannot|nobody|nothing|without|unable|seldom|rarely)\b|n't\b")
_CONDITION = re.compile(
    r"\b(?:but|only|if|unless|as long as|provided|when|where|although|though|however|may)\b"
)
_ASKED = (
    (re.compile(r"^(?:so |and |but )?(?:can|could|may)\b"),
     re.compile(r"\b(?:can|could|may)\b"), re.compile(r"\b(?:cannot|can't|unable)\b")),
    (re.compile(r"^(?:so |and |but )?(?:do|does|will|would) .*\bneed\b"),
     re.compile(r"\b(?:must|has to|have to|requires?)\b"),
     re.compile(r"\b(?:needs? no|no need|not (?:need|have|require)|never has|without)\b")),
)


def polarity(question: Question, sentence: str) -> Polarity:
    """What the sentence answers to a question that is put with "can" or "need".

    Only a sentence that has nearly all of the question's words, and no other negation, tells.
    """
    asked = plain(question.text)
    if question.form != "yes_no" or _OPEN.search(asked):
        return ""
    said = plain(sentence)
    stems = {w[:STEM_CHARS] for w in re.findall(r"\w+", said)}
    wanted = [a.word.lower()[:STEM_CHARS] for a in content_words(question.text)]
    if not wanted or sum(w in stems for w in wanted) < LEAST_COVERED * len(wanted):
        return ""
    for form, yes, no in _ASKED:
        if form.search(asked):
            if no.search(said):
                return "no"
            return "yes" if yes.search(said) and not _NEGATIVE.search(said) else ""
    return ""


def conditional(sentence: str) -> bool:
    """Whether the sentence makes a condition or a reservation."""
    return _CONDITION.search(plain(sentence)) is not None
