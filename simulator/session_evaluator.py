"""The evaluator of one session, which takes notes while the candidate thinks so that it never delays the next question."""

import asyncio
import logging
from collections.abc import Callable
from time import monotonic

from agents.acts import REQUESTS
from agents.engine import Evaluator
from agents.moves import Ended
from agents.reading.answer import Reader
from agents.scorecard import Note, Scorecard
from agents.transcript import Transcript
from simulator.guidance import Guidance
from simulator.store import Store

NOTES_DEADLINE_S = 30.0
"""Total time for any notes still missing at the end; they help the final scoring, which does not depend on them."""
THINKING_S = 0.25
"""How long to wait after a question before starting a note, because nobody answers faster than that."""

log = logging.getLogger(__name__)


class SessionEvaluator:
    """Observes and scores one session."""

    def __init__(
        self,
        session: str,
        evaluator: Evaluator,
        reader: Reader,
        store: Store,
        transcript: Callable[[], Transcript],
        guidance: Guidance,
        seconds: Callable[[], float],
    ) -> None:
        self._session, self._evaluator, self._reader = session, evaluator, reader
        self._store, self._transcript, self._guidance, self._seconds = store, transcript, guidance, seconds
        self._notes: dict[int, Note] = {note.turn: note for note in store.notes(session)}
        self._at_work: dict[int, asyncio.Task[Note | None]] = {}
        self.answered = asyncio.Event()
        self.scorecard: Scorecard | None = None

    async def observe(self, number: int) -> Note | None:
        """Returns the note on an answer, or None if the next answer came first.

        A note already started then finishes in the background, and one not yet started is made before scoring, so that neither
        holds up the next question.
        """
        if number in self._notes or self._reader.read(self._transcript()[number].text).is_only(REQUESTS):
            return None
        answered = asyncio.create_task(self.answered.wait())
        try:
            await asyncio.wait({answered}, timeout=THINKING_S)
            if answered.done():
                return None
            work = self._work(number)
            await asyncio.wait({work, answered}, return_when=asyncio.FIRST_COMPLETED)
            return work.result() if work.done() else None
        finally:
            answered.cancel()

    def _work(self, number: int) -> asyncio.Task[Note | None]:
        if number not in self._at_work:
            self._at_work[number] = asyncio.create_task(self._note(number))
        return self._at_work[number]

    async def _note(self, number: int) -> Note | None:
        """Makes and stores one note; if the evaluator fails, only that note is lost."""
        try:
            note = self._guidance.behind(await self._evaluator.note(self._transcript(), number))
            self._store.add_note(self._session, note)
        except Exception:
            log.exception("no note on turn %d of %s", number, self._session)
            return None
        self._notes[number] = note
        return note

    async def score(self, ended: Ended) -> Scorecard:
        """Makes any missing notes within a deadline, then scores, cites guidance and stores the result."""
        transcript, deadline = self._transcript(), monotonic() + NOTES_DEADLINE_S
        for number, turn in enumerate(transcript):
            if turn.speaker == "candidate" and number not in self._notes and monotonic() < deadline:
                work = self._work(number)
                if work.done():  # it failed before, so try once more
                    del self._at_work[number]
                    work = self._work(number)
                await asyncio.wait({work}, timeout=max(0.0, deadline - monotonic()))
        notes = tuple(self._notes[number] for number in sorted(self._notes))
        card = await self._evaluator.score(transcript, notes, self._session)
        card = self._guidance.cited(card, self._store.read_before(self._session))
        self._store.finish(self._session, ended, card, self._seconds())
        self.scorecard = card
        return card

    async def leave(self) -> None:
        """Cancels notes that are still in progress."""
        for work in self._at_work.values():
            work.cancel()
        await asyncio.gather(*self._at_work.values(), return_exceptions=True)
