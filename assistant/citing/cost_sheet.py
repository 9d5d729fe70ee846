"""A reckoning as a spreadsheet."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from assistant.decision.costs.amounts import rounded_to
from assistant.decision.costs.rows import HEADS, rows, verdicts
from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.types import Reckoning
from assistant.decision.costs.wording import amount_in_unit, field_label

MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""In place of the time of writing, so that the same worksheet gives the same bytes."""


def as_xlsx(reckoning: Reckoning, model: CostModel) -> bytes:
    """An Excel workbook: lines and totals, the inputs they come from, and what follows.

    Texts are written as texts, so that none is taken for a formula.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": "The true cost, reckoned", "created": MADE.replace(tzinfo=None)})
    bold, amount = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    lines = book.add_worksheet("Cost")
    lines.write_row(0, 0, HEADS, bold)
    for r, row in enumerate(rows(reckoning, model), 1):
        for c, cell in enumerate(row.cells):
            if HEADS[c] in {"Low", "Likely", "High"} and cell:
                lines.write_number(r, c, float(cell), amount)
            else:
                lines.write_string(r, c, cell)
    lines.freeze_panes(1, 2)
    lines.autofit()
    sheet = reckoning.worksheet
    inputs = book.add_worksheet("Inputs")
    inputs.write_row(0, 0, ("Field", "Input", "Amount", "Low", "Likely", "High", "As given"), bold)
    for r, (field, given) in enumerate(sorted(sheet.given.items()), 1):
        inputs.write_string(r, 0, field)
        inputs.write_string(r, 1, field_label(field, model))
        inputs.write_string(r, 2, amount_in_unit(field, given.amount, model, sheet.currency))
        for c, end in enumerate((given.amount.low, given.amount.likely, given.amount.high), 3):
            inputs.write_number(r, c, float(rounded_to(end, 6)))
        inputs.write_string(r, 6, given.words)
    inputs.autofit()
    follows = book.add_worksheet("What follows")
    for r, sentence in enumerate(verdicts(reckoning, model)):
        follows.write_string(r, 0, sentence)
    follows.autofit()
    book.close()
    return out.getvalue()
