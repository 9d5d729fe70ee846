"""The parts of the suite: what is measured, how often, and what is to be reached."""

from __future__ import annotations

import json
import shutil
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from compared import Figure, Work
from corpora import Text, of_collections, of_packages, questions, write_corpus
from measuring import ROOT, Served, Spread, cost, disk_mib, serving
from stacks import LANGCHAIN, OURS, Stack

QUESTIONS = ROOT / "tests" / "benchmarks" / "questions.txt"
CORPUS = ROOT / "corpus"
COLD_QUESTION = "What is outstaffing?"
INGESTED = 500
ASKERS = (1, 2, 16)


def _prepared(work: Work, stack: Stack) -> Path:
    """The stack's store of the shipped corpus."""
    store = work.scratch / f"shipped-{stack.name}"
    if not store.exists():
        cost(stack.command("prepare", store, CORPUS))
    return store


def cold(work: Work) -> list[Figure]:
    """One question from a cold start: a process each, this project's being its command line."""
    index = _prepared(work, OURS)
    commands = {OURS.name: [sys.executable, "-m", "assistant", "ask", COLD_QUESTION,
                            "--index", str(index)]}
    for peer in work.peers:
        commands[peer.name] = peer.command("search", _prepared(work, peer), COLD_QUESTION)
    taken = {name: [] for name in commands}
    for run in range(1 + (3 if work.quick else 9)):
        for name, command in commands.items():
            one = cost(command)
            if run:  # the first run of each fills the system's caches
                taken[name].append(one)
    figures = []
    for peer in work.peers:
        first = peer is LANGCHAIN
        ours, theirs = taken[OURS.name], taken[peer.name]
        figures += [
            Figure("cold", "cold start to first answer", "s",
                   Spread.of([c.seconds for c in ours]), peer.name,
                   Spread.of([c.seconds for c in theirs]), goal=0.15 if first else None),
            Figure("cold", "its peak memory", "MiB",
                   Spread.of([c.peak_mib for c in ours]), peer.name,
                   Spread.of([c.peak_mib for c in theirs]), goal=0.35 if first else None),
        ]
    return figures


def _milliseconds(stacks: Mapping[str, Served], asked: Iterable[str]) -> dict[str, list[float]]:
    """What each question took each stack, asked alternately, and once, so that none is known."""
    taken: dict[str, list[float]] = {name: [] for name in stacks}
    for served in stacks.values():
        for text in ("Is this warm?", "And what is outsourcing?", "What is a vendor?"):
            served.ask(text)
    for question in asked:
        for name, served in stacks.items():
            taken[name].append(1000 * served.ask(question))
    return taken


def warm(work: Work) -> list[Figure]:
    """A full answer here against a bare similarity search there, over the shipped corpus."""
    asked = QUESTIONS.read_text(encoding="utf-8").splitlines()
    with ExitStack() as running:
        stacks = {
            stack.name: running.enter_context(serving(stack.command("serve", _prepared(work, stack))))
            for stack in (OURS, *work.peers)
        }
        taken = _milliseconds(stacks, asked[: 60 if work.quick else None])
    ours = Spread.of(taken[OURS.name])
    return [
        Figure("warm", f"full answer to bare search, {name}", "ms", ours, peer.name,
               Spread.of(taken[peer.name]), of, goal if peer is LANGCHAIN else None)
        for peer in work.peers
        for name, of, goal in (("p50", "median", 0.5), ("p95", "p95", 0.6))
    ]


def _texts(work: Work) -> Iterator[Text]:
    packages = [Path(sysconfig.get_path(name)) for name in ("purelib", "stdlib")]
    yield from of_collections(work.collections) if work.collections else ()
    yield from of_packages(packages)


def _corpus(work: Work, passages: int) -> Path:
    """A folder of so many real paragraphs, kept for the next run."""
    folder = work.kept / f"corpus-{passages}"
    if not folder.exists():
        write_corpus(islice(_texts(work), passages), folder)
    return folder


def ingest(work: Work) -> list[Figure]:
    """Reading, encoding and storing the same text; the stacks' own loading is not counted."""
    corpus = _corpus(work, INGESTED)
    taken: dict[str, list[float]] = {stack.name: [] for stack in (OURS, *work.peers)}
    for run in range(1 if work.quick else 3):
        for stack in (OURS, *work.peers):
            store = work.scratch / f"ingest-{run}-{stack.name}"
            said = json.loads(cost(stack.command("prepare", store, corpus)).said)
            taken[stack.name].append(said["seconds"])
            shutil.rmtree(store)
    return [
        *(
            Figure("ingest", f"ingest of {INGESTED} paragraphs", "s", Spread.of(taken[OURS.name]),
                   peer.name, Spread.of(taken[peer.name]), goal=0.5 if peer is LANGCHAIN else None)
            for peer in work.peers
        ),
        _encoding(work),
    ]


def _encoding(work: Work) -> Figure:
    """The same texts to vectors: an ingest here encodes each three times, in parts and whole."""
    texts = [text.words for text in islice(_texts(work), INGESTED)]
    taken: dict[str, list[float]] = {OURS.name: [], LANGCHAIN.name: []}
    with ExitStack() as running:
        served = {
            stack.name: running.enter_context(serving(stack.command("serve", _prepared(work, stack))))
            for stack in (OURS, LANGCHAIN)
        }
        for run in range(2 if work.quick else 6):
            for name, stack in served.items():
                seconds = stack.send({"encode": [f"{text} ({run})" for text in texts]})["seconds"]
                if run:
                    taken[name].append(seconds)
    return Figure("ingest", "the same to one vector each", "s",
                  Spread.of(taken[OURS.name]), LANGCHAIN.name, Spread.of(taken[LANGCHAIN.name]))


def _large(work: Work, passages: int) -> tuple[Path, Figure | None]:
    """An index of so many paragraphs, kept, and how fast it was made if it was made now."""
    index = work.kept / f"index-{passages}"
    if (index / "CURRENT").exists():
        return index, None
    seconds = cost(OURS.command("prepare", index, _corpus(work, passages)))
    rate = passages / json.loads(seconds.said)["seconds"]
    return index, Figure("scale", f"{passages:,}: ingest", "passages/s", Spread.of([rate]))


def _asked(work: Work, passages: int, count: int) -> list[str]:
    paths = sorted(_corpus(work, passages).glob("*.md"))[:: max(1, passages // 2000)]
    texts = (path.read_text(encoding="utf-8").splitlines()[-1] for path in paths)
    return questions(texts, count)


def concurrency(work: Work) -> list[Figure]:
    """Several askers of one assistant at once, who must get what one alone gets."""
    passages = work.sizes[0]
    index, made = _large(work, passages)
    asked = _asked(work, passages, 96 if work.quick else 320)
    results = {}
    with serving(OURS.command("serve", index)) as served:
        for run in range(1 if work.quick else 3):
            for askers in ASKERS:
                texts = [f"{text} ({run}.{askers})" for text in asked]  # none remembered
                one = served.send({"askers": askers, "questions": texts})
                results.setdefault(askers, []).append(one)
        alone = served.send({"askers": 1, "questions": asked})["answers"]
    with serving(OURS.command("serve", index)) as served:
        many = served.send({"askers": 16, "questions": asked})["answers"]
    if alone != many:
        sys.exit("Answers differ when many ask at once.")
    rates = {n: [len(one["each"]) / one["seconds"] for one in told] for n, told in results.items()}
    shares = [a / b for a, b in zip(rates[16], rates[2], strict=True)]
    each = [1000 * s for one in results[16] for s in one["each"]]
    return [
        *([made] if made else []),
        *(Figure("concurrency", f"{passages:,} passages, {n} askers", "answers/s",
                 Spread.of(rate)) for n, rate in rates.items()),
        Figure("concurrency", "16 askers' rate over two askers'", "", Spread.of(shares),
               goal=0.9, at_least=True),
        Figure("concurrency", f"{passages:,} passages, 16 askers, p95", "ms", Spread.of(each),
               of="p95", goal=100),
    ]


def scale(work: Work) -> list[Figure]:
    """How rate, answers, memory and disk grow with the passages."""
    return [figure for passages in work.sizes for figure in _scale(work, passages)]


def _scale(work: Work, passages: int) -> list[Figure]:
    index, made = _large(work, passages)
    plain = work.kept / f"plain-{passages}"
    if not plain.exists():
        cost(LANGCHAIN.command("adopt", plain, index))
    asked = _asked(work, passages, 40 if work.quick else 120)
    with serving(OURS.command("serve", index)) as ours, \
            serving(LANGCHAIN.command("serve", plain)) as theirs:
        opened = ours.send({})["opened"]
        first = 1000 * ours.ask("What comes first?"), 1000 * theirs.ask("What comes first?")
        taken = _milliseconds({OURS.name: ours, LANGCHAIN.name: theirs}, asked)
        peaks = ours.peak_mib(), theirs.peak_mib()
        recall = ours.send({"recall": asked})["recall"]
    spreads = [Spread.of(taken[name]) for name in (OURS.name, LANGCHAIN.name)]
    size = f"{passages:,}"

    def beside(what: str, unit: str, one: float, other: float) -> Figure:
        return Figure("scale", f"{size}: {what}", unit, Spread.of([one]), LANGCHAIN.name,
                      Spread.of([other]))

    return [
        *([made] if made else []),
        Figure("scale", f"{size}: full answer to bare search, p50", "ms", spreads[0],
               LANGCHAIN.name, spreads[1], goal=1.0),
        Figure("scale", f"{size}: full answer to bare search, p95", "ms", spreads[0],
               LANGCHAIN.name, spreads[1], "p95"),
        beside("first question after the start", "ms", *first),
        Figure("scale", f"{size}: opening the index", "s", Spread.of([opened])),
        beside("peak memory", "MiB", *peaks),
        beside("disk", "MiB", disk_mib(index), disk_mib(plain)),
        Figure("scale", f"{size}: recall of the 10 nearest", "", Spread.of([recall]),
               goal=0.99, at_least=True),
        Figure("scale", f"{size}: one document deleted", "s", Spread.of([_deleting(work, passages)])),
    ]


def _deleting(work: Work, passages: int) -> float:
    """The seconds of an ingest after one document is gone."""
    index, corpus = work.kept / f"index-{passages}", _corpus(work, passages)
    gone = min(corpus.glob("*.md"))
    text = gone.read_text(encoding="utf-8")
    gone.unlink()
    begun = time.perf_counter()
    try:
        cost(OURS.command("prepare", index, corpus))
    finally:
        gone.write_text(text, encoding="utf-8")
    return time.perf_counter() - begun


PARTS: Mapping[str, Callable[[Work], list[Figure]]] = {
    "cold": cold, "warm": warm, "ingest": ingest, "concurrency": concurrency, "scale": scale,
}
