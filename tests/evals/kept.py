"""A run as it is kept, made of samples that are said."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from evals.environment import EngineChoice
from evals.running.results import SAMPLES, Asked, Run, folder_of
from evals.suite import Sample
from evals.suite_files import suites
from simulator.paths import Paths


def talked(case: str, told: int = 2, *, repeat: int = 0, error: str = "", words: str = "I skipped the test.") -> Sample:
    """A sample of the conduct suite."""
    data: dict[str, Any] = {"told": told, "facts": 4, "brought out": told, "probes": 4, "turns": 6, "faults": [], "broken": []}
    data |= {"ended": "covered", "passed": True, "in words of a model": 0}
    return Sample(
        suite="conduct",
        case=case,
        group=case,
        repeat=repeat,
        data={} if error else data,
        turns=({"speaker": "interviewer", "text": "What happened?"}, {"speaker": "candidate", "text": words}),
        error=error,
    )


def keep(paths: Paths, name: str, samples: Sequence[Sample], asked: int | None = None) -> Run:
    """A run of the conduct suite with these samples."""
    folder = folder_of(paths) / name
    (folder / "conduct" / "00000-00001").mkdir(parents=True)
    file = folder / "conduct" / "00000-00001" / SAMPLES
    file.write_text("".join(sample.model_dump_json() + "\n" for sample in samples), encoding="utf-8")
    of = Asked(
        id=name,
        created=datetime(2026, 2, 3, tzinfo=UTC),
        engine=EngineChoice(),
        suites=(suites(paths.library)["conduct"],),
        asked={"conduct": len(samples) if asked is None else asked},
    )
    (folder / "run.json").write_text(of.model_dump_json(), encoding="utf-8")
    return Run(folder)
