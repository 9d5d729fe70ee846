"""What many tests share: the real index of ``corpus/``, built once, and commands in a process.

Connections are limited to this machine by pytest-socket (see ``addopts``); a command that is run
as a process is held to the same by ``no_network``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as properties
from workplaces import Workplace

from assistant.assistant import Assistant
from assistant.index.build import build
from assistant.index.encoder import OnnxEncoder, load_encoder
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PROCESS_SECONDS = 200

# The same examples in every run, on any machine: a failure is always the change's own.
# ``pytest --hypothesis-profile=default`` searches with new ones.
properties.register_profile("same", derandomize=True, deadline=None, max_examples=50,
                            suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("same")

Run = Callable[..., "subprocess.CompletedProcess[str]"]

_NO_NETWORK = """
import os, sys

def _check(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if host not in {None, "", "localhost", "127.0.0.1", "::1"}:
        sys.stderr.write(f"connected to {host}\\n")
        os._exit(70)

sys.addaudithook(_check)
"""


@pytest.fixture(scope="session")
def encoder() -> OnnxEncoder:
    """The real encoder; exports the model where this user has never done so."""
    return load_encoder(Settings())


@pytest.fixture(scope="session")
def settings(encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose index is that of ``corpus/``, built once. Not to be written to."""
    index = tmp_path_factory.mktemp("session") / "index"
    build(ROOT / "corpus", index, encoder)
    return Settings(corpus=ROOT / "corpus", index=index)


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Iterator[Assistant]:
    """The assistant over the index of ``corpus/``."""
    opened = Assistant.open(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def no_network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that, on PYTHONPATH, ends a process with status 70 when it leaves this machine."""
    folder = tmp_path_factory.mktemp("no-network")
    (folder / "sitecustomize.py").write_text(_NO_NETWORK, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def environment(settings: Settings, no_network: Path) -> Mapping[str, str]:
    """The environment in which a process finds the index of ``corpus/``, and no network."""
    return {
        **os.environ,
        "ASSISTANT_INDEX": str(settings.index),
        "ASSISTANT_MODELS": str(settings.models.absolute()),
        "PYTHONPATH": os.pathsep.join((str(no_network), str(ROOT))),
        "PYTHONIOENCODING": "utf-8",
    }


@pytest.fixture(scope="session")
def run(environment: Mapping[str, str]) -> Run:
    """A function that runs this Python with the given arguments in the project's folder."""

    def run_python(
        *arguments: str, said: str | None = "", cwd: Path = ROOT, **changed: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            input=said,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            cwd=cwd,
            env={**environment, **changed},
            timeout=PROCESS_SECONDS,
            check=False,
        )

    return run_python


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    """Three documents, nothing ingested yet."""
    place = Workplace(tmp_path)
    yield place
    place.close()


@pytest.fixture(scope="session")
def index_of_three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the three documents, made once. Not to be opened: that writes to it."""
    place = Workplace(tmp_path_factory.mktemp("three"))
    place.ingest()
    return place.index


@pytest.fixture
def ingested(workplace: Workplace, index_of_three: Path) -> Workplace:
    """Three documents, ingested."""
    shutil.copytree(index_of_three, workplace.index)
    return workplace
