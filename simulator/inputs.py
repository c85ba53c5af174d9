"""What a person hands in to be read, from a file or standard input: never more than is sensible, never a wait for nothing."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from simulator.errors import InputError, os_sentence

LARGEST_BYTES = 1_000_000
"""Of a file that is read whole, and of a line: over twelve hours of talk."""
SKIPPED_BYTES = 100 * LARGEST_BYTES
"""How much of a line that is too long is passed over to find the next one."""


def read_input(file: str) -> bytes:
    """A file's bytes, or those of standard input for "-"; raises InputError."""
    with opened(file) as stream:
        data = stream.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise InputError(f"{file} is larger than {LARGEST_BYTES // 1_000_000} MB. Include only the answer itself.")
    return data


def input_lines(file: str) -> Iterator[bytes]:
    """A file's lines as they come, so that a long pipe is judged while it is written; raises InputError.

    A line that is too long comes cut to one byte more than is allowed; `too_long` knows it.
    """
    with opened(file) as stream:
        while line := stream.readline(LARGEST_BYTES + 1):
            yield line
            passed = 0
            while too_long(line) and not line.endswith(b"\n"):
                line = stream.readline(LARGEST_BYTES + 1)
                passed += len(line)
                if not line:
                    return
                if passed > SKIPPED_BYTES:
                    raise InputError(f"{file} has no line breaks. Put one JSON object on each line.")


def too_long(line: bytes) -> bool:
    """Whether a line is longer than is read."""
    return len(line) > LARGEST_BYTES


def opened(file: str) -> BinaryIO:
    """A file or standard input, open; raises InputError for what is neither a file nor a pipe that somebody writes to."""
    if file == "-":
        if sys.stdin is None:
            raise InputError("Standard input is closed. Name a file, or pipe the text in.")
        return sys.stdin.buffer
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:  # without waiting: a FIFO that nobody writes to would let nobody in
        stream = os.fdopen(os.open(Path(file), flags), "rb")
    except ValueError:
        raise InputError(f"{file!r} is not a valid file name. Check the name.") from None
    except OSError as error:
        raise InputError(os_sentence(error, file)) from None
    mode = os.fstat(stream.fileno()).st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
        stream.close()
        raise InputError(f"{file} is a device, not a file. Name a file, or use '-' for standard input.")
    if stat.S_ISFIFO(mode):
        os.set_blocking(stream.fileno(), True)
    return stream
