"""Whether a message asks what staffing costs, and which numbers and ways it asks about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from assistant.decision.costs.reading import load_cost_model
from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.types import Worksheet
from assistant.dialogue.clicked import is_click
from assistant.dialogue.content import content_words
from assistant.dialogue.figures import Figure, Figures, figures, ways_named
from assistant.dialogue.held import held
from assistant.dialogue.intents import Route, matches, plain

BASELINE = "hire"
COMPARED = 2


@dataclass(frozen=True, slots=True)
class CostQuestion:
    """What is to be reckoned: the worksheet, and each figure with the message it was heard in.

    ``supposed`` are fields that hold for this answer only; ``unclear`` is of the last message, and
    so is ``compares``: whether it asks which way is cheaper; ``factors``: which costs there are;
    ``bare``: what the piece of work that is spoken of costs.
    """

    worksheet: Worksheet
    heard: tuple[tuple[int, Figure], ...]
    supposed: frozenset[str]
    unclear: tuple[str, ...]
    compares: bool = False
    factors: bool = False
    bare: bool = False


_MAY_ASK = frozenset({"advice", "about_advice", "question", "task"})


def cost_route(
    route: Route, turn: str, before: Sequence[str], routes: Sequence[Route]
) -> Route:
    """The route of the message, turned to cost where it asks about that.

    ``before`` are the messages since the last restart, ``routes`` theirs.
    """
    if route.intent not in _MAY_ASK:
        return route
    model = load_cost_model()
    asks = asks_cost(
        turn,
        figures(turn, model),
        known=any(figures(earlier, model).heard for earlier in before),
        after_cost=bool(routes) and routes[-1].intent == "cost",
    )
    return replace(route, intent="cost", section="", subject="") if asks else route


def asks_cost(text: str, said: Figures, *, known: bool, after_cost: bool) -> bool:
    """Whether the message is for the worksheet.

    It asks which of two ways is cheaper; or what "it" costs, or anything, where numbers are known;
    or it only gives numbers after such a question.
    """
    lowered = plain(text)
    if said.heard and all(is_click(figure.words) for figure in said.heard):
        return True
    if after_cost and matches("table", lowered):
        return True
    if asks_factors(text) or matches("what_it_costs", lowered):
        return True
    if matches("cheaper", lowered):
        ways = len(ways_named(text))
        return ways >= COMPARED or bool((known or said.heard) and (ways or after_cost))
    if matches("costs", lowered) and (said.heard or known):
        return True
    return after_cost and bool(said.heard or said.unclear) and not matches("should", lowered)


def asks_factors(text: str) -> bool:
    """Whether the text asks which costs there are, of no way of staffing in particular.

    Of a mortgage or a car it does not: with a word of something else it is a question like others.
    """
    lowered = plain(text)
    if not matches("factors", lowered) or not matches("knowledge", lowered) or ways_named(text):
        return False
    return all(
        matches("factor_words", word) or matches("staffing", word)
        for word in (asked.word.lower() for asked in content_words(text))
    )


def cost_question(
    turns: Sequence[str], routes: Sequence[Route], first: int, model: CostModel
) -> CostQuestion:
    """What the last message asks to reckon; numbers of earlier ones, from ``first`` on, hold.

    A number in a "what if" holds for that message's answer only.
    """
    said = [(i + 1, figures(turns[i], model)) for i in range(first, len(turns))]
    last = len(turns)
    firm = [(n, f) for n, f in said if n == last or not matches("what_if", plain(turns[n - 1]))]
    now = held(firm, model)
    heard = tuple(sorted(now.figures, key=lambda x: (x[0], x[1].start)))
    supposed = frozenset(
        figure.field for n, figure in heard
        if n == last and matches("what_if", plain(turns[-1]))
    )
    label = next((f.currency for _, s in firm for f in s.heard if f.currency), "")
    kept, unclear = [], list(now.unclear)
    for n, figure in heard:
        if figure.currency and figure.currency != label:
            unclear.append(
                f"“{figure.words}” is in {figure.currency}, and other amounts are in {label}; "
                "nothing is converted."
            )
            continue
        kept.append((n, figure))
    given = {f.field: f.given for _, f in kept if f.given is not None}
    sheet = Worksheet(MappingProxyType(given), _ways(turns, routes, model), label)
    compares = matches("cheaper", plain(turns[-1]))
    factors, bare = asks_factors(turns[-1]), matches("what_it_costs", plain(turns[-1]))
    return CostQuestion(sheet, tuple(kept), supposed, tuple(unclear), compares, factors, bare)


def _ways(turns: Sequence[str], routes: Sequence[Route], model: CostModel) -> tuple[str, ...]:
    """The ways that the last question about cost names; all where it names none, or each.

    "Is outstaffing cheaper?" names one, and is compared with hiring, as the sources do.
    """
    for turn, route in zip(reversed(turns), reversed(routes), strict=False):
        if route.intent != "cost":
            continue
        named = ways_named(turn)
        if matches("every_way", plain(turn)):
            return tuple(model.ways)
        if named:
            wanted = {*named, BASELINE} if len(named) < COMPARED else set(named)
            return tuple(way for way in model.ways if way in wanted)
    return tuple(model.ways)
