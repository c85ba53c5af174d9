"""The moves an interviewer can make, as plain values without any wording."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_validator

Dimension = Literal["context", "impact", "ownership", "mitigation", "growth"]
DIMENSIONS: tuple[Dimension, ...] = ("context", "impact", "ownership", "mitigation", "growth")

MoveKind = Literal[
    "open",  # greet and ask the question
    "reply",  # answer the candidate's own question
    "continue",  # let the candidate go on
    "give_time",  # the candidate wants a moment
    "repeat",  # the candidate asked to hear it again
    "rephrase",  # the candidate did not understand
    "acknowledge",  # take in a correction, without a new question about the story
    "clarify",  # ask more about something that was said, where its dimension has been told
    "quantify",  # ask how large a consequence was
    "dig",  # go deeper into a dimension
    "challenge",  # confront a contradiction, blame or a dodge
    "redirect",  # steer back from rambling or from another topic
    "re_ask",  # ask for another failure: this one was fake or trivial
    "skip",  # the candidate cannot share this
    "hurry",  # a dig when time is short
    "wrap_up",  # ask whether there is anything to add
    "close",  # thank the candidate and end
]


Ended = Literal["covered", "time", "candidate"]
"""Why an interview ended: everything was covered, time ran out, or the candidate ended it or stopped answering."""


class Move(BaseModel):
    """One decision of the policy: what to do, about which dimension, and why."""

    model_config = ConfigDict(frozen=True)

    kind: MoveKind
    dimension: Dimension | None = None
    part: str | None = None
    """The part of the dimension it asks about; for a challenge, what does not fit; for a "continue", how it is said."""
    why: str = ""
    thread: str | None = None
    """The hook that it takes up."""
    turn: int | None = None
    """The candidate's turn in which that was said."""
    at: int | None = None
    """Where in it the sentence begins."""

    @property
    def is_probe(self) -> bool:
        """Whether the move asks about a dimension and so counts as one of its probes."""
        asks = self.kind in ("clarify", "quantify", "dig", "challenge", "redirect", "skip", "hurry")
        return asks and self.dimension is not None

    @field_validator("kind", mode="before")
    @classmethod
    def _renamed(cls, kind: Any) -> Any:
        """Interviews kept by earlier versions say "reask"."""
        return "re_ask" if kind == "reask" else kind
