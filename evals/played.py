"""Whole interviews with simulated candidates, and what to read off them."""

import os
from collections.abc import Mapping
from itertools import count
from typing import Any

from rapidfuzz import fuzz

from agents.candidates import Fact, Ledger
from agents.engine import Candidate
from agents.llm.candidate import TOLD
from agents.moves import DIMENSIONS
from agents.personas import Persona
from agents.scorecard import Scorecard
from agents.transcript import Transcript, Turn
from evals.labelled import Marks
from evals.sample import Case, Plan, Seen
from evals.stage import Stage
from simulator.errors import SimulatorError
from simulator.simulation import Reader, simulate

SCALES = ("overall", *DIMENSIONS)
_numbers = count()


async def played(
    stage: Stage, persona: Persona, candidate: Candidate | Reader | Ledger, minutes: float, seed: int
) -> dict[str, Any]:
    """One interview as the contract's JSON document."""
    setup = stage.setup(persona, minutes, seed)
    return await simulate(stage.interviews, setup, candidate, f"eval-{os.getpid()}-{next(_numbers)}")


def pairs(plan: Plan, stage: Stage, *, people: bool = False) -> list[Case]:
    """Every candidate (people: those with something to tell) with every persona; a candidate's cases hang together."""
    return [
        Case(f"{ledger.name} with {persona.name}", ledger.name, (ledger, persona))
        for ledger in stage.candidates(plan.candidates)
        if ledger.facts or not people
        for persona in stage.personas(plan.personas)
    ]


def minutes_of(plan: Plan, case: Case, repeat: int) -> float:
    """The plan's lengths in turn, so that every case gets each of them with enough repeats."""
    return plan.minutes[(sum(map(ord, case.id)) + repeat) % len(plan.minutes)]


def transcript_in(document: Mapping[str, Any]) -> Transcript:
    """The turns of a document."""
    return tuple(Turn.model_validate(turn) for turn in document["turns"])


def seen(document: Mapping[str, Any], data: dict[str, Any]) -> Seen:
    """A document as a sample keeps it."""
    turns, card = document["turns"], {name: value for name, value in document["scorecard"].items() if name != "id"}
    tokens = sum(sum(turn["tokens"] or ()) for turn in turns) + sum(card["tokens"] or ())
    return Seen(data=data, turns=tuple(turns), scorecard=card, tokens=tokens)


def mark_of(marks: Marks, scale: str) -> int:
    """The label on a scale."""
    return marks.overall if scale == "overall" else next(mark for name, mark in marks.dimensions.items() if name == scale)


def given(card: Scorecard, scale: str) -> int:
    """The evaluator's mark on a scale; what it left unscored counts as a 1, so that silence never helps it."""
    score = card.overall if scale == "overall" else next(m.score for name, m in card.dimensions.items() if name == scale)
    return score or 1


def all_given(card: Scorecard, stage: Stage) -> dict[str, int]:
    """A scorecard's marks by scale; raises SimulatorError where another than the engine that is measured gave them."""
    if card.engine != stage.engine.name and card.fallback:
        raise SimulatorError(card.fallback)
    return {scale: given(card, scale) for scale in SCALES}


def tells(text: str, fact: Fact) -> bool:
    """Whether a fact is told in these words or nearly these."""
    return fuzz.partial_ratio(fact.text.lower(), text.lower()) >= TOLD
