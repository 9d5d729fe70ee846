"""The lexicon of facts: the packaged data, validated and made ready for matching."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.dialogue.lexicon_forms import Spelling, inflected
from assistant.dialogue.lexicon_patterns import (
    Element,
    PatternError,
    Phrase,
    expanded,
    pattern,
    phrases,
)
from assistant.errors import RulebookError

FILE = "lexicon.yaml"
ARTICLES = frozenset({"a", "an", "the", "some", "any"})
"""Left out of phrases of several words: they may stand or be missing there."""
WITHIN = ARTICLES | frozenset(
    """our my their his her its your very really quite so too just also all own whole entire full
    only even still already ever much actually simply such these those this slightest little
    few other own particularly""".split()
)
"""Small words that may stand inside a phrase of a word group."""
NEEDED_GROUPS = frozenset(
    """filler verb_filler barrier named outsiders deontic flips stiff_flips not_flips cancels wishes supposing correcting withdrawing us
    others generic models subject finite splits clause_nouns opens_question asks_decision
    asks_knowledge tells_to_explain second_work contrast they he_or_she it leader vendor
    scope_noun staff boss small_openers statement_openers wh_words releases prepositions
    conditions clause_verbs""".split()
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CriterionEntry(_Strict):
    """One criterion: its values, whether it describes the manager's own organisation (then what
    is said of a vendor is no fact, and a wish is none either), and how people name it."""

    values: tuple[str, ...]
    ours: bool
    about: str


class RuleEntry(_Strict):
    """Patterns that say one value. ``negated`` is what their negation says (nothing if not
    given). ``phrases`` name a thing and are heard inside questions too; ``clauses`` assert, and
    are not heard where the sentence asks. ``not_after`` and ``not_before`` are groups that stop
    a match when they stand just before or after it. ``wish`` says whether wanting it keeps it from
    being so (the default for what describes the own organisation). ``anyone``: heard whoever it
    is said of. A ``weak`` fact gives way to another after "but"; one that ``updates`` overrides
    what was said before it. ``own_negation``: negations among the pattern's own words belong to
    it and do not turn it."""

    says: str
    negated: str | None = None
    clauses: str = ""
    phrases: str = ""
    not_after: str = ""
    not_before: str = ""
    wish: Literal["stops", "passes"] | None = None
    anyone: bool = False
    weak: bool = False
    updates: bool = False
    own_negation: bool = False


class LexiconFile(_Strict):
    """``lexicon.yaml`` as it stands."""

    groups: dict[str, str]
    exact: dict[str, str]
    irregular: dict[str, str]
    contractions: dict[str, str]
    criteria: dict[str, CriterionEntry]
    rules: tuple[RuleEntry, ...]
    examples: dict[str, dict[str, tuple[str, ...]]]
    neutral: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of one rule. ``needs`` are sets of names, one of each of which must be in a
    sentence for the pattern to match there, the rarest first; ``begins`` are the names that it
    can begin with. ``order`` is its place in the file."""

    criterion: str
    value: str
    negated: str | None
    elements: tuple[Element, ...]
    needs: tuple[frozenset[str], ...]
    begins: frozenset[str]
    asserts: bool
    not_after: frozenset[str]
    not_before: frozenset[str]
    wish_stops: bool
    ours: bool
    anyone: bool
    weak: bool
    updates: bool
    own_negation: bool
    order: int
    source: str


Trie = dict[str, "Trie"]
"""Words to the words that may follow; the key ``""`` holds the groups whose phrase ends here."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What ``hear`` needs. ``anchored`` maps a name to the patterns that cannot match
    without it (or without one of few like it)."""

    criteria: Mapping[str, CriterionEntry]
    spelling: Spelling
    opened: Mapping[str, tuple[str, ...]]
    trie: Trie
    patterns: tuple[Pattern, ...]
    anchored: Mapping[str, tuple[Pattern, ...]]
    known: frozenset[str]
    examples: tuple[tuple[str, str, str], ...]


def examples(lexicon: Lexicon) -> tuple[tuple[str, str, str], ...]:
    """(criterion, value, statement) of every example; both are ``""`` for the neutral ones."""
    return lexicon.examples


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The packaged lexicon, read once. Raises RulebookError naming the file and the key."""
    text = resources.files("assistant.dialogue").joinpath(FILE).read_text(encoding="utf-8")
    return read_lexicon(text)


def read_lexicon(text: str) -> Lexicon:
    """The lexicon written in YAML. Raises RulebookError naming the file and the key."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        raw = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader either way
    except yaml.YAMLError as error:
        message = f"{FILE} is not valid YAML: {error}. Correct it at that place."
        raise RulebookError(message) from error
    try:
        return _compiled(LexiconFile.model_validate(raw))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        message = f"{FILE}, {key}: {first['msg']}. Correct that key."
        raise RulebookError(message) from error


def _fail(key: str, why: object) -> RulebookError:
    return RulebookError(f"{FILE}, {key}: {why}. Correct that key.")


def _groups(entry: LexiconFile) -> dict[str, tuple[Phrase, ...]]:
    written: dict[str, tuple[Phrase, ...]] = {}
    for section, kind in (("groups", entry.groups), ("exact", entry.exact)):
        for name, source in kind.items():
            if name in written:
                raise _fail(f"{section}.{name}", "the group is defined twice")
            try:
                found = phrases(source)
            except PatternError as error:
                raise _fail(f"{section}.{name}", error) from error
            written[name] = tuple(
                tuple(_exactly(word) for word in phrase) for phrase in found
            ) if section == "exact" else found
    for criterion, told in entry.criteria.items():
        written[f"about_{criterion}"] = tuple(
            tuple(_exactly(word) for word in phrase) for phrase in phrases(told.about)
        )
    missing = NEEDED_GROUPS - written.keys()
    if missing:
        raise _fail("groups", f"the group {min(missing)} is missing")
    try:
        return expanded(written)
    except PatternError as error:
        raise _fail("groups", error) from error


def _exactly(word: str) -> str:
    return word if word[0] in "{=#" else f"={word}"


def _trie(groups: Mapping[str, tuple[Phrase, ...]]) -> Trie:
    root: Trie = {}
    for name, entries in groups.items():
        for phrase in entries:
            node = root
            for word in _bare(phrase):
                node = node.setdefault(word, {})
            node.setdefault("", {})[f"{{{name}}}"] = {}
    return root


def _bare(phrase: Phrase) -> Phrase:
    """The phrase without articles; a short one keeps those inside it ("in a week")."""
    lead = 1 if len(phrase) > 2 and phrase[0].lstrip("=") in ARTICLES else 0  # noqa: PLR2004
    bare = tuple(word for word in phrase if word.lstrip("=") not in ARTICLES)
    return bare if len(bare) > 2 else phrase[lead:]  # noqa: PLR2004


def _forms(words: Iterable[str], irregular: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    forms: dict[str, list[str]] = {}
    for word in sorted(words):
        if word.startswith("="):
            forms.setdefault(word[1:], [])
            continue
        if word.startswith("#"):
            continue
        for form in (*inflected(word), *irregular.get(word, "").replace(",", " ").split()):
            forms.setdefault(form, []).append(word)
    return {form: tuple(dict.fromkeys([*bases, form])) for form, bases in forms.items()}


def _rule(
    number: int,
    rule: RuleEntry,
    entry: LexiconFile,
    groups: Mapping[str, tuple[Phrase, ...]],
    common: Mapping[str, float],
) -> list[Pattern]:
    key = f"rules.{number} ({rule.says})"
    criterion, _, value = rule.says.partition("=")
    known = entry.criteria.get(criterion)
    for told in (value, rule.negated):
        if known is None or (told is not None and told not in known.values):
            raise _fail(key, f"{criterion}={told} is not a value of a criterion")
    assert known is not None  # noqa: S101 - for the type checker
    stops = {kind: frozenset(f"{{{n}}}" for n in getattr(rule, kind).split())
             for kind in ("not_after", "not_before")}
    made: list[Pattern] = []
    for asserts, block in ((True, rule.clauses), (False, rule.phrases)):
        for line in block.splitlines():
            if not line.strip():
                continue
            try:
                elements = pattern(line.strip())
            except PatternError as error:
                raise _fail(key, error) from error
            for name in {n for e in elements for n in e.names} | stops["not_after"]:
                if name.startswith("{") and name[1:-1] not in groups:
                    raise _fail(key, f"the word group {name} in “{line.strip()}” is not defined")
            made.append(Pattern(
                criterion, value, rule.negated, elements,
                tuple(sorted(
                    (e.names for e in elements if e.names and not e.optional and not e.banned),
                    key=lambda names: sum(common.get(name, 1.0) for name in names),
                )),
                _begins(elements),
                asserts, stops["not_after"], stops["not_before"],
                known.ours if rule.wish is None else rule.wish == "stops",
                known.ours, rule.anyone, rule.weak, rule.updates, rule.own_negation, 0,
                line.strip(),
            ))
    return made


def _begins(elements: tuple[Element, ...]) -> frozenset[str]:
    names: set[str] = set()
    for element in elements:
        if not element.banned:
            names |= element.names
        if not element.optional and not element.banned:
            break
    return frozenset(names)


def _commonness(groups: Mapping[str, tuple[Phrase, ...]]) -> dict[str, float]:
    """A guess at how often each group is met: single words count, small words count much."""
    small = {phrase[0].lstrip("=") for name in ("filler", "finite", "us", "wishes", "others")
             for phrase in groups[name] if len(phrase) == 1}
    small |= {"it", "this", "with", "to", "of", "in", "for", "not", "no", "on", "and", "team"}
    common = {"=" + word: 40.0 for word in small} | dict.fromkeys(small, 40.0)
    for name, entries in groups.items():
        common[f"{{{name}}}"] = sum(
            0.1 if len(phrase) > 1 else 40.0 if phrase[0].lstrip("=") in small else 1.0
            for phrase in entries
        )
    return common


def _compiled(entry: LexiconFile) -> Lexicon:
    groups = _groups(entry)
    common = _commonness(groups)
    made = [
        pattern_ for number, rule in enumerate(entry.rules)
        for pattern_ in _rule(number, rule, entry, groups, common)
    ]
    patterns = tuple(
        replace(made_pattern, order=order) for order, made_pattern in enumerate(made)
    )
    literal = {n for p in patterns for e in p.elements for n in e.names if n[0] != "{"}
    words = literal | {w for entries in groups.values() for phrase in entries for w in phrase}
    opened = {short: tuple(long.split()) for short, long in entry.contractions.items()}
    anchored: dict[str, list[Pattern]] = {}
    for p in patterns:
        for name in p.needs[0]:
            anchored.setdefault(name, []).append(p)
    told = [
        (criterion, value, statement)
        for criterion, values in entry.examples.items()
        for value, statements in values.items()
        for statement in statements
    ]
    for criterion, value, _ in told:
        if criterion not in entry.criteria or value not in entry.criteria[criterion].values:
            raise _fail(f"examples.{criterion}.{value}", "no such criterion or value")
    return Lexicon(
        criteria=entry.criteria,
        spelling=Spelling(_forms(words, entry.irregular), never=opened),
        opened=opened,
        trie=_trie(groups),
        patterns=patterns,
        anchored={name: tuple(found) for name, found in anchored.items()},
        known=frozenset(w for w in words if w[0] not in "=#"),
        examples=(*told, *(("", "", statement) for statement in entry.neutral)),
    )
