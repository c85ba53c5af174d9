"""The clock runs only while the candidate has the word."""

import pytest

from simulator.clock import SimulatedClock, Stopwatch, WallClock
from simulator.errors import InputError
from simulator.setup import parse_minutes


def test_time_counts_only_while_it_runs() -> None:
    clock = SimulatedClock()
    watch = Stopwatch(clock, 600, used=60)
    clock.advance(5)
    assert watch.used == 60
    watch.start()
    watch.start()
    clock.advance(40)
    watch.stop()
    clock.advance(1000)
    assert (watch.used, watch.left) == (100, 500)


def test_an_untimed_interview_has_no_end_and_no_warning() -> None:
    watch = Stopwatch(WallClock(), None)
    assert watch.left is None
    assert watch.warning_s == 0


@pytest.mark.parametrize(("minutes", "warning"), [(15, 120), (20, 120), (10, 120), (5, 60), (1, 12)])
def test_the_warning_comes_two_minutes_before_the_end_or_a_fifth(minutes: int, warning: int) -> None:
    assert Stopwatch(SimulatedClock(), minutes * 60).warning_s == warning


@pytest.mark.parametrize(("text", "minutes"), [("15", 15), ("7.5", 7.5), ("7,5", 7.5), ("", None), ("  ", None), ("240", 240)])
def test_minutes_as_people_type_them(text: str, minutes: float | None) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize("text", ["0", "-3", "soon", "241", "nan", "inf", "1e9", "15 min"])
def test_minutes_that_cannot_be(text: str) -> None:
    with pytest.raises(InputError, match="number greater than 0"):
        parse_minutes(text)
