"""The command `interview`: without a word after it the app, else one of the commands.

The app is opened without importing the commands: its first screen is not to wait for them.
"""

import sys

from simulator.entry import DONE, enter


def run(arguments: list[str]) -> int:
    """Runs the app or one command and gives the exit code."""
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
