"""The state machine of an interview.

START → decide → ask ─┬→ listen (interrupt, alone in its node) → decide
                      ├→ observe          the silent evaluator, beside listen
                      └→ score → END      when the move is close
"""

from collections.abc import Awaitable, Callable
from typing import Any, Literal, Protocol

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import interrupt

from agents.engine import Brief, Spent, Withdrawn
from agents.moves import Move
from agents.plain import plain
from agents.policy import Situation, how_it_ended, next_move
from agents.transcript import Turn
from simulator.events import Event, Observed, Spoke, Trouble, Words
from simulator.events import Withdrawn as TakenBack
from simulator.state import Context, Floor, PrivateState, PublicState

Update = dict[str, Any]
Graph = CompiledStateGraph[PrivateState, Context, PrivateState, PrivateState]
PublicNode = Callable[[PublicState, Floor, Callable[[Event], None]], Awaitable[Update]]


async def decide(state: PublicState, floor: Floor, _tell: Callable[[Event], None]) -> Update:
    """Reads the last answer and chooses a move; no model is called."""
    now = Situation(floor.transcript(), floor.persona, floor.rubric, floor.seconds_left(), state["ended"])
    move = next_move(now)
    ended = how_it_ended(now) if move.kind == "close" else state["ended"]
    return {"move": move.model_dump(mode="json"), "ended": ended, "seconds_used": floor.seconds_used()}


async def ask(state: PublicState, floor: Floor, tell: Callable[[Event], None]) -> Update:
    """Has the voice say the move, and stores the turn."""
    number, transcript = state["turns"], floor.transcript()
    move = Move.model_validate(state["move"])
    passages = floor.guidance.for_move(move, transcript, _wanted(move, floor)) if move.is_probe else ()
    brief = Brief(move, transcript, floor.persona, floor.question, floor.rubric, passages, floor.seed)
    said: list[str] = []
    spent = Spent("offline")
    async for part in floor.voice.say(brief):
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
    turn = Turn(
        speaker="interviewer",
        text="".join(said).strip(),
        at_s=round(state["seconds_used"], 1),
        move=move,
        passages=tuple(p.id for p in passages),
        said_by=spent.engine,
        tokens=(spent.input_tokens, spent.output_tokens) if spent.input_tokens or spent.output_tokens else None,
        first_word_s=spent.first_word_s,
    )
    floor.store_turn(number, turn, state["ended"] if move.kind == "close" else None)
    tell(Spoke(number, turn))
    return {"turns": number + 1}


def _wanted(move: Move, floor: Floor) -> str:
    """What the move is after, in the rubric's words."""
    if move.dimension is None or move.part is None:
        return move.why
    part = floor.rubric.dimensions[move.dimension].parts.get(move.part)
    return f"{part.missing} {part.question}" if part else move.why


async def listen(state: PublicState) -> Update:
    """Waits for the answer, which stands in the table before the graph goes on; runs again from its top on resume."""
    reply = interrupt(state["turns"])
    return {"turns": state["turns"] + reply["said"], "ended": reply["ended"]}


async def observe(state: PrivateState, runtime: Runtime[Context]) -> Update:
    """Lets the evaluator note the last answer while the candidate has the word."""
    desk = runtime.context.desk
    if state["turns"] < 2:
        return {"noted": 0}
    note = await desk.observe(state["turns"] - 2)
    if note is not None:
        runtime.stream_writer(Observed(note))
    return {"noted": desk.noted()}


async def score(state: PrivateState, runtime: Runtime[Context]) -> Update:
    """Scores the interview and stores the result."""
    await runtime.context.desk.score(state["ended"] or "covered")
    return {"scored": True}


def after_ask(state: PublicState) -> Literal["score"] | list[Literal["listen", "observe"]]:
    """To the score when the interviewer has closed, else to the candidate, with the evaluator beside."""
    return "score" if state["move"] and state["move"]["kind"] == "close" else ["listen", "observe"]


class Node(Protocol):
    """A node as LangGraph calls it."""

    def __call__(self, state: PublicState, *, runtime: Runtime[Context]) -> Awaitable[Update]:
        """Runs the step."""
        ...


def public(node: PublicNode) -> Node:
    """A node that is given the floor of the context and nothing of the evaluator's."""

    async def narrowed(state: PublicState, *, runtime: Runtime[Context]) -> Update:
        return await node(state, runtime.context.floor, runtime.stream_writer)

    return narrowed


def compile_graph(saver: BaseCheckpointSaver[Any]) -> Graph:
    """The graph on that saver; compile it once a process. Every node names its input schema: inference fails silently."""
    builder = StateGraph(PrivateState, context_schema=Context)
    builder.add_node("decide", public(decide), input_schema=PublicState)
    builder.add_node("ask", public(ask), input_schema=PublicState)
    builder.add_node("listen", listen, input_schema=PublicState)
    builder.add_node("observe", observe, input_schema=PrivateState)
    builder.add_node("score", score, input_schema=PrivateState)
    builder.add_edge(START, "decide")
    builder.add_edge("decide", "ask")
    builder.add_conditional_edges("ask", after_ask, ["listen", "observe", "score"])
    builder.add_edge("listen", "decide")
    builder.add_edge("score", END)
    return builder.compile(checkpointer=saver)
