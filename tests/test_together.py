"""Many who ask at once get what each alone would get, and numpy stays on one thread each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.assistant import Assistant
from assistant.citing import as_json
from assistant.dialogue.content import judgement
from assistant.dialogue.grounding import grounded, signs
from assistant.dialogue.question import analyse
from assistant.dialogue.types import Conversation

QUESTIONS = (Path(__file__).parent / "benchmarks" / "questions.txt").read_text("utf-8").splitlines()
SITUATIONS = ["Should I outstaff QA? Nobody here can manage testers.", "We need two developers."]


def _asked(assistant: Assistant, text: str) -> dict[str, object]:
    return as_json(assistant.ask(Conversation(), text))


def test_sixteen_askers_get_the_answers_of_one(settings):
    """Answers do not depend on who else asks at the same time."""
    texts = [*SITUATIONS, *QUESTIONS] * 2
    alone, shared = Assistant.open(settings), Assistant.open(settings)
    with ThreadPoolExecutor(16) as pool:
        together = list(pool.map(lambda text: _asked(shared, text), texts))
    assert together == [_asked(alone, text) for text in texts]
    alone.close()
    shared.close()


def test_products_stay_in_the_thread_that_asks(assistant):
    """An open assistant has capped numpy's library to one thread."""
    from threadpoolctl import threadpool_info

    counts = [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]
    assert counts
    assert set(counts) == {1}


def test_looking_at_fewer_words_refuses_no_more(assistant):
    """Where foreign words are left unread, reading them all would have refused as well."""
    for text in QUESTIONS:
        question, found = analyse(text), assistant.search(text)
        evidence = assistant.sources.evidence(found)
        verdict = grounded(question, found, evidence.context, evidence)
        if verdict.signs is not None:
            whole = signs(question, found, evidence.context, evidence)
            assert verdict.answers == (whole.probability >= judgement().threshold)
            assert verdict.signs.foreign <= whole.foreign
