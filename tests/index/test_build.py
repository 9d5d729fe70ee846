"""Ingest: only what changed is encoded, and nothing is lost when it fails."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from fakes import FakeEncoder
from workplaces import Workplace

from assistant.errors import CorpusError, IndexDamaged, IndexMismatch, StorageError
from assistant.index import store
from assistant.index.build import Progress, build
from assistant.index.manifest import FORMAT, MANIFEST, read_manifest, to_json
from assistant.index.types import Vector
from assistant.index.verify import verify_here


def test_a_first_ingest_holds_every_document(ingested: Workplace) -> None:
    """All files are read, and their documents are found by name."""
    generation = ingested.open()
    assert generation.documents() == ("people", "tools", "vendors")
    assert [f.file for f in generation.manifest.files] == ["people.md", "tools.md", "vendors.md"]
    assert all(f.status == "read" and f.passages for f in generation.manifest.files)


def test_20_an_unchanged_corpus_is_not_encoded_and_keeps_its_generation(ingested: Workplace) -> None:
    """The second run encodes nothing, makes nothing, and says so."""
    before = store.current_name(ingested.index)
    report = ingested.ingest()
    assert report.unchanged
    assert report.encoded == 0
    assert ingested.encoder.texts == []
    assert store.current_name(ingested.index) == before == report.generation
    assert len(list(ingested.index.glob("gen-*"))) == 1


def test_21_a_changed_file_is_encoded_alone(ingested: Workplace) -> None:
    """Only texts of the changed document reach the encoder."""
    ingested.write("tools", "# Tools\n\nTests run every morning.\n")
    report = ingested.ingest()
    assert (report.changed, report.added, report.removed) == (("tools",), (), ())
    assert ingested.encoder.texts
    assert all("morning" in text for text in ingested.encoder.texts)
    assert "every morning" in ingested.open().passages_of("tools")[0].text


def test_what_a_document_says_of_itself_is_a_change(ingested: Workplace) -> None:
    """Other front matter over the same words makes a new generation with nothing to encode."""
    before = ingested.open().fingerprint
    old = (ingested.corpus / "vendors.md").read_text(encoding="utf-8")
    ingested.write("vendors", old.replace("publisher: Nobody", "publisher: Someone"))
    report = ingested.ingest()
    assert report.changed == ("vendors",)
    assert report.encoded == 0
    assert ingested.open().fingerprint != before


def test_21_an_added_and_a_removed_file(ingested: Workplace) -> None:
    """The one appears, the other disappears."""
    ingested.write("costs", "# Costs\n\nRates differ.\n")
    (ingested.corpus / "people.md").unlink()
    report = ingested.ingest()
    assert (report.changed, report.added, report.removed) == ((), ("costs",), ("people",))
    assert ingested.open().documents() == ("costs", "tools", "vendors")


def test_21_a_renamed_file_is_encoded_from_what_is_known(ingested: Workplace) -> None:
    """The same words under another name are reused."""
    (ingested.corpus / "people.md").rename(ingested.corpus / "persons.md")
    report = ingested.ingest()
    assert (report.added, report.removed) == (("persons",), ("people",))
    assert report.encoded == 0


def test_24_25_a_file_that_cannot_be_read_is_named_and_the_rest_goes_in(workplace: Workplace) -> None:
    """One bad file of four costs that one, and is read again once it is repaired."""
    (workplace.corpus / "bad.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    report = workplace.ingest()
    bad = next(f for f in report.files if f.file == "bad.txt")
    assert bad.status == "failed"
    assert bad.reason
    assert len(workplace.open().documents()) == 3
    (workplace.corpus / "bad.txt").write_text("Now it is a text.\n", encoding="utf-8")
    assert workplace.ingest().added == ("bad",)


@pytest.mark.parametrize("state", ["missing", "empty", "blank"])
def test_26_nothing_to_read_keeps_the_former_index(ingested: Workplace, state: str) -> None:
    """A corpus folder that is gone, empty or blank is an error, and answers go on."""
    for path in ingested.corpus.iterdir():
        path.write_text("", encoding="utf-8") if state == "blank" else path.unlink()
    if state == "missing":
        ingested.corpus.rmdir()
    with pytest.raises(CorpusError):
        ingested.ingest()
    assert len(ingested.open().documents()) == 3
    assert len(list(ingested.index.glob("gen-*"))) == 1


def test_14_another_model_encodes_everything_anew(ingested: Workplace) -> None:
    """Vectors of one model never serve another, even of the same dimension."""
    ingested.encoder = FakeEncoder("other")
    report = ingested.ingest()
    assert not report.unchanged
    assert report.encoded > 0
    assert ingested.open("other").manifest.encoder == "other"


def test_the_former_generation_is_kept_and_older_ones_go(ingested: Workplace) -> None:
    """After three ingests two generations are there."""
    for word in ("one", "two"):
        ingested.write("tools", f"# Tools\n\nTests run {word}.\n")
        ingested.ingest()
    assert len(list(ingested.index.glob("gen-*"))) == 2


class Interrupted(FakeEncoder):
    """A ``FakeEncoder`` that is interrupted at its ``after``-th text."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after

    def encode(self, text: str) -> Vector:
        """A vector, or the user's interrupt."""
        if len(self.texts) == self.after:
            raise KeyboardInterrupt
        return super().encode(text)


def test_an_interrupted_ingest_is_resumed_where_it_was(workplace: Workplace) -> None:
    """What was encoded before the interrupt is not encoded again, and nothing is left over."""
    full = FakeEncoder()
    build(workplace.corpus, workplace.index.with_name("other"), full, check=verify_here)
    workplace.encoder = Interrupted(after=3)
    with pytest.raises(KeyboardInterrupt):
        workplace.ingest()
    assert list(workplace.index.glob("gen-*")) == []
    workplace.encoder = FakeEncoder()
    assert workplace.ingest().encoded == len(full.texts) - 3


def test_a_generation_that_fails_its_check_is_never_served(ingested: Workplace) -> None:
    """The former one stays, the new one is removed."""
    before = store.current_name(ingested.index)

    def failing(_: Path, __: int) -> float:
        message = "no"
        raise IndexDamaged(message)

    ingested.write("tools", "# Tools\n\nTests never run.\n")
    with pytest.raises(IndexDamaged):
        build(ingested.corpus, ingested.index, ingested.encoder, check=failing)
    assert store.current_name(ingested.index) == before
    assert len(list(ingested.index.glob("gen-*"))) == 1


@pytest.mark.parametrize("point", ["reading", "encoding", "batch-added", "before-flip"])
def test_05_a_full_disk_is_said_and_the_former_index_stays(
    ingested: Workplace, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """Whatever write it meets."""
    before = store.current_name(ingested.index)
    ingested.write("tools", "# Tools\n\nTests never run.\n")
    monkeypatch.setenv("ASSISTANT_FAILPOINT", f"{point}:full")
    with pytest.raises(StorageError, match="No space left"):
        ingested.ingest()
    assert store.current_name(ingested.index) == before
    assert len(list(ingested.index.glob("gen-*"))) == 1


def test_a_damaged_current_generation_is_built_again(ingested: Workplace) -> None:
    """An unchanged corpus is no reason to keep an index that cannot be opened."""
    (ingested.generation_folder() / "bare.npy").unlink()
    report = ingested.ingest()
    assert not report.unchanged
    assert report.encoded == 0
    assert ingested.open().notice == ""


def test_13_an_index_of_a_newer_format_is_left_alone(ingested: Workplace) -> None:
    """An older program neither reads nor replaces it."""
    path = ingested.generation_folder() / MANIFEST
    path.write_text(path.read_text().replace(f'"format": {FORMAT}', '"format": 99'))
    content = path.read_bytes()
    with pytest.raises(IndexMismatch, match="99"):
        ingested.ingest()
    with pytest.raises(IndexMismatch, match="99"):
        ingested.open()
    assert path.read_bytes() == content


def test_13_an_index_of_an_older_format_is_built_again(ingested: Workplace) -> None:
    """It is refused by readers with what to do, and the next ingest replaces it."""
    path = ingested.generation_folder() / MANIFEST
    path.write_text(path.read_text().replace(f'"format": {FORMAT}', '"format": 0'))
    with pytest.raises(IndexMismatch, match="ingest"):
        ingested.open()
    assert not ingested.ingest().unchanged
    assert ingested.open().count


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_a_damaged_cache_costs_time_only(ingested: Workplace, content: bytes) -> None:
    """It is begun anew."""
    (ingested.index / "vectors.sqlite").write_bytes(content)
    ingested.write("tools", "# Tools\n\nTests never run.\n")
    assert ingested.ingest().encoded > 3
    assert ingested.open().count


def test_an_altered_vector_in_the_cache_is_computed_again(ingested: Workplace) -> None:
    """A vector that is not what was stored never reaches an index."""
    with sqlite3.connect(ingested.index / "vectors.sqlite") as cache:
        cache.execute("UPDATE vectors SET vector = zeroblob(length(vector))")
    cache.close()
    ingested.write("tools", "# Tools\n\nTests never run.\n")
    ingested.ingest()
    generation = ingested.open()
    query = FakeEncoder().encode("zebra documentation")
    assert generation.cosines(query, range(generation.count)).max() > 0.5


def test_progress_counts_up_to_the_total_of_each_stage(workplace: Workplace) -> None:
    """Every stage begins, never goes back and ends with all done."""
    seen: list[Progress] = []
    build(workplace.corpus, workplace.index, workplace.encoder, seen.append, verify_here)
    stages = list(dict.fromkeys(p.stage for p in seen))
    assert stages == ["reading", "encoding", "indexing words", "checking"]
    for stage in stages:
        done = [p.done for p in seen if p.stage == stage]
        assert done == sorted(done)
        assert done[-1] == next(p.total for p in seen if p.stage == stage)


def test_the_check_in_another_process_accepts_a_whole_generation(workplace: Workplace) -> None:
    """The default check, the one users get."""
    build(workplace.corpus, workplace.index, workplace.encoder)
    assert workplace.open().manifest.graph_recall == 1.0


def test_a_manifest_survives_its_file(ingested: Workplace) -> None:
    """Written again and read again, it is equal."""
    folder = ingested.generation_folder()
    manifest = read_manifest(folder)
    (folder / MANIFEST).write_text(to_json(manifest), encoding="utf-8")
    assert read_manifest(folder) == manifest
