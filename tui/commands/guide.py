"""The command that prints the guidance."""

from contextlib import closing
from typing import Annotated, Literal

import typer

from agents.moves import Dimension
from tui.commands.knowledge import open_store
from tui.commands.options import JsonOption
from tui.output import show, show_json


def guide(
    dimension: Annotated[Dimension | None, typer.Argument(metavar="[DIMENSION]", help="Show only this dimension.")] = None,
    form: Annotated[Literal["md", "html"], typer.Option("--format", help="Output format: text, or an HTML page.")] = "md",
    as_json: JsonOption = False,
) -> None:
    """Print the guidance to read before an interview."""
    from simulator import guide as guidance

    with closing(open_store()) as store:
        passages = guidance.in_reading_order(store.all(), dimension)
    if as_json:
        show_json(guidance.document(passages))
    else:
        show((guidance.html if form == "html" else guidance.markdown)(passages).rstrip())


def add_to(app: typer.Typer) -> None:
    """Adds this command to the app."""
    app.command()(guide)
