"""Reading a rulebook: YAML to a validated :class:`Rulebook`, with errors that say where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from assistant.decision.schema import Rulebook
from assistant.errors import RulebookError
from assistant.packaged import LOADER

PACKAGED = "rulebook.yaml"

Shape = TypeVar("Shape", bound=BaseModel)


def load_rulebook(path: Path | None = None) -> Rulebook:
    """The rulebook in the file, or the packaged one, which is read only once.

    ``RulebookError`` names the file, the line, the rule and the key.
    """
    if path is None:
        return _packaged()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulebookError(f"{path}: cannot be read ({error}); name another file") from error
    return read_rulebook(text, str(path))


@cache
def _packaged() -> Rulebook:
    text = (files("assistant.decision") / PACKAGED).read_text(encoding="utf-8")
    return read_rulebook(text, PACKAGED)


def read_rulebook(text: str, name: str) -> Rulebook:
    """The rulebook that the YAML text spells out; ``name`` is what errors call the file."""
    return read_data(text, name, Rulebook)


def read_data(text: str, name: str, shape: type[Shape]) -> Shape:
    """The data of that shape that the YAML text spells out, with errors that say where."""
    try:
        root = yaml.compose(text, Loader=LOADER)
        for line, key in _repeated(root):
            raise RulebookError(f"{name}, line {line}: key '{key}' stands twice; keep one")
        return shape.model_validate(yaml.load(text, Loader=LOADER))  # noqa: S506 (safe loader)
    except yaml.YAMLError as error:
        raise RulebookError(f"{name}: is not YAML; mend it: {error}") from error
    except ValidationError as error:
        raise RulebookError("\n".join(_messages(error, root, name))) from error


def _repeated(root: yaml.Node | None) -> Iterator[tuple[int, str]]:
    """Keys that occur twice in one mapping, with their lines: YAML would keep the last."""
    waiting, met = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, yaml.CollectionNode) or id(node) in met:
            continue
        met.add(id(node))  # an alias may lead back to a node, even to one around it
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
            continue
        seen: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                yield key.start_mark.line + 1, key.value
            seen.add(str(key.value))
            waiting.append(value)


def _messages(error: ValidationError, root: yaml.Node | None, name: str) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        line, where = _place(root, fault["loc"])
        what = fault["msg"].removeprefix("Value error, ")
        yield f"{name}, line {line}: {where}{what}"


def _place(root: yaml.Node | None, path: Sequence[int | str]) -> tuple[int, str]:
    """The line (from 1) of the innermost node on the path, and the rule and key in words."""
    node, line, keys = root, 1, list[str]()
    for step in path:
        inner = _step(node, step)
        if inner is None:
            keys += [step] if isinstance(step, str) else []
            break
        node, line = inner, inner.start_mark.line + 1
        label = _identity(node) if isinstance(step, int) else None
        keys.append(f"'{label}'" if label else str(step))
    if not keys:
        return line, ""
    return line, " > ".join(keys) + ": "


def _step(node: yaml.Node | None, step: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    return None


def _identity(node: yaml.Node) -> str | None:
    """What a list's entry calls itself by."""
    for key in ("id", "item", "passage"):
        inner = _step(node, key)
        if isinstance(inner, yaml.ScalarNode):
            return str(inner.value)
    return None
