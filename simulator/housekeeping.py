"""Cleanup at every start, so that nobody else on this machine can read our files and no leftovers stay behind."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from simulator.paths import Paths

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
OTHERS = 0o077
LEFTOVERS = ("checkpoints.sqlite", "checkpoints.sqlite-wal", "checkpoints.sqlite-shm")
"""LangGraph's own database, written by version 0.1; everything in it is also in the transcript."""


def keep_house(paths: Paths) -> None:
    """Makes new and existing files private and deletes leftovers; anything that cannot be fixed stays as it is."""
    os.umask(OTHERS)
    for path in _ours(paths):
        with suppress(OSError):
            mode = path.lstat().st_mode
            if mode & OTHERS and not path.is_symlink():
                path.chmod(PRIVATE_FOLDER if path.is_dir() else PRIVATE_FILE)
    for name in LEFTOVERS:
        with suppress(OSError):
            (paths.data / name).unlink(missing_ok=True)


def _ours(paths: Paths) -> Iterator[Path]:
    """Lists what the program writes; in the user's own library, that is only the folder, settings and copied documents."""
    yield from (paths.config, paths.config / "settings.toml")
    for folder in (paths.data, paths.cache, paths.documents):
        for inside, folders, files in os.walk(folder):
            yield Path(inside)
            yield from (Path(inside, name) for name in (*folders, *files))
