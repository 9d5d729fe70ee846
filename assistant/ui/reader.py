"""Who reads: the account that logged in, or else this browser, known by its secret cookie."""

from __future__ import annotations

from hashlib import sha256

import streamlit as st

from assistant.ui.cookie import COOKIE
from assistant.ui.login import login_offered

MIN_SECRET_CHARS = 32


def reader() -> str | None:
    """The reader's name for the store, from which nobody can tell the secret; None: unknown.

    Where logging in is set up (``[auth]`` in Streamlit's secrets), only an account counts.
    """
    if login_offered():
        if not st.user.get("is_logged_in"):
            return None
        account = st.user.get("sub") or st.user.get("email")
        return _name("account", f"{st.user.get('iss') or ''} {account}") if account else None
    secret = st.context.cookies.get(COOKIE, "")
    return _name("browser", secret) if len(secret) >= MIN_SECRET_CHARS else None


def _name(kind: str, secret: str) -> str:
    return f"{kind}:{sha256(secret.encode('utf-8', 'surrogatepass')).hexdigest()}"
