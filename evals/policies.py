"""Compares our policy with fixed-order and random probing at the same number of questions: `python -m evals.policies [SEEDS]`.

What is counted is the facts of the simulated candidates' ledgers that a probe brings out. The interval is a bootstrap over
pairs of interviews (the same candidate, persona and seed), 95 %, seeded.
"""

import asyncio
import sys
from collections.abc import Callable
from random import Random
from statistics import mean

from agents.candidates import Ledger
from agents.library import load_all
from agents.moves import DIMENSIONS, Move
from agents.offline.candidate import OfflineCandidate
from agents.personas import Persona
from agents.policy import Situation, next_move
from agents.rubric import load_rubric
from agents.transcript import Transcript, Turn

RUBRIC = load_rubric()
LIMITS = (4, 6, 10)
"""Numbers of probes at which the policies are compared: short, usual and the most there can be."""
RESAMPLES = 2000
Policy = Callable[[Transcript, Persona, Random], Move]


def ours(transcript: Transcript, persona: Persona, _random: Random) -> Move:
    """The program's own."""
    return next_move(Situation(transcript, persona, RUBRIC))


def fixed_order(transcript: Transcript, _persona: Persona, _random: Random) -> Move:
    """Each dimension once in the rubric's order, then again."""
    if not transcript:
        return Move(kind="open")
    asked = sum(turn.move is not None and turn.move.is_probe for turn in transcript)
    return Move(kind="dig", dimension=DIMENSIONS[asked % len(DIMENSIONS)])


def at_random(transcript: Transcript, _persona: Persona, random: Random) -> Move:
    """Any dimension, at most twice each."""
    if not transcript:
        return Move(kind="open")
    asked = [turn.move.dimension for turn in transcript if turn.move is not None and turn.move.is_probe]
    return Move(kind="dig", dimension=random.choice([d for d in DIMENSIONS if asked.count(d) < 2]))


def facts_a_probe(policy: Policy, ledger: Ledger, persona: Persona, seed: int, limit: int) -> tuple[float, int]:
    """Facts that the probes of one interview brought out, a probe, and how many probes that were."""
    candidate, turns, random = OfflineCandidate(ledger), list[Turn](), Random(seed)
    probes = told = 0
    while probes < limit:
        move = policy(tuple(turns), persona, random)
        if move.kind in ("wrap_up", "close"):
            break
        turns.append(Turn(speaker="interviewer", text="?", move=move))
        text = asyncio.run(candidate.answer(tuple(turns))) or ""
        turns.append(Turn(speaker="candidate", text=text))
        if move.is_probe:
            probes += 1
            told += sum(fact.text[1:] in text for fact in ledger.facts)
    return (told / probes if probes else 0.0), probes


def interval(differences: list[float], random: Random) -> tuple[float, float]:
    """The 95 % bootstrap interval of a mean."""
    means = sorted(mean(random.choices(differences, k=len(differences))) for _ in range(RESAMPLES))
    return means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1]


def main() -> None:
    """Prints the three policies and the differences."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    personas, _ = load_all("personas", Persona, None)
    ledgers = [ledger for ledger in load_all("candidates", Ledger, None)[0] if ledger.facts]
    cells = [(ledger, persona, seed) for ledger in ledgers for persona in personas for seed in range(seeds)]
    for limit in LIMITS:
        own = [facts_a_probe(ours, *cell, limit) for cell in cells]
        asked = mean(probes for _, probes in own)
        told = mean(facts for facts, _ in own)
        print(f"at most {limit} probes, {asked:.1f} asked, {len(cells)} interviews: ours {told:.2f} facts a probe")
        for policy in (fixed_order, at_random):
            theirs = [facts_a_probe(policy, *cell, probes)[0] for cell, (_, probes) in zip(cells, own, strict=True)]
            low, high = interval([f - t for (f, _), t in zip(own, theirs, strict=True)], Random(1))
            name = policy.__name__.replace("_", " ")
            print(f"  {name}, as many probes: {mean(theirs):.2f}; ours is more by {low:+.2f} to {high:+.2f}")


if __name__ == "__main__":
    main()
