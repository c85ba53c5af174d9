"""Scores a saved session again, with another evaluator or a newer rubric, and compares the two scorecards."""

from collections.abc import Iterator
from contextlib import closing

from agents.moves import DIMENSIONS
from agents.scorecard import Scorecard
from simulator.agent_factory import agent_factory
from simulator.errors import InputError
from simulator.guidance import guidance_in
from simulator.lock import only_here
from simulator.paths import Paths
from simulator.setup import Setup
from simulator.store import Store


async def rescore(paths: Paths, session: str, setup: Setup) -> tuple[Scorecard, Scorecard]:
    """Returns the latest scorecard and a new one, which is saved beside it; raises InputError and SessionBusy."""
    with closing(Store(paths.sessions)) as store:
        record = store.record(session)
        if record.scorecard is None:
            raise InputError(f"Interview {record.id} is not finished. Run 'interview resume {record.id}' to continue it.")
        before = (record.scorecard, *record.later)[-1]
        with only_here(paths, record.id):
            async with agent_factory(paths) as factory:
                transcript, notes = store.transcript(record.id), store.notes(record.id)
                card = await factory.agents(setup).evaluator.score(transcript, notes, record.id)
            with closing(guidance_in(paths)) as guidance:
                after = guidance.cited(card)
            store.rescored(record.id, after)
        return before, after


def compared(before: Scorecard, after: Scorecard) -> Iterator[tuple[str, str, str, str]]:
    """Yields the two side by side, one row per dimension."""
    yield "", _by(before), _by(after), ""
    rows = {"overall": (before.overall, after.overall)}
    rows |= {d: (before.dimensions[d].score, after.dimensions[d].score) for d in DIMENSIONS}
    for name, (old, new) in rows.items():
        yield name, _mark(old), _mark(new), f"{new - old:+d}" if old and new and old != new else ""


def _by(card: Scorecard) -> str:
    return f"{card.model or card.engine}, rubric {card.rubric_version}"


def _mark(mark: int | None) -> str:
    return "none" if mark is None else str(mark)
