"""DOCX with real footnotes, written by pandoc from the Markdown."""

from __future__ import annotations

import os
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from assistant.citing.export.markdown import body, footnotes
from assistant.citing.export.types import Transcript
from assistant.errors import StorageError

FROM: Final = "commonmark+footnotes+pipe_tables"
SECONDS: Final = 60


def to_docx(document: Transcript) -> bytes:
    """The file. Each quote is one footnote; further marks of it repeat its number in brackets.

    Custom properties tell what the last answer was made from. The same transcript gives the
    same bytes.
    """
    import pypandoc

    answer = document.exchanges[-1].answer
    told = {
        "title": document.title,
        "date": document.date,
        "lang": "en",
        "StaffingAnswer": answer.fingerprint,
        "StaffingCorpus": answer.corpus,
        "StaffingRulebook": answer.rulebook,
        "StaffingDate": document.date,
    }
    # The title is a property and, from pandoc, the first line; it need not stand there twice.
    text = "\n".join([*list(body(document, once=True))[1:], *footnotes(document)])
    settings = [f"--metadata={name}:{value}" for name, value in told.items()]
    midnight = datetime.fromisoformat(document.date).replace(tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answer.docx")
        done = subprocess.run(  # noqa: S603  (the pandoc that pypandoc-binary brings)
            [pypandoc.get_pandoc_path(), "--sandbox", "--wrap=none", f"--from={FROM}",
             "--to=docx", f"--output={path}", *settings],
            input=text.encode("utf-8", "replace"),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(int(midnight.timestamp()))},
        )
        if done.returncode or not path.is_file():
            reason = done.stderr.decode("utf-8", "replace").strip()[:500]
            msg = f"pandoc could not write the document ({reason}). Export another format."
            raise StorageError(msg)
        return path.read_bytes()
