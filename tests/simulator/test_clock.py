"""The clock runs only while the candidate has the word."""

import pytest

from simulator.clock import READING_WORDS_A_SECOND, SPEAKING_WORDS_A_SECOND, SimulatedClock, Stopwatch, WallClock
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


def test_time_given_to_think_does_not_count_and_pausing_keeps_it() -> None:
    clock = SimulatedClock()
    watch = Stopwatch(clock, 600)
    watch.give(30)
    watch.start()
    clock.advance(10)
    assert (watch.used, watch.to_think) == (0, 20)
    watch.stop()
    clock.advance(100)
    watch.start()
    clock.advance(25)
    assert (watch.used, watch.to_think) == (5, 0)
    watch.stop()
    assert watch.used == 5


def test_a_new_watch_has_used_nothing() -> None:
    watch = Stopwatch(SimulatedClock(), 600)
    assert (watch.used, watch.left, watch.running) == (0, 600, False)


def test_people_speak_150_words_a_minute_and_read_240() -> None:
    assert (150 / SPEAKING_WORDS_A_SECOND, 240 / READING_WORDS_A_SECOND) == (60, 60)


def test_an_untimed_interview_has_no_end_and_no_warning() -> None:
    watch = Stopwatch(WallClock(), None)
    assert watch.left is None
    assert watch.warning_s == 0


@pytest.mark.parametrize(("minutes", "warning"), [(15, 120), (20, 120), (10, 120), (5, 60), (1, 12), (0.11, 1.32)])
def test_the_warning_comes_two_minutes_before_the_end_or_a_fifth(minutes: float, warning: float) -> None:
    assert Stopwatch(SimulatedClock(), minutes * 60).warning_s == pytest.approx(warning)


@pytest.mark.parametrize(("text", "minutes"), [("15", 15), ("7.5", 7.5), ("7,5", 7.5), ("", None), ("  ", None), ("240", 240)])
def test_minutes_as_people_type_them(text: str, minutes: float | None) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize("text", ["0", "-3", "soon", "241", "nan", "inf", "1e9", "15 min"])
def test_minutes_that_cannot_be(text: str) -> None:
    with pytest.raises(InputError, match="number greater than 0"):
        parse_minutes(text)
