"""The `interview-evals` command: runs evaluation suites, and shows and compares their results."""

import importlib.util
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from simulator.engines import DEFAULT, METAVAR, engine_named
from simulator.entry import DONE, enter, write_line
from simulator.errors import InputError, SimulatorError
from simulator.paths import locate

NOT_WHOLE = 1
NEEDED = ("inspect_ai", "sklearn", "scipy", "bm25s", "jinja2")
NOT_THERE = "The evaluation suites need extra packages. Run 'make evals' to install them."

app = typer.Typer(
    help="Evaluate the agents and report how reliable the figures are.", no_args_is_help=True, add_completion=False
)
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def show(lines: Iterable[str]) -> None:
    """Print a result in human-readable form."""
    for line in lines:
        write_line(line)


@app.command("list")
def list_() -> int:
    """List the suites and saved runs."""
    from evals.report import aligned
    from evals.running.results import runs
    from evals.suite_files import suites

    paths = locate()
    every = suites(paths.library)
    show(aligned(("suite", "kind", ""), [(suite.name, suite.kind, suite.summary) for suite in every.values()]))
    kept = [
        (r.asked.id, r.asked.engine.model or r.asked.engine.name, ", ".join(p.name for p in r.asked.suites))
        for r in runs(paths)
    ]
    show([""])
    show(aligned(("run", "engine", "suites"), kept) if kept else ["No runs yet. Use 'interview-evals run' to run every suite."])
    show([f"\nYour own suites: {paths.library / 'suites'}"])
    return DONE


@app.command()
def run(
    suites: Annotated[list[str] | None, typer.Argument(metavar="[SUITE]...", help="Suites to run (default: all).")] = None,
    engine: Annotated[str, typer.Option(metavar=METAVAR, help="No model (offline), or a chat model (llm).")] = DEFAULT,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="Chat model to use, overriding the settings.")] = None,
    base_url: Annotated[str | None, typer.Option(metavar="URL", help="Base URL of the chat model's server.")] = None,
    repeats: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Number of repeats per case, overriding the suite's own.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="Maximum number of cases per suite, sampled evenly.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="Number of processes on this machine.")] = 1,
    dask: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Distribute the run across the workers of a Dask cluster.")
    ] = None,
    at_once: Annotated[int, typer.Option(min=1, metavar="N", help="Number of cases to run at once in each process.")] = 8,
    max_minutes: Annotated[float | None, typer.Option(min=0, metavar="N", help="Stop after this many minutes.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=1, metavar="N", help="Stop after this many tokens.")] = None,
    max_cost: Annotated[float | None, typer.Option(min=0, metavar="N", help="Stop at this cost; requires --price.")] = None,
    price: Annotated[float, typer.Option(min=0, metavar="N", help="Price per million tokens.")] = 0.0,
    resume: Annotated[str | None, typer.Option(metavar="RUN", help="Resume a stopped run.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Run suites and show their results; exit with 1 if a sample is missing."""
    if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
        raise SimulatorError(f"{NOT_THERE} (Missing: {', '.join(missing)}.)")
    if max_cost is not None and not price:
        raise InputError("--max-cost requires --price, the price per million tokens.")
    if resume is not None and (suites or repeats or limit or model or base_url):
        raise InputError(
            "--resume continues the run as it was set up, so do not give a suite, repeats, cases or model with it."
        )
    from evals import report
    from evals.environment import EngineChoice
    from evals.running import parts
    from evals.running.results import run_named
    from evals.suite_files import chosen

    paths = locate()
    limits = parts.Limits(max_minutes, max_tokens, max_cost, price)
    if resume is not None:
        begun = run_named(paths, resume)
    else:
        changed = {name: value for name, value in (("repeats", repeats), ("limit", limit)) if value is not None}
        to_run = [suite.model_copy(update=changed) for suite in chosen(suites or [], paths.library)]
        begun = parts.begin(paths, to_run, EngineChoice(engine_named(engine).name, model, base_url))
    done = parts.go_on(begun, paths, limits, workers, dask, at_once)
    page = done.folder / "report.html"
    page.write_text(report.page(done), encoding="utf-8")
    _print(report.document(done) if as_json else report.lines(done))
    print(f"Report page: {page}\nInspect's viewer: inspect view --log-dir {done.folder}", file=sys.stderr)
    return NOT_WHOLE if done.missing() else DONE


@app.command()
def report(
    name: Annotated[str, typer.Argument(metavar="RUN")] = "latest",
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the report page here.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Show a run again, by its ID or the start of it."""
    from evals import report as writing
    from evals.running.results import run_named

    found = run_named(locate(), name)
    if html is not None:
        html.write_text(writing.page(found), encoding="utf-8")
    _print(writing.document(found) if as_json else writing.lines(found))
    return NOT_WHOLE if found.missing() else DONE


@app.command()
def compare(
    before: Annotated[str, typer.Argument(metavar="A")],
    after: Annotated[str, typer.Argument(metavar="B")] = "latest",
    as_json: JsonOption = False,
) -> int:
    """Compare two runs sample by sample and show which differences are beyond noise."""
    from evals.report import difference_lines
    from evals.running.results import compared, run_named

    paths = locate()
    found = compared(run_named(paths, before), run_named(paths, after))
    if not found:
        raise InputError("The two runs have no suites in common.")
    if as_json:
        _print({suite: [one.document() for one in every] for suite, every in found.items()})
    else:
        for suite, every in found.items():
            show(difference_lines(suite, every))
    return DONE


def _print(result: dict[str, Any] | Iterable[str]) -> None:
    if isinstance(result, dict):
        write_line(json.dumps(result, ensure_ascii=True))
    else:
        show(result)


def call(words: list[str]) -> int:
    """Run one command and return its exit code."""
    return enter(
        "interview-evals", words, _perform, "Stopped. Run 'interview-evals run --resume latest' to pick up where it left off."
    )


def _perform(words: list[str]) -> int:
    code = app(words, prog_name="interview-evals", standalone_mode=False)
    return code if isinstance(code, int) else DONE


def main() -> None:
    """The entry point."""
    sys.exit(call(sys.argv[1:]))


if __name__ == "__main__":
    main()
