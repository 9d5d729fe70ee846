"""The stacks that are run: scripts with the same commands, each in a process of its own."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack: its name, the module that says whether it is installed, and its script."""

    name: str
    module: str
    script: str

    def is_installed(self) -> bool:
        """Whether it can be run here."""
        try:
            return importlib.util.find_spec(self.module) is not None
        except ModuleNotFoundError:
            return False

    def command(self, *arguments: object) -> list[str]:
        """The command line that runs the script."""
        return [sys.executable, str(HERE / self.script), *map(str, arguments)]


OURS = Stack("this project", "assistant", "ours.py")
LANGCHAIN = Stack("LangChain", "langchain_huggingface", "plain_langchain.py")
PEERS = (
    LANGCHAIN,
    Stack("LlamaIndex", "llama_index.embeddings.huggingface", "plain_llamaindex.py"),
    Stack("Haystack", "haystack_integrations.document_stores.chroma", "plain_haystack.py"),
    Stack("txtai", "txtai", "plain_txtai.py"),
)
