"""Reads user input from a file or standard input, with a size limit and without waiting on a pipe that nobody writes to."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from simulator.errors import InputError, os_sentence

LARGEST_BYTES = 1_000_000
"""The limit for a file that is read whole, and for a line: over twelve hours of talking."""
SKIPPED_BYTES = 100 * LARGEST_BYTES
"""How much of an overlong line is skipped to find the next one."""


def read_input(file: str) -> bytes:
    """Reads the bytes of a file, or of standard input for "-"; raises InputError."""
    with opened(file) as stream:
        data = stream.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise InputError(f"{file} is larger than {LARGEST_BYTES // 1_000_000} MB. Include only the answer itself.")
    return data


def input_lines(file: str) -> Iterator[bytes]:
    """Yields a file's lines as they arrive, so that a long pipe is judged while it is still being written; raises InputError.

    An overlong line is cut to one byte more than the limit, which is how `too_long` recognizes it.
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
    """Whether a line is over the limit."""
    return len(line) > LARGEST_BYTES


def opened(file: str) -> BinaryIO:
    """Opens a file, standard input or a pipe, without waiting for the pipe's writer; raises InputError for anything else."""
    if file == "-":
        if sys.stdin is None:
            raise InputError("Standard input is closed. Name a file, or pipe the text in.")
        return sys.stdin.buffer
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:  # non-blocking, because opening a FIFO that nobody writes to would hang
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
