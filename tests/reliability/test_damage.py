"""Files that are damaged bit by bit: found, or without harm."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from fakes import FakeEncoder
from test_disk import READ, run
from workplaces import Workplace

from assistant.errors import IndexDamaged
from assistant.index.opening import open_current

ROOT = Path(__file__).parents[2]
ENCODE = FakeEncoder().encode
FLIPS_PER_FILE = 4


def answers(index: Path) -> tuple[str, list[str]]:
    """The generation that answers and what it says of every document."""
    with open_current(index) as generation:
        found = [p for p, _ in generation.nearest(ENCODE("vendor"), 99)]
        found += [p for p, _ in generation.lexical("vendor rate tests").top(99)]
        texts = [p.text for p in generation.passages(found)]
        texts += [d.text for n in generation.documents() if (d := generation.document(n))]
        return generation.name, texts


def test_09_a_flipped_bit_anywhere_is_found_or_does_no_harm(
    ingested: Workplace, tmp_path: Path
) -> None:
    """Answers are those of before, of the generation before, or an error; never other words.

    Chroma's own database is left to its own test: it is read in a process of its own.
    """
    folder = ingested.generation_folder()
    _, expected = answers(ingested.index)
    random.seed(20)
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.stat().st_size]
    assert len(files) > 8
    harmless = found = 0
    for file in files:
        if file.parent.parent.name == "chroma" or file.name == "chroma.sqlite3":
            continue
        content = file.read_bytes()
        for _ in range(FLIPS_PER_FILE):
            damaged = bytearray(content)
            damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
            file.write_bytes(damaged)
            try:
                _, texts = answers(ingested.index)
                assert set(texts) <= set(expected), file
                harmless += 1
            except IndexDamaged:
                found += 1
        file.write_bytes(content)
    assert found > harmless
    assert answers(ingested.index)[1] == expected


@pytest.mark.slow
def test_09_11_chroma_damaged_anywhere_never_ends_the_app(
    ingested: Workplace, tmp_path: Path
) -> None:
    """Bits of its graph and database are flipped, files halved or filled with noise.

    Whatever Chroma does then it does to a process that was told first: a reader ends with an
    answer of the right words, or with an error of ours, never by a signal.
    """
    folder = ingested.generation_folder()
    random.seed(11)
    files = [p for p in sorted((folder / "chroma").rglob("*")) if p.is_file() and p.stat().st_size]
    _, expected = answers(ingested.index)
    for file in files:
        content = file.read_bytes()
        flipped = bytearray(content)
        for _ in range(20):
            flipped[random.randrange(len(flipped))] ^= 255
        noise = bytes(random.randrange(256) for _ in range(len(content)))
        for damaged in (bytes(flipped), content[: len(content) // 2], noise):
            file.write_bytes(damaged)
            status, told = run(READ, ingested.index)
            assert status in {0, 1}, (file.name, status, told[-500:])
            if status == 0:
                assert set(json.loads(told.splitlines()[-1])["texts"]) <= set(expected)
            else:
                assert "IndexDamaged" in told, (file.name, told[-500:])
        file.write_bytes(content)


def test_11_a_halved_graph_gives_way_to_the_former_generation(ingested: Workplace) -> None:
    """What would end the process is told by its size, before Chroma opens it."""
    former = ingested.generation_folder().name
    ingested.write("tools", "# Tools\n\nTests never run.\n")
    ingested.ingest()
    header = next((ingested.generation_folder() / "chroma").rglob("header.bin"))
    header.write_bytes(header.read_bytes()[: header.stat().st_size // 2])
    status, told = run(READ, ingested.index)
    assert status == 0, told
    assert json.loads(told.splitlines()[-1])["name"] == former
