"""The seams: whoever plays the interviewer's voice, the evaluator or the candidate, plays it behind one of these."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from agents.library.personas import Persona
from agents.library.questions import Question
from agents.moves import Move
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


@dataclass(frozen=True)
class Withdrawn:
    """What was said of this turn so far is taken back."""

    faults: str
    """What was wrong with it, for the log."""
    trouble: str = ""
    """Where the model failed: a sentence for the person."""


@dataclass(frozen=True)
class Spent:
    """Who said a turn in the end, and what a model cost for it; comes last."""

    engine: str
    input_tokens: int = 0
    output_tokens: int = 0
    first_word_s: float | None = None


Utterance = str | Withdrawn | Spent
"""A sentence, or what becomes of those before it."""


class Voice(Protocol):
    """Puts a move into the persona's words."""

    def say(self, brief: Brief) -> AsyncIterator[Utterance]:
        """The words, sentence by sentence."""
        ...

    def stop(self) -> None:
        """Makes an end of the turn that is being said, where that takes time."""
        ...


class Evaluator(Protocol):
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
