"""The conversation as plain, comparable values."""

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from agents.moves import Move

Speaker = Literal["interviewer", "candidate"]


class Turn(BaseModel):
    """What one speaker said in one go; `at_s` is how many seconds of the interview had been used when it began."""

    model_config = ConfigDict(frozen=True)

    speaker: Speaker
    text: str
    at_s: float = 0.0
    move: Move | None = None
    cut: bool = False
    said_by: str = ""
    """The engine that ended up saying it; empty for the candidate's turns."""


class Provenance(BaseModel):
    """How an interviewer's turn was produced; it is kept beside the turn, and no agent that speaks or scores ever reads it."""

    model_config = ConfigDict(frozen=True)

    passages: tuple[str, ...] = ()
    """The ids of the guidance passages that were available."""
    tokens: tuple[int, int] | None = None
    """Input and output tokens that a model used for it."""
    first_word_s: float | None = None
    """How long a model took to produce its first word."""


Transcript = tuple[Turn, ...]


def candidate_turns(transcript: Iterable[Turn]) -> list[tuple[int, Turn]]:
    """The candidate's turns with their numbers, which count all turns from 0."""
    return [(number, turn) for number, turn in enumerate(transcript) if turn.speaker == "candidate"]


def probes_made(transcript: Iterable[Turn]) -> list[Move]:
    """The moves of the interviewer's turns that asked about a dimension."""
    return [turn.move for turn in transcript if turn.move is not None and turn.move.is_probe]
