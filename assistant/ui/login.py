"""Who is asking: login by OpenID Connect (``st.login``), where the server is set up for it.

Set up means a section ``[auth]`` in ``.streamlit/secrets.toml``, as Streamlit's documentation of
``st.login`` describes. ``ASSISTANT_DOMAINS`` then names the e-mail domains that are let in.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from assistant.access import may_enter
from assistant.errors import AccessError
from assistant.settings import settings_in_force
from assistant.ui.notices import show_error

_PROVIDER_FIELDS = frozenset({"client_id", "client_secret", "server_metadata_url"})


def require_login() -> None:
    """None for those who may ask; everybody else is shown the way in, and nothing more."""
    settings = settings_in_force()
    try:
        providers = _providers()
    except AccessError as error:
        show_error("The chat is closed", str(error))
        st.stop()
    if providers is None and not settings.domains:
        return
    if providers is None:
        show_error(
            "The chat is closed",
            "ASSISTANT_DOMAINS lets only some people in, but no login is set up. Add the section "
            "[auth] to .streamlit/secrets.toml, or unset ASSISTANT_DOMAINS.",
        )
        st.stop()
    if not st.user.get("is_logged_in"):
        _draw_door(providers)
        st.stop()
    if not may_enter(dict(st.user), settings.domains):
        show_error("No access", "This account may not use the chat. Ask whoever runs it.")
        st.button("Log out", on_click=st.logout)
        st.stop()


def draw_account() -> None:
    """None; whoever is logged in reads as whom, in the panel, and can log out."""
    if email := address():
        with st.sidebar:
            st.text(f"Logged in as {email}")
            st.button("Log out", icon=":material/logout:", type="tertiary", on_click=st.logout)


def address() -> str:
    """The e-mail address of who is asking, in lower case; empty where nobody logs in."""
    if _providers() is None or not st.user.get("is_logged_in"):
        return ""
    return str(st.user.get("email") or "").lower()


def login_offered() -> bool:
    """Whether readers can log in."""
    return _providers() is not None


def _draw_door(providers: tuple[str, ...]) -> None:
    st.title("Staffing assistant")
    st.write("Log in to ask.")
    for name in providers:
        label = f"Log in with {name}" if name else "Log in"
        st.button(label, key=f"login-{name}", on_click=st.login, args=(name,) if name else ())


def _providers() -> tuple[str, ...] | None:
    """The names of the login providers, empty for a single unnamed one; None if there is none.

    AccessError is raised where secrets are there and cannot be read: they may ask for a login.

    Nothing is remembered here: what is set up holds at once. Where there are no secrets Streamlit
    would search for them, and a run of the page asks a dozen times.
    """
    if not any(file.exists() for file in _files()):
        return None
    try:
        found: Any = st.secrets.get("auth")
    except FileNotFoundError as error:  # Streamlit's error for a fault in them, too
        there = next((file for file in _files() if file.exists()), None)
        if there is None:
            return None
        msg = f"{there.name} is no valid TOML, so that nobody can log in. Mend it, or remove it."
        raise AccessError(msg) from error
    if not isinstance(found, Mapping):
        return None
    if _PROVIDER_FIELDS & found.keys():
        return ("",)
    return tuple(sorted(name for name, value in found.items() if isinstance(value, Mapping)))


def _files() -> list[Path]:
    return [Path(file) for file in st.get_option("secrets.files")]
