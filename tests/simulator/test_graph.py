"""The evaluator's silence is a property of the types: what each public node is given, and what it can reach."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.runtime import Runtime

from agents.scorecard import Note, Scorecard
from simulator import graph
from simulator.paths import Paths
from simulator.session_evaluator import SessionEvaluator
from simulator.state import InterviewerContext, State
from tests.fakes import REPAIR, STORY, Environment, play_through, setup

PUBLIC = ("decide", "ask", "listen")
NODES = (*PUBLIC, "observe", "score")
Given = dict[str, list[tuple[dict[str, Any], object]]]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Given:
    """What each node is given: its state, and the context it works with."""
    seen: Given = {name: [] for name in NODES}

    def watched(name: str, node: Callable[[State, Runtime[Any]], Any]) -> Any:
        async def watching(state: State, runtime: Runtime[Any]) -> Any:
            seen[name].append((dict(state), runtime.context))
            return await node(state, runtime)

        return watching

    for name in NODES:
        monkeypatch.setattr(graph, name, watched(name, getattr(graph, name)))
    return seen


async def test_public_nodes_are_given_nothing_of_the_evaluators(paths: Paths, given: Given) -> None:
    async with Environment(paths).session(setup()) as session:
        await play_through(session, [STORY, REPAIR])
    for name in PUBLIC:
        assert len(given[name]) >= 2, name
        for state, context in given[name]:
            assert set(state) <= set(State.__annotations__), name
            assert isinstance(context, InterviewerContext), name


def test_the_interviewers_context_has_no_door_to_notes_or_marks() -> None:
    reachable = " ".join(str(annotation) for annotation in InterviewerContext.__annotations__.values())
    for hidden in (Note, Scorecard, SessionEvaluator):
        assert hidden.__name__ not in reachable


async def test_the_voice_hears_nothing_of_the_evaluators(paths: Paths) -> None:
    env = Environment(paths)
    async with env.session(setup()) as session:
        await play_through(session, [STORY, REPAIR])
    assert len(env.voice.history) >= 3
    for brief in env.voice.history:
        assert not {"notes", "scorecard", "scores", "marks"} & set(vars(brief))


async def test_the_state_holds_no_words_and_does_not_grow_with_the_talk(paths: Paths, given: Given) -> None:
    said = [f"{STORY} {REPAIR} Number {number}." for number in range(30)]
    async with Environment(paths).session(setup(None)) as session:
        await play_through(session, said)
        asked = [turn.text for turn in session.transcript if turn.speaker == "interviewer"]
    states = [json.dumps(state) for name in NODES for state, _ in given[name]]
    assert len(states) > 20
    assert not [text for text in (*asked, STORY, REPAIR) if any(json.dumps(text)[1:40] in state for state in states)]
    longest_move = max(len(json.dumps(state["move"])) for state, _ in given["ask"])
    assert max(map(len, states)) < longest_move + 100


async def test_a_session_that_is_closed_leaves_no_state_behind(paths: Paths) -> None:
    async with Environment(paths).session(setup()) as session:
        await play_through(session, [STORY])
        saver, config = session._saver, session._config
        assert [snapshot async for snapshot in saver.alist(config)]
    assert [snapshot async for snapshot in saver.alist(config)] == []


def test_every_key_of_the_state_is_read_by_a_node() -> None:
    import inspect

    source = inspect.getsource(graph)
    assert not [key for key in State.__annotations__ if f'state["{key}"]' not in source]


def test_every_node_names_its_input_schema() -> None:
    compiled = graph.compile_graph(InMemorySaver())
    channels = {name: set(node.channels) for name, node in compiled.nodes.items() if not name.startswith("__")}
    assert set(channels) == set(NODES)
    assert all(found == set(State.__annotations__) for found in channels.values())
