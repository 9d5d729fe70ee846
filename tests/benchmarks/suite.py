"""The benchmark suite: this project beside plain stacks of others, alternately in one run.

    python tests/benchmarks/suite.py [cold] [warm] [ingest] [concurrency] [scale]
        [--quick] [--json FILE] [--compare FILE] [--sizes 10000 100000] [--work DIR]

LangChain is always among the others; LlamaIndex, Haystack and txtai are where they are installed
(``pip install -e ".[bench-peers]"``). All stacks have the same model's weights. A ratio is this
project's median over the other's, so that below 1 is faster or smaller here; absolute times hold
for one machine only. ``table.py`` writes the README's table from the JSON file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from compared import Figure, Work, compare, line
from measuring import ROOT
from parts import PARTS
from stacks import PEERS

DEFAULT = ("cold", "warm", "ingest", "concurrency")
"""Not ``scale``, which encodes for an hour the first time."""


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    packages = ("chromadb", "langchain-chroma", "langchain-huggingface", "onnxruntime", "torch")
    return {
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in packages},
    }


def main() -> None:
    """None; prints each figure as it is measured, and writes the JSON file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="fewer runs, rougher figures")
    parser.add_argument("--json", type=Path, default=ROOT / ".benchmarks" / "figures.json")
    parser.add_argument("--compare", type=Path, help="a former run's JSON file")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000],
                        help="passages, for scale; the first one is also for concurrency")
    parser.add_argument("--collections", type=Path, help="public collections, as more real text")
    parser.add_argument("--work", type=Path, help="where large indexes are kept between runs")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - PARTS.keys():
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    former = json.loads(arguments.compare.read_text(encoding="utf-8")) if arguments.compare else None
    peers = [peer for peer in PEERS if peer.is_installed()]
    if not any(peer.name == "LangChain" for peer in peers):
        sys.exit('The plain stack is not installed. Run: pip install -e ".[bench]"')
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as scratch:
        work = Work(Path(scratch), (arguments.work or Path(scratch)).resolve(), tuple(peers),
                    arguments.quick, tuple(arguments.sizes), arguments.collections)
        for name in arguments.parts or DEFAULT:
            for figure in _part(PARTS[name], work):
                figures.append(figure)
    found = {"machine": machine(), "quick": arguments.quick,
             "figures": [asdict(figure) for figure in figures]}
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n",
                              encoding="utf-8")
    print(f"\nEvery figure is in {os.path.relpath(arguments.json)}.")
    if former:
        print("\n".join(compare(figures, former["figures"])))


def _part(measure: Callable[[Work], Sequence[Figure]], work: Work) -> Sequence[Figure]:
    figures = measure(work)
    for figure in figures:
        print(line(figure), flush=True)
    return figures


if __name__ == "__main__":
    main()
