"""Precision and recall of hearing over files of messages whose facts are known.

    python tests/evaluation/hearing_report.py [--words] [--misses N] FILE…

Each line of a file is ``{"text": …, "facts": {criterion: value}}``; ``facts`` is everything the
message says of its first piece of work. A fact is right where criterion and value agree.
``"allow": {criterion: [values]}`` names readings on which people differ: neither required nor wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.dialogue.hearing import Meaning, hear, load_lexicon
from assistant.dialogue.hearing_trust import Trust
from assistant.dialogue.hearing_weights import Weights
from assistant.index.encoder import load_encoder
from assistant.index.meaning import load_meaning
from assistant.settings import Settings


@dataclass
class Report:
    """Counts per criterion, and the cases that went wrong: (text, wrong or missed facts)."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, list[str]]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Right facts among the heard ones."""
        right = self.right.total()
        return right / max(1, right + self.wrong.total())

    @property
    def recall(self) -> float:
        """Heard facts among the stated ones."""
        right = self.right.total()
        return right / max(1, right + self.missed.total())


def cases(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The cases of JSON Lines files; of a scenario the turns are one message."""
    found = [
        json.loads(line)
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return [{**case, "text": case.get("text") or "\n\n".join(case["turns"])} for case in found]


def report(
    told: Sequence[dict[str, Any]],
    meaning: Meaning | None = None,
    weights: Weights | None = None,
    trust: Trust | None = None,
) -> Report:
    """The report over cases; see ``hear``."""
    lexicon = load_lexicon()
    found = Report()
    for case in told:
        begun = time.perf_counter()
        hearing = hear(case["text"], lexicon, meaning, weights, trust)
        found.seconds.append(time.perf_counter() - begun)
        allowed = case.get("allow", {})
        got = {
            h.criterion: (h.value, h.words)
            for h in hearing.heard
            if h.value is not None and h.part == 0 and h.value not in allowed.get(h.criterion, ())
        }
        stated = case["facts"]
        faults: list[str] = []
        for criterion in sorted({*got, *stated}):
            value, words = got.get(criterion, (None, ""))
            wanted = stated.get(criterion)
            if value == wanted:
                found.right[criterion] += 1
                continue
            if value is not None:
                found.wrong[criterion] += 1
                faults.append(f"+{criterion}={value} in “{words}”")
            if wanted is not None:
                found.missed[criterion] += 1
                faults.append(f"-{criterion}={wanted}")
        if faults:
            found.faults.append((case["text"], faults))
    return found


def printed(found: Report, misses: int) -> str:
    """The report as a table, the worst cases below it."""
    rows = [f"{'criterion':16}{'precision':>10}{'recall':>8}{'right':>7}{'wrong':>7}{'missed':>8}"]
    for criterion in sorted({*found.right, *found.wrong, *found.missed}):
        right, wrong, missed = (c[criterion] for c in (found.right, found.wrong, found.missed))
        rows.append(
            f"{criterion:16}{right / max(1, right + wrong):>10.1%}"
            f"{right / max(1, right + missed):>8.1%}{right:>7}{wrong:>7}{missed:>8}"
        )
    times = sorted(found.seconds) or [0.0]
    rows.append(
        f"{'all':16}{found.precision:>10.1%}{found.recall:>8.1%}{found.right.total():>7}"
        f"{found.wrong.total():>7}{found.missed.total():>8}"
    )
    rows.append(
        f"one message: median {times[len(times) // 2] * 1e3:.1f} ms, "
        f"slowest {times[-1] * 1e3:.1f} ms"
    )
    worst = sorted(found.faults, key=lambda f: (-sum(x[0] == "+" for x in f[1]), -len(f[1])))
    rows += [f"{text}\n    {'; '.join(faults)}" for text, faults in worst[:misses]]
    return "\n".join(rows)


def main(arguments: Sequence[str]) -> None:
    """Print the report of the files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--misses", type=int, default=20, help="how many bad cases to print")
    parser.add_argument("--words", action="store_true", help="by words only, without the model")
    chosen = parser.parse_args(arguments)
    meaning = None if chosen.words else load_meaning(load_encoder(Settings()))
    files = chosen.files or [Path(__file__).with_name("hearing_dev.jsonl")]
    for path in files:
        print(f"== {path.name}")
        print(printed(report(cases([path]), meaning), chosen.misses))


if __name__ == "__main__":
    main(sys.argv[1:])
