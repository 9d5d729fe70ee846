"""The suite's figures: what they come to, and the tables that are written from them."""

from __future__ import annotations

import json

import pytest
from compared import Figure, compare, line
from corpora import of_packages, write_corpus
from measuring import Spread
from table import BEGIN, FIGURES, PAGES, ROOT, written

FASTER = Figure("warm", "answer", "ms", Spread.of([4, 5, 9]), "LangChain", Spread.of([10, 20, 30]),
                goal=0.5)


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_show_the_figures(page):
    """README and the page on scale have the tables that the kept figures give."""
    text = (ROOT / page).read_text(encoding="utf-8")
    assert BEGIN in text
    assert text == written(page, json.loads(FIGURES.read_text(encoding="utf-8")))


def test_a_spread_has_its_median_and_its_ends():
    """The 95th percentile is one of the figures."""
    spread = Spread.of([float(n) for n in range(100, -1, -1)])
    assert spread == Spread(median=50.0, p95=95.0, least=0.0, most=100.0, runs=101)


def test_a_ratio_is_that_of_medians_and_meets_its_goal():
    """The ratio is this project's median over the peer's."""
    assert FASTER.ratio == 0.25
    assert FASTER.met
    assert "ratio 0.250" in line(FASTER)
    assert "NOT MET" in line(Figure("a", "b", "", Spread.of([1]), goal=2, at_least=True))


def test_a_changed_ratio_is_told():
    """Comparing with a former run names what has changed, and nothing else."""
    former = [{"part": "warm", "what": "answer", "peer": "LangChain",
               "ours": {"median": 2.0}, "theirs": {"median": 20.0}}]
    assert list(compare([FASTER], former)) == ["warm answer LangChain: 0.1 → 0.25"]
    same = [{**former[0], "ours": {"median": 5.0}}]
    assert "Nothing has changed" in "".join(compare([FASTER], same))


def test_docstrings_become_documents(tmp_path):
    """Prose in triple quotes is taken once, under the definition it belongs to; code is not."""
    module = tmp_path / "code" / "a_module.py"
    module.parent.mkdir()
    prose = "Gives back the share of all passages that were found in the first ten results."
    module.write_text(f'def found():\n    """{prose}\n\n    >>> found()\n    """\n\n\n'
                      f'def again():\n    """{prose}"""\n')
    texts = list(of_packages([module.parent]))
    assert [(t.document, t.heading, t.words) for t in texts] == [("a-module", "found", prose)]
    assert write_corpus(texts, tmp_path / "corpus") == 1
    (page,) = (tmp_path / "corpus").iterdir()
    assert page.read_text() == f"# a module\n\n## found\n\n{prose}\n"
