"""Precision and recall of the findings in clauses, on our labels: `python -m evals.training.clauses [--test]`.

Each writer's answers are read with weights learned from the other writers. With --test, the shipped weights are measured on
the test part instead, and the look is logged.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from agents.plain import straight
from agents.reading.borders import BorderWeights
from agents.reading.clauses import Clause, clauses_of
from agents.reading.features import deduplicated, own_features
from agents.reading.findings import VAGUE
from agents.reading.text import words_of
from agents.reading.weights import IDLE, load_reading_weights
from evals.labels.answers import PROSE, LabelledAnswer, log_look, read_labelled
from evals.labels.variants import nothing_said

FEWEST, FEWEST_TO_FIT = 15, 3
"""How many clauses a label needs to be learned at all, and to be learned while some writers are left out."""
FEWEST_CLAUSES = 3
"""How many clauses a feature must occur in to be used."""
MOST_LOST = 0.08
"""Share of informative clauses that may be mistaken for idle talk."""
FOLDS = 4
"""Number of writer groups, each read with weights learned from the others."""
SURE, FEWEST_SURE, NEVER = 0.85, 8, 0.9
"""What share of the clauses quoted for a label must carry it, by how many we tell, and the threshold where none is reached."""
NOTHING_SAID = 4.0
"""How much a clause of a sentence that says nothing weighs; more lets fewer pass that no writer of ours has said."""
AS_PEOPLE_TALK = 2.0
"""How much more an answer weighs that is written as people talk than one that was written to be read."""
STRENGTH = 0.1
"""Inverse L2 regularisation, chosen by leaving writers out."""


@dataclass(frozen=True)
class Row:
    """A clause as the reader splits it, with its labels; a label goes to the clause that holds most of its words."""

    group: str
    """The answer's group, which is left out as a whole."""
    answer: str
    turn: int
    features: set[str]
    anew: bool
    clause: Clause
    labels: frozenset[str]
    agency: str | None
    mode: str | None
    weight: float = 1.0
    labelled: bool = True
    """Whether the labels are known, so that it can be learned from."""


def rows(answers: Iterable[LabelledAnswer], borders: BorderWeights) -> list[Row]:
    """Every clause in the candidates' turns."""
    found = []
    for answer in answers:
        for number, turn in enumerate(answer.turns):
            if turn.speaker == "candidate":
                words = words_of(turn.text)
                text = straight(words.text)
                clauses = clauses_of(text, borders)
                for clause, anew in zip(clauses, deduplicated(text, clauses), strict=True):
                    found.append(
                        _row(answer, number, clause, words.span(clause.start, clause.end), own_features(text, clause), anew)
                    )
    return found


def idle_rows(borders: BorderWeights) -> list[Row]:
    """Every clause of the sentences that say nothing about a failure."""
    found = []
    for number, line in enumerate(nothing_said()):
        for clause in clauses_of(line, borders):
            group, features = f"idle {number % FOLDS}", own_features(line, clause)
            found.append(Row(group, "", number, features, True, clause, frozenset(), None, None, NOTHING_SAID))
    return found


def tells(row: Row) -> bool:
    """Whether the labels say that the clause is informative: that it tells of something that happened."""
    return bool(row.labels - IDLE)


def informative_from(likely: np.ndarray, true: np.ndarray) -> float:
    """The probability from which a clause counts as informative, set so that few informative ones are lost."""
    return float(np.quantile(likely[true], MOST_LOST))


def told(data: list[Row], idle: list[Row]) -> tuple[np.ndarray, float]:
    """Which clauses are informative, by a model that has not seen their writer, and the threshold it used."""
    matrix, _ = matrix_of(data + idle)
    true = np.array([tells(row) for row in data + idle])
    likely = left_out(matrix, data + idle, true)[: len(data)]
    start = informative_from(likely, true[: len(data)])
    return (likely >= start) & np.array([row.anew for row in data]), start


def _row(answer: LabelledAnswer, turn: int, clause: Clause, span: tuple[int, int], features: set[str], anew: bool) -> Row:
    """Labels a clause: a vague label also counts as its plain form; agency and mode are used if one label covers the clause."""
    found: set[str] = set()
    agency = mode = None
    for label in answer.clauses:
        shared = min(label.end, span[1]) - max(label.start, span[0])
        if label.turn == turn and shared > min(label.end - label.start, span[1] - span[0]) / 2:
            found |= {*label.labels, *(name.removesuffix(VAGUE) for name in label.labels)}
            if shared > 0.9 * max(label.end - label.start, span[1] - span[0]):
                agency, mode = label.agency, label.mode
    labels = frozenset(found)
    weight = 1.0 if answer.kind == PROSE else AS_PEOPLE_TALK
    return Row(answer.group, answer.id, turn, features, anew, clause, labels, agency, mode, weight, answer.about is None)


def matrix_of(data: list[Row], fewest: int = FEWEST_CLAUSES) -> tuple[Any, Any]:
    """The features of all rows as a sparse matrix, and their names; features in fewer than `fewest` rows are left out."""
    return feature_matrix([row.features for row in data], fewest)


def feature_matrix(found: Sequence[Set[str]], fewest: int) -> tuple[Any, Any]:
    """Sets of features as a sparse matrix, and the names of its columns."""
    names = CountVectorizer(analyzer=list, binary=True, min_df=fewest)
    return names.fit_transform([sorted(features) for features in found]), names.get_feature_names_out()


def learned_labels(data: list[Row]) -> list[str]:
    """The labels that occur often enough to learn."""
    counts = Counter(label for row in data for label in row.labels)
    return sorted(label for label, count in counts.items() if count >= FEWEST)


def fitted(matrix: Any, true: np.ndarray, weights: np.ndarray) -> LogisticRegression:
    """Fits a logistic model of one label; the dual solver is as good to the third digit, and twice as fast."""
    model = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, tol=0.01, random_state=0, max_iter=500)
    return model.fit(matrix, true, weights)


def learned_from(label: str, own: np.ndarray, idle: list[Row]) -> np.ndarray:
    """Which clauses a label is learned from: some of the answers' own, and for a part also those that say nothing."""
    return np.append(own, np.full(len(idle), not label.startswith("flag.")))


def weights_of(data: Sequence[Row]) -> np.ndarray:
    """How much each clause weighs in learning."""
    return np.array([row.weight for row in data])


def left_out(matrix: Any, data: Sequence[Row], true: np.ndarray) -> np.ndarray:
    """The probability of the label in each clause, by a model that has not seen its writer."""
    likely = np.zeros(len(true))
    fold = np.unique([row.group for row in data], return_inverse=True)[1] % FOLDS
    labelled, weights = np.array([row.labelled for row in data]), weights_of(data)
    for one in sorted(set(fold)):
        inside = fold == one
        others = ~inside & labelled
        if true[others].sum() >= FEWEST_TO_FIT:
            likely[inside] = fitted(matrix[others], true[others], weights[others]).predict_proba(matrix[inside])[:, 1]
    return likely


def likely_unseen(own: list[Row], informative: np.ndarray, idle: list[Row]) -> tuple[list[str], np.ndarray]:
    """The labels, and the probability of each in every clause, by weights that have not seen its writer."""
    data, anew = own + idle, np.array([row.anew for row in own])
    matrix, _ = matrix_of(data)
    labels = learned_labels(data)
    likely = np.zeros((len(data), len(labels)))
    for column, label in enumerate(labels):
        true = np.array([label in row.labels for row in data])
        looked_at = learned_from(label, anew if label in IDLE else informative, idle)
        likely[looked_at, column] = left_out(matrix[looked_at], [data[k] for k in np.flatnonzero(looked_at)], true[looked_at])
    return labels, likely[: len(own)]


@dataclass(frozen=True)
class Clauses:
    """The clauses of answers, and how they are read by weights that have not seen their writers."""

    own: list[Row]
    informative: np.ndarray
    start: float
    """The probability from which a clause counts as informative."""
    labels: list[str]
    likely: np.ndarray
    """One row per clause, one column per label."""

    @property
    def labelled(self) -> "Clauses":
        """Only the clauses whose labels are known."""
        known = np.array([row.labelled for row in self.own])
        places = np.flatnonzero(known)
        return replace(self, own=[self.own[k] for k in places], informative=self.informative[known], likely=self.likely[known])


def read_unseen(answers: Iterable[LabelledAnswer], borders: BorderWeights) -> Clauses:
    """Reads the clauses of answers, each writer's with weights learned from other writers."""
    own, idle = rows(answers, borders), idle_rows(borders)
    informative, start = told(own, idle)
    return Clauses(own, informative, start, *likely_unseen(own, informative, idle))


def best_threshold(likely: np.ndarray, true: np.ndarray) -> float:
    """The threshold with the best F1."""
    steps = np.arange(0.08, 0.61, 0.02)
    scores = [2 * ((likely >= step) & true).sum() / max(1, (likely >= step).sum() + true.sum()) for step in steps]
    return round(float(steps[int(np.argmax(scores))]), 2)


def sure_threshold(likely: np.ndarray, true: np.ndarray) -> float:
    """The lowest threshold above which most clauses carry the label."""
    steps = np.arange(0.2, 0.96, 0.02)
    right = [true[likely >= step].mean() if (likely >= step).sum() >= FEWEST_SURE else 0.0 for step in steps]
    return round(float(next((step for step, share in zip(steps, right, strict=True) if share >= SURE), NEVER)), 2)


def report(pairs: dict[str, tuple[np.ndarray, np.ndarray]]) -> float:
    """Prints precision and recall for each label, from what was found and what is true; returns F1 over all labels."""
    hits = found = there = 0
    for label, (seen, true) in pairs.items():
        hit = int((seen & true).sum())
        hits, found, there = hits + hit, found + int(seen.sum()), there + int(true.sum())
        precision, recall = (f"{hit / n:.2f}" if n else " -  " for n in (int(seen.sum()), int(true.sum())))
        print(f"{label:<24} precision {precision}  recall {recall}  of {int(true.sum())}")
    f1 = 2 * hits / max(1, found + there)
    print(f"all labels: precision {hits / max(1, found):.3f}, recall {hits / max(1, there):.3f}, F1 {f1:.3f}")
    return f1


def how_told(data: list[Row]) -> None:
    """Prints how often agency and mode are read as labelled, for clauses that are split as they were labelled."""
    told = [row for row in data if row.agency is not None]
    right = sum(row.agency == row.clause.agency for row in told)
    print(f"agency: {right / max(1, len(told)):.2f} right of {len(told)}")
    flags = {"hypothetical": [row.clause.hypothetical for row in told], "negated": [row.clause.negated for row in told]}
    report({mode: (np.array(seen), np.array([row.mode == mode for row in told])) for mode, seen in flags.items()})


def main() -> None:
    """Prints precision and recall for every label."""
    if "--test" in sys.argv:
        shipped = load_reading_weights()
        weights = shipped.findings
        data = rows((answer for answer in read_labelled() if answer.in_test), shipped.borders)
        likely = np.array([weights.probabilities(row.features) for row in data])
        seen = likely >= np.array(weights.thresholds)
        f1 = report({n: (seen[:, k], np.array([n in row.labels for row in data])) for k, n in enumerate(weights.labels)})
        log_look("reading", f"{len(data)} clauses, F1 of all labels {f1:.3f}")
        return
    read = read_unseen((a for a in read_labelled() if not a.in_test), load_reading_weights().borders)
    data, labels, likely = read.own, read.labels, read.likely
    pairs = {}
    for label, column in zip(labels, likely.T, strict=True):
        true = np.array([label in row.labels for row in data])
        pairs[label] = column >= best_threshold(column, true), true
    print(f"{len(data)} clauses, each read with weights learned without its group of answers:")
    report(pairs)
    how_told(data)


if __name__ == "__main__":
    main()
