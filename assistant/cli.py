"""python -m assistant: questions on the command line."""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.citing.commands import add_cite_check, add_export
from assistant.cost_command import add_cost
from assistant.errors import AssistantError, InputError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.dialogue.types import Answer

DONE, FOUND_WRONG, FAILED, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status: 0 done, 1 done and something found wrong, 2 could not be done."""
    _speak_utf8()
    arguments = _parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except AssistantError as error:
        print(error, file=sys.stderr)
        return FAILED
    except BrokenPipeError:  # who reads has had enough; Python would flush again, and complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _speak_utf8() -> None:
    """None; the streams are UTF-8 whatever the locale, and nothing that is read breaks them."""
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    ask = commands.add_parser("ask", help="answer a question as Markdown")
    ask.add_argument("question", nargs="?", help="the question; not with --jsonl")
    form = ask.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="answer as one JSON object")
    form.add_argument("--jsonl", action="store_true",
                      help='read lines {"id": …, "turns": […]} from standard input')
    ask.add_argument("--index", type=Path, help="the index to ask")
    ask.set_defaults(run=_ask)

    evaluate = commands.add_parser(
        "evaluate", help="how well a folder of your own questions is answered"
    )
    evaluate.add_argument("folder", type=Path, help="holds questions.jsonl, out_of_scope.jsonl, "
                                                    "scenarios.jsonl, or some of them")
    evaluate.add_argument("--index", type=Path, help="the index to ask")
    evaluate.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    evaluate.add_argument("--compare", type=Path, metavar="FILE",
                          help="a former run's figures; exit status 1 where one fell")
    evaluate.add_argument("--map", action="append", default=[], metavar="NAME=DOCUMENT",
                          help="a document that the questions call by another name")
    evaluate.add_argument("--failures", action="store_true", help="print what failed, and why")
    evaluate.set_defaults(run=_evaluate)

    add_export(commands, _conversations)
    add_cite_check(commands)

    doctor = commands.add_parser("doctor", help="what is well, what is not, and what to do")
    doctor.add_argument("--index", type=Path, help="the index to look at")
    doctor.set_defaults(run=_doctor)

    rules = commands.add_parser("rules", help="print the rulebook as a table")
    rules.set_defaults(run=_rules)

    recommend = commands.add_parser("recommend", help="the full reckoning for given facts")
    recommend.add_argument("facts", nargs="*", metavar="CRITERION=VALUE")
    recommend.add_argument("--without", action="append", default=[], metavar="DOCUMENT",
                           help="leave out what rests on this source")
    recommend.set_defaults(run=_recommend)

    add_cost(commands)
    return parser


def _ask(arguments: argparse.Namespace) -> int:
    if arguments.jsonl == (arguments.question is not None):
        msg = "Give one question, or --jsonl and questions on standard input."
        raise InputError(msg)
    from assistant.dialogue.message import check_question

    if not arguments.jsonl:
        check_question(arguments.question)  # before anything that takes time is loaded
    before = signal.signal(signal.SIGINT, _leave)
    try:
        return _asked(arguments)
    finally:
        signal.signal(signal.SIGINT, before)


def _asked(arguments: argparse.Namespace) -> int:
    from assistant.assistant import Assistant
    from assistant.citing import as_json
    from assistant.corpus.visible import visible
    from assistant.settings import Settings

    settings = Settings()
    if arguments.index:
        settings = settings.model_copy(update={"index": arguments.index})
    assistant = Assistant.open(settings)
    try:
        if assistant.generation.notice:
            print(assistant.generation.notice, file=sys.stderr)
        if arguments.jsonl:
            return _answer_lines(assistant)
        answer = _reply(assistant, [arguments.question])
        text = _dumps(as_json(answer)) if arguments.json else visible(_document(answer))
        print(text)
    finally:
        assistant.close()
    return DONE


def _reply(assistant: Assistant, turns: Sequence[str]) -> Answer:
    from assistant.dialogue.types import Conversation

    return assistant.ask(Conversation(tuple(turns[:-1])), turns[-1])


def _answer_lines(assistant: Assistant) -> int:
    from assistant.citing import as_json

    status = DONE
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        case = _case(number, line)
        row: dict[str, object] = {"id": case.id}
        try:
            row["answer"] = as_json(_reply(assistant, case.turns))
        except InputError as error:
            print(f"line {number}: {error}", file=sys.stderr)
            row["error"], status = str(error), FOUND_WRONG
        print(_dumps(row), flush=True)
    return status


def _leave(*_: object) -> None:
    """None; ends the process at once: an exception may get lost.

    Asking writes nothing but the compiled lexicon, which is there whole or not at all; a part of one
    is swept when another is written (``index.lexicon_cache``).
    """
    os._exit(INTERRUPTED)


@dataclass(frozen=True, slots=True)
class _Case:
    """A line of ``ask --jsonl``."""

    id: object
    turns: tuple[str, ...]


def _case(number: int, line: str) -> _Case:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    turns = value.get("turns") if isinstance(value, dict) and "id" in value else None
    if not (isinstance(turns, list) and turns and all(isinstance(turn, str) for turn in turns)):
        msg = f'Line {number} is not {{"id": …, "turns": ["…"]}}; nothing after it was read.'
        raise InputError(msg)
    return _Case(value["id"], tuple(turns))


def _conversations(lines: Iterable[str]) -> Iterator[tuple[str, ...]]:
    return (_case(n, line).turns for n, line in enumerate(lines, 1) if line.strip())


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _document(answer: Answer) -> str:
    """The answer with its citations below it, as Markdown."""
    from assistant.dialogue.rendering import escaped

    lines = [answer.markdown]
    for c in answer.citations:
        place = f"{c.title}, {c.section}" if c.section else c.title
        lines.append(f"[{c.n}] “{escaped(c.quote)}” — {escaped(place)} (`{c.passage}`)\n")
    return "\n".join(lines)


def _evaluate(arguments: argparse.Namespace) -> int:
    from assistant import evaluation
    from assistant.assistant import Assistant
    from assistant.settings import Settings

    cases = evaluation.read_cases(arguments.folder)
    before = evaluation.read_json(arguments.compare) if arguments.compare else None
    documents = dict(_named(given, "NAME=DOCUMENT, for example S1=policies/vendors")
                     for given in arguments.map)
    settings = Settings()
    if arguments.index:
        settings = settings.model_copy(update={"index": arguments.index})
    assistant = Assistant.open(settings)
    try:
        now = evaluation.evaluate(cases, assistant, documents)
    finally:
        assistant.close()
    print(evaluation.table(now, before, failures=arguments.failures))
    if arguments.json:
        try:
            arguments.json.write_text(evaluation.to_json(now), encoding="utf-8")
        except OSError as error:
            msg = f"{arguments.json} cannot be written ({error.strerror})."
            raise InputError(msg) from error
    return FOUND_WRONG if before and evaluation.fallen(now, before) else DONE


def _named(given: str, form: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        msg = f"{given!r} is not {form}."
        raise InputError(msg)
    return name, value


def _doctor(arguments: argparse.Namespace) -> int:
    from assistant.doctor import examine
    from assistant.settings import Settings

    settings = Settings()
    if arguments.index:
        settings = settings.model_copy(update={"index": arguments.index})
    states = set()
    for finding in examine(settings):
        states.add(finding.state)
        print(f"{finding.state:>8}  {finding.what}: {finding.told}")
        if finding.advice:
            print(f"{'':>8}  {finding.advice}")
    return FAILED if "ill" in states else FOUND_WRONG if "doubtful" in states else DONE


def _rules(_: argparse.Namespace) -> int:
    from assistant.decision.rulebook import load_rulebook
    from assistant.decision.table import rules_table

    print(rules_table(load_rulebook()))
    return DONE


def _recommend(arguments: argparse.Namespace) -> int:
    from assistant.decision.explain import reckoning
    from assistant.decision.recommend import recommend
    from assistant.decision.rulebook import load_rulebook

    facts = {}
    for given in arguments.facts:
        criterion, equals, value = given.partition("=")
        if not equals:
            msg = f"{given!r} is not CRITERION=VALUE, for example direction=none."
            raise InputError(msg)
        if criterion in facts:
            msg = f"{criterion} is given twice; which of them holds?"
            raise InputError(msg)
        facts[criterion] = value
    rulebook = load_rulebook()
    documents = sorted(rulebook.sources.values())
    if unknown := set(arguments.without).difference(documents):
        msg = f"No rule rests on {', '.join(sorted(unknown))}; there are {', '.join(documents)}."
        raise InputError(msg)
    print(reckoning(recommend(facts, rulebook, without=frozenset(arguments.without)), rulebook))
    return DONE
