"""Retrieval on public collections: the shipped function beside what it is made of.

    python tests/benchmarks/retrieval.py [--sets FOLDER] [--work FOLDER] [--every N] [--json FILE]

Each collection is written as documents and indexed by the project's own build (minutes, the first
time). Rows: BM25 alone, dense alone, their reciprocal rank fusion (k = 60), and ``retrieve`` with
its shipped defaults. Follow-up questions are given what the user said before, as the assistant
does it; ``last turn`` is ``retrieve`` without that, ``+ answers`` with the other side's turns too.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from public_sets import Collection, Query, RememberingEncoder, open_collection

from assistant.corpus.types import Passage
from assistant.dialogue.turns import leans
from assistant.index.encoder import load_encoder
from assistant.index.retrieve import retrieve
from assistant.index.types import Encoder
from assistant.settings import Settings

SETS = Path(__file__).resolve().parents[3] / "shared" / "eval" / "retrieval"
METRICS = ("mrr@10", "recall@1", "recall@5", "recall@10", "ndcg@10")
DEPTH = 20
RRF_K = 60

Ranking = Callable[[Query], Sequence[Passage]]


def rankings(collection: Collection, encoder: Encoder) -> dict[str, Ranking]:
    """The ways to rank passages for a question that stands alone."""
    generation = collection.generation

    def bm25(query: Query) -> list[int]:
        return [p for p, _ in generation.lexical(query.text).top(DEPTH)]

    def dense(query: Query) -> list[int]:
        return [p for p, _ in generation.nearest(encoder.encode(query.text), DEPTH)]

    def fused(query: Query) -> list[int]:
        scores: dict[int, float] = {}
        for positions in (bm25(query), dense(query)):
            for rank, position in enumerate(positions, 1):
                scores[position] = scores.get(position, 0.0) + 1 / (RRF_K + rank)
        return sorted(scores, key=lambda p: (-scores[p], p))

    def passages(positions: Callable[[Query], list[int]]) -> Ranking:
        return lambda query: generation.passages(positions(query))

    return {
        "BM25": passages(bm25),
        "dense": passages(dense),
        "rank fusion": passages(fused),
        "shipped": lambda q: _found(collection, encoder, q.text, ()),
    }


def follow_rankings(collection: Collection, encoder: Encoder) -> dict[str, Ranking]:
    """The ways to rank passages for a question in a dialogue."""

    def by_users(query: Query) -> list[str]:
        return [said for who, said in query.history if who == "user"]

    def by_both(query: Query) -> list[str]:
        return [said for _, said in query.history]

    return {
        "last turn": lambda q: _found(collection, encoder, q.text, ()),
        "shipped": lambda q: _found(collection, encoder, q.text, by_users(q)),
        "shipped + answers": lambda q: _found(collection, encoder, q.text, by_both(q)),
    }


def _found(
    collection: Collection, encoder: Encoder, text: str, before: Sequence[str]
) -> list[Passage]:
    found = retrieve(
        collection.generation, encoder, text, DEPTH, before, leans=leans(text)
    )
    return [f.passage for f in found]


def run_of(collection: Collection, queries: Sequence[Query], rank: Ranking) -> dict[str, dict[str, float]]:
    """For each question the texts found, scored by their rank."""
    run = {}
    for query in queries:
        texts = dict.fromkeys(t for p in rank(query) for t in collection.texts_of(p))
        run[query.id] = {text: 1 / n for n, text in enumerate(texts, 1)} or {"nothing": 1.0}
    return run


def measure(queries: Sequence[Query], run: dict[str, dict[str, float]]) -> dict[str, float]:
    """The metrics of the run, by ranx."""
    from ranx import Qrels, Run, evaluate

    qrels = Qrels({q.id: dict.fromkeys(q.relevant, 1) for q in queries})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = evaluate(qrels, Run(run), list(METRICS), make_comparable=True)
    return {name: round(float(value), 4) for name, value in found.items()}


def table(title: str, rows: dict[str, dict[str, float]]) -> str:
    """The rows as text."""
    lines = [f"{title:30}" + "".join(f"{m:>11}" for m in METRICS)]
    lines += [f"  {name:28}" + "".join(f"{row[m]:>11.3f}" for m in METRICS)
              for name, row in rows.items()]
    return "\n".join(lines)


def arguments(argv: Sequence[str], about: str | None) -> argparse.Namespace:
    """The command line that the benchmarks share."""
    parser = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", type=Path, default=SETS, help="the folder of collections")
    parser.add_argument("--work", type=Path, help="where indexes and vectors are kept",
                        default=Path(tempfile.gettempdir()) / "staffing-assistant-benchmarks")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth question")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> None:
    """Print the tables."""
    chosen = arguments(argv, __doc__)
    encoder = RememberingEncoder(load_encoder(Settings()), chosen.work / "vectors.sqlite")
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for file in sorted(chosen.sets.glob("*.json")):
        collection = open_collection(file, chosen.work, encoder)
        sets = [(file.stem, collection.queries, rankings(collection, encoder))]
        if collection.follow:
            follow = follow_rankings(collection, encoder)
            sets.append((f"{file.stem} follow-ups", collection.follow, follow))
        for title, all_queries, ways in sets:
            queries = all_queries[:: chosen.every]
            rows = {
                name: measure(queries, run_of(collection, queries, rank))
                for name, rank in ways.items()
            }
            figures[title] = rows
            print(table(f"{title} ({len(queries)})", rows), flush=True)
        collection.generation.close()
    encoder.close()
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("NUMBA_DISABLE_PERFORMANCE_WARNINGS", "1")
    main(sys.argv[1:])
