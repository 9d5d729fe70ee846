"""The links that carry a citation, or an answer, through whatever a document is pasted into.

A citation's link opens the quote on the Sources page. Its query holds the passage, the offsets,
and short hashes of the document's text and of the quote; its fragment is a text directive
(``#:~:text=prefix-,first,last,-suffix``), which browsers know and which finds the words again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qs, quote, unquote, urlencode, urljoin, urlsplit

from assistant.citing.words import CONTEXT_CHARS, HASH_CHARS, quote_hash

LOCAL: Final = "http://localhost:8501"
"""Where the chat is by default: documents need links that are whole."""
PAGE: Final = "sources"
WHOLE_QUOTE_CHARS: Final = 120
END_WORDS: Final = 5
MAX_LINK_CHARS: Final = 20_000
MAX_FIELDS: Final = 400
KEPT: Final = 1024
"""Links that are remembered as read: each is met more than once in a document."""

_HEX: Final = re.compile(r"[0-9a-f]{16}")
_DIRECTIVE: Final = ":~:text="


@dataclass(frozen=True, slots=True)
class CitationLink:
    """What a citation's link says. The hashes are empty in a link that was cut or typed.

    ``exact`` is the quote where it is short enough to be in the link whole.
    """

    passage: str
    start: int
    end: int
    sha256: str = ""
    quote: str = ""
    exact: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def document(self) -> str:
        """The name of the document cited."""
        return self.passage.partition("#")[0]


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """What an answer's link says; ``facts`` is None unless the answer was a recommendation.

    ``second`` are the facts of a second piece of work, ``ranking`` the points of each model.
    """

    turns: tuple[str, ...]
    corpus: str
    rulebook: str
    facts: Mapping[str, str] | None = None
    second: Mapping[str, str] | None = None
    model: str | None = None
    ranking: Mapping[str, str] | None = None


def whole(link: str, base_url: str = "") -> str:
    """The link with an address before it if it has none."""
    return urljoin(f"{(base_url or LOCAL).rstrip('/')}/", link.lstrip("/")) if _bare(link) else link


def _bare(link: str) -> bool:
    return not link.startswith(("http://", "https://"))


@lru_cache(maxsize=KEPT)
def link_to(base_url: str, said: CitationLink, words: str) -> str:
    """The link for a citation of ``words``; relative where ``base_url`` is empty."""
    query = urlencode(
        [
            ("passage", said.passage),
            ("start", said.start),
            ("end", said.end),
            ("sha256", said.sha256[:HASH_CHARS]),
            ("quote", quote_hash(words)),
        ]
    )
    fragment = _directive(words, said.prefix, said.suffix)
    return f"{base_url.rstrip('/')}/{PAGE}?{query}#{_DIRECTIVE}{fragment}"


def _directive(words: str, prefix: str, suffix: str) -> str:
    flat = " ".join(words.split())
    parts = [flat]
    if len(flat) > WHOLE_QUOTE_CHARS:
        told = flat.split(" ")
        parts = [" ".join(told[:END_WORDS])[:60], " ".join(told[-END_WORDS:])[-60:]]
    encoded = [_encoded(part) for part in parts]
    if before := _whole_words(prefix.rpartition("\n")[2], first=len(prefix) >= CONTEXT_CHARS):
        encoded.insert(0, f"{_encoded(before)}-")
    if after := _whole_words(suffix.partition("\n")[0], last=len(suffix) >= CONTEXT_CHARS):
        encoded.append(f"-{_encoded(after)}")
    return ",".join(encoded)


def _whole_words(text: str, *, first: bool = False, last: bool = False) -> str:
    """The text without a first or last word that was cut: browsers compare whole words."""
    words = text.split()
    if first and text[:1].strip():
        words = words[1:]
    if last and text[-1:].strip():
        words = words[:-1]
    return " ".join(words)


def _encoded(text: str) -> str:
    return quote(text, safe="", errors="replace").replace("-", "%2D")


@lru_cache(maxsize=KEPT)
def citation_link(href: str) -> CitationLink | None:
    """What the link says, or None where it is no citation of ours.

    A link of ours that another program wrapped into one of its own is unwrapped.
    """
    for candidate in _unwrapped(href):
        query = _query(candidate)
        passage = query.get("passage", "")
        if _path(candidate).endswith(PAGE) and "#" in passage:
            try:
                start, end = int(query["start"]), int(query["end"])
            except (KeyError, ValueError):
                return None
            if not 0 <= start < end < 2**40:
                return None
            shorts = (query.get("sha256", ""), query.get("quote", ""))
            sha256, words = (short if _HEX.fullmatch(short) else "" for short in shorts)
            return CitationLink(passage, start, end, sha256, words, *_said(candidate))
    return None


def _said(href: str) -> tuple[str, str, str]:
    """The whole quote, the prefix and the suffix in a text directive, each empty if not there."""
    _, found, directive = href.partition(_DIRECTIVE)
    prefix = suffix = ""
    middle: list[str] = []
    for part in directive.split(",") if found else ():
        if part.endswith("-"):
            prefix = unquote(part[:-1])
        elif part.startswith("-"):
            suffix = unquote(part[1:])
        else:
            middle.append(unquote(part))
    return (middle[0] if len(middle) == 1 else ""), prefix, suffix


def answer_query(recommendation: Mapping[str, Any] | None) -> str:
    """What is put behind an answer's permalink, so that it can be reckoned again later."""
    if recommendation is None:
        return ""
    second = recommendation.get("second_facts")
    fields = [
        ("facts", _pairs(recommendation["facts"])),
        *([("second", _pairs(second))] if second else ()),
        ("model", recommendation["model"] or ""),
        ("points", _pairs({
            s["model"]: "out" if s["ruled_out"] else s["points"] for s in recommendation["ranking"]
        })),
    ]
    return "&" + urlencode(fields)


def _pairs(values: Mapping[str, Any]) -> str:
    return ",".join(f"{name}:{value}" for name, value in values.items())


@lru_cache(maxsize=KEPT)
def answer_link(href: str) -> AnswerLink | None:
    """What the link says, or None where it is no answer of ours."""
    for candidate in _unwrapped(href):
        fields = _fields(candidate)
        if "t" in fields and "corpus" in fields and "rulebook" in fields:
            first = {name: values[0] for name, values in fields.items()}
            return AnswerLink(
                turns=tuple(fields["t"]),
                corpus=first["corpus"],
                rulebook=first["rulebook"],
                facts=_mapping(first.get("facts")),
                second=_mapping(first.get("second")),
                model=first.get("model") or None,
                ranking=_mapping(first.get("points")),
            )
    return None


def _mapping(text: str | None) -> dict[str, str] | None:
    if text is None:
        return None
    pairs = (pair.partition(":") for pair in text.split(",") if pair)
    return {name: value for name, _, value in pairs}


def _unwrapped(href: str) -> Sequence[str]:
    """The link, and what it redirects to."""
    if len(href) > MAX_LINK_CHARS:
        return ()
    query = _query(href)
    return [href, *(query[name] for name in ("q", "url") if name in query)]


def _query(href: str) -> dict[str, str]:
    return {name: values[0] for name, values in _fields(href).items()}


def _path(href: str) -> str:
    try:
        return urlsplit(href.strip()).path
    except ValueError:
        return ""


def _fields(href: str) -> dict[str, list[str]]:
    """The fields of a web address's query; none for anything else (another scheme, say)."""
    try:
        parts = urlsplit(href.strip())
        if parts.scheme not in {"", "http", "https"}:
            return {}
        return parse_qs(parts.query, keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        return {}
