"""The real program in a pty: what a person sees, what a crash leaves, and what comes out of it."""

import os
import re
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest

from simulator.paths import Paths
from simulator.store import Store
from tests.fakes import CHANGE, REPAIR, STORY

SCROLL_BAR = re.compile("[▁-█▔]")
PROGRAM = Path(sys.executable).with_name("interview")

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="the program is not installed beside this Python: run make test")


def program(*words: str, **environment: str) -> "pexpect.spawn[str]":
    return spawn(str(PROGRAM), *words, environment=environment)


def spawn(
    program: str, *words: str, dimensions: tuple[int, int] = (24, 80), environment: Mapping[str, str] = {}
) -> "pexpect.spawn[str]":
    env = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONWARNINGS": "ignore"} | dict(environment)
    options: dict[str, Any] = {"env": env, "dimensions": dimensions, "timeout": 60}
    return pexpect.spawn(program, [*words], **options, encoding="utf-8", codec_errors="replace")


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
    child.expect("Press Enter to read the report")
    child.send("\r")
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


def test_a_paste_without_brackets_is_one_answer_and_keys_in_a_burst_act_in_their_order(paths: Paths) -> None:
    child = program("start", "--untimed")
    child.expect("Your turn")
    child.send(f"{STORY}\r{REPAIR}!!\x7f\x7f")  # as a slow line or a text expander delivers it
    with closing(Store(paths.sessions)) as store:
        drafted(child, store, f"{STORY}\n{REPAIR}")
        child.send("\r")
        drafted(child, store, "")
        assert store.transcript(store.records()[0].id)[1].text == f"{STORY}\n{REPAIR}"
    assert leave(child) == 0


class Terminal:
    """The real program in a terminal of that size, and what stands on it."""

    def __init__(self, columns: int, lines: int, *words: str) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self.screen)
        self.child = spawn(str(PROGRAM), *words, dimensions=(lines, columns))

    def until(self, shown: Callable[[str], bool]) -> str:
        """Reads on until the screen, its lines joined and its white space narrowed, is as it should be."""
        for _ in range(600):
            with suppress(pexpect.TIMEOUT):
                self._stream.feed(self.child.read_nonblocking(65_536, timeout=0.1))
            text = " ".join(SCROLL_BAR.sub(" ", " ".join(self.screen.display)).split())
            if shown(text):
                return text
        raise AssertionError("\n".join(self.screen.display))


@pytest.mark.parametrize(("columns", "lines"), [(60, 20), (80, 24), (200, 50)])
def test_every_question_that_is_stored_stands_on_the_screen(paths: Paths, columns: int, lines: int) -> None:
    terminal = Terminal(columns, lines, "start", "--untimed", "--persona", "hr-partner")
    answers = [STORY, "Let me think for a moment, please.", REPAIR, CHANGE, "I was sure of it."]
    for number, answer in enumerate(answers):
        with closing(Store(paths.sessions)) as store:

            def asked(text: str, store: Store = store, number: int = number) -> bool:
                turns = store.transcript(store.records()[0].id) if store.records() else ()
                return len(turns) == 2 * number + 1 and "Your turn." in text and turns[-1].text in text

            terminal.until(asked)
        terminal.child.send(answer)
        terminal.child.send("\r")
    assert leave(terminal.child) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_a_clean_terminal_and_a_kept_interview(paths: Paths, number: signal.Signals) -> None:
    child = program("start", "--untimed")
    child.expect("Your turn")
    child.send("I was about to say")
    with closing(Store(paths.sessions)) as store:
        drafted(child, store, "I was about to say")
        child.kill(number)
        child.expect(pexpect.EOF)
        left = str(child.before)
        child.close()
        assert (child.exitstatus, child.signalstatus) == (128 + number, None), left[-6000:]
        for mode in ("?1000l", "?1003l", "?2004l", "?1049l", "?25h"):
            assert f"\x1b[{mode}" in left
        assert "Traceback" not in left
        assert store.unfinished().draft == "I was about to say"


CRASH = """
import sys, tui.screens.setup
def raising(self):
    api_key = "sk-do-not-print-me"
    raise RuntimeError("this is a fault of ours")
tui.screens.setup.SetupScreen.action_history = raising
from tui.cli import main
main()
"""


def test_what_is_raised_in_a_screen_is_a_sentence_a_log_entry_and_exit_1(paths: Paths) -> None:
    (paths.config).mkdir(parents=True)
    (paths.config / "settings.toml").write_text('api_key = "sk-nor-me"')
    child = spawn(sys.executable, "-c", CRASH)
    child.expect("Past interviews")
    child.send("\x1b[18~")  # F7
    child.expect(pexpect.EOF)
    left = str(child.before)
    child.close()
    assert child.exitstatus == 1
    assert "Something unexpected went wrong (RuntimeError: this is a fault of ours)" in left
    assert "Traceback" not in left
    assert "sk-" not in left
    logged = paths.log.read_text()
    assert "RuntimeError: this is a fault of ours" in logged
    assert "sk-nor-me" not in logged


def test_standard_error_in_a_file_leaves_the_screen_on_the_terminal(paths: Paths, tmp_path: Path) -> None:
    child = spawn("/bin/sh", "-c", f"'{PROGRAM}' 2>'{tmp_path}/errors'")
    child.expect("Past interviews")
    assert leave(child) == 0
    assert (tmp_path / "errors").read_text() == ""


@pytest.mark.parametrize(("columns", "lines"), [(20, 10), (5, 3), (1, 1)])
def test_a_tiny_terminal_is_no_crash(paths: Paths, columns: int, lines: int) -> None:
    terminal = Terminal(columns, lines, "start", "--untimed")
    with closing(Store(paths.sessions)) as store:
        terminal.until(lambda _: bool(store.records()) and len(store.transcript(store.records()[0].id)) == 1)
        terminal.child.send("x\r")
        terminal.until(lambda _: len(store.transcript(store.records()[0].id)) == 3)
    assert leave(terminal.child) == 0


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
