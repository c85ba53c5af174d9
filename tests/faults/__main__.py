"""`make faults`: finds every point at which an interview touches the world, has each fail in each way, and says what was lost.

    python -m tests.faults [--points N] [--failures error,full,kill,slow]

Each run is a process of its own, forked with everything imported, in a home of its own; afterwards another one resumes.
"""

import argparse
import asyncio
import json
import logging
import os
import random
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from simulator.housekeeping import keep_house
from simulator.log import log_to_file
from simulator.paths import Paths
from simulator.setup import Setup
from simulator.store import Store
from tests.fakes import CHANGE, REPAIR, STORY, setup
from tests.faults.keys import every_key_in_every_state, lines
from tests.faults.play import play
from tests.faults.points import Failure, Points

ANSWERS = (STORY, REPAIR, CHANGE)
FAILURES: tuple[Failure, ...] = ("error", "full", "kill", "slow")
LONGEST_S = 90
ENGINES = ("offline", "llm")


def in_a_child(home: Path, run: Callable[[Paths, Callable[..., None]], None]) -> list[dict[str, Any]]:
    """What a forked process told until it ended, was killed or took too long."""
    log = home.with_suffix(".jsonl")
    log.touch()
    child = os.fork()
    if child == 0:
        _run_and_end(home, log, run)
    ends = time.monotonic() + LONGEST_S
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if time.monotonic() > ends:
            os.kill(child, 9)
            os.waitpid(child, 0)
            return [*read(log), {"hung": True}]
        time.sleep(0.01)
    return read(log)


def _run_and_end(home: Path, log: Path, run: Callable[[Paths, Callable[..., None]], None]) -> None:
    out = os.open(log, os.O_WRONLY | os.O_APPEND)

    def told(**what: Any) -> None:
        os.write(out, (json.dumps(what) + "\n").encode())

    os.environ["INTERVIEW_HOME"] = str(home)
    paths = Paths(home / "data", home / "config", home / "cache")
    try:
        run(paths, told)
    except BaseException:
        told(traceback=traceback.format_exc())
    os._exit(0)


def read(log: Path) -> list[dict[str, Any]]:
    """The lines of a log, one that was cut off by a kill left out."""
    found = []
    for line in log.read_text().splitlines():
        with suppress(ValueError):
            found.append(json.loads(line))
    return found


def struck(chosen: Setup, point: str, failure: Failure) -> Callable[[Paths, Callable[..., None]], None]:
    """An interview with one failure at one point."""

    def run(paths: Paths, told: Callable[..., None]) -> None:
        Points(str(paths.data.parent), told, point, failure).instrument()
        keep_house(paths)
        log_to_file(paths)
        play(paths, chosen, ANSWERS, told)

    return run


def resumed(chosen: Setup) -> Callable[[Paths, Callable[..., None]], None]:
    """The next start: what was kept is finished, or where nothing was, a new interview is held."""

    def run(paths: Paths, told: Callable[..., None]) -> None:
        with closing(Store(paths.sessions)) as store:
            records = store.records()
            for record in records:
                told(record=record.finished, transcript=[turn.text for turn in store.transcript(record.id)])
        if not records or not records[0].finished:
            play(paths, records[0].id if records else chosen, ANSWERS, told)

    return run


def faults_of(told: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[str]:
    """What is wrong with how a failure was borne."""
    for which, told_then in (("then", told), ("at the next start", after)):
        yield from (f"an exception {which}: {line['traceback'].splitlines()[-1]}" for line in told_then if "traceback" in line)
        yield from (f"nothing happened any more {which}" for line in told_then if line.get("hung"))
    kept = [line["kept"] for line in told if "kept" in line]
    stored: list[str] = next((line["transcript"] for line in after if "transcript" in line), [])
    yield from (f"an answer that was said to be stored is lost: {text[:40]}" for text in kept if text not in stored)
    asked = [line["asked"] for line in told if "asked" in line]
    yield from (f"a question that was asked is lost: {text[:40]}" for text in asked if text not in stored)
    if not any(line.get("finished") for line in after) and not any(line.get("record") for line in after):
        shown = [line["shown"] for line in after if "shown" in line]
        yield f"the interview cannot be finished at the next start: {shown}"


def sweep(chosen: Setup, most: int | None, failures: list[Failure]) -> tuple[Counter[str], dict[str, list[str]], Counter[str]]:
    """How many points there are of each kind, what was wrong at which, and what was shown how often."""
    prepared = Path(tempfile.mkdtemp(), "home")
    first = in_a_child(prepared, struck(chosen, "", "none"))
    assert any(line.get("finished") for line in first), first[-3:]
    points = list(dict.fromkeys(line["point"] for line in first if "point" in line))
    kinds = Counter(re.sub(r" #\d+$", "", re.sub(r"[0-9a-f-]{20,}", "…", point)) for point in points)
    wrong: dict[str, list[str]] = defaultdict(list)
    shown: Counter[str] = Counter()
    tried = points if most is None else sorted(random.Random(0).sample(points, min(most, len(points))), key=points.index)
    for number, point in enumerate(tried):
        for failure in failures:
            with tempfile.TemporaryDirectory() as folder:
                home = Path(folder, "home")
                if not re.search("Store|knowledge|documents", point):  # elsewhere the guidance is there already: a second saved
                    shutil.copytree(prepared / "data" / "knowledge", home / "data" / "knowledge")
                told = in_a_child(home, struck(chosen, point, failure))
                after = in_a_child(home, resumed(chosen))
                shutil.rmtree(home, ignore_errors=True)
            shown.update(re.sub(r"/\S*/|[\d-]{9,}-[0-9a-f]{4}", "…", line["shown"]) for line in told if "shown" in line)
            if not any("struck" in line for line in told):
                shown["(the point was not passed this time)"] += 1
            wrong[f"{failure} at {point}"] += faults_of(told, after)
        print(f"\r{number + 1} of {len(tried)} points", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    shutil.rmtree(prepared.parent)
    return kinds, {where: what for where, what in wrong.items() if what}, shown


def main() -> int:
    """Prints the table, and gives 1 where anything was lost, hung or raised."""
    call = argparse.ArgumentParser(prog="python -m tests.faults")
    call.add_argument("--points", type=int, metavar="N", help="so many points of each engine, chosen by lot; all unless told")
    call.add_argument("--failures", default=",".join(FAILURES), help="of: error, full, kill, slow")
    call.add_argument("--engines", default=",".join(ENGINES), help="of: offline, llm")
    call.add_argument("--keys", action=argparse.BooleanOptionalAction, default=True, help="press every key in every state, too")
    options = call.parse_args()
    failures: list[Failure] = options.failures.split(",")
    logging.disable(logging.NOTSET)
    import simulator.interviews  # noqa: F401  (imported before the forks, for all of them)
    from knowledge import ingest  # noqa: F401
    from tests.faults.server import served

    bad = 0
    with served() as url:
        for engine in options.engines.split(","):
            by_model = {"engine": "llm", "model": "scripted", "base_url": url}
            chosen = setup(seed=3, mode="learning").model_copy(update=by_model if engine == "llm" else {})
            kinds, wrong, shown = sweep(chosen, options.points, failures)
            bad += len(wrong)
            print(f"\n{engine}: {kinds.total()} points of {len(kinds)} kinds, each with {', '.join(failures)}")
            for kind, count in sorted(kinds.items(), key=lambda item: -item[1])[:40]:
                print(f"  {count:4}  {kind}")
            print("what was shown:")
            for sentence, count in shown.most_common():
                print(f"  {count:4}  {sentence}")
            print(f"what was lost, hung or raised: {'nothing' if not wrong else ''}")
            for where, what in wrong.items():
                print(f"  {where}: {'; '.join(what)}")
    if options.keys:
        tried, raised = asyncio.run(every_key_in_every_state())
        bad += len(raised)
        print(*lines(tried, raised), sep="\n")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
