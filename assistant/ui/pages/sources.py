"""A page of the chat, run by Streamlit."""

from assistant.ui.sources import draw_sources
from assistant.ui.opening import opened_assistant

draw_sources(opened_assistant())
