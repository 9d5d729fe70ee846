"""A DOCX file's archive, checked before anything in it is unfolded."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from assistant.errors import CorpusError

MAX_UNFOLDED_BYTES: Final = 200 * 1024 * 1024
MAX_PART_BYTES: Final = 64 * 1024 * 1024
MAX_RATIO: Final = 150
"""Word's own XML rarely shrinks beyond 1:30; bombs reach 1:1000."""
MIN_RATIO_BYTES: Final = 5 * 1024 * 1024
MAX_PARTS: Final = 5_000

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_PART: Final = "word/document.xml"


def check_archive(content: bytes) -> None:
    """Nothing; raises ``CorpusError`` for what is no DOCX, unfolds too far or declares entities."""
    if content.startswith(_OLD_OFFICE):
        message = "is password-protected or in the old .doc format; save it as a plain .docx"
        raise CorpusError(message)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive.infolist())
            if _MAIN_PART not in archive.namelist():
                message = "is no Word document (it has no word/document.xml)"
                raise CorpusError(message)
            for part in archive.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    _check_declarations(archive.read(part), part.filename)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        message = f"is no .docx: not a whole zip archive ({error})"
        raise CorpusError(message) from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        message = f"is an archive that cannot be opened ({error})"
        raise CorpusError(message) from error


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    unfolded = sum(part.file_size for part in parts)
    folded = max(1, sum(part.compress_size for part in parts))
    bomb = (
        len(parts) > MAX_PARTS
        or unfolded > MAX_UNFOLDED_BYTES
        or any(_is_bomb(part) for part in parts)
        or (unfolded > MIN_RATIO_BYTES and unfolded > MAX_RATIO * folded)
    )
    if bomb:
        message = (
            f"unfolds to {unfolded / 1024 / 1024:,.0f} MB in {len(parts):,} parts, more than a "
            "document should; refused"
        )
        raise CorpusError(message)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    if not part.filename.endswith((".xml", ".rels")):
        return False
    return part.file_size > MAX_PART_BYTES or (
        part.file_size > MIN_RATIO_BYTES and part.file_size > MAX_RATIO * max(1, part.compress_size)
    )


def _check_declarations(xml: bytes, part: str) -> None:
    # The parser would leave entities unresolved and lose the text behind them without a word.
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or "<!DOCTYPE".encode("utf-16-le") in xml:
        message = f"declares XML entities ({part}), which no Word document does; refused"
        raise CorpusError(message)
