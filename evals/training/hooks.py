"""Learns to hear hooks from our examples: `python -m evals.training.hooks` writes the shipped weights.

With --writers it measures instead, each writer's examples with weights learned from the others.
"""

import json
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from sklearn.svm import LinearSVC

from agents.interviewer.hooks import NONE, Hooks, match_of, normal
from agents.library.hooks import Hook, load_hooks
from agents.reading.hook_features import hook_features
from agents.reading.weights import SHIPPED, Logistic, logistic
from evals.labels.hooks import HookExample, hook_examples
from evals.training.clauses import feature_matrix
from evals.training.turns import model_file, write_model

STRENGTH = 0.05
"""Inverse L2 regularisation, chosen by leaving writers out."""
SMALLEST = 0.02
"""Weights smaller than this are not shipped."""
FEWEST = 3
"""How many sentences a feature must occur in to be used."""


@cache
def shipped_hooks() -> tuple[Hook, ...]:
    """The hooks that we ship."""
    return load_hooks(None)[0]


@cache
def features_of(text: str) -> frozenset[str]:
    """What is learned from a sentence."""
    sentence = normal(text)
    return frozenset(hook_features(sentence, (hook.name for hook in shipped_hooks() if match_of(hook, sentence))))


def learned(examples: Sequence[HookExample]) -> dict[str, Any]:
    """The model of hooks, as its file holds it; a hook that we do not ship is learned too, so as not to be taken for another."""
    matrix, names = feature_matrix([features_of(example.text) for example in examples], FEWEST)
    labels = [example.hook if example.says else NONE for example in examples]
    model = LinearSVC(C=STRENGTH).fit(matrix, labels)
    return model_file(list(model.classes_), model.intercept_, model.coef_, names, SMALLEST)


def heard(examples: Sequence[HookExample], model: Logistic) -> list[str]:
    """The hook that is heard in each example, or "none"."""
    hooks = Hooks(shipped_hooks(), (), model)
    return [hooks.likeliest(features_of(example.text)) for example in examples]


def main() -> None:
    """Learns and writes the weights, or measures with the writers left out."""
    examples = hook_examples("tuned-on")
    if "--writers" not in sys.argv:
        write_model(SHIPPED / "hooks.json", learned(examples))
        return
    right = said = near = wrong = 0
    for writer in sorted({example.writer for example in examples}):
        own = [example for example in examples if example.writer == writer]
        model = logistic(learned([example for example in examples if example.writer != writer]))
        found = heard(own, model)
        right += sum(example.says and name == example.hook for example, name in zip(own, found, strict=True))
        said += sum(example.says for example in own)
        wrong += sum(not example.says and name == example.hook for example, name in zip(own, found, strict=True))
        near += sum(not example.says for example in own)
    print(f"heard {right / said:.3f} of {said}; near misses taken for it {wrong / near:.3f} of {near}")


if __name__ == "__main__":
    main()
