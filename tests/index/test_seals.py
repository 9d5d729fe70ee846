"""A file of a generation that is not as it was written is found when the generation is opened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from test_manifest import WHOLE

from assistant.errors import IndexDamaged
from assistant.index import seals
from assistant.index.manifest import Manifest, Seal, file_sha256
from assistant.index.seals import check_seals


@pytest.fixture
def sealed(tmp_path: Path) -> Manifest:
    """Three files of 3, 5 and 9 bytes, the second of which readers rewrite."""
    for name, content in (("z", b"abc"), ("b", b"defgh"), ("c", b"ijklmnopq")):
        (tmp_path / name).write_bytes(content)
    made = {n: Seal((tmp_path / n).stat().st_size, file_sha256(tmp_path / n)) for n in "zbc"}
    return replace(WHOLE, seals={**made, "b": Seal(5, "")})


def message(folder: Path, manifest: Manifest) -> str:
    """What is wrong."""
    with pytest.raises(IndexDamaged) as told:
        check_seals(folder, manifest)
    return str(told.value)


def test_whole_files_pass(sealed: Manifest, tmp_path: Path) -> None:
    """Also the one that was rewritten to the same size."""
    check_seals(tmp_path, sealed)
    (tmp_path / "b").write_bytes(b"other")
    check_seals(tmp_path, sealed)


@pytest.mark.parametrize("name", ["z", "b", "c"])
def test_09_a_missing_or_cut_file_is_named(sealed: Manifest, tmp_path: Path, name: str) -> None:
    """With the generation's folder and what to do."""
    (tmp_path / name).write_bytes(b"")
    assert message(tmp_path, sealed) == (
        f"{name} of {tmp_path.name} is not as it was written. Run: python ingest.py"
    )
    (tmp_path / name).unlink()
    assert message(tmp_path, sealed) == (
        f"{name} of {tmp_path.name} is missing. Run: python ingest.py"
    )


@pytest.mark.parametrize("name", ["z", "c"])
def test_09_an_altered_byte_is_found(sealed: Manifest, tmp_path: Path, name: str) -> None:
    """Although the file is as long as it was."""
    content = bytearray((tmp_path / name).read_bytes())
    content[1] ^= 1
    (tmp_path / name).write_bytes(content)
    assert "not as it was written" in message(tmp_path, sealed)


def test_so_much_is_read_as_an_opening_may_take(
    sealed: Manifest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The smallest files first; of the others the size is compared."""
    for name in "zc":
        content = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(content[::-1])
    monkeypatch.setattr(seals, "HASHED_BYTES", 2)
    check_seals(tmp_path, sealed)
    monkeypatch.setattr(seals, "HASHED_BYTES", 3)
    assert message(tmp_path, sealed).startswith("z of")
    (tmp_path / "z").write_bytes(b"abc")
    monkeypatch.setattr(seals, "HASHED_BYTES", 16)
    check_seals(tmp_path, sealed)
    monkeypatch.setattr(seals, "HASHED_BYTES", 17)
    assert message(tmp_path, sealed).startswith("c of")


def test_files_of_one_size_are_read_in_the_order_of_their_names(
    sealed: Manifest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the same is read at each opening."""
    (tmp_path / "a").write_bytes(b"xyz")
    made = Seal(3, file_sha256(tmp_path / "a"))
    for name in "az":
        (tmp_path / name).write_bytes(b"...")
    monkeypatch.setattr(seals, "HASHED_BYTES", 3)
    for order in ("az", "za"):
        both = {"a": made, "z": sealed.seals["z"]}
        manifest = replace(sealed, seals={name: both[name] for name in order})
        assert message(tmp_path, manifest).startswith("a of")
