"""python -m assistant cost: what each way of staffing costs, from a file of the user's numbers."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from assistant.errors import InputError

DONE = 0
STANDARD_INPUT = Path("-")


def add_cost(commands: Any) -> None:  # noqa: ANN401 (argparse's class of it is private)
    """None; the command is among those that the parser knows."""
    cost = commands.add_parser("cost", help="reckon what each way of staffing costs")
    cost.add_argument("file", nargs="?", type=Path, help="your numbers, - for standard input; --example shows the form")
    cost.add_argument("--json", action="store_true", help="print one JSON object")
    cost.add_argument("--csv", type=Path, metavar="FILE", help="write the lines there")
    cost.add_argument("--xlsx", type=Path, metavar="FILE", help="write a workbook there")
    cost.add_argument("--example", action="store_true", help="print a commented example of a file")
    cost.set_defaults(run=_cost)


def _cost(arguments: argparse.Namespace) -> int:
    from assistant.decision.costs.reading import EXAMPLE, example, load_cost_model
    from assistant.decision.costs.reckon import reckon
    from assistant.decision.costs.rows import as_csv, as_json, as_markdown
    from assistant.decision.costs.worksheet import read_worksheet

    if arguments.example and arguments.file is None and not _wants_more(arguments):
        print(example(), end="")
        return DONE
    if arguments.example == (arguments.file is not None):
        msg = "Give one file with your numbers, or --example for a file to begin with."
        raise InputError(msg)
    model = load_cost_model()
    text = example() if arguments.example else _read(arguments.file)
    reckoning = reckon(read_worksheet(text, str(arguments.file or EXAMPLE), model), model)
    if arguments.csv:
        _write(arguments.csv, as_csv(reckoning, model).encode("utf-8-sig"))
    if arguments.xlsx:
        from assistant.citing.cost_sheet import as_xlsx

        _write(arguments.xlsx, as_xlsx(reckoning, model))
    if arguments.json:
        print(json.dumps(as_json(reckoning, model), ensure_ascii=False))
    else:
        print(as_markdown(reckoning, model), end="")
    return DONE


def _wants_more(arguments: argparse.Namespace) -> bool:
    return bool(arguments.json or arguments.csv or arguments.xlsx)


def _read(path: Path) -> str:
    try:
        if path == STANDARD_INPUT:
            return sys.stdin.buffer.read().decode("utf-8-sig")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}); name another file.") from error


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}).") from error
