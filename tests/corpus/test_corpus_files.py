"""Which files of a folder are read, and how their bytes become text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.corpus import document_name, find_files, read_document
from assistant.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str, bytes | str], Path]


def test_files_are_found_in_order_of_their_names(tmp_path: Path, write: Write) -> None:
    """Documents are named by path without suffix; other formats and hidden files are apart."""
    for name in ("b.md", "a.txt", "sub/c.HTML", "sub/v1.2.pdf", ".hidden.md", ".git/x.md"):
        write(name, "text")
    write("picture.png", b"\x89PNG")
    listing = find_files(tmp_path)
    assert [file.name for file in listing.files] == ["a", "b", "sub/c", "sub/v1.2"]
    assert [file.size_bytes for file in listing.files] == [4, 4, 4, 4]
    assert listing.ignored == ("picture.png",)
    assert listing.skipped == ()


def test_a_second_file_of_the_same_document_name_is_skipped(tmp_path: Path, write: Write) -> None:
    """One of two files is read, the other refused by name with the reason."""
    write("a.txt", "x")
    write("a.md", "y")
    listing = find_files(tmp_path)
    assert [file.path.name for file in listing.files] == ["a.md"]
    assert [(s.path, "a.md" in s.reason) for s in listing.skipped] == [("a.txt", True)]


def test_31_pipes_links_and_loops_are_skipped_with_the_reason(tmp_path: Path, write: Write) -> None:
    """Nothing outside the folder is read, and nothing can block the reading."""
    inside = write("in/real.md", "x")
    outside = write("out/secret.md", "x")
    folder = inside.parent
    os.mkfifo(folder / "pipe.md")
    (folder / "leak.md").symlink_to(outside)
    (folder / "alias.md").symlink_to(inside)
    (folder / "loop.md").symlink_to(folder / "loop.md")
    (folder / "gone.md").symlink_to(folder / "nowhere.md")
    (folder / "up").symlink_to(tmp_path)
    (folder / "device.md").symlink_to("/dev/zero")
    listing = find_files(folder)
    assert [file.name for file in listing.files] == ["alias", "real"]
    assert {s.path: s.reason.split(" (")[0] for s in listing.skipped} == {
        "device.md": "is a link to a file outside the folder, which is not followed",
        "gone.md": "cannot be opened",
        "leak.md": "is a link to a file outside the folder, which is not followed",
        "loop.md": "cannot be opened",
        "pipe.md": "is a named pipe, not a file",
        "up": "is a link to a folder, which is not followed; copy the folder here",
    }


def test_a_file_over_the_limit_is_skipped(tmp_path: Path, write: Write) -> None:
    """A huge file is refused by its size, without being read."""
    with write("huge.txt", "x").open("r+b") as file:
        file.truncate(60 * 1024 * 1024)
    listing = find_files(tmp_path)
    assert [(s.path, "20 MB" in s.reason) for s in listing.skipped] == [("huge.txt", True)]


def test_a_missing_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    """There is no empty listing for a folder that does not exist."""
    with pytest.raises(CorpusError, match="nowhere"):
        find_files(tmp_path / "nowhere")


def test_32_names_that_are_no_text_become_text(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 and control characters are shown as escapes."""
    raw = os.fsdecode(b"caf\xe9\n.md")
    try:
        (tmp_path / raw).write_text("Coffee is served. Always.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (file,) = find_files(tmp_path).files
    assert file.name == "caf\\xe9\\n"
    assert file.name.encode()
    assert read_document(file.path, file.name).passages[0].name == "caf\\xe9\\n#top.1"


def test_document_names_use_slashes() -> None:
    """The name is the path under the folder without suffix."""
    assert document_name(Path("c"), Path("c/policies/vendors.md")) == "policies/vendors"


@pytest.mark.parametrize(
    ("content", "text", "encoding"),
    [
        ("Café.\r\n".encode(), "Café.\r\n", None),
        ("\ufeffCafé.".encode(), "\ufeffCafé.", None),
        ("Café.".encode("utf-16"), "Café.", "utf-16"),
        ("Café.".encode("utf-32"), "Café.", "utf-32"),
        ("\ufeffCafé.".encode("utf-16-be"), "Café.", "utf-16"),
        ("Café.".encode("latin-1"), "Café.", "cp1252"),
        (b"It\x92s \x80 5.", "It’s € 5.", "cp1252"),
    ],
)
def test_33_encodings_are_marked_strict_or_configured(
    write: Write, content: bytes, text: str, encoding: str | None
) -> None:
    """By byte-order mark, else UTF-8, else the fallback, which is then told; never guessed."""
    document = read_document(write("a.txt", content), "a")
    assert document.text == text
    assert document.meta.get("encoding") == encoding


def test_33_the_fallback_encoding_can_be_chosen(write: Write) -> None:
    """Bytes that cp1252 does not know can be read as Latin-1 if so configured."""
    path = write("a.txt", b"caf\xe9 \x81.")
    assert read_document(path, "a", "latin-1").text == "café \x81."
    with pytest.raises(CorpusError, match=r"a\.txt: .*cp1252"):
        read_document(path, "a")
    with pytest.raises(CorpusError, match="unknown"):
        read_document(path, "a", "klingon")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"text\0more", "NUL"),
        ("a.md", "wide".encode("utf-16-le"), "NUL"),
        ("a.md", b"\x01\x02\x03\x04 text", "control characters"),
        ("a.txt", b"\xff\xfea\0\0\0", "control characters"),
        ("a.rtf", b"{}", "not read"),
        ("a.md", b"x\n" * 300_000, "300,000 lines"),
    ],
)
def test_33_what_is_no_text_is_refused_by_name(
    write: Write, name: str, content: bytes, reason: str
) -> None:
    """The message names the file and says why it cannot be read."""
    with pytest.raises(CorpusError, match=f"^{name}: .*{reason}"):
        read_document(write(name, content), "a")


def test_31_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    """Opening a pipe that nobody writes to does not block."""
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(CorpusError, match="not a regular file"):
        read_document(tmp_path / "pipe.md", "pipe")


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    """A file that went away between listing and reading is told by name."""
    with pytest.raises(CorpusError, match=r"^gone\.md: cannot be read"):
        read_document(tmp_path / "gone.md", "gone")


@pytest.mark.parametrize("words", [400_000, pytest.param(4_000_000, marks=pytest.mark.slow)])
def test_30_a_line_without_end_is_read_in_bounded_time(write: Write, words: int) -> None:
    """Megabytes on one line, up to the largest file, are cut into passages of bounded length."""
    document = read_document(write("line.txt", b"word " * words), "line")
    assert max(len(passage.text) for passage in document.passages) <= 1500


def test_importing_the_package_loads_no_parser() -> None:
    """Whoever needs the types alone pays for nothing else."""
    heavy = "{'markdown_it', 'yaml', 'lxml', 'docx', 'pypdf'}"
    code = f"import sys, assistant.corpus; print({heavy} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "set()"
