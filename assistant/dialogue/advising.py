"""A recommendation in words: what is advised, why, what would change it, what is still open.

Every point that rests on a source carries its mark; what rests on none is said to be the
project's own judgement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.citing.cite import Citations
from assistant.corpus.types import Passage
from assistant.decision.flips import Comparison
from assistant.decision.questions import questions
from assistant.decision.schema import Conflict, Rulebook
from assistant.decision.sources import survives_without
from assistant.decision.types import Evidence, Reason, Recommendation, Standing
from assistant.dialogue.situation import Situation, Told
from assistant.dialogue.types import Block, Span

MAX_CITATIONS = 14
RESERVED_FOR_QUESTIONS = 3
MOST_REASONS = 5
MOST_FLIPS = 4


@dataclass(frozen=True, slots=True)
class Advice:
    """All that an answer of the kind ``recommendation`` is written from."""

    recommendation: Recommendation
    situation: Situation
    rulebook: Rulebook
    conflicts: tuple[Conflict, ...] = ()
    comparison: Comparison | None = None
    hybrid: tuple[str, ...] = ()
    hybrid_because: str = ""
    hybrid_evidence: tuple[Evidence, ...] = ()
    second: Recommendation | None = None


class Adviser:
    """Writes one piece of advice; citations are numbered in the order in which it is read."""

    def __init__(
        self,
        advice: Advice,
        citations: Citations,
        passage: Callable[[str], Passage | None],
        publisher: Callable[[str], str],
    ) -> None:
        self._advice = advice
        self._citations = citations
        self._passage = passage
        self._publisher = publisher
        self._book = advice.rulebook

    def blocks(self, first: str = "verdict") -> tuple[Block, ...]:
        """The whole text; the section ``first`` comes right after the verdict."""
        sections = {
            "asked_back": self._asked_back,
            "verdict": self._verdict,
            "comparison": self._comparison,
            "why": self._why,
            "flips": self._flips,
            "out": self._out,
            "questions": self._questions,
            "conflicts": self._conflicts,
            "interest": self._interest,
            "heard": self._heard,
            "ranking": self._ranking,
        }
        order = ["asked_back", "verdict", "comparison", first, *sections]
        return tuple(b for name in dict.fromkeys(order) for b in sections[name]())

    def as_json(self) -> dict[str, Any]:
        """The contract's ``recommendation`` object; call it after ``blocks``."""
        r = self._advice.recommendation
        s = self._advice.situation
        told = [*s.first.items(), *s.supposed.items()]
        return {
            "model": r.model,
            "leading": list(r.leading),
            "margin": r.margin,
            "ranking": [self._standing_json(standing) for standing in r.ranking],
            "facts": dict(r.facts),
            "heard": [_heard_json(c, t) for c, t in sorted(told, key=lambda x: _place(x[1]))],
            "open": [
                {
                    "criterion": q.criterion,
                    "question": q.question,
                    "decisive": q.decisive,
                    "if": dict(q.outcomes),
                }
                for q in questions(r)
            ],
            "flips": [
                {"criterion": f.criterion, "from": f.before, "to": f.after, "model": f.model}
                for f in r.flips
            ],
            "hybrid": list(self._advice.hybrid) or None,
            "possible": list(r.bounds.possible),
            "settled": r.bounds.settled,
            "second_facts": s.second_facts or None,
            "conflicts": [
                {"id": c.id, "title": c.title, "citations": [self._known(x.evidence)
                 for x in c.sides]}
                for c in self._advice.conflicts
            ],
        }

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
            yield _paragraph(
                Span("Recommendation:"), Span(f"combine {names}", "strong"),
                Span(f"– {self._label(a.hybrid[0]).lower()} for the first piece of work, "
                     f"{self._label(a.hybrid[1]).lower()} for the separate one."),
                Span(a.hybrid_because), *self._marks(a.hybrid_evidence[:1]),
            )
        elif r.model is None:
            yield _paragraph(*self._undecided())
        else:
            yield _paragraph(
                Span("Recommendation:"), Span(self._label(r.model), "strong"),
                Span(f"– {self._book.models[r.model].means}."),
                Span(self._distance()),
            )
        yield _paragraph(Span(self._bounds()))

    def _undecided(self) -> list[Span]:
        r = self._advice.recommendation
        names = [self._label(m) for m in r.leading]
        if not r.facts:
            return [Span("It depends on facts that I do not know yet.", "strong"),
                    Span(f"In front are {_and(names).lower()}.")]
        return [Span("The facts do not decide it yet.", "strong"),
                Span(f"In front: {_and(names).lower()}.")]

    def _distance(self) -> str:
        r = self._advice.recommendation
        rest = [s for s in r.ranking[1:] if not s.ruled_out]
        points = _points(r.ranking[0].points)
        if not rest:
            return f"It has {points}; every other model is ruled out."
        return f"It has {points}, {r.margin} ahead of {self._label(rest[0].model).lower()}."

    def _bounds(self) -> str:
        b, r = self._advice.recommendation.bounds, self._advice.recommendation
        if b.settled and r.open:
            return "No answer to the questions still open can change that."
        if not r.open:
            return ""
        names = _and([self._label(m) for m in b.possible]).lower()
        decisive = sum(q.decisive for q in r.open)
        return (f"Depending on what is still open ({decisive} of {len(r.open)} open questions can "
                f"change the outcome), it can come out as {names}.")

    def _why(self) -> Iterable[Block]:
        r = self._advice.recommendation
        for model in r.leading if r.facts else ():
            standing = next(s for s in r.ranking if s.model == model)
            if not standing.reasons:
                continue
            yield _heading(f"Why {self._label(model).lower()}")
            for reason in standing.reasons[:MOST_REASONS]:
                yield self._reason(reason)
        second = self._advice.second
        if second and second.ranking[0].reasons:
            yield _heading("Why, for the separate piece of work")
            for reason in second.ranking[0].reasons[:MOST_REASONS - 2]:
                yield self._reason(reason)

    def _reason(self, reason: Reason) -> Block:
        sign = "ruled out" if reason.ruled_out else f"{reason.points:+d}".replace("-", "−")
        return _item(Span(f"{sign}:", "strong"), Span(reason.because), *self._support(reason))

    def _flips(self) -> Iterable[Block]:
        flips = self._advice.recommendation.flips
        if not flips:
            return
        yield _heading("What would change it")
        for flip in flips[:MOST_FLIPS]:
            outcome = self._label(flip.model) if flip.model else "no clear winner"
            about = self._book.criteria[flip.criterion]
            yield _item(
                Span(f"If {about.label.lower()} were “{flip.after}”"
                     f" ({about.values[flip.after]}):"),
                Span(outcome, "strong"), *self._marks(flip.evidence[:1]),
            )

    def _out(self) -> Iterable[Block]:
        out = [s for s in self._advice.recommendation.ranking if s.ruled_out]
        if not out:
            return
        yield _heading("Ruled out")
        for standing in out:
            reason = standing.reasons[0]
            yield _item(Span(f"{self._label(standing.model)}:", "strong"), Span(reason.because),
                        *self._support(reason))

    def _questions(self) -> Iterable[Block]:
        asked = questions(self._advice.recommendation)
        if not asked:
            return
        yield _heading("What would decide it" if not self._advice.recommendation.model
                       else "Still open")
        for q in asked:
            outcomes = [
                f"{value} → {self._label(model) if model else 'still open'}"
                for value, model in q.outcomes.items()
            ]
            marks = self._marks(self._evidence_about(q.criterion), spare=0)
            yield _item(Span(q.question, "strong"), Span(f"({'; '.join(outcomes)})"), *marks)

    def _evidence_about(self, criterion: str) -> tuple[Evidence, ...]:
        """A quote of the weightiest rule on the criterion, as what makes it matter."""
        rules = [r for r in self._book.rules if tuple(r.when) == (criterion,) and r.evidence]
        weight = {r.id: max((abs(r.points(m)) for m in r.effects), default=0) for r in rules}
        rules.sort(key=lambda r: (-weight[r.id], r.id))
        return tuple(r.evidence[0].evidence for r in rules[:1])

    def _conflicts(self) -> Iterable[Block]:
        shown = self._advice.conflicts[:1]
        if not shown or len(self._citations) + 2 * len(shown) > MAX_CITATIONS:
            return
        yield _heading("Where the sources disagree")
        for conflict in shown:
            spans: list[Span] = [Span(f"{conflict.title}:", "strong")]
            for side in conflict.sides:
                spans += [Span(side.says), *self._marks((side.evidence,))]
            yield _item(*spans)

    def _interest(self) -> Iterable[Block]:
        interested = {
            c.document: c.interest for c in self._citations.all() if c.interest
        }
        for document, interest in interested.items():
            marks = [Span(str(c.n), "mark") for c in self._citations.all()
                     if c.document == document]
            yield _paragraph(Span("Mind the interest behind"), *marks, Span(":"),
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
        s = self._advice.situation
        told = sorted([*s.first.items(), *s.supposed.items()], key=lambda x: _place(x[1]))
        if not told and not s.second:
            return
        yield _heading("What I heard")
        for criterion, fact in told:
            yield self._heard_item(criterion, fact)
        for criterion, fact in s.second.items():
            yield self._heard_item(criterion, fact, " (the separate piece of work)")

    def _heard_item(self, criterion: str, fact: Told, note: str = "") -> Block:
        about = self._book.criteria[criterion]
        value = fact.heard.value or ""
        note = " (supposed)" if fact.heard.hypothetical else note
        return _item(Span(fact.heard.words, "said"),
                     Span(f"→ {about.label}: {value} – {about.values[value]}{note}"))

    def _ranking(self) -> Iterable[Block]:
        r = self._advice.recommendation
        if not r.facts:
            return
        yield _heading("All models")
        yield Block("header", tuple((Span(t),) for t in ("Model", "Points", "Standing")))
        for standing in r.ranking:
            state = "ruled out" if standing.ruled_out else (
                "recommended" if standing.model == r.model else
                "leading" if standing.model in r.leading else "")
            cells = (self._label(standing.model), str(standing.points), state)
            yield Block("row", tuple((Span(c),) for c in cells))

    def _comparison(self) -> Iterable[Block]:
        c = self._advice.comparison
        if c is None:
            return
        before = self._label(c.before.model) if c.before.model else "undecided"
        after = self._label(c.after.model) if c.after.model else "undecided"
        verdict = "That would not change the outcome:" if before == after else (
            "That would change the outcome:")
        yield _paragraph(Span(verdict), Span(f"{before} before, {after} after.", "strong"))
        for criterion, (was, now) in c.changed.items():
            about = self._book.criteria[criterion]
            yield _item(Span(f"{about.label}: {was or 'open'} → {now or 'open'}"))
        moved = ", ".join(
            f"{self._label(m)} {was} → {now}" for m, (was, now) in c.moved.items()
        )
        if moved:
            yield _item(Span(f"Points: {moved}"))

    # --- helpers ----------------------------------------------------------------------------

    def _label(self, model: str) -> str:
        return self._book.models[model].label

    def _support(self, reason: Reason) -> list[Span]:
        if not reason.evidence:
            return [Span("(our own judgement, no source)")]
        return self._marks(reason.evidence[:1], spare=RESERVED_FOR_QUESTIONS)

    def _marks(self, evidence: Sequence[Evidence], spare: int = RESERVED_FOR_QUESTIONS
               ) -> list[Span]:
        marks = []
        for e in evidence:
            n = self._known(e)
            if n is None and len(self._citations) < MAX_CITATIONS - spare:
                n = self._cite(e)
            if n is not None:
                marks.append(Span(str(n), "mark"))
        return marks

    def _cite(self, evidence: Evidence) -> int | None:
        passage = self._passage(evidence.passage)
        if passage is None or evidence.quote not in passage.text:
            return None
        return self._citations.cite_words(passage, evidence.quote)

    def _known(self, evidence: Evidence) -> int | None:
        for c in self._citations.all():
            if c.passage == evidence.passage and c.quote == evidence.quote:
                return c.n
        return None

    def _standing_json(self, standing: Standing) -> dict[str, Any]:
        return {
            "model": standing.model,
            "points": standing.points,
            "ruled_out": standing.ruled_out,
            "reasons": [
                {
                    "rule": reason.rule,
                    "points": reason.points,
                    "citation": next(
                        (n for e in reason.evidence if (n := self._known(e)) is not None), None
                    ),
                    "ruled_out": reason.ruled_out,
                    "because": reason.because,
                    "house": not reason.evidence,
                }
                for reason in standing.reasons
            ],
        }


def _heard_json(criterion: str, told: Told) -> dict[str, Any]:
    heard = told.heard
    return {
        "criterion": criterion,
        "value": heard.value,
        "words": heard.words,
        "turn": told.turn,
        "hypothetical": heard.hypothetical,
    }


def _place(told: Told) -> tuple[int, int]:
    return told.turn, told.heard.start


def _heading(text: str) -> Block:
    return Block("heading", ((Span(text),),))


def _paragraph(*spans: Span) -> Block:
    return Block("paragraph", (spans,))


def _item(*spans: Span) -> Block:
    return Block("item", (spans,))


def _points(points: int) -> str:
    return f"{points} point" if points == 1 else f"{points} points"


def _and(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
