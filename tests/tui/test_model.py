"""A chat model in the app and in the commands."""

import json
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, Select

from evals.speed.model_server import ModelServer, Reply
from simulator.events import AwaitingAnswer, Event, Spoke, Trouble, Withdrawn, Words
from simulator.paths import Paths
from simulator.setup import Setup
from tests.agents.model.serving import KEY, NO_FLAGS, marks, played
from tests.conftest import until
from tests.fakes import STORY, setup
from tests.tui.fakes import QUESTION, keep_finished, opened
from tests.tui.test_app import on_screen
from tests.tui.test_cli import CAPTURE, call, one_document
from tui.screens.interview import InterviewScreen
from tui.screens.setup import SetupScreen

MODEL = setup().model_copy(update={"engine": "llm"})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Any:
    with ModelServer(otherwise=played("I decided to skip the load test")) as running:
        monkeypatch.setenv("OPENAI_BASE_URL", running.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("INTERVIEW_MODEL", "scripted")
        yield running


async def test_a_chat_model_is_chosen_on_the_setup_screen(paths: Paths) -> None:
    async with opened(paths) as (pilot, app, host):
        await until(lambda: app.screen.query("#model-row"))
        assert not app.screen.query_one("#model-row").display
        app.screen.query_one("#engine", Select).value = "llm"
        await pilot.pause()
        await until(lambda: app.screen.query_one("#model-row").display)
        await pilot.press("f5")
        await until(lambda: "needs a model" in " ".join(n.message for n in app._notifications))
        app.screen.query_one("#model", Input).value = "small"
        app.screen.query_one("#server", Input).value = "http://127.0.0.1:9/v1"
        await pilot.press("f5")
        await until(lambda: isinstance(app.screen, InterviewScreen))
        chosen = host.history[-1]
        assert isinstance(chosen, Setup)
        assert (chosen.engine, chosen.model, chosen.base_url) == ("llm", "small", "http://127.0.0.1:9/v1")


async def test_what_is_withdrawn_goes_from_the_screen_and_trouble_is_said(paths: Paths) -> None:
    queue: list[Event] = [
        Words(0, "Great answer! "),
        Withdrawn(0),
        Trouble("[b]The server[/b] is down."),
        Words(0, QUESTION.text),
        Spoke(0, QUESTION),
    ]
    async with opened(paths, *queue, AwaitingAnswer(1), launch=setup()) as (_, app, _host):
        await until(lambda: QUESTION.text in on_screen(app))
        assert "Great answer" not in on_screen(app)
        await until(lambda: "[b]The server[/b] is down." in on_screen(app))


async def test_escape_stops_a_model_that_is_speaking_and_leaves_when_pressed_again(paths: Paths) -> None:
    async with opened(paths, Words(0, "Well, "), launch=MODEL) as (pilot, app, host):
        await until(lambda: isinstance(app.screen, InterviewScreen) and "Well," in on_screen(app))
        await pilot.press("escape")
        await until(lambda: ("stop_speaking",) in host.session.history)
        await until(lambda: "Press Escape again to leave" in on_screen(app))
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, SetupScreen))


def test_score_simulate_and_rescore_with_a_model(capsys: CAPTURE, paths: Paths, tmp_path: Path, server: ModelServer) -> None:
    text = tmp_path / "answer.txt"
    text.write_text(STORY)
    server.otherwise = lambda request: Reply(NO_FLAGS if "irreparable" in str(request) else marks(4, 0, "we lost 80,000 euros"))
    code, out, err = call(capsys, "score", str(text), "--engine", "llm", "--json")
    card = one_document(out)
    assert (code, err, card["engine"], card["model"], card["overall"]) == (0, "", "llm", "scripted", 4)
    server.otherwise = played("stopped the roll-out the same day")
    code, out, _ = call(capsys, "simulate", "--candidate", "strong", "--engine", "llm", "--json")
    done = one_document(out)
    assert (code, done["engine"]) == (0, "llm")
    assert {turn["said_by"] for turn in done["turns"] if turn["speaker"] == "interviewer"} == {"llm"}
    keep_finished(paths)
    server.otherwise = lambda request: Reply(NO_FLAGS if "irreparable" in str(request) else marks(3, 1, "we lost 80,000 euros"))
    code, out, _ = call(capsys, "report", "20260203", "--rescore", "--engine", "llm")
    assert code == 0
    assert "scripted, rubric 1" in out
    assert KEY not in out


def test_doctor_says_what_the_model_can_do(capsys: CAPTURE, server: ModelServer) -> None:
    server.otherwise = lambda request: Reply(
        "ready" if request.get("stream") or "response_format" not in request else '{"ready": true}'
    )
    code, out, _ = call(capsys, "doctor")
    assert code == 0
    assert [line for line in out.splitlines() if f"scripted at {server.url} gives" in line and line.startswith("ok")] != []
    server.otherwise = lambda _request: Reply(status=401)
    code, out, _ = call(capsys, "doctor")
    assert code == 1
    assert out.count("rejected the API key. Set OPENAI_API_KEY") == 3
    assert KEY not in out
    assert json.dumps(server.history).count("ready") > 0
