"""Which sentences of what was found are quoted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pieces import AllKnown, found, passage

from assistant.dialogue.evidence import MAX_CHARS, MAX_STATEMENTS, select
from assistant.dialogue.question import analyse
from assistant.dialogue.rows import side_by_side

OPEN = analyse("Why do projects fail?")


def test_nothing_found_gives_nothing():
    """Without passages there are no statements."""
    assert select(OPEN, []) == ()


def test_the_best_sentence_is_quoted_without_its_weak_neighbours():
    """A sentence that scores far below the best is left out of the quote."""
    made = passage("First one.", "The answer.", "Last one.")
    (statement,) = select(OPEN, [found(made, 0.0, 1.4, 0.0)])
    assert statement.text == "The answer."


def test_neighbours_that_also_answer_join_the_quote():
    """Sentences beside the best one that score as well are quoted in one piece with it."""
    made = passage("First one.", "The answer.", "Its other half.")
    (statement,) = select(OPEN, [found(made, 0.0, 1.4, 1.3)])
    assert statement.text == "The answer. Its other half."


def test_the_better_passage_comes_first():
    """Statements are ordered by score, whatever the order they were found in."""
    weak, strong = passage("Weak words.", name="a#s.1"), passage("Strong words.", name="b#s.1")
    chosen = select(OPEN, [found(weak, 0.9, score=0.9), found(strong, 1.2, score=1.2)])
    assert chosen[0].passage is strong


def test_ties_go_by_name():
    """Of equal scores, the passage whose name sorts first is first."""
    one, other = passage("One thing.", name="b#s.1"), passage("Another matter.", name="a#s.1")
    chosen = select(OPEN, [found(one, 1.0), found(other, 1.0)])
    assert [s.passage.name for s in chosen] == ["a#s.1", "b#s.1"]


def test_the_same_is_not_said_twice():
    """A passage that repeats another's words is quoted once."""
    words = "Vendors frequently underestimate maintenance budgets."
    one, other = passage(words, name="a#s.1"), passage(words, name="b#s.1")
    assert len(select(OPEN, [found(one, 1.0), found(other, 1.0)])) == 1


def test_a_question_for_a_list_gets_the_whole_list():
    """All items are quoted, however few of them match."""
    made = passage("Risks are:", "late delivery", "lost knowledge", kind="list")
    (statement,) = select(analyse("What are the risks?"), [found(made, 0.2, 1.0, 0.0)])
    assert statement.sentences == made.sentences


def test_a_paragraph_that_announces_the_list_asked_for_is_quoted_whole():
    """What a sentence with a colon announces belongs to it, bullets or not."""
    made = passage("Ask two questions:", "Who leads?", "Is the scope known?")
    (statement,) = select(analyse("Which two questions decide?"), [found(made, 0.5, 0.1, 0.1)])
    assert statement.text == made.text


def test_a_definition_is_preferred_for_its_own_sake():
    """Of two fitting sentences, the one that says what the term is wins."""
    about = passage("Outstaffing has grown lately.", name="a#s.1")
    defines = passage("Outstaffing is a way of hiring.", name="b#s.1")
    chosen = select(analyse("What is outstaffing?"), [found(about, 1.0), found(defines, 0.9)])
    assert chosen[0].passage is defines


def test_a_question_for_what_speaks_against_something_is_answered_by_a_warning():
    """Of two passages that fit as well, the one that says what goes wrong comes first."""
    praise = passage("Outstaffing fits long work.", name="a#s.1")
    warning = passage("Outstaffing is the wrong tool there.", name="b#s.1")
    for asked, first in (
        ("When should I not use outstaffing?", warning),
        ("When should I use outstaffing?", praise),
    ):
        chosen = select(analyse(asked), [found(praise, 1.0), found(warning, 0.9)])
        assert chosen[0].passage is first


def test_what_is_said_of_another_model_comes_later():
    """A question about one model is not answered first by a sentence about another."""
    other = passage("Outsourcing has hidden costs.", name="a#s.1")
    asked = passage("The price of outstaffing is management.", name="b#s.1")
    question = analyse("What are the hidden costs of outstaffing?")
    chosen = select(question, [found(other, 1.0), found(asked, 0.95)])
    assert chosen[0].passage is asked


def test_what_is_said_of_other_models_alone_does_not_follow():
    """After a statement about the model that is named, one about another model is left out."""
    asked = passage("Managed services lose context.", name="a#s.1")
    other = passage("Freelancer platforms are risky.", name="b#s.1")
    neutral = passage("Every contract has risks.", name="c#s.1")
    question = analyse("What are the top risks of managed services?")
    chosen = select(question, [found(asked, 1.0), found(other, 0.9), found(neutral, 0.9)])
    assert [s.passage for s in chosen] == [asked, neutral]


def test_a_bare_comparison_begins_with_what_is_about_these_models():
    """What sets one of them against a third comes after what speaks of both."""
    third = passage("A managed marketplace differs from outstaffing.", name="a#s.1")
    both = passage("Outstaffing adds people, managed services a result.", name="b#s.1")
    question = analyse("What is the difference between outstaffing and managed services?")
    chosen = select(question, [found(third, 1.3), found(both, 0.9)])
    assert chosen[0].passage is both


def test_a_comparison_speaks_of_each_model_first():
    """Three statements about one model do not crowd out the other."""
    one = [passage(f"Outsourcing does {w}.", name=f"a#s.{w}") for w in ("well", "better", "best")]
    other = passage("Managed services run a function.", name="b#s.1")
    question = analyse("Compare outsourcing and managed services")
    pieces = [found(made, 1.4) for made in one] + [found(other, 0.9)]
    assert other in [s.passage for s in select(question, pieces)[:2]]


def test_a_comparison_on_something_takes_the_rows_on_that_alone():
    """The rows are those that have most of its words in their names, in a table of the models."""
    names = ("Control over priorities", "What the client buys", "What the client measures")
    rows = [
        passage("yes", "no", kind="row", name=f"d#s.{i}",
                labels=(f"{name} · Outstaffing", f"{name} · Outsourcing"))
        for i, name in enumerate(names)
    ]
    rows.append(passage("up", "down", kind="row", name="e#s.1",
                        labels=("Control · 2019", "Control · 2020")))

    def taken(text: str) -> list[str]:
        found = side_by_side(analyse(text), rows, 5, AllKnown())
        return [s.sentences[0].label.partition(" · ")[0] for s in found]

    assert taken("Compare outstaffing and outsourcing on control") == [names[0]]
    assert taken("Compare what a client measures under outstaffing and outsourcing") == [names[2]]
    assert taken("Compare outstaffing and outsourcing on price") == []
    assert taken("Compare how clients of outstaffing and outsourcing cope with Brexit") == []
    assert taken("Compare QA and development on control") == []
    assert taken("Compare all models on control") == [names[0]]
    assert taken("Compare outstaffing and outsourcing") == list(names)


def test_what_says_more_than_the_statement_before_is_kept():
    """Whoever repeats is dropped, whoever goes on from the same words is not."""
    short = passage("Models differ in control.", name="a#s.1")
    longer = passage("Models differ in control: clients direct people, or vendors decide alone.",
                     name="b#s.1")
    question = analyse("How do they differ?")
    for first, second, kept in ((short, longer, [short, longer]), (longer, short, [longer])):
        chosen = select(question, [found(first, 1.2), found(second, 1.1)])
        assert [s.passage for s in chosen] == kept


def test_another_source_is_named_only_where_it_says_the_same():
    """A cell of one word that the statement has too says far less."""
    long = passage("The vendor carries the risk of delivery.", name="a#s.1")
    cell = passage("The vendor", name="b#s.1")
    twin = passage("The risk of delivery: the vendor carries it.", name="c#s.1")
    question = analyse("Who carries the risk?")
    for other, also in ((cell, None), (twin, twin)):
        (statement,) = select(question, [found(long, 1.2), found(other, 1.1)])
        assert (statement.also and statement.also.passage) is also


def test_a_row_gives_the_cell_that_is_asked_for():
    """A question on one model gets that model's cell, not the neighbours'."""
    made = passage("two weeks", "two months", kind="row",
                   labels=("Start · Outstaffing", "Start · Outsourcing"))
    (statement,) = select(analyse("How soon does outsourcing start?"), [found(made, 0.5, 0.9)])
    assert statement.text == "two months"


def test_named_models_are_set_side_by_side():
    """A comparison of two models takes their cells of each row of a table."""
    made = passage("fast", "slow", "cheap", kind="row",
                   labels=("Pace · Outstaffing", "Pace · Outsourcing", "Pace · Freelancers"))
    question = analyse("Compare outstaffing and freelancers")
    (row,) = side_by_side(question, [made], 5, AllKnown())
    assert [s.text for s in row.sentences] == ["fast", "cheap"]
    assert side_by_side(analyse("What is outstaffing?"), [made], 5, AllKnown()) == ()


SENTENCES = st.lists(
    st.tuples(
        st.text(st.characters(categories=["Ll", "Zs", "Po"]), min_size=1, max_size=60),
        st.floats(-1, 1.5),
    ),
    min_size=1,
    max_size=8,
)


@given(
    st.lists(st.tuples(SENTENCES, st.floats(-1, 3), st.sampled_from(["paragraph", "list"])),
             max_size=8),
    st.sampled_from(["What is it?", "List the risks", "How many are there?", "Why?"]),
)
def test_statements_are_whole_runs_of_sentences(given_passages, text):
    """Each is a piece of its passage from one sentence's start to another's end, within limits."""
    made = [
        found(passage(*(s for s, _ in sentences), name=f"d#s.{i}", kind=kind),
              *(x for _, x in sentences), score=score)
        for i, (sentences, score, kind) in enumerate(given_passages)
    ]
    chosen = select(analyse(text), made)
    assert len(chosen) <= MAX_STATEMENTS
    assert sum(len(s.text) for s in chosen[1:]) <= MAX_CHARS
    assert bool(chosen) == bool(made)
    for statement in chosen:
        p = statement.passage
        assert statement.text == p.text[statement.start - p.start : statement.end - p.start]
        assert statement.sentences[0].start == statement.start
        assert statement.sentences[-1].end == statement.end
