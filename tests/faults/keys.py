"""Each key while work is under way: in every state of an interview every key is pressed, twice, and nothing may be raised."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from agents.transcript import Turn
from simulator.events import Answered, Event, Failed, Finished, NotStored, Spoke, TimeUp, Words
from simulator.paths import Paths
from tests.fakes import setup
from tests.tui.fakes import QUESTION, asked, keep_finished, keep_unfinished, opened
from tests.tui.test_app import stored_card

SESSION = "20260203-101500-abcd"
ANSWER = Turn(speaker="candidate", text="I broke it.")
KEYS = (
    *("enter", "ctrl+j", "alt+enter", "escape", "tab", "delete", "up", "ctrl+p", "ctrl+s", "x", "y", "n"),
    *(f"f{number}" for number in range(1, 10)),
)


def states(paths: Paths) -> dict[str, list[Event]]:
    """What has happened so far, by what a person would call the state."""
    spoken: list[Event] = [*asked(), Answered(1, ANSWER)]
    return {
        "starting": [],
        "speaking": [Words(0, "Well, ")],
        "awaiting": asked(),
        "thinking": spoken,
        "speaking again": [*spoken, Words(2, "Who ")],
        "not stored": [*asked(), NotStored("The disk is full.")],
        "time is up": [*asked(), TimeUp(20)],
        "failed": [*asked(), Failed("It stopped.")],
        "finished": [*spoken, Spoke(2, QUESTION), Finished(SESSION, "covered", stored_card(paths))],
    }


async def every_key_in_every_state() -> tuple[int, list[str]]:
    """How many were tried, and what was raised."""
    tried, raised = 0, list[str]()
    with TemporaryDirectory() as folder:
        home = Path(folder)
        paths = Paths(home / "data", home / "config", home / "cache")
        keep_finished(paths, session=SESSION)
        keep_unfinished(paths)
        for (state, events), key in product(states(paths).items(), KEYS):
            tried += 1
            try:
                async with opened(paths, *events, launch=setup(mode="learning")) as (pilot, _, _host):
                    await pilot.press("h", key, key)
                    await pilot.pause(0.1)
            except Exception as error:
                raised.append(f"{state}, {key}: {type(error).__name__}: {error}")
    return tried, raised


def lines(tried: int, raised: list[str]) -> Iterator[str]:
    """The result as lines."""
    yield f"\nkeys: {tried} of them while work was under way; raised: {'nothing' if not raised else ''}"
    yield from (f"  {what}" for what in raised)
