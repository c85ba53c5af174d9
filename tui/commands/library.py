"""Commands that list the questions and the simulated candidates."""

import typer

from agents.library.candidates import Ledger
from agents.library.files import Entry, load_all
from agents.library.questions import Question
from simulator.paths import locate
from tui.commands.options import JsonOption
from tui.output import show, show_json, table, tell


def list_entries(kind: str, schema: type[Entry], as_json: bool) -> None:
    """Prints the choices of one kind, and names any files that cannot be read."""
    entries, problems = load_all(kind, schema, locate().library)
    for problem in problems:
        tell(problem)
    if as_json:
        show_json([entry.model_dump(mode="json") for entry in entries])
        return
    for line in table((entry.name, entry.title, entry.summary) for entry in entries):
        show(line)


def questions(as_json: JsonOption = False) -> None:
    """List the questions you can be asked."""
    list_entries("questions", Question, as_json)


def candidates(as_json: JsonOption = False) -> None:
    """List the candidates for simulated interviews."""
    list_entries("candidates", Ledger, as_json)


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the app."""
    for command in (questions, candidates):
        app.command()(command)
