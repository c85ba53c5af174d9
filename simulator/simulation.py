"""Runs whole interviews in simulated time, answered by a candidate or from a file, on the same graph but without saving."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, assert_never

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agents.engine import Candidate
from agents.errors import first_fault
from agents.library.candidates import Ledger
from agents.transcript import Transcript
from simulator.clock import GRACE_S, READING_WORDS_A_SECOND, SPEAKING_WORDS_A_SECOND, SimulatedClock
from simulator.errors import InputError, SimulatorError
from simulator.events import AwaitingAnswer, Failed, Finished, NotStored, Observed, Said, TimeUp, Trouble
from simulator.interviews import Interviews
from simulator.report.document import turns_document
from simulator.session import Session
from simulator.setup import Setup

EXPECTED = '{"text": "what was said", "seconds": 40}'
BOM = b"\xef\xbb\xbf"


class Line(BaseModel):
    """One answer from a file; `seconds` is the time for reading, thinking and speaking, by default estimated from the words."""

    model_config = ConfigDict(frozen=True)

    text: str
    seconds: float | None = Field(default=None, ge=0, le=1_000_000)


@dataclass
class Reader:
    """Gives the answers from a file one by one, and leaves when they run out."""

    lines: Iterator[Line]

    async def answer(self, transcript: Transcript) -> Line | None:
        """Returns the next line, or None when there are no more."""
        return next(self.lines, None)


async def simulate(
    interviews: Interviews, setup: Setup, candidate: Candidate | Reader | Ledger, session_id: str
) -> dict[str, Any]:
    """Runs one interview and returns it as the agreed JSON document; if given a ledger, the setup's engine plays it."""
    clock = SimulatedClock()
    if isinstance(candidate, Ledger):
        candidate = interviews.agents(setup).candidate(candidate)
    async with interviews.new(setup, clock, session_id) as session:
        async for event in session.events():
            match event:
                case AwaitingAnswer():
                    await _reply(session, clock, candidate)
                case Failed(sentence):
                    raise SimulatorError(sentence)
                case Finished() as finished:
                    return document(session, finished)
                case Trouble() | NotStored() | TimeUp() | Observed():
                    pass
                case _ if isinstance(event, Said):
                    pass
                case _:
                    assert_never(event)
    raise SimulatorError("The interview stopped early. Run it again with --debug.")


async def _reply(session: Session, clock: SimulatedClock, candidate: Candidate | Reader) -> None:
    """Gives one answer in simulated time, cutting whatever would come after the twenty-second grace period."""
    transcript = session.transcript
    said = await candidate.answer(transcript)
    if said is None:
        session.end()
        return
    line = Line(text=said) if isinstance(said, str) else said
    words = line.text.split()
    reading = len(transcript[-1].text.split()) / READING_WORDS_A_SECOND
    seconds = reading + len(words) / SPEAKING_WORDS_A_SECOND if line.seconds is None else line.seconds
    left = session.watch.left
    room = seconds if left is None else max(0.0, left) + GRACE_S + session.watch.to_think
    clock.advance(min(seconds, room))
    if seconds > room:
        session.answer(_spoken(line.text, room / seconds), cut=True)
    else:
        session.answer(line.text)


def _spoken(text: str, share: float) -> str:
    """Returns the first part of a text, cut between words."""
    words = text.split(" ")
    return " ".join(words[: int(len(words) * share)])


def document(session: Session, finished: Finished) -> dict[str, Any]:
    """An interview as `simulate` and `play` print it."""
    setup = session.record.setup
    return {
        "session": finished.session,
        "persona": setup.persona.name,
        "question": setup.question.name,
        "engine": setup.engine,
        "seed": setup.seed,
        "turns": turns_document(session.transcript, session.provenance),
        "ended": finished.ended,
        "elapsed_s": round(session.watch.used, 1),
        "scorecard": finished.scorecard.model_dump(mode="json"),
    }


def read_lines(lines: Iterable[bytes], name: str) -> list[Line]:
    """Reads the answers in a file; raises InputError naming the line and what was expected."""
    answers = []
    for number, line in enumerate(lines, start=1):
        line = line.removeprefix(BOM) if number == 1 else line
        if not line.strip():
            continue
        try:
            answers.append(Line.model_validate_json(line))
        except ValidationError as error:
            raise InputError(f"{name}, line {number}: {first_fault(error)}; expected {EXPECTED}.") from None
    if not answers:
        raise InputError(f"{name} has no answers in it. Write one {EXPECTED} per line.")
    return answers
