"""The seams: whoever plays the interviewer's voice, the evaluator or the candidate, plays it behind one of these."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from agents.moves import Move
from agents.personas import Persona
from agents.questions import Question
from agents.rubric import Rubric
from agents.scorecard import Note, Scorecard
from agents.transcript import Transcript


@dataclass(frozen=True)
class Passage:
    """A passage of guidance as the agents get it: its id, heading and text."""

    id: str
    heading: str
    text: str
    kind: str = "principle"
    source: str = ""


@dataclass(frozen=True)
class Brief:
    """All that a voice needs to say one move; nothing in it comes from the evaluator."""

    move: Move
    transcript: Transcript
    persona: Persona
    question: Question
    rubric: Rubric
    passages: tuple[Passage, ...]
    seed: int


class Voice(Protocol):
    """Puts a move into the persona's words."""

    def say(self, brief: Brief) -> AsyncIterator[str]:
        """The words, sentence by sentence."""
        ...


class Judge(Protocol):
    """The silent evaluator."""

    async def note(self, transcript: Transcript, turn: int) -> Note:
        """What was heard in one of the candidate's turns, and what a listener still misses."""
        ...

    async def score(self, transcript: Transcript, notes: tuple[Note, ...], card_id: str) -> Scorecard:
        """The scorecard of a finished interview."""
        ...


class Candidate(Protocol):
    """Whoever answers in a simulation."""

    async def answer(self, transcript: Transcript) -> str | None:
        """The answer to the last turn, or None where the candidate has left."""
        ...
