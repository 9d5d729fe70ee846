"""What is exported: answers with the turns that led to them, their quotes numbered throughout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.citing.links import answer_query, whole
from assistant.citing.types import Citation
from assistant.citing.words import writable
from assistant.decision.rulebook import load_rulebook
from assistant.dialogue.clicked import spoken
from assistant.dialogue.types import Answer, Block, Span

MAX_TITLE_CHARS = 80


@dataclass(frozen=True, slots=True)
class Exchange:
    """An answer in a document. ``turns`` are all messages up to it, the last being answered.

    ``asked`` are those of them that the document has not shown before, as a reader sees them.
    ``blocks`` are the answer's, their marks numbered through the document. ``link`` replays the
    answer and carries what a recommendation is reckoned from.
    """

    turns: tuple[str, ...]
    asked: tuple[str, ...]
    answer: Answer
    blocks: tuple[Block, ...]
    link: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """One document to be written.

    ``citations`` are numbered from 1 in the order in which the text first marks them; ``unmarked``
    are the numbers that no text marks. ``date`` is that of the export (ISO 8601).
    """

    exchanges: tuple[Exchange, ...]
    citations: tuple[Citation, ...]
    unmarked: tuple[int, ...]
    date: str

    @property
    def title(self) -> str:
        """What was asked first, on one line and not too long."""
        words = " ".join(writable(self.exchanges[0].asked[0]).split())
        return words if len(words) <= MAX_TITLE_CHARS else f"{words[: MAX_TITLE_CHARS - 1]}…"


@dataclass(frozen=True, slots=True)
class Note:
    """The text of a footnote: the quote on one line, where it stands, who says it."""

    n: int
    quote: str
    place: str
    link: str
    about: str


def transcript(
    said: Sequence[tuple[tuple[str, ...], Answer]], date: str, base_url: str = ""
) -> Transcript:
    """The document of those turns and answers; equal quotes share a number."""
    numbers: dict[tuple[str, int, int], int] = {}
    cited: list[Citation] = []
    exchanges: list[Exchange] = []
    marked: set[int] = set()
    for turns, answer in said:
        own = {str(c.n): c for c in answer.citations}
        order = [*marks_of(answer.blocks), *own]
        for mark in dict.fromkeys(order):
            c = own[mark]
            key = (c.passage, c.start, c.end)
            if key not in numbers:
                numbers[key] = len(cited) + 1
                cited.append(replace(
                    c, n=numbers[key], permalink=whole(c.permalink, base_url), date=date
                ))
        new = {mark: str(numbers[c.passage, c.start, c.end]) for mark, c in own.items()}
        blocks = tuple(_renumbered(block, new) for block in answer.blocks)
        marked |= {int(mark) for mark in marks_of(blocks)}
        link = whole(answer.permalink, base_url) + answer_query(answer.recommendation)
        before = exchanges[-1].turns if exchanges else ()
        asked = turns[len(before) :] if turns[: len(before)] == before else turns
        told = tuple(spoken(turn, load_rulebook()) for turn in asked or turns[-1:])
        exchanges.append(Exchange(turns, told, answer, blocks, link))
    unmarked = tuple(c.n for c in cited if c.n not in marked)
    return Transcript(tuple(exchanges), tuple(cited), unmarked, date)


def marks_of(blocks: Sequence[Block]) -> Iterator[str]:
    """The marks in the order of the text."""
    for block in blocks:
        for cell in block.cells:
            yield from (span.text for span in cell if span.style == "mark")


def _renumbered(block: Block, new: dict[str, str]) -> Block:
    return replace(block, cells=tuple(
        tuple(Span(new[s.text], "mark") if s.style == "mark" else s for s in cell)
        for cell in block.cells
    ))


def note_of(citation: Citation) -> Note:
    """The footnote of a citation."""
    place = ", ".join(filter(None, (citation.title, citation.section)))
    if citation.page is not None:
        place += f", p. {citation.page}"
    about = f"Publisher: {citation.publisher}. " if citation.publisher else ""
    if citation.interest:
        about += f"Interest: {citation.interest.rstrip('.')}."
    return Note(
        n=citation.n,
        quote=" ".join(writable(citation.quote).split()),
        place=" ".join(writable(place).split()),
        link=citation.permalink,
        about=" ".join(writable(about).split()),
    )


def notes_of(document: Transcript) -> Iterator[Note]:
    """The footnotes in the order of their numbers."""
    return map(note_of, document.citations)


def made_from(document: Transcript, exchange: Exchange) -> str:
    """When an answer was given, and from which documents and rules."""
    answer = exchange.answer
    return (
        f"Answered on {document.date} from documents {answer.corpus[:16]} with "
        f"rulebook {answer.rulebook[:16]}"
    )
