"""kill -9 anywhere: the next start stands at the same question, with every answer, and asks nothing twice."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from simulator.errors import InputError, SessionBusy
from simulator.events import Answered, AwaitingAnswer, Event, Finished, Spoke
from simulator.guidance import NoGuidance
from simulator.interviews import delete_session, open_interviews
from simulator.paths import Paths
from tests.fakes import CHANGE, REPAIR, STORY, of_type, play_through, setup


@pytest.fixture(autouse=True)
def no_guidance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guidance takes a second to open, and nothing here is about it."""
    monkeypatch.setattr("simulator.interviews.ArrivingGuidance", lambda paths: NoGuidance())


CHILD = Path(__file__).with_name("crash_child.py")
ROOT = Path(__file__).parent.parent.parent


@dataclass
class Told:
    """What the killed program had told before it died."""

    asked: list[str] = field(default_factory=list)
    submits: list[str] = field(default_factory=list)
    used: list[str] = field(default_factory=list)


def crash(place: str, count: int) -> Told:
    """Runs an interview in another process that is killed at a place, for the count-th time it comes there."""
    command = [sys.executable, str(CHILD), place, str(count), STORY, REPAIR, CHANGE]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, timeout=60
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    told = Told()
    for line in done.stdout.splitlines():
        word, _, rest = line.partition(" ")
        getattr(told, word).append(rest)
    return told


async def resume_until_awaited(paths: Paths) -> tuple[list[Event], float]:
    """What the next start tells up to the question, and the seconds used then."""
    seen: list[Event] = []
    async with open_interviews(paths) as interviews, interviews.resumed() as session:
        async for event in session.events():
            seen.append(event)
            if isinstance(event, AwaitingAnswer | Finished):
                return seen, session.watch.used
    raise AssertionError("it neither asked nor finished")


PLACES = [
    ("decide", 1),
    ("decide", 2),
    ("ask", 1),
    ("ask", 3),
    ("between sentences", 1),
    ("between sentences", 4),
    ("question stored", 1),
    ("answer committed", 2),
    ("question stored", 3),
    ("answer committed", 4),
    ("listen", 1),
    ("listen", 2),
    ("observe", 1),
    ("observe", 2),
]


@pytest.mark.parametrize(("place", "count"), PLACES)
async def test_killed_in_any_node_the_interview_goes_on_where_it_stood(paths: Paths, place: str, count: int) -> None:
    told = crash(place, count)
    seen, _ = await resume_until_awaited(paths)
    spoken = [event.turn.text for event in of_type(seen, Spoke)]
    answers = [event.turn.text for event in of_type(seen, Answered)]
    assert isinstance(seen[-1], AwaitingAnswer)
    assert answers[: len(told.submits)] == told.submits, "a submitted answer was lost"
    assert spoken[: len(told.asked)] == told.asked, "a question that was shown was changed"
    assert len(spoken) == len(set(spoken)), "a stored question was asked again"
    numbers = [event.number for event in seen if isinstance(event, Spoke | Answered)]
    assert numbers == list(range(seen[-1].number))
    async with open_interviews(paths) as interviews, interviews.resumed() as session:
        events = await play_through(session, ["I was sure of it.", "Nothing."])
        assert isinstance(events[-1], Finished)


async def test_killed_while_it_scores_the_next_start_scores(paths: Paths) -> None:
    told = crash("score", 1)
    seen, _ = await resume_until_awaited(paths)
    assert isinstance(seen[-1], Finished)
    assert [event.turn.text for event in of_type(seen, Answered)] == told.submits


async def test_killed_while_it_notes_the_next_start_makes_the_note(paths: Paths) -> None:
    told = crash("observe", 3)
    async with open_interviews(paths) as interviews, interviews.resumed() as session:
        events = await play_through(session, ["I was sure of it.", "Nothing."])
        notes = [note.turn for note in interviews.store.notes(session.record.id)]
    finished = events[-1]
    assert isinstance(finished, Finished)
    answers = [event for event in events if isinstance(event, Answered)]
    assert [event.turn.text for event in answers][: len(told.submits)] == told.submits
    assert notes == [event.number for event in answers]


async def test_killed_after_the_result_was_stored_it_is_finished(paths: Paths) -> None:
    crash("result stored", 1)
    with pytest.raises(InputError, match="no unfinished interview"):
        await resume_until_awaited(paths)
    assert delete_session(paths, "crashed") == "crashed"


async def test_killed_while_typing_the_draft_and_the_seconds_survive(paths: Paths) -> None:
    told = crash("typing", 1)
    seen, used = await resume_until_awaited(paths)
    assert isinstance(seen[-1], AwaitingAnswer)
    assert seen[-1].draft == "half a sent"
    assert abs(used - float(told.used[0])) <= 1.1
    assert [event.turn.text for event in of_type(seen, Answered)] == told.submits == [STORY, REPAIR]


async def test_an_interview_that_was_left_goes_on(paths: Paths) -> None:
    async with open_interviews(paths) as interviews, interviews.new(setup()) as session:
        async for event in session.events():
            if isinstance(event, AwaitingAnswer):
                session.draft("I had begun")
                break
    seen, _ = await resume_until_awaited(paths)
    assert isinstance(seen[-1], AwaitingAnswer)
    assert seen[-1].draft == "I had begun"


async def test_a_second_program_is_refused_with_a_sentence(paths: Paths) -> None:
    async with open_interviews(paths) as interviews, interviews.new(setup(), session="busy-one"):
        async with open_interviews(paths) as second:
            with pytest.raises(SessionBusy, match="open in another window"):
                async with second.resumed("busy-one"):
                    pass
        with pytest.raises(SessionBusy):
            delete_session(paths, "busy-one")
    async with open_interviews(paths) as interviews, interviews.resumed("busy-one"):
        pass
