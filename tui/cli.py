"""The command `interview`: without a word after it the app, else one of the commands. Errors are one sentence."""

import logging
import os
import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

from agents.library import DataError
from knowledge.passages import KnowledgeError
from simulator.errors import InputError, SimulatorError
from simulator.log import log_to_file
from simulator.paths import locate
from tui.commands import interviews, judging, material
from tui.output import tell

DONE, PROBLEM, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Practise the failure question against the clock. Without a command the app opens.",
)
interviews.add_to(app)
judging.add_to(app)
material.add_to(app)


@app.callback(invoke_without_command=True)
def bare(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback where something goes wrong.")] = False,
) -> None:
    """Practise the failure question against the clock. Without a command the app opens."""
    if context.invoked_subcommand is None:
        interviews.open_app()


def run(arguments: list[str]) -> int:
    """Runs one command and gives its exit code; `--debug` may stand anywhere among the arguments."""
    debug = "--debug" in arguments
    try:
        log_to_file(locate())
        code = app([word for word in arguments if word != "--debug"], prog_name="interview", standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes standard output once more at exit
        return PROBLEM
    except Exception as error:
        if debug:
            raise
        return _told(error)


def _told(error: Exception) -> int:
    """Says in one sentence what went wrong, and gives the exit code that belongs to it."""
    if isinstance(error, TyperException):
        what = error.format_message().rstrip(".").replace("Value error, ", "")
        tell(f"{what}: 'interview --help' and 'interview COMMAND --help' say what there is.")
        return WRONG_CALL
    if isinstance(error, InputError | DataError):
        tell(str(error))
        return WRONG_CALL
    if isinstance(error, SimulatorError | KnowledgeError):
        tell(str(error))
        return PROBLEM
    logging.getLogger(__name__).exception("a command failed")
    tell(f"Something went wrong that this program did not expect ({type(error).__name__}: {error}): --debug shows where.")
    return PROBLEM


def main() -> None:
    """The entry point."""
    sys.exit(run(sys.argv[1:]))
