"""A corrected copy of a planning document: today's places and today's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from assistant.citing.checking import Finding
from assistant.citing.export.types import note_of
from assistant.citing.finding import BEFORE_PLACE, Span
from assistant.citing.links import citation_link, whole
from assistant.citing.reading.read import open_plan
from assistant.citing.reading.types import OpenPlan, Paragraph, Slot
from assistant.citing.types import Citation

MENDABLE: Final = frozenset({"exact", "moved", "source-changed", "altered"})
_PLACE_ENDS: Final = ("](", " <")


def mended(content: bytes, suffix: str, findings: Sequence[Finding]) -> bytes:
    """The document with what can be put right: places of moved words, words that changed.

    Citations whose source is gone, and recommendations, stay as they are. A citation that is
    exact gets the present hash and offsets where its document changed elsewhere.
    """
    plan = open_plan(content, suffix)
    wanted = [f for f in findings if f.state in MENDABLE and f.now is not None]
    now = {
        plan.paragraphs[f.found.at].anchors[f.found.link].href: f.now
        for f in wanted if f.found.link >= 0
    }
    # From the end, so that the offsets of what comes before stay true.
    for finding in reversed(wanted):
        _reword(plan, plan.paragraphs[finding.found.at], finding)
    for paragraph in plan.paragraphs:  # marks that lead to the same quote, too
        for anchor in paragraph.anchors:
            citation = now.get(anchor.href)
            if citation is not None and anchor.write is not None:
                anchor.write(_address(anchor.href, citation), citation)
    return plan.save()


def _reword(plan: OpenPlan, paragraph: Paragraph, finding: Finding) -> None:
    """None; the quote and what names its place are those of today."""
    found, now = finding.found, finding.now
    assert now is not None
    if found.link >= 0 and finding.place != finding.passage:
        own = [s for s in paragraph.slots if s.link == found.link and s.write is not None]
        text = "".join(slot.text for slot in own)
        if citation_link(text) is not None:
            if found.quote_span is not None:
                place = plan.encode(note_of(now).place)
                _rename(paragraph.slots, found.link, found.quote_span[1], place)
        elif own and not text.strip().strip("[]").isdigit():
            _say(own, note_of(now).place)
    if finding.mends_words and found.quote_span is not None:
        replace_span(paragraph.slots, found.quote_span, plan.encode(" ".join(now.quote.split())))


def _address(old: str, now: Citation) -> str:
    base, found, _ = old.partition("/sources?")
    if found and "?" not in base:
        return base + now.permalink
    return whole(now.permalink)


def _rename(slots: list[Slot], link: int, begin: int, place: str) -> None:
    """None; in a text format, what stands between the quote and the address is the place now."""
    at = 0
    for i, slot in enumerate(slots):
        if slot.link == link and i:
            before = slots[i - 1]
            start = begin - (at - len(before.text)) + len(BEFORE_PLACE)
            for end in _PLACE_ENDS:
                if before.text.endswith(end) and 0 < start < len(before.text):
                    head = before.text[:start] + ("[" if end == "](" else "")
                    _put(before, head + place + end)
            return
        at += len(slot.text)


def _say(slots: Sequence[Slot], text: str) -> None:
    _put(slots[0], text)
    for slot in slots[1:]:
        _put(slot, "")


def _put(slot: Slot, text: str) -> None:
    slot.text = text
    if slot.write is not None:
        slot.write(text)


def replace_span(slots: Sequence[Slot], span: Span, words: str) -> None:
    """None; the text at those offsets of the whole is ``words``, in the first slot it stood in."""
    start, end = span
    at = 0
    said = False
    for slot in slots:
        first, last = max(start, at), min(end, at + len(slot.text))
        inside = first < last and slot.write is not None
        at, begin = at + len(slot.text), at
        if inside:
            new = "" if said else words
            _put(slot, slot.text[: first - begin] + new + slot.text[last - begin :])
            said = True
