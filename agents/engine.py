"""The protocols that every interviewer's voice, evaluator and simulated candidate implements, and what they exchange."""

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
    """A passage of guidance as the agents receive it: its id, heading and text."""

    id: str
    heading: str
    text: str
    kind: str = "principle"
    source: str = ""


@dataclass(frozen=True)
class Brief:
    """Everything a voice needs to put one move into words; nothing in it comes from the evaluator."""

    move: Move
    transcript: Transcript
    persona: Persona
    question: Question
    rubric: Rubric
    passages: tuple[Passage, ...]
    seed: int
    said_before: str = ""
    """What was said in the last interviews with the same person, in lowercase, so that no question comes again."""


@dataclass(frozen=True)
class Withdrawn:
    """Takes back everything said in this turn so far."""

    faults: str
    """What was wrong with it, for the log."""
    trouble: str = ""
    """If the model failed, a sentence that tells the user so."""


@dataclass(frozen=True)
class Spent:
    """Which engine ended up saying the turn, and what a model used for it; always comes last."""

    engine: str
    input_tokens: int = 0
    output_tokens: int = 0
    first_word_s: float | None = None


Utterance = str | Withdrawn | Spent
"""A sentence, or what happens to the sentences before it."""


class Voice(Protocol):
    """Puts a move into the persona's words."""

    def say(self, brief: Brief) -> AsyncIterator[Utterance]:
        """Yields the turn sentence by sentence."""
        ...

    def stop(self) -> None:
        """Stops the turn that is being said, if saying it takes time."""
        ...


class Evaluator(Protocol):
    """The silent evaluator."""

    async def note(self, transcript: Transcript, turn: int) -> Note:
        """What was heard in one of the candidate's turns, and what is still missing."""
        ...

    async def score(self, transcript: Transcript, notes: tuple[Note, ...], card_id: str) -> Scorecard:
        """The scorecard of a finished interview."""
        ...


class Candidate(Protocol):
    """The candidate in a simulation."""

    async def answer(self, transcript: Transcript) -> str | None:
        """The answer to the last turn, or None if the candidate has left."""
        ...
