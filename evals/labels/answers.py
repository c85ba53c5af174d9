"""Our labelled answers: what was said, how a careful rater scores it, and what each clause carries."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from agents.errors import DataError, first_fault
from agents.moves import DIMENSIONS, Dimension
from agents.transcript import Speaker, Transcript, Turn

ANSWERS = Path(__file__).parents[1] / "cases" / "answers"
"""One file per writer, one answer per line."""
TEST_WRITERS = frozenset({"product", "trades", "engineering", "business", "mixed", "guides", "drafts", "leaders", "everyday"})
TEST_ONE_IN = 3
HELD_BACK = frozenset({"harbours", "studios", "clinics", "networks", "platforms", "insights"})
"""Writers of many kinds of answers, all of whose answers are in the test part."""
PROSE = "prose"
FAMILIES = {
    **dict.fromkeys(("notes", "list", "chat"), "terse"),
    **dict.fromkeys(("ramble", "turns", "plain"), "spoken"),
    **dict.fromkeys(("textbook", "indirect", "second-language"), "written"),
    **dict.fromkeys(("essay", "office"), "reflective"),
}
"""The kinds of writing by the family that they are left out with."""
LOOKS = ANSWERS / "looks-at-the-test-part.txt"
"""Log of every look at the test part: date, what was measured, and the figure."""


class Line(BaseModel):
    """Base class for every part of a labelled answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(Line):
    """One turn; a plain answer is a single turn by the candidate."""

    speaker: Speaker
    text: str


class Span(Line):
    """Part of a candidate's turn, `text[start:end]`."""

    turn: int
    start: int
    end: int


class Label(Span):
    """A span and its labels; a trailing "~" marks what is said only vaguely."""

    labels: tuple[str, ...]
    agency: Literal["i", "we", "they", "nobody"] | None = None
    mode: Literal["done", "hypothetical", "negated"] | None = None


class Marks(Line):
    """A rater's scores for the whole answer."""

    dimensions: dict[Dimension, int]
    overall: int = Field(ge=1, le=5)
    flags: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> "Marks":
        if set(self.dimensions) != set(DIMENSIONS) or not all(1 <= mark <= 5 for mark in self.dimensions.values()):
            raise ValueError(f"dimensions: a score from 1 to 5 for each of {', '.join(DIMENSIONS)}")
        return self


class LabelledAnswer(Line):
    """One answer; a minimal pair and its original share `story`. An id, a text and marks are enough to define one."""

    id: str
    story: str
    kind: str = PROSE
    """The kind of writing: prose for what people wrote to be read, or notes, ramble, turns, chat and so on."""
    voice: str = ""
    turns: tuple[Said, ...] = Field(min_length=1)
    intent: Marks
    """The scores the writer intended or, where writers did not say, those of a first reading that saw only rubric and text."""
    second: Marks | None = None
    """Scores from a second, independent reading that saw only rubric and text."""
    marks: Marks
    """The scores that were settled on."""
    settled: str = ""
    """Why they were settled that way, if the two readings were more than one point apart."""
    of: str | None = None
    """The answer this one was made from by changing one clause."""
    note: str = ""
    clauses: tuple[Label, ...] = ()
    quotes: dict[Dimension, Span] = {}
    """The words that a reader would quote to show the score of each dimension."""

    writer: str = ""
    """The writer of these voices, taken from the file name."""
    about: Dimension | None = None
    """The only dimension whose score is known, if labelled clauses were removed from the answer."""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        """Fills in the rest when only an id, a text and marks are given."""
        if not isinstance(data, dict) or "marks" not in data:
            return data
        data = {"story": data.get("id"), "intent": data["marks"], **data}
        text = data.pop("text", None)
        return data if text is None else {"turns": [{"speaker": "candidate", "text": text}], **data}

    @property
    def group(self) -> str:
        """What it is left out with to measure how learning carries over: its family of kinds of writing, or its writer."""
        return FAMILIES.get(self.kind, self.writer)

    @property
    def in_test(self) -> bool:
        """Whether it belongs to the test part, which is never tuned on; a story is never split between parts."""
        some = self.writer in TEST_WRITERS and crc32(self.story.encode()) % TEST_ONE_IN == 0
        return some or self.writer in HELD_BACK

    @property
    def words(self) -> int:
        """How many words the candidate says."""
        return sum(len(turn.text.split()) for turn in self.turns if turn.speaker == "candidate")


def said_by(answer: LabelledAnswer) -> str:
    """The candidate's words, one turn per line."""
    return "\n".join(turn.text for turn in answer.turns if turn.speaker == "candidate")


def transcript_of(answer: LabelledAnswer) -> Transcript:
    """The answer as a transcript for the evaluator."""
    return tuple(Turn(speaker=turn.speaker, text=turn.text) for turn in answer.turns)


@cache
def read_labelled(folder: Path = ANSWERS) -> tuple[LabelledAnswer, ...]:
    """Every labelled answer in a folder, in order; raises DataError naming file, line and field."""
    return tuple(answer for path in sorted(folder.glob("*.jsonl")) for answer in read_answers(path))


def read_answers(path: Path) -> list[LabelledAnswer]:
    """The labelled answers of a file; raises DataError naming file, line and field."""
    found = []
    try:
        lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or 'it is not UTF-8 text'}).") from None
    for number, line in enumerate(lines, start=1):
        try:
            answer = LabelledAnswer.model_validate_json(line)
            found.append(answer.model_copy(update={"writer": path.stem}))
        except ValidationError as error:
            raise DataError(f"{path}, line {number}: {first_fault(error, 'the line')}.") from None
    return found


def log_look(what: str, figure: str) -> None:
    """Logs a look at the test part."""
    with LOOKS.open("a", encoding="utf-8") as file:
        file.write(f"{date.today():%Y-%m-%d} {what}: {figure}\n")
