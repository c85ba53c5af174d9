"""Tries a persona and says what is wrong with its wording: every line by itself, and whole simulated interviews.

By itself too, because the voice passes over a wording that is at fault where it has another.
"""

from collections.abc import Iterator
from typing import Any

from agents.candidates import Ledger
from agents.library import load_named
from agents.moves import Move
from agents.offline.candidate import OfflineCandidate
from agents.personas import Persona
from agents.questions import DEFAULT, Question
from agents.wording import phrasing, problems
from simulator.interviews import Interviews
from simulator.simulation import simulate
from simulator.store import Setup

CANDIDATES = ("weak", "strong", "terse-builder", "nda-product-manager", "contradicting-manager", "rambling-cook")
SEEDS = range(4)
NOT_SAID = {"name", "title", "summary", "order"}


async def check_persona(interviews: Interviews, persona: Persona) -> tuple[int, list[str]]:
    """How many turns were tried, and a sentence for each fault, each once."""
    question = load_named("questions", DEFAULT, Question, None)
    turns = 0
    faults = {f"{what}: {text}": None for text in wordings(persona.model_dump(exclude=NOT_SAID)) for what in phrasing(text)}
    for name in CANDIDATES:
        for seed in SEEDS:
            setup = Setup(persona=persona, question=question, seed=seed, minutes=(15, 4)[seed % 2])
            ledger = load_named("candidates", name, Ledger, None)
            done = await simulate(interviews, setup, OfflineCandidate(ledger), f"check-{name}-{seed}")
            earlier: list[str] = []
            for turn in done["turns"]:
                if turn["move"] is not None:
                    turns += 1
                    for what in problems(turn["text"], Move.model_validate(turn["move"]), earlier):
                        faults[f"{what}: {turn['text']}"] = None
                    earlier.append(turn["text"])
    return turns, list(faults)


def wordings(value: Any) -> Iterator[str]:
    """Every text in a persona's fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from wordings(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from wordings(inner)
