"""What the user has told, said back: each fact with the words that it was heard in."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.decision.schema import Rulebook
from assistant.dialogue.advice import Advice, told_at
from assistant.dialogue.clicked import where_set
from assistant.dialogue.pieces import heading, item, listed, paragraph
from assistant.dialogue.situation import Situation, Told
from assistant.dialogue.types import Block, Span


def heard_blocks(situation: Situation, book: Rulebook) -> Iterator[Block]:
    """A heading and an item for each fact, in the order in which they were told; or nothing."""
    told = sorted([*situation.first.items(), *situation.supposed.items()],
                  key=lambda x: told_at(x[1]))
    if not told and not situation.second:
        return
    yield heading("What I heard")
    for criterion, fact in told:
        yield _heard_item(criterion, fact, book)
    for criterion, fact in situation.second.items():
        yield _heard_item(criterion, fact, book, " (the separate piece of work)")


UNHEARD = (
    "I heard no new fact in what you just said, so that all stands as before. Put it in other words, "
    "or set it in the panel."
)


def kept_blocks(advice: Advice, book: Rulebook) -> Iterator[Block]:
    """What holds from before, where the message is about other work or brings nothing new."""
    if advice.unheard:
        yield paragraph(Span(UNHEARD))
    told = [f"{book.criteria[c].label.lower()}: {t.heard.value}"
            for c, t in advice.situation.first.items() if t.turn < advice.turn]
    if advice.moved_on and told:
        about = [Span("about"), Span(advice.before, "said")] if advice.before else []
        yield paragraph(
            Span("Kept from what you said"), *about, Span(f"– {listed(told)}."),
            Span("If that is different for"), Span(advice.subject, "said"),
            Span(", say so, or say “start over” to forget it all."),
        )


def _heard_item(criterion: str, fact: Told, book: Rulebook, note: str = "") -> Block:
    about = book.criteria[criterion]
    value = fact.heard.value or ""
    note = " (supposed)" if fact.heard.hypothetical else note
    told = f"{about.label}: {value} – {about.values[value]}{note}"
    if place := where_set(fact.heard.words, book):
        return item(Span(f"{told} ({place})"))
    return item(Span(fact.heard.words, "said"), Span(f"→ {told}"))
