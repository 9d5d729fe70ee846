"""Worksheets out of files, and reckonings into files."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from sheets import COMPLETE, MODEL, sheets

from assistant.citing.cost_sheet import as_xlsx
from assistant.decision.costs.reading import example
from assistant.decision.costs.reckon import reckon
from assistant.decision.costs.rows import HEADS, as_csv, as_json, as_markdown, rows
from assistant.decision.costs.worksheet import as_texts, as_yaml, read_worksheet, worksheet
from assistant.errors import InputError


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        read_worksheet(text, "mine.yaml", MODEL)
    return str(caught.value)


def test_the_example_by_hand():
    """Hiring and outstaffing three people for a year, as worked out with a pocket calculator.

    Hiring: pay 3 × 12 × 5,200 = 187,200; overhead 30 % = 56,160; management 52 weeks × 4 h × 80 =
    16,640; recruiting 3 × 30 h × 80 = 7,200; onboarding 3 × 5,200 × 12/52 × 1.3 × 6 weeks = 28,080;
    rework (187,200 + 56,160) × 5 % = 12,168; replacing 3 × 10 % × 12,000 = 3,600; entity 0; payroll
    12 × 200 = 2,400; delay 0. In all 313,448; a month 26,120.67; for one person 8,706.89.

    Outstaffing: 3 × 52 weeks × 40 h × 45 = 280,800; management 52 × 6 × 80 = 24,960 (16,640 at 4
    hours, 41,600 at 10); recruiting 3 × 8 × 80 = 1,920; onboarding 3 × 40 × 45 × 4 = 21,600; rework
    5 % = 14,040; replacing 3 × 10 % × 3,000 = 900; legal 2,000; transfer 1,500. In all 347,720,
    from 339,400 to 364,360.

    Break-even of the rate: 313,448 less what does not depend on the rate (24,960 + 1,920 + 900 +
    2,000 + 1,500 = 31,280) is 282,168; an hour's rate counts 3 × 52 × 40 × 1.05 + 3 × 40 × 4 = 7,032
    times; 282,168 / 7,032 = 40.13.
    """
    reckoning = reckon(read_worksheet(example(), "example.yaml", MODEL), MODEL)
    hiring, outstaffing = as_json(reckoning, MODEL)["costs"]
    assert {x["factor"]: x["amount"]["likely"] for x in hiring["lines"]} == {
        "price": "187200.00", "employer": "56160.00", "management": "16640.00",
        "recruiting": "7200.00", "onboarding": "28080.00", "rework": "12168.00",
        "replacement": "3600.00", "entity": "0.00", "payroll": "2400.00", "delay": "0.00",
    }
    assert hiring["total"] == dict.fromkeys(("low", "likely", "high"), "313448.00")
    assert hiring["per_month"]["likely"] == "26120.67"
    assert hiring["per_delivered_month"]["likely"] == "8706.89"
    assert outstaffing["total"] == {"low": "339400.00", "likely": "347720.00", "high": "364360.00"}
    assert reckoning.cheapest == "hire"
    points = as_json(reckoning, MODEL)["break_evens"]
    assert {p["input"]: p["at"] for p in points}["rate.outstaffing"] == "40.13"


@pytest.mark.parametrize(("text", "says"), [
    ("inputs: {monthly: 45}", "monthly: “45” of what?"),
    ("inputs: {rate: {freelancers: '45,5 an hour'}}", "rate.freelancers: “45,5 an hour” has a comma"),
    ("inputs: {people: -3}", "people: “-3” is negative"),
    ("inputs: {people: .nan}", "people: “.nan” is not a number"),
    ("inputs: {people: .inf}", "people: “.inf” is not a number"),
    ("inputs: {people: 99999999}", "people: 99,999,999 is not believable"),
    ("inputs: {duration: 12}", "duration: “12” of what?"),
    ("inputs: {salary: 5}", "salary: there is no such input"),
    ("inputs: {rate: {hiring: 45 an hour}}", "rate.hiring: rate is for hire, outstaffing"),
    ("inputs: {people: {hire: 3}}", "people.hire: people is one number for all ways"),
    ("inputs: {people: [3]}", "people: write an amount"),
    ("inputs: {people: }", "people: is empty"),
    ("inputs: {learning: {low: 2, unit: weeks}}", "learning: high is missing"),
    ("inputs: {learning: {low: 4, high: 2, unit: weeks}}", "learning: low 4, likely 3 and high 2"),
    ("inputs: {learning: {low: 2, high: 4}}", "learning.low: “2” of what?"),
    ("inputs: {learning: {low: 1 to 2, high: 4, unit: weeks}}", "learning.low: is a range itself"),
    ("inputs: {learning: {low: 2, high: 4, unit: weeks, mean: 3}}", "learning: unknown key 'mean'"),
    ("inputs: {rate: 45 an hour, daily: 400 a day}", "daily: there is a price by rate already"),
    ("{currency: EUR, inputs: {rate: $45 an hour}}", "rate: is in $, but currency is in EUR"),
    ("{currency: =1+1, inputs: {}}", "currency: “=1+1” is no label"),
    ("{ways: [robots], inputs: {}}", "ways: there is no way “robots”"),
    ("{input: {}, inputs: {}}", "mine.yaml: unknown key 'input'"),
    ("- 1", "mine.yaml: needs a key 'inputs'"),
    ("inputs: {a: &a [*a]}", "mine.yaml: is not YAML"),
    ("inputs: {", "mine.yaml: is not YAML"),
    ("inputs: {people: 12:30}", "people: “12:30” is no amount"),
])
def test_a_bad_file_is_refused_with_the_field_named(text, says):
    """The message says which field is wrong, and how."""
    assert refused(text).startswith(says)


def test_a_number_is_taken_as_it_is_written():
    """No binary number comes between the file and the reckoning: 0.1 is a tenth."""
    sheet = read_worksheet("inputs: {people: 0.1}", "mine.yaml", MODEL)
    assert str(sheet.given["people"].amount.likely) == "1/10"


@settings(max_examples=20, deadline=None)
@given(sheets())
def test_a_worksheet_written_is_read_again(sheet):
    """As YAML, and as texts, it gives the same reckoning."""
    again = read_worksheet(as_yaml(sheet, MODEL), "again.yaml", MODEL)
    assert {f: g.amount for f, g in again.given.items()} == {f: g.amount for f, g in sheet.given.items()}
    assert as_texts(again, MODEL) == as_texts(sheet, MODEL)
    assert again.ways == sheet.ways


@pytest.fixture(scope="module")
def reckoning():
    texts = {**COMPLETE, "rate": "40 to 55 an hour"}
    del texts["handover"]
    return reckon(worksheet(texts, MODEL, currency="EUR"), MODEL)


def test_the_csv_has_every_line_with_its_source(reckoning):
    """Each way's lines and totals, what is open, and the words that a line rests on."""
    table = list(csv.reader(io.StringIO(as_csv(reckoning, MODEL))))
    assert tuple(table[0]) == HEADS
    assert len(table) == 1 + len(rows(reckoning, MODEL))
    assert len(table) == 1 + sum(len(c.lines) + 4 for c in reckoning.costs)
    (row,) = [r for r in table if r[:2] == ["Outstaffing", "Knowledge transfer"]]
    assert row[2:7] == ["", "", "", "EUR", "Knowledge transfer"]
    (row,) = [r for r in table if r[:2] == ["Freelancers", "Rework"]]
    assert "rework" in row[8]
    assert row[7].startswith("scaling-models-for-ctos#")


def test_the_workbook_has_the_same_lines_as_the_csv(reckoning):
    """Read back by another library, numbers are numbers and texts are texts."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(reckoning, MODEL)))
    assert book.sheetnames == ["Cost", "Inputs", "What follows"]
    table = list(csv.reader(io.StringIO(as_csv(reckoning, MODEL))))[1:]
    found = list(book["Cost"].iter_rows(min_row=2, values_only=True))
    assert len(found) == len(table)
    for row, texts in zip(found, table, strict=True):
        for cell, text, head in zip(row, texts, HEADS, strict=True):
            if head in {"Low", "Likely", "High"} and text:
                assert cell == float(text)
            else:
                assert (cell or "") == text
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"n", "s"}


def test_the_same_worksheet_gives_the_same_bytes(reckoning):
    """No time of day is in a workbook."""
    assert as_xlsx(reckoning, MODEL) == as_xlsx(reckoning, MODEL)


def test_the_markdown_has_inputs_lines_and_what_follows(reckoning):
    """For decision records: what was put in, what it comes to, what is open."""
    text = as_markdown(reckoning, MODEL)
    assert "| Hourly rate | 40 to 55 EUR an hour | 40 to 55 an hour |" in text
    assert "| Knowledge transfer |  | open |" in text
    assert "Knowledge transfer is open" in text
