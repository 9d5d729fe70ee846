"""Chroma's engine without its client finds what the client finds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.index import chroma
from assistant.index.chroma import CHROMA, COLLECTION, PassageCollection
from assistant.index.chroma_native import NativeCollection, OtherInterface
from assistant.index.opening import open_current
from assistant.settings import Settings

QUESTIONS = ("What is outstaffing?", "Who manages the people?", "What does a bad hire cost?")


@pytest.fixture(scope="module")
def folder(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped corpus's collection."""
    with open_current(settings.index) as generation:
        source = settings.index / generation.name / CHROMA
    return Path(shutil.copytree(source, tmp_path_factory.mktemp("native") / CHROMA))


@pytest.fixture
def native(folder: Path) -> Iterator[PassageCollection]:
    """The collection as it is opened for reading."""
    opened = PassageCollection.open(folder)
    yield opened
    opened.close()


def _client(folder: Path, monkeypatch: pytest.MonkeyPatch) -> PassageCollection:
    """The collection where the engine is not as expected."""

    def other(*_: object) -> NativeCollection:
        raise OtherInterface

    monkeypatch.setattr(chroma, "NativeCollection", other)
    return PassageCollection.open(folder)


def test_the_client_finds_the_same(native, folder, encoder, monkeypatch):
    """Names, order and cosines are those that Chroma's client gives, which stands in for it."""
    found = [native.nearest(encoder.encode(q), 20) for q in QUESTIONS]
    count = native.count()
    client = _client(folder, monkeypatch)

    assert [client.nearest(encoder.encode(q), 20) for q in QUESTIONS] == found
    assert client.count() == count
    client.close()


def test_an_engine_that_has_changed_is_left(native, encoder, monkeypatch):
    """Where a search of the engine takes other arguments, the client goes on."""
    found = native.nearest(encoder.encode(QUESTIONS[0]), 5)

    class Changed:
        def query(self) -> None: ...

    monkeypatch.setattr(native._native, "_engine", Changed())
    assert native.nearest(encoder.encode(QUESTIONS[0]), 5) == found
    assert native._native is None


def test_searching_writes_nothing(native, folder, encoder):
    """The collection's files are the same bytes after a search."""
    before = {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    native.nearest(encoder.encode(QUESTIONS[0]), 5)
    after = {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert {n: b for n, b in after.items() if n in before} == before


def test_another_collection_is_not_opened(folder):
    """A name that is not there is for the client to complain of."""
    with pytest.raises(OtherInterface):
        NativeCollection(folder, COLLECTION + "s")


def test_a_vector_without_a_direction_finds_nothing(native):
    """Infinities are not sent to the engine."""
    assert native.nearest(np.full(384, np.inf, dtype=np.float32), 5) == []
