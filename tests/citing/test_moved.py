"""A kept answer comes back as it was, and what moved since is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.assistant import Assistant
from assistant.citing.as_json import as_json
from assistant.citing.kept import packed, unpacked
from assistant.citing.moved import Moved, MovedPoints, moved
from assistant.dialogue.types import Answer, Conversation

TOLD = "Should I outstaff QA? nobody here can manage testers"


@pytest.fixture(scope="module")
def advised(assistant: Assistant) -> Answer:
    """A recommendation with reasons, flips and citations."""
    return assistant.ask(Conversation(), TOLD)


@pytest.mark.parametrize("text", [TOLD, "How do outstaffing and outsourcing differ?", "zebras?", "hi", "cheapest for 2 testers?"])
def test_kept_answer(assistant: Assistant, text: str) -> None:
    """What is kept of an answer gives the same object, the same blocks, and packs to the same."""
    answer = assistant.ask(Conversation(), text)
    again = unpacked(packed(answer))

    assert as_json(again) == as_json(answer)
    assert again.blocks == answer.blocks
    assert packed(again) == packed(answer)
    assert packed(answer).isascii()


def test_nothing_moved(advised: Answer) -> None:
    """Between an answer and itself nothing moved."""
    found = moved(advised, unpacked(packed(advised)))
    assert found == Moved(
        sources=False, rules=False, words=False, kind=None, model=None, points=(), facts=(),
        gone=(), new=(),
    )


def test_all_that_moved(advised: Answer) -> None:
    """Sources, verdict, points, facts and quotes that differ are each told, and no others."""
    assert advised.recommendation is not None
    ranking = [dict(standing) for standing in advised.recommendation["ranking"]]
    first, last = ranking[0], ranking[-1]
    assert last["ruled_out"]
    first["points"] += 2
    last["ruled_out"] = False
    before = replace(
        advised, corpus="other", markdown="other", citations=advised.citations[1:],
        recommendation={**advised.recommendation, "model": None, "ranking": ranking},
        heard=({"criterion": "scope", "value": "fixed"}, *advised.heard),
    )
    found = moved(before, advised)

    assert (found.sources, found.rules, found.words, found.kind) == (True, False, True, None)
    assert found.model == (None, advised.recommendation["model"])
    assert set(found.points) == {
        MovedPoints(first["model"], first["points"], first["points"] - 2),
        MovedPoints(last["model"], last["points"], None),
    }
    assert found.facts == (("scope", "fixed", None),)
    assert found.gone == ()
    assert [c.quote for c in found.new] == [advised.citations[0].quote]


def test_another_kind(advised: Answer, assistant: Assistant) -> None:
    """A recommendation that became another kind of answer has its kinds told, and no points."""
    found = moved(advised, assistant.ask(Conversation(), "zebras?"))
    assert found.kind == ("recommendation", "no_evidence")
    assert found.model is None
    assert found.points == ()
