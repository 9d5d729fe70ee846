"""The cells of an HTML table, with spans filled in; tables used for layout are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SPAN: Final = re.compile(r"[0-9]{1,4}")
MAX_SPAN: Final = 50
MAX_CELLS: Final = 50_000
MAX_CELL_CHARS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows of equal length; ``has_header`` is None where the markup does not say."""

    rows: tuple[tuple[str, ...], ...]
    has_header: bool | None


def cells_of(table: HtmlElement) -> Cells | None:
    """The table's cells; None if it lays out a page instead of holding data."""
    if table.get("role") in {"presentation", "none"}:
        return None
    if next(table.iterdescendants("table"), None) is not None:
        return None
    if next(table.iterdescendants("h1", "h2", "h3", "h4"), None) is not None:
        return None
    rows: list[tuple[str, ...]] = []
    carried: dict[int, tuple[str, int]] = {}
    has_header: bool | None = None
    total = 0
    for row in table.iterdescendants("tr"):
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        if not rows and cells:
            heads = sum(cell.tag == "th" for cell in cells)
            parent = row.getparent()
            in_head = parent is not None and parent.tag == "thead"
            has_header = True if in_head or heads == len(cells) else None
        filled = _filled(cells, carried)
        total += len(filled)
        if total > MAX_CELLS or any(len(cell) > MAX_CELL_CHARS for cell in filled):
            return None
        if any(filled):
            rows.append(tuple(filled))
    width = max(map(len, rows), default=0)
    if width < 2 or len(rows) < 2:  # noqa: PLR2004
        return None
    return Cells(tuple((*row, *("",) * (width - len(row))) for row in rows), has_header)


def _filled(cells: list[HtmlElement], carried: dict[int, tuple[str, int]]) -> list[str]:
    """One row with the cells that reach down from above and those that reach across."""
    row: list[str] = []
    for cell in cells:
        _take_carried(row, carried)
        text = " ".join(" ".join(cell.itertext()).split())
        down = _span(cell, "rowspan")
        for _ in range(_span(cell, "colspan")):
            if down > 1:
                carried[len(row)] = (text, down - 1)
            row.append(text)
    _take_carried(row, carried)
    return row


def _take_carried(row: list[str], carried: dict[int, tuple[str, int]]) -> None:
    while (above := carried.get(len(row))) is not None:
        text, left = above
        if left > 1:
            carried[len(row)] = (text, left - 1)
        else:
            del carried[len(row)]
        row.append(text)


def _span(cell: HtmlElement, name: str) -> int:
    found = _SPAN.match(cell.get(name) or "")
    return max(1, min(int(found[0]), MAX_SPAN)) if found else 1
