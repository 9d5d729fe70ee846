"""Quoted words as editors leave them: what still counts as the same quote."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

CONTEXT_CHARS: Final = 32
HASH_CHARS: Final = 16

_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CLASSES: Final = (("'", "‘’‚‛′´`"), ('"', "“”„‟″«»"), ("-", "‐‑‒–—−"))


def folded(text: str) -> str:
    """The text without what editors change by themselves.

    That is white space, kinds of quotation marks, dashes and apostrophes, composed or decomposed
    letters, and characters that cannot be seen.
    """
    return " ".join(unicodedata.normalize("NFC", writable(text)).translate(_SAME).split())


def writable(text: str) -> str:
    """The text without the characters that no XML, and so no DOCX or web page, can hold."""
    return _UNFIT.sub("", text)


def quote_hash(quote: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the folded quote."""
    return hashlib.sha256(folded(quote).encode("utf-8", "surrogatepass")).hexdigest()[:HASH_CHARS]


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters just before and just after ``text[start:end]``, up to 32 each."""
    return text[max(0, start - CONTEXT_CHARS) : start], text[end : end + CONTEXT_CHARS]


def tolerant(quote: str) -> re.Pattern[str]:
    """What finds the quote in a text whatever its white space, quotation marks and dashes."""
    words = (re.escape(word) for word in folded(quote).split())
    pattern = r"\s+".join(words)
    for plain, others in _CLASSES:
        pattern = pattern.replace(re.escape(plain), f"[{re.escape(plain + others)}]")
    return re.compile(pattern.replace(r"\.\.\.", r"(?:\.\.\.|…)"))
