"""Runs a kept interview and kills itself with SIGKILL at a place and at a count: `crash_child.py PLACE COUNT ANSWER...`."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any

from agents.evaluator.offline import OfflineEvaluator
from agents.interviewer.offline import OfflineVoice
from simulator import graph, session_evaluator
from simulator import interviews as interviews_module
from simulator.events import AwaitingAnswer, Spoke
from simulator.guidance import NoGuidance
from simulator.interviews import open_interviews
from simulator.paths import locate
from simulator.session import Session
from simulator.store import Store
from tests.fakes import setup


def die_at(count: int) -> Callable[[], None]:
    """A function that kills this process when it is called for the count-th time."""
    calls = iter(range(1, 1000))

    def die() -> None:
        if next(calls) == count:
            sys.stdout.flush()
            os.kill(os.getpid(), signal.SIGKILL)

    return die


def before(owner: Any, name: str, die: Callable[[], None]) -> None:
    """Has `owner.name` die before it does anything."""
    real = getattr(owner, name)

    def dying(*args: Any, **named: Any) -> Any:
        die()
        return real(*args, **named)

    setattr(owner, name, dying)


def after(owner: Any, name: str, die: Callable[[], None]) -> None:
    """Has `owner.name` die when it has done its work."""
    real = getattr(owner, name)

    def dying(*args: Any, **named: Any) -> Any:
        done = real(*args, **named)
        die()
        return done

    setattr(owner, name, dying)


def between_sentences(die: Callable[[], None]) -> None:
    """Has the voice die after its first sentence."""
    real = OfflineVoice.say

    async def say(self: OfflineVoice, brief: Any) -> AsyncIterator[str]:
        async for sentence in real(self, brief):
            yield sentence
            die()

    OfflineVoice.say = say  # type: ignore[method-assign]


def arm(place: str, count: int) -> None:
    """Sets the trap."""
    die = die_at(count)
    match place:
        case "decide":
            before(graph, "next_move", die)
        case "ask":
            before(OfflineVoice, "words", die)
        case "between sentences":
            between_sentences(die)
        case "question stored" | "answer committed":
            after(Store, "add_turn", die)
        case "listen":
            after(graph, "interrupt", die)
        case "observe":
            before(OfflineEvaluator, "note", die)
        case "score":
            before(OfflineEvaluator, "score", die)
        case "result stored":
            after(Store, "finish", die)


async def main(place: str, count: int, answers: list[str]) -> None:
    """Plays, telling the parent what was stored and what was submitted."""
    arm(place, count)
    session_evaluator.THINKING_S = 0.0
    vars(interviews_module)["ArrivingGuidance"] = lambda paths: NoGuidance()
    async with open_interviews(locate()) as interviews, interviews.new(setup(seed=3), session="crashed") as session:
        async for event in session.events():
            if isinstance(event, Spoke):
                print("asked", event.turn.text, flush=True)
            if isinstance(event, AwaitingAnswer):
                await reply(session, place, answers)


async def reply(session: Session, place: str, answers: list[str]) -> None:
    """Answers after a moment, or, while typing, dies."""
    if place == "typing" and len(answers) == 1:
        session.draft("half a sent")
        asyncio.get_running_loop().call_later(2.5, lambda: (print("used", session.watch.used, flush=True), die_at(1)()))
        return
    await asyncio.sleep(0.05)
    if answers:
        print("submits", answers[0], flush=True)
        session.answer(answers.pop(0))
    else:
        session.end()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3:]))
