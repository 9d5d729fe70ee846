"""A folder of documents to a searchable index: python ingest.py [FOLDER] [--index DIR]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.changes import change_lines
from assistant.corpus.visible import visible
from assistant.errors import AssistantError
from assistant.index.build import build
from assistant.index.encoder import load_encoder
from assistant.index.reporting import is_complete, progress_bar, report_lines
from assistant.index.store import current_name
from assistant.settings import Settings


def main() -> int:
    """0 when all files are in the index, 1 when some could not be read, 2 when it failed."""
    settings = Settings()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=settings.corpus)
    parser.add_argument("--index", type=Path, default=settings.index)
    arguments = parser.parse_args()
    try:
        encoder = load_encoder(settings, announce=lambda text: print(text, file=sys.stderr))
        before = current_name(arguments.index)
        with progress_bar() as progress:
            report = build(arguments.folder, arguments.index, encoder, progress)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped; the former index stays, and what was done is kept.", file=sys.stderr)
        return 130
    for line in report_lines(report):
        print(visible(line))
    for line in change_lines(settings, arguments.index, before, report.generation):
        print(visible(line))
    return 0 if is_complete(report) else 1


if __name__ == "__main__":
    sys.exit(main())
