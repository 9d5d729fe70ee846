"""A small corpus, and an ingest of it whose vectors and check cost nothing."""

from __future__ import annotations

from pathlib import Path

from fakes import FakeEncoder

from assistant.index.build import BuildReport, build
from assistant.index.generation import Generation
from assistant.index.opening import open_current
from assistant.index.verify import verify_here

VENDORS = """---
title: Vendors
publisher: Nobody
---
# Vendors

## Paying them

A vendor is paid for a deliverable. The rate is agreed beforehand.

- Fixed price suits a fixed scope.
- Time and material suits a moving one.

## Leaving them

Handover takes two weeks.
"""
PEOPLE = "# People\n\nPeople are paid by the month.\n\nNobody reads zebra documentation.\n"
TOOLS = "# Tools\n\nTests run every night.\n"


class Workplace:
    """A corpus folder, an index and an encoder, with what a test does to them."""

    def __init__(self, folder: Path) -> None:
        self.corpus = folder / "corpus"
        self.index = folder / "index"
        self.encoder = FakeEncoder()
        self.corpus.mkdir()
        self._open: list[Generation] = []
        for name, text in (("vendors", VENDORS), ("people", PEOPLE), ("tools", TOOLS)):
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        """None; the document ``name`` now has that text."""
        (self.corpus / f"{name}.md").write_text(text, encoding="utf-8")

    def ingest(self) -> BuildReport:
        """What an ingest did; ``encoder.texts`` holds only what it encoded."""
        self.encoder.texts.clear()
        return build(self.corpus, self.index, self.encoder, check=verify_here)

    def open(self, encoder_name: str | None = None) -> Generation:
        """The current generation, closed when the test ends."""
        self._open.append(open_current(self.index, encoder_name))
        return self._open[-1]

    def generation_folder(self) -> Path:
        """The folder of the current generation."""
        return self.index / (self.index / "CURRENT").read_text().strip()

    def close(self) -> None:
        """None; everything that was opened is closed."""
        for generation in self._open:
            generation.close()
