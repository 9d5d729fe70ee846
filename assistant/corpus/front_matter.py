"""The YAML block that a document may open with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_CHARS: Final = 65_536
MAX_VALUES: Final = 1_000
MAX_DEPTH: Final = 8

_OPENING: Final = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\r|\n)")
_CLOSING: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.MULTILINE)


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """The values as strings under dotted names, and the offset at which the body begins.

    Empty values are left out, lists are joined with ", ". Without front matter: ``{}`` and 0. A
    block that is not valid YAML is skipped all the same and told under ``front_matter_error``.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return {}, 0
    # \Z and ^ must see the window alone, hence the slice.
    window = text[opening.end() : opening.end() + MAX_CHARS]
    closing = _CLOSING.search(window)
    if closing is None:
        return {}, 0
    import yaml

    body = opening.end() + closing.end()
    try:
        # BaseLoader builds nothing but strings, lists and dicts: no dates, no objects.
        loaded = yaml.load(window[: closing.start()], Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        where = getattr(error, "problem_mark", None)
        line = f"line {where.line + 2}: " if where else ""
        return {"front_matter_error": f"{line}{getattr(error, 'problem', None) or error}"}, body
    if not isinstance(loaded, dict):
        return {}, 0  # "---" was a thematic break
    return _flat(loaded), body


def _flat(values: Mapping[object, object]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in _pairs(values, "", MAX_DEPTH):
        if value and len(flat) < MAX_VALUES:
            flat[name] = value
    return flat


def _pairs(values: Mapping[object, object], prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth == 0:
        return
    for key, value in values.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            yield from _pairs(value, f"{name}.", depth - 1)
        elif isinstance(value, list):
            yield name, ", ".join(part for part in value if isinstance(part, str))
        elif isinstance(value, str):
            yield name, value.strip()
