"""Suites are TOML files: the built-in ones, and the user's own in `suites/` in the library folder."""

from pathlib import Path

from agents.errors import DataError
from agents.library.files import load
from evals.kinds import KINDS
from evals.suite import Suite

BUILT_IN = Path(__file__).parent / "suites"


def suites(library: Path) -> dict[str, Suite]:
    """All suites by name, the user's own replacing built-in ones; raises DataError naming file, field and what was expected."""
    files = {path.stem: path for folder in (BUILT_IN, library / "suites") for path in sorted(folder.glob("*.toml"))}
    return {name: _read(path) for name, path in files.items()}


def _read(path: Path) -> Suite:
    suite = load(path, Suite)
    if suite.kind not in KINDS:
        raise DataError(f"{path}: kind: '{suite.kind}' does not exist; choose from {', '.join(KINDS)}.")
    return suite


def chosen(names: list[str], library: Path) -> list[Suite]:
    """The named suites, or all except those on the test part if none are named; raises DataError for an unknown name."""
    every = suites(library)
    for name in names:
        if name not in every:
            raise DataError(f"There is no suite called '{name}'. Available: {', '.join(every)}.")
    return [every[name] for name in names] or [suite for suite in every.values() if suite.part != "test"]
