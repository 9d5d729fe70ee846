"""The commands ``export`` and ``cite-check``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.decision.schema import Rulebook

FORMS = "docx rich-text html markdown decision csl bibtex text json".split()

Commands = Any
"""What ``add_subparsers`` gives; argparse keeps its type to itself."""

Turns = tuple[str, ...]


def add_export(commands: Commands, conversations: Callable[[Iterable[str]], Iterable[Turns]]) -> None:
    """None; the command is known. ``conversations`` reads the lines of ``--jsonl``."""
    export = commands.add_parser("export", help="an answer as a document that keeps its citations")
    export.add_argument("turns", nargs="*", metavar="MESSAGE",
                        help="the messages of a conversation; the answer to the last is exported")
    export.add_argument("--format", choices=FORMS, metavar="FORMAT", required=True,
                        help=", ".join(FORMS))
    export.add_argument("--conversation", action="store_true",
                        help="export every answer, not the last one only")
    export.add_argument("--jsonl", action="store_true",
                        help='read lines {"id": …, "turns": […]} from standard input')
    export.add_argument("--date", help="the date of the answer, YYYY-MM-DD; today if not given")
    export.add_argument("--output", type=Path, metavar="FILE", help="write there")
    export.add_argument("--index", type=Path, help="the index to ask")
    export.set_defaults(run=lambda arguments: _export(arguments, conversations))


def add_cite_check(commands: Commands) -> None:
    """None; the command is known."""
    check = commands.add_parser("cite-check", help="check the citations in planning documents")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE",
                       help="documents, or folders of them")
    check.add_argument("--fix", action="store_true",
                       help="write a corrected copy, NAME.fixed.SUFFIX, beside each that needs one")
    check.add_argument("--in-place", action="store_true",
                       help="with --fix: correct the documents themselves")
    check.add_argument("--format", choices=("text", "json", "github"), default="text")
    check.add_argument("--index", type=Path, help="the index to check against")
    check.set_defaults(run=_cite_check)


def _export(
    arguments: argparse.Namespace, conversations: Callable[[Iterable[str]], Iterable[Turns]]
) -> int:
    if arguments.jsonl == bool(arguments.turns):
        msg = "Give the messages of a conversation, or --jsonl and conversations on standard input."
        raise InputError(msg)
    from assistant.dialogue.message import check_question

    for turn in arguments.turns:
        check_question(turn)  # before anything that takes time is loaded
    date = _date(arguments.date)
    to_terminal = arguments.output is None and sys.stdout.isatty()
    if arguments.format == "docx" and to_terminal:
        msg = "A Word document cannot be shown here. Say where to write it with --output FILE."
        raise InputError(msg)
    from assistant.assistant import Assistant
    from assistant.citing.cite_check import write_whole
    from assistant.citing.export import export
    from assistant.dialogue.types import Answer, Conversation
    from assistant.settings import Settings

    settings = Settings()
    if arguments.index:
        settings = settings.model_copy(update={"index": arguments.index})
    talks = list(conversations(sys.stdin)) if arguments.jsonl else [tuple(arguments.turns)]
    if not talks:
        msg = "There is no conversation on standard input."
        raise InputError(msg)
    said: list[tuple[Turns, Answer]] = []
    assistant = Assistant.open(settings)
    try:
        if assistant.generation.notice:
            print(assistant.generation.notice, file=sys.stderr)
        for turns in talks:
            for n in range(1 if arguments.conversation else len(turns), len(turns) + 1):
                answer = assistant.ask(Conversation(turns[: n - 1]), turns[n - 1])
                said.append((turns[:n], answer))
    finally:
        assistant.close()
    content = export(said, arguments.format, date, settings.base_url)
    if arguments.output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    else:
        write_whole(arguments.output, content)
    return 0


def _date(given: str | None) -> str:
    """The date in ISO 8601; today's where none was given."""
    from datetime import datetime

    if given is None:
        return datetime.now().astimezone().date().isoformat()
    try:
        return datetime.strptime(given, "%Y-%m-%d").date().isoformat()  # noqa: DTZ007
    except ValueError:
        msg = f"{given!r} is no date such as 2026-11-22."
        raise InputError(msg) from None


def load_rulebook() -> Rulebook:
    """The packaged rulebook, imported when it is first needed."""
    from assistant.decision.rulebook import load_rulebook as load

    return load()


def _cite_check(arguments: argparse.Namespace) -> int:
    if arguments.in_place and not arguments.fix:
        msg = "--in-place says where --fix writes; give both."
        raise InputError(msg)
    from assistant.access import hidden_from
    from assistant.citing import reporting
    from assistant.citing.cite_check import check_paths
    from assistant.index.shelf import open_shelf
    from assistant.settings import Settings

    settings = Settings()
    hides = hidden_from(settings.user, settings.access)
    with open_shelf(arguments.index or settings.index, hides) as shelf:
        files = check_paths(
            arguments.files, shelf, load_rulebook, fix=arguments.fix, in_place=arguments.in_place
        )
        corpus = shelf.fingerprint
    if arguments.format == "json":
        text = reporting.as_json(files, corpus, load_rulebook().fingerprint)
    elif arguments.format == "github":
        text = reporting.as_github(files)
    else:
        text = reporting.as_text(files)
    sys.stdout.write(text)
    return int(any(checked.wrong for checked in files))

