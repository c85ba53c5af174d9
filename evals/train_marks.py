"""Learns the weights of the marks from the training part of our labelled answers: `make train`.

The findings under a training answer are read with weights that have not seen its writer, as they will be in use.
"""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge

from agents.clauses import clauses_of
from agents.findings import flags_said
from agents.moves import DIMENSIONS
from agents.offline.marking import MARKS, answer_features, distance, speaks_for
from evals.labelled import LabelledAnswer, read_labelled
from evals.reading_clauses import learned_labels, left_out, matrix_of, rows

STRENGTH, FLAG_STRENGTH = 50.0, 0.03
"""Ridge penalty of the marks and inverse L2 regularisation of the flags, chosen leaving writers out."""
FEWEST_FLAGS = 6
"""Answers with a red flag for it to be learned."""
SMALLEST = 0.01
DECIDED_BY_RULE = frozenset({"no_mitigation", "gibberish", "injection", "inconsistent"})
"""Red flags that follow from marks, acts or words."""


@dataclass(frozen=True)
class Sheet:
    """Answers as numbers: a row each, a column a feature."""

    answers: tuple[LabelledAnswer, ...]
    names: list[str]
    values: np.ndarray
    writers: np.ndarray

    @property
    def columns(self) -> dict[str, list[int]]:
        """Which columns may weigh in each dimension."""
        return {d: [k for k, name in enumerate(self.names) if speaks_for(name, d)] for d in DIMENSIONS}


def sheet() -> Sheet:
    """The training part, read with weights that were learned from the other writers."""
    answers = tuple(answer for answer in read_labelled() if not answer.in_test)
    by_answer = [rows([answer]) for answer in answers]
    data = [row for found in by_answer for row in found]
    matrix, _ = matrix_of(data)
    writers = np.array([row.writer for row in data])
    labels = learned_labels(data)
    likely = np.stack([left_out(matrix, writers, np.array([n in row.labels for row in data])) for n in labels], axis=1)
    features, start = [], 0
    for answer, found in zip(answers, by_answer, strict=True):
        clauses = [row.clause for row in found]
        features.append(answer_features(labels, clauses, likely[start : start + len(found)].tolist(), _said(answer)))
        start += len(found)
    names = sorted({name for row in features for name in row})
    values = np.array([[row.get(name, 0.0) for name in names] for row in features])
    return Sheet(answers, names, values, np.array([answer.writer for answer in answers]))


def _said(answer: LabelledAnswer) -> set[str]:
    """The red flags whose cues are said."""
    turns = (turn.text.replace("’", "'") for turn in answer.turns if turn.speaker == "candidate")
    return {finding.part for text in turns for finding in flags_said(text, clauses_of(text))}


def line(model: Any, values: np.ndarray, names: list[str], target: np.ndarray) -> tuple[float, dict[str, float], Any]:
    """Fits on standardised columns and gives bias and weights for the columns as they are."""
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    model.fit((values - middle) / spread, target)
    weights = np.ravel(model.coef_) / spread
    bias = float(np.ravel(model.intercept_)[0] - (weights * middle).sum())
    kept = {name: round(float(w), 3) for name, w, s in zip(names, weights, spread, strict=True) if abs(w * s) >= SMALLEST}
    return round(bias, 3), kept, lambda rows: bias + rows @ weights


def out_of_writer(make: Any, values: np.ndarray, writers: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The value of the line at each answer, learned without its writer."""
    found = np.zeros(len(target))
    for writer in sorted(set(writers)):
        inside = writers == writer
        if len(set(target[~inside])) > 1:
            *_, at = line(make(), values[~inside], [""] * values.shape[1], target[~inside])
            found[inside] = at(values[inside])
    return found


def ridge() -> Ridge:
    """The model of a mark."""
    return Ridge(STRENGTH)


def flagger() -> LogisticRegression:
    """The model of a red flag."""
    return LogisticRegression(C=FLAG_STRENGTH, class_weight="balanced", max_iter=400)


def surety(values: np.ndarray, true: np.ndarray) -> tuple[float, float]:
    """Start and slope of the curve from the distance to the next mark to the share of marks that are right."""
    marks = np.clip(np.floor(values + 0.5), 1, 5).astype(int)
    far = np.array([[distance(value, mark)] for value, mark in zip(values, marks, strict=True)])
    curve = LogisticRegression().fit(far, marks == true)
    return round(float(curve.intercept_[0]), 3), round(float(curve.coef_[0][0]), 3)


def best_flag_threshold(values: np.ndarray, true: np.ndarray) -> float:
    """The probability from which on raising the flag is best (F1)."""
    likely = 1 / (1 + np.exp(-values))
    steps = np.arange(0.3, 0.96, 0.02)
    scores = [2 * ((likely >= step) & true).sum() / max(1, (likely >= step).sum() + true.sum()) for step in steps]
    return round(float(steps[int(np.argmax(scores))]), 2)


def main() -> None:
    """Writes the weights."""
    known = sheet()
    dimensions: dict[str, Any] = {}
    for dimension in DIMENSIONS:
        chosen = known.columns[dimension]
        values, names = known.values[:, chosen], [known.names[k] for k in chosen]
        true = np.array([answer.marks.dimensions[dimension] for answer in known.answers])
        bias, weights, _ = line(ridge(), values, names, true)
        curve = surety(out_of_writer(ridge, values, known.writers, true), true)
        dimensions[dimension] = {"bias": bias, "surety": curve, "weights": weights}
    flags: dict[str, Any] = {}
    for flag in sorted({flag for answer in known.answers for flag in answer.marks.flags} - DECIDED_BY_RULE):
        true = np.array([flag in answer.marks.flags for answer in known.answers])
        if true.sum() >= FEWEST_FLAGS:
            bias, weights, _ = line(flagger(), known.values, known.names, true)
            threshold = best_flag_threshold(out_of_writer(flagger, known.values, known.writers, true), true)
            flags[flag] = {"bias": bias, "threshold": threshold, "weights": weights}
    MARKS.write_text(json.dumps({"dimensions": dimensions, "flags": flags}, indent=1) + "\n", encoding="utf-8")
    print(f"{len(known.answers)} answers; {len(flags)} flags, {MARKS.stat().st_size // 1000} kB in {MARKS.name}")


if __name__ == "__main__":
    main()
