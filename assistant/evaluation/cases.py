"""The questions of a folder: JSON Lines files, each line one case.

    questions.jsonl      questions that the sources answer
    out_of_scope.jsonl   questions that they do not
    scenarios.jsonl      situations, of one or several messages, and what should come out

A file that is not there has no cases. Fields that are not known are an error, so that a slip of
the pen does not silently ask for less.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assistant.errors import InputError

QUESTIONS, OUTSIDE, SCENARIOS = "questions.jsonl", "out_of_scope.jsonl", "scenarios.jsonl"


def _pattern(text: str) -> str:
    re.compile(text)
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


class Case(BaseModel):
    """A case with its name in the report."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str


class Outside(Case):
    """A question ``q`` that is not to be answered."""

    q: str = Field(min_length=1)


class Question(Case):
    """A question ``q``; every pattern of ``must`` is to be in the answer or its quotes.

    ``docs`` names documents, by the end of their names, one of which is to be cited; ``passages``
    those passages that hold the answer. ``abstain`` says that no answer is the right one.
    """

    q: str = Field(min_length=1)
    must: tuple[Pattern, ...] = ()
    docs: tuple[str, ...] = ()
    doc: str = ""
    passages: tuple[str, ...] = ()
    abstain: bool = False


class Scenario(Case):
    """The messages of a situation, and the models, one of which is to be recommended.

    None among ``expect`` allows that nothing is decided. The others are as in the answer's JSON.
    """

    turns: tuple[str, ...] = Field(min_length=1)
    expect: tuple[str | None, ...] = Field(min_length=1)
    reject: tuple[str, ...] = ()
    hybrid: tuple[str, ...] = ()
    expect_open: tuple[str, ...] = ()
    facts: Mapping[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cases:
    """All cases of a folder, in the order of their files."""

    questions: tuple[Question, ...]
    outside: tuple[Outside, ...]
    scenarios: tuple[Scenario, ...]


_Case = TypeVar("_Case", bound=Case)


def read_cases(folder: Path) -> Cases:
    """The cases of the folder. ``InputError`` names file and line of what cannot be read."""
    cases = Cases(
        _read(folder / QUESTIONS, Question),
        _read(folder / OUTSIDE, Outside),
        _read(folder / SCENARIOS, Scenario),
    )
    if not (cases.questions or cases.outside or cases.scenarios):
        names = f"{QUESTIONS}, {OUTSIDE} and {SCENARIOS}"
        raise InputError(f"There are no questions in {folder}. It may hold {names}.")
    return cases


def _read(file: Path, case: type[_Case]) -> tuple[_Case, ...]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read ({error}).") from error
    adapter = TypeAdapter(case)
    found: dict[str, _Case] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = adapter.validate_json(line)
        except (ValidationError, re.error) as error:
            raise InputError(f"{file}, line {number}: {_reason(error)}") from error
        if one.id in found:
            raise InputError(f"{file}, line {number}: the id {one.id!r} was used before.")
        found[one.id] = one
    return tuple(found.values())


def _reason(error: ValidationError | re.error) -> str:
    if isinstance(error, re.error):
        return f"{error.pattern!r} is no regular expression ({error})."
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else str(first["msg"])
