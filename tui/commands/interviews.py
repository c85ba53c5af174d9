"""Commands for the user's own interviews: start, resume, list, report, delete."""

import secrets
from contextlib import closing
from typing import Annotated, Literal

import typer

from agents.rubric import load_rubric
from simulator.paths import locate
from simulator.report.content import cells, report_of
from simulator.report.document import document, summary
from simulator.report.markdown import markdown
from simulator.report.page import page
from simulator.setup import Mode, Setup
from simulator.store import Store
from tui.commands import options
from tui.commands.options import (
    BaseUrlOption,
    EngineOption,
    JsonOption,
    MinutesOption,
    ModelOption,
    PersonaOption,
    QuestionOption,
)
from tui.output import show, show_json, table, tell
from tui.terminal import open_app

SessionArgument = Annotated[str, typer.Argument(metavar="ID", help="Session ID, or the start of it.")]


def start(
    persona: PersonaOption = options.DEFAULT_PERSONA,
    minutes: MinutesOption = None,
    untimed: Annotated[bool, typer.Option("--untimed", help="No time limit.")] = False,
    question: QuestionOption = options.DEFAULT_QUESTION,
    engine: EngineOption = options.DEFAULT_ENGINE,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    mode: Annotated[Mode, typer.Option("--mode", help="stress: no feedback from the evaluator until the end.")] = "stress",
) -> int:
    """Start an interview right away."""
    seed = secrets.randbelow(2**31)
    return open_app(
        options.setup_of(
            locate().library,
            persona=persona,
            question=question,
            minutes=minutes,
            untimed=untimed,
            engine=engine,
            model=model,
            base_url=base_url,
            mode=mode,
            seed=seed,
        )
    )


def resume(session: Annotated[str | None, typer.Argument(metavar="ID", help="Defaults to the latest.")] = None) -> int:
    """Resume an unfinished interview."""
    from simulator.lock import only_here

    paths = locate()
    with closing(Store(paths.sessions)) as store:
        record = store.unfinished(session)
    with only_here(paths, record.id):
        pass  # fail here, with a message in the shell, rather than inside the app
    return open_app(record.id)


def sessions(as_json: JsonOption = False) -> None:
    """List saved interviews, newest first."""
    with closing(Store(locate().sessions)) as store:
        records, unreadable = store.records(), store.unreadable()
    for id in unreadable:
        tell(f"Interview {id} cannot be read. Run 'interview delete {id}' to remove it.")
    if as_json:
        show_json([summary(record) for record in records])
        return
    if not records:
        tell("No saved interviews yet. Run 'interview start' to begin one.")
    for line in table((record.id, *cells(record)) for record in records):
        show(line)


def show_report(
    session: SessionArgument,
    form: Annotated[Literal["md", "html", "json"], typer.Option("--format", help="Output format.")] = "md",
    rescore: Annotated[bool, typer.Option("--rescore", help="Score it again, keep both results, and compare them.")] = False,
    engine: EngineOption = options.DEFAULT_ENGINE,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
) -> None:
    """Print a session's report."""
    paths = locate()
    if rescore:
        judging = options.judging_setup(paths.library, engine, model, base_url)
        _rescore(session, judging, form == "json")
        return
    with closing(Store(paths.sessions)) as store:
        record = store.record(session)
        transcript, provenance = store.transcript(record.id), store.provenance(record.id)
    if form == "json":
        show_json(document(record, transcript, provenance))
        return
    text = markdown(report_of(record, transcript, provenance, load_rubric(paths.library)))
    show(text.rstrip() if form == "md" else page(record.setup.question.title, text).rstrip())


def _rescore(session: str, setup: Setup, as_json: bool) -> None:
    import asyncio

    from simulator.rescoring import compared, rescore

    before, after = asyncio.run(rescore(locate(), session, setup))
    if as_json:
        show_json({"before": before.model_dump(mode="json"), "after": after.model_dump(mode="json")})
        return
    for line in table(compared(before, after)):
        show(line)
    if after.fallback:
        show(after.fallback)


def delete(session: SessionArgument) -> None:
    """Permanently delete a session."""
    from simulator.interviews import delete_session

    tell(f"Deleted {delete_session(locate(), session)}.")


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the app."""
    for command in (start, resume, sessions, delete):
        app.command()(command)
    app.command("report")(show_report)
