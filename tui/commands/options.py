"""Options that several commands share, and how they are turned into a setup."""

from pathlib import Path
from typing import Annotated

import typer

from agents.library import personas, questions
from agents.library.files import load_named
from agents.library.personas import Persona
from agents.library.questions import Question
from simulator import engines
from simulator.agent_factory import playable
from simulator.clock import DEFAULT_MINUTES
from simulator.engines import METAVAR, engine_named
from simulator.errors import InputError
from simulator.paths import locate
from simulator.setup import LARGEST_SEED, Mode, Setup, parse_minutes

PersonaOption = Annotated[
    str, typer.Option("--persona", metavar="NAME", help="Interviewer persona; 'interview personas' lists them.")
]
QuestionOption = Annotated[
    str, typer.Option("--question", metavar="NAME", help="Question to ask; 'interview questions' lists them.")
]
MinutesOption = Annotated[
    str | None, typer.Option("--minutes", metavar="N", help=f"Time limit in minutes (default: {DEFAULT_MINUTES}).")
]
EngineOption = Annotated[
    str, typer.Option("--engine", metavar=METAVAR, help="Engine for the interviewer and evaluator: no model, or a chat model.")
]
ModelOption = Annotated[str | None, typer.Option("--model", metavar="NAME", help="Chat model to use, overriding the settings.")]
BaseUrlOption = Annotated[
    str | None,
    typer.Option("--base-url", metavar="URL", help="Base URL of the chat model's server, such as http://localhost:11434/v1."),
]
SeedOption = Annotated[
    int, typer.Option("--seed", metavar="N", min=0, max=LARGEST_SEED, help="The same seed gives the same interview.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]

DEFAULT_PERSONA, DEFAULT_QUESTION, DEFAULT_ENGINE = personas.DEFAULT, questions.DEFAULT, engines.DEFAULT


def judging_setup(library: Path, engine: str, model: str | None, base_url: str | None) -> Setup:
    """A setup in which only the engine matters."""
    return setup_of(library, persona=DEFAULT_PERSONA, minutes=None, engine=engine, model=model, base_url=base_url)


def setup_of(
    library: Path,
    *,
    persona: str,
    question: str = DEFAULT_QUESTION,
    minutes: str | None,
    untimed: bool = False,
    engine: str,
    mode: Mode = "stress",
    model: str | None = None,
    base_url: str | None = None,
    seed: int = 0,
) -> Setup:
    """Builds the setup chosen on the command line; raises InputError and DataError."""
    if untimed and minutes is not None:
        raise InputError("Use either --minutes or --untimed, not both.")
    if minutes is not None and not minutes.strip():
        raise InputError("--minutes needs a number. For no time limit, use --untimed.")
    limit = None if untimed else parse_minutes(minutes) if minutes is not None else float(DEFAULT_MINUTES)
    setup = Setup(
        persona=load_named("personas", persona, Persona, library),
        question=load_named("questions", question, Question, library),
        minutes=limit,
        engine=engine_named(engine).name,
        model=model,
        base_url=base_url,
        mode=mode,
        seed=seed,
    )
    return playable(locate(), setup)
