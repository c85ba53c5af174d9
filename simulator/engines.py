"""Who plays the parts: one entry an engine."""

from dataclasses import dataclass
from pathlib import Path

from agents.engine import Judge, Voice
from agents.offline.judge import OfflineJudge
from agents.offline.voice import OfflineVoice
from agents.rubric import Rubric, load_rubric


@dataclass(frozen=True)
class Cast:
    """The agents of an interview."""

    rubric: Rubric
    voice: Voice
    judge: Judge


def offline_cast(library: Path | None) -> Cast:
    """The embedded default: no key, no network, deterministic under a seed."""
    rubric = load_rubric(library)
    return Cast(rubric, OfflineVoice(library), OfflineJudge(rubric))
