"""The chat in a real browser: ask, read the quote in its source, state a fact, see the change."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assistant.assistant import Assistant
from assistant.dialogue.types import Conversation

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from served import Chat

HOSTILE = (
    "Is **bold** ![x](http://a.example/x.png) <img src=http://a.example/y.png> :streamlit: "
    "<- -- >= &copy; $x$ `code` [link](javascript:alert(1)) outstaffing?"
)

WATCH_QUESTION = """() => {
  window.tops = []
  const look = () => {
    const said = [...document.querySelectorAll("[data-testid=stChatMessage]")][2]
    const top = said && Math.round(said.getBoundingClientRect().top)
    if (said && window.tops.at(-1) !== top) window.tops.push(top)
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}"""
"""Notes each place at which the second question is seen."""

pytestmark = pytest.mark.browser


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
    sync_api.expect(quote).to_have_text(citation.quote)
    assert quote.text_content() == citation.quote == document.text[citation.start : citation.end]
    shown = drawer.locator(".text").text_content()
    assert shown in document.text, "what is hidden is there all the same"

    page.keyboard.press("Escape")
    sync_api.expect(drawer).to_have_count(0)
    sync_api.expect(marks.first).to_be_focused()
    page.evaluate(WATCH_QUESTION)
    changed = chat.ask("nobody here can manage testers")
    tops = page.evaluate("window.tops")
    assert len(tops) <= 2, f"the question moved while its answer arrived: {tops}"
    changed.get_by_role("button", name="Copy link").scroll_into_view_if_needed()
    sync_api.expect(chat.input).to_be_in_viewport()
    verdict = changed.locator(".body p:not(.badge)").first
    sync_api.expect(verdict).to_contain_text("Outsourcing")
    sync_api.expect(page.get_by_test_id("stSidebar").get_by_role("table")).to_contain_text(
        "ruled out"
    )
    sync_api.expect(page.locator("[aria-live=polite]").first).to_contain_text("Outsourcing")
    assert not chat.foreign


def test_36_exact_text(chat: Chat) -> None:
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
    link = ""
    for _ in range(50):
        link = chat.page.evaluate("navigator.clipboard.readText()")
        if "?t=" in link:
            break
        chat.page.wait_for_timeout(100)
    assert "?t=" in link
    context = browser.new_context()
    other = Chat(context, link)
    told = answer.inner_text().removesuffix("\nCopied")  # what the buttons say to who pressed
    sync_api.expect(other.answers.first).to_have_text(told, use_inner_text=True)

    source = forms["text/plain"].rpartition("[1]: ")[2].split()[0]
    other.page.goto(source)
    sync_api.expect(other.page.locator("mark").first).to_be_in_viewport()
    assert not other.foreign
    context.close()


@pytest.mark.slow
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
