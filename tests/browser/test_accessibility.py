"""axe-core finds nothing serious on any page, in either theme.

AXE_PATH names the folder that npm installed axe-core into, or one that holds axe.min.js.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from served import PAGES, WORKSHEET, Chat, settle

ROOT = Path(__file__).resolve().parents[2]
GRAVE = {"serious", "critical"}
TOLD = "Should I outstaff QA? nobody here can manage testers"


def _axe() -> Path | None:
    folder = Path(os.environ.get("AXE_PATH", ROOT))
    places = (folder, folder / "node_modules/axe-core", folder / "axe-core")
    return next((p / "axe.min.js" for p in places if (p / "axe.min.js").is_file()), None)


AXE = _axe()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(
        AXE is None, reason="no axe-core; npm install --prefix DIR axe-core, and AXE_PATH=DIR"
    ),
]


def violations(page: sync_api.Page) -> list[str]:
    """What axe finds serious or critical: the rule, and the elements that break it."""
    settle(page)
    page.evaluate(AXE.read_text(encoding="utf-8") if AXE else "")
    result: dict[str, Any] = page.evaluate("axe.run()")
    assert len(result["passes"]) > 10, "axe has looked at hardly anything"
    return [
        f"{one['id']}: {node['html'][:300]} ({node['target']}) {node['failureSummary']}"
        for one in result["violations"] if one["impact"] in GRAVE for node in one["nodes"]
    ]


@pytest.fixture(params=["light", "dark"])
def context(browser: sync_api.Browser, request: pytest.FixtureRequest) -> Any:
    """A browser that prefers the theme, and no motion."""
    opened = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=request.param,
        reduced_motion="reduce",
    )
    yield opened
    opened.close()


@pytest.mark.parametrize("name", PAGES)
def test_page(context: sync_api.BrowserContext, address: str, name: str) -> None:
    """A page as it is first seen."""
    page = context.new_page()
    page.goto(f"{address}{name}")
    page.get_by_role("heading", level=1).wait_for()
    assert violations(page) == []


def test_worksheet(context: sync_api.BrowserContext, address: str) -> None:
    """A worksheet with numbers, its pictures and both of its tabs."""
    page = context.new_page()
    page.goto(f"{address}worksheet?{urlencode(WORKSHEET)}")
    page.get_by_test_id("stVegaLiteChart").nth(1).wait_for()
    assert violations(page) == []
    page.get_by_role("tab").filter(has_text="matters").click()
    assert violations(page) == []


def test_recommendation(context: sync_api.BrowserContext, address: str) -> None:
    """A recommendation with its panel, tree, chart, what-if, a reason asked for, and its source."""
    chat = Chat(context, address)
    answer = chat.ask(TOLD)
    page = chat.page
    for box in ("What the open questions lead to", "What each fact contributes", "What if … were"):
        page.get_by_text(box).click()
        settle(page)
    page.get_by_test_id("stMermaidChart").locator("img").wait_for()
    answer.get_by_role("button", name="Not helpful").click()
    page.get_by_text("Your conversations").click()
    page.get_by_role("button", name="Delete").click()
    assert violations(page) == []
    answer.locator("button.mark").first.click()
    page.get_by_role("dialog").locator("mark").first.wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("tab", ["disagree", "left out"])
def test_tab_of_the_rules(context: sync_api.BrowserContext, address: str, tab: str) -> None:
    """The other tabs of the Rules page, whose names are all in the colour of text."""
    page = context.new_page()
    page.goto(f"{address}rules")
    page.get_by_role("tab").filter(has_text=tab).click()
    assert violations(page) == []
    colours = page.get_by_role("tab").locator("p").evaluate_all(
        "names => names.map(name => getComputedStyle(name).color)"
    )
    assert len(colours) == 3
    assert set(colours) == {page.get_by_role("heading", level=1).evaluate(
        "title => getComputedStyle(title).color"
    )}
