"""Baselines that predict scores without understanding an answer: from its length, and from its words."""

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge

from evals.labels.answers import LabelledAnswer, said_by


def by_word_count(marks: Sequence[int], asked: Sequence[LabelledAnswer]) -> list[int]:
    """Predicts a higher score the longer an answer is."""
    return _as_many(marks, np.array([answer.words for answer in asked]))


def by_words(
    known: Sequence[LabelledAnswer], marks: Mapping[str, Sequence[int]], asked: Sequence[LabelledAnswer]
) -> dict[str, list[int]]:
    """Predicts each scale with ridge regression on TF-IDF of words and word pairs."""
    vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    learned, new = vectors.fit_transform([said_by(a) for a in known]), vectors.transform([said_by(a) for a in asked])
    return {scale: _as_many(own, Ridge(alpha=1.0).fit(learned, own).predict(new)) for scale, own in marks.items()}


def _as_many(marks: Sequence[int], values: np.ndarray) -> list[int]:
    """Turns values into scores by rank, in the known scores' proportions: the most generous way to read a prediction."""
    shares = np.cumsum(np.bincount(marks, minlength=6)[1:5]) / len(marks)
    return [int(mark) for mark in 1 + np.searchsorted(np.quantile(values, shares), values, side="right")]
