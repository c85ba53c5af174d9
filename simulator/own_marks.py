"""Keeps the marks that people give themselves or dispute as labelled answers, which `interview-evals` can measure against."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from agents.moves import DIMENSIONS, Dimension
from agents.transcript import Transcript

NAME = "own-marks"
SUITE = f"""title = "Own marks"
summary = "The evaluator's scores against the marks that you gave in the app."
kind = "calibration"
answers = "{NAME}.jsonl"
"""


def keep(
    library: Path, session: str, transcript: Transcript, marks: Mapping[Dimension, int], overall: int, flags: Iterable[str]
) -> Path:
    """Adds a labelled answer to the user's file, in place of an earlier one of the session, and returns the file's path.

    Beside it stands the suite that measures against it. Raises OSError.
    """
    line = {
        "id": session,
        "turns": [{"speaker": turn.speaker, "text": turn.text} for turn in transcript if turn.text.strip()],
        "marks": {"dimensions": {d: marks[d] for d in DIMENSIONS}, "overall": overall, "flags": list(flags)},
    }
    folder = library / "suites"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{NAME}.jsonl"
    before = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    kept = [*(known for known in before if f'"id": {json.dumps(session)}' not in known), json.dumps(line, ensure_ascii=False)]
    new = file.with_suffix(".new")
    new.write_text("\n".join(kept) + "\n", encoding="utf-8")
    new.replace(file)
    suite = folder / f"{NAME}.toml"
    if not suite.exists():
        suite.write_text(SUITE, encoding="utf-8")
    return file
