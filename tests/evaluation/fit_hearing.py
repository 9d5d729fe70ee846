"""Fit the weights of words and of meaning to messages whose facts are known.

    python tests/evaluation/fit_hearing.py [--judge]

Those of ``assistant/dialogue/hearing_weights.py`` weigh words, those of
``assistant/index/meaning.py`` vectors; ``fit_belief.py`` then fits how far to trust them. Needs
scikit-learn and the exported model. One logistic regression per value over the features of a
sentence, and one small network for all values over its vector; of a message of several sentences a
fact belongs to those where a pattern hears it, and is left out where none does. Readings under
``allow`` are left out too, and in cases with a ``situation`` or ``turns`` whatever is not among the
facts, as not all is told there. One more tells whether a sentence states anything of the manager's
own situation.
``--judge`` writes nothing and prints precision and recall on the messages of each author for whom
no pattern was made, all fitted without that author. Fit anew whenever words or groups of the
lexicon change.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import fit_belief
import hearing_report
import numpy as np
import torch
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from torch.nn.functional import binary_cross_entropy_with_logits

from assistant.dialogue import hearing, hearing_trust, hearing_weights
from assistant.dialogue.clauses import clauses
from assistant.dialogue.lexicon import load_lexicon
from assistant.dialogue.negation import scopes
from assistant.index import meaning
from assistant.index.encoder import load_encoder
from assistant.index.types import Encoder
from assistant.settings import Settings

HERE = Path(__file__).parent
LATEST = ("ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth")
AUTHORS = {
    "own": ("dev", "statements", "statements_more", "examples", "statements_trades"),
    "others": ("others", "stability", "scenarios"),
    "third": ("third", "third_stability", "third_scenarios"),
    "fourth": ("fourth", "fourth_stability", "fourth_scenarios"),
    "fifth": ("fifth", "fifth_scenarios"),
    "sixth": ("sixth",),
    "seventh": ("seventh",),
    "eighth": ("eighth",),
    **{who: (who, f"{who}_statements") for who in LATEST},
}
"""Who wrote which of the files."""
UNSEEN = ("fifth", "sixth", "seventh", "eighth", *LATEST)
"""Those for whose messages no pattern was made; only they tell how far patterns can be trusted."""
SEEN = ("others", "third", "fourth")
"""Further authors to learn from how far to trust what."""
UNSEEN_WEIGH = 3.0
STRENGTH, SCALE = 1.5, 0.7
STRENGTH_OURS = 0.5
SCALE_MEANT = 4.0
INNER, DROPPED_SIGNS, DROPPED = 384, 0.1, 0.6
STEP, DECAY, ROUNDS, TOGETHER, SEED = 2e-3, 1e-4, 35, 128, 0
FEWEST_MET, SMALLEST, SMALLEST_OURS = 2, 5, 8
OURS = "=".join(hearing_weights.OURS)
NOTHING = hearing_weights.Weights((), (), {})


@dataclass
class Sentence:
    """One sentence, its features, what it says, and what cannot be told of it."""

    text: str
    features: tuple[str, ...]
    around: tuple[str, ...]
    weigh: float = 1.0
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
    weighed = hearing_weights.Weighed(told, parts, reach, NOTHING)
    found = [
        Sentence(
            text[told.words[a].start : told.words[b - 1].end],
            tuple(weighed.features(a, b)),
            tuple(weighed.around(a)),
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
        if sentence.says:
            sentence.says.add(OURS)
        elif sentence.open:
            sentence.open.add(OURS)
    return found


def names() -> list[str]:
    """The values in the order of the files, what is told of oneself at all last."""
    entries = load_lexicon().criteria.items()
    return [*(f"{c}={v}" for c, entry in entries for v in entry.values), OURS]


def known(told: Sequence[Sentence], value: str) -> tuple[list[int], list[bool], list[float]]:
    """The sentences that say or do not say the value, whether they do, and how much they weigh."""
    rows = [i for i, sentence in enumerate(told) if value not in sentence.open]
    return rows, [value in told[i].says for i in rows], [told[i].weigh for i in rows]


def matrix(rows: Sequence[Sequence[str]]) -> tuple[list[str], csr_matrix]:
    """The features that are met often enough, and who has which."""
    met = Counter(name for row in rows for name in row)
    often = sorted(name for name, times in met.items() if times >= FEWEST_MET)
    number = {name: i for i, name in enumerate(often)}
    columns = [[number[n] for n in row if n in number] for row in rows]
    starts = np.cumsum([0, *map(len, columns)])
    flat = [column for row in columns for column in row]
    return often, csr_matrix(([SCALE] * len(flat), flat, starts), shape=(len(rows), len(often)))


def fitted(told: Sequence[Sentence]) -> dict[str, Any]:
    """The content of the data file."""
    plain = matrix([s.features for s in told])
    placed = matrix([s.features + s.around for s in told])
    bias: list[int] = []
    weights: dict[str, list[int]] = {}
    for place, value in enumerate(names()):
        (often, all_), strength, least = (
            (placed, STRENGTH_OURS, SMALLEST_OURS) if value == OURS else (plain, STRENGTH, SMALLEST)
        )
        rows, says, weigh = known(told, value)
        model = LogisticRegression(C=strength, solver="liblinear", max_iter=300)
        model.fit(all_[rows], says, sample_weight=weigh)
        bias.append(round(float(model.intercept_[0]) * hearing_weights.UNIT))
        for name, weight in zip(often, model.coef_[0], strict=True):
            rounded = round(float(weight) * SCALE * hearing_weights.UNIT)
            if abs(rounded) >= least:
                weights.setdefault(name, []).extend((place, rounded))
    features = {name: " ".join(map(str, pairs)) for name, pairs in sorted(weights.items())}
    return {"values": names(), "bias": bias, "features": features}


def meant(told: Sequence[Sentence], encoder: Encoder) -> dict[str, np.ndarray]:
    """The content of the data file of ``assistant/index/meaning.py``.

    What cannot be told of a sentence is left out of the loss. Inputs and the inner layer are
    dropped at random while it learns, so that no single example decides.
    """
    torch.manual_seed(SEED)
    vectors = torch.tensor(np.array([encoder.encode(s.text) for s in told]) * SCALE_MEANT)
    says = torch.tensor([[v in s.says for v in names()] for s in told], dtype=torch.float32)
    counts = torch.tensor(
        [[s.weigh * (v not in s.open) for v in names()] for s in told], dtype=torch.float32
    )
    hidden, out = torch.nn.Linear(vectors.shape[1], INNER), torch.nn.Linear(INNER, len(names()))
    network = torch.nn.Sequential(
        torch.nn.Dropout(DROPPED_SIGNS), hidden, torch.nn.ReLU(), torch.nn.Dropout(DROPPED), out
    )
    steps = torch.optim.AdamW(network.parameters(), lr=STEP, weight_decay=DECAY)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(steps, ROUNDS)
    for _ in range(ROUNDS):
        for rows in torch.randperm(len(told)).split(TOGETHER):
            losses = binary_cross_entropy_with_logits(
                network(vectors[rows]), says[rows], counts[rows], reduction="sum"
            )
            steps.zero_grad()
            (losses / len(rows)).backward()
            steps.step()
        slower.step()
    layers = (hidden.weight * SCALE_MEANT, hidden.bias, out.weight, out.bias)
    arrays = (layer.detach().numpy().astype(np.float16) for layer in layers)
    return {meaning.ENCODER: np.array(encoder.name), **dict(zip(meaning.LAYERS, arrays, strict=True))}


class Fits:
    """The cases of all authors, and both kinds of weights fitted without some of them."""

    def __init__(self, encoder: Encoder) -> None:
        encoder.encode = cache(encoder.encode)  # type: ignore[method-assign]
        self.encoder = encoder
        self.told = {
            who: hearing_report.cases(HERE / f"hearing_{n}.jsonl" for n in files)
            for who, files in AUTHORS.items()
        }
        self.parsed = {
            who: [s for case in cases for s in sentences(case)] for who, cases in self.told.items()
        }
        for who in UNSEEN:
            for sentence in self.parsed[who]:
                sentence.weigh = UNSEEN_WEIGH
        self.without = cache(self._without)
        self.rows = cache(self._rows)

    def content(self, left_out: Collection[str]) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """The content of both data files, of the authors who are not left out."""
        told = [s for who, found in self.parsed.items() if who not in left_out for s in found]
        return fitted(told), meant(told, self.encoder)

    def _without(
        self, left_out: frozenset[str]
    ) -> tuple[hearing_weights.Weights, hearing.Meaning]:
        words, vectors = self.content(left_out)
        pairs = tuple((c, v) for c, _, v in (name.partition("=") for name in words["values"]))
        weights = hearing_weights.Weights(pairs, tuple(words["bias"]), words["features"])
        return weights, meaning.weighed(vectors, self.encoder)

    def _rows(self, who: str) -> list[fit_belief.Row]:
        """What may be heard in an author's messages, by weights fitted without the author."""
        weights, said = self.without(frozenset({who}))
        return fit_belief.rows(self.told[who], weights, said)

    def trust(self, left_out: Collection[str]) -> dict[str, Any]:
        """The content of the data file of ``hearing_trust.py``, without those left out."""
        told = {who: self.rows(who) for who in (*UNSEEN, *SEEN) if who not in left_out}
        return fit_belief.fitted(told, UNSEEN)


def judged(fits: Fits) -> None:
    """Print how well each author is heard whom neither weights nor trust nor patterns know."""
    for who in UNSEEN:
        weights, said = fits.without(frozenset({who}))
        trust = hearing_trust.read_trust(fits.trust((who,)))
        told = [c for c in fits.told[who] if "turns" not in c]
        for name, by_meaning in (("words", None), ("meaning too", said)):
            found = hearing_report.report(told, by_meaning, weights, trust)
            print(f"{who:10}{name:12}P {found.precision:.1%}  R {found.recall:.1%}", flush=True)


def main(arguments: Sequence[str]) -> None:
    """Fit, and write the data files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judge", action="store_true", help="only judge, writing nothing")
    chosen = parser.parse_args(arguments)
    fits = Fits(load_encoder(Settings()))
    if chosen.judge:
        judged(fits)
        return
    data, vectors = fits.content(())
    lines = ",\n".join(
        f"{json.dumps(name)}:{json.dumps(pairs)}" for name, pairs in data["features"].items()
    )
    head = json.dumps({"values": data["values"], "bias": data["bias"]})
    for module, text in (
        (hearing_weights, f'{head[:-1]},"features":{{\n{lines}\n}}}}'),
        (hearing_trust, json.dumps(fits.trust(()), indent=1)),
    ):
        Path(str(module.__file__)).with_name(module.FILE).write_text(text + "\n", encoding="utf-8")
    np.savez(Path(meaning.__file__).with_name(meaning.FILE), **vectors)


if __name__ == "__main__":
    main(sys.argv[1:])
