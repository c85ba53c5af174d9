"""What the interviewer can do next, as plain values without wording."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Dimension = Literal["context", "impact", "ownership", "mitigation", "growth"]
DIMENSIONS: tuple[Dimension, ...] = ("context", "impact", "ownership", "mitigation", "growth")

MoveKind = Literal[
    "open",  # greet and ask the question
    "clarify",  # what does this mean? the answer cannot be followed
    "quantify",  # a consequence without a size
    "dig",  # into a dimension
    "challenge",  # a contradiction, or blame
    "redirect",  # rambling, or off topic
    "reask",  # the failure was fake or trivial
    "repeat",  # the candidate asked to hear it again
    "rephrase",  # the candidate did not understand
    "give_time",  # the candidate wants a moment
    "skip",  # the candidate cannot share this
    "hurry",  # a dig when time is short
    "wrap_up",  # anything to add?
    "close",  # thanks, and the end
]


Ended = Literal["covered", "time", "candidate"]
"""Why an interview is over: all was asked, the time ran out, or the candidate ended it or said nothing."""


class Move(BaseModel):
    """One decision of the policy: what to do, about which dimension, and why."""

    model_config = ConfigDict(frozen=True)

    kind: MoveKind
    dimension: Dimension | None = None
    part: str | None = None
    """Which part of the dimension it is after."""
    why: str = ""

    @property
    def is_probe(self) -> bool:
        """Whether the move asks about a dimension, and so counts against its two probes."""
        return (
            self.kind in ("clarify", "quantify", "dig", "challenge", "redirect", "skip", "hurry") and self.dimension is not None
        )
