"""Commands for personas: list them, check a file, make a copy to edit."""

import asyncio
import re
from pathlib import Path
from typing import Annotated

import typer

from agents.library.files import BUILT_IN, load, load_named, paths
from agents.library.personas import Persona
from simulator.errors import InputError
from simulator.paths import locate
from tui.commands.library import list_entries
from tui.commands.options import JsonOption
from tui.output import show, tell

personas = typer.Typer(help="List, check and copy interviewer personas.")


@personas.callback(invoke_without_command=True)
def list_personas(context: typer.Context, as_json: JsonOption = False) -> None:
    """List, check and copy interviewer personas."""
    if context.invoked_subcommand is None:
        list_entries("personas", Persona, as_json)


@personas.command()
def check(file: Annotated[str, typer.Argument(metavar="FILE", help="A persona's TOML file.")]) -> int:
    """Test a persona file in full simulated interviews."""
    persona = load(Path(file), Persona)
    from simulator.interviews import simulated_interviews
    from simulator.persona_check import check_persona

    async def tried() -> tuple[int, list[str]]:
        async with simulated_interviews(locate()) as interviews:
            return await check_persona(interviews, persona)

    turns, faults = asyncio.run(tried())
    for fault in faults:
        show(f"NO  {fault}")
    if faults:
        tell(f"{len(faults)} wording errors in {turns} turns of simulated interviews. Change the wording named above.")
        return 2
    show(f"ok  {persona.title}: {turns} turns of simulated interviews, nothing wrong with their wording.")
    return 0


@personas.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Lowercase letters, digits and hyphens.")],
    source: Annotated[str, typer.Option("--from", metavar="NAME", help="The persona to copy.")],
) -> None:
    """Copy a persona into your library, with comments, for you to edit."""
    library = locate().library
    load_named("personas", source, Persona, library)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise InputError(f"'{name}' is not a valid name. Use lowercase letters, digits and hyphens.")
    if name in paths("personas", library):
        raise InputError(f"There is already a persona called '{name}'. Choose another name.")
    text = commented(paths("personas", library)[source].read_text(encoding="utf-8"), name)
    target = library / "personas" / f"{name}.toml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    show(str(target))
    tell(f"Edit it, then try it with: interview personas check {target}")


def commented(text: str, name: str) -> str:
    """A persona's file under a new name, with a comment above each field that says what it means."""
    lines = [(f"# A copy to edit. See {BUILT_IN.name}/personas/README.md in the project for more about writing one."), ""]
    for line in text.splitlines():
        key = line.strip("[]").partition(" =")[0].strip()
        field = Persona.model_fields.get(key)
        if field is not None and field.description and not line.startswith(" "):
            lines += [f"# {words}" for words in " ".join(field.description.split()).split("\n")]
        lines.append(f'name = "{name}"' if line.startswith("name =") else line)
    return "\n".join(lines) + "\n"


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the app."""
    app.add_typer(personas, name="personas")
