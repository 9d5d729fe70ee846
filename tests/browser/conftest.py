"""What the browser tests share: the chat as a process, and Chromium."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # without Playwright the tests are skipped, and this file is read all the same
    from playwright import sync_api
    from served import Chat


@pytest.fixture(scope="session")
def address(
    environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the chat is served, from a home that has never seen Streamlit."""
    from served import BROWSER, served

    if BROWSER is None:
        pytest.skip("no Chromium found; apt install chromium")
    history = tmp_path_factory.mktemp("browser") / "history.sqlite"
    with served({**environment, "ASSISTANT_HISTORY": str(history)}) as url:
        yield url


@pytest.fixture(scope="session")
def browser(address: str) -> Iterator[sync_api.Browser]:
    """Chromium without a window."""
    from served import chromium

    with chromium() as opened:
        yield opened


@pytest.fixture
def chat(browser: sync_api.Browser, address: str) -> Iterator[Chat]:
    """The chat, newly opened by somebody who was never here."""
    from served import Chat

    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Chat(context, address)
    context.close()
