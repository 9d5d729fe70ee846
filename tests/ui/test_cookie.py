"""The cookie that a reader is known by."""

from __future__ import annotations

from typing import Any

import pytest
from apart import run_apart

from assistant.ui.cookie import COOKIE, ReaderCookie


def headers(
    kind: bytes = b"text/html; charset=utf-8", *, status: int = 200, scheme: str = "http",
    sent: tuple[tuple[bytes, bytes], ...] = (),
) -> dict[bytes, bytes]:
    """The headers of a response of that kind, after ``ReaderCookie`` has seen it."""
    got: list[Any] = []

    async def inside(_: Any, __: Any, send: Any) -> None:
        start = [(b"content-type", kind)] if kind else []
        await send({"type": "http.response.start", "status": status, "headers": start})
        await send({"type": "http.response.body", "body": b"x"})

    async def note(message: Any) -> None:
        got.append(message)

    scope = {"type": "http", "scheme": scheme, "headers": list(sent)}
    run_apart(ReaderCookie(inside)(scope, None, note))  # type: ignore[arg-type]
    assert got[1]["body"] == b"x"
    return dict(got[0]["headers"])


def test_first_page() -> None:
    """A first page brings a secret cookie that no script reads and no other site sends."""
    one, other = (headers()[b"set-cookie"].decode() for _ in range(2))

    assert one != other
    assert len(one.partition(";")[0].removeprefix(f"{COOKIE}=")) >= 43  # 256 bits
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(one.split("; "))
    assert "Secure" not in one
    assert "Secure" in headers(scheme="https")[b"set-cookie"].decode()


def test_known_reader() -> None:
    """Who has the cookie keeps it."""
    assert b"set-cookie" not in headers(sent=((b"cookie", b"a=b; " + COOKIE.encode() + b"=x"),))
    assert b"set-cookie" in headers(sent=((b"cookie", b"other" + COOKIE.encode() + b"=x"),))


def test_unchanged_page() -> None:
    """A browser that still has the page but not the cookie gets one."""
    accepts = ((b"accept", b"text/html,*/*"),)
    assert b"set-cookie" in headers(b"", status=304, sent=accepts)
    assert b"set-cookie" not in headers(b"", status=304)


@pytest.mark.parametrize("kind", [b"text/javascript", b"application/json", b""])
def test_other_files(kind: bytes) -> None:
    """Scripts, fonts and data come without a cookie."""
    assert b"set-cookie" not in headers(kind)
