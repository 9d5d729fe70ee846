"""The chat's script: its pages, for those who may see them. Run by Streamlit for ``app.py``."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.ui.login import draw_account, require_login
from assistant.ui.shortcuts import draw_shortcuts
from assistant.ui.style import draw_style

PAGES = "pages"
ICON = Path(__file__).parent / "components/icon.svg"
SIDEBAR_PX = 380

st.set_page_config(
    page_title="Staffing assistant",
    page_icon=str(ICON),
    layout="centered",
    initial_sidebar_state=SIDEBAR_PX,
)
require_login()
page = st.navigation(
    [
        st.Page(
            f"{PAGES}/chat.py", title="Chat", icon=":material/forum:", default=True,
            help="Describe a piece of work, or ask what the sources say.",
        ),
        st.Page(
            f"{PAGES}/worksheet.py", title="Cost", icon=":material/calculate:",
            help="Reckon what each way of staffing costs, from your own numbers.",
        ),
        st.Page(
            f"{PAGES}/sources.py", title="Sources", icon=":material/menu_book:",
            help="Read every document, and see which rules rest on a passage.",
        ),
        st.Page(
            f"{PAGES}/rules.py", title="Rules", icon=":material/rule:",
            help="The rules that recommendations are summed from, with their evidence.",
        ),
        st.Page(
            f"{PAGES}/check.py", title="Check", icon=":material/fact_check:",
            help="Drop a planning document: do its citations still hold?",
        ),
        st.Page(
            f"{PAGES}/about.py", title="About", icon=":material/info:",
            help="What the answers are made from, and how to cite one.",
        ),
    ],
    position="top",
)
draw_style()
draw_account()  # before the page, which may end the run
page.run()
draw_shortcuts()
