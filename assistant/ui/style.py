"""What the whole chat does with Streamlit's own elements: no words are cut off."""

from __future__ import annotations

import streamlit as st

STYLE = """<style>
[data-testid=stButtonGroup] button { height: auto; max-width: 100%; text-align: left; }
[data-testid=stButtonGroup] button * { white-space: normal; overflow: visible; }
[role=listbox] [role=option] { height: auto; min-height: 2.5rem; }
[role=listbox] [role=option] > div {
  height: auto; min-height: 2rem; padding-block: 0.3rem; line-height: 1.4;
  white-space: normal; overflow: visible;
}
[data-testid=stSelectbox] input { text-overflow: ellipsis; }
</style>"""


def draw_style() -> None:
    """None; the style holds on the page that is drawn."""
    st.html(STYLE)
