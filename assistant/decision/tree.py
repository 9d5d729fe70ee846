"""The open decisive questions as a small decision tree, in Mermaid's notation."""

from __future__ import annotations

from itertools import count as counting
from typing import TYPE_CHECKING

from assistant.decision.recommend import recommend
from assistant.decision.schema import Rulebook
from assistant.decision.types import Facts
from assistant.decision.verdict import known, wins

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_DEPTH = 3


def tree(rulebook: Rulebook, facts: Facts, depth: int = 2) -> str:
    """A Mermaid flowchart: the most decisive question, its answers, the next, and the outcomes.

    At most ``depth`` questions (1 to 3) deep. A branch ends early where its outcome is settled
    whatever else is answered; an outcome that is still open to change is marked "leaning to".
    """
    facts = known(facts, rulebook)
    names = (f"n{i}" for i in counting())
    _, lines = _grow(rulebook, facts, min(max(depth, 1), MOST_DEPTH), names)
    return "\n".join(["flowchart LR", *lines])


def _grow(
    rulebook: Rulebook, facts: Facts, depth: int, names: Iterator[str]
) -> tuple[str, list[str]]:
    """The name of the node for these facts, and the lines for all that hangs on it."""
    node = next(names)
    decisive = [q for q in recommend(facts, rulebook).open if q.decisive]
    if depth == 0 or not decisive:
        return node, [f'    {node}(["{_outcome(rulebook, facts, bool(decisive))}"])']
    question = decisive[0]
    lines = [f'    {node}{{"{_text(question.question)}"}}']
    for value in question.outcomes:
        branch = {**facts, question.criterion: value}
        child, below = _grow(rulebook, branch, depth - 1, names)
        lines += [f'    {node} -- "{_text(value)}" --> {child}', *below]
    return node, lines


def _outcome(rulebook: Rulebook, facts: Facts, can_change: bool) -> str:  # noqa: FBT001
    model = wins(facts, rulebook)
    if model is None:
        return "not decided"
    label = _text(rulebook.models[model].label)
    return f"leaning to {label}" if can_change else label


def _text(words: str) -> str:
    """Words that cannot end a Mermaid label, nor be taken for its notation."""
    return words.replace('"', "#quot;").replace("\n", " ")
