"""Any order of edits, ingests, crashes, damage and questions: one committed state is served."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from fakes import FakeEncoder
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from test_build_killed import AFTER_FLIP, BEFORE_FLIP

from assistant.errors import AssistantError, IndexDamaged, IndexMissing
from assistant.index.build import build
from assistant.index.generation import Generation
from assistant.index.opening import open_current
from assistant.index.retrieve import retrieve
from assistant.index.store import current_name
from assistant.index.verify import verify_here

ROOT = Path(__file__).parents[2]

# Imports everything once and forks for each ingest; nothing of Chroma is open then.
NURSERY = """
import os, sys
from pathlib import Path
import bm25s, chromadb
from fakes import FakeEncoder
from assistant.index.build import build
from assistant.index.verify import verify_here

for line in sys.stdin:
    point, corpus, index = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if not child:
        os.environ["ASSISTANT_FAILPOINT"] = f"{point}:kill"
        build(Path(corpus), Path(index), FakeEncoder(), check=verify_here)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Nursery:
    """A process whose children ingest and are killed at a named point."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def ingest(self, point: str, corpus: Path, index: Path) -> int:
        """The exit status of an ingest that is killed when it comes to that point."""
        if self._process is None:
            paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
            self._process = subprocess.Popen(
                [sys.executable, "-c", NURSERY], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                text=True, env=os.environ | {"PYTHONPATH": paths},
            )
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{point}\t{corpus}\t{index}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


NURSERY_OF_ALL = Nursery()


class Life(RuleBasedStateMachine):
    """A corpus, its index and its readers, compared with a plain dictionary.

    ``texts`` is the corpus; ``committed`` are the states that some ingest committed, newest last;
    ``whole`` tells whether the newest generation is undamaged.
    """

    names = st.sampled_from(["alpha", "beta", "gamma/delta"])
    words = st.lists(st.sampled_from(["vendor", "team", "rate", "scope"]), min_size=1, max_size=3)

    @initialize()
    def begin(self) -> None:
        """An empty index and a corpus of one document."""
        self.temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        place = Path(self.temporary.name)
        self.corpus, self.index = place / "corpus", place / "index"
        self.texts: dict[str, str] = {}
        self.committed: list[dict[str, str]] = []
        self.whole = True
        self.readers: list[tuple[Generation, dict[str, str]]] = []
        self.encoder = FakeEncoder()
        self.known: set[str] = set()
        self.write("always", ["here"])

    @rule(name=names, words=words)
    def write(self, name: str, words: list[str]) -> None:
        """A document is added or changed."""
        self.texts[name] = f"# {name}\n\n{' '.join(words).capitalize()}.\n"
        path = self.corpus / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.texts[name], encoding="utf-8")

    @rule(name=names)
    def delete(self, name: str) -> None:
        """A document is deleted if it is there."""
        if self.texts.pop(name, None):
            (self.corpus / f"{name}.md").unlink()

    @rule(name=names, other=names)
    def rename(self, name: str, other: str) -> None:
        """A document takes another's name, and its place if there is one."""
        if name in self.texts and name != other:
            self.texts[other] = self.texts.pop(name)
            (self.corpus / f"{other}.md").parent.mkdir(parents=True, exist_ok=True)
            (self.corpus / f"{name}.md").replace(self.corpus / f"{other}.md")

    @rule()
    def ingest(self) -> None:
        """An ingest encodes no text twice, and nothing at all when nothing changed."""
        self.encoder.texts.clear()
        report = build(self.corpus, self.index, self.encoder, check=verify_here)
        if self.whole:
            assert report.unchanged == (self.committed[-1:] == [self.texts])
        assert not self.known & set(self.encoder.texts)
        assert len(set(self.encoder.texts)) == len(self.encoder.texts)
        self.known |= set(self.encoder.texts)
        self._commit()

    @rule()
    def fail(self) -> None:
        """An ingest that fails in its check changes nothing."""

        def failing(_: Path, __: int) -> float:
            message = "no"
            raise IndexDamaged(message)

        self.encoder.texts.clear()
        before = current_name(self.index)
        try:
            build(self.corpus, self.index, self.encoder, check=failing)
        except IndexDamaged:
            assert current_name(self.index) == before
        self.known |= set(self.encoder.texts)

    @rule(point=st.sampled_from(BEFORE_FLIP + AFTER_FLIP))
    def crash(self, point: str) -> None:
        """An ingest is killed at some point: it has committed, or it has not."""
        before = current_name(self.index)
        status = NURSERY_OF_ALL.ingest(point, self.corpus, self.index)
        assert status in {0, -9}  # an unchanged corpus does not come to every point
        if current_name(self.index) != before:
            assert point in AFTER_FLIP or status == 0
            self._commit()
        self.known.clear()  # the cache holds what was committed to it, which need not be all

    @precondition(lambda self: self.committed)
    @rule(seed=st.integers(0, 999), how=st.sampled_from(["flip", "cut", "gone"]))
    def corrupt(self, seed: int, how: str) -> None:
        """A file of the newest generation is damaged."""
        chosen = random.Random(seed)
        folder = self.index / str(current_name(self.index))
        files = [p for p in sorted(folder.rglob("*"))
                 if p.is_file() and p.stat().st_size and "chroma" not in p.parts[-3:]]
        if not files:
            return
        file = chosen.choice(files)
        content = bytearray(file.read_bytes())
        if how == "gone":
            file.unlink()
        elif how == "cut":
            file.write_bytes(content[: len(content) // 2])
        else:
            content[chosen.randrange(len(content))] ^= 1 << chosen.randrange(8)
            file.write_bytes(content)
        self.whole = False
        self._close()  # a file under an open reader is not mended by any store

    @precondition(lambda self: self.committed and self.whole)
    @rule()
    def open(self) -> None:
        """A reader opens, and goes on reading while others ingest."""
        if len(self.readers) < 3:
            self.readers.append((open_current(self.index), self.committed[-1]))

    @precondition(lambda self: self.readers)
    @rule(question=words)
    def ask(self, question: list[str]) -> None:
        """Each reader answers from the one state that it opened, in its exact words."""
        for generation, texts in self.readers:
            assert {n: d.text for n in generation.documents()
                    if (d := generation.document(n))} == texts
            found = retrieve(generation, self.encoder, " ".join(question), 8)
            for scored in found:
                p = scored.passage
                assert texts[p.document][p.start : p.end] == p.text
        self.encoder.texts.clear()

    @invariant()
    def one_committed_state_is_served(self) -> None:
        """New readers find the last committed state; if it was damaged, one before, or an error."""
        if not getattr(self, "committed", None):
            return
        try:
            generation = open_current(self.index, searching=False)
        except (IndexDamaged, IndexMissing):
            assert not self.whole
            return
        try:
            served = {n: d.text for n in generation.documents() if (d := generation.document(n))}
            if self.whole:
                assert served == self.committed[-1]
                assert generation.notice == ""
            else:
                assert served in self.committed
            for name in served:
                for p in generation.passages_of(name):
                    assert served[name][p.start : p.end] == p.text
        except AssistantError:
            assert not self.whole
        finally:
            generation.close()

    def _commit(self) -> None:
        self.committed.append(dict(self.texts))
        self.whole = True

    def _close(self) -> None:
        for generation, _ in getattr(self, "readers", ()):
            generation.close()
        self.readers = []

    def teardown(self) -> None:
        """Nothing is open, and the temporary folder is gone."""
        self._close()
        if hasattr(self, "temporary"):
            self.temporary.cleanup()


TestLife = pytest.mark.slow(Life.TestCase)
TestLife.settings = settings(
    max_examples=8, stateful_step_count=12, deadline=None,
    suppress_health_check=list(HealthCheck),
)
