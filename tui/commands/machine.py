"""Commands about this machine: what works on it, and where the files are."""

import typer

from simulator.paths import locate
from tui.output import show, table


def doctor() -> int:
    """Check what works here, what doesn't, and how to fix it."""
    from simulator.doctor import examine

    works = True
    for check in examine(locate()):
        show(f"{'ok' if check.works else 'NO':<4}{check.sentence}")
        works = works and check.works
    return 0 if works else 1


def locate_files() -> None:
    """Show where the files are."""
    paths = locate()
    rows = (
        ("sessions", paths.sessions),
        ("guidance", paths.knowledge),
        ("your library", paths.library),
        ("log", paths.log),
    )
    for line in table((name, str(path)) for name, path in rows):
        show(line)


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the app."""
    app.command()(doctor)
    app.command("locate")(locate_files)
