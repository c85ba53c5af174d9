"""The interview clock, which runs only while the candidate reads, thinks and types."""

import time
from typing import Protocol

DEFAULT_MINUTES = 15
"""The middle of the ten to twenty minutes that a full answer with follow-ups takes."""
WARNING_S = 120.0
"""How long before the end the interviewer gives a warning; in a short interview, a fifth of its length."""
GRACE_S = 20.0
"""How long after time is up the candidate can still finish a sentence."""
THINKING_S = 30.0
"""How long the clock stands still for a candidate who asked for a moment."""
SPEAKING_WORDS_A_SECOND = 2.5
"""150 words a minute, the middle of the 140 to 160 usually given for conversation."""
READING_WORDS_A_SECOND = 4.0
"""238 words a minute: Brysbaert 2019, mean silent reading rate of adults in English, rounded."""


class Clock(Protocol):
    """A source of time, so that a simulation can use its own."""

    def now(self) -> float:
        """Seconds since some fixed moment; never goes backwards."""
        ...


class WallClock:
    """The machine's own clock."""

    def now(self) -> float:
        """Seconds since some fixed moment."""
        return time.monotonic()


class SimulatedClock:
    """A clock that moves only when told to."""

    def __init__(self) -> None:
        self._now = 0.0

    def now(self) -> float:
        """Seconds the clock has been moved forward so far."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Moves the clock forward."""
        self._now += seconds


class Stopwatch:
    """Counts the seconds used against a limit (None means untimed) while it is running, apart from time given to think."""

    def __init__(self, clock: Clock, limit_s: float | None, used: float = 0.0) -> None:
        self.limit_s = limit_s
        self._clock = clock
        self._used = used
        self._since: float | None = None
        self._free = 0.0

    @property
    def _running_for(self) -> float:
        return 0.0 if self._since is None else self._clock.now() - self._since

    @property
    def used(self) -> float:
        """Seconds used, without the time given to think."""
        return self._used + max(0.0, self._running_for - self._free)

    @property
    def to_think(self) -> float:
        """Seconds left before it counts again, 0 if it counts now."""
        return max(0.0, self._free - self._running_for)

    def give(self, seconds: float) -> None:
        """Lets the next seconds pass without counting; call it while stopped."""
        self._free = seconds

    @property
    def left(self) -> float | None:
        """Seconds left, negative once time is up; None when untimed."""
        return None if self.limit_s is None else self.limit_s - self.used

    @property
    def warning_s(self) -> float:
        """How many seconds before the end the interviewer gives a warning."""
        return 0.0 if self.limit_s is None else min(WARNING_S, self.limit_s / 5)

    @property
    def running(self) -> bool:
        """Whether the stopwatch is counting."""
        return self._since is not None

    def start(self) -> None:
        """Starts counting, or does nothing if already running."""
        if self._since is None:
            self._since = self._clock.now()

    def stop(self) -> None:
        """Stops counting."""
        self._used, self._free, self._since = self.used, self.to_think, None
