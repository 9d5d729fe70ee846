"""The pointer, the lock and which generations stay."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.index import store
from assistant.index.manifest import MANIFEST


def whole(index: Path) -> Path:
    """A new generation that counts as finished."""
    folder = store.new_generation(index)
    (folder / MANIFEST).write_text("{}")
    return folder


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"gen-1", b"../outside", b"gen-20260101T000000000000-0000000g\n"],
)
def test_a_pointer_that_names_no_generation_is_none(tmp_path: Path, content: bytes) -> None:
    """Garbage in CURRENT is neither followed nor an error."""
    (tmp_path / "CURRENT").write_bytes(content)
    assert store.current_name(tmp_path) is None


def test_a_missing_pointer_is_none(tmp_path: Path) -> None:
    """No CURRENT, or no index at all, names nothing."""
    assert store.current_name(tmp_path) is None
    assert store.current_name(tmp_path / "nowhere") is None


def test_a_flip_replaces_the_pointer(tmp_path: Path) -> None:
    """After a flip CURRENT names the new generation, and no other file is left."""
    names = [whole(tmp_path).name for _ in range(2)]
    for name in names:
        store.flip(tmp_path, name)
        assert store.current_name(tmp_path) == name
    assert {path.name for path in tmp_path.iterdir()} == {"CURRENT", *names}


def test_generations_are_listed_newest_first_and_only_when_whole(tmp_path: Path) -> None:
    """A folder without a manifest, or of another name, is not a generation."""
    older, newer = whole(tmp_path), whole(tmp_path)
    store.new_generation(tmp_path)
    (tmp_path / "gen-mine").mkdir()
    assert store.whole_generations(tmp_path) == (newer, older)


def test_pruning_keeps_the_current_and_the_former_generation(tmp_path: Path) -> None:
    """Older ones and unfinished ones go, other folders stay."""
    oldest, former, current = (whole(tmp_path) for _ in range(3))
    unfinished = store.new_generation(tmp_path)
    (tmp_path / "gen-mine").mkdir()
    store.flip(tmp_path, current.name)
    store.prune(tmp_path)
    assert former.exists()
    assert current.exists()
    assert not oldest.exists()
    assert not unfinished.exists()
    assert (tmp_path / "gen-mine").exists()


def test_pruning_never_removes_the_current_generation(tmp_path: Path) -> None:
    """Even when two newer ones are whole."""
    current = whole(tmp_path)
    store.flip(tmp_path, current.name)
    whole(tmp_path)
    whole(tmp_path)
    store.prune(tmp_path)
    assert current.exists()


def test_a_generation_that_is_read_is_not_pruned(tmp_path: Path) -> None:
    """A reader holds what it reads; the next ingest after it removes it."""
    held = whole(tmp_path)
    for _ in range(2):
        store.flip(tmp_path, whole(tmp_path).name)
    descriptor = store.hold(held)
    store.prune(tmp_path)
    assert held.exists()
    assert descriptor is not None
    os.close(descriptor)
    store.prune(tmp_path)
    assert not held.exists()


def test_01_a_flip_that_stops_leaves_the_former_pointer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the one step that replaces it; what was written beside it is whole by then."""
    former, new = whole(tmp_path).name, whole(tmp_path).name
    store.flip(tmp_path, former)
    beside = tmp_path / "CURRENT.tmp"
    for point, served, written in (
        ("before-flip", former, None), ("flip-written", former, new + "\n"),
        ("after-flip", new, None),
    ):
        monkeypatch.setenv("ASSISTANT_FAILPOINT", f"{point}:full")
        with pytest.raises(OSError, match="No space left"):
            store.flip(tmp_path, new)
        assert store.current_name(tmp_path) == served
        assert (beside.read_text() if beside.exists() else None) == written


def test_a_flip_is_on_the_disk_before_it_is_made_and_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new pointer's bytes first, then its name: so it survives a loss of power."""
    name = whole(tmp_path).name
    done: list[str] = []
    replace = Path.replace

    def synced(descriptor: int) -> None:
        target = Path(f"/proc/self/fd/{descriptor}").readlink()
        done.append(f"sync {target.name}")
        if target.is_file():
            assert target.read_text() == name + "\n"

    monkeypatch.setattr(store.os, "fsync", synced)
    monkeypatch.setattr(
        Path, "replace", lambda path, to: (done.append("replace"), replace(path, to))
    )
    store.flip(tmp_path, name)
    assert done == ["sync CURRENT.tmp", "replace", f"sync {tmp_path.name}"]


def test_all_of_a_tree_is_put_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file and every folder, each once; and no descriptor stays open."""
    (tmp_path / "inner").mkdir()
    files = [tmp_path / "a", tmp_path / "inner" / "b"]
    for file in files:
        file.write_text("x")
    synced: list[Path] = []
    monkeypatch.setattr(
        store.os, "fsync", lambda fd: synced.append(Path(f"/proc/self/fd/{fd}").readlink())
    )
    before = sum(1 for _ in Path("/proc/self/fd").iterdir())
    store.sync_tree(tmp_path)
    assert sorted(synced) == sorted([tmp_path, tmp_path / "inner", *files])
    assert sum(1 for _ in Path("/proc/self/fd").iterdir()) == before


def test_a_generation_loses_its_manifest_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that none that is half removed looks whole; one without a manifest goes as well."""
    left: list[list[str]] = []
    rmtree = store.shutil.rmtree

    def noting(folder: Path, *, ignore_errors: bool) -> None:
        left.append(sorted(path.name for path in folder.iterdir()) if folder.exists() else [])
        rmtree(folder, ignore_errors=ignore_errors)

    monkeypatch.setattr(store.shutil, "rmtree", noting)
    folder = whole(tmp_path)
    (folder / "bare.npy").touch()
    store.remove(folder)
    store.remove(store.new_generation(tmp_path))
    store.remove(folder)
    assert left == [["bare.npy"], [], []]
    assert store.whole_generations(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


def test_pruning_tells_of_each_that_goes_before_it_goes(tmp_path: Path) -> None:
    """So that what belongs to it elsewhere can be removed as well."""
    oldest, former, current = (whole(tmp_path) for _ in range(3))
    store.flip(tmp_path, current.name)
    gone: list[tuple[str, bool]] = []
    store.prune(tmp_path, lambda path: gone.append((path.name, path.exists())))
    assert gone == [(oldest.name, True)]
    store.prune(tmp_path, keep=1)
    assert not former.exists()
    assert current.exists()


def test_12_a_pointer_may_have_blanks_behind_it_but_nothing_else(tmp_path: Path) -> None:
    """An editor's line end does no harm; a second name, or one cut short, names nothing."""
    name = whole(tmp_path).name
    for content, found in (
        (name, name), (f"{name}\r\n", name), (f"  {name} \n\n", name), (name[:-1], None),
        (f"{name}\n{name}\n", None), (f"{name}x", None), (" " * 100 + name, None),
    ):
        (tmp_path / "CURRENT").write_text(content)
        assert store.current_name(tmp_path) == found


def test_names_of_generations_tell_their_order(tmp_path: Path) -> None:
    """Made one after the other, they sort so, and no two are alike."""
    names = [store.new_generation(tmp_path).name for _ in range(50)]
    assert names == sorted(names)
    assert len(set(names)) == 50
    for name in names:
        (tmp_path / "CURRENT").write_text(name)
        assert store.current_name(tmp_path) == name


def test_where_there_is_no_index_there_are_no_generations(tmp_path: Path) -> None:
    """A folder that is missing is no error here."""
    assert store.whole_generations(tmp_path / "nowhere") == ()


def test_names_of_generations_tell_the_time_in_utc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever they are made, so that their order holds over a change of the clocks."""
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        stamp = store.new_generation(tmp_path).name[4:19]
    finally:
        monkeypatch.undo()
        time.tzset()
    assert abs(datetime.strptime(stamp, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
               - datetime.now(UTC)) < timedelta(hours=1)


def test_where_there_are_no_locks_nothing_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a file system, or a system, without them: what is read is opened, and pruning goes on."""
    for missing in ("file system", "system"):
        oldest = whole(tmp_path)
        for _ in range(2):
            store.flip(tmp_path, whole(tmp_path).name)
        if missing == "system":
            monkeypatch.setattr(store, "fcntl", None)
            assert store.hold(oldest) is None
        else:
            with monkeypatch.context() as patched:
                patched.setattr(store.fcntl, "flock", _no_locks)
                descriptor = store.hold(oldest)
            assert descriptor is not None
            os.close(descriptor)
        store.prune(tmp_path)
        assert not oldest.exists()


def _no_locks(*_: object) -> None:
    raise OSError(38, "Function not implemented")


def test_what_is_gone_is_held_by_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A generation that another process removed meanwhile is no error, and is told as going."""
    gone, _, _ = (whole(tmp_path) for _ in range(3))
    listed = store._generations(tmp_path)
    store.remove(gone)
    monkeypatch.setattr(store, "_generations", lambda _: listed)
    told: list[Path] = []
    store.prune(tmp_path, told.append)
    assert told == [gone]
