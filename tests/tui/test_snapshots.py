"""What the eye should check, as SVG: every screen at 80x24 and 120x40, dark, light and without colour.

`make test` compares; `.venv/bin/python -m pytest tests/tui/test_snapshots.py --snapshot-update` takes new pictures.
"""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Select, TextArea

from agents.scorecard import Citation, Note
from agents.transcript import Turn
from simulator.events import Answered, AwaitingAnswer, Event, Observed, Spoke, TimeWarning
from simulator.paths import Paths
from tests.conftest import until
from tests.fakes import REPAIR, STORY, setup
from tests.tui.fakes import QUESTION, ScriptedHost, keep_finished, keep_unfinished
from tui.app import InterviewApp

SIZES = [(80, 24), (120, 40)]
LOOKS = [("textual-dark", (80, 24)), ("textual-light", (120, 40))]
TALK: list[Event] = [
    Spoke(0, QUESTION),
    Answered(1, Turn(speaker="candidate", text=STORY)),
    Spoke(2, Turn(speaker="interviewer", text="I noted “we were late”. What did you do first?")),
    Answered(3, Turn(speaker="candidate", text=REPAIR)),
    TimeWarning("We have about two minutes left.", 118),
    Spoke(4, Turn(speaker="interviewer", text="What do you do differently since then, in practice?")),
    AwaitingAnswer(5, "Since then every release goes through\na load test."),
]
SCREENS: dict[str, list[str]] = {
    "setup": [],
    "help": ["f1"],
    "guide": ["f2"],
    "history": ["f7"],
    "report": ["f7", "down", "enter"],
    "interview": ["f5"],
    "paused": ["f5", "f4"],
    "confirm": ["f5", "f8"],
}


def shown(paths: Paths, theme: str) -> InterviewApp:
    keep_finished(paths)
    keep_unfinished(paths)
    app = InterviewApp(paths, host=ScriptedHost(paths, TALK))
    app.theme = theme
    return app


def host_of(pilot: Pilot[None]) -> ScriptedHost:
    assert isinstance(pilot.app, InterviewApp)
    assert isinstance(pilot.app.host, ScriptedHost)
    return pilot.app.host


def pressing(keys: list[str]) -> Callable[[Pilot[None]], Any]:
    async def press(pilot: Pilot[None]) -> None:
        await until(lambda: "start" in host_of(pilot).history)
        for key in keys:
            await pilot.pause()
            await pilot.press(key)
        await pilot.pause()
        await pilot.wait_for_animation()
        for choices in pilot.app.screen.query("#passages").results(OptionList):
            await until(lambda choices=choices: choices.option_count > 0)
        for box in pilot.app.screen.query(Input):
            box.cursor_blink = False
            await pilot.press("tab")
        for area in pilot.app.screen.query(TextArea):
            area.cursor_blink = area.show_cursor = False
        await pilot.pause()

    return press


@pytest.mark.parametrize(("theme", "size"), LOOKS, ids=["dark-80x24", "light-120x40"])
@pytest.mark.parametrize("screen", SCREENS)
def test_screen(paths: Paths, snap_compare: Any, screen: str, theme: str, size: tuple[int, int]) -> None:
    assert snap_compare(shown(paths, theme), run_before=pressing(SCREENS[screen]), terminal_size=size)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_learning(paths: Paths, snap_compare: Any, size: tuple[int, int]) -> None:
    passage = Citation(source="Impact", heading="Three numbers", text="Write down three numbers: how many, how long, how much.")
    note = Note(turn=3, heard=("impact", "mitigation"), missing="who bore it", missing_in="impact", passage=passage)
    app = InterviewApp(paths, setup(mode="learning"), ScriptedHost(paths, [*TALK, Observed(note)]))
    assert snap_compare(app, run_before=pressing([]), terminal_size=size)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_setup_with_a_model(paths: Paths, snap_compare: Any, size: tuple[int, int]) -> None:
    async def choose(pilot: Pilot[None]) -> None:
        await pressing([])(pilot)
        pilot.app.screen.query_one("#engine", Select).value = "llm"
        await pilot.pause()
        await pilot.wait_for_animation()

    assert snap_compare(shown(paths, "textual-dark"), run_before=choose, terminal_size=size)


@pytest.mark.parametrize("screen", ["setup", "interview", "report"])
def test_without_colour(paths: Paths, snap_compare: Any, monkeypatch: pytest.MonkeyPatch, screen: str) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(shown(paths, "textual-dark"), run_before=pressing(SCREENS[screen]), terminal_size=(80, 24))
