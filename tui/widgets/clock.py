"""The clock: minutes used and left."""

from textual.reactive import reactive
from textual.widgets import Static

from simulator.clock import Stopwatch
from simulator.report import duration


class ClockFace(Static):
    """Shows a stopwatch, in words too, so that it can be read without colour."""

    paused = reactive(False)

    def show(self, watch: Stopwatch | None) -> None:
        """Brings the face up to date."""
        if watch is None:
            self.update("--:--")
            return
        left = watch.left
        text = f"{duration(watch.used)} used"
        if left is not None:
            text += f" · {duration(max(0.0, left))} left" if left > 0 else " · time is up"
        self.set_class(left is not None and left <= watch.warning_s, "-short")
        self.update(f"{text} · paused" if self.paused else text)
