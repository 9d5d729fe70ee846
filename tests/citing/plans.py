"""Documents in memory, answers that quote them, and what is found in an exported answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hypothesis import strategies as st

from assistant.citing.as_json import answer_fingerprint
from assistant.citing.checking import Finding, check
from assistant.citing.cite import citation_of
from assistant.citing.export import FORMATS, export
from assistant.citing.permalink import permalink
from assistant.citing.reading.read import open_plan, plan_text
from assistant.corpus import Document, Passage, read_text_document
from assistant.decision.rulebook import load_rulebook
from assistant.dialogue.rendering import markdown
from assistant.dialogue.types import Answer, Block, Span

DATE = "2026-11-22"
CORPUS = "c" * 64
QUESTION = "How are vendors paid?"
TEXT_FORMS = ("markdown", "html", "rich-text", "csl", "bibtex", "text", "json")


class Books:
    """A library of the documents read from those texts; ``formers`` are texts of other days."""

    fingerprint = CORPUS

    def __init__(self, texts: Mapping[str, str], formers: Iterable[Document] = ()) -> None:
        self.read = {name: read_text_document(text, name) for name, text in texts.items()}
        self._formers = tuple(formers)

    def documents(self) -> Sequence[Document]:
        return tuple(self.read[name] for name in sorted(self.read))

    def document(self, name: str) -> Document | None:
        return self.read.get(name)

    def passages_of(self, document: str) -> Sequence[Passage]:
        return self.read[document].passages if document in self.read else ()

    def former(self, sha256: str) -> Document | None:
        return next((d for d in self._formers if sha256 and d.sha256.startswith(sha256)), None)

    def formers(self) -> Sequence[Document]:
        return self._formers


def sentences_of(document: Document) -> list[tuple[Passage, int, int]]:
    """Every sentence: its passage and offsets."""
    return [(p, s.start, s.end) for p in document.passages for s in p.sentences]


def answer_with(cited: Sequence[tuple[Document, Passage, int, int]]) -> Answer:
    """An answer that quotes those words, a sentence for each."""
    citations = tuple(
        citation_of(n, document, passage, (start, end), CORPUS)
        for n, (document, passage, start, end) in enumerate(cited, 1)
    )
    blocks = tuple(
        Block("item", ((Span(c.quote, "quoted"), Span(str(c.n), "mark")),)) for c in citations
    )
    return Answer(
        "answer", markdown(blocks), citations, None, permalink("", [QUESTION], CORPUS, "r" * 64),
        CORPUS, "r" * 64, blocks=blocks,
        fingerprint=answer_fingerprint([QUESTION], None, CORPUS, "r" * 64),
    )


def exported(answer: Answer, form: str, turns: tuple[str, ...] = (QUESTION,)) -> bytes:
    """The answer as a document."""
    return export([(turns, answer)], form, DATE)


def findings_in(content: bytes, form: str, library: Books) -> tuple[Finding, ...]:
    """What is found in a document of that form."""
    plan = plan_text(open_plan(content, FORMATS[form].suffix))
    return check(plan, library, load_rulebook)


def states(found: Iterable[Finding]) -> list[str]:
    """The states, in the order of the document."""
    return [finding.state for finding in found]


LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"))
"""All letters and marks, and what markup is made of."""
MARKUP = st.sampled_from(
    ["*", "_", "`", "[", "](", ")", "<", ">", "&amp;", "|", "\\", "~", "#", "“", "”", "” — ", '"',
     "'", "{", "}", "%", "$", "^", "<!--", "-->", "](http://a.example)", "^[1]", ":~:text=", "—"]
)
WORD = st.text(st.characters(codec="ascii", categories=("L",)), min_size=2, max_size=8)
ODD_WORD = st.one_of(WORD, st.text(LETTERS, min_size=1, max_size=6), MARKUP)


@st.composite
def books(draw: st.DrawFn, word: st.SearchStrategy[str] = ODD_WORD) -> Books:
    """One to three documents of a few sections with a few paragraphs."""
    texts: dict[str, str] = {}
    serial = 0
    for name in ("vendors", "policies/people", "tools")[: draw(st.integers(1, 3))]:
        parts = [f"# About {name}"]
        for section in range(draw(st.integers(1, 3))):
            parts.append(f"## Part {section} of {name}")
            for _ in range(draw(st.integers(1, 3))):
                sentences = []
                for _ in range(draw(st.integers(1, 3))):
                    serial += 1
                    words = draw(st.lists(word, min_size=5, max_size=9))
                    sentences.append(f"Sentence {serial} says {' '.join(words)} here.")
                parts.append(" ".join(sentences))
        texts[name] = "\n\n".join(parts) + "\n"
    return Books(texts)


@st.composite
def cited(draw: st.DrawFn, library: Books) -> list[tuple[Document, Passage, int, int]]:
    """One to six different sentences of the library."""
    known = [(d, *s) for d in library.documents() for s in sentences_of(d)]
    return draw(st.lists(st.sampled_from(known), min_size=1, max_size=6,
                         unique_by=lambda c: (c[0].name, *c[2:])))
