"""How often the recommendation stays the same when a situation is worded otherwise.

    python tests/evaluation/stability_report.py [--misses N] FILE…

Each line of a file is ``{"situation": …, "text": …, "facts": …, "expect": [models]}``; the
wordings of one situation share ``expect``. "as expected" is the share of wordings for which the
assistant recommends one of those models; "as the others" the share that get the model that most
wordings of their situation get, expected or not; "facts" the share of stated facts that it gives
in its recommendation.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hearing_report

from assistant.assistant import Assistant
from assistant.dialogue.types import Conversation


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a situation, and what was made of it."""

    situation: str
    text: str
    model: str
    expected: bool
    lacking: tuple[str, ...]
    stated: int


def heard_in(case: Mapping[str, Any], assistant: Assistant) -> Wording:
    """What the assistant makes of a case."""
    found = assistant.ask(Conversation(()), case["text"]).recommendation or {}
    model, facts = str(found.get("model")), found.get("facts") or {}
    lacking = tuple(f"{c}={v}" for c, v in case["facts"].items() if facts.get(c) != v)
    expected = model in {str(each) for each in case["expect"]}
    return Wording(
        str(case["situation"]), case["text"], model, expected, lacking, len(case["facts"])
    )


def as_the_others(wordings: Sequence[Wording]) -> float:
    """The share of wordings with the model that most wordings of their situation have."""
    models: dict[str, Counter[str]] = {}
    for wording in wordings:
        models.setdefault(wording.situation, Counter())[wording.model] += 1
    return sum(found.most_common(1)[0][1] for found in models.values()) / max(1, len(wordings))


def printed(wordings: Sequence[Wording], misses: int) -> str:
    """The shares, and the wordings with another recommendation."""
    size = max(1, len(wordings))
    stated = max(1, sum(w.stated for w in wordings))
    other = [w for w in wordings if not w.expected]
    head = (
        f"{len(wordings)} wordings of {len({w.situation for w in wordings})} situations: "
        f"as expected {1 - len(other) / size:.1%}, as the others {as_the_others(wordings):.1%}, "
        f"facts {1 - sum(len(w.lacking) for w in wordings) / stated:.1%}"
    )
    rows = [f"{w.situation}: {w.model}: {w.text} {w.lacking}" for w in other[:misses]]
    return "\n".join((head, *rows))


def main(arguments: Sequence[str]) -> None:
    """Print the report of the files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--misses", type=int, default=20, help="how many wordings to print")
    chosen = parser.parse_args(arguments)
    here = Path(__file__).parent
    names = ("hearing_stability", "hearing_third_stability", "hearing_fourth_stability")
    assistant = Assistant.open()
    for path in chosen.files or [here / f"{name}.jsonl" for name in names]:
        wordings = [heard_in(case, assistant) for case in hearing_report.cases([path])]
        print(f"== {path.name}\n{printed(wordings, chosen.misses)}")


if __name__ == "__main__":
    main(sys.argv[1:])
