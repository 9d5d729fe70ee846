"""The Worksheet page."""

from __future__ import annotations

from pathlib import Path

import pytest
from screen import answers, ask, elements, words
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
PAGE, CHAT = "pages/worksheet.py", "pages/chat.py"
LINK = {"people": "3", "duration": "12 months", "week": "40 hours a week", "currency": "EUR",
        "rate.outstaffing": "40 to 50 an hour", "monthly.hire": "5200 a month",
        "overhead": "30 %", "ways": "hire,outstaffing"}


@pytest.fixture
def page(app: AppTest) -> AppTest:  # app: for its settings
    """The page by itself, not yet run."""
    return AppTest.from_file(str(ROOT / "assistant" / "ui" / PAGE), default_timeout=60)


def opened(page: AppTest, query: dict[str, str]) -> AppTest:
    """The page as a link with these parameters opens it."""
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def shown(app: AppTest) -> str:
    """All that the page's own elements say."""
    return "\n".join(words(data) for data in elements(app, "answer"))


def test_it_begins_empty_and_says_so(page: AppTest) -> None:
    """No number is filled in; every line is open."""
    opened(page, {})
    assert [box.value for box in page.text_input] == [""] * len(page.text_input)
    assert any("No number is known" in text.value for text in page.text)
    assert "EUR" not in shown(page)


def test_a_link_opens_the_same_worksheet(page: AppTest) -> None:
    """The fields of the address stand in the boxes, and are reckoned with."""
    opened(page, LINK)
    assert page.text_input(key="worksheet-people").value == "3"
    assert page.text_input(key="worksheet-currency-text").value == "EUR"
    assert "EUR 187,200" in shown(page)
    assert "EUR 249,600 to 312,000" in shown(page)
    assert "EUR 56,160" in shown(page)
    kept = dict(page.query_params.items())
    assert kept.pop("overhead.hire") == "30 %"  # there is one way only that has it
    assert kept == {name: value for name, value in LINK.items() if name != "overhead"}


def test_what_is_typed_is_reckoned_and_linked(page: AppTest) -> None:
    """A changed number changes the lines and the address."""
    opened(page, LINK)
    page.text_input(key="worksheet-people").set_value("4").run()
    assert "EUR 249,600" in shown(page)
    assert page.query_params["people"] == "4"


def test_a_bare_number_is_shown_with_its_unit(page: AppTest) -> None:
    """Typed where the unit is plain from the label, it is reckoned with, and the box says how."""
    opened(page, LINK)
    page.text_input(key="worksheet-duration").set_value("6").run()
    assert page.text_input(key="worksheet-duration").value == "6 months"
    assert page.query_params["duration"] == "6 months"
    assert "EUR 93,600" in shown(page)


def test_a_way_has_numbers_of_its_own(page: AppTest) -> None:
    """Chosen, its fields are shown; those of all ways show through where it has none."""
    opened(page, LINK | {"redone": "5 %"})
    page.segmented_control(key="worksheet-group").set_value("outstaffing").run()
    assert page.text_input(key="worksheet-rate.outstaffing").value == "40 to 50 an hour"
    assert "5 %" in page.text_input(key="worksheet-redone.outstaffing").placeholder


def test_what_cannot_be_read_is_left_out_and_said(page: AppTest) -> None:
    """The message names the field by its label, and the rest is reckoned all the same."""
    opened(page, LINK | {"redone": "5,5 %", "rate.hire": "50 an hour"})
    failed = [d["badge"] for d in elements(page, "answer") if d["kind"] == "failed"]
    assert failed == ["Left out: Hourly rate (Hiring)", "Left out: Rework"]
    assert "monthly.hire" not in shown(page)
    assert "EUR 187,200" in shown(page)


def test_each_line_opens_its_passage(page: AppTest) -> None:
    """A line that a source names has a mark with the words quoted; the others say that they are ours."""
    opened(page, LINK)
    (lines,) = [d for d in elements(page, "answer") if d["kind"] == "rules"]
    quotes = {c["n"]: c["quote"] for c in lines["citations"]}
    overhead = next(b for b in lines["blocks"] if b["cells"][0][0]["text"] == "Employer's overhead")
    mark = next(s["text"] for s in overhead["cells"][1] if s["style"] == "mark")
    assert "employer's overhead" in quotes[int(mark)]
    assert "(ours)" in words(lines)


def test_the_pictures_are_described(page: AppTest) -> None:
    """Costs, where it turns and what matters are drawn, and said in words."""
    opened(page, LINK)
    assert len(page.get("vega_lite_chart")) == 3
    assert "until hourly rate (Outstaffing) passes" in shown(page)


def test_numbers_of_the_chat_arrive_and_go_back(app: AppTest) -> None:
    """What was said in the chat stands in the worksheet; what is changed there is told the chat."""
    started = app.run()
    ask(started, "what would three testers for a year cost us each way at 45 an hour?")
    (link,) = started.get("page_link")
    assert "worksheet" in link.proto.label
    started.switch_page(PAGE).run()
    assert started.text_input(key="worksheet-rate").value == "45 an hour"
    assert started.text_input(key="worksheet-people").value == "3"
    started.text_input(key="worksheet-week").set_value("40 hours a week").run()
    started.button(key="worksheet-tell").click().run()
    assert not started.exception
    assert list(started.session_state["turns"])[-1] == "week=40 hours a week"
    started.switch_page(CHAT).run()
    assert "280,800" in words(answers(started)[-1])


def test_files_are_there_to_take_away(page: AppTest) -> None:
    """CSV, Excel, Markdown, and the inputs for the command line."""
    buttons = opened(page, LINK).get("download_button")
    assert [b.proto.label for b in buttons] == ["CSV", "Excel", "Markdown", "Inputs (YAML)"]
