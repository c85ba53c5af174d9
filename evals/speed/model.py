"""Measures what the program adds to the wait for a chat model with fixed delays, on loopback: `python -m evals.speed.model`.

The scripted server runs in its own process, as a real one would.
"""

import asyncio
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import openai

from evals.speed.app import setup
from evals.speed.model_server import NAME, ModelServer, Reply
from simulator.clock import SimulatedClock
from simulator.events import AwaitingAnswer, Words
from simulator.interviews import Interviews, open_interviews, simulated_interviews
from simulator.paths import Paths
from simulator.session import Session
from simulator.setup import Setup

DELAY_S = 0.3
"""Delay before the server's first byte."""
SLOW_JUDGE_S = 2.0
TURNS = 12
AT_ONCE = (8, 32, 128)
TURNS_AT_ONCE = 3
SAID = "Thank you for that. {} What was {} there?"
ANSWER = "I led the billing team and I decided to skip the load test, so four thousand people could not pay for two days."
VAGUE = "There was a thing with a customer in spring, I would have to think about how it went."
"""Leaves every question open, so that no interview ends while it is being measured."""


class Scripted:
    """Gives a different reply every time, so that no question is asked twice; notes can be made slower."""

    def __init__(self, judge_s: float) -> None:
        self.count, self.judge_s = 0, judge_s

    def __call__(self, request: dict[str, Any]) -> Reply:
        """A question, or an unusable form, which loses one note and nothing else."""
        self.count += 1
        word = "".join(chr(97 + int(digit)) for digit in str(self.count * 7919))
        if request.get("stream"):
            return Reply(SAID.format(f"I noted {word} just now.", word * 2), delay_s=DELAY_S)
        return Reply('{"heard": [], "missing": "", "missing_in": "", "red_flags": []}', delay_s=self.judge_s)


def serve(judge_s: float, pipe: Connection) -> None:
    """Serves until the other end of the pipe says to stop."""
    with ModelServer(otherwise=Scripted(judge_s)) as server:
        pipe.send(server.url)
        pipe.recv()


@contextmanager
def served(judge_s: float = 0.0) -> Iterator[str]:
    """Runs a server in another process and yields its base URL."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(judge_s, theirs))
    process.start()
    try:
        url: str = ours.recv()
        yield url
    finally:
        ours.send("enough")
        process.join()


def with_model(url: str, seed: int = 1) -> Setup:
    """The setup of an untimed interview with this server's model."""
    return setup(seed).model_copy(update={"engine": "llm", "model": NAME, "base_url": url})


async def bare(url: str) -> list[float]:
    """Seconds to the first sentence of a bare streaming call."""
    found = []
    async with openai.AsyncOpenAI(base_url=url, api_key="none") as client:
        for _ in range(TURNS):
            began, checked = time.perf_counter(), ""
            stream = await client.chat.completions.create(
                model=NAME, messages=[{"role": "user", "content": ANSWER}], stream=True
            )
            async for chunk in stream:
                checked += (chunk.choices[0].delta.content or "") if chunk.choices else ""
                if ". " in checked:
                    found.append(time.perf_counter() - began)
                    break
            await stream.close()
    return found[1:]


async def ours(session: Session, answer: str, turns: int) -> list[tuple[float, float]]:
    """For each turn, the seconds from sending an answer to the first sentence, and the CPU seconds until the next prompt."""
    found: list[tuple[float, float]] = []
    sent = first = spent = 0.0
    async for event in session.events():
        if isinstance(event, Words) and not first:
            first = time.perf_counter()
        elif isinstance(event, AwaitingAnswer):
            if sent:
                found.append((first - sent, time.process_time() - spent))
            if event.number > 2 * turns:
                break
            first, sent, spent = 0.0, time.perf_counter(), time.process_time()
            session.answer(answer)
    return found


async def one(paths: Paths, url: str) -> tuple[float, float]:
    """Median seconds to the first sentence and median CPU seconds per turn of one saved interview, without its first turn."""
    async with open_interviews(paths) as interviews, interviews.new(with_model(url), SimulatedClock()) as session:
        first, spent = zip(*(await ours(session, ANSWER, TURNS))[1:], strict=True)
    return statistics.median(first), statistics.median(spent)


async def many(interviews: Interviews, url: str, count: int) -> tuple[float, float]:
    """The mean duration in seconds of `count` interviews run at once, and the share of one processor they use.

    Their starts are spread over one delay, since people do not all press Enter in the same millisecond.
    """

    async def run(number: int) -> float:
        await asyncio.sleep(DELAY_S * number / count)
        began = time.perf_counter()
        async with interviews.new(with_model(url, number), SimulatedClock(), f"at-once-{count}-{number}") as session:
            await ours(session, VAGUE, TURNS_AT_ONCE)
            return time.perf_counter() - began

    began, spent = time.perf_counter(), time.process_time()
    seconds = await asyncio.gather(*(run(number) for number in range(count)))
    return statistics.mean(seconds), (time.process_time() - spent) / (time.perf_counter() - began)


async def at_once(paths: Paths, url: str) -> None:
    """Prints how long many interviews at once take, compared with what the delays alone would take."""
    ideal = DELAY_S * (TURNS_AT_ONCE + 1)
    async with simulated_interviews(paths) as interviews:
        await many(interviews, url, 1)  # warm-up: makes connections and loads modules
        for count in AT_ONCE:
            seconds, used = await many(interviews, url, count)
            print(
                f"model, {count} interviews at once: {seconds / ideal:.2f} x the ideal {ideal:.1f} s, {used:.0%} of a processor"
            )


def main() -> None:
    """Starts the servers and runs the measurements."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["INTERVIEW_HOME"] = folder
        home = Path(folder)
        paths = Paths(home / "data", home / "config", home / "cache")
        for judge_s in (0.0, SLOW_JUDGE_S):
            with served(judge_s) as url:
                alone = statistics.median(asyncio.run(bare(url)))
                middle, spent = asyncio.run(one(paths, url))
            print(
                f"model, first sentence: {middle * 1000:.1f} ms, {middle / alone:.3f} x a bare stream's {alone * 1000:.1f} ms"
                f" (a note takes {judge_s:.0f} s); {spent * 1000:.1f} processor ms a turn"
            )
        with served() as url:
            asyncio.run(at_once(paths, url))


if __name__ == "__main__":
    main()
