"""Lints the interviewer's wording over thousands of generated turns: `python -m evals.voice_lint [INTERVIEWS]`."""

import asyncio
import sys
from collections import Counter

from agents.candidates import Ledger
from agents.engine import Brief, Passage
from agents.library import load_all, load_named
from agents.offline.candidate import OfflineCandidate
from agents.offline.voice import OfflineVoice
from agents.personas import Persona
from agents.policy import Situation, next_move
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


def faults(turns: list[Turn]) -> list[tuple[str, str]]:
    """What is wrong with the interviewer's turns, with the turn."""
    earlier: list[str] = []
    found = []
    for turn in turns:
        if turn.speaker == "interviewer" and turn.move is not None:
            found += [(what, turn.text) for what in problems(turn.text, turn.move, earlier)]
            earlier.append(turn.text)
    return found


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
        turns = interview(persona, question, ledger, number, (900, 300, None)[number % 3])
        spoken += sum(turn.speaker == "interviewer" for turn in turns)
        for what, text in faults(turns):
            kinds[what.partition(":")[0]] += 1
            if kinds[what.partition(":")[0]] <= 3:
                print(f"{persona.name} x {ledger.name}: {what}: {text}")
    print(f"{spoken} turns in {count} interviews; {sum(kinds.values())} faults: {dict(kinds)}")


if __name__ == "__main__":
    main()
