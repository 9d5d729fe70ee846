"""``lexicon.yaml`` as it stands, validated; what its keys mean is said here."""

from __future__ import annotations

from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import RulebookError
from assistant.packaged import LOADER

FILE = "lexicon.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CriterionEntry(_Strict):
    """One criterion.

    ``negative`` are the values usually said with a negation. ``ours``: it describes the
    manager's own organisation, so that what is said of a vendor is no fact, and a wish is none
    either. ``about`` are the names people give it.
    """

    values: tuple[str, ...]
    negative: tuple[str, ...] = ()
    ours: bool
    about: str


class RuleEntry(_Strict):
    """Patterns that say one value.

    ``negated`` is what their negation says (nothing if not given), ``scarcely`` what it says where
    it is no more than "hardly" or "struggle to". ``phrases`` name a thing and
    are heard inside questions too; ``clauses`` assert, and are not heard where the sentence
    asks. ``not_after`` and ``not_before`` are groups that stop a match when they stand just
    before or after it. ``wish`` says whether wanting it keeps it from being so (by default for
    what describes the own organisation). ``anyone``: heard whoever it is said of. A ``weak``
    fact gives way to another after "but"; one that ``updates`` overrides what was said before
    it. ``own_negation``: negations among the pattern's own words belong to it and do not turn
    it (in a group's phrase of several words they never do).
    """

    says: str
    negated: str | None = None
    scarcely: str | None = None
    clauses: str = ""
    phrases: str = ""
    not_after: str = ""
    not_before: str = ""
    wish: Literal["stops", "passes"] | None = None
    anyone: bool = False
    weak: bool = False
    updates: bool = False
    own_negation: bool = False


class LexiconFile(_Strict):
    """The whole file.

    The words of ``groups`` stand for all their forms, those of ``exact`` for themselves.
    """

    groups: dict[str, str]
    exact: dict[str, str]
    irregular: dict[str, str]
    contractions: dict[str, str]
    criteria: dict[str, CriterionEntry]
    rules: tuple[RuleEntry, ...]


def invalid(key: str, why: object) -> RulebookError:
    """The error for a key of the file."""
    return RulebookError(f"{FILE}, {key}: {why}. Correct that key.")


def read_file(text: str) -> LexiconFile:
    """The file's content. Raises RulebookError that names the file and the key."""
    try:
        entry = LexiconFile.model_validate(yaml.load(text, Loader=LOADER))  # noqa: S506 - safe
    except yaml.YAMLError as error:
        message = f"{FILE} is not valid YAML: {error}. Correct it at that place."
        raise RulebookError(message) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise invalid(".".join(str(part) for part in first["loc"]), first["msg"]) from error
    return entry
