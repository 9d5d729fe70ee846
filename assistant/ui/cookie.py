"""The cookie that the server knows a reader by who does not log in."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "staffing_assistant_reader"
"""Its value is a secret of 256 bits, which no script in the browser can read."""

COOKIE_SECONDS = 400 * 86_400  # browsers keep none for longer
_SECRET_BYTES = 32


class ReaderCookie:
    """The application inside, with the cookie added to each page of HTML it sends."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """None; the request was answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                _extend(message, scope)
            await send(message)

        await self._app(scope, receive, send_more)


def _extend(message: Message, scope: Scope) -> None:
    headers: list[tuple[bytes, bytes]] = list(message.get("headers", ()))
    if _is_page(message["status"], headers, scope) and not _has_cookie(scope):
        headers.append((b"set-cookie", _new_cookie(scope).encode()))
    message["headers"] = headers


def _is_page(status: int, headers: list[tuple[bytes, bytes]], scope: Scope) -> bool:
    """Whether HTML is sent, or a browser is told that what it has of it still holds."""
    kind = _header(headers, b"content-type")
    unchanged = status == HTTPStatus.NOT_MODIFIED
    return kind.startswith(b"text/html") or (
        unchanged and b"text/html" in _header(scope["headers"], b"accept")
    )


def _header(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> bytes:
    return next((value for name, value in headers if name.lower() == wanted), b"")


def _has_cookie(scope: Scope) -> bool:
    sent = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    names = (part.partition("=")[0].strip() for part in sent.decode("latin-1").split(";"))
    return COOKIE in names


def _new_cookie(scope: Scope) -> str:
    cookie: SimpleCookie = SimpleCookie()
    cookie[COOKIE] = secrets.token_urlsafe(_SECRET_BYTES)
    attributes: dict[str, Any] = {
        "path": "/", "max-age": COOKIE_SECONDS, "httponly": True, "samesite": "Lax",
        "secure": scope.get("scheme") == "https",
    }
    cookie[COOKIE].update(attributes)
    return cookie[COOKIE].OutputString()
