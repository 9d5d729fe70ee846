"""Disks that are full, read-only or locked; files that are damaged bit by bit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fakes import FakeEncoder
from workplaces import Workplace

from assistant.errors import AssistantError
from assistant.index.build import build
from assistant.index.manifest import MANIFEST, read_manifest
from assistant.index.opening import open_current
from assistant.index.store import current_name
from assistant.index.verify import verify, verify_here

ROOT = Path(__file__).parents[2]
ENCODE = FakeEncoder().encode
NOBODY = 65534

# Chroma may hang on a full disk, so an ingest there runs where it can be ended.
INGEST = """
import sys
import tempfile
from pathlib import Path
from fakes import FakeEncoder
from assistant.errors import AssistantError, IndexDamaged
from assistant.index import store
from assistant.index.build import build
from assistant.index.verify import verify_here

store.require_space = lambda *_: None  # what it would refuse is tried
try:
    build(Path(sys.argv[1]), Path(sys.argv[2]), FakeEncoder(), check=verify_here)
except AssistantError as error:
    print(error)
    sys.exit(2)
"""
READ = """
import json, sys
from pathlib import Path
from fakes import FakeEncoder
from assistant.index.opening import open_current

with open_current(Path(sys.argv[1])) as generation:
    found = generation.nearest(FakeEncoder().encode("vendor"), 3)
    texts = [p.text for p in generation.passages([p for p, _ in found])]
    print(json.dumps({"name": generation.name, "notice": generation.notice, "texts": texts}))
"""


def run(code: str, *arguments: object, before: tuple[str, ...] = ()) -> tuple[int, str]:
    """The exit status and output of the code in a process of its own."""
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    done = subprocess.run(
        [*before, sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, 8 MB large, in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)],
        capture_output=True, check=False,
    ) if shutil.which("mount") else None
    if mounted is None or mounted.returncode:
        pytest.skip("no right to mount a file system here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.slow
def test_05_a_disk_that_fills_up_keeps_the_former_index(
    workplace: Workplace, small_disk: Path
) -> None:
    """Whichever write meets the end, it is said, and what was served is served whole."""
    index = small_disk / "index"
    build(workplace.corpus, index, FakeEncoder(), check=verify_here)
    before = current_name(index)
    filler = small_disk / "filler"
    workplace.write("tools", "# Tools\n\nTests never run.\n")
    refused = 0
    for free_kb in (4, 120, 300, 500, 900, 2600):
        filler.unlink(missing_ok=True)
        usage = shutil.disk_usage(small_disk)
        if usage.free <= free_kb * 1024:
            continue
        filler.write_bytes(b"\0" * (usage.free - free_kb * 1024))
        status, told = run(INGEST, workplace.corpus, index)
        filler.unlink()
        with open_current(index) as generation:
            assert generation.notice == ""
            assert len(generation.nearest(ENCODE("tests"), 99)) == generation.count
            text = generation.passages_of("tools")[0].text
        if status == 0:
            assert "never" in text
            break
        refused += 1
        assert status == 2, told
        assert any(word in told for word in ("No space", "disk", "full")), told
        assert current_name(index) == before
        assert "every night" in text
    assert refused > 2
    status, told = run(INGEST, workplace.corpus, index)
    assert status == 0, told
    with open_current(index) as generation:
        assert "never" in generation.passages_of("tools")[0].text
        assert verify(index / generation.name) == ([], 1.0)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs root")
def test_07_a_store_that_cannot_be_written_still_answers(ingested: Workplace) -> None:
    """Another user reads it, is told why it is slower, and cannot ingest into it."""
    top = Path(tempfile.gettempdir())
    for path in (p for p in ingested.index.parents if top in p.parents):
        path.chmod(path.stat().st_mode | 0o055)
    for path in (ingested.index, *ingested.index.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    files = {p: p.read_bytes() for p in ingested.index.rglob("*") if p.is_file()}
    drop = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    status, told = run(READ, ingested.index, before=drop)
    assert status == 0, told
    seen = json.loads(told.splitlines()[-1])
    assert len(seen["texts"]) == 3
    assert "writable" in seen["notice"]
    status, told = run(INGEST, ingested.corpus, ingested.index, before=drop)
    assert status == 2, told
    assert "cannot be written" in told
    assert {p: p.read_bytes() for p in ingested.index.rglob("*") if p.is_file()} == files


HOLD = """
import sqlite3, sys
holder = sqlite3.connect(sys.argv[1], isolation_level=None)
holder.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def test_17_a_database_that_another_process_holds_costs_seconds(ingested: Workplace) -> None:
    """Chroma would wait for ever; here answers go on, exact, with a notice."""
    reader = ingested.open()
    reader.collection()._seconds = 1.0
    expected = reader.scan(ENCODE("vendor"), 3)
    database = ingested.generation_folder() / "chroma" / "chroma.sqlite3"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        began = time.monotonic()
        assert reader.nearest(ENCODE("vendor"), 3) == expected
        assert "Another process" in reader.notice
        other = ingested.open()
        assert "Another process" in other.notice
        assert other.nearest(ENCODE("vendor"), 3) == expected
        assert time.monotonic() - began < 10
        holder.kill()
    later = ingested.open()
    assert later.notice == ""
    assert later.nearest(ENCODE("vendor"), 3)


def test_22_an_edited_text_replaces_what_was_stored_under_its_name(ingested: Workplace) -> None:
    """Chroma's ``add`` would keep the old text of an id; the same passage's name has the new."""
    name = ingested.open().passages_of("tools")[0].name
    ingested.write("tools", "# Tools\n\nTests run at sunrise, zebra.\n")
    ingested.ingest()
    generation = ingested.open()
    position = generation.position(name)
    assert position is not None
    assert "sunrise" in generation.passage(position).text
    stored = generation.collection()._collection.get(ids=[name])["documents"]
    assert stored is not None
    assert "sunrise" in stored[0]
    assert generation.nearest(ENCODE("sunrise zebra"), 1)[0][0] == position


@pytest.mark.slow
def test_23_more_than_chromas_batch_is_stored(tmp_path: Path) -> None:
    """One passage more than Chroma takes at once, and every one is there."""
    passages = 5462
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    body = "\n\n".join(f"Number {n} of the vendor's rates is here." for n in range(passages))
    (corpus / "rates.md").write_text(f"# Rates\n\n{body}\n", encoding="utf-8")
    report = build(corpus, tmp_path / "index", FakeEncoder(), check=verify_here)
    assert report.passages == passages
    with open_current(tmp_path / "index") as generation:
        assert generation.collection().count() == passages


def test_24_one_bad_file_of_a_hundred_costs_itself_alone(workplace: Workplace) -> None:
    """Ninety-nine go in, the bad one is named, and it is tried again by the next ingest."""
    for n in range(96):
        workplace.write(f"note-{n:02}", f"# Note {n}\n\nVendor {n} is paid monthly.\n")
    (workplace.corpus / "bad.pdf").write_bytes(b"no pdf")
    report = workplace.ingest()
    assert [f.file for f in report.files if f.status == "failed"] == ["bad.pdf"]
    assert len(workplace.open().documents()) == 99
    again = workplace.ingest()
    assert again.unchanged
    assert [f.status for f in again.files].count("failed") == 1


def test_a_folder_copied_while_it_is_read_is_a_backup(ingested: Workplace, tmp_path: Path) -> None:
    """Restored elsewhere it opens as the same generation, without a notice."""
    reader = ingested.open()
    expected = reader.nearest(ENCODE("vendor"), 5)
    copy = Path(shutil.copytree(ingested.index, tmp_path / "backup"))
    shutil.rmtree(ingested.index)
    with open_current(copy) as restored:
        assert restored.notice == ""
        assert restored.nearest(ENCODE("vendor"), 5) == expected
    with suppress(AssistantError):
        assert reader.scan(ENCODE("vendor"), 5) == expected


def test_01_every_failpoint_of_the_code_is_tried() -> None:
    """No step is left out of the loop that kills an ingest at each."""
    import re

    from test_build_killed import AFTER_FLIP, BEFORE_FLIP

    code = "".join(p.read_text("utf-8") for p in (ROOT / "assistant" / "index").glob("*.py"))
    assert set(re.findall(r'failpoint\("([^"]+)"\)', code)) == set(BEFORE_FLIP + AFTER_FLIP)


def test_13_a_manifest_names_the_format_it_has(ingested: Workplace) -> None:
    """What is written now is what is read now."""
    manifest = read_manifest(ingested.generation_folder())
    raw = json.loads((ingested.generation_folder() / MANIFEST).read_text(encoding="utf-8"))
    assert raw["manifest"]["format"] == manifest.format
