"""The chat: streamlit run app.py."""

from __future__ import annotations

import streamlit as st

from assistant.ui.server import MIDDLEWARE, ROUTES, SCRIPT
from assistant.ui.warming import warmed

app = st.App(SCRIPT, routes=ROUTES, middleware=MIDDLEWARE, lifespan=warmed)
