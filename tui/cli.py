"""The `interview` command: opens the app, or runs a command if one is given.

Opening the app does not import the commands, so that its first screen does not have to wait for them.
"""

import sys

from simulator.entry import DONE, enter


def run(arguments: list[str]) -> int:
    """Runs the app or one command and returns the exit code."""
    return enter("interview", arguments, _perform)


def _perform(words: list[str]) -> int:
    if not words:
        from tui.terminal import open_app

        return open_app()
    from tui.commands.main import app

    code = app(words, prog_name="interview", standalone_mode=False)
    return code if isinstance(code, int) else DONE


def main() -> None:
    """The entry point."""
    sys.exit(run(sys.argv[1:]))
