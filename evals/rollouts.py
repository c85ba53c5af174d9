"""Runs whole interviews with simulated candidates and extracts results from them."""

import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from rapidfuzz import fuzz

from agents.candidate.llm import TOLD
from agents.engine import Candidate
from agents.library.candidates import Fact, Ledger
from agents.library.personas import Persona
from agents.moves import DIMENSIONS
from agents.scorecard import Scorecard
from agents.transcript import Transcript, Turn
from evals.environment import Environment
from evals.labels.answers import Marks
from evals.suite import Case, Figure, Result, Sample, Suite
from simulator.errors import SimulatorError
from simulator.simulation import Reader, simulate

SCALES = ("overall", *DIMENSIONS)
_numbers = count()


async def rollout(
    env: Environment, persona: Persona, candidate: Candidate | Reader | Ledger, minutes: float, seed: int
) -> dict[str, Any]:
    """Runs one interview and returns it as the contract's JSON document."""
    setup = env.setup(persona, minutes, seed)
    return await simulate(env.interviews, setup, candidate, f"eval-{os.getpid()}-{next(_numbers)}")


def pairs(suite: Suite, env: Environment, *, people: bool = False) -> list[Case]:
    """Every candidate (with `people`, only those with something to tell) with every persona, grouped by candidate."""
    return [
        Case(f"{ledger.name} with {persona.name}", ledger.name, (ledger, persona))
        for ledger in env.candidates(suite.candidates)
        if ledger.facts or not people
        for persona in env.personas(suite.personas)
    ]


def minutes_of(suite: Suite, case: Case, repeat: int) -> float:
    """Takes the suite's interview lengths in turn, so that with enough repeats every case gets each of them."""
    return suite.minutes[(sum(map(ord, case.id)) + repeat) % len(suite.minutes)]


def transcript_in(document: Mapping[str, Any]) -> Transcript:
    """The transcript in an interview document."""
    return tuple(Turn.model_validate(turn) for turn in document["turns"])


def result_of(document: Mapping[str, Any], data: dict[str, Any]) -> Result:
    """Converts an interview document to the result that a sample stores."""
    turns, card = document["turns"], {name: value for name, value in document["scorecard"].items() if name != "id"}
    tokens = sum(sum(turn["tokens"] or ()) for turn in turns) + sum(card["tokens"] or ())
    return Result(data=data, turns=tuple(turns), scorecard=card, tokens=tokens)


def mark_of(marks: Marks, scale: str) -> int:
    """The labelled score on a scale."""
    return marks.overall if scale == "overall" else next(mark for name, mark in marks.dimensions.items() if name == scale)


def given(card: Scorecard, scale: str) -> int | None:
    """The evaluator's score on a scale, or None if it could not give one."""
    return card.overall if scale == "overall" else next(m.score for name, m in card.dimensions.items() if name == scale)


def all_given(card: Scorecard, env: Environment) -> dict[str, int | None]:
    """A scorecard's scores by scale; raises SimulatorError if a fallback gave them instead of the engine being measured."""
    if card.engine != env.engine.name and card.fallback:
        raise SimulatorError(card.fallback)
    return {scale: given(card, scale) for scale in SCALES}


def apart(one: int | None, other: int | None) -> int | None:
    """The difference between two scores, or None if either is missing."""
    return None if one is None or other is None else abs(one - other)


def marked(samples: Iterable[Sample], which: str, scale: str, label: str) -> tuple[list[int], list[int]]:
    """Labels and scores on a scale, for the samples that have a score."""
    pairs = [(s.data[label][scale], s.data[which][scale]) for s in samples if s.data[which][scale] is not None]
    return [true for true, _ in pairs], [mark for _, mark in pairs]


def unscored(which: str) -> Figure:
    """The share of scores that could not be given, which every other figure leaves out."""

    def ratio(samples: Sequence[Sample]) -> float:
        marks = [mark for s in samples for mark in s.data[which].values()]
        return sum(mark is None for mark in marks) / len(marks) if marks else float("nan")

    return Figure("share of scores missing", ratio, "less")


def tells(text: str, fact: Fact) -> bool:
    """Whether the text tells a fact, in the ledger's words or close to them."""
    return fuzz.partial_ratio(fact.text.lower(), text.lower()) >= TOLD
