"""The tree of questions, as text."""

from __future__ import annotations

from books import content, rule
from test_reading import small

from assistant.decision.rulebook import load_rulebook
from assistant.decision.schema import Rulebook
from assistant.decision.tree import tree

PACKAGED = load_rulebook()
TREE = """\
flowchart LR
    n0{"one?"}
    n0 -- "a" --> n1
    n1{"three?"}
    n1 -- "a" --> n2
    n2(["not decided"])
    n1 -- "b" --> n3
    n3(["Alpha"])
    n0 -- "b" --> n4
    n4{"three?"}
    n4 -- "a" --> n5
    n5(["Gamma"])
    n4 -- "b" --> n6
    n6(["Beta"])"""


def test_the_tree_asks_the_most_decisive_question_first_and_ends_where_it_is_settled():
    """Two questions settle the small rulebook."""
    assert tree(small(), {}) == TREE
    assert tree(small(), {}, depth=3) == TREE


def test_a_tree_cut_short_says_what_it_leans_to():
    """An outcome that more answers could change is not shown as final."""
    assert tree(small(), {}, depth=1).splitlines()[2:] == [
        '    n0 -- "a" --> n1',
        '    n1(["leaning to Alpha"])',
        '    n0 -- "b" --> n2',
        '    n2(["leaning to Beta"])',
    ]


def test_a_settled_situation_is_a_single_leaf():
    """Nothing is asked where nothing can change."""
    assert tree(small(), {"one": "a", "three": "b"}) == 'flowchart LR\n    n0(["Alpha"])'


def test_the_depth_of_a_tree_is_held_between_one_and_three():
    """More than three questions deep is three; less than one is one."""
    assert tree(PACKAGED, {}, depth=0) == tree(PACKAGED, {}, depth=1)
    assert tree(PACKAGED, {}, depth=9) == tree(PACKAGED, {}, depth=3)
    assert tree(PACKAGED, {}) == tree(PACKAGED, {}, depth=2)
    assert tree(PACKAGED, {}, depth=3) != tree(PACKAGED, {}, depth=2)


def test_words_cannot_end_a_label_of_the_tree():
    """Quotation marks and line ends of a question are made harmless."""
    data = content([rule("r", {"one": "a"}, {"alpha": 4})])
    data["criteria"]["one"]["question"] = 'Is "it"\nso?'
    data["models"]["alpha"]["label"] = 'The "A"'
    lines = tree(Rulebook.model_validate(data), {}).splitlines()
    assert lines[1] == '    n0{"Is #quot;it#quot; so?"}'
    assert lines[3] == '    n1(["The #quot;A#quot;"])'
