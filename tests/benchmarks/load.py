"""How many users one process holds: ``python tests/benchmarks/load.py [--users 40 80 …]``.

Each user is a session over a websocket, as a browser's, with its own arrival: questions come at
random moments, ten seconds apart on average, whether the one before has been answered or not
(open loop), so that a server that falls behind cannot slow down what is asked of it. A wait
counts from the moment at which the question should have been sent. Printed are p50, p95, errors,
the server's processor time for an answer, its memory and open files, and the processor time of
this client, which must stay small. The number of users held is the largest tried whose p95 is at
most a second. The index is the one that ASSISTANT_INDEX names, or the chat's own; conversations
are kept in a folder that goes afterwards.

``--growth MINUTES`` stays at one number of users for so long, looks every half minute, and ends
with status 1 where the second half had more files open, or gained memory faster than
``MOST_GROWTH`` MB a minute.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from chat_client import ChatClient
from servers import served_process

from assistant.settings import Settings
from assistant.ui.cookie import COOKIE

THINK_SECONDS = 10.0
GOAL_SECONDS = 1.0
TURNS = 10
LOOK_SECONDS = 30.0
MOST_GROWTH = 2.0
MOST_FILES = 5
QUESTIONS = (
    "What is outstaffing?",
    "Should I outstaff QA? Nobody here can manage testers.",
    "What does an employer of record do?",
    "We need two developers for a year, our lead can direct them.",
    "Who owns the intellectual property?",
    "How long does onboarding take?",
    "What is the weather in Paris?",
    "scope=evolving",
)


@dataclass
class Told:
    """What the users of one step met: waits in seconds, and messages of what failed."""

    waits: list[float]
    errors: list[str]


async def user(url: str, seed: int, until: float, told: Told) -> None:
    """None; asks at random moments until then, and starts over after ``TURNS`` questions."""
    chance = random.Random(seed)
    await asyncio.sleep(chance.uniform(0, THINK_SECONDS))  # nobody comes at the same moment
    due = 0.0
    while time.monotonic() < until:
        try:
            async with ChatClient(url, f"{COOKIE}=reader-{seed:032}") as client:
                due = due or time.monotonic() + chance.expovariate(1 / THINK_SECONDS)
                for _ in range(TURNS):
                    if due >= until:
                        return
                    await asyncio.sleep(max(0.0, due - time.monotonic()))
                    sent = due
                    due += chance.expovariate(1 / THINK_SECONDS)
                    await client.ask(chance.choice(QUESTIONS))
                    told.waits.append(time.monotonic() - sent)
        except Exception as error:
            told.errors.append(f"{type(error).__name__}: {error}")
            due = max(due, time.monotonic()) + THINK_SECONDS


async def step(url: str, users: int, seconds: float) -> Told:
    """What so many users met in that time."""
    told = Told([], [])
    until = time.monotonic() + seconds
    await asyncio.gather(*(user(url, seed, until, told) for seed in range(users)))
    return told


@dataclass(frozen=True)
class Look:
    """A process at one moment: processor seconds, MB of memory, open files, threads (Linux)."""

    seconds: float
    memory: float
    files: int
    threads: int


def look(pid: int) -> Look:
    """The process now."""
    process = Path(f"/proc/{pid}")
    status = dict(
        line.split(":", 1) for line in (process / "status").read_text("ascii").splitlines()
    )
    ticks = (process / "stat").read_text("ascii").rsplit(")", 1)[1].split()[11:13]
    return Look(
        sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"),
        int(status["VmRSS"].split()[0]) / 1024,
        sum(1 for _ in (process / "fd").iterdir()),
        int(status["Threads"]),
    )


def share_of(waits: Sequence[float], share: float) -> float:
    """The wait that so large a share of all did not exceed; infinite where there is none."""
    return sorted(waits)[int(share * (len(waits) - 1))] if waits else float("inf")


def hold(url: str, pid: int, users: int, seconds: float) -> bool:
    """Whether p95 was a second at most and nothing failed; a line is printed."""
    spent, began, before = time.process_time(), time.monotonic(), look(pid)
    told = asyncio.run(step(url, users, seconds))
    after, passed = look(pid), time.monotonic() - began
    p95 = share_of(told.waits, 0.95)
    print(
        f"{users:4} users: {len(told.waits):5} answers, p50 {share_of(told.waits, 0.5):.2f} s, "
        f"p95 {p95:.2f} s, {len(told.errors)} errors; server "
        f"{1000 * (after.seconds - before.seconds) / max(len(told.waits), 1):.0f} ms of processor an "
        f"answer, {(after.seconds - before.seconds) / passed:.2f} cores, {after.memory:.0f} MB, "
        f"{after.files} files; client {(time.process_time() - spent) / passed:.2f} cores; load "
        f"{os.getloadavg()[0]:.1f}",
        flush=True,
    )
    if told.errors:
        print(f"     {told.errors[0]}")
    return p95 <= GOAL_SECONDS and not told.errors


async def watch(url: str, pid: int, users: int, minutes: float) -> tuple[Told, list[Look]]:
    """What so many users met in that time, and the server every ``LOOK_SECONDS``, as printed."""
    told, looks = Told([], []), [look(pid)]
    until = time.monotonic() + 60 * minutes
    asking = asyncio.gather(*(user(url, seed, until, told) for seed in range(users)))
    seen = 0
    while time.monotonic() < until:
        await asyncio.sleep(LOOK_SECONDS)
        looks.append(look(pid))
        waits = told.waits[seen:]
        seen += len(waits)
        print(
            f"{len(looks) * LOOK_SECONDS / 60 - LOOK_SECONDS / 60:5.1f} min: {seen:5} answers, "
            f"p95 {share_of(waits, 0.95):.2f} s, {len(told.errors)} errors; "
            f"{looks[-1].memory:.0f} MB, {looks[-1].files} files, {looks[-1].threads} threads",
            flush=True,
        )
    await asking
    return told, looks


def growth(url: str, pid: int, users: int, minutes: float) -> bool:
    """Whether the second half of the time needed no more files, and hardly more memory."""
    told, looks = asyncio.run(watch(url, pid, users, minutes))
    late = looks[len(looks) // 2 :]
    slope, _ = statistics.linear_regression(
        [n * LOOK_SECONDS / 60 for n in range(len(late))], [one.memory for one in late]
    )
    files = late[-1].files - late[0].files
    print(
        f"Second half: {slope:+.2f} MB a minute, {files:+} files; p95 of all "
        f"{share_of(told.waits, 0.95):.2f} s, {len(told.errors)} errors."
    )
    return slope <= MOST_GROWTH and files <= MOST_FILES and not told.errors


def main() -> int:
    """Exit status; prints a line for each number of users, or for each look."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, nargs="+", default=[20, 40, 60, 80, 100, 120])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--growth", type=float, metavar="MINUTES")
    arguments = parser.parse_args()
    settings = Settings()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "ASSISTANT_QUESTIONS_PER_MINUTE": "600",
            "ASSISTANT_INDEX": str(settings.index.absolute()),
            "ASSISTANT_MODELS": str(settings.models.absolute()),
            "ASSISTANT_HISTORY": str(Path(folder) / "history.sqlite"),
        }
        with served_process(environment) as (url, pid):
            asyncio.run(step(url, 1, 25))  # the model and the index are open from here on
            if arguments.growth:
                return int(not growth(url, pid, arguments.users[0], arguments.growth))
            held = 0
            for users in arguments.users:
                if hold(url, pid, users, arguments.seconds):
                    held = users
    print(f"Held with p95 ≤ {GOAL_SECONDS:g} s at {THINK_SECONDS:g} s of thinking: {held} users.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
