"""What can go wrong, as a user may meet it.

    AssistantError            the message says what happened and what to do; exit status 2
    ├── CorpusError           no folder of documents, or nothing readable in it
    ├── IndexMissing          there is no index yet
    ├── IndexDamaged          the index cannot be read or is not whole
    ├── IndexMismatch         the index was made by another model or a newer format
    ├── IngestRunning         another ingest holds the lock
    ├── StorageError          the disk is full, or the index's folder cannot be written
    ├── HistoryError          kept conversations cannot be read or written
    ├── DeadlinePassed        something did not answer in time
    ├── ServerUnavailable     the Chroma server is down, silent or not configured
    ├── AccessError           the rules of who sees what cannot be read
    ├── NotAllowed            this person may not ask, or not so often
    ├── ModelError            the embedding model is missing or is not the one expected
    ├── RulebookError         the rulebook is invalid, or its evidence is not in the corpus
    └── InputError            the question or the arguments cannot be used
"""

from __future__ import annotations


class AssistantError(Exception):
    """Base of all expected failures; ``str()`` is a sentence for the user."""


class CorpusError(AssistantError):
    """The folder of documents is missing, empty or holds nothing readable."""


class IndexMissing(AssistantError):
    """No index has been built at the given place."""


class IndexDamaged(AssistantError):
    """The index exists but is not whole."""


class IndexMismatch(AssistantError):
    """The index was made by another model or by a newer version."""


class IngestRunning(AssistantError):
    """Another process is building this index."""


class StorageError(AssistantError):
    """The disk is full, or the folder of the index cannot be written."""


class HistoryError(AssistantError):
    """The file of kept conversations cannot be read or written."""


class DeadlinePassed(AssistantError):
    """Something that was asked did not answer in time."""


class ServerUnavailable(AssistantError):
    """The Chroma server is down, silent or not configured."""


class AccessError(AssistantError):
    """The rules of who sees what cannot be read."""


class NotAllowed(AssistantError):
    """This person may not ask, or not so often."""


class ModelError(AssistantError):
    """The embedding model cannot be found, verified or exported."""


class RulebookError(AssistantError):
    """A data file of the domain is invalid or contradicts the corpus."""


class InputError(AssistantError):
    """What the user typed cannot be worked with."""
