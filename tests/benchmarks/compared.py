"""A figure of the suite, beside a peer's or alone, and how it is printed and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measuring import Spread
from stacks import Stack

NOTABLE = 0.1
"""A change of a ratio, or of a figure without one, by less than this is taken for noise."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the parts work with: a scratch folder, one that stays, the peers, and how much."""

    scratch: Path
    kept: Path
    peers: tuple[Stack, ...]
    quick: bool
    sizes: tuple[int, ...]
    collections: Path | None


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured here (``ours``) and of a peer (``theirs``), and the ratio of the two.

    ``of`` says which of the spread counts; ``goal`` is what the ratio, or without a peer the
    figure, should not exceed (or, below ``at_least``, not fall short of).
    """

    part: str
    what: str
    unit: str
    ours: Spread
    peer: str = ""
    theirs: Spread | None = None
    of: str = "median"
    goal: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        """This project's share of the peer's."""
        return getattr(self.ours, self.of) / getattr(self.theirs, self.of) if self.theirs else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        if self.goal is None:
            return None
        value = self.ratio if self.theirs else getattr(self.ours, self.of)
        return value >= self.goal if self.at_least else value <= self.goal


def number(value: float) -> str:
    """The value with three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def line(figure: Figure) -> str:
    """The figure in one line."""
    ours = f"{number(getattr(figure.ours, figure.of))} {figure.unit}"
    spread = f"({number(figure.ours.least)}–{number(figure.ours.most)})"
    text = f"{figure.part:11} {figure.what:44} {ours:>12} {spread:>18}"
    if figure.theirs:
        theirs = f"{number(getattr(figure.theirs, figure.of))} {figure.unit}"
        spread = f"({number(figure.theirs.least)}–{number(figure.theirs.most)})"
        text += f"   {figure.peer}: {theirs} {spread}   ratio {figure.ratio:.3f}"
    if figure.met is not None:
        sign = "≥" if figure.at_least else "≤"
        text += f"   goal {sign} {figure.goal:g} {'met' if figure.met else 'NOT MET'}"
    return text


def compare(now: Sequence[Figure], former: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A line for each figure whose ratio (or itself, without a peer) has changed notably."""
    before = {(f["part"], f["what"], f["peer"]): f for f in former}
    changed = 0
    for figure in now:
        old = before.get((figure.part, figure.what, figure.peer))
        if old is None:
            continue
        was, value = old["ours"][figure.of], getattr(figure.ours, figure.of)
        if figure.theirs and old["theirs"]:
            was, value = was / old["theirs"][figure.of], figure.ratio
        if was and abs(value / was - 1) > NOTABLE:
            changed += 1
            yield f"{figure.part} {figure.what} {figure.peer}: {number(was)} → {number(value)}"
    if not changed:
        yield f"Nothing has changed by more than {NOTABLE:.0%} since the former run."
