"""Commands for hooks: list what the interviewer takes up, and check a file of your own."""

from pathlib import Path
from typing import Annotated

import typer

from agents.library.files import load
from agents.library.hooks import Hook
from simulator.hook_check import faults_of
from tui.commands.library import list_entries
from tui.commands.options import JsonOption
from tui.output import show, tell

hooks = typer.Typer(help="List and check hooks: what people say, and what the interviewer asks then.", no_args_is_help=True)


@hooks.command("list")
def list_hooks(as_json: JsonOption = False) -> None:
    """List the hooks: what people say that the interviewer takes up."""
    list_entries("hooks", Hook, as_json)


@hooks.command()
def check(file: Annotated[str, typer.Argument(metavar="FILE", help="A hook's TOML file.")]) -> int:
    """Test a hook file against its own examples and near misses."""
    hook = load(Path(file), Hook)
    faults = faults_of(hook)
    for fault in faults:
        show(f"NO  {fault}")
    if faults:
        tell(f"{len(faults)} of the sentences and questions of {hook.name} are wrong. Change the ways, or what is named above.")
        return 2
    show(f"ok  {hook.title}: {len(hook.examples)} examples, {len(hook.near_misses)} near misses, {len(hook.ask)} questions.")
    return 0


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the app."""
    app.add_typer(hooks, name="hooks")
