"""What can go wrong, and the one sentence that tells the user about it.

SimulatorError
├── InputError       bad arguments or input: exit 2
├── SessionBusy      another program has this session open
└── StorageError     one of the program's files cannot be read or written

`explained` turns any exception, ours or not, into a sentence based on its type and code; no other code words one.
"""

import errno
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

PROBLEM, WRONG_CALL = 1, 2


class SimulatorError(Exception):
    """A problem in the program; the message is one sentence for the user."""


class InputError(SimulatorError):
    """Bad arguments or input."""


class SessionBusy(SimulatorError):
    """Another program has this session open."""


class StorageError(SimulatorError):
    """One of the program's files cannot be read or written."""


@dataclass(frozen=True)
class Explained:
    """An exception as the user gets to see it."""

    sentence: str
    code: int
    """The exit code that goes with it."""
    expected: bool = True
    """False for a bug of ours, whose traceback belongs in the log."""


def explained(error: BaseException) -> Explained:
    """Explains what went wrong and what to do in one sentence, with the exit code that goes with it."""
    from agents.errors import DataError
    from knowledge.errors import KnowledgeError

    match error:
        case InputError() | DataError():
            return Explained(str(error), WRONG_CALL)
        case SimulatorError() | KnowledgeError():
            return Explained(str(error), PROBLEM)
        case sqlite3.Error():
            return Explained(database_sentence(error), PROBLEM)
        case OSError() if error.errno is not None:
            return Explained(os_sentence(error), PROBLEM)
        case MemoryError():
            return Explained("Not enough memory. Close other programs and try again.", PROBLEM)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Explained(
        f"Something unexpected went wrong ({what}). Run with --debug or check the log to see where.", PROBLEM, expected=False
    )


ELSEWHERE = "or set INTERVIEW_HOME to another folder"
BY_ERRNO = {
    (errno.ENOSPC, errno.EDQUOT): "The disk is full, so {file} cannot be written. Free up some space and try again.",
    (errno.EROFS,): f"{{file}} is on a read-only disk. Make it writable, {ELSEWHERE}.",
    (errno.EACCES, errno.EPERM): f"You don't have permission to use {{file}}. Fix its permissions, {ELSEWHERE}.",
    (errno.ENOENT,): "{file} does not exist. Check the name.",
    (errno.ENOTDIR, errno.EEXIST): f"{{file}} needs a folder, but there is a file in its place. Move that file, {ELSEWHERE}.",
    (errno.EISDIR,): "{file} is a folder, not a file. Move it, or choose a file.",
    (errno.ENAMETOOLONG,): f"The path {{file}} is too long. Use a shorter one, {ELSEWHERE}.",
    (errno.EMFILE, errno.ENFILE): "Too many files are open. Close other programs and try again.",
    (errno.EFBIG,): "{file} has reached the file size limit. Raise the limit.",
    (errno.EIO,): f"Disk error at {{file}}. Check the disk, {ELSEWHERE}.",
}


def os_sentence(error: OSError, path: Path | str | None = None) -> str:
    """Explains an operating system error by its number; `path` is used if the error itself names no file."""
    named = error.filename if isinstance(error.filename, str | bytes) else path
    if named is None and error.errno == errno.ENOENT:
        return f"A required file is missing ({error.strerror}). The log shows where the program looked."
    named = named or "the output or a file"
    file = shortened(os.fsdecode(named))
    for codes, sentence in BY_ERRNO.items():
        if error.errno in codes:
            return sentence.format(file=file)
    return f"{file} cannot be used ({error.strerror or error})."


def database_sentence(error: sqlite3.Error, path: Path | None = None) -> str:
    """Explains an SQLite error by its primary result code (https://www.sqlite.org/rescode.html)."""
    file, code = path or "The database", getattr(error, "sqlite_errorcode", 0) & 0xFF
    match code:
        case sqlite3.SQLITE_FULL:
            return f"The disk is full, so {file} cannot be written. Free up some space and try again."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"{file} is in use by another program. Close that program and try again."
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return f"{file} is damaged. Move it somewhere else to start with an empty one."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR if path:
            return _refused_by_the_system(path) or f"{file} cannot be opened or written to ({error}): {_check(path)}."
    return f"{file} cannot be used ({error})."


def _refused_by_the_system(path: Path) -> str:
    """Finds out why a database cannot be opened or written by trying it directly, because SQLite does not say."""
    try:
        probe = path.with_name(f".{path.name}.probe")
        probe.write_bytes(b" " * 4096)
        probe.unlink()
        os.close(os.open(path, os.O_RDWR))
    except OSError as error:
        return os_sentence(error, path)
    return ""


def _check(path: Path) -> str:
    return f"check the folder {path.parent}, {ELSEWHERE}"


def shortened(text: str, longest: int = 200) -> str:
    """Shortens a name so that it fits in a sentence."""
    return text if len(text) <= longest else f"{text[: longest // 2]}…{text[-longest // 2 :]}"
