"""What the evaluator records: evidence, marks, red flags, notes and the scorecard."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from agents.moves import DIMENSIONS, Dimension
from agents.transcript import Turn

Verdict = Literal["fragile", "resilient", "antifragile"]


class Value(BaseModel):
    """A frozen value; unknown keys are ignored when it is read."""

    model_config = ConfigDict(frozen=True)


class Evidence(Value):
    """A quote from the candidate: `quote == text[start:end]` in turn `turn`, with offsets in code points."""

    turn: int
    start: int
    end: int
    quote: str


class Citation(Value):
    """A passage of guidance as it read when it was cited."""

    source: str
    heading: str
    text: str


class Mark(Value):
    """The evaluator's judgement of one dimension."""

    score: int | None = Field(default=None, ge=1, le=5)
    state: Literal["scored", "not_reached", "unscored"]
    confidence: float = Field(default=0.0, ge=0, le=1)
    reason: str = ""
    missing: str = ""
    question: str = ""
    """A question that would have drawn out what is missing."""
    evidence: tuple[Evidence, ...] = ()
    passage: Citation | None = None
    """The guidance passage that explains why the missing part matters."""


class RedFlag(Value):
    """A warning sign and the words that show it, or the question that got no answer if the sign is that something is absent."""

    flag: str
    evidence: tuple[Evidence, ...] = ()
    question: str = ""
    """The interviewer's question, in their words."""


class Note(Value):
    """What the evaluator noted after one answer: what was heard in it, and what is still missing."""

    turn: int
    heard: tuple[Dimension, ...] = ()
    missing: str = ""
    missing_in: Dimension | None = None
    """The dimension that the missing part belongs to."""
    red_flags: tuple[RedFlag, ...] = ()
    passage: Citation | None = None
    """The guidance passage that explains why the missing part matters."""


class Share(Value):
    """How much of the telling went to one dimension, and how much should, in per cent."""

    seconds: int
    """About how long it takes to say, at the pace of conversation."""
    given: int
    least: int
    most: int


class Advice(Value):
    """What to practise, made from the marks and the candidate's own words; nothing in it is written for them."""

    strongest: Evidence | None = None
    strongest_shows: str = ""
    weakest: Evidence | None = None
    """The place after which something is missing; None if nothing like it was said."""
    weakest_in: Dimension | None = None
    weakest_lacks: str = ""
    drill: str = ""
    follow_up: str = ""
    """What a panel would most likely ask next."""
    leave_out: Evidence | None = None
    shares: dict[Dimension, Share] = {}


class Scorecard(Value):
    """The evaluator's result for one interview or one answer."""

    id: str
    rubric: str = "antifragility"
    rubric_version: str
    engine: str
    model: str | None = None
    prompts: str | None = None
    """The version of the prompts that a model was given."""
    tokens: tuple[int, int] | None = None
    """Input and output tokens that a model used for it."""
    fallback: str | None = None
    """What could not be judged as intended, and who judged it instead, if anyone."""
    left_out: tuple[str, ...] = ()
    """What was removed before reading, or could not be read, in words for people."""
    scored: bool = True
    unscored_reason: str | None = None
    dimensions: dict[Dimension, Mark]
    red_flags: tuple[RedFlag, ...] = ()
    overall: int | None = Field(default=None, ge=1, le=5)
    verdict: Verdict | None = None
    reading: tuple[Citation, ...] = ()
    """Guidance to read next."""
    advice: Advice | None = None


def evidence_at(transcript: tuple[Turn, ...], turn: int, start: int, end: int) -> Evidence:
    """Evidence cut from the transcript itself; raises ValueError if the words are not the candidate's or there are none."""
    said = transcript[turn]
    if said.speaker != "candidate":
        raise ValueError(f"turn {turn} is the interviewer's: only the candidate's words are evidence")
    quote = said.text[start:end]
    if not quote.strip() or start < 0 or end > len(said.text):
        raise ValueError(f"turn {turn} has no words at {start}:{end}")
    return Evidence(turn=turn, start=start, end=end, quote=quote)


def unscored(card_id: str, rubric_version: str, reason: str) -> Scorecard:
    """A scorecard without scores, and the reason why."""
    marks = {dimension: Mark(state="unscored", reason=reason) for dimension in DIMENSIONS}
    return Scorecard(
        id=card_id,
        rubric_version=rubric_version,
        engine="offline",
        scored=False,
        unscored_reason=reason,
        dimensions=marks,
    )
