"""Shows a run as a table in the terminal, as JSON, or as a single self-contained HTML page."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from agents.plain import plain
from evals.running.results import Run
from evals.statistics import Difference, Measured
from evals.suite import Sample, Suite

PAGE = "page.html.j2"
TALKS = 400
"""Maximum number of transcripts a page shows per suite; those that went wrong come first."""


def number(value: float) -> str:
    """A figure rounded for display."""
    return f"{value:.2f}"


def figure_rows(figures: Iterable[Measured]) -> Iterator[tuple[str, str, str]]:
    """Yields the name, value and interval of each figure."""
    for one in figures:
        yield one.name, number(one.value), f"{number(one.low)} to {number(one.high)}"


def lines(run: Run) -> Iterator[str]:
    """The figures of every suite with their intervals, and what is missing."""
    asked = run.asked
    yield f"run {asked.id}, {engine_of(run)}, {asked.seconds:.0f} s"
    for suite in asked.suites:
        done = run.done(suite.name)
        yield f"\n{suite.title}: {len(done)} of {asked.asked.get(suite.name, 0)} samples{_memory(done)}. {labelled_by(suite)}"
        yield from aligned(("", "", "95 % interval"), figure_rows(run.figures(suite)))
    yield from missing_lines(run)


def labelled_by(suite: Suite) -> str:
    """Says who made the labels that a suite measures against."""
    theirs = f"The labels are those of {suite.answers}."
    return theirs if suite.answers else "The labels are ours, made with language models as writers and readers; no people's."


def _memory(samples: list[Sample]) -> str:
    """Peak memory of a suite's processes after a tenth of their samples, and at the end."""
    peaks = sorted(sample.memory_mb for sample in samples)
    return (
        f"; {peaks[len(peaks) // 10]:.0f} MB per process after a tenth of them, {peaks[-1]:.0f} MB at the end" if peaks else ""
    )


def aligned(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yields rows under a header, aligned in columns."""
    every = [head, *rows]
    widths = [max(len(cell) for cell in column) for column in zip(*every, strict=True)]
    for row in every:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def missing_lines(run: Run) -> Iterator[str]:
    """Yields sentences saying what failed or was never run."""
    for suite, (failed, absent) in run.missing().items():
        first = next((s.error for s in run.samples(suite) if s.error), "")
        because = f" ({plain(first)})" if first else ""
        yield f"\n{suite}: {failed} samples failed{because}, {absent} were not run. The figures cover only the rest."
    if run.asked.stopped:
        yield f"\nStopped: {run.asked.stopped}. Run 'interview-evals run --resume {run.asked.id}' to continue."


def engine_of(run: Run) -> str:
    """The engine or model that was measured."""
    engine = run.asked.engine
    return engine.name if engine.name == "offline" else f"{engine.model or 'the model of the settings'}"


def difference_lines(suite: str, differences: Iterable[Difference]) -> Iterator[str]:
    """Yields one suite's figures in two runs, side by side."""
    yield f"\n{suite}"
    rows = [
        (d.name, number(d.before), number(d.after), f"{d.low:+.2f} to {d.high:+.2f}", d.verdict, str(d.samples))
        for d in differences
    ]
    yield from aligned(("", "before", "after", "difference, 95 %", "", "samples"), rows)


def document(run: Run) -> dict[str, Any]:
    """A run's figures as JSON."""
    return {
        "run": run.asked.model_dump(mode="json"),
        "suites": {
            suite.name: {
                "asked": run.asked.asked.get(suite.name, 0),
                "done": len(run.done(suite.name)),
                "failed": [s.model_dump(include={"case", "repeat", "error"}) for s in run.samples(suite.name) if s.error],
                "figures": [one.document() for one in run.figures(suite)],
                "tables": [{"title": table.title, "rows": table.rows} for table in run.tables(suite)],
            }
            for suite in run.asked.suites
        },
    }


def page(run: Run) -> str:
    """A run as an HTML page: every figure with its interval drawn, the tables, and expandable transcripts."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    suites = [_shown(run, suite) for suite in run.asked.suites]
    return templates.get_template(PAGE).render(
        run=run.asked,
        engine=engine_of(run),
        suites=suites,
        missing=list(missing_lines(run)),
        number=number,
        plain=plain,
        numbers_of=numbers_of,
    )


def _shown(run: Run, suite: Suite) -> dict[str, Any]:
    samples = run.samples(suite.name)
    return {
        "suite": suite,
        "labelled": labelled_by(suite),
        "done": len(run.done(suite.name)),
        "asked": run.asked.asked.get(suite.name, 0),
        "figures": [(one, _drawn(one)) for one in run.figures(suite)],
        "tables": run.tables(suite),
        "samples": sorted(samples, key=_worth_reading)[:TALKS],
        "more": max(0, len(samples) - TALKS),
    }


def _drawn(one: Measured) -> dict[str, float]:
    """Positions, from 0 to 100, of a figure and its interval on an axis that covers 0 to 1 and the interval."""
    ends = (min(0.0, one.low), max(1.0, one.high))
    along = {
        name: 100 * (value - ends[0]) / (ends[1] - ends[0])
        for name, value in one.__dict__.items()
        if name in ("value", "low", "high")
    }
    return along | {"zero": 100 * (0 - ends[0]) / (ends[1] - ends[0])}


def _worth_reading(sample: Sample) -> tuple[bool, bool, float]:
    """Sort key: failed samples first, then those with faults, then those scored furthest from their label."""
    data = sample.data
    marks = (data["true"]["overall"], data["given"]["overall"]) if "true" in data else (0, 0)
    apart = abs(marks[0] - marks[1]) if marks[1] is not None else 0
    return not sample.error, not (data.get("faults") or data.get("broken") or data.get("won")), -apart


def numbers_of(sample: Sample) -> dict[str, Any]:
    """The part of a sample's data that is short enough to show next to its transcript."""
    return {name: value for name, value in sample.data.items() if not isinstance(value, dict) and value not in ([], None)}
