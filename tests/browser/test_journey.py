"""The chat in a real browser: ask, read the quote in its source, state a fact, see the change."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assistant.assistant import Assistant
from assistant.dialogue.types import Conversation

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

ROOT = Path(__file__).resolve().parents[2]
BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)
START_SECONDS = 60
WAIT_MS = 30_000
HOSTILE = (
    "Is **bold** ![x](http://a.example/x.png) <img src=http://a.example/y.png> :streamlit: "
    "<- -- >= &copy; $x$ `code` [link](javascript:alert(1)) outstaffing?"
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium found; apt install chromium"),
]


@pytest.fixture(scope="module")
def address(environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the chat is served, from a home that has never seen Streamlit."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("home")
    log = home / "log.txt"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    with log.open("w") as out, subprocess.Popen(
        command,
        cwd=ROOT,
        env={**environment, "HOME": str(home), "BROWSER": "true"},
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
    ) as server:
        try:
            url = f"http://127.0.0.1:{port}/"
            _wait(f"{url}_stcore/health", server, log)
            yield url
        finally:
            server.terminate()


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the chat did not start:\n{log.read_text()}")


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    """Chromium without a window."""
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        yield opened
        opened.close()


class Chat:
    """A page with the chat; ``foreign`` lists requests that left this machine."""

    def __init__(self, context: sync_api.BrowserContext, url: str) -> None:
        self.foreign: list[str] = []
        self.page = context.new_page()
        self.page.set_default_timeout(WAIT_MS)
        self.page.on("request", self._note)
        self.page.goto(url)
        self.input = self.page.get_by_test_id("stChatInputTextArea")
        self.input.wait_for()

    def _note(self, request: sync_api.Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1":
            self.foreign.append(request.url)

    @property
    def answers(self) -> sync_api.Locator:
        """The answers, oldest first."""
        return self.page.get_by_test_id("stChatMessage").locator("article")

    def ask(self, text: str) -> sync_api.Locator:
        """The answer to a message that is typed and sent."""
        before = self.answers.count()
        self.input.fill(text)
        self.input.press("Enter")
        self.answers.nth(before).locator("p").first.wait_for()
        return self.answers.nth(before)


@pytest.fixture
def chat(browser: sync_api.Browser, address: str) -> Iterator[Chat]:
    """The chat, newly opened by somebody who was never here."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Chat(context, address)
    context.close()


def test_journey(chat: Chat, assistant: Assistant) -> None:
    """A question is answered with marks, a mark opens its exact quote, a fact changes the advice."""
    page = chat.page
    sync_api.expect(chat.input).to_be_focused()
    answer = chat.ask("Should I outstaff QA?")
    marks = answer.locator(".body button.mark")
    assert marks.count() >= 1

    citation = assistant.ask(Conversation(), "Should I outstaff QA?").citations[0]
    marks.first.focus()
    sync_api.expect(answer.locator("[role=tooltip]")).to_contain_text(citation.quote)
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    quote = drawer.locator("mark")
    sync_api.expect(quote).to_be_in_viewport()
    document = assistant.generation.document(citation.document)
    assert document is not None
    assert quote.text_content() == citation.quote == document.text[citation.start : citation.end]
    assert drawer.locator(".text").text_content() in document.text

    page.keyboard.press("Escape")
    sync_api.expect(drawer).to_have_count(0)
    sync_api.expect(marks.first).to_be_focused()
    changed = chat.ask("nobody here can manage testers")
    verdict = changed.locator(".body p:not(.badge)").first
    sync_api.expect(verdict).to_contain_text("Outsourcing")
    sync_api.expect(page.get_by_test_id("stSidebar").get_by_role("table")).to_contain_text(
        "ruled out"
    )
    sync_api.expect(page.locator("[aria-live=polite]").first).to_contain_text("Outsourcing")
    assert not chat.foreign


def test_exact_text(chat: Chat) -> None:
    """What looks like markup in a message is shown as typed, and nothing is fetched for it."""
    chat.ask(HOSTILE)
    message = chat.page.get_by_test_id("stChatMessage").first
    assert message.get_by_test_id("stText").text_content() == HOSTILE
    assert message.locator("img, a, strong, code").count() == 0
    assert not chat.foreign


def test_copy_and_link(chat: Chat, browser: sync_api.Browser) -> None:
    """Copying gives both forms with linked marks; the link gives the same answer to another."""
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = chat.ask("What is outstaffing?")
    answer.get_by_role("button", name="Copy", exact=True).click()
    sync_api.expect(answer.get_by_role("status")).to_have_text("Copied")
    forms: Mapping[str, str] = chat.page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read()
          const forms = item.types.map(async t => [t, await (await item.getType(t)).text()])
          return Object.fromEntries(await Promise.all(forms))
        }"""
    )
    assert "[1]: http://127.0.0.1" in forms["text/plain"]
    assert '<sup><a href="http://127.0.0.1' in forms["text/html"]

    answer.get_by_role("button", name="Copy link").click()
    chat.page.wait_for_function(
        "async () => (await navigator.clipboard.readText()).includes('?t=')"
    )
    link = chat.page.evaluate("navigator.clipboard.readText()")
    context = browser.new_context()
    other = Chat(context, link)
    other.answers.first.locator("p").first.wait_for()
    assert other.answers.first.inner_text() == answer.inner_text()

    source = forms["text/plain"].rpartition("[1]: ")[2].split()[0]
    other.page.goto(source)
    sync_api.expect(other.page.locator("mark").first).to_be_in_viewport()
    assert not other.foreign
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone(browser: sync_api.Browser, address: str, scheme: str) -> None:
    """At 360 pixels nothing has to be scrolled sideways, in both themes."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, color_scheme=scheme, reduced_motion="reduce"
    )
    chat = Chat(context, address)
    chat.ask("Should I outstaff QA? nobody here can manage testers")
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= 360
    for page in ("sources", "rules", "about"):
        chat.page.goto(f"{address}{page}")
        chat.page.get_by_role("heading", level=1).wait_for()
        assert chat.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not chat.foreign
    context.close()
