"""What both commands do around their actual work: private files, a log, output in UTF-8, and errors as one sentence."""

import logging
import os
import sys
from collections.abc import Callable
from typing import TextIO

from agents.plain import plain
from simulator.errors import PROBLEM, WRONG_CALL, SimulatorError, explained, os_sentence
from simulator.housekeeping import keep_house
from simulator.log import log_to_file
from simulator.paths import locate

DONE, INTERRUPTED = 0, 130
log = logging.getLogger(__name__)


def enter(name: str, arguments: list[str], perform: Callable[[list[str]], int], stopped: str = "Stopped.") -> int:
    """Runs the command `name` and returns its exit code; `--debug` may appear anywhere in the arguments."""
    debug = "--debug" in arguments
    try:
        _prepare_output()
        keep_house(locate())
        log_to_file(locate())
        code = perform([word for word in arguments if word != "--debug"])
        if code == INTERRUPTED:  # Typer's own exit code for Ctrl-C
            raise KeyboardInterrupt
        return code
    except KeyboardInterrupt:
        print(f"\n{stopped}", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return PROBLEM
    except Exception as error:
        if debug:
            raise
        sentence, code = _told(name, error)
        print(plain(sentence), file=sys.stderr)
        return code
    finally:
        _let_go_of_output()


def _told(name: str, error: Exception) -> tuple[str, int]:
    if hasattr(error, "format_message"):  # Typer's own error, about the arguments
        what = error.format_message().rstrip(".").replace("Value error, ", "")
        return f"{what}. Try '{name} --help' or '{name} COMMAND --help'.", WRONG_CALL
    told = explained(error)
    if not told.expected:
        log.error("a command failed", exc_info=error)
    return told.sentence, told.code


def write_line(text: str, stream: TextIO | None = None) -> None:
    """Prints a line at once, without control characters that could steer the terminal; raises SimulatorError if that fails."""
    try:
        print(plain(text), file=stream or sys.stdout, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise SimulatorError(os_sentence(error, "standard output")) from None


def _prepare_output() -> None:
    """Makes output to files and pipes UTF-8 on every platform, and replaces what a terminal cannot show, so nothing fails."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (stays open as long as the program runs)
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (so that nothing else is opened in its place)
        raise SimulatorError("Standard output is closed, so nothing can be printed. Leave it open, or redirect it to a file.")
    for stream in (sys.stdout, sys.stderr):
        _reconfigure(stream)


def _reconfigure(stream: TextIO) -> None:
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace", **({} if stream.isatty() else {"encoding": "utf-8"}))


def _let_go_of_output() -> None:
    """Flushes standard output before Python does so at exit, so that a failed write is not reported as a second error."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
