"""The panel, the decision tree and the shortcuts in a real browser."""

from __future__ import annotations

import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from served import Chat, choose, settle

pytestmark = pytest.mark.browser

TOLD = "Should I outstaff QA? nobody here can manage testers"
INK = """async image => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 300, height: 300})
  const pen = canvas.getContext("2d")
  pen.drawImage(image, 0, 0, 300, 300)
  const pixels = pen.getImageData(0, 0, 300, 300).data
  let drawn = 0
  for (let at = 3; at < pixels.length; at += 4) drawn += pixels[at] > 0
  return drawn
}"""


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_tree(browser: sync_api.Browser, address: str, scheme: str, width: int) -> None:
    """The tree is drawn without a request to another host, and keeps a size that can be read."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    chat = Chat(context, address)
    chat.ask(TOLD)
    page = chat.page
    page.get_by_text("What the open questions lead to").click()
    drawing = page.get_by_test_id("stMermaidChart").locator("img")
    drawing.wait_for()
    assert drawing.evaluate(INK) > 1000
    box = drawing.bounding_box()
    assert box is not None
    assert box["width"] >= 600
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    rows = page.get_by_role("table").filter(has_text="Outcome").locator("tbody tr")
    rows.nth(1).wait_for()
    assert not chat.foreign
    context.close()


@pytest.mark.slow
def test_what_if(chat: Chat) -> None:
    """A situation compared in the panel leaves the conversation alone until it is taken over."""
    chat.ask(TOLD)
    panel = chat.page.get_by_test_id("stSidebar")
    panel.get_by_text("What if … were …?").click()
    for label, option in (("What if", "Direction"), ("were", "available")):
        choose(chat.page, label, option)
    compared = panel.get_by_role("table").filter(has_text="Then")
    sync_api.expect(compared).to_contain_text("Outstaffing")
    assert chat.answers.count() == 1

    panel.get_by_role("button", name="Take over this change").click()
    sync_api.expect(chat.answers).to_have_count(2)
    verdict = chat.answers.nth(1).locator(".body p:not(.badge)").first
    sync_api.expect(verdict).to_contain_text("Outstaffing")
    sync_api.expect(compared).to_have_count(0)


def test_panel_mark_opens_its_source(chat: Chat) -> None:
    """A mark in the panel opens the source that the standing rests on."""
    chat.ask(TOLD)
    mark = chat.page.get_by_test_id("stSidebar").locator("button.mark").first
    mark.click()
    sync_api.expect(chat.page.get_by_role("dialog").locator("mark").first).to_be_in_viewport()


def test_38_two_users(chat: Chat, browser: sync_api.Browser, address: str) -> None:
    """Two who ask at once see their own conversation and facts only."""
    context = browser.new_context()
    other = Chat(context, address)
    chat.input.fill(TOLD)
    other.input.fill("What is outstaffing?")
    chat.input.press("Enter")
    other.input.press("Enter")
    for one in (chat, other):
        sync_api.expect(one.answers).to_have_count(1)
        one.answers.first.locator("p").first.wait_for()
        one.page.locator("article[aria-busy]").wait_for(state="detached")
        settle(one.page)
    mine, theirs = (
        "\n".join(one.page.get_by_test_id("stChatMessage").all_inner_texts())
        for one in (chat, other)
    )
    assert TOLD in mine
    assert TOLD not in theirs
    heard = [one.page.get_by_test_id("stSidebar").get_by_text("“nobody here can manage testers”")
             for one in (chat, other)]
    for found, count in zip(heard, (1, 0), strict=True):
        sync_api.expect(found).to_have_count(count)
    sync_api.expect(other.page).to_have_url(re.compile(r"What\+is\+outstaffing"))
    assert "What+is+outstaffing" not in chat.page.url
    context.close()


def test_shortcuts(chat: Chat) -> None:
    """"?" lists the shortcuts, Escape closes the list, "/" goes to the question box."""
    page = chat.page
    listed = page.get_by_role("dialog", name="Keyboard shortcuts")
    sync_api.expect(chat.input).to_be_focused()
    settle(page)
    page.keyboard.press("?")
    sync_api.expect(listed).to_have_count(0)
    sync_api.expect(chat.input).to_have_value("?")

    chat.input.fill("")
    chat.input.blur()
    page.keyboard.press("?")
    sync_api.expect(listed).to_be_visible()
    sync_api.expect(listed).to_contain_text("to the question box")
    page.keyboard.press("Escape")
    sync_api.expect(listed).to_have_count(0)
    chat.input.blur()
    page.keyboard.press("/")
    sync_api.expect(chat.input).to_be_focused()
    sync_api.expect(chat.input).to_have_value("")


def test_shortcuts_can_be_switched_off(chat: Chat) -> None:
    """Single keys do nothing once they are switched off, and the button still lists them."""
    page = chat.page
    button = page.get_by_role("button", name="Keyboard shortcuts")
    button.click(timeout=5_000)  # it is on top, also beside the question box
    listed = page.get_by_role("dialog", name="Keyboard shortcuts")
    listed.get_by_role("checkbox").uncheck()
    listed.get_by_role("button", name="Close").click()
    chat.input.blur()
    page.keyboard.press("/")
    page.wait_for_timeout(200)
    sync_api.expect(chat.input).not_to_be_focused()
