"""The rules of the lexicon made into patterns that know what they need to match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.dialogue.lexicon_file import LexiconFile, RuleEntry, invalid
from assistant.dialogue.lexicon_patterns import Element, PatternError, Phrase, pattern

_OFTEN = 40.0
_SELDOM = 0.1


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of one rule.

    ``needs`` are sets of names, one of each of which must be in a sentence for the pattern to
    match there, the rarest first; ``begins`` are the names that it can begin with. ``order`` is
    its place in the file.
    """

    criterion: str
    value: str
    elements: tuple[Element, ...]
    needs: tuple[frozenset[str], ...]
    begins: frozenset[str]
    asserts: bool
    ours: bool
    wish_stops: bool
    not_after: frozenset[str]
    not_before: frozenset[str]
    rule: RuleEntry
    order: int
    source: str


Steps = tuple[tuple[Element, ...], tuple[frozenset[str], ...], frozenset[str]]
"""The elements of a pattern, what it needs and what it begins with."""


def patterns(entry: LexiconFile, groups: Mapping[str, tuple[Phrase, ...]]) -> tuple[Pattern, ...]:
    """All patterns in the order of the file. Raises RulebookError that names the rule."""
    common = _commonness(groups)
    made: list[Pattern] = []
    for number, rule in enumerate(entry.rules):
        key = f"rules.{number} ({rule.says})"
        criterion, _, value = rule.says.partition("=")
        known = entry.criteria.get(criterion)
        if known is None or not {value, rule.negated, rule.scarcely} <= {*known.values, None}:
            raise invalid(key, "it says or negates to what is not a value of the criterion")
        for asserts, line in _lines(rule):
            elements = _elements(key, line, rule, groups)
            needs, begins = _needs(elements, common), _begins(elements)
            steps = (elements, needs, begins)
            made.append(ruled(rule, steps, (line, len(made)), asserts=asserts, ours=known.ours))
    return tuple(made)


def ruled(
    rule: RuleEntry, steps: Steps, line: tuple[str, int], *, asserts: bool, ours: bool
) -> Pattern:
    """One pattern of a rule; ``line`` is its source and order, ``ours`` as its criterion has it."""
    source, order = line
    criterion, _, value = rule.says.partition("=")
    return Pattern(
        criterion,
        value,
        *steps,
        asserts,
        ours,
        ours if rule.wish is None else rule.wish == "stops",
        _names(rule.not_after),
        _names(rule.not_before),
        rule,
        order,
        source,
    )


def _lines(rule: RuleEntry) -> Iterator[tuple[bool, str]]:
    for asserts, block in ((True, rule.clauses), (False, rule.phrases)):
        for line in block.splitlines():
            if line.strip():
                yield asserts, line.strip()


def _names(groups: str) -> frozenset[str]:
    return frozenset(f"{{{name}}}" for name in groups.split())


def _elements(
    key: str, line: str, rule: RuleEntry, groups: Mapping[str, tuple[Phrase, ...]]
) -> tuple[Element, ...]:
    try:
        elements = pattern(line)
    except PatternError as error:
        raise invalid(key, error) from error
    used = {name for element in elements for name in element.names}
    for name in used | _names(rule.not_after) | _names(rule.not_before):
        if name.startswith("{") and name[1:-1] not in groups:
            raise invalid(key, f"the word group {name} of “{line}” is not defined")
    return elements


def _needs(elements: Sequence[Element], common: Mapping[str, float]) -> tuple[frozenset[str], ...]:
    needed = [e.names for e in elements if e.names and not e.optional and not e.banned]
    return tuple(sorted(needed, key=lambda names: sum(common.get(n, 1.0) for n in names)))


def _begins(elements: Sequence[Element]) -> frozenset[str]:
    names: set[str] = set()
    for element in elements:
        if not element.banned:
            names |= element.names
        if not element.optional and not element.banned:
            break
    return frozenset(names)


def _commonness(groups: Mapping[str, tuple[Phrase, ...]]) -> dict[str, float]:
    """A guess at how often a name is met: single words count, small words count much."""
    small = {
        phrase[0].lstrip("=")
        for name in ("filler", "finite", "us", "wishes", "others")
        for phrase in groups[name]
        if len(phrase) == 1
    }
    common = dict.fromkeys([*small, *("=" + word for word in small)], _OFTEN)
    for name, entries in groups.items():
        common[f"{{{name}}}"] = sum(
            _SELDOM if len(phrase) > 1 else _OFTEN if phrase[0].lstrip("=") in small else 1.0
            for phrase in entries
        )
    return common
