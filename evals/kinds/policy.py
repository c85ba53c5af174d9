"""Compares our policy with fixed-order and random probing at the same number of questions.

It counts the ledger facts that each probe draws out of simulated candidates; no questions are worded.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from agents.candidate.offline import OfflineCandidate
from agents.interviewer.agenda import Agenda
from agents.interviewer.policy import next_move
from agents.library.candidates import Ledger
from agents.library.personas import Persona
from agents.moves import DIMENSIONS, Move
from agents.reading.answer import shipped_reader
from agents.rubric import load_rubric
from agents.transcript import Transcript, Turn
from evals.environment import Environment
from evals.rollouts import pairs
from evals.suite import Case, Figure, Kind, Result, Sample, Suite, mean_of

RUBRIC = load_rubric()
LIMITS = (4, 6, 10)
"""Probe limits at which the policies are compared: short, usual and the most possible."""
Policy = Callable[[Transcript, Persona, Random], Move]


def ours(transcript: Transcript, persona: Persona, _random: Random) -> Move:
    """The program's own policy."""
    return next_move(Agenda(transcript, persona, RUBRIC, shipped_reader()))


def fixed_order(transcript: Transcript, _persona: Persona, _random: Random) -> Move:
    """Probes each dimension once in the rubric's order, then starts again."""
    if not transcript:
        return Move(kind="open")
    asked = sum(turn.move is not None and turn.move.is_probe for turn in transcript)
    return Move(kind="dig", dimension=DIMENSIONS[asked % len(DIMENSIONS)])


def at_random(transcript: Transcript, _persona: Persona, random: Random) -> Move:
    """Probes dimensions at random, each at most twice."""
    if not transcript:
        return Move(kind="open")
    asked = [turn.move.dimension for turn in transcript if turn.move is not None and turn.move.is_probe]
    return Move(kind="dig", dimension=random.choice([d for d in DIMENSIONS if asked.count(d) < 2]))


async def facts_a_probe(policy: Policy, ledger: Ledger, persona: Persona, seed: int, limit: int) -> tuple[float, int]:
    """Facts drawn out per probe in one interview, and the number of probes."""
    candidate, turns, random = OfflineCandidate(ledger), list[Turn](), Random(seed)
    probes = told = 0
    while probes < limit:
        move = policy(tuple(turns), persona, random)
        if move.kind in ("wrap_up", "close"):
            break
        turns.append(Turn(speaker="interviewer", text="?", move=move))
        text = await candidate.answer(tuple(turns)) or ""
        turns.append(Turn(speaker="candidate", text=text))
        if move.is_probe:
            probes += 1
            told += sum(fact.text[1:] in text for fact in ledger.facts)
    return (told / probes if probes else 0.0), probes


async def observe(_suite: Suite, case: Case, repeat: int, _env: Environment) -> Result:
    """Measures facts per probe for each policy and limit; the other policies get as many probes as ours used."""
    ledger, persona = case.given
    data: dict[str, Any] = {}
    for limit in LIMITS:
        data[f"ours {limit}"], probes = await facts_a_probe(ours, ledger, persona, repeat, limit)
        data[f"fixed order {limit}"], _ = await facts_a_probe(fixed_order, ledger, persona, repeat, probes)
        data[f"random order {limit}"], _ = await facts_a_probe(at_random, ledger, persona, repeat, probes)
    return Result(data=data)


def more_than(other: str, limit: int) -> Callable[[Sequence[Sample]], float]:
    """How many more facts per probe our policy draws out."""
    return lambda samples: mean_of(f"ours {limit}")(samples) - mean_of(f"{other} {limit}")(samples)


def figures(_suite: Suite) -> list[Figure]:
    """Facts per probe, and the gain over the other policies."""
    found = [Figure(f"facts per probe, up to {limit} probes", mean_of(f"ours {limit}")) for limit in LIMITS]
    others = [(other, limit) for limit in LIMITS for other in ("fixed order", "random order")]
    return found + [Figure(f"gain over {other}, up to {limit} probes", more_than(other, limit)) for other, limit in others]


KIND = Kind(lambda p, env: pairs(p, env, people=True), observe, figures)
