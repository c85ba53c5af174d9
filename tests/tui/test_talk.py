"""What is shown is what is stored, whatever comes before what."""

import asyncio
from itertools import product

import pytest
from textual.app import App, ComposeResult

from agents.transcript import Turn
from simulator.events import Answered, Said, Spoke, Withdrawn, Words
from tests.conftest import until
from tui.widgets.talk import Talk
from tui.widgets.text import Text

QUESTION = "Thanks for that. Who was hurt by it most?"
SAID: list[list[Said]] = [
    [Words(0, "Thanks for that. "), Words(0, "Who was hurt by it most?"), Spoke(0, Turn(speaker="interviewer", text=QUESTION))],
    [Words(0, "Great! "), Withdrawn(0), Words(0, QUESTION), Spoke(0, Turn(speaker="interviewer", text=QUESTION))],
    [Spoke(0, Turn(speaker="interviewer", text="Well?")), Answered(1, Turn(speaker="candidate", text="I broke it.")),
     Words(2, "Thanks for that. "), Spoke(2, Turn(speaker="interviewer", text=QUESTION))],
]  # fmt: skip
STEPS = (0, 1, 4)
"""How often the loop gets its turn between two events: mounting takes some of them."""


class Bare(App[None]):
    """Nothing but the talk."""

    def compose(self) -> ComposeResult:
        yield Talk("Mentor")


def shown(app: App[None]) -> list[str]:
    return [str(words.visual) for words in app.query_one(Talk).query(".words").results(Text)]


@pytest.mark.parametrize("events", SAID, ids=["sentence by sentence", "withdrawn", "a whole talk"])
async def test_whenever_a_turn_is_mounted_its_last_words_are_on_the_screen(events: list[Said]) -> None:
    stored = [event.turn.text for event in events if isinstance(event, Spoke | Answered)]
    for waits in product(STEPS, repeat=len(events) - 1):
        app = Bare()
        async with app.run_test(size=(80, 24)):
            for event, wait in zip(events, (*waits, 0), strict=True):
                app.query_one(Talk).tell(event)
                for _ in range(wait):
                    await asyncio.sleep(0)
            await until(lambda app=app: shown(app) == stored and "Who was hurt by it most?" in painted(app))


def painted(app: App[None]) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())
