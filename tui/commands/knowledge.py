"""Commands for the guidance store: search it; add, list and remove documents."""

from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agents.moves import Dimension
from simulator.paths import locate
from tui.commands.options import JsonOption
from tui.output import show, show_json, table, tell

if TYPE_CHECKING:
    from knowledge.chroma import Store

LONG_INGEST = 200
"""An ingest of more passages than this reports its progress."""
knowledge = typer.Typer(help="Manage the guidance store.", no_args_is_help=False)


@knowledge.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    dimension: Annotated[Dimension | None, typer.Option("--dimension", help="Only passages about this dimension.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="Number of passages.")] = 3,
    as_json: JsonOption = False,
) -> None:
    """Find the passages closest to a query."""
    with closing(open_store()) as store:
        hits = store.search(query, dimension=dimension, k=k)
    if as_json:
        keys = ("text", "source", "heading", "dimension", "kind")
        show_json([{key: getattr(hit.passage, key) for key in keys} | {"score": hit.score} for hit in hits])
        return
    for hit in hits:
        about = f"{hit.passage.kind}, {hit.passage.dimension or 'the whole question'}"
        show(f"{hit.score:.2f}  {hit.passage.source}, “{hit.passage.heading}” ({about})\n      {hit.passage.text}\n")


@knowledge.command()
def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders: .md, .txt, .html, .pdf.")],
) -> int:
    """Add your own documents to the guidance; they are copied, and cited as yours."""
    from knowledge.ingest import add_documents

    with closing(open_store()) as store:
        added, problems = add_documents(store, locate().documents, paths)
        there = Counter(passage.source for passage in store.all())
    for problem in problems:
        tell(problem)
    for path in added:
        show(f"{path.name}: {_passages(there[f'your {path.name}'])}.")
    return 2 if problems else 0


def _passages(count: int) -> str:
    return f"{count} passage" if count == 1 else f"{count} passages"


@knowledge.command()
def remove(name: Annotated[str, typer.Argument(metavar="NAME", help="Document name, as `knowledge list` shows it.")]) -> None:
    """Remove one of your documents from the guidance."""
    from knowledge.errors import KnowledgeError
    from knowledge.ingest import remove_document
    from simulator.errors import InputError

    try:
        path = remove_document(locate().documents, name)
    except KnowledgeError as error:
        raise InputError(str(error)) from None
    with closing(open_store()):
        show(f"Removed {path.name}.")


@knowledge.command("list")
def list_sources(as_json: JsonOption = False) -> None:
    """List the sources and the number of passages in each."""
    with closing(open_store()) as store:
        counts = Counter((passage.source, passage.own) for passage in store.all())
    if as_json:
        show_json([{"name": source, "passages": count, "yours": own} for (source, own), count in sorted(counts.items())])
        return
    for line in table((source, _passages(count)) for (source, _own), count in sorted(counts.items())):
        show(line)


def open_store() -> "Store":
    """Opens the user's guidance store; a long ingest reports its progress on standard error."""
    from simulator.guidance import chosen_embedding, guidance_store

    paths = locate()
    if sentence := chosen_embedding(paths)[1]:
        tell(sentence)
    return guidance_store(paths, lambda done, all_: tell(f"{done} of {all_} passages") if all_ > LONG_INGEST else None)


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the app."""
    app.add_typer(knowledge, name="knowledge")
