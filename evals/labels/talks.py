"""Our talks and examples of acts: what people say in an interview, what it does, what it tells, and what there is to take up.

They were written by writers who had not seen the program. One part is for learning and tuning, the other only for measuring.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agents.acts import TalkAct
from agents.errors import DataError, first_fault
from agents.moves import Dimension

LISTENING = Path(__file__).parents[1] / "cases" / "listening"
Part = Literal["tuned-on", "unseen"]


class Line(BaseModel):
    """Base class for every part of a talk."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(Line):
    """What the candidate says in one turn, and what a good listener makes of it."""

    text: str
    act: TalkAct
    told: dict[Dimension, bool]
    """Whether each dimension has plainly been told by the end of this turn."""
    hook: str | None
    """What a good interviewer would take up next."""
    good: tuple[str, ...]
    """What an excellent interviewer could say next."""
    bad: str
    """What would show that the interviewer had not listened."""
    heard_by: tuple[str, ...] = ()
    """Words of which one in the next turn shows that this was heard."""
    served: bool = False
    """Whether there is nothing left to wait for, so that an ordinary question is fine."""


class Talk(Line):
    """One person's side of an interview."""

    id: str
    writer: str = ""
    who: str
    answers: tuple[Said, ...] = Field(min_length=1)


class ActExample(Line):
    """A turn and what the candidate does in it."""

    writer: str
    asked: str
    text: str
    act: TalkAct


LineT = TypeVar("LineT", bound=Line)


@cache
def talks(part: Part) -> tuple[Talk, ...]:
    """Our own talks."""
    return tuple(lines_of(LISTENING / f"talks-{part}.jsonl", Talk))


@cache
def act_examples(part: Part) -> tuple[ActExample, ...]:
    """Our own examples of acts, and every turn of the talks."""
    said = (ActExample(writer=t.writer, asked="", text=a.text, act=a.act) for t in talks(part) for a in t.answers)
    return (*lines_of(LISTENING / f"acts-{part}.jsonl", ActExample), *said)


def lines_of(path: Path, schema: type[LineT]) -> Iterator[LineT]:
    """The lines of a file of labels; raises DataError naming the file and the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise DataError(f"{path}: cannot be read; give it one talk per line as JSON.") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield schema.model_validate(json.loads(line))
            except ValidationError as error:
                raise DataError(f"{path}, line {number}: {first_fault(error, 'the line')}.") from None
            except ValueError:
                raise DataError(f"{path}, line {number}: not valid JSON.") from None
