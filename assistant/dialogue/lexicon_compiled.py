"""The lexicon as one JSON text, made from ``lexicon.yaml`` once and read many times faster.

Patterns are made out of it when the words that they need are met, not before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from assistant.dialogue.lexicon import Lexicon, Trie, add_phrase
from assistant.dialogue.lexicon_file import FILE, CriterionEntry, RuleEntry
from assistant.dialogue.lexicon_forms import Spelling
from assistant.dialogue.lexicon_patterns import Element
from assistant.dialogue.lexicon_rules import Pattern, ruled


def source_fingerprint() -> str:
    """What a compiled lexicon is made of, as 16 hexadecimal digits: the data and this code."""
    folder = resources.files("assistant.dialogue")
    digest = hashlib.sha256()
    for name in sorted(
        file.name for file in folder.iterdir() if file.name.startswith("lexicon") and file.is_file()
    ):
        if name == FILE or name.endswith(".py"):
            digest.update(folder.joinpath(name).read_bytes())
    return digest.hexdigest()[:16]


def compiled(lexicon: Lexicon) -> str:
    """The lexicon as JSON; ``read_compiled`` gives it back."""
    rules = {id(p.rule): p.rule for p in lexicon.patterns}
    number = {key: i for i, key in enumerate(rules)}
    told = {
        "criteria": {name: entry.model_dump() for name, entry in lexicon.criteria.items()},
        "forms": {form: " ".join(lexicon.spelling[form]) for form in lexicon.spelling},
        "opened": {short: " ".join(words) for short, words in lexicon.opened.items()},
        "phrases": {first: "\n".join(_written(node)) for first, node in lexicon.trie.items()},
        "rules": [rule.model_dump(exclude_defaults=True) for rule in rules.values()],
        "patterns": [
            json.dumps(
                (
                    number[id(p.rule)],
                    p.asserts,
                    [_element_row(e) for e in p.elements],
                    [sorted(names) for names in p.needs],
                    sorted(p.begins),
                    p.source,
                )
            )
            for p in lexicon.patterns
        ],
        "anchored": {n: [p.order for p in found] for n, found in lexicon.anchored.items()},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read_compiled(text: str) -> Lexicon:
    """The lexicon. Raises ValueError, KeyError or TypeError where the text is not one."""
    told = json.loads(text)
    criteria = {
        name: CriterionEntry.model_construct(
            **{**row, "values": tuple(row["values"]), "negative": tuple(row["negative"])}
        )
        for name, row in told["criteria"].items()
    }
    found = Patterns(told["patterns"], told["rules"], criteria)
    return Lexicon(
        criteria=criteria,
        spelling=Spelling(told["forms"]),
        opened={short: tuple(words.split(" ")) for short, words in told["opened"].items()},
        trie=Phrases(told["phrases"]),
        patterns=(),
        anchored=Anchored(told["anchored"], found),
    )


class Phrases(Mapping[str, Trie]):
    """The trie of phrases by their first words, each made when it is first asked for."""

    def __init__(self, written: Mapping[str, str]) -> None:
        self._written = written
        self._made: dict[str, Trie] = {}

    def __contains__(self, first: object) -> bool:
        return first in self._written

    def __getitem__(self, first: str) -> Trie:
        found = self._made.get(first)
        if found is None:
            found = {}
            for line in self._written[first].split("\n"):
                *rest, group = line.split(" ")
                add_phrase(found, rest, group)
            self._made[first] = found
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)


class Patterns:
    """The patterns by number, each made when it is first asked for."""

    def __init__(
        self,
        rows: list[str],
        rules: list[dict[str, Any]],
        criteria: Mapping[str, CriterionEntry],
    ) -> None:
        self._rows = rows
        self._rules = [RuleEntry.model_construct(**rule) for rule in rules]
        self._criteria = criteria
        self._made: dict[int, Pattern] = {}

    def __getitem__(self, order: int) -> Pattern:
        if order not in self._made:
            number, asserts, elements, needs, begins, source = json.loads(self._rows[order])
            rule = self._rules[number]
            steps = (
                tuple(_element(row) for row in elements),
                tuple(frozenset(names) for names in needs),
                frozenset(begins),
            )
            ours = self._criteria[rule.says.partition("=")[0]].ours
            self._made[order] = ruled(rule, steps, (source, order), asserts=asserts, ours=ours)
        return self._made[order]


class Anchored(Mapping[str, tuple[Pattern, ...]]):
    """The patterns by the name that they cannot match without."""

    def __init__(self, orders: Mapping[str, list[int]], patterns: Patterns) -> None:
        self._orders = orders
        self._patterns = patterns
        self._made: dict[str, tuple[Pattern, ...]] = {}

    def __getitem__(self, name: str) -> tuple[Pattern, ...]:
        if name not in self._made:
            self._made[name] = tuple(self._patterns[order] for order in self._orders[name])
        return self._made[name]

    def get(  # type: ignore[override]
        self, name: str, default: tuple[Pattern, ...] = ()
    ) -> tuple[Pattern, ...]:
        """As of any mapping, without an exception for each of the many names that have none."""
        return self[name] if name in self._orders else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._orders)

    def __len__(self) -> int:
        return len(self._orders)


def _written(node: Trie, before: str = "") -> Iterator[str]:
    """The rest of every phrase and its group, a line each."""
    for word, after in node.items():
        if word:
            yield from _written(after, f"{before}{word} ")
        else:
            yield from (before + group for group in after)


def _element_row(e: Element) -> list[Any]:
    return [sorted(e.names), e.optional, e.head, e.banned, e.gap, e.comma, e.starts, e.ends]


def _element(row: list[Any]) -> Element:
    names, *rest = row
    return Element(frozenset(names), *rest)
