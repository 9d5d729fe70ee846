"""What a rulebook consists of, as pydantic models: the shape of ``rulebook.yaml``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant.decision.types import Evidence

RULED_OUT = "ruled-out"

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Points = Annotated[int, Field(strict=True)]


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Values = Annotated[tuple[Name, ...], BeforeValidator(_listed), Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Quoted(_Part):
    """Words of a passage, exactly as they stand there."""

    passage: Annotated[str, Field(pattern=r"^[^#\s]+#[^#\s]+$")]
    quote: Text

    @property
    def document(self) -> str:
        """The name of the document that the passage is in."""
        return self.passage.partition("#")[0]

    @property
    def evidence(self) -> Evidence:
        """The same as a value of the decision."""
        return Evidence(self.passage, self.quote)


class Criterion(_Part):
    """One thing that a situation is described by.

    ``values`` maps each value to what it means in words; ``neutral`` maps those that speak for
    no model to the reason.
    """

    label: Text
    question: Text
    values: Annotated[Mapping[Name, Text], Field(min_length=2)]
    neutral: Mapping[Name, Text] = {}


class Model(_Part):
    """A way of staffing work; ``names`` are other names that it goes by.

    ``asks`` are questions about it, to be suggested: what it is, and what its risks are.
    """

    label: Text
    means: Text
    names: tuple[Text, ...] = ()
    asks: tuple[Text, Text]


class Strength(_Part):
    """A degree of strength. ``at_most`` is the largest effect in points that a rule of it has.

    Levels are listed from weak to strong; a rule's largest effect lies above the level before.
    ``at_most`` is None for the level of rules that exclude.
    """

    at_most: Annotated[int, Field(gt=0)] | None
    means: Text


class Decides(_Part):
    """When the facts decide: the winner has at least ``points``, and leads by ``margin``."""

    points: Annotated[int, Field(ge=1)]
    margin: Annotated[int, Field(ge=1)]
    why: Text


class Rule(_Part):
    """One condition and its effect on models.

    ``when`` maps criteria to the values that meet it; all criteria have to be met. ``house``
    marks the project's own judgement, which no source states.
    """

    id: Name
    when: Annotated[Mapping[Name, Values], Field(min_length=1)]
    effects: Annotated[Mapping[Name, Points | Literal["ruled-out"]], Field(min_length=1)]
    strength: Name
    why: Text
    because: Text
    evidence: tuple[Quoted, ...] = ()
    house: bool = False

    def points(self, model: str) -> int:
        """Points for (or, negative, against) the model; 0 where it is ruled out or not named."""
        effect = self.effects.get(model, 0)
        return effect if isinstance(effect, int) else 0

    def rules_out(self, model: str) -> bool:
        """Whether the rule excludes the model."""
        return self.effects.get(model) == RULED_OUT

    def fires(self, facts: Mapping[str, str]) -> bool:
        """Whether the facts meet every condition; an open criterion meets none."""
        return all(facts.get(criterion) in values for criterion, values in self.when.items())


class Considered(_Part):
    """A statement of the sources that bears on no rule, and the reason."""

    item: Text
    reason: Text
    evidence: Annotated[tuple[Quoted, ...], Field(min_length=1)]


class Side(_Part):
    """One of the two positions in a conflict; ``says`` puts it in a sentence."""

    says: Text
    passage: Annotated[str, Field(pattern=r"^[^#\s]+#[^#\s]+$")]
    quote: Text

    @property
    def evidence(self) -> Evidence:
        """The words that the position rests on."""
        return Evidence(self.passage, self.quote)


class Conflict(_Part):
    """A point on which sources disagree; ``rules`` are those that take a side."""

    id: Name
    title: Text
    sides: Annotated[tuple[Side, ...], Field(min_length=2, max_length=2)]
    models: Annotated[tuple[Name, ...], Field(min_length=1)]
    criteria: Annotated[tuple[Name, ...], Field(min_length=1)]
    rules: Annotated[tuple[Name, ...], Field(min_length=1)]


class Combining(_Part):
    """Why two models may be recommended side by side, one for each piece of work."""

    because: Text
    evidence: Annotated[tuple[Quoted, ...], Field(min_length=1)]


class Rulebook(_Part):
    """Everything that the decision knows of the domain. Order of rules carries no meaning.

    ``sources`` maps the short names that reasons use for sources to documents.
    """

    sources: Mapping[Text, Text] = {}
    decides: Decides
    strengths: Mapping[Name, Strength]
    criteria: Annotated[Mapping[Name, Criterion], Field(min_length=1)]
    models: Annotated[Mapping[Name, Model], Field(min_length=2)]
    rules: tuple[Rule, ...]
    combining: Combining
    considered: tuple[Considered, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256, in hex, of the content; the same whatever the order of rules."""
        content: dict[str, Any] = self.model_dump(mode="json")
        content["rules"] = sorted(content["rules"], key=lambda rule: str(rule["id"]))
        canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """The rules by their ids."""
        return {rule.id: rule for rule in self.rules}

    def __hash__(self) -> int:
        """By content, so that what is computed of a rulebook can be kept."""
        return hash(self.fingerprint)

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        """Every name that is used is one that is defined; ``ValueError`` names all the places."""
        if problems := _incoherent(self):
            raise ValueError("\n".join(problems))
        return self


def _incoherent(book: Rulebook) -> list[str]:
    found = [
        f"criterion '{name}', key 'neutral': unknown value '{value}'"
        for name, criterion in book.criteria.items()
        for value in criterion.neutral
        if value not in criterion.values
    ]
    seen: set[str] = set()
    for rule in book.rules:
        found += [f"rule '{rule.id}', {fault}" for fault in _faults(rule, book)]
        if rule.id in seen:
            found.append(f"rule '{rule.id}', key 'id': used twice")
        seen.add(rule.id)
    for conflict in book.conflicts:
        used = {
            "models": (conflict.models, book.models),
            "criteria": (conflict.criteria, book.criteria),
            "rules": (conflict.rules, seen),
        }
        found += [
            f"conflict '{conflict.id}', key '{key}': unknown '{name}'"
            for key, (names, known) in used.items()
            for name in names
            if name not in known
        ]
    return found


def _faults(rule: Rule, book: Rulebook) -> list[str]:
    """What is wrong with one rule, each with its key."""
    found = []
    for criterion, values in rule.when.items():
        if criterion not in book.criteria:
            found.append(f"key 'when': unknown criterion '{criterion}'")
            continue
        known = book.criteria[criterion].values
        found += [f"key 'when': {criterion} has no value '{v}'" for v in values if v not in known]
    found += [f"key 'effects': unknown model '{m}'" for m in rule.effects if m not in book.models]
    found += [f"key 'effects': {m} is 0, leave it out" for m, e in rule.effects.items() if e == 0]
    if rule.house == bool(rule.evidence):
        found.append("key 'evidence': needed, unless 'house: true' says that there is none")
    if rule.strength not in book.strengths:
        found.append(f"key 'strength': unknown level '{rule.strength}'")
    elif not _fits(rule, book.strengths):
        found.append(f"key 'strength': '{rule.strength}' does not fit the size of the effects")
    return found


def _fits(rule: Rule, strengths: Mapping[str, Strength]) -> bool:
    limit = strengths[rule.strength].at_most
    if limit is None or RULED_OUT in rule.effects.values():
        return limit is None and RULED_OUT in rule.effects.values()
    largest = max(abs(rule.points(model)) for model in rule.effects)
    below = [s.at_most for s in strengths.values() if s.at_most is not None and s.at_most < limit]
    return max(below, default=0) < largest <= limit
