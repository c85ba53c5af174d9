"""The common wordings of an interviewer that works without a model."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from agents.acts import Act
from agents.library.files import Entry
from agents.moves import DIMENSIONS, MoveKind

PartName = Annotated[str, Field(pattern=rf"^({'|'.join(DIMENSIONS)})\.[a-z_]+$")]
Asked = Literal[
    "choice_permission", "choice_must", "choice_which",
    "asked_ever", "asked_would", "asked_opinion", "asked_ok", "asked_practical", "ask_marks", "ask_clock", "last_question",
]  # fmt: skip
"""What a question is about: what may be told, what must be told, which story; whether the interviewer ever did this, would
have, what they think, whether to go on like this, who hears it; the marks, the time left; the last one before the goodbye."""
Others = Literal[
    "correction_amount", "continue", "next", "admitted", "going_back", "either", "either_you", "last_word",
    "never_mind",
]  # fmt: skip
"""The correction of an amount; a story to be continued, by a
prompt or by a question; something ugly that was admitted; something said earlier, before a question about it; a question
which of two things was meant, the same where one is the candidate; a story that is over; a question not understood twice."""
ReplyTo = Act | Asked | Others
"""What a reply is to."""


RETIRED_REPLIES = frozenset({"back_to_you"})
"""Replies that earlier versions had; files that still have them are read without."""


def without_retired(data: Any) -> Any:
    """What a file holds, without the replies of earlier versions."""
    if not isinstance(data, dict) or not isinstance(replies := data.get("replies"), dict):
        return data
    return data | {"replies": {name: said for name, said in replies.items() if name not in RETIRED_REPLIES}}


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

    _of_earlier_versions = model_validator(mode="before")(without_retired)

    moves: dict[MoveKind, tuple[str, ...]]
    replies: dict[ReplyTo, tuple[str, ...]]
    """Said to a candidate who did something other than answer, instead of a question or before one."""
    go_on: tuple[str, ...] = Field(min_length=1)
    """Questions that let a story go on."""
    go_on_plain: tuple[str, ...] = Field(min_length=1)
    """The same in the plainest words."""
    probes: dict[PartName, tuple[Probe, ...]]
    """Questions about one part of a dimension ("impact.size")."""
    challenges: dict[str, tuple[str, ...]]
    """By red flag."""
