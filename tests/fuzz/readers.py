"""Fuzzes the readers of documents: ``python tests/fuzz/readers.py -max_total_time=600``.

Needs ``pip install -e ".[audit]"``. Whatever the bytes are, a reader gives a document whose
passages are its text, or refuses with a ``CorpusError``; anything else is a crash, which libFuzzer
writes to a file. Options after the name are libFuzzer's.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

with atheris.instrument_imports(include=["assistant.corpus"]):
    from assistant.corpus.blocks import Reading
    from assistant.corpus.bytes import decode
    from assistant.corpus.docx import read_docx
    from assistant.corpus.html import read_html
    from assistant.corpus.pdf import read_pdf
    from assistant.corpus.read import as_document, read_text_document
    from assistant.errors import CorpusError

from assistant.index.texts_writing import faults


def read_one(data: bytes) -> None:
    """None; the first byte chooses the reader of the others."""
    if not data:
        return
    kind, content = data[0] % 5, data[1:]
    try:
        if kind < 2:
            document = read_text_document(decode(content)[0], "fuzzed", markdown=kind == 0)
        else:
            reading: Reading = (read_html, read_docx, read_pdf)[kind - 2](content)
            document = as_document(reading, "fuzzed")
    except (CorpusError, MemoryError, RecursionError):  # the two become refusals in read_document
        return
    except Exception:
        if kind > 2:  # a parser's own; the child process turns it into a refusal
            return
        raise
    assert not faults(document) or "surrogate" in faults(document), faults(document)


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], "-timeout=30", "-rss_limit_mb=2048", *sys.argv[1:]], read_one)
    atheris.Fuzz()
