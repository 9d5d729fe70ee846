"""Conversations in a real browser: stopped, judged, listed, renamed, deleted, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from served import Chat, served, settle

pytestmark = pytest.mark.browser

TOLD = "Should I outstaff QA? nobody here can manage testers"
# In the page, so that a slow machine does not come too late.
STOP_AT_ONCE = """() => {
  const look = () => {
    for (const one of document.querySelectorAll('[data-testid=stChatMessage] *')) {
      const button = one.shadowRoot?.querySelector('.stop:not([hidden])')
      if (button) return button.click()
    }
    requestAnimationFrame(look)
  }
  look()
}"""
FOCUSED = """() => {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  const style = getComputedStyle(at)
  return {
    kind: at.className, text: at.innerText ?? '',
    seen: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
  }
}"""


def tab_to(page: sync_api.Page, wanted: str, key: str = "Tab", most: int = 80) -> None:
    """None; the focus is on what has that class or text, reached by that key, and can be seen."""
    for _ in range(most):
        page.keyboard.press(key)
        focused = page.evaluate(FOCUSED)
        if wanted in (focused["kind"], focused["text"]):
            assert focused["seen"], f"nobody sees that {wanted} has the focus"
            return
    pytest.fail(f"{most} times {key} do not reach {wanted!r}")


def test_stop_while_it_arrives(chat: Chat) -> None:
    """A stopped answer stays where it is, the next question works, and the rest can be shown."""
    page = chat.page
    page.evaluate(STOP_AT_ONCE)
    chat.input.fill(TOLD)
    chat.input.press("Enter")
    stopped = chat.answers.first
    sync_api.expect(stopped.get_by_role("status").first).to_have_text("Stopped.")
    settle(page)
    shown = stopped.inner_text()
    page.wait_for_timeout(300)
    assert stopped.inner_text() == shown
    assert "All models" not in shown

    assert "Outstaffing" in chat.ask("What is outstaffing?").inner_text()
    assert "All models" not in stopped.inner_text()
    stopped.get_by_role("button", name="Show the rest").click()
    sync_api.expect(stopped).to_contain_text("All models", use_inner_text=True)
    sync_api.expect(stopped.get_by_role("button", name="Copy link")).to_be_visible()


def test_another_page_begins_at_its_top(chat: Chat) -> None:
    """However far down the conversation was read, and no longer than what is on it."""
    page = chat.page
    for text in (TOLD, "why?", "What is outsourcing?"):
        chat.ask(text)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollTop") > 0
    page.get_by_role("link", name="Check").first.click()
    sync_api.expect(page.get_by_role("heading", name="Check a document")).to_be_in_viewport()
    settle(page)
    assert main.evaluate("e => [e.scrollTop, e.scrollHeight - e.clientHeight]") == [0, 0]


def test_judged_and_reloaded(chat: Chat) -> None:
    """After a reload the conversation is there, and so is what was said about its answer."""
    page = chat.page
    told = chat.ask("What is outstaffing?").locator(".body").inner_text()
    answer = chat.answers.first
    answer.get_by_role("button", name="Not helpful").click()
    answer.get_by_label("The quote does not support it").check()
    answer.get_by_role("button", name="Send", exact=True).click()
    sync_api.expect(answer.get_by_text("Thank you")).to_be_visible()
    settle(page)
    page.reload()
    settle(page)

    sync_api.expect(answer.locator(".body")).to_have_text(told, use_inner_text=True)
    pressed = answer.get_by_role("button", name="Not helpful")
    sync_api.expect(pressed).to_have_attribute("aria-pressed", "true")
    assert not chat.foreign


@pytest.mark.slow
def test_list_of_conversations(chat: Chat, browser: sync_api.Browser, address: str) -> None:
    """A conversation is renamed, opened again and deleted for good, and is nobody else's."""
    page = chat.page
    told = chat.ask(TOLD).locator(".body").inner_text()
    page.get_by_role("button", name="New conversation").click()
    listed = page.get_by_role("list", name="Conversations")
    listed.get_by_role("button", name="Rename").click()
    page.keyboard.type("QA <b>in</b> May")
    page.keyboard.press("Enter")
    entry = listed.get_by_role("button", name="QA <b>in</b> May", exact=True)
    entry.click()
    sync_api.expect(chat.answers.first.locator(".body")).to_have_text(told, use_inner_text=True)

    context = browser.new_context()
    other = Chat(context, address)
    settle(other.page)
    sync_api.expect(other.page.get_by_text("Your conversations")).to_have_count(0)
    context.close()

    page.get_by_text("Your conversations").click()
    listed.get_by_role("button", name="Delete").click()
    sync_api.expect(listed.get_by_role("button", name="Keep")).to_be_focused()
    listed.get_by_role("button", name="Delete", exact=True).click()
    sync_api.expect(page.get_by_role("heading", level=1)).to_be_visible()
    sync_api.expect(entry).to_have_count(0)
    sync_api.expect(chat.answers).to_have_count(0)


def test_keyboard_alone(chat: Chat) -> None:
    """With keys alone: ask, read a quote, open its source, close it, answer an open question."""
    page = chat.page
    sync_api.expect(chat.input).to_be_focused()
    page.keyboard.type("Should I outstaff QA?")
    page.keyboard.press("Enter")
    chat.answers.first.get_by_role("button", name="Copy link").wait_for()
    settle(page)
    sync_api.expect(chat.input).to_be_focused()
    tab_to(page, "mark", "Shift+Tab")
    sync_api.expect(chat.answers.first.locator("[role=tooltip]")).to_be_visible()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    sync_api.expect(drawer.locator("mark").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    sync_api.expect(drawer).to_have_count(0)
    tab_to(page, "none → Outsourcing", "Shift+Tab", 120)
    page.keyboard.press("Enter")
    sync_api.expect(chat.answers).to_have_count(2)
    verdict = chat.answers.nth(1).locator(".body p:not(.badge)").first
    sync_api.expect(verdict).to_contain_text("Outsourcing")


@pytest.mark.slow
def test_server_restart(
    browser: sync_api.Browser, environment: Mapping[str, str], tmp_path: Path
) -> None:
    """After the server was restarted, the link gives the same answer and the list is still there."""
    kept = {**environment, "ASSISTANT_HISTORY": str(tmp_path / "history.sqlite")}
    context = browser.new_context()
    with served(kept) as url:
        chat = Chat(context, url)
        told = chat.ask(TOLD).locator(".body").inner_text()
        link = chat.page.url.removeprefix(url)
        chat.page.close()
    with served(kept) as url:
        chat = Chat(context, url + link)
        first = chat.answers.first.locator(".body")
        sync_api.expect(first).to_have_text(told, use_inner_text=True)
        sync_api.expect(chat.page.get_by_text("Your conversations (1)")).to_be_visible()
        sync_api.expect(chat.page.get_by_text("What has moved")).to_have_count(0)
    context.close()
