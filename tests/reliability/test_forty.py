"""The forty cases of reliability, each with a test that bears its number."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
CASES = range(1, 41)
_NUMBERED = re.compile(r"def test_((?:\d\d_)+)")


def test_each_of_the_forty_cases_has_its_test() -> None:
    """``pytest -k test_05`` runs those of case 5; some tests show several cases."""
    shown = {
        int(number)
        for file in TESTS.rglob("test_*.py")
        for numbers in _NUMBERED.findall(file.read_text(encoding="utf-8"))
        for number in numbers.rstrip("_").split("_")
    }
    assert set(CASES) - shown == set()
