"""What the chat's server adds to Streamlit's: headers for the browser, and /healthz."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from assistant.health import health
from assistant.settings import settings_in_force
from assistant.ui.cookie import ReaderCookie

SCRIPT: Final = Path(__file__).with_name("script.py")


def _inline_scripts() -> str:
    """The hashes of the scripts that stand in Streamlit's own page, as a policy names them."""
    page = Path(streamlit.__file__).with_name("static") / "index.html"
    found = re.findall(r"<script>([^<]*)</script>", page.read_text(encoding="utf-8"))
    hashes = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in found)
    return " ".join(f"'sha256-{value}'" for value in hashes)


POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self' blob: {_inline_scripts()}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-src 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}
CLOSED: Final = frozenset({"/_stcore/metrics"})
"""What Streamlit would tell anybody about the process."""


class Guard:
    """Adds ``HEADERS`` to every response, and refuses other sites and what is nobody's business."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """None; the request is answered."""
        if scope["type"] == "websocket":
            if _is_foreign(Headers(scope=scope)):
                await WebSocketClose()(scope, receive, send)  # before it is accepted: 403
            else:
                await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        answering: ASGIApp = self._app
        if _is_foreign(Headers(scope=scope)):
            answering = PlainTextResponse("This page may not ask here.", 403)
        elif str(scope["path"]).rstrip("/") in CLOSED:
            answering = PlainTextResponse("Not found", 404)
        await answering(scope, receive, send_guarded)


def _is_foreign(headers: Headers) -> bool:
    """Whether another site's page asks.

    Streamlit would judge so as well, but to do that it asks a host on the internet for the
    machine's address, whenever anybody sends an origin that it does not know.
    """
    origin = headers.get("origin")
    if origin is None:
        return False
    known = {headers.get("host", "")}
    for allowed in (*streamlit.get_option("server.corsAllowedOrigins"), settings_in_force().base_url):
        known.add(urlsplit(allowed).netloc or allowed)
    return urlsplit(origin).netloc not in known - {""}


def healthz(_: Request) -> JSONResponse:
    """Whether questions can be answered: 200 if so, 503 if not; never a path or a text."""
    found = health(settings_in_force())
    told = {"status": found.status, "generation": found.generation, "passages": found.passages}
    status = 503 if found.status == "unavailable" else 200
    return JSONResponse(told, status, {"cache-control": "no-store"})


MIDDLEWARE: Final = (Middleware(Guard), Middleware(ReaderCookie))
ROUTES: Final = (Route("/healthz", healthz),)
