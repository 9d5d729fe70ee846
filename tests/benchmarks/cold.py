"""One question, from a cold start: this project's command against a plain LangChain script.

Both run alternately, each in a fresh process over the same three documents, and are measured from
outside: wall time, and the peak of resident memory. Ratios are this project's share of the other's.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLAIN = Path(__file__).with_name("plain_langchain.py")
OURS, OTHER = "python -m assistant ask", "LangChain, plain"
KIB_PER_MIB = 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took."""

    seconds: float
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Summary:
    """The median of some figures, with the least and the most of them."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Summary:
        """The summary of at least one figure."""
        return cls(statistics.median(figures), min(figures), max(figures))


def cost(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """What the command took. Raises ``SystemExit`` with its words when it fails."""
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=dict(environment), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=said,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{said.read().decode(errors='replace')}")
    per_mib = KIB_PER_MIB if sys.platform != "darwin" else KIB_PER_MIB**2
    return Cost(seconds, usage.ru_maxrss / per_mib)


def measure(question: str, runs: int, scratch: Path) -> dict[str, list[Cost]]:
    """The costs of each side, after one run of each that does not count."""
    index, store = str(scratch / "index"), str(scratch / "store")
    environment = {
        **os.environ,
        "ANONYMIZED_TELEMETRY": "False",
        "HF_HUB_OFFLINE": "1",
        "PYTHONPATH": str(ROOT),
    }
    python = sys.executable
    cost([python, "ingest.py", "corpus", "--index", index], environment)
    cost([python, str(PLAIN), "prepare", store, "corpus"], environment)
    commands = {
        OURS: [python, "-m", "assistant", "ask", question, "--index", index],
        OTHER: [python, str(PLAIN), "search", store, question],
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            taken = cost(command, environment)
            if run:
                costs[name].append(taken)
                print(f"{run:3}  {name:24} {taken.seconds:6.2f} s  {taken.peak_mib:6.0f} MiB",
                      file=sys.stderr)
    return costs


def report(question: str, costs: Mapping[str, Sequence[Cost]]) -> dict[str, object]:
    """What is written as JSON: every figure, the summaries, and the ratios of the medians."""
    summaries = {
        name: {
            "seconds": asdict(Summary.of([c.seconds for c in taken])),
            "peak_mib": asdict(Summary.of([c.peak_mib for c in taken])),
        }
        for name, taken in costs.items()
    }
    return {
        "question": question,
        "machine": {"cores": os.cpu_count(), "system": platform.system(),
                    "python": platform.python_version()},
        "runs": {name: [asdict(c) for c in taken] for name, taken in costs.items()},
        "summary": summaries,
        "ratio": {
            unit: summaries[OURS][unit]["median"] / summaries[OTHER][unit]["median"]
            for unit in ("seconds", "peak_mib")
        },
    }


def table(found: Mapping[str, object]) -> str:
    """The summaries and ratios as a Markdown table."""
    lines = ["| | wall time, s (least–most) | peak memory, MiB (least–most) |", "| --- | --- | --- |"]
    for name, by_unit in found["summary"].items():
        s, m = by_unit["seconds"], by_unit["peak_mib"]
        lines.append(f"| {name} | {s['median']:.2f} ({s['least']:.2f}–{s['most']:.2f})"
                     f" | {m['median']:.0f} ({m['least']:.0f}–{m['most']:.0f}) |")
    ratio = found["ratio"]
    lines.append(f"| ratio of the medians | {ratio['seconds']:.3f} | {ratio['peak_mib']:.3f} |")
    return "\n".join(lines)


def main() -> None:
    """None; prints the table and writes the JSON file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--question", default="What is outstaffing?")
    parser.add_argument("--runs", type=int, default=7, help="of each side (default: 7)")
    parser.add_argument("--json", type=Path, default=ROOT / ".benchmarks" / "cold.json")
    arguments = parser.parse_args()
    if arguments.runs < 1:
        parser.error("--runs must be at least 1")
    try:
        import langchain_huggingface  # noqa: F401
    except ImportError:
        sys.exit('The plain stack is not installed. Run: pip install -e ".[bench]"')
    with tempfile.TemporaryDirectory() as scratch:
        costs = measure(arguments.question, arguments.runs, Path(scratch))
    found = report(arguments.question, costs)
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(table(found))
    print(f"\nEvery figure is in {os.path.relpath(arguments.json)}.")


if __name__ == "__main__":
    main()
