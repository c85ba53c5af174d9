"""Learns the weights of the marks from labelled answers.

The findings under an answer are read with weights that have not seen its writer, as they will be in use.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from agents.clauses import clauses_of
from agents.findings import flags_said
from agents.moves import DIMENSIONS
from agents.offline.marking import answer_features, speaks_for
from evals.labelled import LabelledAnswer
from evals.reading_clauses import FOLDS, Clauses

STEPS = (2, 3, 4, 5)
MARK, FLAG = (0.005, "balanced"), (0.0035, None)
"""Inverse L2 regularisation, and whether rare cases weigh as much as common ones: chosen leaving writers out."""
FEWEST_FLAGS = 6
"""Answers with a red flag for it to be learned."""
SMALLEST = 0.01
DECIDED_BY_RULE = frozenset({"no_mitigation", "gibberish", "injection", "inconsistent"})
"""Red flags that follow from marks, acts or words."""

Columns = tuple[float, np.ndarray]
"""A bias, and a weight a column."""


@dataclass(frozen=True)
class Sheet:
    """Answers as numbers: a row each, a column a feature."""

    answers: Sequence[LabelledAnswer]
    names: list[str]
    values: np.ndarray
    writers: np.ndarray

    @property
    def columns(self) -> dict[str, list[int]]:
        """Which columns may weigh in each dimension."""
        return {d: [k for k, name in enumerate(self.names) if speaks_for(name, d)] for d in DIMENSIONS}


def sheet(answers: Sequence[LabelledAnswer], read: Clauses) -> Sheet:
    """The answers, each read with weights that were learned from other writers."""
    places: dict[str, list[int]] = {answer.id: [] for answer in answers}
    for place, row in enumerate(read.own):
        places[row.answer].append(place)
    features = [
        answer_features(
            read.labels, [read.own[k].clause for k in places[answer.id]], read.likely[places[answer.id]].tolist(), _said(answer)
        )
        for answer in answers
    ]
    names = sorted({name for row in features for name in row})
    values = np.array([[row.get(name, 0.0) for name in names] for row in features])
    return Sheet(answers, names, values, np.array([answer.writer for answer in answers]))


def _said(answer: LabelledAnswer) -> set[str]:
    """The red flags whose cues are said."""
    turns = (turn.text.replace("’", "'") for turn in answer.turns if turn.speaker == "candidate")
    return {finding.part for text in turns for finding in flags_said(text, clauses_of(text))}


def line(values: np.ndarray, true: np.ndarray, strength: float, balance: str | None) -> Columns:
    """A logistic model on standardised columns: its bias and a weight a column."""
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    model = LogisticRegression(C=strength, class_weight=balance, max_iter=400).fit((values - middle) / spread, true)
    weights = np.ravel(model.coef_) * (np.abs(np.ravel(model.coef_)) >= SMALLEST) / spread
    return float(model.intercept_[0] - (np.ravel(model.coef_) / spread * middle).sum()), weights


def out_of_writer(
    values: np.ndarray, true: np.ndarray, strength: float, balance: str | None, writers: np.ndarray
) -> np.ndarray:
    """The value of the line at each answer, learned without its writer."""
    found = np.zeros(len(true))
    fold = np.unique(writers, return_inverse=True)[1] % FOLDS
    for one in range(FOLDS):
        inside = fold == one
        if len(set(true[~inside])) > 1:
            bias, weights = line(values[~inside], true[~inside], strength, balance)
            found[inside] = bias + values[inside] @ weights
    return found


def written(columns: Columns, names: list[str]) -> dict[str, Any]:
    """A line as the file has it."""
    bias, weights = columns
    return {"bias": round(bias, 3), "weights": {n: round(float(w), 3) for n, w in zip(names, weights, strict=True) if w}}


def surety(steps: np.ndarray, true: np.ndarray) -> tuple[float, float]:
    """Start and slope of the curve from the distance to the nearest step to the share of marks that are right."""
    right = 1 + (steps > 0).sum(axis=1) == true
    curve = LogisticRegression().fit(np.abs(steps).min(axis=1, keepdims=True), right)
    return round(float(curve.intercept_[0]), 3), round(float(curve.coef_[0][0]), 3)


def best_flag_threshold(values: np.ndarray, true: np.ndarray) -> float:
    """The probability from which on raising the flag is best (F1)."""
    likely = 1 / (1 + np.exp(-values))
    steps = np.arange(0.1, 0.96, 0.02)
    scores = [2 * ((likely >= step) & true).sum() / max(1, (likely >= step).sum() + true.sum()) for step in steps]
    return round(float(steps[int(np.argmax(scores))]), 2)


def learned_marks(answers: Sequence[LabelledAnswer], read: Clauses) -> str:
    """The weights as their file has them."""
    known = sheet(answers, read)
    dimensions: dict[str, Any] = {}
    for dimension in DIMENSIONS:
        chosen = known.columns[dimension]
        values, names = known.values[:, chosen], [known.names[k] for k in chosen]
        true = np.array([answer.marks.dimensions[dimension] for answer in known.answers])
        unseen = np.stack([out_of_writer(values, true >= step, *MARK, known.writers) for step in STEPS], axis=1)
        steps = [written(line(values, true >= step, *MARK), names) for step in STEPS]
        dimensions[dimension] = {"surety": surety(unseen, true), "steps": steps}
    flags: dict[str, Any] = {}
    for flag in sorted({flag for answer in known.answers for flag in answer.marks.flags} - DECIDED_BY_RULE):
        true = np.array([flag in answer.marks.flags for answer in known.answers])
        if true.sum() >= FEWEST_FLAGS:
            unseen = out_of_writer(known.values, true, *FLAG, known.writers)
            flags[flag] = {"threshold": best_flag_threshold(unseen, true)} | written(
                line(known.values, true, *FLAG), known.names
            )
    return json.dumps({"dimensions": dimensions, "flags": flags}, indent=1) + "\n"
