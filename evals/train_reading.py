"""Learns the weights of the reading from the training part of our labelled answers: `make train`."""

import json

import numpy as np

from agents.weights import READING
from evals.labelled import read_labelled
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


def main() -> None:
    """Writes the weights; thresholds are those that are best for a writer who was left out."""
    data = rows(answer for answer in read_labelled() if not answer.in_test)
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
    READING.parent.mkdir(exist_ok=True)
    READING.write_text(f'{{"labels": {json.dumps(labels, indent=1)},\n"features": {{\n{lines}\n}}}}\n', encoding="utf-8")
    print(f"{len(data)} clauses; {len(features)} features, {READING.stat().st_size // 1000} kB in {READING.name}")


if __name__ == "__main__":
    main()
