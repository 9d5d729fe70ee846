"""A page of the chat, run by Streamlit."""

from assistant.ui.opening import opened_assistant
from assistant.ui.sources import draw_sources

draw_sources(opened_assistant())
