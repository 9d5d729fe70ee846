"""A page of the chat, run by Streamlit."""

from assistant.ui.rules import draw_rules
from assistant.ui.opening import opened_assistant

draw_rules(opened_assistant())
