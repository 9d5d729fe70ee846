"""Telling questions that the documents answer from such as they do not, on a public collection.

    python tests/benchmarks/answerability.py [--sets FOLDER] [--work FOLDER] [--every N] [--json FILE]

The area under the ROC curve of the shipped judgement (the probability behind ``grounded``; 0 where
a hard check settles it) beside that of the best similarity alone; for adversarial questions, and
for questions whose right paragraph was taken away. Only articles that the weights were not fitted
on are taken (see tests/evaluation/fit_grounding.py). The curve is printed at its deciles.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from public_sets import Collection, Query, RememberingEncoder, open_collection
from retrieval import arguments
from sklearn.metrics import roc_auc_score, roc_curve

from assistant.dialogue.grounding import grounded, signs
from assistant.dialogue.question import analyse
from assistant.index.encoder import load_encoder
from assistant.index.evidence import Evidence
from assistant.index.retrieve import retrieve
from assistant.index.types import Encoder
from assistant.settings import Settings

RETRIEVED = 8
UNFITTED = slice(1, None, 2)


def judged(
    collection: Collection, encoder: Encoder, query: Query, *, removed: bool
) -> tuple[float, float]:
    """The shipped probability and the best similarity."""
    found = retrieve(collection.generation, encoder, query.text, RETRIEVED)
    if removed:
        found = tuple(
            f for f in found if not query.relevant & set(collection.texts_of(f.passage))
        )
    if not found:
        return 0.0, -1.0
    question, evidence = analyse(query.text), Evidence(collection.generation, encoder, found)
    verdict = grounded(question, found, evidence.context, evidence)
    seen = signs(question, found, evidence.context, evidence)
    return (seen.probability if verdict.signs else 0.0), seen.similarity


def curve(answerable: NDArray[np.float64], other: NDArray[np.float64]) -> list[list[float]]:
    """Points of the ROC curve: share of the others taken for answerable, share of those found."""
    truth = [1] * len(answerable) + [0] * len(other)
    false, true, _ = roc_curve(truth, [*answerable, *other])
    at = np.linspace(0, 1, 11)
    return [[round(float(x), 2), round(float(y), 3)] for x, y in zip(at, np.interp(at, false, true), strict=True)]


def main(argv: Sequence[str]) -> None:
    """Print the figures."""
    chosen = arguments(argv, __doc__)
    encoder = RememberingEncoder(load_encoder(Settings()), chosen.work / "vectors.sqlite")
    figures = {}
    for file in sorted(chosen.sets.glob("*.json")):
        data = json.loads(file.read_text(encoding="utf-8"))
        if "unanswerable" not in data:
            continue
        collection = open_collection(file, chosen.work, encoder)
        article = {q["id"]: q["title"] for k in ("queries", "unanswerable") for q in data[k]}
        kept = set(sorted(set(article.values()))[UNFITTED])
        kinds = {
            "answerable": ([q for q in collection.queries if article[q.id] in kept], False),
            "adversarial": ([q for q in collection.unanswerable if article[q.id] in kept], False),
            "paragraph removed": ([q for q in collection.queries if article[q.id] in kept], True),
        }
        scores = {
            kind: np.array([
                judged(collection, encoder, q, removed=removed)
                for q in queries[:: chosen.every]
            ])
            for kind, (queries, removed) in kinds.items()
        }
        right = scores.pop("answerable")
        for kind, wrong in scores.items():
            truth = [1] * len(right) + [0] * len(wrong)
            both = np.concatenate([right, wrong])
            shipped, similarity = (float(roc_auc_score(truth, both[:, i])) for i in (0, 1))
            points = curve(right[:, 0], wrong[:, 0])
            figures[f"{file.stem} {kind}"] = {
                "answerable": len(right), "not": len(wrong), "AUROC": round(shipped, 4),
                "best similarity": round(similarity, 4), "curve": points,
            }
            print(f"{file.stem}, {kind}: {len(right)} answerable, {len(wrong)} not")
            print(f"  AUROC {shipped:.3f}   best similarity {similarity:.3f}")
            print("  false positives " + " ".join(f"{x:5.2f}" for x, _ in points))
            print("  true positives  " + " ".join(f"{y:5.2f}" for _, y in points), flush=True)
    encoder.close()
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
