"""Learns how well a next turn fits from readers' ratings: `python -m evals.training.options` writes the shipped weights.

First it prints how good the best-fitting turns are in talks by writers who were left out, each answer's best of those that were
rated there.
"""

from collections import Counter
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import Ridge

from agents.interviewer.agenda import Agenda
from agents.interviewer.hooks import Thread, hooks_of
from agents.interviewer.options import FITS, Option, features_of, seen_of
from agents.library.files import load_named
from agents.library.personas import DEFAULT, Persona
from agents.moves import Move
from agents.reading.answer import shipped_reader
from agents.reading.weights import SHIPPED
from agents.rubric import load_rubric
from agents.transcript import Turn
from evals.labels.options import PlainTalk, RatedOption, Rating, rated_places, rated_talks
from evals.training.clauses import feature_matrix
from evals.training.turns import model_file, write_model

WORTH: dict[Rating, float] = {"good": 1.0, "acceptable": 0.4, "bad": -0.6}
"""What a turn is worth: a bad one does more harm than an acceptable one does good."""
STRENGTH = 100.0
"""L2 regularisation, chosen by leaving writers out."""
FEWEST = 4
"""How many options a feature must occur in to be used."""
SMALLEST = 0.002
"""Weights smaller than this are not shipped."""
FOLDS = 5
GO_ON = Move(kind="continue")


class Row(NamedTuple):
    """A rated option with its features; `place` tells the answer and the reader."""

    writer: str
    place: tuple[str, int, str]
    option: RatedOption
    features: set[str]


@cache
def agenda_at(talk: PlainTalk, answer: int) -> Agenda:
    """What an interviewer knows after an answer if it only let the candidate go on until then."""
    turns = [Turn(speaker="interviewer", text="Tell me about a time when you failed.", move=Move(kind="open"))]
    for text in talk.answers[: answer + 1]:
        turns += [Turn(speaker="candidate", text=text), Turn(speaker="interviewer", text="Go on.", move=GO_ON)]
    persona = load_named("personas", DEFAULT, Persona, None)
    return Agenda(tuple(turns[:-1]), persona, load_rubric(), shipped_reader(), hooks_of())


@cache
def rows() -> list[Row]:
    """All rated options, without those about a hook that is not shipped or about words that no clause begins with."""
    talks, found = {talk.id: talk for talk in rated_talks()}, []
    for rated in rated_places():
        talk = talks[rated.talk]
        now = agenda_at(talk, rated.answer)
        reading = now.readings[-1]
        places = now.hooks.places(reading)
        number_of = {place.start: number for number, place in enumerate(places)}
        for option in rated.options:
            number = number_of.get(option.start)
            if number is None:
                continue
            thread = next((t for t in places[number].threads if t.hook.name == option.hook), None)
            if option.hook and thread is None:
                continue
            seen = seen_of(reading.text, places, number, now.stage)
            found.append(
                Row(talk.writer, (talk.id, rated.answer, rated.reader), option, features_of(_option(option, thread), seen))
            )
    return found


def _option(rated: RatedOption, thread: Thread | None) -> Option:
    return Option(rated.kind, rated.start, rated.end, rated.words, thread, rated.ask)


def learned(rated: list[Row]) -> dict[str, Any]:
    """The model, as its file holds it."""
    matrix, names = feature_matrix([row.features for row in rated], FEWEST)
    model = Ridge(alpha=STRENGTH, solver="sparse_cg").fit(matrix, [WORTH[row.option.rating] for row in rated])
    return model_file([FITS], [model.intercept_], np.array([model.coef_]), names, SMALLEST)


def left_out(rated: list[Row]) -> list[float]:
    """How well each option fits by what was learned from other writers."""
    writers = sorted({row.writer for row in rated})
    fits = [0.0] * len(rated)
    for fold in range(FOLDS):
        out = set(writers[fold::FOLDS])
        model = learned([row for row in rated if row.writer not in out])
        weights = {feature: weight[FITS] for feature, weight in model["features"].items()}
        for number, row in enumerate(rated):
            if row.writer in out:
                fits[number] = model["labels"][FITS]["bias"] + sum(weights.get(f, 0.0) for f in row.features)
    return fits


def report(rated: list[Row], fits: list[float]) -> list[str]:
    """How good the best-fitting option of each place is, over all kinds and for each."""
    lines = []
    for kind in ("", "echo", "hook", "next", "prompt"):
        best: dict[tuple[str, int, str], tuple[float, Rating]] = {}
        for row, fit in zip(rated, fits, strict=True):
            if kind in ("", row.option.kind):
                best[row.place] = max(best.get(row.place, (-9.0, "bad")), (fit, row.option.rating))
        for share in (1.0, 0.5, 0.25):
            surest = sorted(best.values(), reverse=True)[: round(len(best) * share)]
            count = Counter(rating for _, rating in surest)
            shares = ", ".join(f"{count[word] / len(surest):.2f} {word}" for word in WORTH)
            lines.append(f"best {kind or 'of all'} at {len(surest)} places that fit {surest[-1][0]:.2f} or better: {shares}")
    return lines


def main() -> None:
    """Reports, learns and writes the weights."""
    rated = rows()
    print(*report(rated, left_out(rated)), sep="\n")
    write_model(SHIPPED / "options.json", learned(rated))


if __name__ == "__main__":
    main()
