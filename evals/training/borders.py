"""Learns where clauses end in unpunctuated speech from where they end in punctuated answers."""

import json
from collections.abc import Iterable, Iterator

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from agents.reading.borders import BorderWeights, begins_large, gap_features, stops_lost, words_at
from agents.reading.clauses import split_clauses
from agents.reading.text import words_of
from evals.labels.answers import LabelledAnswer

FEWEST_GAPS = 3
"""How many gaps a feature must occur at to be used."""
STRENGTH = 1.0
LIKELY = 0.4
"""Probability from which a gap counts as a border, chosen by leaving writers out (precision .74, recall .65)."""
NONE = BorderWeights(0.0, {})
"""Punctuated text is split into clauses without weights."""
SMALLEST = 0.15
"""Weights smaller than this change little and are not shipped."""


def gaps(answers: Iterable[LabelledAnswer]) -> Iterator[tuple[list[str], bool]]:
    """Yields the features of every gap in punctuated turns, and whether a clause begins there; with capitals and without."""
    for answer in answers:
        for turn in answer.turns:
            text = words_of(turn.text).text
            if turn.speaker == "candidate" and not stops_lost(text):
                found, begins = words_at(text), {start for start, _ in split_clauses(text, NONE)}
                words = [word for _, word in found]
                for place, (start, _) in enumerate(found[1:], start=1):
                    for capital in {False, begins_large(text, start)}:
                        yield gap_features(words, place, capital=capital), start in begins


def learned_borders(answers: Iterable[LabelledAnswer]) -> str:
    """The weights in the format of their file."""
    features, true = zip(*gaps(answers), strict=True)
    names = CountVectorizer(analyzer=list, binary=True, min_df=FEWEST_GAPS)
    matrix = names.fit_transform(features)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0).fit(matrix, np.array(true))
    weights = zip(names.get_feature_names_out(), model.coef_[0], strict=True)
    kept = {str(name): round(float(weight), 2) for name, weight in weights if abs(weight) >= SMALLEST}
    bias = float(model.intercept_[0]) - float(np.log(LIKELY / (1 - LIKELY)))
    return json.dumps({"bias": round(bias, 3), "weights": kept}, indent=0, sort_keys=True, ensure_ascii=False) + "\n"
