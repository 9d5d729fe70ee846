"""An ingest that is killed anywhere: the former index or the new one, never anything else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import FakeEncoder
from workplaces import Workplace

from assistant.index.build import build
from assistant.index.opening import open_current
from assistant.index.verify import verify, verify_here

ROOT = Path(__file__).parents[2]
BEFORE_FLIP = [
    "collection-created",
    "reading",
    "encoding",
    "batch-added",
    "vectors-written",
    "words-written",
    "before-check",
    "before-manifest",
    "before-flip",
    "flip-written",
]
AFTER_FLIP = ["after-flip"]

# One process imports everything once and forks for each point; nothing of Chroma is open then.
KILLED = """
import json, os, sys
from pathlib import Path
import bm25s, chromadb
from fakes import FakeEncoder
from assistant.index.build import build
from assistant.index.verify import verify_here

ended = {}
for place in map(Path, sys.argv[1:]):
    child = os.fork()
    if not child:
        os.environ["ASSISTANT_FAILPOINT"] = f"{place.name}:kill"
        build(place / "corpus", place / "index", FakeEncoder(), check=verify_here)
        os._exit(0)
    ended[place.name] = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(json.dumps(ended))
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each point a corpus in which a file changed, and an index whose ingest was killed."""
    places: dict[str, Path] = {}
    for point in BEFORE_FLIP + AFTER_FLIP:
        places[point] = tmp_path_factory.mktemp("killed") / point
        places[point].mkdir()
        place = Workplace(places[point])
        place.ingest()
        place.write("tools", "# Tools\n\nTests run every morning.\n")
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *map(str, places.values())],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env=os.environ | {"PYTHONPATH": paths},
    )
    assert json.loads(done.stdout) == dict.fromkeys(places, -9)
    return places


def served(place: Path) -> str:
    """The text of the document that changed, as readers find it."""
    with open_current(place / "index") as generation:
        assert generation.notice == ""
        assert generation.documents() == ("people", "tools", "vendors")
        assert len(generation.nearest(FakeEncoder().encode("tests"), 99)) == generation.count
        return generation.passages_of("tools")[0].text


@pytest.mark.parametrize("point", BEFORE_FLIP)
def test_01_killed_before_the_flip_the_former_index_is_whole(
    killed: dict[str, Path], point: str
) -> None:
    """It is served without a notice, as if no ingest had been."""
    assert "every night" in served(killed[point])


@pytest.mark.parametrize("point", AFTER_FLIP)
def test_01_killed_after_the_flip_the_new_index_is_whole(killed: dict[str, Path], point: str) -> None:
    """It is served without a notice, as if the ingest had ended."""
    assert "every morning" in served(killed[point])


@pytest.mark.parametrize("point", BEFORE_FLIP + AFTER_FLIP)
def test_01_after_a_kill_the_next_ingest_ends_the_work(killed: dict[str, Path], point: str) -> None:
    """Nothing of the killed one is left that is not whole, and the lock is free."""
    place = killed[point]
    report = build(place / "corpus", place / "index", FakeEncoder(), check=verify_here)
    assert report.unchanged == (point in AFTER_FLIP)
    assert "every morning" in served(place)
    for folder in (place / "index").glob("gen-*"):
        assert verify(folder) == ([], 1.0)
