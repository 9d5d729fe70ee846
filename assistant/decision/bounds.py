"""What holds whatever the open criteria turn out to be, exactly and without enumerating them.

A model wins in a completion where its lead over each other model, and over having no points at
all, is large enough. Each of these leads alone has an exact best value (``leads.py``); where one
completion has to bring several of them together, it is searched for (``search.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.decision.influence import Influence, influence
from assistant.decision.leads import RIVAL_OUT, Lead, Space, completions, lead
from assistant.decision.schema import Decides, Rulebook
from assistant.decision.search import Demand, satisfiable
from assistant.decision.types import Bounds, Facts
from assistant.decision.verdict import known

Leads = Mapping[tuple[int, int | None], Lead]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Bounds, with the criteria on whose answer the winner still hangs, in the rulebook's order.

    ``reach`` is the most points that each model can still get to, None where it is ruled out.
    """

    bounds: Bounds
    decisive: tuple[str, ...]
    reach: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class _Miss:
    """A way not to win: ``rival`` comes too close, or (None) the points are too few."""

    rival: int | None
    demand: Demand


@dataclass(frozen=True, slots=True)
class _View:
    """All that is known of the completions. ``misses`` has the models that can win at all."""

    space: Space
    leads: Leads
    need: Decides
    misses: Mapping[int, tuple[_Miss, ...]]


def bounds(facts: Facts, rulebook: Rulebook) -> Bounds:
    """The models that can still win, and the one that wins however the rest turns out."""
    return outlook(facts, rulebook).bounds


def outlook(facts: Facts, rulebook: Rulebook) -> Outlook:
    """What can still happen, over all completions of the facts."""
    facts = known(facts, rulebook)
    space = completions(facts, rulebook)
    models, need = tuple(rulebook.models), rulebook.decides
    size = range(len(models))
    leads = {(i, j): lead(space, i, j) for i in size for j in (None, *size) if i != j}
    possible = [i for i in size if satisfiable(space, _wins(i, leads, need))]
    view = _View(space, leads, need, {i: _misses(i, space, leads, need) for i in possible})
    surely = len(possible) == 1 and not any(m.demand.reachable for m in view.misses[possible[0]])
    decisive = tuple(
        criterion
        for criterion in rulebook.criteria
        if not surely
        and criterion not in facts
        and _decides(criterion, influence(criterion, facts, rulebook), view)
    )
    reach = {model: leads[i, None].best for i, model in enumerate(models)}
    return Outlook(
        Bounds(tuple(models[i] for i in possible), models[possible[0]] if surely else None),
        decisive,
        {model: (most if most > -RIVAL_OUT else None) for model, most in reach.items()},
    )


def _wins(model: int, leads: Leads, need: Decides) -> tuple[Demand, ...]:
    """What has to hold for the model to win: enough points, and enough of a lead over each."""
    return tuple(
        Demand(found, need.points if rival is None else need.margin)
        for (one, rival), found in leads.items()
        if one == model
    )


def _misses(model: int, space: Space, leads: Leads, need: Decides) -> tuple[_Miss, ...]:
    """The ways for the model not to win, those first that have most room."""
    close = [
        _Miss(one, Demand(found, 1 - need.margin, changed=True))
        for (one, other), found in leads.items()
        if other == model
    ]
    few = Demand(lead(space, model, None, sign=-1), 1 - need.points, changed=True)
    return (*sorted(close, key=lambda miss: -miss.demand.lead.best), _Miss(None, few))


def _decides(criterion: str, brings: Influence, view: _View) -> bool:
    """Whether in some completion the winner changes with nothing but this criterion's value.

    That is where one model wins before, and misses winning after.
    """
    for model, ways in view.misses.items():
        wins = _wins(model, view.leads, view.need)
        for miss in ways:
            if not brings.swing(model, miss.rival) and brings.excludes.isdisjoint(
                {model, miss.rival}
            ):
                continue
            demands = (*wins, miss.demand, *_implied(model, miss.rival, brings, view))
            if satisfiable(view.space, demands, criterion):
                return True
    return False


def _implied(model: int, rival: int | None, brings: Influence, view: _View) -> Iterator[Demand]:
    """What follows where a rival catches up with the winner: it nearly beats every third model.

    The other demands imply these; they are there to end a hopeless search early.
    """
    if rival is None or model in brings.excludes:
        return
    for one, third in view.leads:
        if one == rival and third is not None and third != model and third not in brings.excludes:
            yield Demand(view.leads[one, third], 1 - brings.swing(model, third), changed=True)
