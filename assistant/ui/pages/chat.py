"""A page of the chat, run by Streamlit."""

from assistant.ui.chat import draw_chat
from assistant.ui.opening import opened_assistant

draw_chat(opened_assistant())
