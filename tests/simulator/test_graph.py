"""The evaluator's silence is a property of the types: what each public node is given, and what it can reach."""

import json
from typing import Any

import pytest

from agents.scorecard import Note, Scorecard
from simulator import graph
from simulator.paths import Paths
from simulator.state import Floor, PrivateState, PublicState
from tests.cast import REPAIR, STORY, Stage, play_through, setup

PUBLIC = ("decide", "ask", "listen")
EVALUATORS = set(PrivateState.__annotations__) - set(PublicState.__annotations__)


async def test_public_nodes_are_given_nothing_of_the_evaluators(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, list[dict[str, Any]]] = {name: [] for name in PUBLIC}
    doors: list[object] = []

    def watched(name: str) -> Any:
        node = getattr(graph, name)

        async def watching(state: Any, *rest: Any) -> Any:
            given[name].append(dict(state))
            doors.extend(rest[:1])
            return await node(state, *rest)

        return watching

    for name in PUBLIC:
        monkeypatch.setattr(graph, name, watched(name))
    async with Stage(paths).session(setup()) as session:
        await play_through(session, [STORY, REPAIR])
    for name, states in given.items():
        assert len(states) >= 2, name
        for state in states:
            assert set(state) <= set(PublicState.__annotations__), name
            assert not EVALUATORS & set(state), name
    assert doors
    assert all(isinstance(door, Floor) for door in doors)


def test_the_floor_has_no_door_to_notes_or_marks() -> None:
    reachable = " ".join(str(annotation) for annotation in Floor.__annotations__.values())
    for hidden in (Note, Scorecard):
        assert hidden.__name__ not in reachable
    assert "Desk" not in reachable


async def test_the_voice_hears_nothing_of_the_evaluators(paths: Paths) -> None:
    stage = Stage(paths)
    async with stage.session(setup()) as session:
        await play_through(session, [STORY, REPAIR])
    assert len(stage.voice.history) >= 3
    for brief in stage.voice.history:
        assert not {"notes", "scorecard", "scores", "marks"} & set(vars(brief))


async def test_the_state_is_small_json_and_does_not_grow_with_the_talk(paths: Paths) -> None:
    stage, sizes = Stage(paths), list[int]()
    async with stage.session(setup(None)) as session:
        await play_through(session, [STORY * 20, REPAIR * 20, "Could you repeat that?"])
        async for snapshot in session._graph.aget_state_history(session._config):
            sizes.append(len(json.dumps(snapshot.values)))
    assert len(sizes) >= 4
    assert max(sizes) < len(STORY * 20) / 10, "nothing of what was said stands in the state"
    async with stage.session(setup(None)) as session:
        assert [snapshot async for snapshot in session._graph.aget_state_history(session._config)] == []


def test_every_node_names_its_input_schema() -> None:
    from langgraph.checkpoint.memory import InMemorySaver

    compiled = graph.compile_graph(InMemorySaver())
    channels = {name: set(node.channels) for name, node in compiled.nodes.items() if not name.startswith("__")}
    assert set(channels) == {"decide", "ask", "listen", "observe", "score"}
    for name in PUBLIC:
        assert not EVALUATORS & channels[name], name
    assert channels["observe"] >= EVALUATORS
