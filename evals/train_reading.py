"""Learns the weights of the reading from labelled answers."""

import json
from collections.abc import Iterable

import numpy as np

from evals.labelled import LabelledAnswer
from evals.reading_clauses import (
    FEWEST_CLAUSES,
    as_in_conversation,
    best_threshold,
    fitted,
    learned_labels,
    left_out,
    matrix_of,
    rows,
)

SMALLEST = 0.2
"""Weights below this change little and are not shipped."""


def learned_reading(answers: Iterable[LabelledAnswer]) -> str:
    """The weights as their file has them; thresholds are those that are best for a writer who was left out."""
    data = rows(answers)
    both = data + as_in_conversation(data)
    every, names = matrix_of(both, 2 * FEWEST_CLAUSES)
    matrix, _ = matrix_of(data)
    writers = np.array([row.writer for row in data])
    labels: dict[str, dict[str, float]] = {}
    features: dict[str, dict[str, float]] = {}
    for label in learned_labels(data):
        true = np.array([label in row.labels for row in data])
        model = fitted(every, np.concatenate([true, true]))
        threshold = best_threshold(left_out(matrix, writers, true), true)
        labels[label] = {"bias": round(float(model.intercept_[0]), 3), "threshold": threshold}
        for name, weight in zip(names, model.coef_[0], strict=True):
            if abs(weight) >= SMALLEST:
                features.setdefault(str(name), {})[label] = round(float(weight), 2)
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(features[name])}" for name in sorted(features))
    return f'{{"labels": {json.dumps(labels, indent=1)},\n"features": {{\n{lines}\n}}}}\n'
