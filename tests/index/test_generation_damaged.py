"""A generation that is not what it was: refused, or given way to the former one."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import FakeEncoder
from workplaces import Workplace

from assistant.errors import IndexDamaged
from assistant.index.manifest import MANIFEST
from assistant.index.verify import verify

ENCODE = FakeEncoder().encode


@pytest.mark.parametrize("content", [None, b"", b"\xff\x00garbage", b"gen-1", b"../../etc"])
def test_12_a_bad_pointer_serves_the_newest_whole_generation(
    ingested: Workplace, content: bytes | None
) -> None:
    """And the notice says so."""
    pointer = ingested.index / "CURRENT"
    name = pointer.read_text().strip()
    pointer.unlink()
    if content is not None:
        pointer.write_bytes(content)
    generation = ingested.open()
    assert generation.name == name
    assert "ingest.py" in generation.notice


def test_12_a_dangling_pointer_serves_the_newest_whole_generation(ingested: Workplace) -> None:
    """A pointer to a generation that is gone is like none."""
    name = ingested.generation_folder().name
    (ingested.index / "CURRENT").write_text("gen-20990101T000000000000-00000000")
    assert ingested.open().name == name
    assert ingested.open().notice


def sqlite_gone(folder: Path) -> None:
    """Chroma's database is gone."""
    (folder / "chroma" / "chroma.sqlite3").unlink()


def sqlite_zeroed(folder: Path) -> None:
    """Chroma's database is empty."""
    (folder / "chroma" / "chroma.sqlite3").write_bytes(b"")


def sqlite_garbage(folder: Path) -> None:
    """Chroma's database is no database."""
    path = folder / "chroma" / "chroma.sqlite3"
    path.write_bytes(b"garbage" * (path.stat().st_size // 7))


def graph_gone(folder: Path) -> None:
    """The folder of the graph is gone."""
    for path in (folder / "chroma").iterdir():
        if path.is_dir():
            shutil.rmtree(path)


def texts_cut(folder: Path) -> None:
    """The texts end early."""
    path = folder / "texts.sqlite"
    path.write_bytes(path.read_bytes()[:5000])


def texts_gone(folder: Path) -> None:
    """The texts are gone."""
    (folder / "texts.sqlite").unlink()


def vectors_cut(folder: Path) -> None:
    """The vectors end early."""
    path = folder / "contextual.npy"
    path.write_bytes(path.read_bytes()[:-64])


def words_gone(folder: Path) -> None:
    """The word index is gone."""
    shutil.rmtree(folder / "bm25")


def manifest_cut(folder: Path) -> None:
    """The manifest ends early."""
    path = folder / MANIFEST
    path.write_bytes(path.read_bytes()[:100])


def manifest_altered(folder: Path) -> None:
    """A number in the manifest is another."""
    path = folder / MANIFEST
    raw = json.loads(path.read_text())
    raw["manifest"]["passages"] -= 1
    path.write_text(json.dumps(raw))


def vectors_deleted(folder: Path) -> None:
    """A passage is gone from Chroma."""
    with sqlite3.connect(folder / "chroma" / "chroma.sqlite3") as db:
        db.execute("DELETE FROM embeddings WHERE id = 1")
    db.close()


def function_stored(folder: Path) -> None:
    """A configuration that would make Chroma build a class of someone else's choice."""
    with sqlite3.connect(folder / "chroma" / "chroma.sqlite3") as db:
        (schema,) = db.execute("SELECT schema_str FROM collections").fetchone()
        evil = '{"type":"known","name":"default","config":{}}'
        db.execute(
            "UPDATE collections SET schema_str = ?", (schema.replace('{"type":"legacy"}', evil),)
        )
    db.close()


DAMAGES = [
    sqlite_gone,
    sqlite_zeroed,
    sqlite_garbage,
    graph_gone,
    texts_cut,
    texts_gone,
    vectors_cut,
    words_gone,
    manifest_cut,
    manifest_altered,
    vectors_deleted,
    function_stored,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: d.__name__)
def test_08_10_19_a_damaged_generation_is_refused(
    ingested: Workplace, damage: Callable[[Path], None]
) -> None:
    """Alone it is an error that says what to do; never an empty or half answer."""
    damage(ingested.generation_folder())
    with pytest.raises(IndexDamaged, match=r"python ingest\.py"):
        ingested.open()


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: d.__name__)
def test_08_10_19_a_damaged_generation_gives_way_to_the_former(
    ingested: Workplace, damage: Callable[[Path], None]
) -> None:
    """The former one is served with a notice, and the next ingest repairs."""
    former = ingested.generation_folder().name
    ingested.write("tools", "# Tools\n\nTests never run.\n")
    ingested.ingest()
    damage(ingested.generation_folder())
    generation = ingested.open()
    assert generation.name == former
    assert "ingest.py" in generation.notice
    assert not ingested.ingest().unchanged
    repaired = ingested.open()
    assert repaired.notice == ""
    assert "never" in repaired.passages_of("tools")[0].text


@pytest.mark.parametrize("table", ["passages", "documents"])
def test_09_an_altered_text_is_never_quoted(ingested: Workplace, table: str) -> None:
    """A changed character in the stored texts is damage, not a quote."""
    with sqlite3.connect(ingested.generation_folder() / "texts.sqlite") as db:
        db.execute(f"UPDATE {table} SET text = replace(text, 'two weeks', 'ten weeks')")
    db.close()
    with pytest.raises(IndexDamaged):
        ingested.open().passages_of("vendors")


@pytest.mark.parametrize("change", [
    "UPDATE passages SET first_sentence = -1 WHERE position = 1",
    "UPDATE passages SET first_sentence = 999999 WHERE position = 1",
    "UPDATE passages SET first_sentence = 'two' WHERE position = 1",
    "UPDATE passages SET first_sentence = NULL WHERE position = 1",
    "UPDATE passages SET first_sentence = first_sentence + 1 WHERE position = 0",
    "DELETE FROM passages WHERE position = 1",
])
def test_09_sentences_of_other_passages_are_never_compared(
    ingested: Workplace, change: str
) -> None:
    """Where the passages do not divide the sentences among them, that is damage."""
    with sqlite3.connect(ingested.generation_folder() / "texts.sqlite") as db:
        db.execute(change)
    db.close()
    with pytest.raises(IndexDamaged):
        ingested.open().sentence_cosines(ENCODE("vendor"), [0])


def test_09_a_shifted_passage_is_never_quoted(ingested: Workplace) -> None:
    """Nor is one whose own sentences are not those that were compared."""
    with sqlite3.connect(ingested.generation_folder() / "texts.sqlite") as db:
        db.execute("UPDATE passages SET first_sentence = first_sentence - 1 WHERE position = 1")
    db.close()
    with pytest.raises(IndexDamaged):
        ingested.open().passage(0)


@pytest.mark.parametrize(
    "name", ["bare.npy", "contextual.npy", "sentences.npy", "bm25/data.csc.index.npy"]
)
def test_09_the_check_finds_a_single_altered_byte(ingested: Workplace, name: str) -> None:
    """In any of the files that a generation is made of."""
    folder = ingested.generation_folder()
    assert verify(folder) == ([], 1.0)
    content = bytearray((folder / name).read_bytes())
    content[-5] ^= 1
    (folder / name).write_bytes(content)
    problems, recall = verify(folder)
    assert problems == [f"{name} of {folder.name} is not as it was written. Run: python ingest.py"]
    assert recall == 0


def test_a_graph_that_fails_while_it_is_used_gives_way_to_comparing(ingested: Workplace) -> None:
    """Answers stay exact, Chroma is asked nothing more, and the notice says so."""
    generation = ingested.open()
    expected = [position for position, _ in generation.scan(ENCODE("vendor"), 3)]
    for path in (ingested.generation_folder() / "chroma").glob("*/*"):
        path.unlink()
    with sqlite3.connect(ingested.generation_folder() / "chroma" / "chroma.sqlite3") as db:
        db.execute("DROP TABLE segments")
    db.close()
    assert [position for position, _ in generation.nearest(ENCODE("vendor"), 3)] == expected
    assert not generation.graph_is_good
    assert "ingest.py" in generation.notice


def test_an_opening_that_failed_can_be_tried_again(ingested: Workplace) -> None:
    """Once the cause is gone the same process opens the same generation."""
    database = ingested.generation_folder() / "chroma" / "chroma.sqlite3"
    content = database.read_bytes()
    with sqlite3.connect(database) as db:
        db.execute("UPDATE migrations SET hash = 'other'")
    db.close()
    with pytest.raises(IndexDamaged):
        ingested.open()
    database.write_bytes(content)
    assert ingested.open().nearest(ENCODE("vendor"), 1)
