"""A generation's description of itself: nothing but what was written is ever read."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import IndexDamaged, IndexMismatch
from assistant.index.manifest import (
    FORMAT,
    MANIFEST,
    FileReport,
    Manifest,
    Seal,
    file_sha256,
    is_newer,
    plain_documents,
    read_manifest,
    to_json,
)

REPORT = FileReport("a é.md", "a é", "read", "", "00", 7, 2, "11")
WHOLE = Manifest(
    format=FORMAT, generation="gen-x", chroma="1", encoder="fake", dimension=64, folder="corpus",
    fingerprint="f", documents=1, passages=2, sentences=3, graph_recall=0.5, files=(REPORT,),
    seals={"b": Seal(1, "22"), "a": Seal(2, "")},
)


def write(folder: Path, content: str | bytes, file: str = MANIFEST) -> Path:
    """The folder, with the manifest in it."""
    data = content.encode() if isinstance(content, str) else content
    (folder / file).write_bytes(data)
    return folder


def altered(**fields: object) -> str:
    """The manifest with other fields, under its former checksum."""
    raw = json.loads(to_json(WHOLE))
    raw["manifest"] |= fields
    return json.dumps(raw)


def resealed(**fields: object) -> str:
    """The manifest with other fields and the checksum that belongs to them."""
    raw = json.loads(to_json(WHOLE))
    raw["manifest"] |= fields
    body = json.dumps(raw["manifest"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    raw["sha256"] = hashlib.sha256(body.encode()).hexdigest()
    return json.dumps(raw)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """Also under another name, and with letters beyond ASCII as they are."""
    assert read_manifest(write(tmp_path, to_json(WHOLE))) == WHOLE
    assert read_manifest(write(tmp_path, to_json(WHOLE), "other.json"), "other.json") == WHOLE
    assert "a é.md" in to_json(WHOLE)
    assert to_json(WHOLE).count("\n") > 20  # a person may want to read it
    assert '\n "manifest": {' in to_json(WHOLE)


def test_the_checksum_is_that_of_the_canonical_body(tmp_path: Path) -> None:
    """So that any other program can check it; the order of keys in the file does not matter."""
    assert json.loads(resealed()) == json.loads(to_json(WHOLE))
    raw = json.loads(to_json(WHOLE))
    raw["manifest"] = dict(reversed(raw["manifest"].items()))
    assert read_manifest(write(tmp_path, json.dumps(raw))) == WHOLE


@pytest.mark.parametrize(
    "field", [name for name in json.loads(to_json(WHOLE))["manifest"] if name != "format"]
)
def test_13_an_altered_field_is_damage(tmp_path: Path, field: str) -> None:
    """Whichever it is; the message names the generation's folder and what to do."""
    value = json.loads(to_json(WHOLE))["manifest"][field]
    other = value + 1 if isinstance(value, int | float) else f"{value}x"
    with pytest.raises(IndexDamaged, match="altered") as told:
        read_manifest(write(tmp_path, altered(**{field: other})))
    assert str(told.value) == (
        f"The manifest of {tmp_path.name} was altered. Run: python ingest.py"
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff", b"{}", b'{"manifest": 1}', b'{"manifest": {}}',
     b'{"manifest": {"format": null}}', b'{"manifest": {"format": "x"}}', b"[" * 100_000],
)
def test_12_garbage_is_damage(tmp_path: Path, content: bytes) -> None:
    """Whatever the bytes are, the message names the folder and what to do."""
    with pytest.raises(IndexDamaged) as told:
        read_manifest(write(tmp_path, content))
    assert str(told.value).startswith(f"{tmp_path.name} cannot be read: ")
    assert str(told.value).endswith(". Run: python ingest.py")
    assert not is_newer(tmp_path)


def test_a_missing_manifest_is_damage(tmp_path: Path) -> None:
    """And no newer format."""
    with pytest.raises(IndexDamaged, match="cannot be read"):
        read_manifest(tmp_path)
    assert not is_newer(tmp_path)


@pytest.mark.parametrize("fields", [{"passages": "many"}, {"seals": {"a": {}}}, {"files": [{}]}])
def test_a_body_that_is_no_manifest_is_damage(tmp_path: Path, fields: dict[str, object]) -> None:
    """Although its checksum is right."""
    with pytest.raises(IndexDamaged) as told:
        read_manifest(write(tmp_path, resealed(**fields)))
    assert str(told.value) == (
        f"The manifest of {tmp_path.name} is not whole. Run: python ingest.py"
    )


def test_13_a_newer_format_is_said_before_anything_else_is_judged(tmp_path: Path) -> None:
    """The message names both formats; ``is_newer`` tells it apart, and only it."""
    with pytest.raises(IndexMismatch) as told:
        read_manifest(write(tmp_path, altered(format=FORMAT + 1, passages="of another kind")))
    assert str(told.value) == (
        f"The index has format {FORMAT + 1}; this version knows up to {FORMAT}. "
        "Use the newer version, or another index with --index."
    )
    assert is_newer(tmp_path)
    write(tmp_path, to_json(WHOLE))
    assert not is_newer(tmp_path)


def test_13_an_older_format_is_to_be_built_again(tmp_path: Path) -> None:
    """It is never read as if it were this one."""
    with pytest.raises(IndexMismatch) as told:
        read_manifest(write(tmp_path, resealed(format=FORMAT - 1)))
    assert str(told.value) == (
        f"The index has the older format {FORMAT - 1}. Run: python ingest.py"
    )
    assert not is_newer(tmp_path)


@settings(deadline=None)
@given(st.data())
def test_09_any_altered_byte_is_found_or_means_the_same(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """White space may change; what it says may not."""
    content = bytearray(to_json(WHOLE).encode())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    folder = tmp_path_factory.getbasetemp() / "altered"
    folder.mkdir(exist_ok=True)
    with suppress(IndexDamaged, IndexMismatch):
        assert read_manifest(write(folder, bytes(content))) == WHOLE


def test_documents_are_markdown_or_plain_by_their_files_suffix() -> None:
    """Whatever its case; a file that was not read counts for nothing."""
    files = [("a.MD", "read"), ("b.txt", "read"), ("c.pdf", "read"), ("d.markdown", "read"),
             ("d.txt", "skipped")]
    reports = tuple(
        replace(REPORT, file=file, document=file[0], status=status) for file, status in files
    )
    assert plain_documents(replace(WHOLE, files=reports)) == {"b", "c"}


def test_the_hash_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    """As ``sha256sum`` prints it."""
    (tmp_path / "a").write_bytes(b"abc")
    assert file_sha256(tmp_path / "a") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


def test_a_manifest_is_a_value() -> None:
    """Two of the same fields are equal, and one with another field is not."""
    assert replace(WHOLE) == WHOLE
    assert replace(WHOLE, passages=3) != WHOLE
