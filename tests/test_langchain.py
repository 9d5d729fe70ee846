"""The parts under LangChain's names do what the parts themselves do."""

from __future__ import annotations

import pytest

from assistant.dialogue.types import Conversation
from assistant.index.retrieve import retrieve

QUESTION = "Who employs outstaffed workers?"


@pytest.fixture(scope="module")
def parts():
    """The module, which takes a while to import."""
    from assistant import langchain

    return langchain


def test_the_retriever_finds_what_the_assistant_finds(parts, assistant, encoder):
    """Order, text and scores are those of ``retrieve``."""
    retriever = parts.PassageRetriever(generation=assistant.generation, encoder=encoder, limit=5)
    found = retriever.invoke(QUESTION)
    expected = retrieve(assistant.generation, encoder, QUESTION, 5)
    assert [(d.id, d.page_content) for d in found] == [
        (s.passage.name, s.passage.text) for s in expected
    ]
    assert [d.metadata["score"] for d in found] == [s.score for s in expected]


def test_the_embeddings_are_the_encoders(parts, encoder):
    """One text or many, each has the encoder's own vector."""
    embeddings = parts.EncoderEmbeddings(encoder)
    expected = encoder.encode(QUESTION).tolist()
    assert embeddings.embed_query(QUESTION) == expected
    assert embeddings.embed_documents(["other", QUESTION])[1] == expected


def test_the_vector_store_searches_the_generation(parts, assistant, encoder):
    """LangChain's own search over the collection finds passages of the corpus."""
    store = parts.vector_store(assistant.generation, encoder)
    found = store.similarity_search(QUESTION, k=3)
    assert len(found) == 3
    assert all(assistant.generation.position(d.id) is not None for d in found)


def test_the_runnable_answers_a_conversation(parts, assistant):
    """The last turn is answered, the earlier ones being the conversation."""
    turns = ["Should I outstaff QA?", "Nobody here can manage testers."]
    answer = parts.runnable(assistant).invoke({"turns": turns})
    assert answer == assistant.ask(Conversation(tuple(turns[:-1])), turns[-1])
