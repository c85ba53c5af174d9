"""Learns to read clauses in the light of their story, from likelihoods of weights that have not seen their group."""

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from agents.reading.findings import VAGUE
from agents.reading.story import in_context, together
from evals.training.clauses import FOLDS, Clauses, best_threshold, sure_threshold, weights_of

STRENGTH = 0.02
"""Inverse L2 regularisation, chosen by leaving groups out."""
ROUNDS = 60


def learned_story(read: Clauses) -> tuple[str, Clauses]:
    """The weights in the format of their file, and the clauses as weights that have not seen their group read them again."""
    parts = [k for k, label in enumerate(read.labels) if "." in label and not label.startswith("flag") and VAGUE not in label]
    own = read.likely[:, parts]
    told = np.flatnonzero(own.any(axis=1))
    context = np.vstack([in_context(own[places]) for places in _stories(read, told)])
    first = np.array([" " not in read.own[k].answer and read.own[k].labelled for k in told])
    group = np.unique([row.group for row in read.own], return_inverse=True)[1][told] % FOLDS
    weights, again, labels = weights_of(read.own)[told], own.copy(), {}
    for column, place in enumerate(parts):
        label = read.labels[place]
        true = np.array([label in read.own[k].labels for k in told])
        unseen = np.zeros(len(told))
        for fold in range(FOLDS):
            others = first & (group != fold)
            bias, line = _line(context[others], true[others], weights[others])
            unseen[group == fold] = context[group == fold] @ line + bias
        again[told, column] = together(own[told, column], unseen)
        bias, line = _line(context[first], true[first], weights[first])
        likely = again[told, column][first]
        labels[label] = {
            "bias": round(bias, 3),
            "threshold": best_threshold(likely, true[first]),
            "sure": sure_threshold(likely, true[first]),
            "weights": [round(float(weight), 3) for weight in line],
        }
    found = read.likely.copy()
    found[:, parts] = again
    return json.dumps({"labels": labels}, indent=0) + "\n", replace(read, likely=found)


def _stories(read: Clauses, told: np.ndarray) -> list[Sequence[int]]:
    """The clauses that tell something, answer by answer."""
    return [list(places) for _, places in groupby(told, key=lambda place: read.own[place].answer)]


def _line(values: np.ndarray, true: np.ndarray, weights: np.ndarray) -> tuple[float, Any]:
    """Fits a logistic model on standardised columns, and returns its bias and one weight per column."""
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-3).fit((values - middle) / spread, true, weights)
    line = np.ravel(model.coef_) / spread
    return float(model.intercept_[0] - line @ middle), line
