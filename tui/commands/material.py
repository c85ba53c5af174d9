"""Commands about what an interview is made of: personas, questions, candidates, guidance; and about this machine."""

from typing import Annotated

import typer

from agents.candidates import Ledger
from agents.library import Entry, load_all
from agents.moves import Dimension
from agents.questions import Question
from simulator.paths import locate
from tui.commands.options import JsonOption
from tui.output import show, show_json, table, tell

knowledge = typer.Typer(help="The guidance store.", no_args_is_help=False)


def list_entries(kind: str, schema: type[Entry], as_json: bool) -> None:
    """Prints what can be chosen of a kind, and names the files that cannot be read."""
    entries, problems = load_all(kind, schema, locate().library)
    for problem in problems:
        tell(problem)
    if as_json:
        show_json([entry.model_dump(mode="json") for entry in entries])
        return
    for line in table((entry.name, entry.title, entry.summary) for entry in entries):
        show(line)


def questions(as_json: JsonOption = False) -> None:
    """Lists what can be asked."""
    list_entries("questions", Question, as_json)


def candidates(as_json: JsonOption = False) -> None:
    """Lists who can answer in a simulation."""
    list_entries("candidates", Ledger, as_json)


@knowledge.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    dimension: Annotated[Dimension | None, typer.Option("--dimension", help="Only about this.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 3,
    as_json: JsonOption = False,
) -> None:
    """Finds the passages nearest to a query."""
    from knowledge.ingest import open_guidance

    hits = open_guidance(locate().knowledge).search(query, dimension=dimension, k=k)
    if as_json:
        keys = ("text", "source", "heading", "dimension", "kind")
        show_json([{key: getattr(hit.passage, key) for key in keys} | {"score": hit.score} for hit in hits])
        return
    for hit in hits:
        about = f"{hit.passage.kind}, {hit.passage.dimension or 'the whole question'}"
        show(f"{hit.score:.2f}  {hit.passage.source}, “{hit.passage.heading}” ({about})\n      {hit.passage.text}\n")


@knowledge.command("list")
def list_sources() -> None:
    """Lists the sources and how many passages each has."""
    from collections import Counter

    from knowledge.ingest import open_guidance

    counts = Counter(passage.source for passage in open_guidance(locate().knowledge).all())
    for line in table((source, f"{count} passages") for source, count in sorted(counts.items())):
        show(line)


def doctor() -> int:
    """Says what works here, what does not, and what to do about it."""
    from simulator.doctor import examine

    works = True
    for check in examine(locate()):
        show(f"{'ok' if check.works else 'NO':<4}{check.sentence}")
        works = works and check.works
    return 0 if works else 1


def locate_files() -> None:
    """Says where the files are."""
    paths = locate()
    rows = (
        ("sessions", paths.sessions),
        ("checkpoints", paths.checkpoints),
        ("guidance", paths.knowledge),
        ("your library", paths.library),
        ("log", paths.log),
    )
    for line in table((name, str(path)) for name, path in rows):
        show(line)


def add_to(app: typer.Typer) -> None:
    """Adds these commands."""
    for command in (questions, candidates, doctor):
        app.command()(command)
    app.command("locate")(locate_files)
    app.add_typer(knowledge, name="knowledge")
