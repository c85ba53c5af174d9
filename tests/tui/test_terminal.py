"""The real program in a pty: what a person sees, what a crash leaves, and what comes out of it."""

import os
import shlex
import signal
import sys
from contextlib import closing
from pathlib import Path

import pexpect
import pytest

from simulator.paths import Paths
from simulator.store import Store
from tests.cast import STORY

PROGRAM = Path(sys.executable).with_name("interview")

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="the program is not installed beside this Python: run make test")


def program(*words: str, **environment: str) -> "pexpect.spawn[str]":
    env = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONWARNINGS": "ignore"} | environment
    command = " ".join(shlex.quote(word) for word in (str(PROGRAM), *words))
    return pexpect.spawn(command, env=env, dimensions=(24, 80), timeout=60, encoding="utf-8", codec_errors="replace")


def leave(child: "pexpect.spawn[str]") -> int:
    child.sendcontrol("q")
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus if child.exitstatus is not None else -1


def test_an_interview_from_the_first_screen_to_the_report(paths: Paths) -> None:
    child = program()
    child.expect("Interview simulator")
    child.send("\x1b[15~")  # F5
    child.expect("Enter sends it")
    child.send(STORY)  # typed before the question is there: nothing of it is lost
    child.expect("Your turn")
    child.send("\r")
    child.expect("Your turn")
    child.send("\x1b[19~")  # F8
    child.expect("End the interview now")
    child.send("y")
    child.expect("Overall|No overall mark")
    assert leave(child) == 0
    with closing(Store(paths.sessions)) as store:
        (record,) = store.records()
        assert record.finished
        assert store.transcript(record.id)[1].text == STORY


def drafted(child: "pexpect.spawn[str]", store: Store, draft: str) -> None:
    """Reads on until the store holds that draft."""
    for _ in range(300):
        if store.records() and store.records()[0].draft == draft:
            return
        child.expect([pexpect.TIMEOUT, pexpect.EOF], timeout=0.1)
    raise AssertionError(f"the draft is {store.records()[0].draft!r}")


def test_what_is_typed_in_one_burst_is_sent_whole_and_what_follows_stays(paths: Paths) -> None:
    child = program("start", "--untimed")
    child.expect("Your turn")
    child.send(f"{STORY * 3}\rAnd then")  # as a slow line or a macro delivers it: enter does not overtake the words
    with closing(Store(paths.sessions)) as store:
        drafted(child, store, "And then")
        assert store.transcript(store.records()[0].id)[1].text == STORY * 3
    assert leave(child) == 0


def test_killed_while_typing_it_resumes_with_the_draft(paths: Paths) -> None:
    child = program("start", "--minutes", "10")
    child.expect("Your turn")
    child.send("I was about to say")
    with closing(Store(paths.sessions)) as store:
        drafted(child, store, "I was about to say")
        child.kill(signal.SIGKILL)
        child.expect(pexpect.EOF)
        child.close()
        again = program("resume")
        again.expect("I was about to say")
        assert leave(again) == 0
        assert len(store.transcript(store.records()[0].id)) == 1


def test_a_second_window_is_refused_with_a_sentence(paths: Paths) -> None:
    first = program("start", "--untimed")
    first.expect("Your turn")
    second = program("resume")
    second.expect("open in another window")
    second.expect(pexpect.EOF)
    second.close()
    assert second.exitstatus == 1
    assert leave(first) == 0


def test_without_colour_nothing_is_coloured(paths: Paths) -> None:
    child = program(NO_COLOR="1")
    child.expect("Past interviews")
    shown = str(child.before)
    colours = [piece.split("m")[0] for piece in shown.split("\x1b[38;2;")[1:]]
    grey = [colour.split(";")[:3] for colour in colours]
    assert all(len(set(parts)) == 1 for parts in grey)
    assert leave(child) == 0


def test_standard_output_that_is_closed_is_no_traceback() -> None:
    child = pexpect.spawn("/bin/sh", ["-c", f"'{PROGRAM}' questions --json | head -c 5"], encoding="utf-8", timeout=60)
    child.expect(pexpect.EOF)
    assert "Traceback" not in str(child.before)
    child.close()
