"""A recommendation in words: what is advised, why, what would change it, what is still open.

Every point that rests on a source carries its mark; what rests on none is said to be the
project's own judgement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from assistant.decision.costs.reading import load_cost_model
from assistant.decision.sources import survives_without
from assistant.decision.table import signed
from assistant.decision.types import Reason
from assistant.dialogue.advice import Advice
from assistant.dialogue.against import (
    change_blocks,
    doubt_blocks,
    leading_among,
    not_chosen,
    standing_blocks,
)
from assistant.dialogue.answering import statement_blocks
from assistant.dialogue.certainty import certainty_blocks
from assistant.dialogue.compared import comparison_blocks
from assistant.dialogue.marking import Marking
from assistant.dialogue.pieces import heading, item, listed, paragraph, true_minus
from assistant.dialogue.standing import distance, outlook
from assistant.dialogue.still_open import question_blocks
from assistant.dialogue.told import heard_blocks, kept_blocks
from assistant.dialogue.types import Block, Span

MOST_REASONS = 5
MOST_FLIPS = 4
TWICE_BORNE_OUT = 3
"""So many reasons of a model are shown with a second source, where they have one."""

NOT_FROM_HERE = (
    "The points below are this assistant's own rules. They rest on sources that are not among the "
    "documents read here, so no quote stands behind them."
)
HEAD = ("asked_back", "verdict", "kept", "comparison")
BESIDE: Mapping[str, tuple[str, ...]] = {"why_not": (), "standing": ("related",)}
"""What goes with a section that was asked for; with those not named here it is the reasons."""
BODY = ("heard", "why", "flips", "out", "questions", "related", "conflicts", "interest", "ranking")


class Adviser:
    """Writes one piece of advice; citations are numbered in the order in which it is read."""

    def __init__(
        self,
        advice: Advice,
        marking: Marking,
        title: Callable[[str], str],
    ) -> None:
        self._advice = advice
        self._marking = marking
        self._title = title
        self._book = advice.rulebook

    def blocks(self, only: str = "") -> tuple[Block, ...]:
        """The whole text, or the verdict and the one section that was asked for, with what is beside."""
        rest = dict.fromkeys([only, *BESIDE.get(only, ("why",)), "interest"] if only else BODY)
        head = [block for name in HEAD for block in getattr(self, f"_{name}")()]
        body = [block for name in rest if name for block in getattr(self, f"_{name}")()]
        if self._foreign():
            head.append(paragraph(Span(NOT_FROM_HERE)))
        return (*head, *body)

    def _foreign(self) -> bool:
        """Whether what the points rest on is quoted from documents of which none is here."""
        parts = filter(None, (self._advice.recommendation, self._advice.second))
        evidence = {e for r in parts for s in r.ranking for x in s.reasons for e in x.evidence}
        return bool(evidence) and not any(self._marking.there(e) for e in evidence)

    # --- sections ---------------------------------------------------------------------------

    def _asked_back(self) -> Iterable[Block]:
        for c in self._advice.situation.contradictions:
            about = self._book.criteria[c.criterion]
            yield Block("paragraph", ((
                Span("You said two things about this:"), Span(c.first.words, "said"),
                Span("and"), Span(c.second.words, "said"), Span("–"),
                Span(about.question, "strong"),
                Span("Until then it counts as open."),
            ),))

    def _verdict(self) -> Iterable[Block]:
        a, r = self._advice, self._advice.recommendation
        if a.hybrid:
            names = " and ".join(self._label(m).lower() for m in a.hybrid)
            yield paragraph(
                Span("Recommendation:"), Span(f"combine {names}", "strong"),
                Span(f"– {self._label(a.hybrid[0]).lower()} for the first piece of work, "
                     f"{self._label(a.hybrid[1]).lower()} for the separate one."),
                Span(a.hybrid_because), *self._marking.marks(a.hybrid_evidence[:1]),
            )
        elif r.model is None:
            yield paragraph(*self._undecided())
        else:
            yield paragraph(
                *self._for_subject(), Span(self._label(r.model), "strong"),
                Span(f"– {self._book.models[r.model].means}."),
                Span(distance(r, self._book)),
            )
        yield paragraph(Span(outlook(r, self._book)))

    def _kept(self) -> Iterable[Block]:
        yield from kept_blocks(self._advice, self._book)

    def _why_not(self) -> Iterable[Block]:
        r = self._advice.recommendation
        if not r.facts:
            yield from self._questions()
            return
        for standing in not_chosen(r, self._advice.asked):
            title = f"Why not {self._label(standing.model).lower()}"
            yield from standing_blocks(
                r, standing, self._book, self._marking, self._reason, title=title
            )
            yield from change_blocks(r, standing.model, self._book, self._marking)
        leading = leading_among(r, self._advice.asked)
        for standing in leading:
            yield from doubt_blocks(standing, self._book, self._marking, self._reason)
        if leading:
            yield from self._flips()

    def _standing(self) -> Iterable[Block]:
        """How each model that was asked for stands, and what it would take for it."""
        r = self._advice.recommendation
        for standing in (s for s in r.ranking if s.model in self._advice.asked):
            title = f"{self._label(standing.model)} for this work"
            yield from standing_blocks(
                r, standing, self._book, self._marking, self._reason, title=title
            )
            if standing.model not in r.leading:
                yield from change_blocks(r, standing.model, self._book, self._marking)

    def _for_subject(self) -> list[Span]:
        if not self._advice.subject:
            return [Span("Recommendation:")]
        return [Span("Recommendation for"), Span(self._advice.subject, "said"), Span(":")]

    def _related(self) -> Iterable[Block]:
        """What the sources say about a request that states no facts yet."""
        if self._advice.related:
            yield heading("What the sources say about it")
        for statement in self._advice.related:
            mark = self._marking.citations.cite(
                statement.passage, statement.start, statement.end
            )
            yield from statement_blocks(statement, mark)

    def _undecided(self) -> list[Span]:
        r = self._advice.recommendation
        names = [self._label(m) for m in r.leading]
        if not r.facts:
            return [Span("It depends on facts that I do not know yet.", "strong"),
                    Span(f"In front are {listed(names).lower()}.")]
        return [Span("The facts do not decide it yet.", "strong"),
                Span(f"In front: {listed(names).lower()}.")]

    def _why(self) -> Iterable[Block]:
        r = self._advice.recommendation
        for model in r.leading if r.facts else ():
            standing = next(s for s in r.ranking if s.model == model)
            if not standing.reasons:
                continue
            yield heading(f"Why {self._label(model).lower()}")
            for i, reason in enumerate(standing.reasons[:MOST_REASONS]):
                yield self._reason(reason, sources=2 if i < TWICE_BORNE_OUT else 1)
        second = self._advice.second
        if second and second.ranking[0].reasons:
            yield heading("Why, for the separate piece of work")
            for reason in second.ranking[0].reasons[:MOST_REASONS - 2]:
                yield self._reason(reason)

    def _reason(self, reason: Reason, sources: int = 1) -> Block:
        sign = "ruled out" if reason.ruled_out else signed(reason.points)
        return item(Span(f"{sign}:", "strong"), Span(reason.because),
                     *self._marking.support(reason, sources))

    def _certainty(self) -> Iterable[Block]:
        yield from certainty_blocks(self._advice.recommendation, self._book)

    def _sources(self) -> Iterable[Block]:
        """What the reasons rest on, in the sources' own words."""
        r = self._advice.recommendation
        evidence = [e for s in r.ranking if s.model in r.leading for x in s.reasons
                    for e in x.evidence[:1]]
        if evidence:
            yield heading("Who says so")
        for e in list(dict.fromkeys(evidence))[:MOST_REASONS]:
            if marks := self._marking.marks((e,)):
                title = self._title(e.passage.partition("#")[0])
                yield item(Span(f"{title}:", "strong"), self._marking.quoted(e), *marks)

    def _flips(self) -> Iterable[Block]:
        flips = self._advice.recommendation.flips
        if not flips:
            return
        yield heading("What would change it")
        for flip in flips[:MOST_FLIPS]:
            outcome = self._label(flip.model) if flip.model else "no clear winner"
            about = self._book.criteria[flip.criterion]
            yield item(
                Span(f"If {about.label.lower()} were “{flip.after}”"
                     f" ({about.values[flip.after]}):"),
                Span(outcome, "strong"), *self._marking.marks(flip.evidence[:1]),
            )

    def _out(self) -> Iterable[Block]:
        out = [s for s in self._advice.recommendation.ranking if s.ruled_out]
        if not out:
            return
        yield heading("Ruled out")
        for standing in out:
            reason = standing.reasons[0]
            yield item(Span(f"{self._label(standing.model)}:", "strong"), Span(reason.because),
                        *self._marking.support(reason))
        if self._advice.recommendation.facts.get("cost") == "lowest-rate":
            warning = load_cost_model().says["lowest-rate"].evidence
            if marks := self._marking.marks((warning,)):
                yield paragraph(Span("A low rate does not outweigh that."),
                                self._marking.quoted(warning), *marks)

    def _questions(self) -> Iterable[Block]:
        r = self._advice.recommendation
        yield from question_blocks(r, self._book, self._marking, self._label)

    def _conflicts(self) -> Iterable[Block]:
        shown = self._advice.conflicts[:1]
        if not shown or not self._marking.room_for(2 * len(shown)):
            return
        yield heading("Where the sources disagree")
        for conflict in shown:
            one, other = conflict.sides
            yield item(
                Span(conflict.title, "strong"),
                Span("On one side:"), Span(one.says), *self._marking.marks((one.evidence,)), Span(";"),
                Span("on the other:"), Span(other.says), *self._marking.marks((other.evidence,)), Span("."),
            )

    def _interest(self) -> Iterable[Block]:
        interested = {
            c.document: c.interest for c in self._marking.citations.all() if c.interest
        }
        for document, interest in interested.items():
            marks = [Span(str(c.n), "mark") for c in self._marking.citations.all()
                     if c.document == document]
            yield paragraph(Span("Mind the interest behind"), *marks, Span(":"),
                             Span(interest, "quoted"), *self._survival(document))

    def _survival(self, document: str) -> list[Span]:
        facts = self._advice.recommendation.facts
        if not facts:
            return []
        s = survives_without(facts, self._book, document)
        if s.survives:
            return [Span("Without this source the outcome stays the same.")]
        after = self._label(s.after).lower() if s.after else "undecided"
        return [Span(f"Without this source the outcome would be: {after}.")]

    def _heard(self) -> Iterable[Block]:
        yield from heard_blocks(self._advice.situation, self._book)

    def _ranking(self) -> Iterable[Block]:
        r = self._advice.recommendation
        if not r.facts:
            return
        yield heading("All models")
        yield Block("header", tuple((Span(t),) for t in ("Model", "Points", "Standing")))
        for standing in r.ranking:
            state = "ruled out" if standing.ruled_out else (
                "recommended" if standing.model == r.model else
                "leading" if standing.model in r.leading else "")
            cells = (self._label(standing.model), true_minus(standing.points), state)
            yield Block("row", tuple((Span(c),) for c in cells))

    def _comparison(self) -> Iterable[Block]:
        if self._advice.comparison is not None:
            yield from comparison_blocks(self._advice.comparison, self._book)

    # --- helpers ----------------------------------------------------------------------------

    def _label(self, model: str) -> str:
        return self._book.models[model].label
