"""Former texts: kept when a document changes or goes, found by their hash, pruned by age."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from workplaces import Workplace

from assistant.errors import IndexMissing
from assistant.index.shelf import open_shelf
from assistant.index.superseded import FOLDER, former_text, former_texts, prune_superseded


@pytest.fixture(scope="module")
def workplace(tmp_path_factory):
    """A place where a document changed twice and another was removed."""
    place = Workplace(tmp_path_factory.mktemp("superseded"))
    place.ingest()
    with open_shelf(place.index) as shelf:
        place.first = {d.name: d for d in shelf.documents()}
        place.paying = shelf.passages_of("vendors")[0]
    place.write("people", "# People\n\nPeople are paid by the week.\n")
    (place.corpus / "tools.md").unlink()
    place.ingest()
    place.write("people", "# People\n\nPeople are paid by the day.\n")
    place.ingest()
    yield place
    place.close()


def test_what_changed_or_went_is_kept(workplace):
    """Each former text is found by its hash or the beginning of it; what stayed is not kept."""
    people, tools = workplace.first["people"], workplace.first["tools"]
    for document in (people, tools):
        kept = former_text(workplace.index, document.sha256)
        assert (kept.name, kept.title, kept.text) == (document.name, document.title, document.text)
        assert former_text(workplace.index, document.sha256[:16]) == kept
    assert former_text(workplace.index, workplace.first["vendors"].sha256) is None
    kept = [(f.name, "week" in f.text) for f in former_texts(workplace.index)]
    assert sorted(kept) == [("people", False), ("people", True), ("tools", False)]


def test_a_shelf_has_today_and_before(workplace):
    """The texts of the current generation and the former ones, without what searches them."""
    with open_shelf(workplace.index) as shelf:
        assert [d.name for d in shelf.documents()] == ["people", "vendors"]
        assert shelf.passages_of("vendors")[0] == workplace.paying
        assert shelf.former(workplace.first["tools"].sha256[:16]).name == "tools"
        assert shelf.fingerprint == shelf.manifest.fingerprint
        assert shelf.document("tools") is None
        assert shelf.passages_of("tools") == ()


def test_an_address_that_is_none(workplace):
    """Hashes come from documents of others: a pattern or a path finds nothing."""
    for address in ("", "*", "../CURRENT", "zz", "0" * 64):
        assert former_text(workplace.index, address) is None


def test_a_damaged_text_is_not_believed(workplace, tmp_path):
    """A file that does not hold what its name says is left out."""
    (tmp_path / FOLDER).mkdir()
    for path in (workplace.index / FOLDER).iterdir():
        altered = path.read_text(encoding="utf-8").replace("paid", "owed").replace("Tests", "Toys")
        (tmp_path / FOLDER / path.name).write_text(altered, encoding="utf-8")
    assert list(former_texts(tmp_path)) == []


def test_the_oldest_are_pruned_first(tmp_path):
    """What is left fits, and is the newest."""
    place = Workplace(tmp_path)
    place.ingest()
    for n in range(3):
        place.write("people", f"# People\n\nPeople are paid on day {n}.\n")
        place.ingest()
    paths = {p.name: p for p in (place.index / FOLDER).iterdir()}
    assert len(paths) == 3
    for at, former in enumerate(reversed(list(former_texts(place.index)))):
        os.utime(paths[f"{former.sha256}.json"], (at, at))
    newest = next(former_texts(place.index))
    size = paths[f"{newest.sha256}.json"].stat().st_size
    assert prune_superseded(place.index, size) == 2
    assert list(former_texts(place.index)) == [newest]


def test_no_index_is_told(tmp_path):
    """The message says how to make one."""
    with pytest.raises(IndexMissing, match=r"ingest\.py"):
        open_shelf(Path(tmp_path))
