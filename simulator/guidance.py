"""Guidance for the agents: fetches passages from the knowledge store, but an interview can do without them."""

import logging
from collections.abc import Iterable
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from agents.engine import Passage as AgentPassage
from agents.moves import DIMENSIONS, Move
from agents.scorecard import Citation, Note, Scorecard
from knowledge.errors import KnowledgeError
from simulator.errors import explained
from simulator.paths import Paths
from simulator.settings import load_settings

if TYPE_CHECKING:  # Chroma is imported when a store is opened
    from knowledge.chroma import Hit
    from knowledge.chroma import Store as KnowledgeStore
    from knowledge.embed import Embedding
    from knowledge.ingest import Progress

log = logging.getLogger(__name__)
ANGLES = 4
"""Passages given to the voice for one probe, all from one search, because each search adds milliseconds to the wait."""
READING_LIST = 3
WHY = ("principle", "pitfall")
TO_READ = ("principle", "pitfall", "example", "practice")


class Guidance(Protocol):
    """Finds guidance passages for the agents."""

    @property
    def missing(self) -> str:
        """Why there is no guidance, as a sentence for the user; empty if there is some, or if that is not known yet."""
        ...

    def for_move(self, move: Move, query: str) -> tuple[AgentPassage, ...]:
        """Returns the probes and pitfalls in the move's dimension closest to what it asks for and what was just said."""
        ...

    def behind(self, note: Note) -> Note:
        """Returns the note with a passage that explains why what is missing matters."""
        ...

    def cited(self, scorecard: Scorecard, read_before: tuple[Citation, ...] = ()) -> Scorecard:
        """Returns the scorecard with a passage on why it matters beside each weak mark, and passages to read next."""
        ...


class StoredGuidance:
    """Passages from the guidance store."""

    missing = ""

    def __init__(self, store: "KnowledgeStore") -> None:
        self._store = store

    def close(self) -> None:
        """Closes the store."""
        self._store.close()

    def for_move(self, move: Move, query: str) -> tuple[AgentPassage, ...]:
        """Returns the probes and pitfalls in the move's dimension closest to what it asks for and what was just said."""
        hits = self._search(query, move.dimension, ("probe", "pitfall"), ANGLES, move.part)
        return tuple(
            AgentPassage(h.passage.id, h.passage.heading, h.passage.text, h.passage.kind, h.passage.source) for h in hits
        )

    def behind(self, note: Note) -> Note:
        """Returns the note with a passage that explains why what is still missing matters."""
        return note.model_copy(update={"passage": self._nearest(note.missing, note.missing_in, WHY, ())})

    def cited(self, scorecard: Scorecard, read_before: tuple[Citation, ...] = ()) -> Scorecard:
        """Adds a passage on why it matters to each dimension marked below 4 or not reached, and three to read overall.

        What was recommended the last time is not recommended again.
        """
        place = scorecard.advice.weakest if scorecard.advice else None
        marks = dict(scorecard.dimensions)
        cited: list[Citation] = []
        for dimension, mark in marks.items():
            weak = mark.state == "not_reached" or (mark.score or 5) < 4
            if weak and (found := self._nearest(mark.missing or dimension, dimension, WHY, cited)):
                cited.append(found)
                marks[dimension] = mark.model_copy(update={"passage": found})
        reading: list[Citation] = []
        for dimension in sorted(DIMENSIONS, key=lambda d: marks[d].score or 5)[:READING_LIST]:
            wanted = f"{marks[dimension].missing or dimension} {place.quote if place else ''}"
            if found := self._nearest(wanted, dimension, TO_READ, [*cited, *reading, *read_before]):
                reading.append(found)
        return scorecard.model_copy(update={"dimensions": marks, "reading": tuple(reading)})

    def _nearest(
        self, wanted: str, dimension: str | None, kinds: tuple[str, ...], not_these: Iterable[Citation]
    ) -> Citation | None:
        """Returns the closest passage that has not been cited yet."""
        taken = {(known.source, known.heading) for known in not_these}
        for hit in self._search(wanted, dimension, kinds, 1 + len(taken)) if wanted else []:
            if (hit.passage.source, hit.passage.heading) not in taken:
                return Citation(source=hit.passage.source, heading=hit.passage.heading, text=hit.passage.text)
        return None

    def _search(
        self, query: str, dimension: str | None, kinds: tuple[str, ...], k: int, part: str | None = None
    ) -> "list[Hit]":
        try:
            return self._store.search(query, dimension=dimension, part=part, kinds=kinds, k=k)
        except Exception:
            log.exception("guidance could not be searched")
            return []


class NoGuidance:
    """Stands in when the store cannot be opened, so that the interview continues with the common phrases."""

    def __init__(self, missing: str = "") -> None:
        self.missing = missing
        """A sentence for the user if there should have been guidance."""

    def close(self) -> None:
        """Does nothing, because no store is open."""

    def for_move(self, move: Move, query: str) -> tuple[AgentPassage, ...]:
        """Returns no passages."""
        return ()

    def behind(self, note: Note) -> Note:
        """Returns the note unchanged."""
        return note

    def cited(self, scorecard: Scorecard, read_before: tuple[Citation, ...] = ()) -> Scorecard:
        """Returns the scorecard unchanged."""
        return scorecard


class ArrivingGuidance:
    """Guidance that a thread opens while the first question is asked; anyone who needs it sooner waits."""

    def __init__(self, paths: Paths) -> None:
        self._arriving: Future[StoredGuidance | NoGuidance] = Future()
        self._unwanted = False
        Thread(target=lambda: self._arriving.set_result(guidance_in(paths, self._go_on)), name="guidance").start()

    def _go_on(self, _done: int, _all: int) -> None:
        """Aborts a long ingest once the program is closing; the next start picks up where it left off."""
        if self._unwanted:
            raise KnowledgeError("The program ended while the guidance was still being prepared.")

    @property
    def missing(self) -> str:
        """Why there is no guidance, once that is known."""
        return self._arriving.result().missing if self._arriving.done() else ""

    def close(self) -> None:
        """Aborts an ingest that is still running, then closes the guidance."""
        self._unwanted = True
        self._arriving.result().close()

    def for_move(self, move: Move, query: str) -> tuple[AgentPassage, ...]:
        """Waits for the guidance and passes the call on."""
        return self._arriving.result().for_move(move, query)

    def behind(self, note: Note) -> Note:
        """Waits for the guidance and passes the call on."""
        return self._arriving.result().behind(note)

    def cited(self, scorecard: Scorecard, read_before: tuple[Citation, ...] = ()) -> Scorecard:
        """Waits for the guidance and passes the call on."""
        return self._arriving.result().cited(scorecard, read_before)


def guidance_store(paths: Paths, progress: "Progress" = lambda _done, _all: None) -> "KnowledgeStore":
    """Opens the user's store, up to date, with the embedding from the settings or else the local one; the log says which."""
    try:
        from knowledge.ingest import open_guidance
    except Exception as error:  # a library is missing, too old or not built for this machine
        why = " ".join(str(error).split()).partition(". ")[0]
        raise KnowledgeError(f"The guidance cannot be opened because Chroma failed to load ({why}).") from error

    return open_guidance(paths.knowledge, paths.documents, embedding=chosen_embedding(paths)[0], progress=progress)


def chosen_embedding(paths: Paths) -> "tuple[Embedding | None, str]":
    """Returns the embedding to use, None for the local one, and a sentence if it is not the one that was set."""
    if load_settings(paths).embedding == "local":
        return None, ""
    from knowledge.embed import minilm

    try:
        return minilm(), ""
    except KnowledgeError as error:
        log.warning("%s", error)
        return None, f"{error} Using the local default instead."


def guidance_in(paths: Paths, progress: "Progress" = lambda _done, _all: None) -> StoredGuidance | NoGuidance:
    """Opens the user's guidance, or returns none if that fails; the log says why."""
    try:
        return StoredGuidance(guidance_store(paths, progress))
    except Exception as error:
        log.exception("the guidance in %s cannot be opened", paths.knowledge)
        return NoGuidance(f"{explained(error).sentence} The interview will continue without guidance.")
