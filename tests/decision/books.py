"""Small rulebooks to compute by hand, and random ones for Hypothesis."""

from __future__ import annotations

import os
from itertools import product
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st

from assistant.decision.schema import Rulebook
from assistant.decision.verdict import wins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

EXAMPLES = int(os.environ.get("EXAMPLES", "30"))
"""How many examples each property is tried with; fewer suffice to tell mutants."""

thorough = settings(max_examples=EXAMPLES, deadline=None)

MODELS = ("alpha", "beta", "gamma")
CRITERIA = {"one": ("a", "b"), "two": ("a", "b", "c"), "three": ("a", "b"), "four": ("a", "b")}
DOCUMENTS = ("first", "second")
LEVELS = {"slight": 1, "moderate": 2, "strong": 4, "deciding": 6}


def rule(
    name: str,
    when: Mapping[str, str | Sequence[str]],
    effects: Mapping[str, int | str],
    evidence: Sequence[str] = ("first#a.1",),
) -> dict[str, Any]:
    """A rule as data, its strength made to fit its effects."""
    sizes = [abs(effect) for effect in effects.values() if isinstance(effect, int)]
    fitting = next((k for k, most in LEVELS.items() if sizes and max(sizes) <= most), "excluding")
    strength = "excluding" if "ruled-out" in effects.values() else fitting
    return {
        "id": name,
        "when": dict(when),
        "effects": dict(effects),
        "strength": strength,
        "why": "for the test",
        "because": f"because of {name}",
        "house": not evidence,
        "evidence": [{"passage": passage, "quote": f"quote of {name}"} for passage in evidence],
    }


def content(rules: Sequence[dict[str, Any]], **more: object) -> dict[str, Any]:
    """A rulebook as data: three models, four criteria, and the rules."""
    return {
        "decides": {"points": 3, "margin": 2, "why": "for the test"},
        "strengths": {k: {"at_most": most, "means": k} for k, most in LEVELS.items()}
        | {"excluding": {"at_most": None, "means": "ruled out"}},
        "models": {name: {"label": name.title(), "means": name, "asks": [f"{name}?", f"Risks of {name}?"]}
            for name in MODELS},
        "criteria": {
            name: {"label": name, "question": f"{name}?", "values": {v: f"is {v}" for v in values}}
            for name, values in CRITERIA.items()
        },
        "rules": list(rules),
        "combining": {
            "because": "both",
            "evidence": [{"passage": "first#a.1", "quote": "combining"}],
        },
    } | more


def book(*rules: dict[str, Any], **more: object) -> Rulebook:
    """A rulebook of these rules."""
    return Rulebook.model_validate(content(rules, **more))


def completions(facts: Mapping[str, str], rulebook: Rulebook) -> Iterator[dict[str, str]]:
    """Every way to answer what is open, one by one."""
    open_ = [c for c in rulebook.criteria if c not in facts]
    for values in product(*(rulebook.criteria[c].values for c in open_)):
        yield {**facts, **dict(zip(open_, values, strict=True))}


def decisive_by_force(facts: Mapping[str, str], rulebook: Rulebook) -> set[str]:
    """Criteria for which two completions differ in nothing else and have different winners."""
    found = set()
    for full in completions(facts, rulebook):
        for criterion in rulebook.criteria.keys() - facts.keys():
            for value in rulebook.criteria[criterion].values:
                if wins({**full, criterion: value}, rulebook) != wins(full, rulebook):
                    found.add(criterion)
    return found


some_facts = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in CRITERIA.items()}
)
_conditions = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)
        for name, values in CRITERIA.items()
    },
).filter(bool)
_effects = st.dictionaries(
    st.sampled_from(MODELS),
    st.integers(-6, 6).filter(bool) | st.just("ruled-out"),
    min_size=1,
)
_evidence = st.lists(
    st.sampled_from([f"{document}#a.1" for document in DOCUMENTS]), unique=True, max_size=2
)
rule_lists = st.lists(st.tuples(_conditions, _effects, _evidence), max_size=9).map(
    lambda rows: [rule(f"r{i}", *row) for i, row in enumerate(rows)]
)
rulebooks = rule_lists.map(lambda rules: book(*rules))
