"""A session as JSON."""

from collections.abc import Iterable
from typing import Any

from agents.transcript import Provenance, Transcript
from simulator.store import Record


def document(record: Record, transcript: Transcript, provenance: Iterable[Provenance]) -> dict[str, object]:
    """The session as one JSON document."""
    return {
        "session": record.id,
        "created": record.created.isoformat(),
        "persona": record.setup.persona.name,
        "question": record.setup.question.name,
        "engine": record.setup.engine,
        "mode": record.setup.mode,
        "minutes": record.setup.minutes,
        "turns": turns_document(transcript, provenance),
        "ended": record.ended,
        "elapsed_s": round(record.seconds, 1),
        "scorecard": record.scorecard.model_dump(mode="json") if record.scorecard else None,
    }


def turns_document(transcript: Transcript, provenance: Iterable[Provenance]) -> list[dict[str, Any]]:
    """Returns the turns as JSON values, each with how it came about."""
    pairs = zip(transcript, provenance, strict=True)
    return [turn.model_dump(mode="json") | came.model_dump(mode="json") for turn, came in pairs]
