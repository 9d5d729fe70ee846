"""The one door: a conversation and a message in, an answer out.

Chat, command line and tests all go through ``Assistant.ask``; the same corpus, rulebook and
turns give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from assistant.citing.cite import Citations, CitedDocument
from assistant.citing.permalink import permalink
from assistant.citing.types import Citation
from assistant.corpus.types import Passage
from assistant.decision.flips import compare
from assistant.decision.hybrid import recommend_parts
from assistant.decision.recommend import recommend
from assistant.decision.rulebook import load_rulebook
from assistant.decision.schema import Rulebook
from assistant.decision.sources import conflicts_touching
from assistant.dialogue.advice import Advice, advice_json, heard_json
from assistant.dialogue.advising import Adviser
from assistant.dialogue.answering import answer_blocks, opening_of, refusal_blocks
from assistant.dialogue.evidence import Statement, select, side_by_side
from assistant.dialogue.grounding import grounded
from assistant.dialogue.halves import unanswered_part
from assistant.dialogue.hearing import hear
from assistant.dialogue.intents import Route, plain, route
from assistant.dialogue.lexicon import examples, load_lexicon
from assistant.dialogue.marking import Marking
from assistant.dialogue.message import check_question, check_readable
from assistant.dialogue.notices import EXAMPLES, NOTICES
from assistant.dialogue.question import Question, analyse
from assistant.dialogue.rendering import markdown
from assistant.dialogue.situation import Situation, situation
from assistant.dialogue.suggestions import after_advice, after_answer
from assistant.dialogue.types import Answer, Block, Conversation, Hearing, Kind
from assistant.index.encoder import load_encoder
from assistant.index.encoding import cores
from assistant.index.evidence import Evidence
from assistant.index.examples import nearest_examples
from assistant.index.generation import Generation, open_current
from assistant.index.model import is_exported
from assistant.index.retrieve import retrieve
from assistant.index.types import Encoder, Scored
from assistant.settings import Settings

RETRIEVED = 8
MOST_ROWS = 5
MOST_RELATED = 2


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answer says, before it is rendered and linked."""

    kind: Kind
    blocks: Sequence[Block]
    citations: tuple[Citation, ...] = ()
    recommendation: dict[str, Any] | None = None
    suggestions: tuple[str, ...] = ()


class Assistant:
    """Answers over one generation of an index. Safe to share between threads."""

    def __init__(
        self,
        generation: Generation,
        encoder: Encoder,
        rulebook: Rulebook,
        hearing: Callable[[str], Hearing],
        base_url: str = "",
    ) -> None:
        self.generation = generation
        self.rulebook = rulebook
        self._encoder = encoder
        self._base_url = base_url
        self._hear = lru_cache(maxsize=512)(hearing)
        self._turns = ThreadPoolExecutor(cores(), "answering")  # first come, first served
        self._document = lru_cache(maxsize=32)(self._read_document)

    @classmethod
    def open(cls, settings: Settings | None = None) -> Assistant:
        """An assistant over the current index; ``IndexMissing`` and its kin say what to do."""
        settings = settings or Settings()
        if not is_exported(settings.model, settings.models):
            open_current(settings.index).close()  # no index is said before the model is made
        encoder = load_encoder(settings)
        generation = open_current(settings.index, encoder.name)
        lexicon = load_lexicon()
        nearest = nearest_examples(encoder, examples(lexicon), settings.models)
        hearing = partial(hear, lexicon=lexicon, nearest=nearest)
        return cls(generation, encoder, load_rulebook(), hearing, settings.base_url)

    def close(self) -> None:
        """None; the assistant cannot be asked afterwards."""
        self._turns.shutdown()
        self.generation.close()

    def ask(self, conversation: Conversation, text: str) -> Answer:
        """The answer to ``text``, said after the conversation.

        ``InputError`` where there is nothing to answer: no text, or too much of it.
        """
        return self._turns.submit(self._reply, conversation, text).result()

    def _reply(self, conversation: Conversation, text: str) -> Answer:
        check_question(text)
        check_readable(conversation.turns)
        turns = (*conversation.turns, text)
        routes = self._routes(turns)
        last = routes[-1]
        said = self._situation(turns, routes)
        if last.intent in {"advice", "about_advice"}:
            draft = self._advise(turns, routes, said)
        elif last.intent == "question":
            draft = self._answer(turns, routes)
        else:
            draft = Draft("help", NOTICES[last.intent], suggestions=EXAMPLES)
        return self._finish(turns, draft, said)

    def search(self, text: str, limit: int = RETRIEVED) -> tuple[Scored, ...]:
        """Up to ``limit`` passages for a question that stands alone, best first."""
        return retrieve(self.generation, self._encoder, text, limit)

    # --- what was said ----------------------------------------------------------------------

    def _routes(self, turns: Sequence[str]) -> list[Route]:
        routes: list[Route] = []
        for turn in turns:
            since = _since_restart(routes)
            advised = any(r.intent == "advice" for r in since)
            routes.append(route(turn, self._hear(turn), advised=advised))
        return routes

    def _situation(self, turns: Sequence[str], routes: Sequence[Route]) -> Situation:
        begin = len(routes) - len(_since_restart(routes))
        told: list[tuple[int, Hearing]] = [
            (i + 1, self._hear(turns[i])) for i in range(begin, len(turns))
        ]
        return situation(told)

    # --- kinds of answers -------------------------------------------------------------------

    def _advise(
        self, turns: Sequence[str], routes: Sequence[Route], said: Situation
    ) -> Draft:
        book = self.rulebook
        facts = said.supposed_facts
        recommendation = recommend(facts, book)
        comparison = (
            compare(recommend(said.facts, book), recommendation) if said.supposed else None
        )
        parts = recommend_parts((facts, said.second_facts), book) if said.second else None
        advice = Advice(
            recommendation=recommendation,
            situation=said,
            rulebook=book,
            conflicts=conflicts_touching(recommendation, book),
            comparison=comparison,
            hybrid=parts.models if parts else (),
            hybrid_because=parts.because if parts else "",
            hybrid_evidence=parts.evidence if parts else (),
            second=parts.parts[1] if parts and parts.models else None,
            subject=next((r.subject for r in reversed(_since_restart(routes)) if r.subject), ""),
            related=() if facts else self._related(turns[-1]),
        )
        citations = Citations(self._document)
        marking = Marking(citations, self._passage)
        blocks = Adviser(advice, marking, self._title).blocks(routes[-1].section)
        kind: Kind = "clarification" if said.contradictions else "recommendation"
        value = advice_json(advice, marking)
        return Draft(kind, blocks, citations.all(), value, after_advice(recommendation, book))

    def _related(self, text: str) -> tuple[Statement, ...]:
        """What the sources say about a request that states no facts; nothing if they do not."""
        question = analyse(text)
        found = retrieve(self.generation, self._encoder, text, RETRIEVED)
        evidence = Evidence(self.generation, self._encoder, found)
        verdict = grounded(question, found, evidence.context, evidence)
        return select(question, found)[:MOST_RELATED] if verdict.answers else ()

    def _answer(self, turns: Sequence[str], routes: Sequence[Route]) -> Draft:
        text = turns[-1]
        leans = _leans(text)
        before = self._context(turns, routes, leans=leans)
        question = analyse(text)
        found = retrieve(
            self.generation, self._encoder, text, RETRIEVED, before, leans=leans
        )
        statements = select(question, found)
        citations = Citations(self._document)
        evidence = Evidence(self.generation, self._encoder, found)
        verdict = grounded(question, found, evidence.context, evidence)
        if not (verdict.answers and statements):
            blocks = refusal_blocks(verdict.missing, found, citations)
            return Draft(
                "no_evidence", blocks, citations.all(), suggestions=after_answer(found, ())
            )
        table = self._table(question, found)
        if table:
            statements = statements[:1]
        blocks = answer_blocks(
            statements,
            citations,
            table,
            opening=opening_of(question, statements),
            unanswered=unanswered_part(text, found, evidence.context, evidence),
        )
        suggestions = after_answer(found, citations.all())
        return Draft("answer", blocks, citations.all(), suggestions=suggestions)

    def _table(self, question: Question, found: Sequence[Scored]) -> tuple[Statement, ...]:
        """For a comparison on no dimension in particular: rows of a table of the best sources."""
        if not question.all_dimensions:
            return ()
        documents = dict.fromkeys(f.passage.document for f in found)
        passages = (p for name in documents for p in self.generation.passages_of(name))
        return side_by_side(question, passages, MOST_ROWS)

    def _finish(self, turns: Sequence[str], draft: Draft, said: Situation) -> Answer:
        corpus, rulebook = self.generation.fingerprint, self.rulebook.fingerprint
        blocks = tuple(b for b in draft.blocks if any(s.text for cell in b.cells for s in cell))
        return Answer(
            kind=draft.kind,
            markdown=markdown(blocks),
            citations=draft.citations,
            recommendation=draft.recommendation,
            permalink=permalink(self._base_url, turns, corpus, rulebook),
            corpus=corpus,
            rulebook=rulebook,
            heard=tuple(heard_json(said)),
            blocks=blocks,
            suggestions=draft.suggestions,
        )

    def _context(
        self, turns: Sequence[str], routes: Sequence[Route], *, leans: bool
    ) -> tuple[str, ...]:
        """What was said before that the last question may lean on, most recent first.

        Where it does lean, that is the model just recommended as well, and what was told of the
        situation; otherwise the questions before alone.
        """
        since = _since_restart(routes[:-1])
        intents = {"question", "advice"} if leans else {"question"}
        said = [
            turns[i]
            for i in range(len(routes) - 2, len(routes) - 2 - len(since), -1)
            if routes[i].intent in intents
        ]
        if leans and any(r.intent == "advice" for r in since) and not routes[-1].models:
            advised = recommend(self._situation(turns[:-1], routes[:-1]).facts, self.rulebook)
            models = [self.rulebook.models[m] for m in advised.leading[:1]]
            said = [" ".join((m.label, *m.names[:1])) for m in models]
        return tuple(said)

    # --- the sources ------------------------------------------------------------------------

    def _passage(self, name: str) -> Passage | None:
        position = self.generation.position(name)
        return None if position is None else self.generation.passage(position)

    def _read_document(self, name: str) -> CitedDocument:
        document = self.generation.document(name)
        if document is None:
            msg = f"the index has no document {name!r}"
            raise KeyError(msg)
        return document

    def _title(self, name: str) -> str:
        document = self.generation.document(name)
        return document.title if document else name


def _since_restart(routes: Sequence[Route]) -> Sequence[Route]:
    for i in range(len(routes) - 1, -1, -1):
        if routes[i].intent == "restart":
            return routes[i + 1 :]
    return routes


_ELLIPSIS = ("and ", "but ", "what about", "how about", "why", "so ", "also", "which one", "or ")
_PRONOUNS = (" it", " its", " they", " them", " their", " that", " this", " those", " these", " one")
SHORT_WORDS = 4


def _leans(text: str) -> bool:
    """Whether the message needs what was said before: an ellipsis, a pronoun, very few words."""
    lowered = f" {plain(text).rstrip('?!. ')} "
    return (
        lowered.lstrip().startswith(_ELLIPSIS)
        or any(f"{p} " in lowered for p in _PRONOUNS)
        or len(lowered.split()) <= SHORT_WORDS
    )
