"""Checks what works on this machine and what doesn't, and says what to do about it."""

import asyncio
import logging
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

from agents.errors import DataError
from agents.library.candidates import Ledger
from agents.library.files import Entry, load_all
from agents.library.personas import Persona
from agents.library.questions import Question
from agents.plain import without_login
from agents.rubric import load_rubric
from simulator.agent_factory import connection
from simulator.errors import SimulatorError, explained
from simulator.paths import Paths
from simulator.settings import load_settings

LITTLE_MB = 50
"""Free space, in MB, below which the guidance, the log and a few interviews may soon not fit."""
NEEDED_BYTES = 1_000_000
"""How many bytes must be writable for an interview to be saved."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Check:
    """The result of one check."""

    works: bool
    sentence: str


def examine(paths: Paths) -> Iterator[Check]:
    """Checks everything that an interview with the built-in defaults needs, and the chat model if one is set."""
    for check in (
        _python,
        lambda: _folder(paths),
        lambda: _settings(paths),
        lambda: _library(paths),
        lambda: _sessions(paths),
        lambda: _guidance(paths),
        _terminal,
    ):
        yield _tried(check)
    try:
        yield from _chat_model(paths)
    except DataError:
        return  # already reported by the settings check
    except Exception as error:
        log.warning("the chat model could not be tested", exc_info=True)
        yield Check(False, f"The chat model could not be tested: {explained(error).sentence}")


def _tried(check: Callable[[], str]) -> Check:
    try:
        return Check(True, check())
    except Exception as error:
        log.warning("a check failed", exc_info=True)
        return Check(False, explained(error).sentence)


def _python() -> str:
    return f"Python {sys.version.split()[0]} runs this program, with SQLite {sqlite3.sqlite_version}."


def _folder(paths: Paths) -> str:
    for folder in (paths.data, paths.config, paths.cache):
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        try:
            probe.write_bytes(bytes(NEEDED_BYTES))
        finally:
            probe.unlink(missing_ok=True)
        if os.name == "posix" and folder.stat().st_mode & 0o077:
            raise SimulatorError(f"Other users on this machine can read {folder}. Use chmod 700 on it.")
    free = shutil.disk_usage(paths.data).free // 2**20
    if free < LITTLE_MB:
        raise SimulatorError(f"Only {free} MB are free where {paths.data} is: free some space.")
    return f"Files are kept in {paths.data}, readable only by you, with {free:,} MB free."


def _settings(paths: Paths) -> str:
    settings = load_settings(paths)
    return f"Settings loaded. Guidance search uses the {settings.embedding} embedding."


def _library(paths: Paths) -> str:
    kinds: dict[str, type[Entry]] = {"personas": Persona, "questions": Question, "candidates": Ledger}
    counts = []
    for kind, schema in kinds.items():
        entries, problems = load_all(kind, schema, paths.library)
        if problems:
            raise SimulatorError(" ".join(problems))
        counts.append(f"{len(entries)} {kind}")
    load_rubric(paths.library)
    return f"The library contains {', '.join(counts)} and a rubric."


def _sessions(paths: Paths) -> str:
    from simulator.store import Store

    with closing(Store(paths.sessions)) as store:
        count, unreadable = store.check(), store.unreadable()
    if unreadable:
        raise SimulatorError(f"{len(unreadable)} interviews cannot be read. Run 'interview sessions' to see which.")
    return f"The session database is intact, with {count} saved."


def _guidance(paths: Paths) -> str:
    from simulator.guidance import chosen_embedding, guidance_store

    with closing(guidance_store(paths)) as store:
        store.search("what did it cost?", k=1)
        return f"The guidance store contains {len(store.ids())} passages. {chosen_embedding(paths)[1]}".strip()


def _chat_model(paths: Paths) -> Iterator[Check]:
    """Makes one small call of each kind that an interview with a chat model makes, if one is set."""
    settings = load_settings(paths)
    if settings.model is None:
        yield Check(
            True,
            (
                "No chat model is set up, and you don't need one. To use one, "
                "set INTERVIEW_MODEL and OPENAI_API_KEY or OPENAI_BASE_URL."
            ),
        )
        return
    try:
        to = connection(settings, "interviewer")
    except SimulatorError as error:
        yield Check(False, str(error))
        return
    from agents.model.trial import trials

    async def every() -> list[Check]:
        where = f"{to.model} at {without_login(to.base_url)}"
        return [
            Check(not fault, f"No {kind}: {fault}" if fault else f"{where} gives {kind}.") async for kind, fault in trials(to)
        ]

    yield from asyncio.run(every())


def _terminal() -> str:
    if not sys.stdout.isatty():
        return "This is not a terminal, so the app could not be tested. The other commands work."
    width, height = shutil.get_terminal_size()
    if width < 60 or height < 18:
        raise SimulatorError(f"The terminal is {width} by {height}. Make it at least 80 by 24.")
    colours = "no colours (NO_COLOR is set)" if "NO_COLOR" in os.environ else "colours"
    return f"The terminal is {width} by {height}, with {colours}."
