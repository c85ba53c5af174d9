"""Options that several commands share, and how their words become values."""

from pathlib import Path
from typing import Annotated

import typer

from agents import personas, questions
from agents.library import load_named
from agents.personas import Persona
from agents.questions import Question
from simulator.clock import DEFAULT_MINUTES
from simulator.errors import InputError
from simulator.store import EngineName, Mode, Setup, parse_minutes

PersonaOption = Annotated[str, typer.Option("--persona", metavar="NAME", help="Who asks; 'interview personas' lists them.")]
QuestionOption = Annotated[
    str, typer.Option("--question", metavar="NAME", help="What is asked; 'interview questions' lists them.")
]
MinutesOption = Annotated[
    str | None, typer.Option("--minutes", metavar="N", help=f"How long it may take; {DEFAULT_MINUTES} unless told.")
]
EngineOption = Annotated[str, typer.Option("--engine", metavar="offline", help="Who plays interviewer and evaluator.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]

DEFAULT_PERSONA, DEFAULT_QUESTION = personas.DEFAULT, questions.DEFAULT


def engine_named(name: str) -> EngineName:
    """The engine of that name; raises InputError."""
    if name == "offline":
        return "offline"
    if name == "llm":
        raise InputError("The llm engine is not part of this version: leave --engine out to use the offline one.")
    raise InputError(f"There is no engine '{name}': say --engine offline.")


def setup_of(
    library: Path,
    *,
    persona: str,
    question: str = DEFAULT_QUESTION,
    minutes: str | None,
    untimed: bool = False,
    engine: str,
    mode: Mode = "stress",
    seed: int = 0,
) -> Setup:
    """What was chosen on the command line; raises InputError and DataError."""
    if untimed and minutes is not None:
        raise InputError("Say either --minutes or --untimed, not both.")
    if minutes is not None and not minutes.strip():
        raise InputError("--minutes needs a number; for no limit say --untimed.")
    limit = None if untimed else parse_minutes(minutes) if minutes is not None else float(DEFAULT_MINUTES)
    return Setup(
        persona=load_named("personas", persona, Persona, library),
        question=load_named("questions", question, Question, library),
        minutes=limit,
        engine=engine_named(engine),
        mode=mode,
        seed=seed,
    )
