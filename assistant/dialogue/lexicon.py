"""The lexicon of facts: the packaged data, made ready for matching."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from assistant.dialogue.lexicon_file import (
    FILE,
    CriterionEntry,
    LexiconFile,
    invalid,
    read_file,
)
from assistant.dialogue.lexicon_forms import Spelling, inflected
from assistant.dialogue.lexicon_patterns import PatternError, Phrase, expanded, phrases
from assistant.dialogue.lexicon_rules import Pattern, patterns

ARTICLES = frozenset({"a", "an", "the", "some", "any"})
"""Left out of phrases of several words: they may stand or be missing there."""
WITHIN = ARTICLES | frozenset(
    """our my their his her its your very really quite so too just also all own whole entire full
    only even still already ever much actually simply such these those this slightest other particularly""".split()
)
"""Small words that may stand inside a phrase of a word group."""
NEEDED_GROUPS = frozenset(
    """asks_decision asks_knowledge barrier boss cancels clause_nouns clause_verbs conditions
    contrast correcting filler finite flips generic he_or_she i_or_we it leader models named
    not_flips opens_question others outsiders prepositions releases scarcely scope_noun second_work
    small_openers splits staff statement_openers stiff_flips strangers subject supposing tells_to_explain
    they us vendor verb_filler wh_words wishes withdrawing""".split()
)
"""The word groups that the code asks for by name."""
_LONG = 3


Trie = dict[str, "Trie"]
"""Words to the words that may follow; the key ``""`` holds the groups whose phrase ends here."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What ``hear`` needs.

    ``anchored`` maps a name to the patterns that cannot match without it or one of few like it.
    ``opened`` maps a contraction to its words.
    """

    criteria: Mapping[str, CriterionEntry]
    spelling: Spelling
    opened: Mapping[str, tuple[str, ...]]
    trie: Mapping[str, Trie]
    patterns: tuple[Pattern, ...]
    anchored: Mapping[str, tuple[Pattern, ...]]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The packaged lexicon, read once. Raises RulebookError naming the file and the key."""
    text = resources.files("assistant.dialogue").joinpath(FILE).read_text(encoding="utf-8")
    return read_lexicon(text)


def read_lexicon(text: str) -> Lexicon:
    """The lexicon written in YAML. Raises RulebookError naming the file and the key."""
    entry = read_file(text)
    groups = _groups(entry)
    made = patterns(entry, groups)
    literal = {n for p in made for e in p.elements for n in e.names if n[0] != "{"}
    words = literal | {w for entries in groups.values() for phrase in entries for w in phrase}
    opened = {short: tuple(long.split()) for short, long in entry.contractions.items()}
    anchored: dict[str, list[Pattern]] = {}
    for p in made:
        for name in p.needs[0]:
            anchored.setdefault(name, []).append(p)
    return Lexicon(
        criteria=entry.criteria,
        spelling=Spelling(_forms(words, entry.irregular), never=opened),
        opened=opened,
        trie=_trie(groups),
        patterns=made,
        anchored={name: tuple(found) for name, found in anchored.items()},
    )


def _groups(entry: LexiconFile) -> dict[str, tuple[Phrase, ...]]:
    sections = (
        ("groups", entry.groups, False),
        ("exact", entry.exact, True),
        ("criteria", {f"about_{c}": told.about for c, told in entry.criteria.items()}, True),
    )
    written: dict[str, tuple[Phrase, ...]] = {}
    for section, kind, exact in sections:
        for name, source in kind.items():
            if name in written:
                raise invalid(f"{section}.{name}", "the group is defined twice")
            try:
                found = phrases(source)
            except PatternError as error:
                raise invalid(f"{section}.{name}", error) from error
            written[name] = tuple(map(_exactly, found)) if exact else found
    if missing := NEEDED_GROUPS - written.keys():
        raise invalid("groups", f"the group {min(missing)} is missing")
    try:
        return expanded(written)
    except PatternError as error:
        raise invalid("groups", error) from error


def _exactly(phrase: Phrase) -> Phrase:
    return tuple(word if word[0] in "{=#" else f"={word}" for word in phrase)


def _trie(groups: Mapping[str, tuple[Phrase, ...]]) -> Trie:
    root: Trie = {}
    for name, entries in groups.items():
        for phrase in entries:
            add_phrase(root, _bare(phrase) if len(phrase) > 1 else phrase, f"{{{name}}}")
    return root


def add_phrase(root: Trie, phrase: Sequence[str], group: str) -> None:
    """None; the phrase is in the trie."""
    node = root
    for word in phrase:
        node = node.setdefault(word, {})
    node.setdefault("", {})[group] = {}


def _bare(phrase: Phrase) -> Phrase:
    """The phrase without articles; a short one keeps those inside it ("in a week")."""
    bare = tuple(word for word in phrase if word.lstrip("=") not in ARTICLES)
    if len(bare) >= _LONG:
        return bare
    leads = len(phrase) >= _LONG and phrase[0].lstrip("=") in ARTICLES
    return phrase[1:] if leads else phrase


def _forms(words: Iterable[str], irregular: Mapping[str, str]) -> dict[str, str]:
    forms: dict[str, list[str]] = {}
    for word in sorted(words):
        if word.startswith("="):
            forms.setdefault(word[1:], [])
        elif not word.startswith("#"):
            for form in (*inflected(word), *irregular.get(word, "").split()):
                forms.setdefault(form, []).append(word)
    return {form: " ".join(dict.fromkeys([*bases, form])) for form, bases in forms.items()}
