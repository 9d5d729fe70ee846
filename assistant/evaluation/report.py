"""An evaluation as a table and as JSON, and beside a former one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.errors import InputError
from assistant.evaluation.evaluate import Evaluation

NOISE = 1e-9
_EVALUATION = TypeAdapter(Evaluation)


def table(now: Evaluation, before: Evaluation | None = None, *, failures: bool = False) -> str:
    """The figures, one a line, the change since ``before``, and what failed where asked for."""
    lines = []
    for name, figure in now.figures.items():
        line = f"{name:16} {figure.value:7.1%}  of {figure.cases:<5}"
        former = before.figures.get(name) if before else None
        if former:
            change = figure.value - former.value
            line += " as before" if abs(change) <= NOISE else f" {100 * change:+.1f} points"
        lines.append(line.rstrip())
    if before:
        gone = [name for name in before.figures if name not in now.figures]
        lines += [f"{name:16} no longer measured" for name in gone]
        if before.corpus != now.corpus:
            lines.append("The former run was over another corpus.")
    if failures:
        lines += [f"{f.figure} {f.case}: {f.reason}" for f in now.failures]
    return "\n".join(lines)


def fallen(now: Evaluation, before: Evaluation) -> tuple[str, ...]:
    """The names of the figures that are lower than before, or are measured no longer."""
    values: Mapping[str, float] = {name: figure.value for name, figure in now.figures.items()}
    return tuple(
        name
        for name, former in before.figures.items()
        if values.get(name, -1.0) < former.value - NOISE
    )


def to_json(evaluation: Evaluation) -> str:
    """The evaluation as JSON."""
    value = _EVALUATION.dump_python(evaluation, mode="json")
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def read_json(file: Path) -> Evaluation:
    """The evaluation that ``to_json`` wrote to ``file``."""
    try:
        return _EVALUATION.validate_json(file.read_bytes())
    except OSError as error:
        reason = error.strerror or error
        raise InputError(f"{file} cannot be read ({reason}).") from error
    except ValidationError as error:
        raise InputError(f"{file} is not what `evaluate --json` writes.") from error
