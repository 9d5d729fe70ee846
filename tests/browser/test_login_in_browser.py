"""Logging in with a provider of OpenID Connect that runs here, in a real browser."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from threading import Thread

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
provider_mock = pytest.importorskip("oidc_provider_mock", reason="no provider is installed")
pytest.importorskip("authlib", reason="Authlib is not installed")

from served import BROWSER, WAIT_MS, served, settle
from servers import free_port
from werkzeug.serving import make_server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HIDDEN = "what-is-outstaffing"
QUESTION = "What does an employer of record do?"
SECRETS = """
[auth]
redirect_uri = "{chat}oauth2callback"
cookie_secret = "{secret}"
client_id = "chat"
client_secret = "{secret}"
server_metadata_url = "{provider}.well-known/openid-configuration"
"""
RULES = f"groups: {{board: [ann@example.com]}}\nfolders: {{{HIDDEN}: [board]}}\n"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Where the provider is, which knows three people and asks for no password."""
    people = [
        provider_mock.User(sub=sub, claims={"email": email, "email_verified": True})
        for sub, email in (("ann", "Ann@example.com"), ("bob", "bob@example.com"),
                           ("eve", "eve@elsewhere.example"))
    ]
    server = make_server("127.0.0.1", 0, provider_mock.app(user_claims=people), threaded=True)
    serving = Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    serving.join()


@pytest.fixture(scope="module")
def chat_address(
    provider: str, environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the chat is: for one domain, a document for one group, a login for all."""
    if BROWSER is None:
        pytest.skip("no Chromium found; apt install chromium")
    folder, port = tmp_path_factory.mktemp("login"), free_port()
    address = f"http://127.0.0.1:{port}/"
    told = SECRETS.format(chat=address, provider=provider, secret=secrets.token_urlsafe(32))
    (folder / "secrets.toml").write_text(told, encoding="utf-8")
    (folder / "access.yaml").write_text(RULES, encoding="utf-8")
    changed = {
        "STREAMLIT_SECRETS_FILES": str(folder / "secrets.toml"),
        "ASSISTANT_ACCESS": str(folder / "access.yaml"),
        "ASSISTANT_DOMAINS": "example.com",
        "ASSISTANT_HISTORY": str(folder / "history.sqlite"),
        "ASSISTANT_AUDIT": str(folder / "audit.jsonl"),
    }
    with served({**environment, **changed}, port) as url:
        yield url
        told = (folder / "audit.jsonl").read_text(encoding="utf-8")
    readers = [json.loads(line)["reader"] for line in told.splitlines()]
    assert set(readers) == {"ann@example.com", "bob@example.com"}


def enter(page: sync_api.Page, person: str) -> None:
    """None; that person came through the door by way of the provider."""
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name=person, exact=True).click()
    page.get_by_test_id("stApp").wait_for()
    settle(page)


def leave(page: sync_api.Page) -> None:
    """None; nobody is logged in, neither here nor at the provider, which asks once more."""
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("button", name="End session").click()
    page.get_by_role("button", name="Log in").wait_for()


def ask(page: sync_api.Page, text: str) -> str:
    """The answer's text."""
    articles = page.get_by_test_id("stChatMessage").locator("article")
    before = articles.count()
    page.get_by_test_id("stChatInputTextArea").fill(text)
    page.keyboard.press("Enter")
    articles.nth(before).locator("p").first.wait_for()
    page.locator("article[aria-busy]").wait_for(state="detached")
    settle(page)
    return articles.nth(before).inner_text()


def sources(page: sync_api.Page, address: str) -> list[str]:
    """What the page of the sources offers to read."""
    page.goto(f"{address}sources")
    settle(page)
    page.get_by_role("combobox").first.click()
    page.get_by_role("option").first.wait_for()
    offered = page.get_by_role("option").all_inner_texts()
    page.keyboard.press("Escape")
    return offered


def test_each_person_has_conversations_and_documents_of_their_own(
    chat_address: str, browser: sync_api.Browser
) -> None:
    """Ann and Bob log in one after the other in one browser, Eve of another domain in vain."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(chat_address)
    page.get_by_role("button", name="Log in").wait_for()
    sync_api.expect(page.get_by_test_id("stChatInputTextArea")).to_have_count(0)

    enter(page, "ann")
    sync_api.expect(page.get_by_text("Logged in as ann@example.com")).to_be_visible()
    told = ask(page, QUESTION)
    link = page.url
    sync_api.expect(page.get_by_text("Your conversations (1)")).to_be_visible()
    assert len(sources(page, chat_address)) == 3
    leave(page)

    page.goto(chat_address)
    enter(page, "bob")
    sync_api.expect(page.get_by_text("Logged in as bob@example.com")).to_be_visible()
    sync_api.expect(page.get_by_text("Your conversations")).to_have_count(0)
    assert ask(page, QUESTION) != told
    sync_api.expect(page.get_by_text("Your conversations (1)")).to_be_visible()
    page.goto(link)
    settle(page)
    page.locator("article p").first.wait_for()
    assert told not in page.locator("body").inner_text()
    assert len(sources(page, chat_address)) == 2
    leave(page)

    page.goto(chat_address)
    enter(page, "eve")
    sync_api.expect(page.get_by_text("This account may not use the chat")).to_be_visible()
    sync_api.expect(page.get_by_test_id("stChatInputTextArea")).to_have_count(0)
    leave(page)

    page.goto(chat_address)
    enter(page, "ann")
    sync_api.expect(page.get_by_text("Your conversations (1)")).to_be_visible()
    page.get_by_role("list", name="Conversations").get_by_role(
        "button", name=QUESTION, exact=True
    ).click()
    sync_api.expect(page.locator("article").first).to_have_text(told, use_inner_text=True)
    context.close()
