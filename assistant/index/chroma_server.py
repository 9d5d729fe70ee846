"""Collections kept by a Chroma server: ``ASSISTANT_CHROMA_URL``.

Every generation has a collection of its own, named after it; the generation's folder holds that
name in ``chroma-server.json``, beside the texts, the words and the vectors that exact scores are
computed from. The server finds candidates. Where it is down or silent, all vectors are compared
here instead: answers stay exact, and a notice says what to do.

Chroma's client waits for ever. Here a server is asked for a sign of life first, every request has
a time limit, and so has every call as a whole, against a server that sends a byte at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import AssistantError, IndexDamaged, ServerUnavailable
from assistant.index.chroma import PassageCollection, graph, quiet_settings
from assistant.index.chroma_failures import names_function
from assistant.index.deadline import within

if TYPE_CHECKING:
    from chromadb.api.client import Client

SERVER_FILE = "chroma-server.json"
INGEST_SECONDS = 120.0
"""For a call of an ingest, which stores hundreds of passages at once."""

_PORTS = {"http": 8000, "https": 443}


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where a server is, and how long one call to it may take."""

    url: str
    seconds: float

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in _PORTS or not urlsplit(self.url).hostname:
            message = (
                f"ASSISTANT_CHROMA_URL is {self.url!r}, which is no address of a Chroma server. "
                "Set it to one, for example http://127.0.0.1:8000, or unset it."
            )
            raise ServerUnavailable(message)


def configured() -> ChromaServer | None:
    """The server that the settings name, or None: vectors are then kept in files."""
    from assistant.settings import settings_in_force

    settings = settings_in_force()
    if not settings.chroma_url:
        return None
    return ChromaServer(settings.chroma_url.rstrip("/"), settings.chroma_seconds)


def collection_of(folder: Path) -> str | None:
    """The name of the collection of the generation in ``folder``; None if it is in files."""
    try:
        name = json.loads((folder / SERVER_FILE).read_bytes())["collection"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError) as error:
        message = f"{SERVER_FILE} of {folder.name} is damaged ({error}). Run: python ingest.py"
        raise IndexDamaged(message) from error
    return str(name)


def create(server: ChromaServer, folder: Path, count: int) -> PassageCollection:
    """A new empty collection for the ``count`` passages of the generation in ``folder``."""
    name = f"passages-{folder.name}"
    (folder / SERVER_FILE).write_text(json.dumps({"collection": name}), encoding="utf-8")
    failures = partial(_failures, server, name)
    with failures():
        client = _connected(server, INGEST_SECONDS)
        create_collection = partial(
            client.create_collection,
            name, embedding_function=None, configuration={"hnsw": graph(count)},
        )
        created = within(server.seconds, server.url, create_collection)
    return PassageCollection(lambda: (client, created), failures, INGEST_SECONDS, count)


def open_collection(server: ChromaServer | None, name: str) -> PassageCollection:
    """The finished collection of that name.

    Raises ``ServerUnavailable`` when the server is not there or too slow, ``IndexDamaged`` when
    it has no such collection or one that names code to be run (CVE-2026-45829).
    """
    if server is None:
        message = (
            "The vectors of this index are on a Chroma server. Set ASSISTANT_CHROMA_URL to its "
            "address, or run: python ingest.py"
        )
        raise ServerUnavailable(message)
    failures = partial(_failures, server, name)
    with failures():
        client = _connected(server, server.seconds)
        model = within(
            server.seconds, server.url, partial(client._server.get_collection, name)  # noqa: SLF001
        )
        if names_function([model.configuration_json, _schema(model)]):
            message = (
                f"The collection {name} on {server.url} names code to be run, which this program "
                "never wrote. Run: python ingest.py"
            )
            raise IndexDamaged(message)
        get = partial(client.get_collection, name, embedding_function=None)
        found = within(server.seconds, server.url, get)
    return PassageCollection(lambda: (client, found), failures, server.seconds)


def discard(folder: Path) -> None:
    """None; the collection of the generation in ``folder``, which is to be removed, is gone.

    Where the server cannot be asked it stays there, unused.
    """
    with suppress(Exception):
        name, server = collection_of(folder), configured()
        if name and server:
            client = _connected(server, server.seconds)
            within(server.seconds, server.url, partial(client.delete_collection, name))


def heartbeat(server: ChromaServer) -> None:
    """None. Raises ``ServerUnavailable`` when the server gives no sign of life in its time."""
    with _failures(server, ""):
        _sign_of_life(server)


def _sign_of_life(server: ChromaServer) -> None:
    import httpx

    def ask() -> None:
        httpx.get(
            f"{server.url}/api/v2/heartbeat", timeout=server.seconds, trust_env=False
        ).raise_for_status()

    within(server.seconds, server.url, ask)


def _connected(server: ChromaServer, seconds: float) -> Client:
    _sign_of_life(server)
    address = urlsplit(server.url)

    def connect() -> Client:
        import chromadb

        client: Any = chromadb.HttpClient(
            host=str(address.hostname),
            port=address.port or _PORTS[address.scheme],
            ssl=address.scheme == "https",
            settings=quiet_settings(),
        )
        client._server._session.timeout = seconds  # noqa: SLF001  (no other way to set one)
        return client  # type: ignore[no-any-return]

    return within(server.seconds, server.url, connect)


def _schema(model: Any) -> object:  # noqa: ANN401
    schema = getattr(model, "serialized_schema", None) or getattr(model, "schema", None)
    return json.loads(schema) if isinstance(schema, str) else schema


@contextmanager
def _failures(server: ChromaServer, name: str) -> Iterator[None]:
    """Nothing; whatever goes wrong inside becomes an error of ours that says what to do."""
    from chromadb.errors import NotFoundError

    try:
        yield
    except IndexDamaged:
        raise
    except NotFoundError as error:
        message = f"{server.url} has no collection {name}. Run: python ingest.py"
        raise IndexDamaged(message) from error
    except (AssistantError, Exception) as error:
        cause = str(error).rstrip(".") or type(error).__name__
        message = (
            f"The Chroma server {server.url} cannot be used ({cause}). Start it (chroma run "
            "--path FOLDER), or set ASSISTANT_CHROMA_URL to where it is; no restart is needed."
        )
        raise ServerUnavailable(message) from error
