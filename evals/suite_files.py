"""Suites are files: the built-in ones, and a person's own in `suites/` of the library folder."""

from pathlib import Path

from agents.errors import DataError
from agents.library.files import load
from evals.kinds import KINDS
from evals.suite import Suite

BUILT_IN = Path(__file__).parent / "suites"


def suites(library: Path) -> dict[str, Suite]:
    """Every suite by name, one's own in place of a built-in one; raises DataError naming file, field and what was expected."""
    files = {path.stem: path for folder in (BUILT_IN, library / "suites") for path in sorted(folder.glob("*.toml"))}
    return {name: _read(path) for name, path in files.items()}


def _read(path: Path) -> Suite:
    suite = load(path, Suite)
    if suite.kind not in KINDS:
        raise DataError(f"{path}: kind: '{suite.kind}' does not exist; choose from {', '.join(KINDS)}.")
    return suite


def chosen(names: list[str], library: Path) -> list[Suite]:
    """The suites of those names, all but the looks at the test part where none is named; raises DataError."""
    every = suites(library)
    for name in names:
        if name not in every:
            raise DataError(f"There is no suite called '{name}'. Available: {', '.join(every)}.")
    return [every[name] for name in names] or [suite for suite in every.values() if suite.part != "test"]
