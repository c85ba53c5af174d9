"""The log of the program's own problems, which keeps them off the screen and out of standard output."""

import logging
import re
from logging.handlers import RotatingFileHandler

from agents.plain import plain, without_login
from simulator.paths import Paths

LARGEST_BYTES = 1_000_000
KEY = re.compile(r"\b(sk-|Bearer )[^\s'\"]+")
"""What looks like a key in an error message from someone else's code."""


class _Discreet(logging.Formatter):
    """Keeps keys and passwords out of the log, whoever logged them."""

    def format(self, record: logging.LogRecord) -> str:
        return KEY.sub(r"\1…", without_login(plain(super().format(record))))


def log_to_file(paths: Paths) -> None:
    """Sends warnings and worse to the log file, created with the first one, or discards them if there is nowhere to put it."""
    try:
        paths.cache.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            paths.log, maxBytes=LARGEST_BYTES, backupCount=1, delay=True, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_Discreet("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.raiseExceptions = False
