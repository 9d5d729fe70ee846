"""Who may ask, and which documents they see. Pure but for reading the file of rules.

The file (``ASSISTANT_ACCESS``) names groups of people, and the folders of the corpus that only
some groups see; every other folder is everybody's:

    groups:
      board: [ann@example.com, "@board.example.com"]
    folders:
      policies/board: [board]

A document in a folder within a folder is seen by those alone who may see both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import AccessError


class Access(BaseModel):
    """Groups by name, of e-mail addresses and ``@domains``; folders, with the groups that see them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    groups: dict[str, tuple[str, ...]] = {}
    folders: dict[str, tuple[str, ...]] = {}

    def hides(self, document: str, reader: str) -> bool:
        """Whether the reader (an e-mail address, empty for nobody known) may not see it."""
        return any(
            f"{document}/".startswith(f"{folder.strip('/')}/")
            and not any(_belongs(reader, self.groups[group]) for group in groups)
            for folder, groups in self.folders.items()
        )

    def hidden_from(self, reader: str) -> Callable[[str], bool]:
        """Whether a document is hidden from the reader; it then does not exist for them."""
        return partial(self.hides, reader=reader)


EVERYBODY = Access()
"""Everybody sees everything."""


def read_access(file: Path) -> Access:
    """The rules in the file. Raises ``AccessError``: where they cannot be read nobody may ask."""
    import yaml

    try:
        access = Access.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")) or {})
    except (OSError, ValueError, yaml.YAMLError, ValidationError) as error:
        message = (
            f"The rules of access in {file} cannot be read ({error}). Mend them, or unset "
            "ASSISTANT_ACCESS to let everybody see everything."
        )
        raise AccessError(message) from error
    named = {group for groups in access.folders.values() for group in groups}
    if unknown := sorted(named - access.groups.keys()):
        message = f"{file}: no group is named {', '.join(unknown)}. Add it under groups."
        raise AccessError(message)
    if vain := sorted(f for f in access.folders if not f.strip("/") or ".." in f.split("/")):
        message = f"{file}: {vain[0]!r} is no folder of the corpus, like policies/board."
        raise AccessError(message)
    return access


def hidden_from(reader: str, rules: Path | None) -> Callable[[str], bool]:
    """Whether a document is hidden from the reader, by the rules in the file; without one none is."""
    return (read_access(rules) if rules else EVERYBODY).hidden_from(reader)


def may_enter(user: Mapping[str, Any], domains: Iterable[str]) -> bool:
    """Whether the provider vouches for an e-mail address of one of the domains; any if none."""
    wanted = {domain.strip().lower().lstrip("@") for domain in domains}
    if not wanted:
        return True
    email = str(user.get("email") or "").lower()
    name, at, domain = email.rpartition("@")
    vouched = user.get("email_verified", True) in {True, "true", "True"}
    return bool(name and at and vouched and domain in wanted)


def _belongs(reader: str, members: Iterable[str]) -> bool:
    lowered = reader.lower()
    name, at, domain = lowered.rpartition("@")
    return bool(name and at) and any(
        lowered == member.lower() or f"@{domain}" == member.lower() for member in members
    )
