"""Time in an interview: it runs while the candidate reads, thinks and types, and stands otherwise."""

import time
from typing import Protocol

DEFAULT_MINUTES = 15
"""The middle of the ten to twenty minutes that a full answer with its follow-ups takes."""
WARNING_S = 120.0
"""How long before the end the interviewer warns; in a short interview a fifth of its length."""
GRACE_S = 20.0
"""How long the candidate may finish the sentence after the end."""
SPEAKING_WORDS_A_SECOND = 2.5
"""150 words a minute, the middle of the 140 to 160 usually given for conversation."""
READING_WORDS_A_SECOND = 4.0
"""238 words a minute: Brysbaert 2019, mean silent reading rate of adults in English, rounded."""


class Clock(Protocol):
    """Where the seconds come from."""

    def now(self) -> float:
        """Seconds since some fixed moment; never goes back."""
        ...


class WallClock:
    """The machine's own."""

    def now(self) -> float:
        """Seconds since some fixed moment."""
        return time.monotonic()


class SimulatedClock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self._now = 0.0

    def now(self) -> float:
        """Seconds moved so far."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Moves on."""
        self._now += seconds


class Stopwatch:
    """Seconds used of a limit (None: untimed); `used` counts only while it runs."""

    def __init__(self, clock: Clock, limit_s: float | None, used: float = 0.0) -> None:
        self.limit_s = limit_s
        self._clock = clock
        self._used = used
        self._since: float | None = None

    @property
    def used(self) -> float:
        """Seconds used."""
        since = self._since
        return self._used + (self._clock.now() - since if since is not None else 0.0)

    @property
    def left(self) -> float | None:
        """Seconds left, below zero when over; None when untimed."""
        return None if self.limit_s is None else self.limit_s - self.used

    @property
    def warning_s(self) -> float:
        """Seconds before the end at which the interviewer warns."""
        return 0.0 if self.limit_s is None else min(WARNING_S, self.limit_s / 5)

    @property
    def running(self) -> bool:
        """Whether seconds are being used."""
        return self._since is not None

    def start(self) -> None:
        """Lets the time run."""
        if self._since is None:
            self._since = self._clock.now()

    def stop(self) -> None:
        """Lets the time stand."""
        self._used, self._since = self.used, None
