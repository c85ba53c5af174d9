"""What an interviewer could say after an answer, each with how well it fits: as far as readers' ratings of such turns tell.

It gives words back and waits, asks about a hook, asks what happened next, or asks to go on. How well something fits is learned
(`evals.training.options`) from what readers thought of thousands of possible next turns; it depends on the sentence that is
taken up, on what comes after it, on how much of the story is known, and on the question.
"""

import json
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from agents.acts import Act
from agents.interviewer.echo import echoes
from agents.interviewer.hooks import Hooks, Place, Thread, with_person
from agents.moves import Dimension
from agents.reading.answer import Reading
from agents.reading.cues import kinds_of
from agents.reading.features import tokens
from agents.reading.hook_features import PERSON
from agents.reading.weights import SHIPPED

FITS = "fits"
"""The only label of what is learned."""
Kind = Literal["echo", "hook", "next", "prompt"]
STRENGTHS = (-0.8, -0.6, -0.4, -0.2, 0.0, 0.3, 0.7)
LATER = (-5.0, -0.6, -0.3, 0.0, 0.3, 0.7)
BELOW = (-1.0, -0.5, -0.2, -0.01)
NEAR = (-1.2, -1.0, -0.8, -0.6, -0.4, -0.2, 0.0, 0.3)
TURN_WORDS, SENTENCE_WORDS, TURNS = (8, 15, 25, 50, 90), (3, 6, 10, 18, 28), (1, 2, 3, 4, 6, 8)
"""Borders between the steps in which a number counts."""
PULL, ORDINARY = 0.4, 3
"""How much better a hook fits that nobody rated, for each step that it pulls more strongly than an ordinary one."""
SHOWS = -0.6
"""How strong the likeliest hook of a sentence must be to say something about it."""


@dataclass(frozen=True)
class Option:
    """Something that could be said next about the sentence `text[start:end]`."""

    kind: Kind
    start: int
    end: int
    words: str = ""
    """The candidate's words that are given back, turned to them."""
    thread: Thread | None = None
    ask: str = ""
    """The hook's question, with its slots."""


@dataclass(frozen=True)
class Stage:
    """How far an interview has come: what the candidate did last, and which dimensions are told, before and by that."""

    act: Act
    told: frozenset[Dimension]
    just_told: frozenset[Dimension]
    happening_told: bool
    turns: int


def options(text: str, places: tuple[Place, ...]) -> Iterator[Option]:
    """Everything that could be said about the sentences of a turn."""
    for number, place in enumerate(places):
        sentence, last = text[place.start : place.end], number == len(places) - 1
        for words in echoes(sentence, last):
            yield Option("echo", place.start, place.end, words)
        for thread in place.threads:
            asks = (ask for ask in thread.hook.ask if with_person(ask, thread.who))
            yield from (Option("hook", place.start, place.end, "", thread, ask) for ask in asks)
        if last:
            yield Option("next", place.start, place.end)
            yield Option("prompt", place.start, place.end)


@dataclass(frozen=True, eq=False)
class Fit:
    """How well something fits, learned: one weight a feature."""

    bias: float
    weights: dict[str, float]

    def of(self, text: str, places: tuple[Place, ...], stage: Stage) -> list[tuple[float, Option]]:
        """Everything that could be said next with how well it fits: 1 is good, 0.4 acceptable, less than 0 most likely bad."""
        place_of = {place.start: number for number, place in enumerate(places)}
        seen = [seen_of(text, places, number, stage) for number in range(len(places))]
        sums: dict[tuple[str, int], float] = {}
        found = []
        for option in options(text, places):
            number = place_of[option.start]
            total = self.bias + self._sum(own_features(option))
            for name in names_of(option):
                if (name, number) not in sums:
                    sums[name, number] = self._sum({f"{name} {feature}" for feature in seen[number]})
                total += sums[name, number]
            if option.thread is not None and option.thread.heard and not option.thread.learned:
                total += PULL * (option.thread.hook.pull - ORDINARY)
            found.append((total, option))
        return found

    def _sum(self, features: Set[str]) -> float:
        return sum(self.weights.get(feature, 0.0) for feature in features)


@lru_cache(maxsize=64)
def fitting(fit: Fit, hooks: Hooks, reading: Reading, stage: Stage) -> tuple[tuple[float, Option], ...]:
    """Everything that could be said next about a turn with how well it fits, in the order of its sentences."""
    return tuple(fit.of(reading.text, hooks.places(reading), stage))


def features_of(option: Option, seen: Set[str]) -> set[str]:
    """All features of an option: its own, and what is seen of its sentence for each of its names."""
    return own_features(option) | {f"{name} {feature}" for name in names_of(option) for feature in seen}


def names_of(option: Option) -> list[str]:
    """What an option is called in the features: its kind, and for a hook its name, if it is ours, and the question's start."""
    if option.thread is None:
        return [option.kind]
    return [option.kind, f"h:{_name(option.thread)}", f"l:{' '.join(option.ask.lower().rstrip('?').split()[:2])}"]


def _name(thread: Thread) -> str:
    return thread.hook.name if thread.learned else ""


def own_features(option: Option) -> set[str]:
    """The features of what is said, whatever it is said about."""
    found: set[str] = {option.kind}
    said = tokens(option.words.lower())
    if option.thread is not None:
        near = step(option.thread.near, NEAR)
        found |= {f"ask:{option.ask}", f"near:{near}", f"{_name(option.thread)} near:{near // 2}"}
        found |= {name for name, true in (("heard", option.thread.heard), ("way", bool(option.thread.words))) if true}
    if said:
        found |= {f"{option.kind} echo:{min(len(said), 9)}", f"first:{said[0]}", f"last:{said[-1]}"}
        found |= {f"e:{word}" for word in said} | {f"e:{a} {b}" for a, b in zip(["^", *said], [*said, "$"], strict=True)}
    return found


def seen_of(text: str, places: tuple[Place, ...], number: int, stage: Stage) -> frozenset[str]:
    """What is seen of a sentence: where it stands, what it and the rest of the turn hold, and how far the story has come."""
    place, after = places[number], places[number + 1 :]
    strongest = max(other.strength for other in places)
    later = max((other.strength for other in after), default=-9.0)
    subject = next((word for word in place.words if word in PERSON), "-")
    found = {
        f"place:{min(3, len(after))} {min(5, len(places))}",
        f"strength:{step(place.strength, STRENGTHS)}",
        f"later:{step(later, LATER)}",
        f"below:{step(place.strength - strongest, BELOW)}",
        f"strongest:{step(strongest, STRENGTHS)}",
        f"who:{subject}",
        f"words:{step(len(place.words), SENTENCE_WORDS)}",
        f"of:{step(len(text.split()), TURN_WORDS)}",
        f"act:{stage.act}",
        f"turn:{step(stage.turns, TURNS)}",
        f"told:{len(stage.told)}",
        f"happened:{stage.happening_told}",
    }
    found |= {f"likely:{place.likeliest}"} if place.strength > SHOWS else set()
    found |= {f"told:{name}" for name in stage.told} | {f"now:{name}" for name in stage.just_told or ("nothing",)}
    return frozenset(found | {f"w:{w}" for w in place.words} | {f"k:{kind}" for w in place.words for kind in kinds_of(w)})


def step(value: float, borders: tuple[float, ...]) -> int:
    """How many of the borders a number exceeds."""
    return sum(value > border for border in borders)


@lru_cache(maxsize=1)
def load_fit() -> Fit:
    """What was learned, from its file."""
    return fit_from(json.loads((SHIPPED / "options.json").read_text(encoding="utf-8")))


def fit_from(data: dict[str, Any]) -> Fit:
    """What was learned, from what its file holds."""
    return Fit(data["labels"][FITS]["bias"], {feature: weight[FITS] for feature, weight in data["features"].items()})
