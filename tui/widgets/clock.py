"""The clock: minutes used and left."""

from textual.reactive import reactive
from textual.widgets import Static

from simulator.clock import Stopwatch
from simulator.report.content import duration


class ClockFace(Static):
    """Shows a stopwatch in words as well as colour, so that nobody has to rely on the colour."""

    paused = reactive(False)

    def __init__(self, limit_s: float | None) -> None:
        super().__init__(f"0:00 used · {duration(limit_s)} left" if limit_s is not None else "0:00 used", id="clock")

    def show(self, watch: Stopwatch | None) -> None:
        """Updates the display; until the interview has a clock, it shows no time used."""
        if watch is None:
            return
        left = watch.left
        text = f"{duration(watch.used)} used"
        if left is not None:
            text += f" · {duration(max(0.0, left))} left" if left > 0 else " · time is up"
        if watch.to_think > 0:
            text += f" · {duration(watch.to_think)} to think"
        self.set_class(left is not None and left <= watch.warning_s, "-short")
        self.update(f"{text} · paused" if self.paused else text)
