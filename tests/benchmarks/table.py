"""The tables of README.md and of assistant/index/SCALE.md, written from a run of the suite.

python tests/benchmarks/table.py [FILE]     FILE becomes tests/benchmarks/figures.json
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FIGURES = HERE / "figures.json"
PAGES = {"README.md": ("cold", "warm", "ingest"), "assistant/index/SCALE.md": ("concurrency", "scale")}
BEGIN, END = "<!-- figures: python tests/benchmarks/table.py -->", "<!-- end of figures -->"

_BLOCK = re.compile(f"{re.escape(BEGIN)}\n.*?{re.escape(END)}", re.DOTALL)
_PEER = "LangChain"


def number(value: float) -> str:
    """The value with the digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2g}" if value < 1 else f"{value:.3g}"


def table(found: Mapping[str, Any], parts: Sequence[str]) -> str:
    """The figures of those parts as a Markdown table; peers other than LangChain left out."""
    cores = found["machine"]["cores"]
    lines = [f"| medians on {cores} cores | this project | plain LangChain | ratio |",
             "| --- | --- | --- | --- |"]
    for figure in found["figures"]:
        if figure["part"] in parts and figure["peer"] in {"", _PEER}:
            lines.append(_row(figure))
    return "\n".join(lines)


def _row(figure: Mapping[str, Any]) -> str:
    ours, theirs = figure["ours"][figure["of"]], (figure["theirs"] or {}).get(figure["of"])
    unit = f" {figure['unit']}" if figure["unit"] else ""
    there = "" if theirs is None else f"{number(theirs)}{unit}"
    ratio = "" if theirs is None else f"{ours / theirs:.2f}"
    return f"| {figure['what']} | {number(ours)}{unit} | {there} | {ratio} |"


def written(page: str, found: Mapping[str, Any]) -> str:
    """The page's text with its table as these figures make it."""
    text = (ROOT / page).read_text(encoding="utf-8")
    block = f"{BEGIN}\n{table(found, PAGES[page])}\n{END}"
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
