"""The tables of README.md and of assistant/index/SCALE.md, written from a run of the suite.

python tests/benchmarks/table.py [FILE]     FILE becomes tests/benchmarks/figures.json
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FIGURES = HERE / "figures.json"
BEGIN, END = "<!-- figures: python tests/benchmarks/table.py -->", "<!-- end of figures -->"

_BLOCK = re.compile(f"{re.escape(BEGIN)}\n.*?{re.escape(END)}", re.DOTALL)
PARTS = ("cold", "warm", "ingest")
_PEER = "LangChain"


def number(value: float) -> str:
    """The value with the digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2g}" if value < 1 else f"{value:.3g}"


def ratios(found: Mapping[str, Any]) -> str:
    """The ratios to plain LangChain of what everyone meets, in one row."""
    shown = [f for f in found["figures"] if f["part"] in PARTS and f["peer"] == _PEER]
    values = (f["ours"][f["of"]] / f["theirs"][f["of"]] for f in shown)
    return "\n".join((
        _cells(("", *(f["what"] for f in shown))),
        _cells(("---",) * (1 + len(shown))),
        _cells(("of plain LangChain's", *(f"{value:.2f}" for value in values))),
    ))


def _cells(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"


def table(found: Mapping[str, Any]) -> str:
    """All figures as a Markdown table; peers other than LangChain left out."""
    cores = found["machine"]["cores"]
    lines = [f"| on {cores} cores | this project | plain LangChain | ratio |",
             "| --- | --- | --- | --- |"]
    lines += [_row(f) for f in found["figures"] if f["peer"] in {"", _PEER}]
    return "\n".join(lines)


def _row(figure: Mapping[str, Any]) -> str:
    ours, theirs = figure["ours"][figure["of"]], (figure["theirs"] or {}).get(figure["of"])
    unit = f" {figure['unit']}" if figure["unit"] else ""
    there = "" if theirs is None else f"{number(theirs)}{unit}"
    ratio = "" if theirs is None else f"{ours / theirs:.2f}"
    return _cells((figure["what"], f"{number(ours)}{unit}", there, ratio))


PAGES = {"README.md": ratios, "assistant/index/SCALE.md": table}


def written(page: str, found: Mapping[str, Any]) -> str:
    """The page's text with its table as these figures make it."""
    text = (ROOT / page).read_text(encoding="utf-8")
    block = f"{BEGIN}\n{PAGES[page](found)}\n{END}"
    return _BLOCK.sub(lambda _: block, text)


def main() -> None:
    """None; the pages show the figures."""
    if sys.argv[1:]:
        FIGURES.write_text(Path(sys.argv[1]).read_text(encoding="utf-8"), encoding="utf-8")
    found = json.loads(FIGURES.read_text(encoding="utf-8"))
    for page in PAGES:
        (ROOT / page).write_text(written(page, found), encoding="utf-8")


if __name__ == "__main__":
    main()
