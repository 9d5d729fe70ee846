"""The one door: a conversation and a message in, an answer out.

Chat, command line and tests all go through ``Assistant.ask``; the same corpus, rulebook and
turns give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import lru_cache, partial

from assistant.access import EVERYBODY, Access, read_access
from assistant.citing.as_json import answer_fingerprint
from assistant.citing.permalink import permalink
from assistant.decision.costs.reading import load_cost_model
from assistant.decision.flips import compare
from assistant.decision.hybrid import recommend_parts
from assistant.decision.recommend import recommend
from assistant.decision.rulebook import load_rulebook
from assistant.decision.schema import Rulebook
from assistant.decision.sources import conflicts_touching
from assistant.dialogue.advice import Advice, advice_json, heard_json
from assistant.dialogue.advising import Adviser
from assistant.dialogue.cost_question import CostQuestion, cost_question, cost_route
from assistant.dialogue.costed import costed
from assistant.dialogue.draft import Draft
from assistant.dialogue.hearing import hear
from assistant.dialogue.hearing_weights import load_weights
from assistant.dialogue.intents import Route, matches, plain, route, states
from assistant.dialogue.marking import Marking
from assistant.dialogue.message import check_question, check_readable
from assistant.dialogue.notices import EXAMPLES, NOTICES
from assistant.dialogue.rendering import markdown
from assistant.dialogue.situation import Situation, situation
from assistant.dialogue.suggestions import after_advice
from assistant.dialogue.turns import leans, since_restart
from assistant.dialogue.types import Answer, Conversation, Hearing, Kind
from assistant.index.encoder import load_encoder
from assistant.index.encoding import cores
from assistant.index.generation import Generation
from assistant.index.lexicon_cache import kept_lexicon
from assistant.index.meaning import load_meaning
from assistant.index.model import is_exported
from assistant.index.opening import open_current
from assistant.index.restricted import Restricted
from assistant.index.types import Encoder, Scored
from assistant.settings import Settings
from assistant.sourced import answer_from, related
from assistant.sources import RETRIEVED, Sources

SURE = {"answer": 0.55, "no_evidence": 0.9}
"""A question that tells a fact as well is left to the sources where their answer is so sure."""


class Assistant:
    """Answers over one generation of an index. Safe to share between threads.

    With rules of access it shows nobody in particular only what is everybody's: see ``seen_by``.
    """

    def __init__(  # noqa: PLR0913 - each is a part of its own
        self,
        generation: Generation,
        encoder: Encoder,
        rulebook: Rulebook,
        hearing: Callable[[str], Hearing],
        base_url: str = "",
        *,
        access: Access = EVERYBODY,
    ) -> None:
        self.sources = Sources(generation, encoder, base_url)
        self._whole = generation
        self._access = access
        self.hides = access.hidden_from("")
        self._view = lru_cache(64)(lambda r: Restricted(generation, access.hidden_from(r)))
        self.rulebook = rulebook
        self._base_url = base_url
        self._hear = lru_cache(maxsize=512)(hearing)
        self._turns = ThreadPoolExecutor(cores(), "answering")  # first come, first served

    @property
    def generation(self) -> Generation:
        """The generation that is asked, as far as the reader may see."""
        return self.sources.generation

    @classmethod
    def open(cls, settings: Settings | None = None) -> Assistant:
        """An assistant over the current index; ``IndexMissing`` and its kin say what to do."""
        settings = settings or Settings()
        if not is_exported(settings.model, settings.models):
            open_current(settings.index).close()  # no index is said before the model is made
        with ThreadPoolExecutor(1, "loading") as beside:  # most of it outside Python's lock
            loading = beside.submit(load_encoder, settings)
            load_rulebook()
            load_weights()
            encoder = loading.result()
        whole = cls.over(open_current(settings.index, encoder.name), settings, encoder)
        return whole.seen_by(settings.user)

    @classmethod
    def over(
        cls, generation: Generation, settings: Settings, encoder: Encoder | None = None
    ) -> Assistant:
        """An assistant over that generation, for everybody who may see all of it."""
        encoder = encoder or load_encoder(settings)
        lexicon = kept_lexicon(settings.models)
        hearing = partial(hear, lexicon=lexicon, meaning=load_meaning(encoder))
        access = read_access(settings.access) if settings.access else EVERYBODY
        return cls(generation, encoder, load_rulebook(), hearing, settings.base_url, access=access)

    def seen_by(self, reader: str) -> Assistant:
        """This assistant, as far as the reader (an e-mail address or empty) may see."""
        if not self._access.folders:
            return self
        seen = copy(self)
        seen.hides = self._access.hidden_from(reader)
        seen.sources = self.sources.seen(self._view(reader))
        return seen

    def close(self) -> None:
        """None; the assistant cannot be asked afterwards."""
        self._turns.shutdown()
        self._whole.close()

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
            answer = self._answer(turns, routes) if last.asks else None
            sure = answer is not None and answer.sure >= SURE[answer.kind]
            draft = answer if answer and sure else self._advise(turns, routes, said)
        elif last.intent == "question":
            draft = self._answer(turns, routes)
        elif last.intent == "cost":
            draft = self._reckon(turns, routes, said)
        else:
            draft = Draft("help", NOTICES[last.intent], suggestions=EXAMPLES)
        return self._finish(turns, draft, said)

    def search(self, text: str, limit: int = RETRIEVED) -> tuple[Scored, ...]:
        """Up to ``limit`` passages for a question that stands alone, best first."""
        return self.sources.found(text, limit=limit)

    # --- what was said ----------------------------------------------------------------------

    def _routes(self, turns: Sequence[str]) -> list[Route]:
        routes: list[Route] = []
        for turn in turns:
            since = since_restart(routes)
            said = turns[len(routes) - len(since) : len(routes)]
            now = route(
                turn,
                self._hear(turn),
                advised=any(r.intent == "advice" for r in since),
                discussed=bool(since)
                and since[-1].intent in {"advice", "about_advice"}
                and not since[-1].asks
                and bool(self._situation(said, since).supposed_facts),
            )
            routes.append(cost_route(now, turn, said, since))
        return routes

    def _situation(self, turns: Sequence[str], routes: Sequence[Route]) -> Situation:
        begin = len(routes) - len(since_restart(routes))
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
        stands = routes[-1].section == "standing"
        subjects = [r.subject for r in since_restart(routes) if r.subject]
        moved_on = bool(routes[-1].subject) and (
            matches("new_work", plain(turns[-1]))
            or (len(subjects) > 1 and subjects[-1].lower() != subjects[-2].lower())
        )
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
            subject=subjects[-1] if subjects else "",
            asked=routes[-1].models,
            before=subjects[-2] if moved_on and len(subjects) > 1 else "",
            moved_on=moved_on,
            turn=len(turns),
            unheard=self._is_unheard(turns, routes, moved_on=moved_on),
            related=() if facts and not stands else related(self.sources, turns[-1]),
        )
        citations = self.sources.citations()
        marking = Marking(citations, self.sources.passage)
        blocks = Adviser(advice, marking, self.sources.title).blocks(routes[-1].section)
        kind: Kind = "clarification" if said.contradictions else "recommendation"
        value = advice_json(advice, marking)
        suggested = after_advice(recommendation, book, routes[-1].models if stands else ())
        return Draft(kind, blocks, citations.all(), value, suggestions=suggested)

    def _is_unheard(
        self, turns: Sequence[str], routes: Sequence[Route], *, moved_on: bool
    ) -> bool:
        """Whether the last message, after others, states something in which no fact was heard."""
        heard = self._hear(turns[-1])
        if moved_on or heard.heard or heard.contradictions or routes[-1].intent != "advice":
            return False
        return len(since_restart(routes)) > 1 and states(turns[-1])

    def cost_question(self, turns: Sequence[str]) -> CostQuestion:
        """The numbers that hold after the messages, and the ways that are compared."""
        routes = self._routes(turns)
        begin = len(routes) - len(since_restart(routes))
        return cost_question(turns, routes, begin, load_cost_model())

    def _reckon(
        self, turns: Sequence[str], routes: Sequence[Route], said: Situation
    ) -> Draft:
        """What the sources say of cost, and what the user's numbers come to."""
        advised = recommend(said.facts, self.rulebook) if said.facts else None
        asked = self.cost_question(turns)
        answer = partial(self._answer, turns, routes)
        return costed(answer, asked, advised, self.sources.citations, self.sources.passage)

    def _answer(
        self, turns: Sequence[str], routes: Sequence[Route], most: int | None = None
    ) -> Draft:
        leaning = leans(turns[-1])
        before = self._context(turns, routes, leans=leaning)
        return answer_from(self.sources, turns[-1], before, leans=leaning, most=most)

    def _finish(self, turns: Sequence[str], draft: Draft, said: Situation) -> Answer:
        corpus, rulebook = self.generation.fingerprint, self.rulebook.fingerprint
        blocks = tuple(b for b in draft.blocks if any(s.text for cell in b.cells for s in cell))
        return Answer(
            kind=draft.kind,
            markdown=markdown(blocks),
            citations=draft.citations,
            recommendation=draft.recommendation,
            cost=draft.cost,
            permalink=permalink(self._base_url, turns, corpus, rulebook),
            corpus=corpus,
            rulebook=rulebook,
            heard=tuple(heard_json(said)),
            blocks=blocks,
            suggestions=draft.suggestions,
            fingerprint=answer_fingerprint(
                turns, (draft.recommendation or {}).get("facts"), corpus, rulebook
            ),
        )

    def _context(
        self, turns: Sequence[str], routes: Sequence[Route], *, leans: bool
    ) -> tuple[str, ...]:
        """What was said before that the last question may lean on, most recent first.

        Where it does lean, that is the model just recommended as well, and what was told of the
        situation; otherwise the questions before alone.
        """
        since = since_restart(routes[:-1])
        intents = {"question", "cost", "advice"} if leans else {"question", "cost"}
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
