"""A Chroma server that is there, gone, silent, wiped or hostile (``ASSISTANT_CHROMA_URL``)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fakes import FakeEncoder
from servers import ChromaRun, dripping, free_port
from workplaces import Workplace

from assistant.errors import ServerUnavailable
from assistant.index import graph
from assistant.index.build import build
from assistant.index.chroma_server import ChromaServer, heartbeat
from assistant.index.verify import verify

ENCODE = FakeEncoder().encode
MOST_SECONDS = 5

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaRun]:
    """A real server; a test that ends it starts it again."""
    running = ChromaRun(tmp_path_factory.mktemp("chroma") / "data")
    running.start()
    yield running
    running.kill()


@pytest.fixture
def served(workplace: Workplace, server: ChromaRun, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """Three documents, ingested into the server; a failure is forgotten at once."""
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", server.url)
    monkeypatch.setattr(graph, "RETRY_SECONDS", 0.0)
    workplace.ingest()
    return workplace


def collections(server: ChromaRun) -> set[str]:
    """The names of all collections on the server."""
    path = "/api/v2/tenants/default_tenant/databases/default_database/collections"
    return {found["name"] for found in httpx.get(server.url + path).json()}


def test_a_server_holds_one_collection_for_each_generation(
    served: Workplace, server: ChromaRun
) -> None:
    """Made, checked, flipped to; the one before is kept, older ones go with their folders."""
    for word in ("morning", "noon", "evening"):
        served.write("tools", f"# Tools\n\nTests run every {word}.\n")
        served.ingest()
    kept = {f"passages-{path.name}" for path in served.index.glob("gen-*")}
    assert len(kept) == 2
    mine = {name for name in collections(server) if name in kept}
    assert mine == kept
    assert not (served.generation_folder() / "chroma").exists()
    assert verify(served.generation_folder()) == ([], 1.0)
    assert served.ingest().unchanged


def test_a_server_finds_what_files_find(served: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same positions and cosines, through the same functions."""
    questions = ("who pays a vendor", "tests at night", "zebra", "fixed price")
    mine = served.open()
    there = [mine.nearest(ENCODE(q), 5) for q in questions]
    assert mine.notice == ""
    monkeypatch.delenv("ASSISTANT_CHROMA_URL")
    assert not served.ingest().unchanged
    here = served.open()
    assert (served.generation_folder() / "chroma").is_dir()
    for found, question in zip(there, questions, strict=True):
        expected = dict(here.scan(ENCODE(question), 99))
        assert [c for _, c in found] == pytest.approx([expected[p] for p, _ in found], abs=1e-5)


def test_18_a_server_that_is_killed_is_said_and_comes_back(
    served: Workplace, server: ChromaRun
) -> None:
    """Meanwhile answers are exact; afterwards the notice is gone, without a restart."""
    reader = served.open()
    expected = reader.nearest(ENCODE("vendor"), 3)
    server.kill()
    began = time.monotonic()
    found = reader.nearest(ENCODE("vendor"), 3)
    assert time.monotonic() - began < MOST_SECONDS
    assert [p for p, _ in found] == [p for p, _ in reader.scan(ENCODE("vendor"), 3)]
    assert "chroma run" in reader.notice
    began = time.monotonic()
    other = served.open()
    assert time.monotonic() - began < MOST_SECONDS
    assert server.url in other.notice
    with pytest.raises(ServerUnavailable, match="chroma run"):
        build(served.corpus, served.index, served.encoder)
    server.start()
    for one in (reader, other):
        assert one.nearest(ENCODE("vendor"), 3) == expected
        assert one.notice == ""


def test_17_a_silent_server_costs_no_more_than_its_time(
    served: Workplace, server: ChromaRun
) -> None:
    """It accepts connections and never answers: said within five seconds, then recovered."""
    reader = served.open()
    expected = reader.nearest(ENCODE("vendor"), 3)
    server.freeze()
    try:
        for _ in range(2):
            began = time.monotonic()
            assert len(reader.nearest(ENCODE("vendor"), 3)) == 3
            assert time.monotonic() - began < MOST_SECONDS
            assert reader.notice
        began = time.monotonic()
        assert served.open().notice
        assert time.monotonic() - began < MOST_SECONDS
    finally:
        server.thaw()
    assert reader.nearest(ENCODE("vendor"), 3) == expected
    assert reader.notice == ""


def test_17_a_server_that_drips_is_cut_off() -> None:
    """A byte a second satisfies every time limit between two bytes, and not that of the call."""
    with dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") as url:
        began = time.monotonic()
        with pytest.raises(ServerUnavailable, match="did not answer within 1 s"):
            heartbeat(ChromaServer(url, 1))
        assert time.monotonic() - began < MOST_SECONDS


def test_18_a_server_that_lost_its_data_is_said(served: Workplace, tmp_path: Path,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is found there, so all vectors are compared here, until the next ingest."""
    empty = ChromaRun(tmp_path / "empty")
    empty.start()
    try:
        monkeypatch.setenv("ASSISTANT_CHROMA_URL", empty.url)
        reader = served.open()
        assert len(reader.nearest(ENCODE("vendor"), 3)) == 3
        assert "ingest.py" in reader.notice
        assert not served.ingest().unchanged
        assert served.open().notice == ""
    finally:
        empty.kill()


def test_18_a_server_that_nobody_names_any_more_is_said(
    served: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its address the index still answers, and says what to set."""
    monkeypatch.delenv("ASSISTANT_CHROMA_URL")
    reader = served.open()
    assert len(reader.nearest(ENCODE("vendor"), 3)) == 3
    assert "ASSISTANT_CHROMA_URL" in reader.notice


def test_19_a_collection_that_names_a_function_is_refused(
    served: Workplace, server: ChromaRun
) -> None:
    """It is never added to nor searched, and what it names is never built."""
    name = json.loads((served.generation_folder() / "chroma-server.json").read_text())["collection"]
    path = f"{server.url}/api/v2/tenants/default_tenant/databases/default_database/collections"
    httpx.delete(f"{path}/{name}").raise_for_status()
    evil = {"type": "known", "name": "sentence_transformer",
            "config": {"model_name": "marker", "device": "cpu", "normalize_embeddings": False,
                       "kwargs": {"trust_remote_code": True}}}
    made = httpx.post(path, json={"name": name, "configuration": {"embedding_function": evil}})
    made.raise_for_status()
    reader = served.open()
    assert len(reader.nearest(ENCODE("vendor"), 3)) == 3
    assert "names code to be run" in reader.notice


@pytest.mark.parametrize("url", ["localhost:8000", "file:///etc/passwd", "http://"])
def test_an_address_that_is_none_is_said(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """Before anything is written."""
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", url)
    with pytest.raises(ServerUnavailable, match="ASSISTANT_CHROMA_URL"):
        workplace.ingest()


def test_18_an_ingest_without_its_server_keeps_the_former_index(
    ingested: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says what to do, nothing half done is left, and answers go on."""
    before = ingested.generation_folder()
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(ServerUnavailable, match="chroma run"):
        ingested.ingest()
    assert list(ingested.index.glob("gen-*")) == [before]
    assert len(ingested.open().nearest(ENCODE("vendor"), 3)) == 3


def test_01_a_kill_in_the_middle_leaves_no_collection_behind(
    served: Workplace, server: ChromaRun
) -> None:
    """The next ingest removes the collection of the one that was killed."""
    import os
    import subprocess
    import sys

    served.write("tools", "# Tools\n\nTests run every morning.\n")
    code = (
        "import sys; from pathlib import Path; from fakes import FakeEncoder\n"
        "from assistant.index.build import build; from assistant.index.verify import verify_here\n"
        "build(Path(sys.argv[1]), Path(sys.argv[2]), FakeEncoder(), check=verify_here)"
    )
    root = Path(__file__).parents[2]
    killed = subprocess.run(
        [sys.executable, "-c", code, str(served.corpus), str(served.index)],
        env=os.environ | {"ASSISTANT_FAILPOINT": "batch-added:kill",
                          "PYTHONPATH": os.pathsep.join((str(root), str(root / "tests")))},
        timeout=60, check=False,
    )
    assert killed.returncode == -9
    half = max(path.name for path in served.index.glob("gen-*"))
    assert f"passages-{half}" in collections(server)
    assert "every night" in served.open().passages_of("tools")[0].text
    served.ingest()
    assert f"passages-{half}" not in collections(server)
    assert "every morning" in served.open().passages_of("tools")[0].text
