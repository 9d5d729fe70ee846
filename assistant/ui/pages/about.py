"""A page of the chat, run by Streamlit."""

from assistant.ui.about import draw_about
from assistant.ui.opening import opened_assistant

draw_about(opened_assistant())
