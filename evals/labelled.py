"""Our labelled answers: what was said, what a careful marker makes of it, and which clause carries what."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Literal
from zlib import crc32

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from agents.library import DataError
from agents.moves import DIMENSIONS, Dimension
from agents.transcript import Speaker, Transcript, Turn

ANSWERS = Path(__file__).parent / "cases" / "answers"
"""One file a writer, one answer a line."""
TEST_WRITERS = frozenset({"product", "trades", "engineering", "business", "mixed"})
TEST_ONE_IN = 3
NOTHING_SAID = ANSWERS.parent / "nothing-said.txt"
"""Sentences that tell nothing, one a line."""
IDLE_SENTENCES = 3
STOP = re.compile(r"[.!?]\s+|$")
STOPS = re.compile(r"[.,;:!?…]+(?=\s|$)")
LOOKS = ANSWERS / "looks-at-the-test-part.txt"
"""Each look at the test part: date, what was measured, the figure."""


class Line(BaseModel):
    """What every value of a labelled answer has in common."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(Line):
    """One turn; a plain answer is one turn of the candidate's."""

    speaker: Speaker
    text: str


class Label(Line):
    """A stretch of a candidate's turn, `text[start:end]`, and what it carries; "~" ends what is said only in general terms."""

    turn: int
    start: int
    end: int
    labels: tuple[str, ...]
    agency: Literal["i", "we", "they", "nobody"]
    mode: Literal["done", "hypothetical", "negated"]


class Marks(Line):
    """A marker's judgement of the whole."""

    dimensions: dict[Dimension, int]
    overall: int = Field(ge=1, le=5)
    flags: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> "Marks":
        if set(self.dimensions) != set(DIMENSIONS) or not all(1 <= mark <= 5 for mark in self.dimensions.values()):
            raise ValueError(f"dimensions: a mark from 1 to 5 each for {', '.join(DIMENSIONS)}")
        return self


class LabelledAnswer(Line):
    """One answer; those of one story, a minimal pair and its original, share `story`."""

    id: str
    story: str
    voice: str
    turns: tuple[Said, ...] = Field(min_length=1)
    intent: Marks
    """By the writer's intent."""
    second: Marks | None = None
    """By a second, independent reading that saw only rubric and text."""
    marks: Marks
    """The settled marks."""
    settled: str = ""
    """Why, where the two readings were more than a step apart."""
    of: str | None = None
    """The answer that this one was made from by changing one clause."""
    note: str = ""
    clauses: tuple[Label, ...]

    writer: str = ""
    """Whose voices these are: the file's name."""

    @property
    def in_test(self) -> bool:
        """Whether it belongs to the part that nobody tunes on; a story is never divided."""
        return self.writer in TEST_WRITERS and crc32(self.story.encode()) % TEST_ONE_IN == 0

    @property
    def words(self) -> int:
        """How many words the candidate says."""
        return sum(len(turn.text.split()) for turn in self.turns if turn.speaker == "candidate")


def said_by(answer: LabelledAnswer) -> str:
    """The candidate's words, a turn a line."""
    return "\n".join(turn.text for turn in answer.turns if turn.speaker == "candidate")


def transcript_of(answer: LabelledAnswer) -> Transcript:
    """The answer as the evaluator takes it."""
    return tuple(Turn(speaker=turn.speaker, text=turn.text) for turn in answer.turns)


def as_transcribed(answer: LabelledAnswer) -> LabelledAnswer:
    """The answer as a poor transcription has it: blanks in place of stops and commas, so that all offsets stay."""
    turns = tuple(turn.model_copy(update={"text": STOPS.sub(lambda m: " " * len(m[0]), turn.text)}) for turn in answer.turns)
    return answer.model_copy(update={"id": f"{answer.id} as transcribed", "turns": turns})


def with_idle_talk(answer: LabelledAnswer) -> LabelledAnswer:
    """The answer with sentences put in that tell nothing, at places where no label is torn, the same each time."""
    rng = Random(answer.id)
    for _ in range(IDLE_SENTENCES):
        turn = rng.choice([k for k, said in enumerate(answer.turns) if said.speaker == "candidate"])
        labels = [label for label in answer.clauses if label.turn == turn]
        text, idle = answer.turns[turn].text, rng.choice(nothing_said())
        stops = [m.end() for m in STOP.finditer(text)]
        place = rng.choice([s for s in stops if not any(label.start < s < label.end for label in labels)] or [len(text)])
        text = f"{text[:place].rstrip()} {idle} {text[place:]}".strip()
        moved = len(text) - len(answer.turns[turn].text)
        clauses = tuple(
            label.model_copy(update={"start": label.start + moved, "end": label.end + moved})
            if label.turn == turn and label.start >= place
            else label
            for label in answer.clauses
        )
        turns = (*answer.turns[:turn], answer.turns[turn].model_copy(update={"text": text}), *answer.turns[turn + 1 :])
        answer = answer.model_copy(update={"turns": turns, "clauses": clauses})
    return answer.model_copy(update={"id": f"{answer.id} with idle talk"})


def with_variants(answers: Sequence[LabelledAnswer]) -> list[LabelledAnswer]:
    """The answers, and each again in ways that must not change its marks."""
    return [*answers, *map(as_transcribed, answers), *map(with_idle_talk, answers)]


def nothing_said() -> list[str]:
    """Sentences that people say in an answer without telling anything."""
    lines = NOTHING_SAID.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def read_labelled(folder: Path = ANSWERS) -> tuple[LabelledAnswer, ...]:
    """Every labelled answer in a folder, in order; raises DataError naming file, line and field."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                answer = LabelledAnswer.model_validate_json(line)
                found.append(answer.model_copy(update={"writer": path.stem}))
            except ValidationError as error:
                first = error.errors()[0]
                field = ".".join(map(str, first["loc"])) or "the line"
                raise DataError(f"{path}, line {number}: {field}: {first['msg']}.") from None
    return tuple(found)


def log_look(what: str, figure: str) -> None:
    """Writes down that somebody looked at the test part."""
    with LOOKS.open("a", encoding="utf-8") as file:
        file.write(f"{date.today():%Y-%m-%d} {what}: {figure}\n")
