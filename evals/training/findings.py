"""Learns the weights for reading answers from our labels."""

import json
from math import log
from typing import Any

import numpy as np

from agents.reading.borders import BorderWeights
from agents.reading.weights import IDLE
from evals.training.clauses import (
    Clauses,
    Row,
    best_threshold,
    fitted,
    idle_rows,
    learned_from,
    matrix_of,
    sure_threshold,
    tells,
    weights_of,
)

SMALLEST = 0.2
"""Weights smaller than this change little and are not shipped."""


def learned_reading(read: Clauses, borders: BorderWeights) -> str:
    """The weights in the format of their file; the thresholds are the best ones for writers who were left out."""
    clauses = read.labelled
    idle = idle_rows(borders)
    data, everything = clauses.own + idle, np.ones(len(clauses.own), bool)
    every, names = matrix_of(data)
    labels: dict[str, dict[str, float]] = {}
    features: dict[str, dict[str, float]] = {}
    for label, unseen in zip(clauses.labels, clauses.likely.T, strict=True):
        true = np.array([label in row.labels for row in data])
        looked_at = learned_from(label, everything if label in IDLE else clauses.informative, idle)
        model = fitted(every[looked_at], true[looked_at], weights_of(data)[looked_at])
        labels[label] = {
            "bias": round(float(model.intercept_[0]), 3),
            "threshold": best_threshold(unseen, true[: len(unseen)]),
            "sure": sure_threshold(unseen, true[: len(unseen)]),
        }
        for name, weight in zip(names, model.coef_[0], strict=True):
            if abs(weight) >= SMALLEST:
                features.setdefault(str(name), {})[label] = round(float(weight), 2)
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(features[name])}" for name in sorted(features))
    informative = json.dumps(_informative(data, every, names, clauses.start))
    head = f'"informative": {informative},\n"labels": {json.dumps(labels, indent=1)}'
    return f'{{{head},\n"features": {{\n{lines}\n}}}}\n'


def _informative(data: list[Row], matrix: Any, names: Any, start: float) -> dict[str, Any]:
    """The model of which clauses are informative, shifted so that 0 is its threshold."""
    model = fitted(matrix, np.array([tells(row) for row in data]), weights_of(data))
    weights = {str(n): round(float(w), 2) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) >= SMALLEST}
    return {"bias": round(float(model.intercept_[0]) - log(start / (1 - start)), 3), "weights": weights}
