"""Opens the app in this terminal."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from simulator.errors import InputError
from simulator.paths import locate

if TYPE_CHECKING:
    from simulator.setup import Setup


def open_app(launch: "Setup | str | None" = None) -> int:
    """Opens the app and returns its exit code; raises InputError without a terminal, and re-raises whatever ended the app."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
        raise InputError("The app needs a terminal. In a script, use 'interview play' or 'interview simulate'.")
    from tui.app import InterviewApp

    app = InterviewApp(locate(), launch)
    with _drawn_on_the_terminal():
        app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


@contextmanager
def _drawn_on_the_terminal() -> Iterator[None]:
    """Textual draws on standard error; if that is redirected to a file, this points it at the terminal while the app runs."""
    if sys.stderr.isatty() or not sys.stdout.isatty():
        yield
        return
    sys.stderr.flush()
    kept = os.dup(2)
    os.dup2(1, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
