"""What has become of each citation in a planning document. Needs the texts only, and no model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from assistant.citing.cite import citation_of
from assistant.citing.comparing import Change, compared
from assistant.citing.finding import Found, found_in
from assistant.citing.links import AnswerLink, CitationLink
from assistant.citing.places import CitedText, CurrentText, Library, Place, Places
from assistant.citing.reading.text import plain_of
from assistant.citing.reading.types import PlanText
from assistant.citing.types import Citation
from assistant.citing.words import context, folded, quote_hash

if TYPE_CHECKING:
    from assistant.citing.reconsider import Reconsidered
    from assistant.decision.schema import Rulebook

State = Literal[
    "exact", "moved", "source-changed", "passage-gone", "source-superseded", "source-removed",
    "rule-changed", "recommendation-changed", "altered", "not-ours",
]

RIGHT: Final = frozenset({"exact", "not-ours"})
"""States in which nothing needs to be done."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One citation and its state.

    ``quoted`` is what the document says, ``before`` and ``after`` are the source's words as cited
    and as they are today (or a recommendation then and now), ``changes`` the way from one to the
    other. ``place`` names the passage that has the words today. ``now`` is the citation that
    would be right, None where there is none; ``mends_words`` tells whether the quoted words
    themselves would have to change.
    """

    state: State
    found: Found
    passage: str = ""
    title: str = ""
    quoted: str = ""
    message: str = ""
    place: str = ""
    before: str = ""
    after: str = ""
    changes: tuple[Change, ...] = ()
    now: Citation | None = None
    mends_words: bool = False


def check(
    plan: PlanText, library: Library, book: Callable[[], Rulebook]
) -> tuple[Finding, ...]:
    """A finding for each citation, in the order of the document.

    A bare mark, a link without quoted words, is no finding where the same quote stands with its
    words as well. ``book`` is called only where there is a recommendation to be reckoned again.
    """
    checker = _Checker(plan, Places(library), book)
    decode = plain_of if plan.markdown else str
    found = [f for block in plan.blocks for f in found_in(block, decode)]
    noted = {_key(f.cited) for f in found if f.cited is not None and f.quoted is not None}
    return tuple(
        finding
        for f in found
        if f.quoted is not None or f.cited is None or _key(f.cited) not in noted
        for finding in checker.findings(f)
    )


def _key(cited: CitationLink) -> tuple[str, int, int, str]:
    return cited.passage, cited.start, cited.end, cited.quote


class _Checker:
    def __init__(self, plan: PlanText, places: Places, book: Callable[[], Rulebook]) -> None:
        self._plan = plan
        self._places = places
        self._library = places.library
        self._book = book
        titles = {d.title: d.name for d in reversed(self._library.documents())}
        self._titles = sorted(titles.items(), key=lambda item: -len(item[0]))
        self._formers: list[CitedText] | None = None

    def findings(self, found: Found) -> Iterator[Finding]:
        """None or one."""
        if found.kind == "citation":
            yield self._cited(found)
        elif found.kind == "unlinked":
            yield from self._unlinked(found)
        elif found.kind == "foreign":
            message = "This is no citation that this assistant made."
            yield Finding("not-ours", found, quoted=found.rest, message=message)
        elif found.answer is not None:
            again = self._reconsidered(found.answer)
            if again is not None:
                yield Finding(
                    again.state, found, passage="", title=found.answer.turns[-1][:200],
                    before=again.before, after=again.after, message=_RECONSIDERED[again.state],
                )

    def _reconsidered(self, said: AnswerLink) -> Reconsidered | None:
        if said.facts is None:
            return None
        from assistant.citing.reconsider import reconsidered  # the rules take long to load

        return reconsidered(said, self._book())

    # --- with a link ------------------------------------------------------------------------

    def _cited(self, found: Found) -> Finding:
        link = found.cited
        assert link is not None
        quoted = found.quoted
        altered = quoted is not None and bool(link.quote) and quote_hash(quoted) != link.quote
        words = self._original(link, quoted, altered=altered)
        finding = self._standing(found, link, words)
        finding = replace(finding, passage=link.passage, quoted=quoted or "")
        return self._altered(finding, words) if altered else finding

    def _original(self, link: CitationLink, quoted: str | None, *, altered: bool) -> str:
        """The words that were cited, from whatever still tells them; empty if nothing does."""
        texts = [self._library.document(link.document), self._library.former(link.sha256)]
        known = [
            text.text[link.start : link.end] for text in texts
            if text is not None and link.sha256 and text.sha256.startswith(link.sha256)
        ]
        known += [self._plan.carried.get(link.quote, ""), link.exact]
        for words in known:
            if words and (not link.quote or quote_hash(words) == link.quote):
                return words
        return "" if altered or quoted is None else quoted

    def _standing(self, found: Found, link: CitationLink, words: str) -> Finding:
        """The state of the source, whatever the document made of the quote."""
        document = self._library.document(link.document)
        former = self._library.former(link.sha256)
        title = document.title if document else (former.title if former else "")
        base = Finding("exact", found, title=title, before=words)
        if document is None:
            place = self._places.elsewhere(words) if words else None
            if place is not None:
                return self._moved(base, place)
            message = f"The source “{link.document}” is not among the documents any more."
            return replace(base, state="source-removed", message=message)
        if newer := _superseded(document):
            message = f"The source says that it is superseded{newer}."
            return replace(base, state="source-superseded", message=message)
        if not words:
            message = "What was cited cannot be told any more: the former text was not kept."
            return self._changed(base, document, link, found.quoted or "", message)
        same = document.sha256.startswith(link.sha256) if link.sha256 else False
        if same and document.text[link.start : link.end] == words:
            place = self._places.at(document, link.start, link.end)
            if place is not None and place.passage.name == link.passage:
                return replace(base, place=place.passage.name, now=self._citation(place))
        return self._sought(base, document, link, words)

    def _sought(
        self, base: Finding, document: CurrentText, link: CitationLink, words: str
    ) -> Finding:
        places = self._places.all(document, words, self._around(link))
        here = [place for place in places if place.passage.name == link.passage]
        if here:
            return replace(base, place=link.passage, now=self._citation(here[0]))
        place = places[0] if places else self._places.elsewhere(words, document.name)
        if place is not None:
            return self._moved(base, place)
        return self._changed(base, document, link, words)

    def _around(self, link: CitationLink) -> tuple[str, str]:
        """What stood before and after the quote, as fully as it is known."""
        former = self._library.former(link.sha256)
        if former is None:
            return link.prefix, link.suffix
        return context(former.text, link.start, link.end)

    def _moved(self, base: Finding, place: Place) -> Finding:
        name = place.passage.name
        message = f"The words stand in {name} now."
        return replace(base, state="moved", place=name, message=message,
                       title=place.document.title, now=self._citation(place))

    def _changed(
        self, base: Finding, document: CurrentText, link: CitationLink, words: str, also: str = ""
    ) -> Finding:
        around = self._around(link)
        place = self._places.counterpart(document, words, link.passage, around)
        if place is None:
            message = "The source no longer says this, nor anything like it."
            return replace(base, state="passage-gone", message=" ".join(filter(None, (message, also))))
        message = also or "The source's words have changed."
        return replace(
            base, state="source-changed", message=message, place=place.passage.name,
            after=place.words, changes=compared(base.before or words, place.words),
            now=self._citation(place), mends_words=True,
        )

    def _altered(self, finding: Finding, words: str) -> Finding:
        """The finding for a quote that was edited in the document, whatever its source did."""
        message = "The quote was edited in this document."
        if finding.state not in RIGHT:
            message += f" {finding.message}"
        right = finding.after or words
        return replace(
            finding, state="altered", message=message, before=finding.quoted, after=right,
            changes=compared(finding.quoted, right) if right else (), mends_words=True,
        )

    # --- without a link ---------------------------------------------------------------------

    def _unlinked(self, found: Found) -> Iterator[Finding]:
        """Words with a known title behind them: as much as can be told without the link."""
        words = found.quoted or ""
        rest = folded(found.rest).lstrip("[")
        name = next((n for t, n in self._titles if t and rest.startswith(folded(t))), None)
        document = self._library.document(name) if name else None
        if document is None:
            former = self._former_of(rest, words)
            if former is not None:
                message = f"The source “{former.name}” is not among the documents any more."
                yield Finding("source-removed", found, title=former.title, quoted=words,
                              before=words, message=message)
            elif self._is_note(found):
                message = "This is no citation that this assistant made."
                yield Finding("not-ours", found, quoted=words, message=message)
            return
        base = Finding("exact", found, title=document.title, quoted=words, before=words)
        places = self._places.all(document, words)
        place = places[0] if places else None
        if place is not None:
            yield replace(base, passage=place.passage.name, place=place.passage.name)
            return
        link = CitationLink(f"{document.name}#", 0, 1)
        changed = self._changed(base, document, link, words)
        known = any(f.name == document.name and folded(words) in folded(f.text)
                    for f in self._kept())
        if changed.state == "source-changed" and not known:
            message = "The words are not those of the source, and their link is gone."
            changed = replace(changed, state="altered", message=message)
        yield changed

    def _is_note(self, found: Found) -> bool:
        return any(block.at == found.at and block.note for block in self._plan.blocks)

    def _former_of(self, rest: str, words: str) -> CitedText | None:
        for former in self._kept():
            if former.title and rest.startswith(folded(former.title)) \
                    and folded(words) in folded(former.text):
                return former
        return None

    def _kept(self) -> list[CitedText]:
        if self._formers is None:
            self._formers = list(self._library.formers())
        return self._formers

    def _citation(self, place: Place) -> Citation:
        return citation_of(
            1, place.document, place.passage, (place.start, place.end), self._library.fingerprint
        )


def _superseded(document: CurrentText) -> str:
    """" by NAME", or "." with nothing, where the document's front matter says so."""
    by = document.meta.get("superseded_by", "") or document.meta.get("superseded-by", "")
    if by:
        return f" by “{by[:200]}”"
    return "" if document.meta.get("status", "").strip().lower() != "superseded" else " by another"


_RECONSIDERED: Final = {
    "exact": "The same facts still lead to the same recommendation.",
    "rule-changed": "The rules have changed since; the points are others now.",
    "recommendation-changed": "The same facts lead to another recommendation today.",
}
