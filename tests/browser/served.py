"""The chat as a process, Chromium, and a page in it: for the browser tests and the screenshots."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright import sync_api
from servers import served

__all__ = ["BROWSER", "PAGES", "Chat", "choose", "chromium", "served", "settle"]
BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)
PAGES = ("", "worksheet", "sources", "rules", "about")
WORKSHEET = {
    "people": "3", "duration": "12 months", "week": "40 hours a week", "manager": "80 an hour",
    "rate.outstaffing": "40 to 55, likely 45, an hour", "monthly.hire": "5200 a month",
    "overhead": "30 %", "managing.outstaffing": "4 to 10 hours a week",
    "managing.hire": "4 hours a week", "redone": "5 %", "recruiting": "20 hours",
    "learning": "4 weeks", "margin": "0 %", "ways": "hire,outstaffing", "currency": "EUR",
}
"""A worksheet as its page keeps it in the address."""
WAIT_MS = 90_000
LIST_MS = 2_000
TRIES = 5
sync_api.expect.set_options(timeout=WAIT_MS)


@contextmanager
def chromium() -> Iterator[sync_api.Browser]:
    """Chromium without a window."""
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        yield opened
        opened.close()


def settle(page: sync_api.Page) -> None:
    """None; the page's script has run to its end and the page is drawn.

    Right after a click the script may not have begun: what it changes is to be expected, not read.
    """
    running = page.locator("[data-testid=stApp][data-test-script-state=notRunning]")
    running.wait_for(state="attached")  # no wait_for_function: the policy forbids what it does
    sync_api.expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def choose(page: sync_api.Page, label: str, option: str) -> None:
    """None; the first option with that text is chosen in the panel's box of that label."""
    settle(page)
    box = page.get_by_test_id("stSidebar").get_by_role("combobox", name=label, exact=True)
    wanted = page.get_by_role("option").filter(has_text=option).first
    for _ in range(TRIES):  # Streamlit closes the list when the panel still scrolls to the box
        box.evaluate("box => box.scrollIntoView({block: 'center', behavior: 'instant'})")
        box.click()
        try:
            wanted.wait_for(timeout=LIST_MS)
        except sync_api.TimeoutError:
            continue
        wanted.click()
        break
    settle(page)


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
        """The answer to a message that is typed and sent, once all of it has arrived."""
        before = self.answers.count()
        self.input.fill(text)
        self.input.press("Enter")
        self.answers.nth(before).locator("p").first.wait_for()
        self.page.locator("article[aria-busy]").wait_for(state="detached")
        settle(self.page)
        return self.answers.nth(before)
