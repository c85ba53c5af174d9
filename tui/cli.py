"""The command `interview`: without a word after it the app, else one of the commands. Errors are one sentence.

The app is opened without importing the commands: its first screen is not to wait for them.
"""

import os
import sys

from simulator.errors import InputError, SimulatorError
from simulator.log import log_to_file
from simulator.paths import locate

DONE, PROBLEM, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130


def run(arguments: list[str]) -> int:
    """Runs the app or one command and gives the exit code; `--debug` may stand anywhere among the arguments."""
    words = [word for word in arguments if word != "--debug"]
    try:
        log_to_file(locate())
        return _command(words) if words else _app()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes standard output once more at exit
        return PROBLEM
    except Exception as error:
        if "--debug" in arguments:
            raise
        sentence, code = _explained(error)
        print(sentence, file=sys.stderr)
        return code


def _app() -> int:
    from tui.terminal import open_app

    open_app()
    return DONE


def _command(words: list[str]) -> int:
    from tui.commands.main import app

    code = app(words, prog_name="interview", standalone_mode=False)
    return code if isinstance(code, int) else DONE


def _explained(error: Exception) -> tuple[str, int]:
    """What went wrong in one sentence, and the exit code that belongs to it."""
    from typer import Abort
    from typer.exceptions import TyperException

    from agents.errors import DataError
    from agents.plain import plain
    from knowledge.errors import KnowledgeError

    match error:
        case TyperException():
            what = error.format_message().rstrip(".").replace("Value error, ", "")
            return plain(f"{what}: 'interview --help' and 'interview COMMAND --help' say what there is."), WRONG_CALL
        case Abort():
            return "Stopped.", INTERRUPTED
        case InputError() | DataError():
            return plain(str(error)), WRONG_CALL
        case SimulatorError() | KnowledgeError():
            return plain(str(error)), PROBLEM
    import logging

    logging.getLogger(__name__).error("a command failed", exc_info=error)
    return plain(f"Something unexpected went wrong ({type(error).__name__}: {error}): --debug shows where."), PROBLEM


def main() -> None:
    """The entry point."""
    sys.exit(run(sys.argv[1:]))
