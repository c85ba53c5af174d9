"""An interview by policy, voice and candidate alone: no clock, graph or store, so that hundreds of them take seconds."""

import asyncio

from agents.candidate.offline import OfflineCandidate
from agents.engine import Brief, Passage
from agents.interviewer.agenda import Agenda
from agents.interviewer.hooks import hooks_of
from agents.interviewer.offline import OfflineVoice
from agents.interviewer.policy import next_move
from agents.library.candidates import Ledger
from agents.library.personas import Persona
from agents.library.questions import Question
from agents.reading.answer import shipped_reader
from agents.transcript import Transcript, Turn
from knowledge.passages import read_corpus
from tests.fakes import RUBRIC

SECONDS_A_TURN = 45.0


def interview(persona: Persona, question: Question, ledger: Ledger, seed: int, limit_s: float | None = 900) -> Transcript:
    """Guidance is what the corpus has about the part that is asked after."""
    voice, turns, candidate, used = OfflineVoice(shipped_reader(), hooks_of()), list[Turn](), OfflineCandidate(ledger), 0.0
    probes = [p for p in read_corpus() if p.kind == "probe"]
    while not turns or turns[-1].move is None or turns[-1].move.kind != "close":
        left = None if limit_s is None else limit_s - used
        move = next_move(Agenda(tuple(turns), persona, RUBRIC, shipped_reader(), hooks_of(), left))
        near = [p for p in probes if (p.dimension, p.part) == (move.dimension, move.part)]
        shift = seed % max(1, len(near))
        passages = tuple(Passage(p.id, p.heading, p.text, p.kind, p.source) for p in (near[shift:] + near[:shift])[:4])
        words = voice.words(Brief(move, tuple(turns), persona, question, RUBRIC, passages, seed))
        turns.append(Turn(speaker="interviewer", text=words, move=move, at_s=used))
        if move.kind != "close":
            text = asyncio.run(candidate.answer(tuple(turns)))
            if text is None:
                break
            turns.append(Turn(speaker="candidate", text=text, at_s=used))
            used += SECONDS_A_TURN
    return tuple(turns)
