"""The parts under LangChain's names: Embeddings, a vector store, a retriever, a Runnable.

For those who build on LangChain; the assistant itself calls the same functions directly, since
importing LangChain takes longer than a whole answer.
"""

from __future__ import annotations

from typing import Any

from langchain_chroma import Chroma
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import ConfigDict

from assistant.assistant import Assistant
from assistant.dialogue.types import Answer, Conversation
from assistant.index.generation import Generation
from assistant.index.retrieve import retrieve
from assistant.index.types import Encoder, Scored


class EncoderEmbeddings(Embeddings):
    """The encoder as LangChain's embeddings; one text at a time, as int8 vectors demand."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A vector of length one for each text, in order."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The text's vector, of length one."""
        return [float(x) for x in self._encoder.encode(text)]


class PassageRetriever(BaseRetriever):
    """The passages that fit a question, best first: dense (Chroma) and BM25, fused.

    Each comes with its name, place and scores as metadata; ``score`` is that of ``retrieve``.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    generation: Any
    encoder: Any
    limit: int = 8

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun  # noqa: ARG002
    ) -> list[LangChainDocument]:
        found = retrieve(self.generation, self.encoder, query, self.limit)
        return [as_langchain(scored) for scored in found]


def as_langchain(scored: Scored) -> LangChainDocument:
    """The passage as LangChain's document; its id is the passage's name."""
    passage = scored.passage
    return LangChainDocument(
        id=passage.name,
        page_content=passage.text,
        metadata={
            "passage": passage.name,
            "document": passage.document,
            "section": " › ".join(passage.headings),
            "start": passage.start,
            "end": passage.end,
            "score": scored.score,
            "dense": scored.dense,
            "lexical": scored.lexical,
        },
    )


def vector_store(generation: Generation, encoder: Encoder) -> Chroma:
    """The generation's Chroma collection as LangChain's vector store, for searching only."""
    collection = generation.collection()
    return Chroma(
        client=collection.client,
        collection_name=collection.name,
        embedding_function=EncoderEmbeddings(encoder),
        create_collection_if_not_exists=False,
    )


def runnable(assistant: Assistant) -> Runnable[dict[str, Any], Answer]:
    """The assistant as a Runnable over ``{"turns": ["…", …]}``; gives the last turn's answer."""

    def ask(value: dict[str, Any]) -> Answer:
        turns = tuple(value["turns"])
        return assistant.ask(Conversation(turns[:-1]), turns[-1])

    return RunnableLambda(ask)
