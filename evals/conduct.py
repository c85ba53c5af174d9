"""What an interviewer keeps to, over thousands of simulated interviews: `python -m evals.conduct [INTERVIEWS]`."""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator

from agents.candidates import Ledger
from agents.contradictions import contradiction
from agents.engine import Brief, Passage
from agents.library import load_all, load_named
from agents.moves import DIMENSIONS
from agents.offline.candidate import OfflineCandidate
from agents.offline.voice import OfflineVoice
from agents.personas import Persona
from agents.policy import PROBES_A_DIMENSION, Situation, heard, next_move, well_evidenced
from agents.questions import Question
from agents.rubric import load_rubric
from agents.transcript import Turn
from agents.wording import problems
from knowledge.passages import read_corpus

RUBRIC = load_rubric()
SECONDS_A_TURN = 45.0


def interview(persona: Persona, question: Question, ledger: Ledger, seed: int, limit_s: float | None = 900) -> list[Turn]:
    """Policy, voice and candidate without clock, graph or store; guidance is what the corpus has about the dimension."""
    voice, turns, candidate, used = OfflineVoice(), list[Turn](), OfflineCandidate(ledger), 0.0
    probes = [p for p in read_corpus() if p.kind == "probe"]
    while not turns or turns[-1].move is None or turns[-1].move.kind != "close":
        left = None if limit_s is None else limit_s - used
        move = next_move(Situation(tuple(turns), persona, RUBRIC, left))
        near = [p for p in probes if (p.dimension, p.part) == (move.dimension, move.part)]
        shift = seed % max(1, len(near))
        passages = tuple(Passage(p.id, p.heading, p.text, p.kind, p.source) for p in (near[shift:] + near[:shift])[:4])
        words = voice.words(Brief(move, tuple(turns), persona, question, RUBRIC, passages, seed))
        turns.append(Turn(speaker="interviewer", text=words, move=move, at_s=used))
        if move.kind != "close":
            text = asyncio.run(candidate.answer(tuple(turns)))
            if text is None:
                return turns
            turns.append(Turn(speaker="candidate", text=text, at_s=used))
            used += SECONDS_A_TURN
    return turns


def faults(turns: list[Turn]) -> list[str]:
    """What is wrong with the wording of the interviewer's turns."""
    earlier: list[str] = []
    found = []
    for turn in turns:
        if turn.move is not None:
            found += [f"{what}: {turn.text}" for what in problems(turn.text, turn.move, earlier)]
            earlier.append(turn.text)
    return found


def broken_promises(turns: list[Turn], persona: Persona, limit_s: float | None) -> list[str]:
    """Which promises about the moves were not kept; an empty list where all were."""
    moves = [turn.move for turn in turns if turn.move is not None]
    kinds = [move.kind for move in moves]
    probed = [move.dimension for move in moves if move.is_probe]
    now = Situation(tuple(turns), persona, RUBRIC)
    heard_or_asked = {d for d in DIMENSIONS if heard(now, d) or d in probed}
    gave_up = any(move.kind == "wrap_up" and "no answer" in move.why for move in moves)
    found = {
        "it does not end": kinds[-1] != "close",
        "it ends without room for the candidate": "wrap_up" not in kinds,
        "it runs over its time": limit_s is not None and turns[-1].at_s > limit_s + SECONDS_A_TURN,
        "more than two probes a dimension": any(probed.count(d) > PROBES_A_DIMENSION for d in DIMENSIONS),
        "a dimension was not touched": limit_s is None and not gave_up and len(heard_or_asked) < len(DIMENSIONS),
        "another failure was asked for twice": kinds.count("reask") > 1,
        "a move without a reason": not all(move.why for move in moves),
    }
    return [what for what, broken in found.items() if broken] + list(_one_by_one(turns, persona))


def _one_by_one(turns: list[Turn], persona: Persona) -> Iterator[str]:
    """Promises that are about a single move and what was said before it."""
    challenged = False
    for place, turn in enumerate(turns):
        if turn.move is None or place == 0:
            continue
        before = Situation(tuple(turns[:place]), persona, RUBRIC)
        move, said = turn.move, before.readings[-1]
        if move.kind in ("dig", "quantify", "hurry") and move.dimension and well_evidenced(before, move.dimension):
            yield f"it digs where all is told: {turn.text}"
        last = before.asked[-1]
        if said.act == "cannot_share" and move.is_probe and move.dimension == last.dimension is not None:
            yield f"it presses what cannot be shared: {turn.text}"
        challenged = challenged or (move.kind, move.part) == ("challenge", "inconsistent")
        in_time = move.kind not in ("close", "wrap_up", "repeat", "rephrase", "give_time")
        if in_time and said.act == "answer" and not challenged and contradiction(before.transcript) is not None:
            yield f"it lets a contradiction pass: {turns[place - 1].text}"


def main() -> None:
    """Prints how many turns were generated and what is wrong with them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1200
    personas, _ = load_all("personas", Persona, None)
    ledgers, _ = load_all("candidates", Ledger, None)
    question = load_named("questions", "failure", Question, None)
    kinds: Counter[str] = Counter()
    spoken = 0
    for number in range(count):
        persona, ledger = personas[number % len(personas)], ledgers[number // len(personas) % len(ledgers)]
        limit = (900, 300, None)[number % 3]
        turns = interview(persona, question, ledger, number, limit)
        spoken += sum(turn.speaker == "interviewer" for turn in turns)
        for what in [*faults(turns), *broken_promises(turns, persona, limit)]:
            kinds[what.partition(":")[0]] += 1
            if kinds[what.partition(":")[0]] <= 3:
                print(f"{persona.name} x {ledger.name} {number}: {what}")
    print(f"{spoken} turns in {count} interviews; faults and broken promises: {kinds.total()} {dict(kinds) or ''}")


if __name__ == "__main__":
    main()
