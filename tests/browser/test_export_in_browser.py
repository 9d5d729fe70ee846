"""An answer saved from the chat, and checked on the page for it."""

from __future__ import annotations

from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from served import Chat

pytestmark = pytest.mark.browser


def test_saved_and_checked(chat: Chat, tmp_path: Path) -> None:
    """A recommendation is saved for Word and dropped on the Check page: every quote is exact."""
    page = chat.page
    chat.ask("Should I outstaff QA? Nobody here can manage testers.")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Word document").click()
    path = tmp_path / saved.value.suggested_filename
    saved.value.save_as(path)
    assert path.suffix == ".docx"
    assert path.read_bytes().startswith(b"PK")

    page.keyboard.press("Escape")
    page.get_by_role("link", name="Check").click()
    sync_api.expect(page.get_by_role("heading", name="Check a document")).to_be_visible()
    page.locator("input[type=file]").set_input_files(path)
    sync_api.expect(page.get_by_text("staffing-answer.docx").last).to_be_visible()
    report = page.locator(".answer", has_text="exact")
    sync_api.expect(report).to_contain_text("exact.")
    sync_api.expect(report).not_to_contain_text("altered")
    assert not chat.foreign
