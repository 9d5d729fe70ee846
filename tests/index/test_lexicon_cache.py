"""The compiled lexicon beside the model."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.dialogue.hearing import hear, load_lexicon
from assistant.index.lexicon_cache import kept_lexicon

MESSAGES = (
    "Our QA lead is swamped, the spec is signed off, and we need two testers for years.",
    "Nobody here could supervize developers; a bank, urgent, lowest rate wins.",
    "What if the scope weren't fixed?",
    "Should a museum with no developers outsource its app?",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("models")
    kept_lexicon(made)
    return made


def test_what_is_kept_hears_the_same(folder: Path) -> None:
    """The compiled lexicon hears what the written one hears."""
    kept, written = kept_lexicon(folder), load_lexicon()
    assert kept is not written
    assert [hear(m, kept) for m in MESSAGES] == [hear(m, written) for m in MESSAGES]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"criteria": {}}'])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    """A damaged compiled lexicon is replaced by a sound one."""
    kept_lexicon(tmp_path)
    (file,) = tmp_path.glob("lexicon-*.json")
    sound = file.read_text(encoding="utf-8")
    file.write_text(damage, encoding="utf-8")
    assert hear(MESSAGES[0], kept_lexicon(tmp_path)) == hear(MESSAGES[0], load_lexicon())
    assert file.read_text(encoding="utf-8") == sound


def test_what_nobody_uses_any_more_is_swept(tmp_path: Path) -> None:
    """What other versions and interrupted ones left goes when a new one is kept; the rest stays."""
    left = ("lexicon-0123.json", "lexicon-x.part", "examples-0123.npy")
    for name in (*left, "other.npy", "lexicon-new.part"):
        (tmp_path / name).touch()
        if name != "lexicon-new.part":
            os.utime(tmp_path / name, (0, 0))
    kept_lexicon(tmp_path)
    there = {path.name for path in tmp_path.iterdir()}
    assert {"other.npy", "lexicon-new.part"} < there
    assert there.isdisjoint(left)
    assert len(there) == 3


def test_without_a_place_to_keep_it_all_is_heard(tmp_path: Path) -> None:
    """Where nothing can be written the lexicon is there all the same."""
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert kept_lexicon(blocked) is load_lexicon()
