"""Lets only one program open a session at a time, using an OS lock that is released when its owner dies."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from simulator.errors import SessionBusy
from simulator.paths import Paths


@contextmanager
def only_here(paths: Paths, session: str) -> Iterator[None]:
    """Holds the session's lock; raises SessionBusy if another program has it."""
    paths.locks.mkdir(parents=True, exist_ok=True)
    lock = FileLock(paths.locks / f"{session}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise SessionBusy(f"Interview {session} is open in another window. Close it there and try again.") from None
    try:
        yield
    finally:
        lock.release()
