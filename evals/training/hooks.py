"""Learns to hear hooks from our examples and judged sentences: `python -m evals.training.hooks` writes the shipped weights.

One linear model tells the hooks apart. How far from the border each may lie is learned from sentences of talks whose writers
were left out, so that what is heard is as likely right as `RIGHT` says. What was learned is measured by the suite of hooks.
"""

from collections.abc import Sequence
from functools import cache
from math import log
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from agents.interviewer.hooks import match_of
from agents.library.hooks import Hook, load_hooks
from agents.plain import straight
from agents.reading.hook_features import hook_features
from agents.reading.weights import NONE, SHIPPED, Logistic, logistic
from evals.labels.hooks import HookExample, HookSentence, hook_examples, hook_sentences
from evals.training.clauses import feature_matrix
from evals.training.turns import model_file, write_model

STRENGTH = 0.05
"""Inverse L2 regularisation, chosen by leaving writers out."""
FEWEST = 3
"""How many sentences a feature must occur in to be used."""
SMALLEST = 0.05
"""Weights smaller than this are not shipped."""
OF_TALKS, OF_NONE = 2.0, 0.5
"""How much a sentence of a talk counts that says a hook, and a near miss, beside another example."""
FOLDS = 4
"""Number of groups of writers, each measured with what was learned from the others."""
RIGHT = 0.65
"""How likely a hook must be right, in a talk by somebody else, to be heard."""
SPREAD = 0.3
"""Inverse L2 regularisation of how much the hooks may differ in that."""


class Guess(NamedTuple):
    """The likeliest hook of a sentence, how far it is from the border, and whether readers agreed; None if nobody judged it."""

    hook: str
    distance: float
    right: bool | None


@cache
def learned_hooks() -> tuple[Hook, ...]:
    """The hooks that we ship and have examples of."""
    known = {example.hook for example in hook_examples("tuned-on")}
    return tuple(hook for hook in load_hooks(None)[0] if hook.name in known)


@cache
def features_of(text: str) -> frozenset[str]:
    """What is learned from a sentence."""
    sentence = straight(text)
    return frozenset(hook_features(sentence, (hook.name for hook in learned_hooks() if match_of(hook, sentence))))


def learned(examples: Sequence[HookExample], sentences: Sequence[HookSentence]) -> dict[str, Any]:
    """The model, as its file holds it; hooks that we do not ship are learned too, so as not to be taken for others."""
    rows = [(e.text, e.hook if e.says else NONE, 1.0 if e.says else OF_NONE) for e in examples]
    rows += [(s.text, hook, OF_TALKS if s.says else 1.0) for s in sentences for hook in s.says or (NONE,)]
    matrix, names = feature_matrix([features_of(text) for text, _, _ in rows], FEWEST)
    weights = np.array([weight for _, _, weight in rows])
    model = LinearSVC(C=STRENGTH).fit(matrix, [label for _, label, _ in rows], sample_weight=weights)
    return model_file(list(model.classes_), model.intercept_, model.coef_, names, SMALLEST)


def guesses(sentences: Sequence[HookSentence], model: Logistic) -> list[Guess]:
    """The likeliest hook of each sentence that seems to say one."""
    found = []
    for sentence in sentences:
        sums = model.sums(features_of(sentence.text))
        best = int(np.argmax(sums))
        if (hook := model.labels[best]) != NONE:
            judged = hook in sentence.says or hook in sentence.says_not
            found.append(Guess(hook, sums[best], hook in sentence.says if judged else None))
    return found


def thresholds(found: Sequence[Guess], labels: Sequence[str]) -> dict[str, float]:
    """For each hook, how far from the border it must be to be right as often as `RIGHT` says."""
    known = [guess for guess in found if guess.right is not None]
    place = {label: 1 + number for number, label in enumerate(labels)}
    matrix = np.zeros((len(known), 1 + len(labels)))
    for row, guess in zip(matrix, known, strict=True):
        row[0], row[place[guess.hook]] = guess.distance / SPREAD, 1.0
    model = LogisticRegression(C=SPREAD, max_iter=1000).fit(matrix, [guess.right for guess in known])
    slope, wanted = model.coef_[0][0] / SPREAD, log(RIGHT / (1 - RIGHT)) - model.intercept_[0]
    return {label: round(float((wanted - model.coef_[0][place[label]]) / slope), 3) for label in labels}


def fitted() -> dict[str, Any]:
    """The model with its thresholds."""
    examples, sentences = hook_examples("tuned-on"), hook_sentences()
    writers, found = sorted({s.writer for s in sentences if s.talk}), list[Guess]()
    for fold in range(FOLDS):
        out = set(writers[fold::FOLDS])
        model = logistic(learned(examples, [s for s in sentences if s.writer not in out]))
        found += guesses([s for s in sentences if s.talk and s.writer in out], model)
    model_data = learned(examples, sentences)
    least = thresholds(found, [label for label in model_data["labels"] if label != NONE])
    heard = [guess for guess in found if guess.right is not None and guess.distance > least[guess.hook]]
    share = np.mean([guess.right for guess in heard])
    print(f"in talks by writers left out, {share:.2f} of the {len(heard)} hooks that are heard are right")
    for label, values in model_data["labels"].items():
        values["threshold"] = least.get(label, 0.0)
    return model_data


def main() -> None:
    """Learns and writes the weights."""
    write_model(SHIPPED / "hooks.json", fitted())


if __name__ == "__main__":
    main()
