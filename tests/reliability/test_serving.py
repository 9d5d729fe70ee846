"""The chat as it is served, spoken to over its websocket as a browser would."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from apart import run_apart
from chat_client import ChatClient
from servers import served
from websockets.exceptions import ConnectionClosed

from assistant.index.build import build
from assistant.index.encoder import OnnxEncoder
from assistant.index.opening import open_current
from assistant.index.verify import verify_here

pytestmark = pytest.mark.slow

QUESTION = "What does a ferry carry?"
FLIPS = 25
ANSWERS = 3
SESSIONS = 3


class Place:
    """A corpus of one document, its index, and the chat that is served from it."""

    def __init__(self, folder: Path, encoder: OnnxEncoder) -> None:
        self.corpus, self.index, self.encoder = folder / "corpus", folder / "index", encoder
        self.corpus.mkdir()
        self.url = ""

    def ingest(self, number: int) -> None:
        """None; the document now says that number in both of its paragraphs."""
        (self.corpus / "a.md").write_text(
            f"# Ferries\n\nA ferry carries {number} cars across the strait.\n\n"
            f"## Back\n\nA ferry carries {number} cars on its way back.\n"
        )
        build(self.corpus, self.index, self.encoder, check=verify_here)


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory, encoder: OnnxEncoder, environment: Mapping[str, str]
) -> Iterator[Place]:
    """The chat over a corpus that tests change."""
    here = Place(tmp_path_factory.mktemp("served"), encoder)
    here.ingest(7)
    changed = {
        "ASSISTANT_CORPUS": str(here.corpus),
        "ASSISTANT_INDEX": str(here.index),
        "ASSISTANT_AUDIT": str(here.index.parent / "audit.jsonl"),
        "ASSISTANT_QUESTIONS_PER_MINUTE": "1000",
    }
    with served({**environment, **changed}) as here.url:
        yield here


def numbers_in(answer: object) -> set[int]:
    """The numbers of cars that an answer speaks of."""
    words = json.dumps(answer).replace('"', " ").split()
    return {int(before) for before, word in pairwise(words)
            if word.startswith("cars") and before.isdigit()}


def test_04_flips_under_busy_sessions_never_mix(place: Place) -> None:
    """Each answer is of one generation, none fails, and the newest is answered from at the end."""

    async def busy(stop: asyncio.Event) -> list[set[int]]:
        seen = []
        async with ChatClient(place.url) as client:
            while not stop.is_set() or len(seen) <= ANSWERS:
                answer = await client.ask(QUESTION)
                assert answer["kind"] == "answer", answer
                seen.append(numbers_in(answer))
                if len(client.answers) > 20:
                    await client.ask("start over")
        return seen

    async def flipping(stop: asyncio.Event) -> None:
        try:
            for number in range(100, 100 + FLIPS):
                await asyncio.to_thread(place.ingest, number)
        finally:
            stop.set()

    async def both() -> list[list[set[int]]]:
        stop = asyncio.Event()
        *seen, _ = await asyncio.gather(*(busy(stop) for _ in range(SESSIONS)), flipping(stop))
        async with ChatClient(place.url) as client:
            assert numbers_in(await client.ask(QUESTION)) == {100 + FLIPS - 1}
        return seen

    for seen in run_apart(both()):
        assert all(len(numbers) == 1 for numbers in seen), seen
        first, *_, last = (min(numbers) for numbers in seen)
        assert first <= last


def test_38_two_sessions_never_cross(place: Place) -> None:
    """Two who ask at the same time see their own messages and answers only."""

    async def session(own: str, other: str) -> None:
        async with ChatClient(place.url) as client:
            for n in range(5):
                answer = await client.ask(f"What does a ferry carry, asks {own} for the {n}. time?")
                assert own in json.dumps([answer, client.texts])
                assert other not in json.dumps([client.shown, client.texts])
            assert len(client.answers) == 5

    async def both() -> None:
        await asyncio.gather(session("anna", "bert"), session("bert", "anna"))

    run_apart(both())


@pytest.mark.parametrize(
    ("origin", "host", "status"),
    [
        ("http://{own}", "{own}", 101),
        ("http://evil.example", "{own}", 403),
        ("http://evil.example", "evil.example", 403),
        ("http://{own}.evil.example", "{own}", 403),
        ("null", "{own}", 403),
    ],
)
def test_39_a_foreign_page_cannot_connect(
    place: Place, origin: str, host: str, status: int
) -> None:
    """Neither with its own origin nor under a name of its own that leads here (DNS rebinding)."""
    own = urlsplit(place.url).netloc
    asked = "\r\n".join((
        "GET /_stcore/stream HTTP/1.1", f"Host: {host.format(own=own)}",
        f"Origin: {origin.format(own=own)}", "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", "", "",
    ))
    with socket.create_connection(("127.0.0.1", urlsplit(place.url).port), 10) as connected:
        connected.sendall(asked.encode())
        assert connected.recv(100).split()[1] == str(status).encode()


@pytest.mark.parametrize(
    "text",
    ["", " \n", "\0", "a\0b", "x" * 50_000, "\u202e", "?" * 4000, "(" * 4000, "<!--" * 1000],
    ids=["empty", "blank", "nul", "inner nul", "long", "bidi", "marks", "brackets", "comments"],
)
def test_37_any_message_ends_in_an_answer_or_a_refusal(place: Place, text: str) -> None:
    """In bounded time, without a traceback, and the session goes on."""

    async def ask() -> None:
        async with ChatClient(place.url) as client:
            began = time.monotonic()
            shown = await client.ask(text)
            assert time.monotonic() - began < 30
            assert shown["kind"] in {"failed", "help", "no_evidence", "answer"}
            assert "Traceback" not in json.dumps(client.shown)
            assert (await client.ask(QUESTION))["kind"] == "answer"

    run_apart(ask())


def test_37_bytes_that_are_no_message_cost_only_their_own_session(place: Place) -> None:
    """Garbage and a surrogate's half are refused; others go on."""

    async def send() -> None:
        for content in (b"\xff" * 100, b"\x5a\x04\x0a\x02\xed\xa0"):
            async with ChatClient(place.url) as client:
                await client.send(content)
                try:
                    await client.ask(QUESTION)
                except ConnectionClosed:
                    continue
        async with ChatClient(place.url) as client:
            assert (await client.ask(QUESTION))["kind"] == "answer"

    run_apart(send())


def get(url: str) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and body of what is served there."""
    try:
        with urllib.request.urlopen(url) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize("path", ["", "healthz", "static/nowhere.js", "_stcore/health"])
def test_every_response_tells_the_browser_what_it_may_load(place: Place, path: str) -> None:
    """Nothing from elsewhere, in no frame of another page, and no address is passed on."""
    _, headers, _ = get(place.url + path)
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert "unsafe" not in policy["script-src"]
    assert "http" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_what_streamlit_measures_is_nobodys_business(place: Place) -> None:
    """The process's metrics are not served."""
    assert get(f"{place.url}_stcore/metrics")[0] == 404
    assert get(f"{place.url}_stcore/metrics/")[0] == 404


def test_the_health_endpoint_tells_what_is_served(place: Place) -> None:
    """Without a path or a text; 503 while no index can be opened, and again 200 after."""
    status, _, body = get(f"{place.url}healthz")
    with open_current(place.index) as generation:
        assert (status, json.loads(body)) == (
            200, {"status": "ok", "generation": generation.name, "passages": generation.count}
        )
    aside = place.index.with_name("aside")
    place.index.rename(aside)
    try:
        time.sleep(2.1)  # a finding is kept for two seconds
        status, _, body = get(f"{place.url}healthz")
        assert (status, json.loads(body)["status"]) == (503, "unavailable")
        assert str(place.index).encode() not in body
    finally:
        shutil.rmtree(place.index, ignore_errors=True)
        aside.rename(place.index)
    time.sleep(2.1)
    assert get(f"{place.url}healthz")[0] == 200


def test_the_audit_tells_who_asked_what(place: Place) -> None:
    """One line of JSON for each answer, readable by its owner alone."""

    async def ask() -> None:
        async with ChatClient(place.url) as client:
            await client.ask("What does the audited ferry carry?")

    run_apart(ask())
    file = place.index.parent / "audit.jsonl"
    events = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    mine = [e for e in events if e["question"] == "What does the audited ferry carry?"]
    assert [(e["event"], e["documents"], e["reader"]) for e in mine] == [("answered", ["a"], "")]
    assert file.stat().st_mode & 0o077 == 0


def test_a_copy_made_while_serving_is_a_backup(place: Place, tmp_path: Path) -> None:
    """Copied during ingests and opened elsewhere, it is whole: one generation, exactly."""

    async def copying() -> list[Path]:
        copies = []
        flips = asyncio.create_task(asyncio.to_thread(lambda: [place.ingest(n) for n in range(3)]))
        while not flips.done():
            copy = tmp_path / f"copy-{len(copies)}"
            await asyncio.to_thread(
                shutil.copytree, place.index, copy, ignore_dangling_symlinks=True
            )
            copies.append(copy)
        await flips
        return copies

    try:
        copies = run_apart(copying())
    except shutil.Error:  # a generation was pruned under the copy, as the README tells: again
        copies = [Path(shutil.copytree(place.index, tmp_path / "again"))]
    assert copies
    for copy in copies:
        with open_current(copy, place.encoder.name) as generation:
            texts = {p.text.split()[3] for p in generation.passages_of("a")}
            assert len(texts) == 1
            assert len(generation.nearest(place.encoder.encode(QUESTION), 9)) == generation.count
