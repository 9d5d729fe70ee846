"""Refits the weights in ``assistant/dialogue/grounding.yaml``, by logistic regression.

    python tests/evaluation/fit_grounding.py --set INDEX QUESTIONS OUTSIDE [--set …]
        [--squad FILE] [--work FOLDER] [--every N] [--own-weight W]

``--set`` is an index and two files of questions: such as its documents answer, and such as they do
not; it is named by their folder. ``--squad`` adds a public collection, questions whose right paragraph was taken away among
them; only every second article is used, so that the others stay unseen for the benchmark. Printed
are the figures by cross-validation, in which each set is judged by what was fitted to the others
(so that no author judges himself) and each public article likewise, tables of thresholds and the
lines for the YAML file. Questions that a hard check settles (an unknown name, a missing figure)
are counted, and left out of the fit.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
from public_sets import Collection, RememberingEncoder, open_collection
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.dialogue.content import judgement
from assistant.dialogue.grounding import Signs, grounded, signs
from assistant.dialogue.idioms import in_plain_words
from assistant.dialogue.intents import route
from assistant.dialogue.question import analyse
from assistant.dialogue.types import Hearing
from assistant.index.encoder import load_encoder
from assistant.index.evidence import Evidence
from assistant.index.generation import Generation
from assistant.index.opening import open_current
from assistant.index.retrieve import retrieve
from assistant.index.types import Encoder
from assistant.settings import Settings
from assistant.spelling import mended

RETRIEVED = 8
FOLDS = 10
NAMES = tuple(f.name for f in fields(Signs))


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its signs. ``group`` is what cross-validation must not split."""

    source: str
    group: str
    text: str
    answerable: bool
    settled: bool
    signs: Signs


def example(
    generation: Generation,
    encoder: Encoder,
    text: str,
    *,
    answerable: bool,
    source: str,
    group: str = "",
    without: tuple[Collection, frozenset[str]] | None = None,
) -> Example | None:
    """The example of a question; ``without`` takes away the passages of some texts."""
    found = retrieve(generation, encoder, text, RETRIEVED)
    if without:
        collection, gone = without
        found = tuple(f for f in found if not gone & set(collection.texts_of(f.passage)))
    if not found:
        return None
    question, evidence = analyse(text), Evidence(generation, encoder, found)
    verdict = grounded(question, found, evidence.context, evidence)
    seen = signs(question, found, evidence.context, evidence)
    return Example(source, group or text, text, answerable, verdict.signs is None, seen)


def own_examples(
    index: Path, questions: Path, outside: Path, encoder: Encoder
) -> Iterator[Example]:
    """The examples of one index."""
    generation = open_current(index, encoder.name)
    for file, answerable in ((questions, True), (outside, False)):
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            text = in_plain_words(mended(case["q"], generation.known).text)
            source = f"{questions.parent}/{questions.stem}"
            if route(text, Hearing()).intent == "task" or case.get("abstain"):
                continue
            made = example(
                generation, encoder, text, answerable=answerable, source=source, group=source
            )
            if made:
                yield made
    generation.close()


def public_examples(file: Path, work: Path, every: int, encoder: Encoder) -> Iterator[Example]:
    """The examples of every second article of a collection."""
    collection = open_collection(file, work, encoder)
    data = json.loads(file.read_text(encoding="utf-8"))
    articles = {q["id"]: q["title"] for kind in ("queries", "unanswerable") for q in data[kind]}
    seen = frozenset(sorted(set(articles.values()))[::2])
    kinds = (("", collection.queries, True, every), ("adversarial", collection.unanswerable, False,
             every), ("removed", collection.queries, False, 2 * every))
    for kind, queries, answerable, step in kinds:
        for query in [q for q in queries if articles[q.id] in seen][::step]:
            made = example(
                collection.generation, encoder, query.text, answerable=answerable,
                source=f"{file.stem} {kind}".strip(), group=articles[query.id],
                without=(collection, query.relevant) if kind == "removed" else None,
            )
            if made:
                yield made


def weights(examples: Sequence[Example], own: frozenset[str], own_weight: float) -> NDArray[np.float64]:
    """What each example counts: own ones more, and as much without an answer as with."""
    found = np.array([own_weight if e.source in own else 1.0 for e in examples])
    for sources in (own, frozenset(e.source for e in examples) - own):
        here = np.array([e.source in sources for e in examples])
        answerable = np.array([e.answerable for e in examples])
        if (here & answerable).any() and (here & ~answerable).any():
            balance = (here & answerable).sum() / (here & ~answerable).sum()
            found[here & ~answerable] *= balance
    return found


def fit(examples: Sequence[Example], counts: NDArray[np.float64]) -> LogisticRegression:
    """The regression over the examples."""
    model = LogisticRegression(C=1.0, max_iter=5000)
    model.fit([astuple(e.signs) for e in examples], [e.answerable for e in examples], counts)
    return model


def cross_validated(
    examples: Sequence[Example], counts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Each example's probability by a model that has not seen its group; each set is a fold."""
    groups = sorted({e.group for e in examples})
    sets = sorted({e.source for e in examples} & set(groups))
    order = np.random.default_rng(0).permutation(len(groups))
    fold_of = {group: int(order[i]) % FOLDS for i, group in enumerate(groups)}
    fold_of |= {group: FOLDS + i for i, group in enumerate(sets)}
    folds = np.array([fold_of[e.group] for e in examples])
    found = np.zeros(len(examples))
    for fold in range(FOLDS + len(sets)):
        train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        if len(test):
            model = fit([examples[i] for i in train], counts[train])
            found[test] = model.predict_proba([astuple(examples[i].signs) for i in test])[:, 1]
    return found


def share_right(
    everything: Sequence[Example], judged: Sequence[Example], probability: NDArray[np.float64],
    source: str, threshold: float,
) -> str:
    """Which shares of a set's questions are answered, and of its near misses refused."""
    answers = {id(e): p >= threshold for e, p in zip(judged, probability, strict=True)}
    here = [e for e in everything if e.source == source]
    answered = [answers.get(id(e), False) for e in here if e.answerable]
    refused = [not answers.get(id(e), False) for e in here if not e.answerable]
    name = "/".join(source.split("/")[-2:-1])
    return f"{name} {100 * np.mean(answered):.0f}/{100 * np.mean(refused):.0f}"


def main(argv: Sequence[str]) -> None:
    """Print the fit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", nargs=3, type=Path, action="append", default=[], dest="sets",
                        metavar=("INDEX", "QUESTIONS", "OUTSIDE"))
    parser.add_argument("--squad", type=Path, help="a collection with unanswerable questions")
    parser.add_argument("--work", type=Path, default=Path(".benchmarks"))
    parser.add_argument("--every", type=int, default=2, metavar="N")
    parser.add_argument("--own-weight", type=float, default=4.0, metavar="W")
    parser.add_argument("--verbose", action="store_true", help="print the misjudged")
    chosen = parser.parse_args(argv)
    encoder = RememberingEncoder(load_encoder(Settings()), chosen.work / "vectors.sqlite")
    all_examples = [e for s in chosen.sets for e in own_examples(*s, encoder)]
    own = frozenset(e.source for e in all_examples)
    if chosen.squad:
        all_examples += public_examples(chosen.squad, chosen.work, chosen.every, encoder)
    encoder.close()
    settled = [e for e in all_examples if e.settled and e.source in own]
    for e in settled:
        if e.answerable:
            print(f"settled wrongly: {e.text}")
    print(f"settled rightly: {sum(not e.answerable for e in settled)}")
    examples = [e for e in all_examples if not e.settled or e.source not in own]
    counts = weights(examples, own, chosen.own_weight)
    probability = cross_validated(examples, counts)
    truth = np.array([e.answerable for e in examples])
    sources = np.array([e.source for e in examples])
    for source in sorted(set(sources)):
        here = sources == source
        if truth[here].all():
            continue
        if not truth[here].any():
            here = here | (sources == source.split()[0])
        print(f"{source}: AUROC {roc_auc_score(truth[here], probability[here]):.3f}, "
              f"best similarity alone "
              f"{roc_auc_score(truth[here], [e.signs.similarity for e, h in zip(examples, here, strict=True) if h]):.3f}")
    mine = np.isin(sources, sorted(own))
    model = fit(examples, counts)
    final = model.predict_proba([astuple(e.signs) for e in examples])[:, 1]
    for title, judged in (("judged by the other sets", probability), ("fitted to all", final)):
        print(f"answered / refused, per cent, {title} (settled ones included)")
        for threshold in np.arange(0.2, 0.6, 0.05):
            print(f"{threshold:5.2f} " + "  ".join(
                share_right(all_examples, examples, judged, name, threshold) for name in sorted(own)
            ))
    if chosen.verbose:
        for i in np.argsort(final):
            if mine[i] and (final[i] >= judgement().threshold) != truth[i]:
                print(f"{final[i]:.2f} {'+' if truth[i] else '-'} {examples[i].source} "
                      f"{examples[i].text} {np.round(astuple(examples[i].signs), 2)}")
    print("weights:")
    for name, value in zip(NAMES, model.coef_[0], strict=True):
        print(f"  {name}: {value:.2f}")
    print(f"intercept: {model.intercept_[0]:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
