"""The worksheet as files to take away."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assistant.citing.cost_sheet import as_xlsx
from assistant.decision.costs.rows import as_csv, as_markdown
from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.types import Reckoning
from assistant.decision.costs.worksheet import as_yaml

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_files(reckoning: Reckoning, model: CostModel) -> None:
    """None; a button for each format is drawn, made when it is pressed."""
    files = (
        ("CSV", "cost.csv", "text/csv", lambda: as_csv(reckoning, model).encode("utf-8-sig")),
        ("Excel", "cost.xlsx", XLSX, partial(as_xlsx, reckoning, model)),
        ("Markdown", "cost.md", "text/markdown", lambda: as_markdown(reckoning, model)),
        ("Inputs (YAML)", "inputs.yaml", "application/yaml",
         lambda: as_yaml(reckoning.worksheet, model)),
    )
    with st.container(horizontal=True):
        for label, name, mime, made in files:
            st.download_button(
                label, made, name, mime, key=f"file-{name}", on_click="ignore",
                icon=":material/download:",
            )
    st.text("The address of this page holds your numbers: whoever opens it sees the same worksheet.")
