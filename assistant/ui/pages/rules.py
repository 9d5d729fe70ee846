"""A page of the chat, run by Streamlit."""

from assistant.ui.opening import opened_assistant
from assistant.ui.rules import draw_rules

draw_rules(opened_assistant())
