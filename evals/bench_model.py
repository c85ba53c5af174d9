"""What the program adds to the wait of a chat model with fixed delays, on loopback: `python -m evals.bench_model`."""

import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import openai

from evals.bench import setup
from evals.model_server import ModelServer, Reply
from simulator.clock import SimulatedClock
from simulator.events import AwaitingAnswer, Words
from simulator.interviews import Interviews, open_interviews, simulated_interviews
from simulator.paths import Paths
from simulator.session import Session
from simulator.store import Setup

DELAY_S = 0.3
"""Before the server's first byte."""
SLOW_JUDGE_S = 2.0
TURNS = 12
AT_ONCE = (8, 32, 128)
TURNS_AT_ONCE = 3
SAID = "Thank you for that. {} What was {} there?"
ANSWER = "I led the billing team and I decided to skip the load test, so four thousand people could not pay for two days."


class Scripted:
    """Replies that differ, so that none is asked twice; notes may take longer."""

    def __init__(self) -> None:
        self.count, self.judge_s = 0, 0.0

    def __call__(self, request: dict[str, Any]) -> Reply:
        """A question, or a form that nobody can use, which costs a note and no more."""
        self.count += 1
        word = "".join(chr(97 + int(digit)) for digit in str(self.count * 7919))
        if request.get("stream"):
            return Reply(SAID.format(f"I noted {word} just now.", word * 2), delay_s=DELAY_S)
        return Reply('{"heard": [], "missing": "", "missing_in": "", "red_flags": []}', delay_s=self.judge_s)


def with_model(seed: int = 1) -> Setup:
    """An untimed interview with the model that the environment names."""
    return setup(seed).model_copy(update={"engine": "llm"})


async def bare(url: str) -> list[float]:
    """Seconds to the first sentence of a bare streaming call."""
    found = []
    async with openai.AsyncOpenAI(base_url=url, api_key="none") as client:
        for _ in range(TURNS):
            began, held = time.perf_counter(), ""
            stream = await client.chat.completions.create(
                model="scripted", messages=[{"role": "user", "content": ANSWER}], stream=True
            )
            async for chunk in stream:
                held += (chunk.choices[0].delta.content or "") if chunk.choices else ""
                if ". " in held:
                    found.append(time.perf_counter() - began)
                    break
            await stream.close()
    return found[1:]


async def ours(session: Session, turns: int) -> tuple[list[float], float]:
    """Seconds from sending an answer to the first sentence, and processor milliseconds a turn."""
    found: list[float] = []
    sent, spent = 0.0, time.process_time()
    async for event in session.events():
        if isinstance(event, Words) and sent:
            found.append(time.perf_counter() - sent)
            sent = 0.0
        elif isinstance(event, AwaitingAnswer):
            if event.number > 2 * turns:
                break
            sent = time.perf_counter()
            session.answer(ANSWER)
    return found, (time.process_time() - spent) / turns * 1000


async def one(paths: Paths) -> tuple[list[float], float]:
    """One kept interview, its first turn left out."""
    async with open_interviews(paths) as interviews, interviews.new(with_model(), SimulatedClock()) as session:
        found, spent = await ours(session, TURNS)
    return found[1:], spent


async def many(interviews: Interviews, count: int) -> tuple[float, float]:
    """Seconds that so many interviews take at once, and the share of one processor that they use."""

    async def run(number: int) -> None:
        async with interviews.new(with_model(number), SimulatedClock(), f"at-once-{count}-{number}") as session:
            await ours(session, TURNS_AT_ONCE)

    began, spent = time.perf_counter(), time.process_time()
    await asyncio.gather(*(run(number) for number in range(count)))
    seconds = time.perf_counter() - began
    return seconds, (time.process_time() - spent) / seconds


async def report(paths: Paths, server: ModelServer, scripted: Scripted) -> None:
    """Prints every figure."""
    alone = statistics.median(await bare(server.url))
    for judge_s in (0.0, SLOW_JUDGE_S):
        scripted.judge_s = judge_s
        found, spent = await one(paths)
        middle = statistics.median(found)
        print(
            f"model, first sentence: {middle * 1000:.1f} ms, {middle / alone:.3f} x a bare stream's {alone * 1000:.1f} ms"
            f" (a note takes {judge_s:.0f} s); {spent:.1f} processor ms a turn"
        )
    scripted.judge_s = 0.0
    ideal = DELAY_S * (TURNS_AT_ONCE + 1)
    async with simulated_interviews(paths) as interviews:
        for count in AT_ONCE:
            seconds, used = await many(interviews, count)
            print(
                f"model, {count} interviews at once: {seconds / ideal:.2f} x the ideal {ideal:.1f} s, {used:.0%} of a processor"
            )


def main() -> None:
    """Starts the server, and measures."""
    scripted = Scripted()
    with tempfile.TemporaryDirectory() as folder, ModelServer(otherwise=scripted) as server:
        os.environ |= {"INTERVIEW_HOME": folder, "OPENAI_BASE_URL": server.url, "INTERVIEW_MODEL": "scripted"}
        home = Path(folder)
        asyncio.run(report(Paths(home / "data", home / "config", home / "cache"), server, scripted))


if __name__ == "__main__":
    main()
