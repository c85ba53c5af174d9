"""Scores answers and transcripts that come from outside our own interviews."""

import json
import logging
import re
from collections.abc import AsyncIterator, Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from agents.engine import Evaluator
from agents.errors import first_fault
from agents.moves import Move
from agents.reading.speakers import turns_in
from agents.rubric import Rubric
from agents.scorecard import Scorecard, unscored
from agents.transcript import Speaker, Transcript, Turn
from simulator.errors import InputError, explained
from simulator.inputs import too_long

log = logging.getLogger(__name__)
TRANSCRIPT = re.compile(r'\s*\{\s*"(?:id|session|turns|text|persona)"')
"""How a transcript begins; no spoken answer begins like that."""


class GivenTurn(BaseModel):
    """A turn in a transcript that someone gives us."""

    model_config = ConfigDict(frozen=True)

    speaker: Speaker
    text: str
    move: Move | None = None


class Case(BaseModel):
    """An answer or a transcript to score."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(default="answer", coerce_numbers_to_str=True)
    text: str | None = None
    turns: tuple[GivenTurn, ...] | None = None

    @model_validator(mode="after")
    def _one_of(self) -> "Case":
        if (self.text is None) == (self.turns is None):
            raise ValueError("give either 'text' or 'turns'")
        return self

    @property
    def transcript(self) -> Transcript:
        """The case as turns, with their text unchanged; a text with several speakers becomes their turns."""
        if self.turns is None:
            text = self.text or ""
            told = tuple(Turn(speaker=speaker, text=text[start:end]) for speaker, start, end in turns_in(text))
            return told or (Turn(speaker="candidate", text=text),)
        return tuple(Turn(speaker=t.speaker, text=t.text, move=t.move) for t in self.turns)


def read_case(data: bytes, *, named: str = "answer", plain_text: bool = False) -> Case:
    """Reads a case from one JSON object, or from plain text if allowed; raises InputError saying what is wrong with it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("not UTF-8 text") from None
    if "\0" in text or text.startswith("%PDF-"):
        raise InputError("not text: give the words of the answer")
    if plain_text and not TRANSCRIPT.match(text):
        return Case(id=named, text=text)
    try:
        found = json.loads(text)
        if not isinstance(found, dict):
            raise InputError("not a JSON object")
        return Case.model_validate({"id": found.get("session", named), **found})
    except ValidationError as error:
        raise InputError(first_fault(error)) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"not valid JSON ({error})") from None


async def score_case(evaluator: Evaluator, case: Case) -> Scorecard:
    """Returns the scorecard for one case."""
    return await evaluator.score(case.transcript, (), case.id)


async def score_batch(evaluator: Evaluator, rubric: Rubric, lines: Iterable[bytes]) -> AsyncIterator[tuple[Scorecard, bool]]:
    """Yields a scorecard per line, in order, and whether the line was good; a bad one gets an unscored card with the reason."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            if too_long(line):
                raise InputError("too long for an answer")
            case = read_case(line, named=f"line {number}")
        except InputError as error:
            yield unscored(_id_of(line) or f"line {number}", rubric.version, f"Line {number}: {error}."), False
        else:
            try:
                yield await score_case(evaluator, case), True
            except Exception as error:
                log.exception("line %d could not be scored", number)
                yield (
                    unscored(case.id, rubric.version, f"Line {number} could not be judged: {explained(error).sentence}"),
                    False,
                )


def _id_of(line: bytes) -> str | None:
    """Returns the id from a line that is invalid in some other way, or None."""
    try:
        data: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    found = data.get("id") if isinstance(data, dict) else None
    return str(found) if isinstance(found, str | int) else None
