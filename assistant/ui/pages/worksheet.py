"""A page of the chat, run by Streamlit."""

from assistant.ui.opening import opened_assistant
from assistant.ui.worksheet import draw_worksheet

draw_worksheet(opened_assistant())
