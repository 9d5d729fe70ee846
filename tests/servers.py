"""Servers on this machine that tests start, end and make fall silent."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def served(environment: Mapping[str, str], port: int = 0) -> Iterator[str]:
    """Where the chat is served meanwhile; see ``served_process``."""
    with served_process(environment, port) as (url, _):
        yield url


@contextmanager
def served_process(environment: Mapping[str, str], port: int = 0) -> Iterator[tuple[str, int]]:
    """Where the chat is served meanwhile, from a home that has never seen Streamlit; its id.

    Without a port it is one that is free. ``RuntimeError`` with what it printed where it does not start.
    """
    port = port or free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        log = Path(home) / "log.txt"
        command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
        with log.open("w") as out, subprocess.Popen(
            command,
            cwd=ROOT,
            env={**environment, "HOME": home, "BROWSER": "true"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        ) as server:
            try:
                url = f"http://127.0.0.1:{port}/"
                _wait(f"{url}_stcore/health", server, log)
                yield url, server.pid
            finally:
                server.terminate()


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            time.sleep(0.2)
    message = f"the chat did not start:\n{log.read_text()}"
    raise RuntimeError(message)


class ChromaRun:
    """``chroma run`` over a folder, on a port of its own."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """None; the server answers."""
        command = [str(Path(sys.executable).with_name("chroma")), "run", "--path",
                   str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd=self.folder.parent,
        )
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/api/v2/heartbeat", None, 1):
                return
            time.sleep(0.1)
        message = "chroma run did not start"
        raise RuntimeError(message)

    def kill(self) -> None:
        """None; the server is gone as after ``kill -9``."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """None; the server still accepts connections, and says nothing."""
        assert self._process
        os.kill(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """None; the server goes on."""
        assert self._process
        os.kill(self._process.pid, signal.SIGCONT)


@contextmanager
def dripping(answer: bytes) -> Iterator[str]:
    """Where a server sends one byte of ``answer`` a second to whoever asks."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def serve() -> None:
            with suppress(OSError):
                while True:
                    asked, _ = listening.accept()
                    Thread(target=drip, args=(asked,), daemon=True).start()

        def drip(asked: socket.socket) -> None:
            with suppress(OSError), asked:
                for byte in answer:
                    asked.sendall(bytes([byte]))
                    time.sleep(1)

        Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{port}"
