"""What kind of answer a question expects, read off its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.dialogue.content import against, negative
from assistant.dialogue.intents import models_named, plain
from assistant.packaged import packaged

Form = Literal["definition", "comparison", "list", "figure", "yes_no", "open"]

_DEFINITION = re.compile(
    r"^(?:so |and |ok,? )?(?:(?P<do>what (?:does|do))|what(?:'s| is| are)|who is|define|explain|"
    r"describe|meaning of)\b(?: (?:an?|the|exactly|meant by|by|actually))*"
    r" (?!(?:you|we|i|it|they|he|she|each|every|all|both|my|your|our|left|in|on|at|to|for)\b)"
    r"(?P<term>[^,;:?]{2,60}?)(?: and (?:how|why|when|where|what|who|which)\b[^?]{0,120})?(?P<means> (?:mean|stand for|refer to|about|exactly|"
    r"in simple terms|in plain (?:words|english)))*[ ?!.]*$"
)
_EXPANSION = re.compile(
    r"\b(?P<short>[a-z0-9]{2,8}(?: \d+)?) (?:stands? for|short for|abbreviat)"
)
_COMPARISON = re.compile(
    r"\b(?:compar\w+|diff(?:er\w*|s)?|versus|vs\.?|distinguish\w*|contrast\w*|distinction|"
    r"(?:better|worse|cheaper|faster|safer|riskier|quicker|slower|more \w+|less \w+) than|"
    r"side by side|instead of|apart)\b"
)
_BARE = re.compile(
    r"\b(?:compar\w+|diff(?:er\w*|s)?|versus|vs\.?|distinguish\w*|contrast\w*|distinction|what|s|"
    r"is|are|the|main|key|between|and|or|with|to|from|how|do|does|please|of|an?|in|model|models|"
    r"side|by|show|me|give|us|tell|about|out-?\w+|staff\w*|team|extension|augment\w*|managed|"
    r"services?|free-?lanc\w+|platforms?|market ?places?)\b"
)
_DIMENSION = re.compile(r"\w")
_LIST = re.compile(
    r"^(?:list|name|give me)\b|"
    r"(?<!my )(?<!our )(?<!their )(?<!its )\b(?:(?P<number>one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:\w+ )?)?"
    r"(?P<noun>advantages|disadvantages|benefits|drawbacks|downsides|upsides|pros|cons|reasons|"
    r"questions|conditions|actions|steps|features|risks|dangers|pitfalls|ways|patterns|"
    r"criteria|kinds|types|factors|examples|scenarios|situations|cases|strengths|weaknesses|"
    r"costs|items|points|things|topics|signs|symptoms|requirements|prerequisites|takeaways|"
    r"tips|checklist)\b"
)
_ACROSS = re.compile(
    r"\b(?:each|every|all|both|these|those)(?: of)?(?: the| these| those)?(?: \w+)?"
    r" (?:models?|options?|approach(?:es)?|alternatives?|ones?|variants?|types?|kinds?)\b|"
    r"\b(?:which|what)(?: \w+)? (?:model|option|approach|alternative|one)s? "
    r"(?:has|is|are|have|gives?|carries|offers?|costs?|takes?|needs?|comes?|scores?|wins?|ranks?|"
    r"lets?|allows?|demands?|brings?|makes?|means?|keeps?|leaves?|shows?|fits?|suits?|works?)\b|"
    r"^(?:please )?(?:rank|order|sort|rate) (?:the |all |these |those )*(?:\w+ )?"
    r"(?:models|options|approaches|alternatives|ways)\b"
)
_KIND = re.compile(
    r"\b(?:which|what) (?P<kind>(?:[\w-]+ ){0,3}?[\w-]+) (?:is|are|was|were|do|does|did|should|"
    r"can|could|will|would|must|might|may|has|have|to)\b"
)
_NAME = re.compile(
    r"\b(?:names? of (?:the|that|an?|its|their|this)|which|what) ((?:[\w-]+ )?[\w-]+)"
)
_EVENT = re.compile(r"^(?:and |so )?who (?P<verb>[a-z]+ed|won|wrote|built|made|began|coined)\b")
_FIGURE = re.compile(
    r"\bhow (?:many|large|big|far|reliable|strong(?:ly)?|predictive|high|heavy|tall)\b|"
    r"\b(?:what (?:number|size|figure)|average|the (?:number|size|correlation) of|figures?|"
    r"statistics?|worth)\b"
)
_COUNT = re.compile(r"\bhow many (?P<noun>(?:[\w&-]+ ){0,3}?[\w&-]+s)(?:['’]|\b)")
_YES_NO = re.compile(
    r"^(?:so |and |but |ok,? )?(?:is|are|was|were|do|does|did|can|could|will|would|has|have|may|"
    r"must|isn't|aren't|don't|doesn't|can't)\b"
)
_RHETORICAL = re.compile(
    r"^((?:so |and |but |ok,? )?(?:is|are|was|were|do|does|did|ca|could|wo|would|should|has|have))"
    r"n't\b"
)
"""The beginning of a question to which "yes" is the answer expected; it denies nothing."""
_REASON = re.compile(r"^(?:so |and |but |ok,? )?(?:why|who|whose|whom)\b")
_RANKS = re.compile(r"^(?:please )?(?:rank|order|sort|compare|rate)\b")
_ASKS_WHAT = re.compile(r"\b(?:how|what|which|when|where|who)\b")
_MORE_THAN_ONE = (
    r"two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?|"
    r"millions?|billions?|half|third|quarter|most|majority|all|none"
)
_NUMBER = re.compile(rf"\d|\b(?:one|{_MORE_THAN_ONE})\b", re.IGNORECASE)
_SOME_NUMBER = re.compile(rf"\d|\b(?:{_MORE_THAN_ONE})\b", re.IGNORECASE)
"""Without "one", which is rarely a count."""


class Unit(BaseModel):
    """A kind of figure: how it is asked for, and what a sentence that gives it contains."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: str
    asked: re.Pattern[str]
    given: re.Pattern[str]


@cache
def _units() -> tuple[Unit, ...]:
    return packaged("assistant.dialogue", "figures.yaml", tuple[Unit, ...])


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is expected of its answer.

    ``term`` is what a definition is asked of, ``counted`` the noun after "how many", ``short``
    the abbreviation whose meaning is asked; each is empty where it does not apply. ``units`` are
    the kinds of figures that the answer must have. ``compared`` are the words of a comparison that
    say on what, ``across`` marks a question that goes through all of the options without naming
    them. ``noun`` is what a list is asked of and ``number`` how
    many there should be; ``event`` is what someone did, in a question for who did it; ``kind``
    the noun after "which" or "what", ``named`` the nouns one of which is asked the name of.
    ``negative`` marks a question for what is not so, ``against`` one for what speaks against
    something.
    """

    text: str
    form: Form
    models: tuple[str, ...]
    term: str = ""
    counted: str = ""
    short: str = ""
    units: tuple[Unit, ...] = ()
    compared: str = ""
    noun: str = ""
    number: str = ""
    across: bool = False
    event: str = ""
    kind: str = ""
    named: tuple[str, ...] = ()
    negative: bool = False
    against: bool = False

    @property
    def all_dimensions(self) -> bool:
        """Whether it is a comparison that names the models and nothing to compare them on."""
        return self.form == "comparison" and not _DIMENSION.search(self.compared)

    def figure_in(self, text: str) -> bool:
        """Whether the text has a figure of the kinds that are asked for."""
        if self.units:
            return all(unit.given.search(text) for unit in self.units)
        return self.number_in(text)

    def number_in(self, text: str) -> bool:
        """Whether the text has a number, which for a count is more than the word "one"."""
        return (_SOME_NUMBER if self.counted else _NUMBER).search(text) is not None


def analyse(text: str) -> Question:
    """The question with the form of its answer."""
    lowered = plain(text)
    models = models_named(lowered)
    counted = _COUNT.search(lowered)
    definition = _DEFINITION.match(lowered)
    if definition and definition["do"] and not definition["means"]:
        definition = None
    short = _EXPANSION.search(lowered)
    listed = _LIST.search(lowered)
    event = _EVENT.search(lowered)
    kind = _KIND.search(lowered)
    whether = _YES_NO.match(lowered) is not None and not _ASKS_WHAT.search(lowered)
    figures = not (whether or _REASON.match(lowered) or _RANKS.match(lowered))
    units = () if not figures else tuple(u for u in _units() if u.asked.search(lowered))
    form: Form = "open"
    if units or (figures and _FIGURE.search(lowered)):
        form = "figure"
    elif _COMPARISON.search(lowered) and (len(models) > 1 or "compar" in lowered):
        form = "comparison"
    elif listed:
        form = "list"
    elif definition:
        form = "definition"
    elif _YES_NO.match(lowered):
        form = "yes_no"
    return Question(
        text=text,
        form=form,
        models=models,
        term=definition["term"] if definition and form == "definition" else "",
        counted=counted["noun"].split()[-1] if counted else "",
        short=short["short"] if short else "",
        units=units,
        noun=listed["noun"] or "" if listed else "",
        number=listed["number"] or "" if listed else "",
        across=_ACROSS.search(lowered) is not None,
        event=event["verb"] if event else "",
        kind=kind["kind"].split()[-1] if kind else "",
        named=_named(lowered),
        negative=negative(_RHETORICAL.sub(r"\1", lowered)),
        against=against(lowered),
        compared=" ".join(_BARE.sub(" ", lowered).split()) if form == "comparison" else "",
    )


def _named(lowered: str) -> tuple[str, ...]:
    """The nouns of which one may be asked by name: after "which", or after "the name of"."""
    return tuple(word for m in _NAME.finditer(lowered) for word in m[1].split())
