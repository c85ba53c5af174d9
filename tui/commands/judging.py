"""Commands that run agents without the app and save nothing: score, simulate, play."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from agents.library.candidates import Ledger
from agents.library.files import load, load_named
from agents.rubric import load_rubric
from agents.scorecard import Scorecard
from simulator.agent_factory import agent_factory
from simulator.errors import InputError
from simulator.inputs import input_lines, read_input
from simulator.paths import locate
from simulator.report.content import ENDED, card_report, duration
from simulator.setup import Setup
from tui.commands import options
from tui.commands.options import BaseUrlOption, EngineOption, JsonOption, MinutesOption, ModelOption, PersonaOption, SeedOption
from tui.output import card_lines, show, show_json, tell


def score(
    file: Annotated[str | None, typer.Argument(metavar="FILE|-", help="A text file, or a transcript as .json.")] = None,
    batch: Annotated[str | None, typer.Option("--batch", metavar="FILE.jsonl|-", help="File with one case per line.")] = None,
    engine: EngineOption = options.DEFAULT_ENGINE,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    as_json: JsonOption = False,
) -> int:
    """Score an answer, a transcript, or a batch of them."""
    setup = options.judging_setup(locate().library, engine, model, base_url)
    if (file is None) == (batch is None):
        raise InputError("Give one file to score, '-' for standard input, or a batch with --batch.")
    return asyncio.run(_score_batch(setup, batch) if batch is not None else _score_one(setup, str(file), as_json))


async def _score_batch(setup: Setup, batch: str) -> int:
    from simulator.scoring import score_batch

    all_good = True
    async with agent_factory(locate()) as factory:
        agents = factory.agents(setup)
        async for card, good in score_batch(agents.evaluator, agents.rubric, input_lines(batch)):
            show_json(card.model_dump(mode="json"))
            all_good = all_good and good
    return 0 if all_good else 2


async def _score_one(setup: Setup, file: str, as_json: bool) -> int:
    from simulator.scoring import read_case, score_case

    name = "answer" if file == "-" else Path(file).stem
    data = read_input(file)
    try:
        case = read_case(data, named=name, plain_text=not file.endswith(".json"))
    except InputError as error:
        raise InputError(f"{file}: {error}.") from None
    async with agent_factory(locate()) as factory:
        _show_card(await score_case(factory.agents(setup).evaluator, case), as_json)
    return 0


def simulate(
    candidate: Annotated[str, typer.Option("--candidate", metavar="NAME|FILE.toml", help="Candidate who answers.")],
    persona: PersonaOption = options.DEFAULT_PERSONA,
    minutes: MinutesOption = None,
    engine: EngineOption = options.DEFAULT_ENGINE,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Run a whole interview with a simulated candidate, in simulated time."""
    library = locate().library
    setup = options.setup_of(
        library, persona=persona, minutes=minutes, engine=engine, model=model, base_url=base_url, seed=seed
    )
    named_file = candidate.endswith(".toml")
    ledger = load(Path(candidate), Ledger) if named_file else load_named("candidates", candidate, Ledger, library)
    _run(setup, ledger, f"simulated-{ledger.name}-{persona}-{seed}", as_json)


def play(
    answers: Annotated[str, typer.Option("--answers", metavar="FILE.jsonl|-", help='One {"text", "seconds"} a line.')],
    persona: PersonaOption = options.DEFAULT_PERSONA,
    minutes: MinutesOption = None,
    engine: EngineOption = options.DEFAULT_ENGINE,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Run a whole interview with answers from a file, in simulated time; it ends early if they run out."""
    setup = options.setup_of(
        locate().library, persona=persona, minutes=minutes, engine=engine, model=model, base_url=base_url, seed=seed
    )
    from simulator.simulation import Reader, read_lines

    reader = Reader(iter(read_lines(input_lines(answers), answers)))
    _run(setup, reader, f"played-{persona}", as_json)


def _run(setup: Setup, candidate: Any, session: str, as_json: bool) -> None:
    from simulator.interviews import simulated_interviews
    from simulator.simulation import simulate as run_one

    async def once() -> dict[str, Any]:
        async with simulated_interviews(locate()) as interviews:
            return await run_one(interviews, setup, candidate, session)

    done = asyncio.run(once())
    if as_json:
        show_json(done)
        return
    for turn in done["turns"]:
        show(f"{duration(turn['at_s'])} {turn['speaker']}: {turn['text'] or '(nothing)'}\n")
    show(f"{duration(done['elapsed_s'])} ended: {ENDED[done['ended']]}\n")
    _show_card(Scorecard.model_validate(done["scorecard"]), as_json=False)


def _show_card(card: Scorecard, as_json: bool) -> None:
    for sentence in card.left_out:
        tell(sentence)
    if as_json:
        show_json(card.model_dump(mode="json"))
        return
    for line in card_lines(card_report(card, load_rubric(locate().library))):
        show(line)


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the app."""
    for command in (score, simulate, play):
        app.command()(command)
