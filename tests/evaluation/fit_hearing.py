"""Fit the weights of words and of meaning to messages whose facts are known.

    python tests/evaluation/fit_hearing.py [--judge] [FILE…]

Those of ``assistant/dialogue/hearing_weights.py`` weigh words, those of
``assistant/index/meaning.py`` vectors. Needs scikit-learn and the exported model. One logistic
regression per value over the features, or the vector, of a sentence; of a message of several sentences a fact belongs to those sentences where a pattern hears it, and is
left out where none does. Readings under ``allow`` are left out too, and in cases with a
``situation`` or ``turns`` whatever is not among the facts, as not all is told there. ``--judge``
writes nothing and prints precision and recall on each file, fitted without those of its author.
Fit anew whenever words or groups of the lexicon change.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from unittest.mock import patch

import hearing_report
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant.dialogue import hearing, hearing_weights
from assistant.dialogue.clauses import clauses
from assistant.dialogue.lexicon import load_lexicon
from assistant.dialogue.negation import scopes
from assistant.index import meaning
from assistant.index.encoder import load_encoder
from assistant.index.types import Encoder
from assistant.settings import Settings

HERE = Path(__file__).parent
AUTHORS = {
    "own": ("dev", "statements", "statements_more", "examples", "statements_trades"),
    "others": ("others", "stability", "scenarios"),
    "third": ("third", "third_stability", "third_scenarios"),
    "fourth": ("fourth", "fourth_stability", "fourth_scenarios"),
}
"""Who wrote which of the files."""
FILES = tuple(HERE / f"hearing_{n}.jsonl" for names in AUTHORS.values() for n in names)
STRENGTH, SCALE = 1.5, 0.7
STRENGTH_MEANT, SCALE_MEANT = 0.3, 4.0
FEWEST_MET, SMALLEST = 2, 5
NOTHING = hearing_weights.Weights((), (), {})


@dataclass
class Sentence:
    """One sentence, its features, what it says, and what cannot be told of it."""

    text: str
    features: tuple[str, ...]
    says: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)


def sentences(case: dict[str, Any]) -> list[Sentence]:
    """The sentences of a case."""
    lexicon, text = load_lexicon(), case["text"]
    told = hearing.heard_words(text, lexicon)
    if not told.words:
        return []
    parts = clauses(told)
    reach = scopes(told, parts)
    begins = [*dict.fromkeys(parts.sentence), len(told.words)]
    spans = list(pairwise(begins))
    found = [
        Sentence(
            text[told.words[a].start : told.words[b - 1].end],
            tuple(hearing_weights.features(told, parts, reach, a, b)),
        )
        for a, b in spans
    ]
    every = hearing.hear(text, lexicon, weights=NOTHING).heard
    heard = [h for h in every if h.part == 0 and not h.hypothetical]
    for criterion, value in case["facts"].items():
        name = f"{criterion}={value}"
        at = [h.start for h in heard if (h.criterion, h.value) == (criterion, value)]
        for (a, b), sentence in zip(spans, found, strict=True):
            inside = any(told.words[a].start <= i < told.words[b - 1].end for i in at)
            if len(found) == 1 or inside:
                sentence.says.add(name)
            elif not at:
                sentence.open.add(name)
    allowed = {f"{c}={v}" for c, values in case.get("allow", {}).items() for v in values}
    allowed |= {f"{h.criterion}={h.value}" for h in every if h.part or h.hypothetical}
    if "size" in case["facts"] and "work" not in case["facts"]:
        allowed.add("work=capacity")  # who counts heads needs them, which few writers note
    if "situation" in case or "turns" in case:
        values = {(c, v) for c, entry in lexicon.criteria.items() for v in entry.values}
        allowed |= {f"{c}={v}" for c, v in values if c not in case["facts"]}
    for sentence in found:
        sentence.open |= allowed - sentence.says
    return found


def fitted(told: Sequence[Sentence]) -> dict[str, Any]:
    """The content of the data file."""
    met = Counter(name for sentence in told for name in sentence.features)
    names = sorted(name for name, times in met.items() if times >= FEWEST_MET)
    number = {name: i for i, name in enumerate(names)}
    rows = [[number[n] for n in s.features if n in number] for s in told]
    columns = [column for row in rows for column in row]
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row))
    matrix = csr_matrix(([SCALE] * len(columns), columns, starts), shape=(len(told), len(names)))
    values = [f"{c}={v}" for c, entry in load_lexicon().criteria.items() for v in entry.values]
    bias: list[int] = []
    weights: dict[str, list[int]] = {}
    for place, value in enumerate(values):
        known = [i for i, sentence in enumerate(told) if value not in sentence.open]
        model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=300)
        model.fit(matrix[known], [value in told[i].says for i in known])
        bias.append(round(float(model.intercept_[0]) * hearing_weights.UNIT))
        for name, weight in zip(names, model.coef_[0], strict=True):
            rounded = round(float(weight) * SCALE * hearing_weights.UNIT)
            if abs(rounded) >= SMALLEST:
                weights.setdefault(name, []).extend((place, rounded))
    features = {name: " ".join(map(str, pairs)) for name, pairs in sorted(weights.items())}
    return {"values": values, "bias": bias, "features": features}


def meant(told: Sequence[Sentence], encoder: Encoder) -> dict[str, Any]:
    """The content of the data file of ``assistant/index/meaning.py``."""
    vectors = np.array([encoder.encode(s.text) for s in told]) * SCALE_MEANT
    bias: list[int] = []
    rows: list[str] = []
    for value in (f"{c}={v}" for c, entry in load_lexicon().criteria.items() for v in entry.values):
        known = [i for i, sentence in enumerate(told) if value not in sentence.open]
        model = LogisticRegression(C=STRENGTH_MEANT, max_iter=300)
        model.fit(vectors[known], [value in told[i].says for i in known])
        bias.append(round(float(model.intercept_[0]) * meaning.DIGITS))
        weights = model.coef_[0] * SCALE_MEANT * meaning.DIGITS
        rows.append(" ".join(str(round(float(w))) for w in weights))
    return {"encoder": encoder.name, "bias": bias, "weights": rows}


def judged(files: Sequence[Path], only: Sequence[str]) -> None:
    """Print how well each file is heard with weights fitted to those of other authors."""
    encoder = load_encoder(Settings())
    encoder.encode = cache(encoder.encode)  # type: ignore[method-assign]
    author = {f"hearing_{n}.jsonl": who for who, names in AUTHORS.items() for n in names}
    told = {path: hearing_report.cases([path]) for path in files}
    parsed = {path: [s for case in cases for s in sentences(case)] for path, cases in told.items()}
    for who in AUTHORS:
        chosen = [p for p in files if author.get(p.name) == who and (not only or p.name in only)]
        if not chosen:
            continue
        others = [s for p, found in parsed.items() if author.get(p.name) != who for s in found]
        data = fitted(others)
        said = meaning.weighed(meant(others, encoder), encoder)
        pairs = tuple((c, v) for c, _, v in (name.partition("=") for name in data["values"]))
        weights = hearing_weights.Weights(pairs, tuple(data["bias"]), data["features"])
        for path, by_meaning in product(chosen, (None, said)):
            with patch.object(hearing, "load_weights", lambda: weights):  # noqa: B023
                found = hearing_report.report(told[path], by_meaning)
            name = "meaning too" if by_meaning else "words"
            print(f"{path.name:34}{name:12}P {found.precision:.1%}  R {found.recall:.1%}")


def main(arguments: Sequence[str]) -> None:
    """Fit, and write the data file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=FILES)
    parser.add_argument("--judge", action="store_true", help="only judge, writing nothing")
    parser.add_argument("--only", nargs="*", default=(), help="judge only these files, by name")
    chosen = parser.parse_args(arguments)
    files = [path for path in chosen.files if path.exists()]
    if chosen.judge:
        judged(files, chosen.only)
        return
    told = [s for case in hearing_report.cases(files) for s in sentences(case)]
    data = fitted(told)
    lines = ",\n".join(
        f"{json.dumps(name)}:{json.dumps(pairs)}"
        for name, pairs in data["features"].items()
    )
    head = json.dumps({"values": data["values"], "bias": data["bias"]})
    target = Path(hearing_weights.__file__).with_name(hearing_weights.FILE)
    target.write_text(f'{head[:-1]},"features":{{\n{lines}\n}}}}\n', encoding="utf-8")
    print(f"{target.name}: {len(data['features'])} features, {target.stat().st_size:,} bytes")
    target = Path(meaning.__file__).with_name(meaning.FILE)
    written = json.dumps(meant(told, load_encoder(Settings())), indent=0)
    target.write_text(written + "\n", encoding="utf-8")
    print(f"{target.name}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
