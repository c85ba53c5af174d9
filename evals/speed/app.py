"""Benchmarks speed and memory of the embedded default, as ratios to a bare equivalent in the same run: `make bench`."""

import asyncio
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from itertools import count, repeat
from pathlib import Path
from random import Random
from typing import Any, TypedDict

from agents.candidate.offline import OfflineCandidate
from agents.evaluator.offline import OfflineEvaluator
from agents.library import personas, questions
from agents.library.candidates import Ledger
from agents.library.files import load_named
from agents.library.personas import Persona
from agents.library.questions import Question
from agents.moves import Move
from agents.reading.answer import shipped_reader
from agents.reading.features import tokens
from agents.rubric import load_rubric
from agents.transcript import Turn
from evals.labels.answers import read_labelled
from evals.running.cases import memory
from evals.speed import first_paint
from simulator import graph
from simulator.events import AwaitingAnswer, Finished
from simulator.interviews import Interviews, open_interviews, simulated_interviews
from simulator.paths import Paths
from simulator.session import Session
from simulator.setup import Setup
from simulator.simulation import simulate

STATE_MACHINE: Any = graph
ANSWER = (
    "In the spring I led the billing team at a bank and I decided to skip the load test because we were late, and then it went "
    "wrong for two days and about four thousand people could not pay, so I told my boss and we rolled it back that night. "
) * 8  # 408 words
SAME = repeat(ANSWER)
TURNS = (10, 100, 300)
INTERVIEWS = 100
READINGS = 60
SIZES = (5_000, 20_000, 80_000)
ODD = {
    "prose": ANSWER,
    "prose without stops": ANSWER.replace(".", "").replace(",", ""),
    "dots": ".",
    "no-break spaces": "\N{NO-BREAK SPACE}",
    "one letter a line": "a\n",
    "dashes": "- ",
    "commas": "a, ",
    "digits": "1,",
}
AROUND = 20
"""How many turns the median is taken over."""


def setup(seed: int = 1) -> Setup:
    """The default interview, untimed."""
    persona = load_named("personas", personas.DEFAULT, Persona, None)
    question = load_named("questions", questions.DEFAULT, Question, None)
    return Setup(persona=persona, question=question, minutes=None, seed=seed)


def milliseconds(seconds: list[float]) -> str:
    """Median and 95th percentile."""
    return f"median {statistics.median(seconds) * 1000:.1f} ms, p95 {p95(seconds) * 1000:.1f} ms"


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


@contextmanager
def timed(owner: Any, name: str, spent: list[float]) -> Iterator[None]:
    """Collects the seconds spent in each call to a function while the context is open."""
    real: Callable[..., Any] = getattr(owner, name)

    def measured(*arguments: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return real(*arguments, **named)
        finally:
            spent.append(time.perf_counter() - started)

    setattr(owner, name, measured)
    try:
        yield
    finally:
        setattr(owner, name, real)


async def turns(session: Session, most: int, answers: Iterator[str] = SAME) -> AsyncIterator[float]:
    """Yields the seconds from each answer to the next prompt, for at most `most` turns."""
    answered: float | None = None
    async for event in session.events():
        if isinstance(event, AwaitingAnswer):
            if answered is not None:
                yield time.perf_counter() - answered
            most -= 1
            if most < 0:
                return
            text = next(answers)
            answered = time.perf_counter()
            session.answer(text)
        elif isinstance(event, Finished):
            return


def reading() -> None:
    """Times reading a 400-word answer never seen before, relative to splitting the same text into lower-case words once."""
    texts = [ANSWER.replace("spring", f"spring of {1900 + number}") for number in range(READINGS)]
    shipped_reader().read("Weights and cues are loaded.")

    def lap(work: Callable[[str], object]) -> list[float]:
        seconds = []
        for text in texts:
            started = time.perf_counter()
            work(text)
            seconds.append(time.perf_counter() - started)
        return seconds

    ours, bare = lap(shipped_reader().read), lap(tokens)
    ratio = statistics.median(ours) / statistics.median(bare)
    print(
        f"reading an answer of {len(ANSWER.split())} words: {milliseconds(ours)}; ratio to splitting it into words {ratio:.0f}"
    )


def reading_odd_texts() -> None:
    """Times reading texts of three lengths, mostly not prose, and compares the cost per character of longest and shortest."""
    for name, unit in ODD.items():
        seconds = []
        for size in SIZES:
            text = (unit * (size // len(unit) + 1))[:size]
            started = time.perf_counter()
            shipped_reader().read(text)
            seconds.append(time.perf_counter() - started)
        grown = seconds[-1] / seconds[0] / (SIZES[-1] / SIZES[0])
        shown = ", ".join(f"{size // 1000} kB {lap:.2f} s" for size, lap in zip(SIZES, seconds, strict=True))
        print(f"reading {name}: {shown}; a character of the longest costs {grown:.1f} x one of the shortest")


FIRST_QUESTION = """
import queue, sys, time
from simulator.paths import locate
started = time.perf_counter()
if sys.argv[1] == "imports":
    import simulator.interviews, agents.evaluator.offline, agents.interviewer.offline
else:
    from agents.library import personas, questions
    from agents.library.files import load_named
    from simulator.events import AwaitingAnswer
    from simulator.host import Host
    from simulator.setup import Setup
    persona = load_named("personas", personas.DEFAULT, personas.Persona, None)
    setup = Setup(persona=persona, question=load_named("questions", questions.DEFAULT, questions.Question, None))
    host, events = Host(locate()), queue.Queue()
    host.start()
    host.play(setup, events.put)
    while not isinstance(events.get(), AwaitingAnswer):
        pass
print(time.perf_counter() - started, flush=True)
sys.argv[1] == "imports" or host.close()
"""


def first_question() -> None:
    """Times getting from nothing to the first question on the host, as in the app, next to just the imports it needs."""

    def seconds(what: str) -> float:
        command = [sys.executable, "-c", FIRST_QUESTION, what]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    laps = {what: statistics.median(seconds(what) for _ in range(5)) for what in ("imports", "question")}
    print(
        f"first question: {laps['question']:.2f} s, what it needs imported alone {laps['imports']:.2f} s; "
        f"{laps['question'] - laps['imports']:.2f} s beyond that (target 1 s)"
    )


def scoring() -> None:
    """Times scoring answers of about 200 words, none seen before, as `interview score --batch` does."""
    evaluator, texts = (
        OfflineEvaluator.shipped(load_rubric()),
        [" ".join(ANSWER.split()[:196]) + f" That was in {1900 + n}." for n in range(READINGS)],
    )
    evaluator.scorecard((Turn(speaker="candidate", text="Weights are loaded."),), "warm-up")
    started = time.perf_counter()
    for text in texts:
        evaluator.scorecard((Turn(speaker="candidate", text=text),), "bench")
    each = (time.perf_counter() - started) / len(texts)
    print(f"scoring an answer of {len(texts[0].split())} words: {each * 1000:.1f} ms, {1 / each:.0f} a second on one core")


async def offline_turn(paths: Paths) -> None:
    """Times a turn with a 400-word answer, the graph's share of that, and the same turn through a bare graph."""
    seconds: list[float] = []
    ours: list[float] = []
    async with open_interviews(paths) as interviews:
        for seed in range(12):
            async with interviews.new(setup(seed)) as session:
                at = session._context.interviewer
                with (
                    timed(STATE_MACHINE, "next_move", ours),
                    timed(at.voice, "words", ours),
                    timed(at.guidance, "for_move", ours),
                    timed(interviews.store, "add_turn", ours),
                ):
                    seconds += [lap async for lap in turns(session, 9)]
    bare = await bare_turns(len(seconds))
    share = 1 - sum(ours) / sum(seconds)
    ratio = statistics.median(seconds) / statistics.median(bare)
    print(f"offline turn, {len(ANSWER.split())} words: {milliseconds(seconds)}; {share:.0%} of it in the graph")
    print(f"  a bare graph with the same nodes: {milliseconds(bare)}; ratio {ratio:.2f}")


async def bare_turns(count: int) -> list[float]:
    """Seconds per turn of a graph that does nothing but pass through the same nodes and wait."""
    from langgraph.checkpoint.memory import InMemorySaver
    from langgraph.graph import START, StateGraph
    from langgraph.types import Command, interrupt

    class Bare(TypedDict):
        turns: int

    async def count_up(state: Bare) -> dict[str, int]:
        return {"turns": state["turns"] + 1}

    async def wait(state: Bare) -> dict[str, int]:
        return {"turns": state["turns"] + interrupt(state["turns"])}

    async def beside(state: Bare) -> dict[str, int]:
        return {}

    builder = StateGraph(Bare)
    for name, node in (("decide", count_up), ("ask", count_up), ("listen", wait), ("observe", beside)):
        builder.add_node(name, node, input_schema=Bare)
    for start, end in ((START, "decide"), ("decide", "ask"), ("ask", "listen"), ("ask", "observe"), ("listen", "decide")):
        builder.add_edge(start, end)
    seconds: list[float] = []
    compiled = builder.compile(checkpointer=InMemorySaver())
    step: Any = Bare(turns=0)
    for _ in range(count + 1):
        started = time.perf_counter()
        async for _ in compiled.astream(step, {"configurable": {"thread_id": "bare"}}, durability="exit"):
            pass
        seconds.append(time.perf_counter() - started)
        step = Command(resume=1)
    return seconds[1:]


@asynccontextmanager
async def endless(paths: Paths) -> AsyncIterator[Interviews]:
    """Interviews whose policy decides as usual but then keeps digging, so that a conversation can be as long as needed."""
    real = STATE_MACHINE.next_move

    def dig(now: Any) -> Move:
        return Move(kind="dig", dimension="growth", part="measure", why="bench") if real(now).kind != "open" else real(now)

    STATE_MACHINE.next_move = dig
    try:
        async with open_interviews(paths) as interviews:
            yield interviews
    finally:
        STATE_MACHINE.next_move = real


async def growth(paths: Paths) -> None:
    """Measures disk space and time per turn at the 10th, 100th and 300th turn."""
    sizes, laps = [stored(paths)], list[float]()
    async with endless(paths) as interviews, interviews.new(setup()) as session:
        async for lap in turns(session, max(TURNS), distinct_answers()):
            laps.append(lap)
            sizes.append(stored(paths))
    medians = {}
    for at in TURNS:
        near = slice(max(0, at - AROUND), at - 1)
        medians[at] = statistics.median(laps[near])
        grown = (sizes[min(at, len(sizes)) - 1] - sizes[max(0, at - AROUND)]) / len(laps[near])
        print(f"turn {at}: {medians[at] * 1000:.1f} ms, {grown / 1024:.1f} KB a turn on disk")
    print(f"  a turn at turn {TURNS[-1]} costs {medians[TURNS[-1]] / medians[TURNS[0]]:.2f} x one at turn {TURNS[0]}")


def distinct_answers() -> Iterator[str]:
    """Yields answers of 150 words, all different, assembled from sentences in our labelled answers."""
    texts = (turn.text for answer in read_labelled() for turn in answer.turns if turn.speaker == "candidate")
    said = [sentence.strip() for text in texts for sentence in text.split(".") if len(sentence.split()) > 4]
    for number in count():
        chosen, pick = [f"In {1900 + number} we did it"], Random(number)
        while len(" ".join(chosen).split()) < 150:
            chosen.append(pick.choice(said))
        yield ". ".join(chosen) + "."


def stored(paths: Paths) -> int:
    """Size of the sessions in bytes, including anything still in a write-ahead log."""
    if not paths.sessions.exists():
        return 0
    with closing(sqlite3.connect(paths.sessions)) as database:
        (count,), (size,) = (database.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
        return int(count) * int(size)


async def simulations(paths: Paths) -> None:
    """Measures interviews per second in simulated time, and the memory they leave behind."""
    ledgers = [load_named("candidates", name, Ledger, None) for name in ("weak", "middling", "strong")]
    async with simulated_interviews(paths) as interviews:
        await simulate(interviews, setup(), OfflineCandidate(ledgers[0]), "warm-up")
        before, started = memory(), time.perf_counter()
        for number in range(INTERVIEWS):
            await simulate(interviews, setup(number), OfflineCandidate(ledgers[number % 3]), f"bench-{number}")
        seconds = time.perf_counter() - started
    grown = memory() - before
    print(f"simulate: {INTERVIEWS / seconds:.1f} interviews a second; {memory():.0f} MB, {grown:.0f} MB of it by the run")


def main() -> None:
    """Prints every figure."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["INTERVIEW_HOME"] = folder
        home = Path(folder)
        paths = Paths(home / "data", home / "config", home / "cache")
        first_paint.report()
        first_question()
        reading()
        reading_odd_texts()
        scoring()
        asyncio.run(simulations(paths))
        asyncio.run(offline_turn(paths))
        asyncio.run(growth(paths))


if __name__ == "__main__":
    main()
