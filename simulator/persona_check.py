"""Tests a persona and says what is wrong with its wording, both line by line and in whole simulated interviews.

The line-by-line check is needed because the voice skips a faulty wording if it has another.
"""

from collections.abc import Iterator
from typing import Any

from agents.candidate.offline import OfflineCandidate
from agents.interviewer.wording import phrasing, problems
from agents.library.candidates import Ledger
from agents.library.files import load_named
from agents.library.personas import Persona
from agents.library.questions import DEFAULT, Question
from agents.moves import Move
from simulator.interviews import Interviews
from simulator.setup import Setup
from simulator.simulation import simulate

CANDIDATES = ("weak", "strong", "terse-builder", "nda-product-manager", "contradicting-manager", "rambling-cook")
SEEDS = range(4)
NOT_SAID = {"name", "title", "summary", "order"}


async def check_persona(interviews: Interviews, persona: Persona) -> tuple[int, list[str]]:
    """Returns how many turns were tried, and one sentence for each distinct fault."""
    question = load_named("questions", DEFAULT, Question, None)
    turns = 0
    texts = wordings(persona.model_dump(exclude=NOT_SAID))
    faults = {f"{fault.sentence}: {text}": None for text in texts for fault in phrasing(text)}
    for name in CANDIDATES:
        for seed in SEEDS:
            setup = Setup(persona=persona, question=question, seed=seed, minutes=(15, 4)[seed % 2])
            ledger = load_named("candidates", name, Ledger, None)
            done = await simulate(interviews, setup, OfflineCandidate(ledger), f"check-{name}-{seed}")
            earlier: list[str] = []
            for turn in done["turns"]:
                if turn["move"] is not None:
                    turns += 1
                    for fault in problems(turn["text"], Move.model_validate(turn["move"]), earlier):
                        faults[f"{fault.sentence}: {turn['text']}"] = None
                    earlier.append(turn["text"])
    return turns, list(faults)


def wordings(value: Any) -> Iterator[str]:
    """Yields every text in a persona's fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from wordings(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from wordings(inner)
