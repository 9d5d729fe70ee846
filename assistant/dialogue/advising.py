"""A recommendation in words: what is advised, why, what would change it, what is still open.

Every point that rests on a source carries its mark; what rests on none is said to be the
project's own judgement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assistant.decision.costs.reading import load_cost_model
from assistant.decision.questions import questions
from assistant.decision.sources import survives_without
from assistant.decision.types import Evidence, Reason
from assistant.dialogue.advice import Advice, told_at
from assistant.dialogue.answering import readable, statement_blocks
from assistant.dialogue.clicked import where_set
from assistant.dialogue.marking import Marking
from assistant.dialogue.pieces import heading, item, listed, paragraph, points
from assistant.dialogue.situation import Told
from assistant.dialogue.standing import distance, outlook
from assistant.dialogue.types import Block, Span

MOST_REASONS = 5
MOST_FLIPS = 4
TWICE_BORNE_OUT = 3
"""So many reasons of a model are shown with a second source, where they have one."""

HEAD = ("asked_back", "verdict", "comparison")
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
        """The whole text, or the verdict and the one section that was asked for, with reasons."""
        names = dict.fromkeys([*HEAD, only, "why", "interest"] if only else [*HEAD, *BODY])
        return tuple(block for name in names for block in getattr(self, f"_{name}")())

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
        sign = "ruled out" if reason.ruled_out else f"{reason.points:+d}".replace("-", "−")
        return item(Span(f"{sign}:", "strong"), Span(reason.because),
                     *self._marking.support(reason, sources))

    def _certainty(self) -> Iterable[Block]:
        """How firmly the answer stands: its margin, and what could overturn it."""
        r = self._advice.recommendation
        yield heading("How sure that is")
        yield item(Span("The same facts always give the same answer; there is no chance in it."))
        if r.model is not None:
            rest = [s for s in r.ranking[1:] if not s.ruled_out]
            lead = f"{points(r.margin)} ahead of {self._label(rest[0].model).lower()}" if rest else (
                "every other model is ruled out")
            yield item(Span(f"Margin: {lead}."))
        alone = [
            self._book.criteria[q.criterion].label.lower()
            for q in r.open
            if any(model != r.model for model in q.outcomes.values())
        ]
        if alone and r.facts:
            yield item(Span(
                f"{len(alone)} of the {len(r.open)} open questions could change it by themselves: "
                f"{listed(alone)}."
            ))
        elif r.facts:
            yield item(Span("No open question could change it by itself."))

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
                yield item(Span(f"{title}:", "strong"), Span(readable(e.quote), "quoted"), *marks)

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
                                Span(readable(warning.quote), "quoted"), *marks)

    def _questions(self) -> Iterable[Block]:
        asked = questions(self._advice.recommendation)
        if not asked:
            return
        yield heading("What would decide it" if not self._advice.recommendation.model
                       else "Still open")
        for q in asked:
            outcomes = [
                f"{value} → {self._label(model) if model else 'still open'}"
                for value, model in q.outcomes.items()
            ]
            marks = self._marking.marks(self._evidence_about(q.criterion), spare=0)
            yield item(Span(q.question, "strong"), Span(f"({'; '.join(outcomes)})"), *marks)

    def _evidence_about(self, criterion: str) -> tuple[Evidence, ...]:
        """A quote of the weightiest rule on the criterion, as what makes it matter."""
        rules = [r for r in self._book.rules if tuple(r.when) == (criterion,) and r.evidence]
        weight = {r.id: max((abs(r.points(m)) for m in r.effects), default=0) for r in rules}
        rules.sort(key=lambda r: (-weight[r.id], r.id))
        return tuple(r.evidence[0].evidence for r in rules[:1])

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
        s = self._advice.situation
        told = sorted([*s.first.items(), *s.supposed.items()], key=lambda x: told_at(x[1]))
        if not told and not s.second:
            return
        yield heading("What I heard")
        for criterion, fact in told:
            yield self._heard_item(criterion, fact)
        for criterion, fact in s.second.items():
            yield self._heard_item(criterion, fact, " (the separate piece of work)")

    def _heard_item(self, criterion: str, fact: Told, note: str = "") -> Block:
        about = self._book.criteria[criterion]
        value = fact.heard.value or ""
        note = " (supposed)" if fact.heard.hypothetical else note
        told = f"{about.label}: {value} – {about.values[value]}{note}"
        if place := where_set(fact.heard.words, self._book):
            return item(Span(f"{told} ({place})"))
        return item(Span(fact.heard.words, "said"), Span(f"→ {told}"))

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
        yield paragraph(Span(verdict), Span(f"{before} before, {after} after.", "strong"))
        for criterion, (was, now) in c.changed.items():
            about = self._book.criteria[criterion]
            yield item(Span(f"{about.label}: {was or 'open'} → {now or 'open'}"))
        moved = ", ".join(
            f"{self._label(m)} {was} → {now}" for m, (was, now) in c.moved.items()
        )
        if moved:
            yield item(Span(f"Points: {moved}"))

    # --- helpers ----------------------------------------------------------------------------

    def _label(self, model: str) -> str:
        return self._book.models[model].label
