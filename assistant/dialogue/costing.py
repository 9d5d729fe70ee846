"""The answer to what staffing costs: what the sources say, and the reckoning over the user's numbers.

The sources give no prices. What they say has its mark; what is reckoned follows from the numbers
that the user gave, and is said to be open where a number is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.citing.cite import Citations
from assistant.corpus.types import Passage
from assistant.counting import counted
from assistant.decision.costs.break_even import all_break_evens, known_difference
from assistant.decision.costs.reckon import reckon
from assistant.decision.costs.rows import as_json, missing_sentence, order_sentence
from assistant.decision.costs.schema import CostModel
from assistant.decision.costs.types import BreakEven, Cost, Line, Reckoning
from assistant.decision.costs.types import Span as Amount
from assistant.decision.costs.wording import (
    amount_in_unit,
    break_even_sentence,
    field_label,
    lowered,
    money,
    one_of,
    open_labels,
    way_label,
)
from assistant.decision.types import Evidence, Recommendation
from assistant.dialogue.answering import MAX_CITATIONS, readable
from assistant.dialogue.clicked import IN_WORKSHEET, is_click
from assistant.dialogue.cost_question import CostQuestion
from assistant.dialogue.pieces import heading, item, listed, paragraph
from assistant.dialogue.types import Block, Span

PAIR = 2
MOST_UNCLEAR = 3
LEFT_FOR_WARNING = 1
"""So many citations are kept for the warning of the lowest rate."""


@dataclass(frozen=True, slots=True)
class Length:
    """How much of each part an answer has; the longest that fits its limit is taken."""

    statements: int
    heard: int
    factors: int
    points: int
    warnings: int
    brief: bool = False


class Costing:
    """Writes one reckoning; its marks follow those that the answer has already."""

    def __init__(
        self,
        question: CostQuestion,
        model: CostModel,
        citations: Citations,
        passage: Callable[[str], Passage | None],
        length: Length,
    ) -> None:
        self._question = question
        self._length = length
        self._model = model
        self._citations = citations
        self._passage = passage
        self.reckoning: Reckoning = reckon(question.worksheet, model)

    def blocks(self, recommendation: Recommendation | None = None) -> tuple[Block, ...]:
        """The reckoning; ``recommendation`` is what the facts known so far lead to, if any are."""
        ranking = recommendation.ranking if recommendation else ()
        ways = self._question.worksheet.ways
        out = [s for s in ranking if s.ruled_out and s.model in ways][: self._length.warnings]
        sources = [*self._sources(LEFT_FOR_WARNING + len(out) if out else 0)]
        warning = [
            item(Span(f"{way_label(s.model, self._model)}:", "strong"),
                 Span("ruled out, however low its rate."), Span(s.reasons[0].because),
                 *self._marks(s.reasons[0].evidence))
            for s in out
        ]
        if out:
            warning = [heading("A low rate does not outweigh that"), *warning, *self._says("lowest-rate")]
        return (
            heading("The reckoning"),
            *(self._reckoned() if self._question.heard else self._nothing_known()),
            *(item(Span("Not taken:"), Span(text)) for text in self._question.unclear[:MOST_UNCLEAR]),
            *sources,
            *warning,
        )

    def opening(self) -> tuple[Block, ...]:
        """What the sources say of cost in general, for a question they have no answer of their own to."""
        return tuple(self._says("beyond-the-rate"))

    def json(self) -> dict[str, Any]:
        """The reckoning for other programs, with the words that each number was heard in."""
        return {
            **as_json(self.reckoning, self._model),
            "heard": [
                {"input": f.field, "words": f.words, "turn": turn,
                 "hypothetical": f.field in self._question.supposed}
                for turn, f in self._question.heard
            ],
            "unclear": list(self._question.unclear),
        }

    # --- parts ------------------------------------------------------------------------------

    def _nothing_known(self) -> Iterator[Block]:
        yield paragraph(
            Span("The sources give no prices, and I know none of your numbers yet, so nothing can "
                 "be reckoned. Tell me those you know, such as how many people for how many "
                 "months, hours a week, a rate or pay for each way and the hours of internal "
                 "management, or fill in the worksheet."),
        )

    def _reckoned(self) -> Iterator[Block]:
        yield from self._heard()
        yield from self._table()
        yield from self._for_each()
        yield paragraph(Span(" ".join(filter(None, (
            self._so_far(),
            order_sentence(self.reckoning, self._model) if self._ways() > 1 else "",
            self._missing(),
        )))))
        points = self._break_evens()
        if points:
            yield heading("Where it turns")
        for point in points:
            yield item(Span(break_even_sentence(point, self._model, self._currency)))
        if any(point.left_out for point in points):
            yield paragraph(Span("Factors that are open are left out there, on both sides alike."))

    def _heard(self) -> Iterator[Block]:
        for _, figure in self._question.heard[-self._length.heard :]:
            if figure.given is None:
                continue
            amount = amount_in_unit(figure.field, figure.given.amount, self._model, self._currency)
            note = " (supposed)" if figure.field in self._question.supposed else ""
            told = f"{field_label(figure.field, self._model)}{self._each(figure.field)}: {amount}{note}"
            if is_click(figure.words):
                yield item(Span(f"{told} ({IN_WORKSHEET})"))
            else:
                yield item(Span(figure.words, "said"), Span(f"→ {told}"))
        more = len(self._question.heard) - self._length.heard
        if more > 0:
            yield item(Span(f"and {more} more, which the worksheet shows"))

    def _each(self, field: str) -> str:
        name, dot, _ = field.partition(".")
        ways = self._model.inputs[name].each
        if dot or not ways:
            return ""
        return " (each way)" if len(ways) > 1 else f" ({way_label(ways[0], self._model)})"

    def _table(self) -> Iterator[Block]:
        heads = ("Way", "Known so far", "Open", *(() if self._length.brief else ("Total", "A month")))
        yield Block("header", tuple((Span(head),) for head in heads))
        for cost in self.reckoning.costs:
            cells = (
                money(cost.so_far, self._currency) if self._has_amounts(cost) else "–",
                counted(len(open_labels(cost.open, self._model)), "input") if cost.open else "none",
                money(cost.total, self._currency) if cost.total else "open",
                money(cost.per_month, self._currency) if cost.per_month else "open",
            )[: len(heads) - 1]
            label = Span(way_label(cost.way, self._model), "strong")
            yield Block("row", ((label,), *((Span(cell),) for cell in cells)))

    def _has_amounts(self, cost: Cost) -> bool:
        return any(line.amount is not None for line in cost.lines)

    def _for_each(self) -> Iterator[Block]:
        """What a price comes to for every unit of the one input that it still needs."""
        found: dict[tuple[str, str], list[str]] = {}
        for cost in self.reckoning.costs:
            line = cost.lines[0]
            if line.each is not None and line.each.high != 1:
                found.setdefault(self._each_of(line), []).append(way_label(cost.way, self._model))
        for (amount, asks), ways in found.items():
            every = len(ways) == len(self.reckoning.costs) > 1
            who = "each way" if every else listed([lowered(way) for way in ways])
            yield paragraph(
                Span("Pay or price:", "strong"), Span(f"{amount}, for {who}."), Span(asks)
            )

    def _each_of(self, line: Line) -> tuple[str, str]:
        name = line.open[0].partition(".")[0]
        about = self._model.inputs[name]
        unit = one_of(name, self._model, self._currency)
        return f"{money(line.each, self._currency)} for every {unit}", about.asks

    def _missing(self) -> str:
        return missing_sentence(self.reckoning, self._model) if self._ways() > 1 else ""

    def _so_far(self) -> str:
        """How two ways compare over the factors that are known of both."""
        sheet = self.reckoning.worksheet
        ways = sheet.ways
        if len(ways) != PAIR or not self.reckoning.open:
            return ""
        apart, out = known_difference(ways[0], ways[1], sheet, self._model)
        if "price" in out:
            return ""
        if not apart:
            return "Over what is known of both, they cost the same."
        cheaper = way_label(ways[0 if apart < 0 else 1], self._model)
        amount = money(Amount(abs(apart), abs(apart), abs(apart)), self._currency)
        return f"Over what is known of both, {lowered(cheaper)} comes to {amount} less."

    def _ways(self) -> int:
        return len(self.reckoning.costs)

    def _break_evens(self) -> list[BreakEven]:
        """The nearest, one for each input and at most two of a pair that leave out the least."""
        found = [
            p for p in all_break_evens(self._question.worksheet, self._model)
            if p.now is not None or len(p.left_out) == 0
        ]
        fresh = {p.name: p for p in reversed(found)}
        return sorted(
            fresh.values(),
            key=lambda p: (len(p.left_out), abs(p.at - p.now) / p.now if p.now else 9, p.name),
        )[:self._length.points]

    def _sources(self, reserved: int) -> Iterator[Block]:
        """What the sources name that costs and is open, each with the words that name it."""
        lines = [x for c in self.reckoning.costs for x in c.lines if x.amount is None and x.evidence]
        by_factor: dict[str, Line] = {}
        for line in lines:
            by_factor.setdefault(line.factor, line)
        labels = {f.id: f for f in self._model.factors}
        named: list[tuple[Span, ...]] = []
        for factor, line in by_factor.items():
            if factor == "price" or len(named) >= self._length.factors:
                continue
            if marks := self._marks(line.evidence, spare=reserved):
                what = f"{labels[factor].label} – {labels[factor].means}"
                named.append((Span(what), *marks))
        if named:
            yield paragraph(Span("Beyond the rate, the sources name these costs, which are open:"))
        yield from (item(*spans) for spans in named)

    def _says(self, name: str) -> Iterator[Block]:
        evidence = self._model.says[name].evidence
        if marks := self._marks((evidence,)):
            markdown = self._citations.is_markdown(evidence.passage)
            quote = readable(evidence.quote, markdown=markdown)
            yield paragraph(Span(quote, "quoted"), *marks)

    def _marks(self, evidence: Sequence[Evidence], spare: int = 0) -> list[Span]:
        """A mark for the first that stands in the index, where there is room for it."""
        for e in evidence:
            known = next((c.n for c in self._citations.all()
                          if c.passage == e.passage and c.quote == e.quote), None)
            if known is not None:
                return [Span(str(known), "mark")]
            passage = self._passage(e.passage)
            if passage is None or e.quote not in passage.text:
                continue
            if len(self._citations) + spare < MAX_CITATIONS:
                return [Span(str(self._citations.cite_words(passage, e.quote)), "mark")]
        return []

    @property
    def _currency(self) -> str:
        return self._question.worksheet.currency
