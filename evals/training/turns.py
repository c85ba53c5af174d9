"""Learns what a turn does and which dimensions it tells about, from our talks: `python -m evals.training.turns`.

It prints how often both are right for writers who were left out; with --unseen, for the writers that nothing was learned from;
with --write, it learns and writes the shipped weights instead.
"""

import json
import re
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.svm import LinearSVC

from agents.moves import DIMENSIONS, Dimension
from agents.reading.answer import Reader, shipped_reader
from agents.reading.turn_features import act_features, telling_features
from agents.reading.weights import SHIPPED, Logistic, logistic
from evals.labels.answers import read_labelled
from evals.labels.talks import ActExample, Talk, act_examples, talks
from evals.training.clauses import feature_matrix

ACTS_STRENGTH, TELLING_STRENGTH = 0.02, 0.05
"""Inverse L2 regularisation, chosen by leaving writers out."""
WRITTEN = 0.05
"""How much a turn of a written answer counts beside one of a talk: enough to be read, too little to change how talk is read."""
IN_DOUBT = 0.1
"""How much is added for an answer, since responding to something that was not done is worse than missing it."""
PLAIN = 0.3
"""How much a piece of a written answer counts as an example of an answer."""
CORE = frozenset(
    "context.role context.goal impact.consequence impact.size ownership.decision mitigation.contain mitigation.tell"
    " mitigation.repair growth.measure growth.team growth.held".split()
)
"""The labels of a written answer that tell its dimension."""
FEWEST_ACTS, FEWEST_TURNS = 4, 3
"""How many turns a feature must occur in to be used."""
SMALLEST = 0.01
"""Weights smaller than this change little and are not shipped."""


class Turn(NamedTuple):
    """A turn of a talk: its features, which dimensions it is the first to tell, and which had been told before."""

    features: set[str]
    tells: dict[Dimension, bool]
    before: dict[Dimension, bool]


def turns_of(talk: Talk, reader: Reader) -> list[Turn]:
    """The turns of a talk, to learn what they tell from."""
    found, before = [], dict.fromkeys(DIMENSIONS, False)
    for said in talk.answers:
        told = {name: said.told[name] for name in DIMENSIONS}
        found.append(Turn(features_of(said.text, reader), told, before))
        before = told
    return found


def written_turns(reader: Reader) -> list[Turn]:
    """The turns of our labelled written answers, whole and in halves."""
    found = []
    for answer in read_labelled():
        for number, turn in enumerate(answer.turns if not answer.in_test else ()):
            labels = [label for label in answer.clauses if label.turn == number and label.mode != "hypothetical"]
            for start, end in _halves(turn.text) if labels else ():
                inside = {name for label in labels if start <= label.start and label.end <= end + 1 for name in label.labels}
                tells = {d: any(name.startswith(f"{d}.") for name in inside & CORE) for d in DIMENSIONS}
                found.append(Turn(features_of(turn.text[start:end], reader), tells, dict.fromkeys(DIMENSIONS, False)))
    return found


def plain_answers() -> list[str]:
    """Pieces of our labelled written answers: whole turns, halves and single sentences."""
    found = []
    for answer in read_labelled():
        for turn in answer.turns if not answer.in_test else ():
            if turn.speaker == "candidate":
                sentences = [part for part in re.split(r"(?<=[.!?])\s+", turn.text) if len(part.split()) > 2]
                found += [turn.text[start:end] for start, end in _halves(turn.text)] + sentences[1:2] + sentences[-1:]
    return found


def _halves(text: str) -> list[tuple[int, int]]:
    """The whole text and, if a sentence ends near its middle, both halves."""
    near = [end for m in re.finditer(r"[.!?]\s+", text) if 0.35 < (end := m.end()) / len(text) < 0.65]
    return [(0, len(text)), *([(0, near[0]), (near[0], len(text))] if near else [])]


def features_of(text: str, reader: Reader) -> set[str]:
    """What the model of telling sees of a turn."""
    reading = reader.read(text)
    return telling_features(text, reading.clauses, reading.likely, reader.weights.findings.labels)


def learned_acts(examples: Sequence[ActExample], plain: Sequence[str]) -> dict[str, Any]:
    """The model of acts, as its file holds it; `plain` are texts that do nothing but answer."""
    texts = [*(example.text for example in examples), *plain]
    acts = [*(example.act for example in examples), *["answer"] * len(plain)]
    matrix, names = feature_matrix([_act_features(text) for text in texts], FEWEST_ACTS)
    weights = np.array([1.0] * len(examples) + [PLAIN] * len(plain))
    model = LinearSVC(C=ACTS_STRENGTH).fit(matrix, acts, sample_weight=weights)
    biases = model.intercept_ + IN_DOUBT * (model.classes_ == "answer")
    return model_file(list(model.classes_), biases, model.coef_, names)


def learned_telling(told: Sequence[Turn], written: Sequence[Turn]) -> dict[str, Any]:
    """The model of what a turn tells, learned for each dimension from the turns before which it had not been told."""
    turns = [*told, *written]
    weights = np.array([1.0] * len(told) + [WRITTEN] * len(written))
    matrix, names = feature_matrix([turn.features for turn in turns], FEWEST_TURNS)
    models = []
    for name in DIMENSIONS:
        rows = np.array([k for k, turn in enumerate(turns) if not turn.before[name]])
        model = LogisticRegression(C=TELLING_STRENGTH, max_iter=1000)
        models.append(model.fit(matrix[rows], [turns[k].tells[name] for k in rows], sample_weight=weights[rows]))
    biases, coefficients = [m.intercept_[0] for m in models], np.array([m.coef_[0] for m in models])
    return model_file(list(DIMENSIONS), biases, coefficients, names)


@cache
def _act_features(text: str) -> frozenset[str]:
    return frozenset(act_features(text))


def model_file(labels: list[str], biases: Any, weights: Any, names: Any, smallest: float = SMALLEST) -> dict[str, Any]:
    """A linear model as its file holds it, without the weights that are smaller than that."""
    kept = {
        str(name): {label: round(float(w), 3) for label, w in zip(labels, column, strict=True) if abs(w) >= smallest}
        for name, column in zip(names, weights.T, strict=True)
    }
    return {
        "labels": {label: {"bias": round(float(bias), 3)} for label, bias in zip(labels, biases, strict=True)},
        "features": {name: column for name, column in kept.items() if column},
    }


def acts_right(examples: Sequence[ActExample], model: Logistic) -> tuple[list[str], list[str]]:
    """The labelled acts, and those that a model finds."""
    sums = [model.sums(set(_act_features(example.text))) for example in examples]
    return [example.act for example in examples], [model.labels[int(np.argmax(row))] for row in sums]


def telling_right(found: Sequence[Talk], model: Logistic, reader: Reader) -> list[dict[Dimension, bool]]:
    """For each turn and dimension, whether the model is right about its having been told by then."""
    right = []
    for talk in found:
        untold = dict.fromkeys(DIMENSIONS, 1.0)
        for turn in turns_of(talk, reader):
            for name, likely in zip(model.labels, model.probabilities(turn.features), strict=True):
                untold[name] *= 1 - likely  # type: ignore[index]
            right.append({name: (untold[name] < 0.5) == turn.tells[name] for name in DIMENSIONS})
    return right


def main() -> None:
    """Measures, on the writers left out one after the other or on the unseen ones; with --write, learns the shipped weights."""
    if "--write" in sys.argv:
        write()
        return
    reader = shipped_reader()
    if "--unseen" in sys.argv:
        weights = reader.weights
        labels, acts = acts_right(act_examples("unseen"), weights.acts)
        right = telling_right(talks("unseen"), weights.telling, reader)
    else:
        labels, acts, right = [], [], []
        known, told = act_examples("tuned-on"), talks("tuned-on")
        written, plain = written_turns(reader), plain_answers()
        for writer in sorted({talk.writer for talk in told}):
            one, other = acts_right(
                [e for e in known if e.writer == writer],
                logistic(learned_acts([e for e in known if e.writer != writer], plain)),
            )
            labels, acts = labels + one, acts + other
            turns = [turn for talk in told if talk.writer != writer for turn in turns_of(talk, reader)]
            right += telling_right([t for t in told if t.writer == writer], logistic(learned_telling(turns, written)), reader)
    names = sorted(set(labels))
    for name, score in zip(names, f1_score(labels, acts, labels=names, average=None), strict=True):
        print(f"{name:<16} F1 {score:.2f} of {labels.count(name)}")
    print(f"acts: macro F1 {f1_score(labels, acts, average='macro'):.3f}, right {np.mean(np.array(labels) == acts):.3f}")
    for dimension in DIMENSIONS:
        print(f"{dimension:<16} right {np.mean([turn[dimension] for turn in right]):.3f} of {len(right)}")
    print(f"told: right {np.mean([[*turn.values()] for turn in right]):.3f}")


def write() -> None:
    """Learns and writes the shipped weights."""
    reader = shipped_reader()
    models = {
        "acts": learned_acts(act_examples("tuned-on"), plain_answers()),
        "telling": learned_telling(
            [turn for talk in talks("tuned-on") for turn in turns_of(talk, reader)], written_turns(reader)
        ),
    }
    for name, model in models.items():
        write_model(SHIPPED / f"{name}.json", model)


def write_model(path: Path, model: dict[str, Any]) -> None:
    """Writes a model, one feature a line."""
    lines = ",\n".join(f"{json.dumps(feature)}: {json.dumps(w)}" for feature, w in sorted(model["features"].items()))
    text = f'{{"labels": {json.dumps(model["labels"], indent=1)},\n"features": {{\n{lines}\n}}}}\n'
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
