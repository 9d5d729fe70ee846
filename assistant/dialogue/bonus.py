"""What the form of a question adds to a sentence that has the form of its answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.corpus.types import Passage
from assistant.dialogue.content import content_words, judgement, warns
from assistant.dialogue.intents import models_named, names_others, plain
from assistant.dialogue.question import Question
from assistant.dialogue.synonyms import synonyms

FIGURE = 0.2
DEFINES, HEADED = 0.3, 0.2
LISTED, COUNTED = 0.3, 0.2
ROW, NAMES_MODEL = 0.35, 0.15
OF_ANOTHER = -0.2
CONTRARY = -2.0
"""What a list of advantages loses where risks are asked for, though some be about risks."""
WARNS = 0.3
DIMENSION, QUALITY = 0.25, 0.7

Stems = Callable[[str], frozenset[str]]

_HOW_IS = re.compile(r"(?:and |so |but )?how \w+ (?:is|are)\b")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = re.compile(rf"\b(?:{'|'.join(_NUMBERS)}|\d{{1,2}})\b")


def bonus(question: Question, passage: Passage, index: int, stems: Stems) -> float:
    """What is added to the score of the passage's sentence, -2.4 to 1.4.

    ``stems`` gives those of a text's words.
    """
    text = passage.sentences[index].text
    added = 0.0
    if question.form == "figure" and question.figure_in(text):
        added += FIGURE
    if question.form == "definition":
        added += DEFINES * _defines(question.term, text) + HEADED * _headed(question.term, passage)
    if question.form == "list" and (passage.kind in {"list", "qa"} or announces(passage)):
        added += _lists(question, passage)
    if question.against and warns(text):
        added += WARNS
    if _is_contrary(question, passage):
        added += CONTRARY
    if of_another(question.models, passage, index):
        added += OF_ANOTHER
    if passage.kind == "row":
        return added + _of_row(question, passage.sentences[index].label, stems)
    if question.across and not question.models and models_named(plain(text)):
        added += NAMES_MODEL
    return added


def _of_row(question: Question, label: str, stems: Stems) -> float:
    """What a cell gains: by a question that goes through all models, or on its row of one."""
    of_it = _on_dimension(question, label, stems)
    rated = QUALITY if _HOW_IS.match(plain(question.text)) else DIMENSION
    return ROW * question.across + rated * of_it


def _on_dimension(question: Question, label: str, stems: Stems) -> bool:
    """Whether the cell is of the one model that is named, or of any, in a row on what is asked."""
    dimension, _, column = label.rpartition(" · ")
    of_all = question.across and not question.models
    of_one = len(question.models) == 1 and set(models_named(plain(column))) == set(question.models)
    if not (of_all or of_one):
        return False
    asked = (a.word for a in content_words(question.text) if not models_named(plain(a.word)))
    families, row = synonyms(stems), stems(dimension)
    return any(families.get(stem, frozenset((stem,))) & row for w in asked for stem in stems(w))


def announces(passage: Passage) -> bool:
    """Whether the passage begins by announcing what its other sentences are."""
    first, *others = passage.sentences
    return bool(others) and first.text.endswith(":")


def of_another(models: Sequence[str], passage: Passage, index: int) -> bool:
    """Whether the sentence, with its label and heading, is about models, but none of these."""
    sentence = passage.sentences[index]
    return names_others(" ".join((*passage.headings[-1:], sentence.label, sentence.text)), models)


def _lists(question: Question, passage: Passage) -> float:
    """How well the lead-in and heading of a list announce what is asked for, -0.2 to 0.5."""
    lead = plain(" ".join((*passage.headings[-1:], passage.lead, passage.sentences[0].text)))
    if not question.noun or not _has(question.noun, lead):
        return 0.0
    if not question.number:
        return LISTED
    numbers = {_value(m.group()) for m in _NUMBER.finditer(plain(passage.sentences[0].text))}
    if not numbers:
        return LISTED
    return LISTED + (COUNTED if _value(question.number) in numbers else -COUNTED - LISTED)


def _is_contrary(question: Question, passage: Passage) -> bool:
    """Whether the passage announces the good sides where the bad ones are asked for, or reversed."""
    if question.form != "list":
        return False
    wanted = question.noun or plain(question.text)
    said = plain(" ".join((*passage.headings[-1:], passage.lead, passage.sentences[0].text)))
    sides = (judgement().good_sides, judgement().bad_sides)
    return any(
        asked.search(wanted) and other.search(said)
        and not (asked.search(said) or other.search(wanted))
        for asked, other in (sides, sides[::-1])
    )


def _has(noun: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(noun.rstrip('s'))}", text) is not None


def _value(number: str) -> int:
    return int(number) if number.isdigit() else _NUMBERS.index(number) + 1


def _defines(term: str, text: str) -> bool:
    """Whether the sentence begins by saying what the term is."""
    stem = re.escape(term.rstrip("s"))
    pattern = (
        rf"(?:with |in |an? |the )*{stem}\w*(?: models?| services?)?(?: \([^)]*\))?,? "
        rf"(?:(?:is|are) (?:not )?(?:an?|the|like|when|where|how|people|open)|means?|refers? to|"
        rf"adds?|involves?|you |the client )"
    )
    return re.match(pattern, text, re.IGNORECASE) is not None


def _headed(term: str, passage: Passage) -> bool:
    """Whether the passage opens a section whose heading announces what the term is."""
    if not (passage.headings and passage.name.endswith(".1")):
        return False
    heading = passage.headings[-1].lower()
    return term.rstrip("s") in heading and heading.startswith(("what ", "defin", "about "))
