"""How long the check of a large plan takes: ``python tests/benchmarks/cite_check.py``.

Writes a plan of 200 pages with 300 citations of ``corpus/`` in each format that people write plans
in, and prints the seconds that ``python -m assistant cite-check`` takes, start of Python included,
with all sources as they were and with every source changed. Uses the index of the settings.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assistant.citing.as_json import answer_fingerprint
from assistant.citing.cite import citation_of
from assistant.citing.export import FORMATS, export
from assistant.citing.permalink import permalink
from assistant.dialogue.rendering import markdown
from assistant.dialogue.types import Answer, Block, Span
from assistant.index.build import build
from assistant.index.encoder import load_encoder
from assistant.index.shelf import Shelf, open_shelf
from assistant.settings import Settings

PAGES, CITATIONS, WORDS_A_PAGE, RUNS = 200, 300, 450, 5
FORMS = ("markdown", "docx", "html")


def plan_of(shelf: Shelf) -> Answer:
    """An answer as long as a plan: paragraphs of filling, with citations spread among them."""
    places = [
        (document, passage, sentence)
        for document in shelf.documents()
        for passage in shelf.passages_of(document.name)
        for sentence in passage.sentences
    ][:CITATIONS]
    assert len(places) == CITATIONS
    citations = tuple(
        citation_of(n, document, passage, (sentence.start, sentence.end), shelf.fingerprint)
        for n, (document, passage, sentence) in enumerate(places, 1)
    )
    filling = " ".join(["planning"] * (PAGES * WORDS_A_PAGE // CITATIONS))
    blocks = tuple(
        Block("paragraph", ((Span(filling), Span(str(c.n), "mark")),)) for c in citations
    )
    turns, rules = ("A plan?",), "0" * 64
    return Answer(
        "answer", markdown(blocks), citations, None,
        permalink("", turns, shelf.fingerprint, rules), shelf.fingerprint, rules, blocks=blocks,
        fingerprint=answer_fingerprint(turns, None, shelf.fingerprint, rules),
    )


def cpu_seconds() -> float:
    """What all processes that were started and have ended used of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seconds(path: Path, index: Path) -> tuple[float, float, str]:
    """Passed and of the processor, medians over a few runs, and the last line that was printed."""
    command = [sys.executable, "-m", "assistant", "cite-check", str(path), "--index", str(index)]
    taken, worked = [], []
    for _ in range(RUNS):
        begin, used = time.perf_counter(), cpu_seconds()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        taken.append(time.perf_counter() - begin)
        worked.append(cpu_seconds() - used)
    return sorted(taken)[RUNS // 2], sorted(worked)[RUNS // 2], done.stdout.splitlines()[-1].partition(": ")[2]


def main() -> None:
    """None; the table is printed."""
    settings = Settings()
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder, "corpus"), Path(folder, "index")
        shutil.copytree(settings.corpus, corpus)
        encoder = load_encoder(settings)
        build(corpus, index, encoder)
        with open_shelf(index) as shelf:
            answer = plan_of(shelf)
        paths = []
        for form in FORMS:
            path = Path(folder, f"plan{FORMATS[form].suffix}")
            path.write_bytes(export([(("A plan?",), answer)], form, "2026-01-01"))
            paths.append(path)
        rows = [("as they were", *seconds(path, index), path) for path in paths]
        for path in corpus.glob("*.md"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("the ", "some "), encoding="utf-8")
        build(corpus, index, encoder)
        rows += [("all changed", *seconds(path, index), path) for path in paths]
        print(f"{PAGES} pages, {CITATIONS} citations; median of {RUNS} runs")
        for sources, taken, worked, said, path in rows:
            size = path.stat().st_size / 1e6
            print(f"{path.suffix:6} {size:5.2f} MB  {sources:13} {taken:5.2f} s "
                  f"({worked:4.2f} s of one core)  {said}")


if __name__ == "__main__":
    main()
