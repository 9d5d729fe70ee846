"""The compiled lexicon, kept beside the exported model: reading the YAML takes ten times as long."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from assistant.dialogue.lexicon import Lexicon, load_lexicon
from assistant.dialogue.lexicon_compiled import compiled, read_compiled, source_fingerprint

STALE_SECONDS = 86_400
"""What is younger may be another process's, or another version's that is in use as well."""
_LEFT = ("lexicon-*.json", "lexicon-*.part", "examples-*.npy")
"""Compiled forms of other versions, what an interrupted one left, a former version's examples."""


def kept_lexicon(folder: Path) -> Lexicon:
    """The packaged lexicon, from its compiled form in ``folder`` where there is a sound one.

    Where there is none it is compiled and kept, if the folder can be written to.
    """
    path = folder / f"lexicon-{source_fingerprint()}.json"
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        return read_compiled(path.read_text(encoding="utf-8"))
    lexicon = load_lexicon()
    with suppress(OSError):
        _keep(compiled(lexicon), path)
        _sweep(folder)
    return lexicon


def _keep(text: str, path: Path) -> None:
    """Nothing; the file is there whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix="lexicon-", suffix=".part",
        delete=False,
    ) as file:
        file.write(text)
    os.replace(file.name, path)  # noqa: PTH105 (atomic)


def _sweep(folder: Path) -> None:
    """None; what was left there long ago is gone."""
    for path in (path for pattern in _LEFT for path in folder.glob(pattern)):
        if time.time() - path.stat().st_mtime > STALE_SECONDS:
            path.unlink(missing_ok=True)
