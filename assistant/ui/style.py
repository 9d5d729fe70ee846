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
/* What takes the focus is not left under the question box. */
[data-testid=stMainBlockContainer] :is(button, summary, input) { scroll-margin-block: 4.5rem 9rem; }
[data-testid=stSelectbox] input { text-overflow: ellipsis; }
@media (max-width: 40rem) { [data-testid=stBottomBlockContainer] { padding-bottom: 1rem; } }
</style>"""


def draw_style() -> None:
    """None; the style holds on the page that is drawn."""
    st.html(STYLE)
