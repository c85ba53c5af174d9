"""Our labels of what an interviewer could say next: thousands of possible turns in talks, each rated by a reader of ours."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from agents.interviewer.options import Kind
from evals.labels.talks import LISTENING, Line, lines_of, talks

Rating = Literal["good", "acceptable", "bad"]


class RatedOption(Line):
    """Something that could be said next about the sentence `text[start:end]` of an answer, and what a reader thought of it."""

    kind: Kind
    start: int
    end: int
    rating: Rating
    words: str = ""
    """The candidate's words that are given back."""
    hook: str = ""
    ask: str = ""


class RatedPlace(Line):
    """What one reader thought of everything that could be said after an answer."""

    talk: str
    answer: int = Field(ge=0)
    """The number of the answer in its talk, from 0."""
    reader: str
    options: tuple[RatedOption, ...] = Field(min_length=1)


class PlainTalk(Line):
    """One person's side of an interview, without any labels."""

    id: str
    writer: str
    who: str
    answers: tuple[str, ...] = Field(min_length=1)


def rated_places() -> Iterator[RatedPlace]:
    """All places of our talks at which possible turns were rated."""
    return lines_of(LISTENING / "options.jsonl", RatedPlace)


def rated_talks() -> list[PlainTalk]:
    """The talks that they are in: those for tuning, and others that were written to be rated."""
    tuned = [
        PlainTalk(id=t.id, writer=t.writer, who=t.who, answers=tuple(a.text for a in t.answers)) for t in talks("tuned-on")
    ]
    return [*tuned, *lines_of(LISTENING / "talks-rated.jsonl", PlainTalk)]
