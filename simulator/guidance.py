"""Guidance for the agents: asks the knowledge store for passages; an interview goes on without them if it must."""

import logging
from pathlib import Path

from agents.engine import Passage as AgentPassage
from agents.moves import Move
from agents.offline.voice import quote_for
from agents.scorecard import Citation, Scorecard
from agents.transcript import Transcript
from knowledge.chroma import Hit
from knowledge.chroma import Store as KnowledgeStore
from knowledge.ingest import open_guidance

log = logging.getLogger(__name__)
ANGLES = 4
"""Passages handed to the voice for one probe."""


class StoredGuidance:
    """Passages from the guidance store."""

    def __init__(self, store: KnowledgeStore) -> None:
        self._store = store

    @classmethod
    def open(cls, folder: Path) -> "StoredGuidance":
        """Opens the store in that folder and brings it up to the corpus."""
        return cls(open_guidance(folder))

    def for_move(self, move: Move, transcript: Transcript, wanted: str) -> tuple[AgentPassage, ...]:
        """Of the move's dimension, the probes after what is wanted and a pitfall, nearest to what was just said."""
        query = f"{wanted} {quote_for(transcript, move)}"
        hits = self._search(query, move.dimension, ("probe",), ANGLES, move.part)
        hits += self._search(query, move.dimension, ("pitfall",), 1)
        return tuple(
            AgentPassage(h.passage.id, h.passage.heading, h.passage.text, h.passage.kind, h.passage.source) for h in hits
        )

    def cited(self, scorecard: Scorecard) -> Scorecard:
        """Puts the passage that says why beside each mark below 4."""
        marks = dict(scorecard.dimensions)
        for dimension, mark in marks.items():
            if (mark.score is not None and mark.score < 4) or mark.state == "not_reached":
                for hit in self._search(mark.missing or dimension, dimension, ("principle", "pitfall"), 1):
                    citation = Citation(source=hit.passage.source, heading=hit.passage.heading, text=hit.passage.text)
                    marks[dimension] = mark.model_copy(update={"passage": citation})
        return scorecard.model_copy(update={"dimensions": marks})

    def _search(self, query: str, dimension: str | None, kinds: tuple[str, ...], k: int, part: str | None = None) -> list[Hit]:
        try:
            return self._store.search(query, dimension=dimension, part=part, kinds=kinds, k=k)
        except Exception:
            log.exception("guidance could not be searched")
            return []


class NoGuidance:
    """For where the store cannot be opened: the interview goes on with the common phrases."""

    def for_move(self, move: Move, transcript: Transcript, wanted: str) -> tuple[AgentPassage, ...]:
        """Nothing."""
        return ()

    def cited(self, scorecard: Scorecard) -> Scorecard:
        """The scorecard as it is."""
        return scorecard


def guidance_in(folder: Path) -> StoredGuidance | NoGuidance:
    """The store in that folder, or none where it cannot be opened; the log says why."""
    try:
        return StoredGuidance.open(folder)
    except Exception:
        log.exception("the guidance in %s cannot be opened", folder)
        return NoGuidance()
