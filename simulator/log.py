"""Where the program's own troubles are written down, so that a screen or standard output never shows them."""

import logging
from logging.handlers import RotatingFileHandler

from simulator.paths import Paths

LARGEST_BYTES = 1_000_000


def log_to_file(paths: Paths) -> None:
    """Sends warnings and worse to the log file, which appears with the first of them; without a place for it, nowhere."""
    try:
        paths.cache.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            paths.log, maxBytes=LARGEST_BYTES, backupCount=1, delay=True, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.raiseExceptions = False
