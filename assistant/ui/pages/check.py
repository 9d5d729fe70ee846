"""A page of the chat, run by Streamlit."""

from assistant.ui.check import draw_check
from assistant.ui.opening import opened_assistant

draw_check(opened_assistant())
