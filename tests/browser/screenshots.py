"""Screenshots of each page in both themes and at two widths: python tests/browser/screenshots.py FOLDER.

With ``--readme`` those that README.md shows are stored where it finds them, made small.
The index is the one that ASSISTANT_INDEX names, or the chat's own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

sys.path[:0] = map(str, Path(__file__).resolve().parents[1:3])  # pytest does it for the tests

from playwright import sync_api
from served import BROWSER, PAGES, WORKSHEET, Chat, choose, chromium, served, settle

from assistant.settings import Settings

SIZES = {"wide": (1280, 900), "phone": (360, 740)}
THEMES = ("light", "dark")
SITUATION = "Should I outstaff QA? nobody here can manage testers"
QUESTION = "How do outstaffing and outsourcing differ?"
CALM_MS = 700
README = ("recommendation-light-wide", "drawer-dark-wide")
README_FOLDER = Path(__file__).resolve().parents[2] / "assistant/ui/screenshots"
COLOURS = 128


def main(folder: Path) -> int:
    """Exit status; the screenshots are in the folder, named view-theme-width.png."""
    if BROWSER is None:
        sys.stderr.write("no Chromium found. Run: apt install chromium\n")
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings()
    environment = {  # conversations are kept in the home that ``served`` makes
        **{name: value for name, value in os.environ.items() if name != "ASSISTANT_HISTORY"},
        "ASSISTANT_INDEX": str(settings.index.absolute()),
        "ASSISTANT_MODELS": str(settings.models.absolute()),
    }
    with served(environment) as url, chromium() as browser:
        for theme in THEMES:
            for width, (across, down) in SIZES.items():
                contexts = [  # on a phone Streamlit remembers that the panel was open
                    browser.new_context(
                        viewport={"width": across, "height": down},
                        color_scheme=theme,
                        reduced_motion="reduce",
                    )
                    for _ in ("chat", "pages")
                ]

                def keep(page: sync_api.Page, view: str, kind: str = f"{theme}-{width}") -> None:
                    settle(page)
                    page.wait_for_timeout(CALM_MS)
                    page.screenshot(path=folder / f"{view}-{kind}.png")
                    print(f"{view}-{kind}.png")

                _chat(Chat(contexts[0], url), keep)
                _pages(contexts[1], url, keep)
                for context in contexts:
                    context.close()
    return 0


def _chat(chat: Chat, keep: Callable[[sync_api.Page, str], None]) -> None:
    page = chat.page
    keep(page, "first")
    answer = chat.ask(QUESTION)
    keep(page, "answer")
    answer.locator("button.mark").nth(1).click()  # a row of a table
    page.get_by_role("dialog").locator("mark").first.wait_for()
    keep(page, "drawer")
    page.keyboard.press("Escape")
    chat.ask(SITUATION)
    keep(page, "recommendation")
    page.get_by_text("What the open questions lead to").click()
    drawing = page.get_by_test_id("stMermaidChart").locator("img")
    drawing.wait_for()
    drawing.scroll_into_view_if_needed()
    keep(page, "tree")
    _panel(page, keep)
    panel = page.get_by_test_id("stSidebar")
    panel.get_by_role("button", name="New conversation").click()
    panel.get_by_role("list", name="Conversations").get_by_role("button").first.wait_for()
    keep(page, "conversations")
    page.goto(f"{page.url.partition('?')[0]}?{urlencode({'t': QUESTION, 'corpus': '0' * 16})}")
    chat.answers.nth(1).wait_for()
    keep(page, "moved")


def _panel(page: sync_api.Page, keep: Callable[[sync_api.Page, str], None]) -> None:
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.is_visible():
        opener.click()
    panel = page.get_by_test_id("stSidebar")
    panel.get_by_role("heading", name="Your situation").scroll_into_view_if_needed()
    keep(page, "panel")
    panel.get_by_role("table").first.scroll_into_view_if_needed()
    keep(page, "standings")
    panel.get_by_text("What if … were …?").click()
    choose(page, "What if", "Direction")
    choose(page, "were", "available")
    panel.get_by_role("button", name="Take over this change").scroll_into_view_if_needed()
    keep(page, "what-if")


def _pages(
    context: sync_api.BrowserContext, url: str, keep: Callable[[sync_api.Page, str], None]
) -> None:
    page = context.new_page()
    for name in filter(None, PAGES):
        page.goto(f"{url}{name}")
        page.get_by_role("heading", level=1).wait_for()
        keep(page, name)
        if name == "rules":
            for tab in ("disagree", "left out"):
                page.get_by_role("tab").filter(has_text=tab).click()
                keep(page, f"rules-{tab.replace(' ', '-')}")
        if name == "worksheet":
            _worksheet(page, f"{url}{name}?{urlencode(WORKSHEET)}", keep)


def _worksheet(page: sync_api.Page, url: str, keep: Callable[[sync_api.Page, str], None]) -> None:
    page.goto(url)
    page.get_by_role("heading", level=1).wait_for()
    keep(page, "worksheet-filled")
    charts = page.get_by_test_id("stVegaLiteChart")
    for part, place in (
        ("costs", charts.nth(0)),
        ("turns", charts.nth(1)),
        ("lines", page.get_by_role("heading", name="Line by line")),
    ):
        place.scroll_into_view_if_needed()
        place.evaluate("e => e.scrollIntoView({block: 'start', behavior: 'instant'})")
        keep(page, f"worksheet-{part}")
    page.get_by_role("tab").filter(has_text="matters").click()
    charts.last.evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
    keep(page, "worksheet-matters")


def shrink(folder: Path) -> None:
    """None; README.md's screenshots are copied from the folder, each of a few dozen kilobytes."""
    from PIL import Image

    README_FOLDER.mkdir(exist_ok=True)
    for name in README:
        with Image.open(folder / f"{name}.png") as image:
            small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            small.save(README_FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    folders = [word for word in sys.argv[1:] if word != "--readme"]
    if len(folders) != 1:
        sys.exit("usage: python tests/browser/screenshots.py FOLDER [--readme]")
    status = main(Path(folders[0]))
    if "--readme" in sys.argv and not status:
        shrink(Path(folders[0]))
    sys.exit(status)
