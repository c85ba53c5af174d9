"""Opens the app in this terminal."""

import os
import sys
from typing import TYPE_CHECKING

from simulator.errors import InputError
from simulator.paths import locate

if TYPE_CHECKING:
    from simulator.store import Setup


def open_app(launch: "Setup | str | None" = None) -> None:
    """Opens the app; raises InputError where there is no terminal to open it in."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
        raise InputError("The app needs a terminal: in a script use 'interview play' or 'interview simulate'.")
    from tui.app import InterviewApp

    InterviewApp(locate(), launch).run()
