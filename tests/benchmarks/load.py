"""How many users one process holds: ``python tests/benchmarks/load.py [--users 40 80 …]``.

Each user is a session over a websocket, as a browser's, with its own arrival: questions come at
random moments, ten seconds apart on average, whether the one before has been answered or not
(open loop), so that a server that falls behind cannot slow down what is asked of it. A wait
counts from the moment at which the question should have been sent. Printed are p50, p95, errors,
the server's memory and open files, and the processor time of this client, which must stay small.
The number of users held is the largest tried whose p95 is at most a second.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from chat_client import ChatClient
from servers import served_process

from assistant.ui.cookie import COOKIE

THINK_SECONDS = 10.0
GOAL_SECONDS = 1.0
TURNS = 10
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
    due = time.monotonic() + chance.uniform(0, THINK_SECONDS)
    while due < until:
        try:
            async with ChatClient(url, f"{COOKIE}=reader-{seed:032}") as client:
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


def resources(pid: int) -> tuple[float, int]:
    """The memory in MB and the number of open files of a process of this machine (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    memory = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(memory.split()[1]) / 1024, sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def main() -> int:
    """0; prints a line for each number of users."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, nargs="+", default=[20, 40, 60, 80, 100, 120])
    parser.add_argument("--seconds", type=float, default=60)
    arguments = parser.parse_args()
    held = 0
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ASSISTANT_QUESTIONS_PER_MINUTE": "600"}
    from assistant.settings import Settings

    environment["ASSISTANT_MODELS"] = str(Settings().models.absolute())
    with served_process(environment) as (url, pid):
        asyncio.run(step(url, 1, 15))  # the model and the index are open from here on
        for users in arguments.users:
            spent = time.process_time()
            began = time.monotonic()
            told = asyncio.run(step(url, users, arguments.seconds))
            share = (time.process_time() - spent) / (time.monotonic() - began)
            waits = sorted(told.waits) or [float("inf")]
            p95 = waits[int(0.95 * (len(waits) - 1))]
            memory, files = resources(pid)
            print(
                f"{users:4} users: {len(told.waits):5} answers, p50 {statistics.median(waits):.2f} s, "
                f"p95 {p95:.2f} s, {len(told.errors)} errors, server {memory:.0f} MB and {files} "
                f"files, client {share:.2f} cores, load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
            if told.errors:
                print(f"     {told.errors[0]}")
            if p95 <= GOAL_SECONDS and not told.errors:
                held = users
    print(f"Held with p95 ≤ {GOAL_SECONDS:g} s at {THINK_SECONDS:g} s of thinking: {held} users.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
