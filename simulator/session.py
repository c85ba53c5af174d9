"""One running interview, which takes answers, emits events and loses nothing if it is killed."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END
from langgraph.types import Command

from agents.moves import Ended
from agents.plain import plain
from agents.transcript import Provenance, Transcript, Turn
from simulator.agent_factory import Agents
from simulator.clock import GRACE_S, THINKING_S, Clock, Stopwatch
from simulator.errors import InputError, SimulatorError, explained
from simulator.events import (
    Answered,
    AwaitingAnswer,
    Event,
    Failed,
    Finished,
    NotStored,
    Observed,
    Spoke,
    TimeUp,
    TimeWarning,
    Trouble,
)
from simulator.graph import Graph
from simulator.guidance import Guidance
from simulator.session_evaluator import SessionEvaluator
from simulator.state import Context, InterviewerContext, State, opening_state
from simulator.store import Record, Store

LONGEST_ANSWER = 200_000
"""The most characters an answer may have: about four hours of talking, and still read in a second."""
TICK_S = 1.0
"""How often the draft and the seconds used are saved to disk while the candidate is answering."""

Step = State | Command[Any] | str | None
"""What the graph runs with next: a new state, a resume command, None to continue where it was, or END to not run at all."""
ASK_AGAIN = "Could you repeat the question, please?"
TRY_AGAIN = "Let me try that answer again."
"""What the candidate says by pressing the key for it instead of typing."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reply:
    """What `listen` is resumed with; the words themselves are in the table."""

    said: int
    ended: Ended | None = None


class Session:
    """Runs one interview; call its methods only on the event loop that reads `events`."""

    def __init__(
        self,
        record: Record,
        graph: Graph,
        saver: BaseCheckpointSaver[Any],
        agents: Agents,
        guidance: Guidance,
        store: Store,
        clock: Clock,
        said_before: str = "",
    ) -> None:
        """`saver` must be the one that `graph` was compiled with; `said_before` is what the last interviews asked."""
        self.record, self._graph, self._saver, self._store = record, graph, saver, store
        self._turns = list(store.transcript(record.id))
        self.watch = Stopwatch(clock, record.setup.limit_s, record.seconds)
        self._draft = record.draft
        self._replies: asyncio.Queue[Reply] = asyncio.Queue()
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._driver: asyncio.Task[None] | None = None
        self._awaiting = self._paused = False
        self._warned = self.watch.left is not None and self.watch.left <= self.watch.warning_s
        self._time_up = self._saving_fails = self._told_missing = False
        self._guidance, self._said_before = guidance, said_before
        self._evaluator = SessionEvaluator(
            record.id, agents.evaluator, agents.reader, store, lambda: self.transcript, guidance, lambda: self.watch.used
        )
        self._context = Context(self._interviewer_context(agents, guidance), self._evaluator)
        self._config: RunnableConfig = {"configurable": {"thread_id": record.id}, "recursion_limit": 100_000}

    def _interviewer_context(self, agents: Agents, guidance: Guidance) -> InterviewerContext:
        setup = self.record.setup
        return InterviewerContext(
            persona=setup.persona,
            question=setup.question,
            rubric=agents.rubric,
            reader=agents.reader,
            hooks=agents.hooks,
            voice=agents.voice,
            guidance=guidance,
            seed=setup.seed,
            said_before=self._said_before,
            transcript=lambda: self.transcript,
            store_turn=self._keep,
            seconds_used=lambda: self.watch.used,
            seconds_left=lambda: self.watch.left,
        )

    @property
    def transcript(self) -> Transcript:
        """What has been said so far."""
        return tuple(self._turns)

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """How each turn came about."""
        return self._store.provenance(self.record.id)

    def _keep(self, number: int, turn: Turn, ended: Ended | None = None, provenance: Provenance | None = None) -> None:
        self._store.add_turn(self.record.id, number, turn, ended, provenance)
        self._turns.append(turn)

    async def events(self) -> AsyncGenerator[Event, None]:
        """Yields everything that happens, from the turns already there to Finished or Failed."""
        for number, turn in enumerate(self._turns):
            yield Spoke(number, turn) if turn.speaker == "interviewer" else Answered(number, turn)
        self._driver = asyncio.create_task(self._drive())
        while True:
            event = await self._events.get()
            yield event
            if isinstance(event, Finished | Failed):
                return

    async def close(self) -> None:
        """Stops at any point; an unfinished session is saved and can be resumed."""
        if self._driver is not None:
            await _stop(self._driver)
        await self._evaluator.leave()
        self.watch.stop()
        if self._evaluator.scorecard is None:
            self._save_progress()
        await self._saver.adelete_thread(self.record.id)

    def answer(self, text: str, *, cut: bool = False, then_end: bool = False) -> bool:
        """Stores the answer before anything else, then lets the interview continue; returns False if no answer is expected.

        Raises InputError if the answer is too long, and StorageError; either way it is as if nothing had been sent.
        """
        if not self._awaiting:
            return False
        if len(text) > LONGEST_ANSWER:
            raise InputError(f"This answer has {len(text):,} characters, but the limit is {LONGEST_ANSWER:,}. Shorten it.")
        number = len(self._turns)
        ended: Ended | None = "candidate" if then_end else None
        turn = Turn(speaker="candidate", text=plain(text), at_s=round(self._asked_at, 1), cut=cut)
        self._keep(number, turn, ended)
        self._draft = ""
        self._events.put_nowait(Answered(number, turn))
        self._reply(Reply(1, ended))
        return True

    def not_stored(self, error: Exception) -> None:
        """Reports that what the candidate did has not taken effect, and why."""
        self._events.put_nowait(NotStored(explained(error).sentence))

    def _reply(self, reply: Reply) -> None:
        self._awaiting = False
        self.watch.stop()
        self.watch.give(0.0)
        self._replies.put_nowait(reply)

    def stop_speaking(self) -> None:
        """Stops the interviewer if a model is still speaking; the offline voice then asks instead."""
        self._context.interviewer.voice.stop()

    def ask_again(self) -> None:
        """Asks to hear the question again; any text in the answer box stays there."""
        self._aside(ASK_AGAIN)

    def try_again(self) -> None:
        """Asks to answer the last answered question again; both answers are kept."""
        self._aside(TRY_AGAIN)

    def _aside(self, words: str) -> None:
        draft = self._draft
        if self.answer(words):
            self._draft = draft
            self._save_progress()

    def end(self, draft: str | None = None) -> None:
        """Ends early at the candidate's request, storing any text in the box as a cut answer; raises what `answer` raises."""
        text = self._draft if draft is None else draft
        if self._awaiting and text.strip():
            self.answer(text, cut=True, then_end=True)
        elif self._awaiting:
            self._store.ending(self.record.id, "candidate")
            self._reply(Reply(0, "candidate"))

    def draft(self, text: str) -> None:
        """Remembers what is in the answer box now; the next tick saves it to disk."""
        if self._awaiting:
            self._draft = text

    def pause(self) -> None:
        """Stops the clock until `unpause`."""
        self._paused = True
        self.watch.stop()
        self._save_progress()

    def unpause(self) -> None:
        """Restarts the clock if the candidate is answering."""
        self._paused = False
        if self._awaiting:
            self.watch.start()

    async def _drive(self) -> None:
        """Runs the graph from wherever it is to its end, pausing for every answer."""
        try:
            step = await self._first_step()
            while step is not END:
                step = await self._until_answered(step)
            await self._finish()
        except Exception as error:
            log.exception("session %s stopped", self.record.id)
            self._events.put_nowait(Failed(explained(error).sentence))
        finally:
            self._awaiting = False

    async def _until_answered(self, step: Step) -> Step:
        """Runs the graph to its next question, waits for the answer and returns the next step, END if the interview is over."""
        asked = asyncio.Event()
        self._evaluator.answered.clear()  # before the run, because an evaluator that finds it set does not wait for its note
        run = asyncio.create_task(self._run(step, asked))
        waiting = asyncio.create_task(asked.wait())
        try:
            await asyncio.wait({run, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if not asked.is_set():
                await run
                return END
            reply = await self._next_reply()
            self._evaluator.answered.set()
            await run
            return Command(resume={"said": reply.said, "ended": reply.ended})
        finally:
            await _stop(run, waiting)

    async def _first_step(self) -> Step:
        """Returns what the graph starts with: a new state, or the one it had when the interviewer last spoke.

        The transcript decides, including the move of its last question, so that no move is chosen twice.
        """
        state = opening_state()
        if not self._turns:
            return state
        asked = len(self._turns) - (self._turns[-1].speaker == "candidate")
        move = self._turns[asked - 1].move
        state["turns"], state["seconds_used"], state["ended"] = asked, self.record.seconds, self.record.ended
        state["move"] = move.model_dump(mode="json") if move else None
        await self._graph.aupdate_state(self._config, state, as_node="ask")
        return None

    async def _run(self, step: Any, asked: asyncio.Event) -> None:
        """Runs the graph once, to the next interrupt or the end, and emits events as they happen."""
        stream = self._graph.astream(
            step, self._config, context=self._context, stream_mode=["custom", "updates"], durability="exit"
        )
        learning = self.record.setup.mode == "learning"
        chunk: Any
        async for mode, chunk in stream:
            if mode == "custom" and (learning or not isinstance(chunk, Observed)):
                self._events.put_nowait(chunk)
            elif mode == "updates" and "__interrupt__" in chunk:
                asked.set()

    async def _next_reply(self) -> Reply:
        """Returns the candidate's reply: the one stored before a crash, or the next one to come."""
        if self._turns[-1].speaker == "candidate":
            return Reply(1, self.record.ended)
        if self.record.ended == "candidate":
            return Reply(0, "candidate")
        self._awaiting, self._asked_at = True, self.watch.used
        asked = self._turns[-1].move
        self.watch.give(THINKING_S if asked is not None and asked.kind == "give_time" else 0.0)
        if not self._paused:
            self.watch.start()
        self._events.put_nowait(AwaitingAnswer(len(self._turns), self._draft))
        while True:
            reply = None
            with suppress(TimeoutError):
                async with asyncio.timeout(self._until_next_mark()):  # not wait_for: in 3.11 it can swallow a cancellation
                    reply = await self._replies.get()
            self._tell_time()
            self._tell_missing_guidance()
            if reply is not None:
                return reply
            self._save_progress()

    def _until_next_mark(self) -> float:
        """Seconds until the next tick, or until the warning, the end or the cut if one of those comes sooner."""
        left = self.watch.left
        if left is None or not self.watch.running:
            return TICK_S
        marks = [left - self.watch.warning_s, left, left + GRACE_S]
        return min([TICK_S, *(mark + 0.005 for mark in marks if mark > 0)])

    def _tell_time(self) -> None:
        """Gives the warning, announces that time is up, and cuts the answer, each only once."""
        left = self.watch.left
        if left is None:
            return
        if left <= self.watch.warning_s and not self._warned:
            self._warned = True
            self._events.put_nowait(TimeWarning(self.record.setup.persona.warning, max(0.0, left)))
        if left <= 0 and not self._time_up and self._awaiting:
            self._time_up = True
            self._events.put_nowait(TimeUp(GRACE_S))
        if left <= -GRACE_S and self._awaiting:
            with self._while_it_cannot_be_stored():
                self.answer(self._draft[:LONGEST_ANSWER], cut=True)

    def _tell_missing_guidance(self) -> None:
        """Says once that the interview is continuing without guidance."""
        if self._guidance.missing and not self._told_missing:
            self._told_missing = True
            self._events.put_nowait(Trouble(self._guidance.missing))

    def _save_progress(self) -> None:
        with self._while_it_cannot_be_stored():
            self._store.save_progress(self.record.id, self.watch.used, self._draft)

    @contextmanager
    def _while_it_cannot_be_stored(self) -> Iterator[None]:
        """Continues if the disk refuses something not yet sent, and says so once; the next tick tries again."""
        try:
            yield
            self._saving_fails = False
        except SimulatorError as error:
            if not self._saving_fails:
                self._saving_fails = True
                log.warning("session %s: %s", self.record.id, error)
                self._events.put_nowait(Trouble(f"{error} Until then, what you type will not be saved."))

    async def _finish(self) -> None:
        done = self._store.record(self.record.id)
        if done.scorecard is None or done.ended is None:
            raise SimulatorError("The interview ended without a result.")
        self._events.put_nowait(Finished(done.id, done.ended, done.scorecard))


async def _stop(*tasks: asyncio.Task[Any]) -> None:
    """Cancels tasks and waits until they have finished."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
