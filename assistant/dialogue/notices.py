"""What is said where nothing is to be answered or advised."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.dialogue.types import Block, Span

EXAMPLES = (
    "Should I outstaff QA?",
    "How do outstaffing and outsourcing differ?",
    "When is staff augmentation the wrong choice?",
    "Why are freelancer platforms risky for enterprises?",
    "Who should run our IT helpdesk? It is not core and we want an SLA.",
    "Which hidden costs belong in the total cost of ownership?",
)
"""First questions that show what the assistant does."""


def _text(*sentences: str) -> Block:
    return Block("paragraph", ((Span(" ".join(sentences)),),))


def _examples() -> tuple[Block, ...]:
    return (_text("Try:"), *(Block("item", ((Span(e),),)) for e in EXAMPLES))


_WHAT = (
    "I recommend how to staff a piece of work: outstaffing, outsourcing, managed services, "
    "freelancers or a managed marketplace. Describe your situation in your own words, or ask "
    "what the sources say; every statement is quoted from them and can be checked."
)

NOTICES: Mapping[str, tuple[Block, ...]] = {
    "help": (_text(_WHAT), *_examples()),
    "greeting": (_text("Hello.", _WHAT), *_examples()),
    "thanks": (_text("You are welcome. Ask on whenever something changes."),),
    "restart": (_text("All facts are forgotten. Tell me about the work that is to be staffed."),),
    "task": (
        _text(
            "That is not something I can do: I only recommend how to staff work and quote what "
            "my sources say about it."
        ),
        *_examples(),
    ),
    "foreign": (
        _text(
            "I understand English only, and so are my sources. Please ask again in English."
        ),
    ),
    "empty": (_text("I could not read a question in that."), *_examples()),
}
"""Intent -> what is said."""
