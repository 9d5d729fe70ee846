"""What the form of a question adds to sentences of the form of its answer."""

from __future__ import annotations

from pieces import passage, stems

from assistant.dialogue.bonus import bonus
from assistant.dialogue.question import analyse


def test_the_list_that_announces_what_is_asked_is_preferred():
    """The noun in the lead-in counts, and so does the number."""
    asked = analyse("Which two questions decide?")
    two = passage("It comes down to two questions:", "who", "what", kind="list")
    five = passage("It comes down to five questions:", "who", "what", kind="list")
    steps = passage("There are two steps:", "who", "what", kind="list")
    assert bonus(asked, two, 0, stems) > bonus(asked, steps, 0, stems) >= bonus(asked, five, 0, stems)


def test_a_question_across_all_options_prefers_rows():
    """A row of a table has them side by side."""
    asked = analyse("What does each model cost?")
    row, text = passage("little", "much", kind="row"), passage("It costs much.")
    assert bonus(asked, row, 0, stems) > bonus(asked, text, 0, stems)
    about = passage("little", "much", kind="row", labels=("Cost · Outstaffing", "Cost · Outsourcing"))
    assert bonus(asked, about, 0, stems) > bonus(asked, row, 0, stems)


def test_a_definition_prefers_the_sentence_that_defines():
    """A sentence that begins with what the term is beats one that only has it."""
    asked = analyse("What is a squad?")
    assert bonus(asked, passage("A squad is a team."), 0, stems) > bonus(
        asked, passage("Teams like a squad."), 0, stems
    )


def test_a_row_on_another_matter_gains_nothing_by_a_like_beginning():
    """A contract is no control, though both begin alike."""
    asked = analyse("How good is the contract with freelancers?")

    def gain(dimension: str) -> float:
        row = passage("High", kind="row", labels=[f"{dimension} · Freelancers"])
        return bonus(asked, row, 0, stems)

    assert gain("Contracts") > gain("Control") == gain("Speed")
