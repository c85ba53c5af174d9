"""A session as JSON."""

from collections.abc import Iterable
from typing import Any

from agents.transcript import Provenance, Transcript
from simulator.store import Record


def document(record: Record, transcript: Transcript, provenance: Iterable[Provenance]) -> dict[str, object]:
    """The session as one JSON document."""
    return {
        "session": record.id,
        **_chosen(record),
        "turns": turns_document(transcript, provenance),
        "ended": record.ended,
        "elapsed_s": round(record.seconds, 1),
        "scorecard": record.scorecard.model_dump(mode="json") if record.scorecard else None,
    }


def summary(record: Record) -> dict[str, object]:
    """A session as an entry in the JSON list of sessions."""
    card = record.scorecard
    return {
        "id": record.id,
        **_chosen(record),
        "elapsed_s": round(record.seconds, 1),
        "finished": record.finished,
        "ended": record.ended,
        "overall": card.overall if card else None,
        "verdict": card.verdict if card else None,
    }


def _chosen(record: Record) -> dict[str, object]:
    """When a session began, and what was chosen for it."""
    setup = record.setup
    return {
        "created": record.created.isoformat(),
        "persona": setup.persona.name,
        "question": setup.question.name,
        "engine": setup.engine,
        "mode": setup.mode,
        "minutes": setup.minutes,
    }


def turns_document(transcript: Transcript, provenance: Iterable[Provenance]) -> list[dict[str, Any]]:
    """Returns the turns as JSON values, each with how it came about."""
    pairs = zip(transcript, provenance, strict=True)
    return [turn.model_dump(mode="json") | came.model_dump(mode="json") for turn, came in pairs]
