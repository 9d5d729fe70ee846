"""The chat: streamlit run app.py."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.ui.shortcuts import draw_shortcuts
from assistant.ui.warming import warmed

PAGES = "assistant/ui/pages"
ICON = Path(__file__).parent / "assistant/ui/components/icon.svg"
SIDEBAR_PX = 380

if __name__ != "__main__":  # `streamlit run` imports this file to find the server …
    app = st.App(__file__, lifespan=warmed)
else:  # … which runs it as a script for each look at a page
    st.set_page_config(
        page_title="Staffing assistant",
        page_icon=str(ICON),
        layout="centered",
        initial_sidebar_state=SIDEBAR_PX,
    )
    page = st.navigation(
        [
            st.Page(
                f"{PAGES}/chat.py", title="Chat", icon=":material/forum:", default=True,
                help="Describe a piece of work, or ask what the sources say.",
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
                f"{PAGES}/about.py", title="About", icon=":material/info:",
                help="What the answers are made from, and how to cite one.",
            ),
        ],
        position="top",
    )
    page.run()
    draw_shortcuts()
