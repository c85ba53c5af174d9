"""The common wordings of an interviewer that works without a model."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from agents.acts import Act
from agents.library.files import Entry
from agents.moves import DIMENSIONS, MoveKind

PartName = Annotated[str, Field(pattern=rf"^({'|'.join(DIMENSIONS)})\.[a-z_]+$")]
ReplyTo = Act | Literal["ask_marks", "ask_clock", "back_to_you", "correction_amount", "continue", "last_question"]
"""What a reply is to: an act, a question about the marks or the time left, a dodge before another question, the correction of
an amount, a story to be continued, or the last question before the goodbye."""


class Probe(BaseModel):
    """A question, and the same in plainer and fewer words for a candidate who did not understand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ask: str = Field(min_length=1)
    plain: str = Field(min_length=1)

    @model_validator(mode="after")
    def _plainer(self) -> "Probe":
        if len(self.plain) >= len(self.ask) or len(self.plain.split()) >= len(self.ask.split()):
            raise ValueError(f"plain: must have fewer words and letters than ask: {self.plain}")
        return self


class Phrases(Entry):
    """The common wordings, used when neither the persona nor the guidance has any."""

    moves: dict[MoveKind, tuple[str, ...]]
    replies: dict[ReplyTo, tuple[str, ...]]
    """Said to a candidate who did something other than answer, instead of a question or before one."""
    go_on: tuple[str, ...] = Field(min_length=1)
    """Questions that let a story go on."""
    probes: dict[PartName, tuple[Probe, ...]]
    """Questions about one part of a dimension ("impact.size")."""
    challenges: dict[str, tuple[str, ...]]
    """By red flag."""
