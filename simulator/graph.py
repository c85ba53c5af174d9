"""The state machine of an interview.

START → decide → ask ─┬→ listen (interrupt, alone in its node) → decide
                      ├→ observe          the silent evaluator, alongside listen
                      └→ score → END      when the move is `close`
"""

from collections.abc import Awaitable, Callable
from typing import Any, Literal, Protocol, assert_never

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import interrupt

from agents.engine import Brief, Spent, Withdrawn
from agents.interviewer.agenda import Agenda
from agents.interviewer.offline import quote_for
from agents.interviewer.policy import how_it_ended, next_move
from agents.moves import Move
from agents.plain import plain
from agents.transcript import Provenance, Turn
from simulator.events import Event, Observed, Spoke, Trouble, Words
from simulator.events import Withdrawn as TakenBack
from simulator.state import Context, InterviewerContext, State

Update = dict[str, Any]
Graph = CompiledStateGraph[State, Context, State, State]


async def decide(state: State, runtime: Runtime[InterviewerContext]) -> Update:
    """Reads the last answer and chooses a move, without calling a model."""
    at = runtime.context
    now = Agenda(at.transcript(), at.persona, at.rubric, at.reader, at.hooks, at.seconds_left(), state["ended"])
    move = next_move(now)
    ended = how_it_ended(now) if move.kind == "close" else state["ended"]
    return {"move": move.model_dump(mode="json"), "ended": ended, "seconds_used": at.seconds_used()}


async def ask(state: State, runtime: Runtime[InterviewerContext]) -> Update:
    """Has the voice put the move into words, and stores the turn."""
    at, number = runtime.context, state["turns"]
    move = Move.model_validate(state["move"])
    passages = at.guidance.for_move(move, _query(move, at)) if move.is_probe else ()
    brief = Brief(move, at.transcript(), at.persona, at.question, at.rubric, passages, at.seed, at.said_before)
    text, spent = await _said(brief, number, at, runtime.stream_writer)
    turn = Turn(speaker="interviewer", text=text, at_s=round(state["seconds_used"], 1), move=move, said_by=spent.engine)
    provenance = Provenance(
        passages=tuple(passage.id for passage in passages),
        tokens=(spent.input_tokens, spent.output_tokens) if spent.input_tokens or spent.output_tokens else None,
        first_word_s=spent.first_word_s,
    )
    at.store_turn(number, turn, state["ended"] if move.kind == "close" else None, provenance)
    runtime.stream_writer(Spoke(number, turn))
    return {"turns": number + 1}


async def _said(brief: Brief, number: int, at: InterviewerContext, tell: Callable[[Event], None]) -> tuple[str, Spent]:
    """Returns what the voice finally said, who said it and at what cost, emitting each sentence as it comes."""
    said: list[str] = []
    spent = Spent("offline")
    async for part in at.voice.say(brief):
        match part:
            case str(sentence):
                said.append(plain(sentence))
                tell(Words(number, said[-1]))
            case Withdrawn(trouble=trouble):
                said.clear()
                tell(TakenBack(number))
                if trouble:
                    tell(Trouble(f"{trouble} The offline interviewer asks instead."))
            case Spent():
                spent = part
            case _:
                assert_never(part)
    return "".join(said).strip(), spent


def _query(move: Move, at: InterviewerContext) -> str:
    """Builds the guidance query: what the move is after, in the rubric's words, and the candidate's words closest to it."""
    part = at.rubric.dimensions[move.dimension].parts.get(move.part or "") if move.dimension else None
    wanted = f"{part.missing} {part.question}" if part else move.why
    return f"{wanted} {quote_for(at.reader.read(at.transcript()[-1].text), move)}"


async def listen(state: State, runtime: Runtime[InterviewerContext]) -> Update:
    """Waits for the answer, which is stored before the graph continues; on resume it runs again from the top."""
    reply = interrupt(state["turns"])
    return {"turns": state["turns"] + reply["said"], "ended": reply["ended"]}


async def observe(state: State, runtime: Runtime[Context]) -> Update:
    """Lets the evaluator take a note on the last answer while the candidate works on the next one."""
    note = await runtime.context.evaluator.observe(state["turns"] - 2) if state["turns"] > 1 else None
    if note is not None:
        runtime.stream_writer(Observed(note))
    return {}


async def score(state: State, runtime: Runtime[Context]) -> Update:
    """Scores the interview and stores the result."""
    await runtime.context.evaluator.score(state["ended"] or "covered")
    return {}


def after_ask(state: State) -> Literal["score"] | list[Literal["listen", "observe"]]:
    """Goes to scoring if the interviewer has closed, otherwise to the candidate with the evaluator alongside."""
    return "score" if state["move"] and state["move"]["kind"] == "close" else ["listen", "observe"]


class Node(Protocol):
    """A node as LangGraph calls it."""

    def __call__(self, state: State, *, runtime: Runtime[Context]) -> Awaitable[Update]:
        """Runs the step."""
        ...


def public(node: Callable[[State, Runtime[InterviewerContext]], Awaitable[Update]]) -> Node:
    """Wraps a node so that it gets the interviewer's context and nothing of the evaluator's."""

    async def narrowed(state: State, *, runtime: Runtime[Context]) -> Update:
        only = Runtime(context=runtime.context.interviewer, stream_writer=runtime.stream_writer)
        return await node(state, only)

    return narrowed


def compile_graph(saver: BaseCheckpointSaver[Any]) -> Graph:
    """Compiles the graph with a saver, once per process; each node names its input schema, because inference fails silently."""
    builder = StateGraph(State, context_schema=Context)
    builder.add_node("decide", public(decide), input_schema=State)
    builder.add_node("ask", public(ask), input_schema=State)
    builder.add_node("listen", public(listen), input_schema=State)
    builder.add_node("observe", observe, input_schema=State)
    builder.add_node("score", score, input_schema=State)
    builder.add_edge(START, "decide")
    builder.add_edge("decide", "ask")
    builder.add_conditional_edges("ask", after_ask, ["listen", "observe", "score"])
    builder.add_edge("listen", "decide")
    builder.add_edge("score", END)
    return builder.compile(checkpointer=saver)
