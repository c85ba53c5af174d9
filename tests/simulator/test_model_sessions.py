"""Whole interviews with a chat model behind a scripted server: whatever it does, the interview goes on."""

import json
import os
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from agents.scorecard import Scorecard
from evals.speed.model_server import ModelServer, Reply
from simulator.agent_factory import AgentFactory, agent_factory, chosen, connection, playable
from simulator.clock import SimulatedClock
from simulator.errors import InputError
from simulator.events import AwaitingAnswer, Event, Failed, Finished, Spoke, Trouble, Withdrawn
from simulator.interviews import open_interviews, simulated_interviews
from simulator.paths import Paths
from simulator.report.content import cost, report_of
from simulator.report.markdown import markdown
from simulator.rescoring import compared, rescore
from simulator.settings import load_settings
from simulator.setup import Setup
from simulator.store import Store
from tests.agents.model.serving import KEY, NOTE, QUESTIONS, played
from tests.fakes import CHANGE, REPAIR, RUBRIC, STORY, of_type, setup

QUOTE = "I decided to skip the load test"
ANSWERS = [STORY, REPAIR, CHANGE, "I thought we were ready.", *["There is nothing more to say about it."] * 9]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Callable[[ModelServer], None]:
    def serve(server: ModelServer) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("INTERVIEW_MODEL", "scripted")
        monkeypatch.setenv("INTERVIEW_TIMEOUT_S", "2")
        monkeypatch.setenv("INTERVIEW_DEADLINE_S", "4")
        monkeypatch.setattr("agents.model.client.FIRST_PAUSE_S", 0.01)

    return serve


def with_model(**other: Any) -> Setup:
    return setup().model_copy(update={"engine": "llm"} | other)


async def interview(paths: Paths, chosen_setup: Setup, session_id: str = "20260101-000000-abcd") -> list[Event]:
    """A kept interview, answered to its end."""
    seen: list[Event] = []
    left = list(ANSWERS)
    async with open_interviews(paths) as interviews, interviews.new(chosen_setup, SimulatedClock(), session_id) as session:
        async for event in session.events():
            seen.append(event)
            if isinstance(event, AwaitingAnswer):
                session.answer(left.pop(0))
    return seen


async def test_the_model_talks_and_judges(paths: Paths, served: Any) -> None:
    with ModelServer(otherwise=played(QUOTE)) as server:
        served(server)
        seen = await interview(paths, with_model())
    assert [type(event) for event in seen if isinstance(event, Failed | Trouble | Withdrawn)] == []
    finished = seen[-1]
    assert isinstance(finished, Finished)
    turns = [event.turn for event in of_type(seen, Spoke)]
    assert turns[0].text == QUESTIONS[0]
    assert {turn.said_by for turn in turns} == {"llm"}
    with closing(Store(paths.sessions)) as store:
        provenance = [came for came in store.provenance(finished.session) if came.tokens]
    assert len(provenance) == len(turns)
    assert all(came.first_word_s is not None for came in provenance)
    card = finished.scorecard
    assert (card.engine, card.model, card.overall) == ("llm", "scripted", 4)
    assert "written" in cost(provenance, card)
    assert "median" in cost(provenance, card)


async def test_no_key_is_in_anything_that_is_kept(paths: Paths, served: Any) -> None:
    with ModelServer(otherwise=lambda _request: Reply(status=401)) as server:
        served(server)
        seen = await interview(paths, with_model())
        assert server.keys
    assert isinstance(seen[-1], Finished)
    assert KEY not in repr(seen)
    kept = [
        path for root in (paths.data, paths.cache, paths.config) if root.exists() for path in root.rglob("*") if path.is_file()
    ]
    assert kept
    assert not any(KEY.encode() in path.read_bytes() for path in kept)


FAILING = {
    "a wrong key": Reply(status=401),
    "an overloaded server": Reply(status=503),
    "a web page": Reply(body=b"<html></html>"),
    "a stream that breaks": Reply("Well, tell me: who was it?", cut_after=2),
    "nothing in time": Reply(delay_s=30),
    "nonsense": Reply("Great answer! ## Score: 5"),
}


@pytest.mark.parametrize("name", FAILING)
async def test_a_model_that_fails_costs_no_turn(name: str, paths: Paths, served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelServer(otherwise=lambda _request: FAILING[name]) as server:
        served(server)
        if name == "nothing in time":
            monkeypatch.setenv("INTERVIEW_TIMEOUT_S", "0.1")
        seen = await interview(paths, with_model())
    finished = seen[-1]
    assert isinstance(finished, Finished)
    assert finished.ended == "covered"
    assert {event.turn.said_by for event in of_type(seen, Spoke)} == {"offline"}
    assert finished.scorecard.engine == "offline"
    assert "could not" in (finished.scorecard.fallback or "")
    if name != "nonsense":
        assert all("The offline interviewer asks instead." in event.sentence for event in of_type(seen, Trouble))


async def test_the_model_is_tried_again_at_the_next_turn(paths: Paths, served: Any) -> None:
    first = [Reply(status=401)]

    def answer(request: dict[str, Any]) -> Reply:
        return first.pop() if first and request.get("stream") else play(request)

    play = played(QUOTE)
    with ModelServer(otherwise=answer) as server:
        served(server)
        seen = await interview(paths, with_model())
    assert [turn.turn.said_by for turn in of_type(seen, Spoke)][:3] == ["offline", "llm", "llm"]


def random_of(schema: dict[str, Any], pick: int) -> Any:
    """A value that fits a schema and means nothing, as a grammar-constrained model without sense writes it."""
    match schema.get("type"):
        case "object":
            return {name: random_of(part, pick + k) for k, (name, part) in enumerate(schema["properties"].items())}
        case "array":
            return [random_of(schema["items"], pick)] * (pick % 3)
        case "integer":
            return schema.get("minimum", 0) + pick % 5
        case "number":
            return 0.5
        case "boolean":
            return bool(pick % 2)
        case _:
            return ["", "lorem", "ipsum dolor"][pick % 3]


async def test_valid_nonsense_still_makes_a_whole_interview(paths: Paths, served: Any) -> None:
    picks = iter(range(10_000))

    def answer(request: dict[str, Any]) -> Reply:
        if request.get("stream"):
            return Reply(["", "lorem ipsum", "What? When? Who? " * 10][next(picks) % 3])
        schema = request["response_format"]["json_schema"]["schema"]
        defs = schema.get("$defs", {})
        text = json.dumps(schema)
        for name, part in defs.items():
            text = text.replace(json.dumps({"$ref": f"#/$defs/{name}"}), json.dumps(part))
        return Reply(json.dumps(random_of(json.loads(text), next(picks))))

    with ModelServer(otherwise=answer) as server:
        served(server)
        seen = await interview(paths, with_model(mode="learning"))
    card = seen[-1].scorecard if isinstance(seen[-1], Finished) else None
    assert card is not None
    assert card.fallback or any(mark.state == "unscored" and mark.reason for mark in card.dimensions.values())
    for mark in card.dimensions.values():
        assert mark.evidence or (mark.score or 1) == 1


async def test_the_judge_is_never_waited_for(paths: Paths, served: Any) -> None:
    def answer(request: dict[str, Any]) -> Reply:
        return play(request) if request.get("stream") else Reply(NOTE, delay_s=1.5)

    play = played(QUOTE)
    waits: list[float] = []
    with ModelServer(otherwise=answer) as server:
        served(server)
        async with simulated_interviews(paths) as interviews, interviews.new(with_model(), SimulatedClock()) as session:
            asked = time.monotonic()
            async for event in session.events():
                if isinstance(event, AwaitingAnswer):
                    waits.append(time.monotonic() - asked)
                    if len(waits) == 4:
                        break
                    session.answer(STORY)
                    asked = time.monotonic()
    assert max(waits[1:]) < 1.5


async def test_a_session_is_marked_anew_and_both_cards_are_kept(paths: Paths, served: Any) -> None:
    with ModelServer(otherwise=played(QUOTE)) as server:
        served(server)
        await interview(paths, setup())
        before, after = await rescore(paths, "20260101", with_model())
    assert (before.engine, after.engine) == ("offline", "llm")
    rows = list(compared(before, after))
    assert rows[0][1:3] == ("offline, rubric 1", "scripted, rubric 1")
    assert rows[1][:3] == ("overall", str(before.overall), "4")
    store = Store(paths.sessions)
    assert [card.engine for card in store.scorecards("20260101-000000-abcd")] == ["llm"]
    record = store.record("20260101")
    assert (record.scorecard, record.later) == (before, (after,))
    assert "Marked again: Overall 4 of 5" in markdown(
        report_of(record, store.transcript(record.id), store.provenance(record.id), RUBRIC)
    )
    store.delete("20260101-000000-abcd")
    assert store.scorecards("20260101-000000-abcd") == ()
    store.close()


@pytest.mark.parametrize(
    ("environment", "other", "says"),
    [
        ({}, {}, "needs a model"),
        ({"INTERVIEW_MODEL": "m"}, {}, "needs an API key or a server"),
        ({"INTERVIEW_MODEL": "m"}, {"base_url": "localhost:1"}, "must begin with http"),
        ({}, {"engine": "offline", "model": "m"}, "only works with the llm engine"),
    ],
)
def test_what_is_not_set_is_said_before_an_interview(
    environment: dict[str, str], other: dict[str, str], says: str, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match=says):
        playable(paths, with_model(**other))


def test_settings_come_from_flags_then_environment_then_file(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    paths.config.mkdir(parents=True)
    (paths.config / "settings.toml").write_text(
        'model = "file"\nevaluator_model = "judge"\napi_key = "k"\nbase_url = "http://f/v1"\n'
    )
    assert connection(chosen(paths, with_model()), "interviewer").model == "file"
    assert connection(chosen(paths, with_model()), "evaluator").model == "judge"
    assert connection(chosen(paths, with_model(model="flag")), "evaluator").model == "flag"
    assert connection(chosen(paths, with_model(base_url="http://flag/v1")), "evaluator").base_url == "http://flag/v1"
    load_settings.cache_clear()
    monkeypatch.setenv("INTERVIEW_MODEL", "environment")
    assert connection(chosen(paths, with_model()), "interviewer").model == "environment"
    assert "k" not in repr(load_settings(paths).api_key)


async def test_nothing_is_traced_unless_our_own_setting_asks_for_it(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    async with agent_factory(paths) as parts:
        assert os.environ["LANGSMITH_TRACING"] == "false"
        assert isinstance(parts, AgentFactory)


def test_a_card_of_an_earlier_version_is_still_read() -> None:
    card = Scorecard.model_validate({"id": "x", "rubric_version": "1", "engine": "offline", "dimensions": {}})
    assert (card.model, card.tokens, card.fallback) == (None, None, None)
