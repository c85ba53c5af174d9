"""Learns the weights for scoring from labelled answers.

An answer's findings are read with weights that have not seen its writer, as they will be in real use.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from agents.evaluator.marking import NOTHING_REAL, answer_features, speaks_for, word_features
from agents.moves import DIMENSIONS, Dimension
from agents.plain import straight
from agents.reading.answer import how_told
from agents.reading.borders import BorderWeights
from agents.reading.clauses import clauses_of
from agents.reading.findings import flags_said
from agents.reading.text import words_of
from agents.rubric import NO_REAL_FAILURE
from evals.labels.answers import LabelledAnswer, said_by
from evals.training.clauses import FOLDS, Clauses, best_threshold

STEPS = (2, 3, 4, 5)
MARK, FLAG = (0.005, "balanced"), (0.01, None)
"""Inverse L2 regularisation, and whether rare cases weigh as much as common ones; chosen by leaving writers out."""
WORDS = 1.0
"""Inverse L2 regularisation of the linear models over words."""
MOST_WORDS = 300
"""How many words a linear model keeps; more do not help with writers who were left out."""
FEWEST_ANSWERS = 9
"""How many answers a word must occur in; each answer is in the data three times."""
PRECISE, FEWEST_RAISED, NEVER = 0.85, 4, 0.97
"""How often a flag must be right when it is raised, by how many we tell, and the threshold where that is not reached."""
FEWEST_FLAGS = 6
"""How many answers must have a red flag for it to be learned."""
UNBOUND = 1000.0
"""An inverse regularisation so large that two parameters are fitted freely."""
CUT = 0.3
"""Weight of an answer with clauses removed, relative to a whole one; more makes scores drop more reliably but agree less."""
SMALLEST = 0.01
DECIDED_BY_RULE = frozenset({"no_mitigation", "gibberish", "injection", "inconsistent"})
"""Red flags that follow from scores, acts or words, so they are not learned."""

Columns = tuple[float, np.ndarray]
"""A bias, and one weight per column."""


@dataclass(frozen=True)
class Sheet:
    """Answers as numbers: one row per answer, one column per feature."""

    answers: Sequence[LabelledAnswer]
    names: list[str]
    values: np.ndarray
    groups: np.ndarray

    def of(self, dimension: Dimension | None) -> "Sheet":
        """The whole answers, plus those whose only known score is in this dimension."""
        rows = [k for k, answer in enumerate(self.answers) if answer.about in (None, dimension)]
        return Sheet([self.answers[k] for k in rows], self.names, self.values[rows], self.groups[rows])


def sheet(answers: Sequence[LabelledAnswer], read: Clauses, borders: BorderWeights) -> Sheet:
    """The features of the answers, each read with weights learned from other writers."""
    places: dict[str, list[int]] = {answer.id: [] for answer in answers}
    for place, row in enumerate(read.own):
        places[row.answer].append(place)
    features = [
        answer_features(
            read.labels,
            read.likely[places[answer.id]],
            how_told([read.own[k].clause for k in places[answer.id]]),
            _said(answer, borders),
        )
        for answer in answers
    ]
    names = sorted({name for row in features for name in row})
    values = np.array([[row.get(name, 0.0) for name in names] for row in features])
    return Sheet(answers, names, values, np.array([answer.group for answer in answers]))


def _said(answer: LabelledAnswer, borders: BorderWeights) -> set[str]:
    """The red flags whose cues occur in the answer."""
    turns = (straight(words_of(turn.text).text) for turn in answer.turns if turn.speaker == "candidate")
    return {finding.part for text in turns for finding in flags_said(text, clauses_of(text, borders))}


def line(
    values: np.ndarray, true: np.ndarray, strength: float, balance: str | None, whole: np.ndarray | None = None
) -> Columns:
    """Fits a logistic model on standardised columns, and returns its bias and one weight per column.

    With `whole`, which says which answers are whole, the others weigh less, and bias and scale are then refitted on the whole
    ones alone, at their natural frequencies.
    """
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    model = LogisticRegression(C=strength, class_weight=balance, max_iter=400)
    model.fit((values - middle) / spread, true, None if whole is None else np.where(whole, 1.0, CUT))
    weights = np.ravel(model.coef_) * (np.abs(np.ravel(model.coef_)) >= SMALLEST) / spread
    bias = float(model.intercept_[0] - (np.ravel(model.coef_) / spread * middle).sum())
    if whole is not None:
        again = LogisticRegression(C=UNBOUND).fit((values[whole] @ weights)[:, None], true[whole])
        weights, bias = weights * again.coef_[0][0], float(again.intercept_[0])
    return bias, weights


def out_of_group(
    known: Sheet, values: np.ndarray, true: np.ndarray, how: tuple[float, str | None], whole: np.ndarray | None = None
) -> np.ndarray:
    """The linear model's value for each answer, learned without its group."""
    found = np.zeros(len(true))
    fold = np.unique(known.groups, return_inverse=True)[1] % FOLDS
    for one in sorted(set(fold)):
        inside = fold == one
        if len(set(true[~inside])) > 1:
            bias, weights = line(values[~inside], true[~inside], *how, whole=None if whole is None else whole[~inside])
            found[inside] = bias + values[inside] @ weights
    return found


def written(columns: Columns, names: list[str]) -> dict[str, Any]:
    """A linear model in the format of the file."""
    bias, weights = columns
    return {"bias": round(bias, 3), "weights": {n: round(float(w), 3) for n, w in zip(names, weights, strict=True) if w}}


def confidence(steps: np.ndarray, true: np.ndarray) -> tuple[float, float]:
    """Intercept and slope of the curve from the distance to the nearest step to the share of scores that are right."""
    right = 1 + (steps > 0).sum(axis=1) == true
    curve = LogisticRegression().fit(np.abs(steps).min(axis=1, keepdims=True), right)
    return round(float(curve.intercept_[0]), 3), round(float(curve.coef_[0][0]), 3)


def precise_threshold(likely: np.ndarray, true: np.ndarray) -> float:
    """The lowest probability from which the flag is raised rightly often enough."""
    steps = np.arange(0.1, 0.96, 0.02)
    right = [true[likely >= step].mean() if (likely >= step).sum() >= FEWEST_RAISED else 0.0 for step in steps]
    return round(float(next((step for step, share in zip(steps, right, strict=True) if share >= PRECISE), NEVER)), 2)


def learned_marks(answers: Sequence[LabelledAnswer], read: Clauses, borders: BorderWeights) -> str:
    """The weights in the format of their file."""
    known = sheet(answers, read, borders)
    dimensions = {dimension: _steps(known.of(dimension), dimension) for dimension in DIMENSIONS}
    whole = known.of(None)
    matrix, grams = _words_of(whole.answers)
    flags: dict[str, Any] = {}
    for flag in (NOTHING_REAL, *sorted({flag for a in whole.answers for flag in a.marks.flags} - DECIDED_BY_RULE)):
        wanted = NO_REAL_FAILURE if flag == NOTHING_REAL else {flag}
        true = np.array([bool(wanted & set(answer.marks.flags)) for answer in whole.answers])
        if true.sum() >= FEWEST_FLAGS:
            unseen = out_of_group(whole, whole.values, true, FLAG)
            said, said_unseen = _said_so(matrix, grams, whole.groups, true)
            parts = written(line(whole.values, true, *FLAG), whole.names)
            likely = 1 / (1 + np.exp(-(unseen + said_unseen) / 2))
            threshold = best_threshold(likely, true) if flag == NOTHING_REAL else precise_threshold(likely, true)
            flags[flag] = {"threshold": threshold, "parts": parts, "words": said}
    return json.dumps({"dimensions": dimensions, "flags": flags}, indent=1) + "\n"


def _words_of(answers: Sequence[LabelledAnswer]) -> tuple[Any, list[str]]:
    """The words and word pairs of answers as a sparse matrix, and the names of its columns."""
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([word_features(said_by(answer)) for answer in answers])
    often = np.asarray((matrix > 0).sum(axis=0)).ravel() >= FEWEST_ANSWERS
    return matrix[:, often], [str(name) for name, kept in zip(vectors.feature_names_, often, strict=True) if kept]


def _said_so(matrix: Any, grams: list[str], groups: np.ndarray, true: np.ndarray) -> tuple[dict[str, Any], np.ndarray]:
    """A linear model over the strongest words only, and its value for each answer when learned without its writer."""

    def strongest(rows: np.ndarray) -> Columns:
        model = LogisticRegression(C=WORDS, max_iter=400).fit(matrix[rows], true[rows])
        weights = np.ravel(model.coef_)
        least = np.sort(np.abs(weights))[-min(MOST_WORDS, len(weights))]
        return float(model.intercept_[0]), weights * (np.abs(weights) >= least)

    unseen = np.zeros(len(true))
    fold = np.unique(groups, return_inverse=True)[1] % FOLDS
    for one in sorted(set(fold)):
        if len(set(true[fold != one])) > 1:
            bias, weights = strongest(fold != one)
            unseen[fold == one] = bias + matrix[fold == one] @ weights
    return written(strongest(np.ones(len(true), bool)), grams), unseen


def _steps(known: Sheet, dimension: Dimension) -> dict[str, Any]:
    """The linear models of one dimension's steps, and its confidence curve.

    Scale and shift are fitted on answers whose group was left out, so that kinds of writing not seen before score no lower.
    """
    true = np.array([answer.marks.dimensions[dimension] for answer in known.answers])
    whole = np.array([answer.about is None for answer in known.answers])
    steps, unseen = [], []
    for step in STEPS:
        reached = true >= step
        chosen = [k for k, name in enumerate(known.names) if speaks_for(name, dimension, step)]
        values, names = known.values[:, chosen], [known.names[k] for k in chosen]
        left_out, again = out_of_group(known, values, reached, MARK, whole), LogisticRegression(C=UNBOUND)
        again.fit(left_out[whole, None], reached[whole])
        scale, shift = again.coef_[0][0], float(again.intercept_[0])
        bias, weights = line(values, reached, *MARK, whole)
        steps.append(written((scale * bias + shift, scale * weights), names))
        unseen.append(scale * left_out + shift)
    return {"confidence": confidence(np.stack(unseen, axis=1)[whole], true[whole]), "steps": steps}
