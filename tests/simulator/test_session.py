"""A session as a front end sees it: events in order, time kept, the evaluator silent and in nobody's way."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import pytest

from agents.interviewer.hooks import hooks_of
from agents.moves import Ended, Move
from agents.reading.answer import shipped_reader
from agents.transcript import Turn
from simulator.agent_factory import Agents
from simulator.clock import GRACE_S, SimulatedClock, WallClock
from simulator.events import (
    Answered,
    AwaitingAnswer,
    Event,
    Failed,
    Finished,
    Observed,
    Spoke,
    TimeUp,
    TimeWarning,
    Trouble,
    Words,
)
from simulator.guidance import NoGuidance
from simulator.interviews import Interviews
from simulator.paths import Paths
from simulator.session import Session
from simulator.store import Store
from tests.fakes import (
    CHANGE,
    REPAIR,
    RUBRIC,
    STORY,
    Environment,
    RecordingVoice,
    ScriptedEvaluator,
    of_type,
    play_through,
    setup,
)


async def test_somebody_who_wants_a_moment_gets_it_and_the_clock_stands(paths: Paths) -> None:
    env = Environment(paths)
    async with env.session(setup()) as session:
        events = session.events()
        async for event in events:
            if isinstance(event, AwaitingAnswer):
                if session.watch.to_think:
                    break
                session.answer("Give me a moment to think.")
        used = session.watch.used
        env.clock.advance(20)
        assert (session.watch.used, session.watch.to_think) == (used, 10)
        await events.aclose()


async def test_a_whole_interview(paths: Paths) -> None:
    env = Environment(paths)
    async with env.session(setup()) as session:
        nothing = "There is nothing more to say about it."
        told = [STORY, REPAIR, CHANGE, "I thought we were ready."]
        events = await play_through(session, told + [nothing] * 8)
        finished = events[-1]
        assert isinstance(finished, Finished)
        assert finished.ended == "covered"
        numbers = [event.number for event in events if isinstance(event, Spoke | Answered)]
        assert numbers == list(range(len(session.transcript)))
    words = "".join(event.text for event in of_type(events, Words) if event.number == 0)
    assert words == of_type(events, Spoke)[0].turn.text
    assert env.evaluator.history[-1].startswith("scores with")
    assert of_type(events, Observed) == []


@pytest.mark.parametrize("seconds", [0.0, 0.2], ids=["at once", "after a while"])
async def test_in_learning_mode_each_answer_gets_a_note(paths: Paths, seconds: float) -> None:
    noted: list[int] = []
    async with Environment(paths, ScriptedEvaluator([seconds] * 9)).session(setup(mode="learning")) as session:
        awaited = 0
        async for event in session.events():
            if isinstance(event, Observed):
                noted.append(event.note.turn)
            elif isinstance(event, AwaitingAnswer):
                awaited = event.number
            if awaited and (awaited == 1 or awaited - 2 in noted):  # as somebody who reads the note first
                session.answer(STORY) if awaited < 5 else session.end()
                awaited = 0
    assert noted == [1, 3]


async def test_a_plea_to_try_again_is_no_answer_to_note(paths: Paths) -> None:
    noted: list[int] = []
    async with Environment(paths).session(setup(mode="learning")) as session:
        awaited = 0
        async for event in session.events():
            if isinstance(event, Observed):
                noted.append(event.note.turn)
            elif isinstance(event, AwaitingAnswer):
                awaited = event.number
            if awaited in (1, 5):
                session.answer(STORY)
                awaited = 0
            elif awaited == 3 and noted == [1]:
                session.try_again()
                awaited = 0
            elif awaited == 7 and 5 in noted:
                session.end()
                awaited = 0
    assert noted == [1, 5]


async def test_a_slow_judge_delays_neither_the_question_nor_the_prompt(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.session_evaluator.THINKING_S", 0.0)
    env, awaited = Environment(paths, ScriptedEvaluator([2.0, 2.0, 2.0])), list[float]()
    async with env.session(setup()) as session:
        started = time.monotonic()
        async for event in session.events():
            if isinstance(event, AwaitingAnswer):
                awaited.append(time.monotonic() - started)
                if len(awaited) == 4:
                    break
                session.answer(STORY)
        assert "noted 1" not in env.evaluator.history, "four prompts came before the first slow note was made"
        assert env.evaluator.history[0] == "begins 1"


async def test_notes_that_are_missing_at_the_end_are_made_before_the_score(paths: Paths) -> None:
    env = Environment(paths, ScriptedEvaluator([0.3, 0.3]))
    async with env.session(setup()) as session:
        await play_through(session, [STORY, REPAIR])
    assert env.evaluator.history[-1] == "scores with 2 notes"


async def test_a_judge_that_raises_costs_a_note_and_nothing_else(paths: Paths) -> None:
    env = Environment(paths, ScriptedEvaluator([RuntimeError("no"), 0.0, RuntimeError("no again")]))
    async with env.session(setup()) as session:
        events = await play_through(session, [STORY, REPAIR])
    assert isinstance(events[-1], Finished)
    assert env.evaluator.history[-1] == "scores with 1 notes"


async def test_a_judge_that_cannot_score_fails_with_a_sentence_and_loses_nothing(paths: Paths) -> None:
    class Broken(ScriptedEvaluator):
        async def score(self, *_: object) -> object:  # type: ignore[override]
            raise RuntimeError("no model")

    async with Environment(paths, Broken()).session(setup()) as session:
        events = await play_through(session, [STORY])
        assert isinstance(events[-1], Failed)
        assert "no model" in events[-1].sentence
        assert [turn.text for turn in session.transcript][1] == STORY


async def timed(paths: Paths, minutes: float | None, seconds: float, *, draft: str = "") -> tuple[list[Event], Ended | None]:
    """An interview in which the first answer is never sent while the clock moves on by steps."""
    clock, seen = SimulatedClock(), list[Event]()
    async with Environment(paths).session(setup(minutes), clock) as session:
        async for event in session.events():
            seen.append(event)
            if isinstance(event, AwaitingAnswer) and event.number == 1:
                session.draft(draft)
                clock.advance(seconds)
            elif isinstance(event, AwaitingAnswer):
                session.end()
            if isinstance(event, TimeWarning):
                clock.advance(max(0.0, event.left_s))
            if isinstance(event, TimeUp):
                clock.advance(event.grace_s)
        last = seen[-1]
        return seen, last.ended if isinstance(last, Finished) else None


async def test_the_warning_the_twenty_seconds_and_the_cut(paths: Paths) -> None:
    seen, ended = await timed(paths, 5, 240, draft="I decided to ship")
    assert ended == "time"
    kinds = [type(event) for event in seen if isinstance(event, TimeWarning | TimeUp | Answered)]
    assert kinds == [TimeWarning, TimeUp, Answered]
    assert of_type(seen, TimeUp)[0].grace_s == GRACE_S == 20
    cut = of_type(seen, Answered)[0].turn
    assert cut.cut
    assert cut.text == "I decided to ship"
    persona = setup(5).persona
    assert of_type(seen, TimeWarning)[0].text == persona.warning
    assert of_type(seen, Spoke)[-1].turn.text in persona.closings


async def test_an_empty_box_is_cut_too(paths: Paths) -> None:
    seen, ended = await timed(paths, 5, 400)
    assert ended == "time"
    assert of_type(seen, Answered)[0].turn.text == ""


async def test_a_cut_answer_is_marked_for_what_it_says(paths: Paths) -> None:
    seen, _ = await timed(paths, 5, 400, draft=STORY)
    assert (of_type(seen, Finished)[0].scorecard.dimensions["ownership"].score or 0) >= 4


async def test_paused_time_is_not_used(paths: Paths) -> None:
    clock = SimulatedClock()
    async with Environment(paths).session(setup(), clock) as session:
        async for event in session.events():
            if isinstance(event, AwaitingAnswer) and event.number == 1:
                clock.advance(30)
                session.pause()
                clock.advance(3600)
                session.unpause()
                clock.advance(10)
                session.answer(STORY)
            elif isinstance(event, AwaitingAnswer):
                break
        assert session.watch.used == pytest.approx(40)


async def test_paused_before_the_question_the_clock_waits_for_the_candidate(paths: Paths) -> None:
    async with Environment(paths).session(setup()) as session:
        session.pause()
        async for event in session.events():
            if isinstance(event, AwaitingAnswer):
                assert not session.watch.running
                session.unpause()
                assert session.watch.running
                break


async def test_the_clock_stands_while_nobody_waits_for_the_candidate(paths: Paths) -> None:
    async with Environment(paths).session(setup(), WallClock()) as session:
        assert not session.answer("before anything was asked")
        async for event in session.events():
            if isinstance(event, AwaitingAnswer):
                assert session.watch.running
                session.answer(STORY)
                assert not session.watch.running
                assert not session.answer("twice")
                break


async def test_ending_early_keeps_what_was_typed_as_a_cut_answer(paths: Paths) -> None:
    async with Environment(paths).session(setup()) as session:
        seen: list[Event] = []
        async for event in session.events():
            seen.append(event)
            if isinstance(event, AwaitingAnswer):
                session.draft(STORY)
                session.end()
        assert session.transcript[1].cut
        assert session.transcript[1].text == STORY
    assert of_type(seen, Finished)[0].ended == "candidate"


async def test_asking_again_repeats_the_question_and_keeps_what_was_typed(paths: Paths) -> None:
    async with Environment(paths).session(setup()) as session:
        async for event in session.events():
            if isinstance(event, AwaitingAnswer) and event.number == 1:
                session.draft("I was about to say")
                session.ask_again()
            elif isinstance(event, AwaitingAnswer):
                assert event.draft == "I was about to say"
                break
        assert session.transcript[2].move is not None
        assert session.transcript[2].move.kind == "repeat"


async def test_control_characters_are_gone_before_anything_is_stored(paths: Paths) -> None:
    async with Environment(paths).session(setup()) as session:
        await play_through(session, ["\x1b]0;title\x07[bold]I broke it[/bold]"])
        assert session.transcript[1].text == "]0;title[bold]I broke it[/bold]"


async def test_an_interview_of_three_hundred_turns_goes_on_and_is_scored(paths: Paths) -> None:
    def answer(number: int) -> str:
        return "Could you repeat that?" if number % 3 else f"Number {number}: I thought about it, and I told my team."

    async with Environment(paths).session(setup(None)) as session, asyncio.timeout(60):
        turns = [Turn(speaker="interviewer", text=f"Question {n}?", move=Move(kind="open")) for n in range(150)]
        for number, turn in enumerate(turns):
            session._keep(2 * number, turn)
            session._keep(2 * number + 1, Turn(speaker="candidate", text=answer(number)))
        events = await play_through(session, ["Yes."])
    assert isinstance(events[-1], Finished)
    assert len(session.transcript) > 300


ASKED = Turn(speaker="interviewer", text="Tell me about a failure.", move=Move(kind="open"))
ANSWERED = Turn(speaker="candidate", text=STORY, at_s=40)
PROBED = Turn(speaker="interviewer", text="Why?", at_s=45, move=Move(kind="dig", dimension="ownership", part="why"))
CLOSED = Turn(speaker="interviewer", text="Thank you.", at_s=50, move=Move(kind="close"))


@asynccontextmanager
async def resumed(
    paths: Paths, *turns: Turn, ended: Ended | None = None, missing: str = ""
) -> AsyncIterator[tuple[Session, Store]]:
    """A kept session with these turns, and its store; `missing` says why there is no guidance."""
    paths.data.mkdir(parents=True)
    with closing(Store(None)) as store:
        store.create("kept", setup())
        for number, turn in enumerate(turns):
            store.add_turn("kept", number, turn, ended if number == len(turns) - 1 else None)
        agents = Agents(RUBRIC, shipped_reader(), hooks_of(), RecordingVoice(), ScriptedEvaluator())
        interviews = Interviews(paths, lambda _setup: agents, NoGuidance(missing), store, kept=True)
        async with interviews.resumed("kept", SimulatedClock()) as session:
            yield session, store


async def until_awaited(session: Session) -> list[Event]:
    seen: list[Event] = []
    async for event in session.events():
        seen.append(event)
        if isinstance(event, AwaitingAnswer | Finished):
            break
    return seen


@pytest.mark.parametrize(
    ("turns", "told", "awaits"),
    [
        ((ASKED,), [0], 1),
        ((ASKED, ANSWERED), [0, 1, 2], 3),
        ((ASKED, ANSWERED, PROBED), [0, 1, 2], 3),
        ((ASKED, ANSWERED, PROBED, ANSWERED), [0, 1, 2, 3, 4], 5),
    ],
    ids=["asked", "answered", "asked again", "answered again"],
)
async def test_a_resumed_interview_asks_what_was_not_asked_yet(
    paths: Paths, turns: tuple[Turn, ...], told: list[int], awaits: int
) -> None:
    async with resumed(paths, *turns) as (session, _):
        seen = await until_awaited(session)
        said = [event for event in seen if isinstance(event, Spoke | Answered)]
        assert [event.number for event in said] == told
        assert all(isinstance(event, Answered if event.number % 2 else Spoke) for event in said)
        assert seen[-1] == AwaitingAnswer(awaits)
        assert session.transcript[: len(turns)] == turns


async def test_an_interview_that_was_closed_is_only_scored(paths: Paths) -> None:
    async with resumed(paths, ASKED, ANSWERED, CLOSED, ended="time") as (session, store):
        finished = (await until_awaited(session))[-1]
        assert isinstance(finished, Finished)
        assert finished.ended == "time"
        assert len(session.transcript) == 3
        assert store.record("kept").scorecard == finished.scorecard


@pytest.mark.parametrize("missing", ["", "The guidance cannot be opened."])
async def test_missing_guidance_is_said_once(paths: Paths, missing: str) -> None:
    async with resumed(paths, ASKED, missing=missing) as (session, _):
        seen = await play_through(session, [STORY, REPAIR])
    assert [event.sentence for event in of_type(seen, Trouble)] == [missing] * bool(missing)


async def test_what_was_typed_last_and_the_time_are_kept_when_it_is_left(paths: Paths) -> None:
    clock = SimulatedClock()
    async with resumed(paths, ASKED) as (session, store):
        session.watch._clock = clock
        await until_awaited(session)
        clock.advance(7)
        session.draft("I was about to")
        await session.close()
        assert (store.record("kept").draft, store.record("kept").seconds) == ("I was about to", 7)
