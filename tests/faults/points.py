"""Every point at which an interview touches the world, and what can be done to it there."""

import errno
import os
import signal
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any, Literal

Failure = Literal["none", "error", "full", "kill", "slow"]
SLOW_S = 1.0
WATCHED = ("open", "os.mkdir", "os.rename", "os.remove", "os.chmod")


class Points:
    """Counts the points that are passed, by name, and does something to one of them."""

    def __init__(self, home: str, told: Callable[..., None], at: str = "", failure: Failure = "none") -> None:
        self._home, self._told, self._at, self._failure = home, told, at, failure
        self._passed: Counter[str] = Counter()
        self._lock = threading.Lock()

    def passing(self, name: str, error: Exception, full: Exception) -> None:
        """A point is passed: `error` and `full` are what it raises where it fails in those ways."""
        with self._lock:
            self._passed[name] += 1
            point = f"{name} #{self._passed[name]}"
        if self._failure == "none":
            self._told(point=point)
        elif point == self._at:
            self._told(struck=point)
            match self._failure:
                case "kill":
                    os.kill(os.getpid(), signal.SIGKILL)
                case "slow":
                    time.sleep(SLOW_S)
                case "error":
                    raise error
                case "full":
                    raise full

    def instrument(self) -> None:
        """Puts itself before each file, statement, checkpoint, call of Chroma, model call and piece of the agents' work."""
        import openai
        from httpx2 import ConnectError
        from langgraph.checkpoint.memory import InMemorySaver

        from agents.evaluator.offline import OfflineEvaluator
        from agents.interviewer.offline import OfflineVoice
        from knowledge.chroma import Store as KnowledgeStore
        from simulator import graph, store

        vars(store)["sqlite3"] = _Sqlite(self)
        ours, no_room = RuntimeError("a fault of ours"), OSError(errno.ENOSPC, "No space left on device")
        for owner, name in (
            (graph, "next_move"),
            (OfflineVoice, "words"),
            (OfflineEvaluator, "note"),
            (OfflineEvaluator, "score"),
            (InMemorySaver, "put"),
            (InMemorySaver, "put_writes"),
            (KnowledgeStore, "_call"),
            (KnowledgeStore, "_open"),
        ):
            self.before(owner, name, ours, no_room)
        self.before(openai.DefaultAsyncHttpxClient, "send", ConnectError("refused"), ConnectError("refused"))
        sys.addaudithook(self._file)

    def before(self, owner: Any, name: str, error: Exception, full: Exception) -> None:
        """Makes a point of each call of `owner.name`."""
        real = getattr(owner, name)

        def counted(*arguments: Any, **named: Any) -> Any:
            self.passing(f"{getattr(owner, '__name__', owner).rpartition('.')[2]}.{name}", error, full)
            return real(*arguments, **named)

        setattr(owner, name, counted)

    def _file(self, event: str, arguments: tuple[Any, ...]) -> None:
        path = arguments[0] if event in WATCHED else None
        if isinstance(path, str | bytes | os.PathLike) and os.fsdecode(path).startswith(self._home):
            name = f"{event} {os.fsdecode(path)[len(self._home) :]}"
            error = OSError(errno.EIO, "Input/output error", os.fsdecode(path))
            self.passing(name, error, OSError(errno.ENOSPC, "No space left on device", os.fsdecode(path)))


class _Sqlite:
    """The module `sqlite3`, with a point before each statement."""

    def __init__(self, points: Points) -> None:
        class Connection(sqlite3.Connection):
            """A connection whose statements can fail."""

            def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
                words = " ".join(statement.split()[:3])
                points.passing(f"statement {words}", _database(sqlite3.SQLITE_IOERR), _database(sqlite3.SQLITE_FULL))
                return super().execute(statement, *values)

        self.connect = partial(sqlite3.connect, factory=Connection)

    def __getattr__(self, name: str) -> Any:
        return getattr(sqlite3, name)


def _database(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full" if code == sqlite3.SQLITE_FULL else "disk I/O error")
    error.sqlite_errorcode = code
    return error
