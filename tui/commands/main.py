"""Puts all the commands together into one app."""

from typing import Annotated

import typer

from tui.commands import guide, hooks, interviews, judging, knowledge, library, machine, personas

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (interviews, judging, personas, hooks, library, guide, machine, knowledge):
    room.add_to(app)


@app.callback()
def interview(
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback when something goes wrong.")] = False,
) -> None:
    """Practise the failure question against the clock. Run without a command to open the app."""
