"""The compiled lexicon, kept beside the exported model: reading the YAML takes ten times as long."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from assistant.dialogue.lexicon import Lexicon, load_lexicon
from assistant.dialogue.lexicon_compiled import compiled, read_compiled, source_fingerprint


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
    return lexicon


def _keep(text: str, path: Path) -> None:
    """Nothing; the file is there whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False
    ) as file:
        file.write(text)
    os.replace(file.name, path)  # noqa: PTH105 (atomic)
