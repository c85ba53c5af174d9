"""The answer box under bytes as terminals send them: keys act in their order, nothing is lost and nothing is sent too soon."""

import re
import time

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.pilot import Pilot

from agents.transcript import Turn
from simulator.errors import StorageError
from simulator.events import Answered, AwaitingAnswer, Failed, NotStored, Spoke, Words
from simulator.paths import Paths
from simulator.session import ASK_AGAIN
from tests.conftest import until
from tests.fakes import setup
from tests.tui.fakes import QUESTION, ScriptedHost, asked, opened
from tui.app import InterviewApp
from tui.screens.confirm import ConfirmScreen
from tui.screens.interview import KEPT_BACK, InterviewScreen
from tui.screens.setup import SetupScreen
from tui.widgets.answer import RIGHT_BEHIND_S, AnswerBox
from tui.widgets.text import Text


def burst(app: InterviewApp, data: str) -> None:
    """Has bytes arrive all at once, as a text expander, a slow line or a paste without brackets delivers them."""
    parser = XTermParser()
    for message in [*parser.feed(data), *parser.feed("")]:
        if isinstance(message, events.Event):
            app.post_message(message)


def box(app: InterviewApp) -> AnswerBox:
    return app.screen.query_one(AnswerBox)


def status(app: InterviewApp) -> str:
    return str(app.screen.query_one("#status", Text).visual)


def sent(host: ScriptedHost) -> list[object]:
    return [step[1] for step in host.session.history if step[0] == "answer"]


def hold_the_interpreter(seconds: float) -> None:
    """Has the loop do nothing for a while, as when another thread imports."""
    time.sleep(seconds)


async def settled(pilot: Pilot[None], app: InterviewApp) -> None:
    """Waits until every key has acted and no enter waits for what may follow."""
    await pilot.pause()
    await until(lambda: box(app)._entered is None)
    await pilot.pause()


@pytest.mark.parametrize(
    ("data", "left"),
    [
        ("abc\x7f\x7fxyz", "axyz"),
        ("old\x15new", "new"),
        ("ac\x1b[Db", "abc"),
        ("one two\x17six", "one six"),
        ("bc\x01a\x05d", "abcd"),
        ("ab\x1b[1;2Dc", "ac"),
        ("a\x7f" * 50 + "end", "end"),
    ],
    ids=["backspace", "delete the line", "left", "delete a word", "home and end", "select and replace", "fifty times"],
)
async def test_keys_act_in_the_order_in_which_they_were_pressed(paths: Paths, data: str, left: str) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, _):
        burst(app, data)
        await settled(pilot, app)
        assert box(app).text == left


@pytest.mark.parametrize(
    "line_break",
    ["\n", "\x1b[13;2u", "\x1b[27;2;13~", "\x1b\r", "\x1b[13;3u", "\x1b[27;3;13~", "\x1b[13;5u", "\x1b[27;5;13~"],
    ids=["ctrl+j", "shift (kitty)", "shift (xterm)", "alt", "alt (kitty)", "alt (xterm)", "ctrl (kitty)", "ctrl (xterm)"],
)
async def test_every_other_enter_is_a_line_break(paths: Paths, line_break: str) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        burst(app, f"one{line_break}two")
        await settled(pilot, app)
        assert box(app).text == "one\ntwo"
        burst(app, line_break)
        await settled(pilot, app)
        assert sent(host) == []


@pytest.mark.parametrize(
    ("data", "whole"),
    [
        ("first line\rsecond line\r\rthird", "first line\nsecond line\n\nthird"),
        ("first line\r\nsecond line", "first line\nsecond line"),
        ("one\r\x1b[Atwo", "twoone\n"),
    ],
    ids=["a paste without brackets", "another system's line ends", "a key of the box"],
)
async def test_an_enter_with_more_right_behind_it_is_a_line_break(paths: Paths, data: str, whole: str) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        burst(app, data)
        await settled(pilot, app)
        assert box(app).text == whole
        assert sent(host) == []
        burst(app, "\r")
        await until(lambda: sent(host) == [whole])


async def test_on_a_busy_machine_an_enter_waits_for_what_is_on_its_way(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        burst(app, "one\r")
        await until(lambda: box(app)._entered is not None)
        hold_the_interpreter(RIGHT_BEHIND_S * 2)
        burst(app, "two")
        await settled(pilot, app)
        assert box(app).text == "one\ntwo"
        assert sent(host) == []


async def test_a_sent_answer_stays_in_the_box_until_it_is_stored(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        burst(app, "I broke it\r")
        await until(lambda: sent(host) == ["I broke it"])
        await pilot.press("space", "Y", "e", "s")
        await until(lambda: box(app).text == "I broke it Yes")
        host.deliver(Answered(1, Turn(speaker="candidate", text="I broke it")))
        await until(lambda: box(app).text == " Yes")


async def test_an_answer_that_could_not_be_stored_is_still_there_and_can_be_sent_again(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (_, app, host):
        burst(app, "I broke it\r")
        await until(lambda: len(sent(host)) == 1)
        host.deliver(NotStored("The disk is full: free some space, then try again."))
        await until(lambda: "Not sent. The disk is full" in status(app))
        assert box(app).text == "I broke it"
        burst(app, "\r")
        await until(lambda: sent(host) == ["I broke it"] * 2)


async def test_an_end_that_could_not_be_stored_leaves_the_box_to_write_in(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        await pilot.press("x", "f8", "y")
        await until(lambda: ("end", "x") in host.session.history)
        host.deliver(NotStored("The disk is full."))
        await until(lambda: "Not sent" in status(app))
        await pilot.press("y")
        await until(lambda: box(app).text == "xy")


async def test_asking_to_repeat_leaves_what_is_in_the_box(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        await pilot.press("h", "f3")
        host.deliver(Answered(1, Turn(speaker="candidate", text=ASK_AGAIN)))
        host.deliver(Spoke(2, QUESTION))
        host.deliver(AwaitingAnswer(3, "h"))
        await until(lambda: "Your turn" in status(app))
        assert box(app).text == "h"


async def test_enter_while_the_interviewer_speaks_is_kept_until_they_have_finished(paths: Paths) -> None:
    async with opened(paths, launch=setup()) as (_, app, host):
        host.deliver(Words(0, "Well, "))
        burst(app, "early\r")
        await until(lambda: status(app) == KEPT_BACK)
        assert sent(host) == []
        host.deliver(Spoke(0, Turn(speaker="interviewer", text="Well, what failed?")))
        host.deliver(AwaitingAnswer(1))
        await until(lambda: sent(host) == ["early"])


async def test_what_was_changed_after_that_enter_is_not_sent_by_itself(paths: Paths) -> None:
    async with opened(paths, launch=setup()) as (pilot, app, host):
        burst(app, "early\r")
        await until(lambda: status(app) == KEPT_BACK)
        burst(app, "\x7f\x7f")
        await until(lambda: box(app).text == "ear")
        host.deliver(Spoke(0, QUESTION))
        host.deliver(AwaitingAnswer(1))
        await until(lambda: "Your turn" in status(app))
        await settled(pilot, app)
        assert (box(app).text, sent(host)) == ("ear", [])


async def test_half_a_megabyte_is_pasted_and_sent(paths: Paths) -> None:
    long = "\r\n".join("word " * 200 for _ in range(500))
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        app.post_message(events.Paste(long))
        await until(lambda: len(box(app).text) > 500_000)
        await pilot.press("end", "enter")
        await until(lambda: len(sent(host)) == 1)
        await until(lambda: sent(host) == [re.sub("\r\n", "\n", long)])


async def test_a_session_that_refuses_is_told_on_the_screen(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (_, app, host):
        assert isinstance(app.screen, InterviewScreen)
        host.deliver(NotStored(str(StorageError("sessions.sqlite is in use by another program."))))
        await until(lambda: "in use by another program" in " ".join(n.message for n in app._notifications))


async def test_what_could_not_be_saved_is_not_left_without_a_question(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        await pilot.press("x")
        host.deliver(NotStored("The disk is full."))
        await until(lambda: "Not sent" in status(app))
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("n")
        await until(lambda: isinstance(app.screen, InterviewScreen))
        assert "leave" not in host.history
        await pilot.press("escape", "y")
        await until(lambda: isinstance(app.screen, SetupScreen))


async def test_an_interview_that_failed_offers_nothing_that_would_hang(paths: Paths) -> None:
    async with opened(paths, *asked(), Failed("The disk is full."), launch=setup()) as (pilot, app, _):
        await until(lambda: "The disk is full" in status(app))
        await pilot.press("f8", "f3", "f4")
        await until(lambda: isinstance(app.screen, InterviewScreen))
        await until(lambda: "The disk is full" in status(app))
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, SetupScreen))


async def test_left_before_anything_was_asked_it_says_nothing_of_resuming(paths: Paths) -> None:
    async with opened(paths, Failed("sessions.sqlite is damaged."), launch=setup()) as (pilot, app, _):
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, SetupScreen))
        assert "Resume goes on" not in " ".join(n.message for n in app._notifications)


async def test_paused_is_said_whatever_happens_meanwhile(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        await pilot.press("f3", "f4")
        host.deliver(Answered(1, Turn(speaker="candidate", text=ASK_AGAIN)))
        host.deliver(Spoke(2, QUESTION))
        host.deliver(AwaitingAnswer(3))
        await pilot.pause()
        await until(lambda: "F4 resumes" in status(app))
        await pilot.press("f3")
        await until(lambda: host.session.history.count(("ask_again",)) == 1)
        await pilot.press("f4")
        await until(lambda: "Your turn" in status(app))
