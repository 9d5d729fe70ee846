"""Who is let into the chat, where a login is set up. The provider is stood in for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from screen import elements, words
from streamlit import config
from streamlit.runtime.secrets import Secrets
from streamlit.testing.v1 import AppTest

from assistant.ui import login

ANN = {"is_logged_in": True, "email": "Ann@Example.com", "email_verified": True}


@pytest.fixture
def user(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the provider says of who is there; nobody, to begin with."""
    there: dict[str, Any] = {"is_logged_in": False}
    monkeypatch.setattr(login, "_providers", lambda: ("",))
    monkeypatch.setattr(st, "user", there)
    return there


def test_a_stranger_sees_the_door_and_nothing_else(app: AppTest, user: dict[str, Any]) -> None:
    """No question can be asked, and no page of the chat is drawn."""
    app.run()
    assert not app.exception
    assert [button.label for button in app.button] == ["Log in"]
    assert not app.chat_input
    assert not elements(app, "answer")


def test_whoever_logs_in_may_ask(app: AppTest, user: dict[str, Any]) -> None:
    """Where no domains are named, all whom the provider knows."""
    user.update(ANN)
    assert app.run().chat_input
    assert login.address() == "ann@example.com"


@pytest.mark.parametrize(
    ("changed", "enters"),
    [({}, True), ({"email": "ann@elsewhere.example"}, False), ({"email_verified": False}, False),
     ({"email": ""}, False)],
)
def test_only_the_domains_that_are_named_enter(
    app: AppTest, user: dict[str, Any], monkeypatch: pytest.MonkeyPatch,
    changed: dict[str, Any], enters: bool,
) -> None:
    """Others are told so, and can log out again."""
    monkeypatch.setenv("ASSISTANT_DOMAINS", "example.org, example.com")
    user.update(ANN | changed)
    app.run()
    assert not app.exception
    assert bool(app.chat_input) == enters
    if not enters:
        assert "may not use the chat" in words(elements(app, "answer")[0])
        assert [button.label for button in app.button] == ["Log out"]


def test_domains_without_a_login_close_the_chat(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather than let everybody in for want of a way to tell who comes."""
    monkeypatch.setenv("ASSISTANT_DOMAINS", "example.com")
    app.run()
    assert not app.exception
    assert not app.chat_input
    assert "[auth]" in words(elements(app, "answer")[0])


def test_the_pages_show_what_the_reader_may_see(
    app: AppTest, user: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """The rules of access hold on every page, for whoever is logged in now."""
    rules = tmp_path / "access.yaml"
    rules.write_text("groups: {a: [ann@example.com]}\nfolders: {what-is-outstaffing: [a]}")
    monkeypatch.setenv("ASSISTANT_ACCESS", str(rules))
    user.update(ANN | {"email": "bob@example.com"})
    app.run()
    seen = []
    for email in ("bob@example.com", "ann@example.com"):
        user["email"] = email
        app.switch_page("pages/sources.py").run()
        seen.append(len(app.selectbox[0].options))
    assert seen == [2, 3]


def test_whoever_is_in_reads_as_whom_and_can_leave(app: AppTest, user: dict[str, Any]) -> None:
    """In the panel, at its top."""
    user.update(ANN)
    app.run()
    assert app.sidebar.text[0].value == "Logged in as ann@example.com"
    assert app.sidebar.button[0].label == "Log out"


def test_whoever_is_in_can_leave_a_page_that_cannot_start(
    app: AppTest, user: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A page that ends its run early, as without rules of access, still says who is in."""
    monkeypatch.setenv("ASSISTANT_ACCESS", str(tmp_path / "missing.yaml"))
    user.update(ANN)
    app.run()
    assert elements(app, "answer")[0]["badge"] == "The chat cannot start"
    assert [button.label for button in app.sidebar.button] == ["Log out"]


def test_a_login_that_is_taken_away_is_offered_no_more(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It holds from the next look on, as it does when a login is set up."""
    file = tmp_path / "secrets.toml"
    monkeypatch.setattr(st, "secrets", Secrets())
    monkeypatch.setattr(Secrets, "_maybe_install_file_watchers", lambda _: None)
    monkeypatch.setattr(st, "get_option", lambda _: [str(file)])
    monkeypatch.setattr("streamlit.runtime.secrets.config.get_option", lambda _: [str(file)])
    offered = [login.login_offered()]
    for text in ('auth = {client_id = "x"}', None, 'auth = {acme = {client_id = "x"}}'):
        file.write_text(text) if text else file.unlink()
        offered.append(login.login_offered())
    assert offered == [False, True, False, True]


def test_secrets_that_cannot_be_read_open_no_door(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """They may have asked for a login, so the chat stays closed and says why."""
    file = tmp_path / "secrets.toml"
    file.write_text("[auth\nclient_id = ")
    monkeypatch.setattr(st, "secrets", Secrets())
    monkeypatch.setattr(login, "_files", lambda: [file])
    other = config.get_option
    monkeypatch.setattr(config, "get_option",
                        lambda key: [str(file)] if key == "secrets.files" else other(key))
    app.run()
    assert elements(app, "answer")[0]["badge"] == "The chat is closed"
    assert not app.chat_input


def test_changed_rules_of_access_hold_at_once(
    app: AppTest, user: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """Whoever is taken out of a group loses its folders, without a restart."""
    rules = tmp_path / "access.yaml"
    monkeypatch.setenv("ASSISTANT_ACCESS", str(rules))
    user.update(ANN)
    seen = []
    for members in ("[ann@example.com]", "[]"):
        rules.write_text(f"groups: {{a: {members}}}\nfolders: {{what-is-outstaffing: [a]}}")
        app.switch_page("pages/sources.py").run()
        seen.append(len(app.selectbox[0].options))
    assert seen == [3, 2]
    rules.unlink()
    app.run()
    assert "cannot be read" in words(elements(app, "answer")[0])
    assert not app.selectbox
