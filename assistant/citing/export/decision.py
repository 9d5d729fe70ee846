"""A decision record in the form of MADR 4, for a folder of architecture decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from assistant.citing.export.markdown import comment, footnotes, replay
from assistant.citing.export.types import Exchange, Transcript
from assistant.citing.words import writable
from assistant.decision.costs.reading import load_cost_model
from assistant.decision.costs.reckon import reckon
from assistant.decision.costs.rows import as_markdown
from assistant.decision.costs.worksheet import worksheet
from assistant.decision.schema import Rulebook
from assistant.dialogue.clicked import spoken, where_set
from assistant.dialogue.pieces import points
from assistant.dialogue.rendering import escaped
from assistant.errors import InputError

MAX_HEARD: Final = 40
_HEADING: Final = re.compile(r"^###(?= )", re.MULTILINE)

Values = Mapping[str, Any]


def to_decision_record(document: Transcript, book: Rulebook) -> str:
    """The record of the last recommendation; ``InputError`` where there is none."""
    for exchange in reversed(document.exchanges):
        if exchange.answer.recommendation is not None:
            record = _Record(document, exchange, exchange.answer.recommendation, book)
            return "\n".join([*record.lines(), *footnotes(document), comment(document)])
    msg = (
        "A decision record needs a recommendation, and the answer is none. "
        "Describe a piece of work, or export another format."
    )
    raise InputError(msg)


class _Record:
    """The parts of the record, in Markdown."""

    def __init__(
        self, document: Transcript, exchange: Exchange, value: Values, book: Rulebook
    ) -> None:
        self._document = document
        self._exchange = exchange
        self._value = value
        self._book = book
        numbers = {(c.passage, c.start, c.end): c.n for c in document.citations}
        self._mark = {c.n: numbers[c.passage, c.start, c.end] for c in exchange.answer.citations}

    def lines(self) -> Iterator[str]:
        decided = self._value["model"] is not None
        yield f"---\nstatus: proposed\ndate: {self._document.date}\n---\n"
        yield f"# {self._title()}\n"
        yield "## Context and Problem Statement\n"
        yield from (f"> {escaped(writable(spoken(turn, self._book)))}\n" for turn in self._exchange.turns)
        yield "## Decision Drivers\n"
        yield self._drivers()
        yield "## Considered Options\n"
        yield "".join(f"* {self._option(s)}\n" for s in self._value["ranking"])
        yield "## Decision Outcome\n"
        yield self._outcome(decided=decided)
        chosen = self._value["ranking"][0]
        if decided and chosen["reasons"]:
            yield "### Consequences\n"
            yield self._reasons(chosen["reasons"])
        yield "### Confirmation\n"
        yield (
            "`python -m assistant cite-check` on this file tells whether every quote still stands "
            "in its source and whether the same facts still lead to the same recommendation.\n"
        )
        yield "## Pros and Cons of the Options\n"
        for standing in self._value["ranking"]:
            yield f"### {self._label(standing['model'])}\n"
            yield self._reasons(standing["reasons"]) or "* Neutral, because no rule speaks to it.\n"
        yield "## More Information\n"
        yield from self._more()

    def _title(self) -> str:
        model = self._value["model"]
        return f"Staff the work by {self._label(model).lower()}" if model else "How to staff the work"

    def _label(self, model: str | None) -> str:
        return self._book.models[model].label if model else "no clear winner"

    def _criterion(self, name: str) -> str:
        return self._book.criteria[name].label

    def _drivers(self) -> str:
        heard = [h for h in self._value["heard"] if h["value"] is not None][:MAX_HEARD]
        lines = [
            f"* {self._criterion(h['criterion'])}: {h['value']} – "
            f"{self._book.criteria[h['criterion']].values[h['value']]} "
            f"({self._words(h['words'])})\n"
            for h in heard
        ]
        return "".join(lines) or "* No fact of the situation was stated yet.\n"

    def _words(self, words: str) -> str:
        return where_set(words, self._book) or f"“{escaped(writable(words))}”"

    def _option(self, standing: Values) -> str:
        told = "ruled out" if standing["ruled_out"] else points(standing["points"])
        return f"{self._label(standing['model'])} ({told})"

    def _outcome(self, *, decided: bool) -> str:
        value = self._value
        if decided:
            chosen = value["ranking"][0]
            return (
                f'Chosen option: "{self._label(value["model"])}", because it has '
                f"{points(chosen['points'])}, {points(value['margin'])} ahead of the next.\n"
            )
        leading = " or ".join(self._label(model) for model in value["leading"])
        also = f" In front: {leading}." if leading else ""
        return f"No option is chosen yet: the facts do not decide it.{also}\n"

    def _reasons(self, reasons: Sequence[Values]) -> str:
        return "".join(f"* {self._reason(reason)}\n" for reason in reasons)

    def _reason(self, reason: Values) -> str:
        n = reason["citation"]
        basis = f" [^{self._mark[n]}]" if n in self._mark else ""
        if reason["house"]:
            basis = " (our own judgement, no source)"
        weight = "ruled out" if reason["ruled_out"] else points(reason["points"])
        kind = "Good" if reason["points"] > 0 and not reason["ruled_out"] else "Bad"
        if not (reason["points"] or reason["ruled_out"]):
            kind = "Neutral"
        because = reason["because"].rstrip(".")
        return f"{kind}, because {because[:1].lower()}{because[1:]} ({weight}, rule `{reason['rule']}`).{basis}"

    def _more(self) -> Iterator[str]:
        value = self._value
        yield from self._cost()
        if value["open"]:
            yield "### Open questions\n"
            yield "".join(f"* {self._question(q)}\n" for q in value["open"])
        if value["flips"]:
            yield "### What would change it\n"
            yield "".join(
                f"* If {self._criterion(f['criterion']).lower()} were {f['to']} and not "
                f"{f['from']}: {self._label(f['model'])}\n"
                for f in value["flips"]
            )
        if value.get("conflicts"):
            yield "### Where the sources disagree\n"
            yield "".join(f"* {self._conflict(c)}\n" for c in value["conflicts"])
        yield "### Sources\n"
        yield self._sources()
        yield f"{replay(self._document, self._exchange)}\n"

    def _cost(self) -> Iterator[str]:
        """The latest reckoning of the conversation, with its inputs, where there is one."""
        reckoned = [e.answer.cost for e in self._document.exchanges if e.answer.cost]
        if reckoned:
            model, given = load_cost_model(), reckoned[-1]
            sheet = worksheet(
                given["inputs"], model, ways=given["ways"], currency=given["currency"]
            )
            yield "### What it costs\n"
            yield _HEADING.sub("####", as_markdown(reckon(sheet, model), model))

    def _question(self, question: Values) -> str:
        then = "; ".join(f"{v} → {self._label(m)}" for v, m in question["if"].items())
        return f"{question['question']} ({then})"

    def _conflict(self, conflict: Values) -> str:
        marks = (f"[^{self._mark[n]}]" for n in conflict["citations"] if n in self._mark)
        return f"{conflict['title']} {' '.join(marks)}".rstrip()

    def _sources(self) -> str:
        """A line for each document, with the interest behind it and all its footnotes."""
        lines: dict[str, list[str]] = {}
        for c in self._document.citations:
            who = f", publisher: {c.publisher}" if c.publisher else ""
            interest = f" Interest: {c.interest}" if c.interest else ""
            head = escaped(writable(f"{c.title}{who}.{interest}"))
            lines.setdefault(f"* {head}", []).append(f"[^{c.n}]")
        said = "".join(f"{head} {' '.join(marks)}\n" for head, marks in lines.items())
        return said or "* No source was quoted.\n"
