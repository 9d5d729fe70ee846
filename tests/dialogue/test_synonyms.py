"""Words that say nearly the same."""

from __future__ import annotations

import pytest
from test_grounding import WordList

from assistant.dialogue.content import content_words, covered, share
from assistant.dialogue.synonyms import synonyms
from assistant.index.evidence import Evidence


def test_every_member_of_a_family_stands_for_the_others():
    """The relation is symmetric and holds a word's own stem."""
    families = synonyms(Evidence.stems)
    assert families
    for stem, family in families.items():
        assert stem in family
        assert all(stem in families[other] for other in family)


@pytest.mark.parametrize(("asked", "said", "there"), [
    ("salary", "The provider runs payroll.", True),
    ("checked", "The vendor vets people.", True),
    ("quickest", "Freelancers are fast for single tasks.", True),
    ("client", "The vendor decides.", False),
    ("visa", "The provider runs payroll.", False),
])
def test_a_word_is_covered_by_its_family_and_no_other(asked, said, there):
    """Inflections count, and what a decision turns on is kept apart."""

    class Stemmed(WordList):
        stems = staticmethod(Evidence.stems)

    assert covered(asked, Evidence.stems(said), Stemmed()) is there


def test_a_literal_share_takes_no_synonym():
    """For figures only the word itself counts."""
    asked = content_words("salary")
    there = frozenset({"payroll"})
    assert share(asked, there, WordList()) == 1.0
    assert share(asked, there, WordList(), literal=True) == 0.0


def test_accented_words_are_words():
    """A résumé is one word and not two pieces."""
    assert [a.word for a in content_words("a résumé predicts")] == ["résumé", "predicts"]
