"""Blind ratings of the interviewer's turns: makes a batch for readers, and reports what they said and how far they agree.

    python -m evals.ratings batch FOLDER [--turns N] [--interviews FILE...]
        writes items.jsonl to rate, and key.jsonl to keep away from the readers
    python -m evals.ratings keep FOLDER FILE READER
        stores what a reader wrote about a batch
    python -m evals.ratings report
        reports the stored ratings, by who had said the turn

A batch mixes turns of this version, half as many of the version before it had hooks and as many hand-written good ones, so
that every rating has a floor and a ceiling, and all turns of interviews that were held in the app. Readers see the talk so far
and the next turn, and write {"id", "rating": good | acceptable | bad, "why"} a line.
"""

import argparse
import asyncio
import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from sklearn.metrics import cohen_kappa_score

from evals.environment import EngineChoice, open_environment
from evals.kinds.listening import recorded, said_in
from evals.labels.talks import LISTENING, Talk, talks
from evals.statistics import MIDDLE, drawings
from simulator.paths import locate

RATINGS = LISTENING / "ratings.jsonl"
"""One rating a line: item, who had said the turn, talk, reader, when, rating and why."""
THIS = "this version"
WORDS = ("good", "acceptable", "bad")
SEED = 7


async def batch(turns: int, interviews: Sequence[Path] = ()) -> list[dict[str, Any]]:
    """Turns of each of the three, drawn at random from talks that were only measured on, and all turns of the interviews."""
    random, found = Random(SEED), [item for path in interviews for item in _held(path)]
    async with open_environment(locate(), EngineChoice()) as env:
        personas = env.personas(())
        ours = {talk.id: await said_in(env, talk, personas[k % len(personas)], SEED) for k, talk in enumerate(talks("unseen"))}
    sources = {THIS: ours, "before hooks": recorded("before-hooks")}
    for name, said in sources.items():
        places = [(talk, k) for talk in talks("unseen") for k in range(min(len(said[talk.id]) - 2, len(talk.answers) - 1))]
        for talk, k in random.sample(places, turns if name == THIS else turns // 2):
            found.append(_item(talk, said[talk.id][: k + 1], said[talk.id][k + 1], name))
    places = [(talk, k) for talk in talks("unseen") for k in range(min(len(ours[talk.id]) - 1, len(talk.answers) - 1))]
    for talk, k in random.sample(places, turns // 2):
        found.append(_item(talk, ours[talk.id][: k + 1], random.choice(talk.answers[k].good), "hand-written"))
    random.shuffle(found)
    return [item | {"id": f"{number:03}"} for number, item in enumerate(found)]


def _item(talk: Talk, before: Sequence[str], turn: str, source: str) -> dict[str, Any]:
    """A turn with the talk so far, in which the interviewer's turns are those of the same interviewer."""
    so_far = [
        line for asked, answer in zip(before, talk.answers, strict=False) for line in (f"I: {asked}", f"C: {answer.text}")
    ]
    return {"id": "", "source": source, "talk": talk.id, "talk so far": so_far, "interviewer says next": turn}


def _held(path: Path) -> list[dict[str, Any]]:
    """The turns after the opening and before the goodbye of an interview that somebody held in the app."""
    turns = json.loads(path.read_text(encoding="utf-8"))["turns"]
    lines = [f"{turn['speaker'][0].upper()}: {turn['text']}" for turn in turns]
    asked = [k for k, turn in enumerate(turns) if turn["speaker"] == "interviewer"]
    return [
        {"id": "", "source": "this version, held in the app", "talk": path.stem}
        | {"talk so far": lines[:k], "interviewer says next": turns[k]["text"]}
        for k in asked[1:-1]
    ]


def report(rows: Sequence[dict[str, Any]]) -> list[str]:
    """For each source, the share of turns of each rating with a bootstrap interval over talks; then how far readers agree."""
    lines = []
    for source in sorted({row["source"] for row in rows}):
        mine = [row for row in rows if row["source"] == source]
        shares = [f"{word} {_interval(mine, word)}" for word in WORDS]
        lines.append(f"{source}: {len({(row['batch'], row['item']) for row in mine})} turns, {', '.join(shares)}")
    by_reader: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        by_reader[row["reader"]][f"{row['batch']} {row['item']}"] = row["rating"]
    readers = sorted(by_reader)
    for place, one in enumerate(readers):
        for other in readers[place + 1 :]:
            if both := sorted(by_reader[one].keys() & by_reader[other].keys()):
                first, second = ([WORDS.index(by_reader[who][item]) for item in both] for who in (one, other))
                kappa = cohen_kappa_score(first, second, weights="linear")
                lines.append(f"{one} and {other}: linear weighted kappa {kappa:.2f} on {len(both)} turns")
    return lines


def _interval(rows: Sequence[dict[str, Any]], word: str) -> str:
    talks_rated: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        talks_rated[row["talk"]].append(row["rating"] == word)
    groups = list(talks_rated.values())
    means = [np.concatenate([groups[k] for k in drawn]).mean() for drawn in drawings(len(groups))]
    low, high = np.quantile(means, MIDDLE)
    return f"{np.mean([row['rating'] == word for row in rows]):.0%} ({low:.0%} to {high:.0%})"


def kept(folder: Path, file: Path, reader: str, today: date) -> list[dict[str, Any]]:
    """What a reader wrote about a batch, with who had said each turn, who rated it and when."""
    key = {row["id"]: row for row in _rows(folder / "key.jsonl")}
    return [
        {"batch": folder.name, "item": row["id"], "source": key[row["id"]]["source"], "talk": key[row["id"]]["talk"]}
        | {"reader": reader, "on": str(today), "rating": row["rating"], "why": row["why"]}
        for row in _rows(file)
    ]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Makes a batch, stores ratings or reports them."""
    parser = argparse.ArgumentParser(description="Blind ratings of the interviewer's turns.")
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("batch", help="write a batch to rate")
    making.add_argument("folder", type=Path)
    making.add_argument("--turns", type=int, default=150, help="turns of this version")
    making.add_argument("--interviews", type=Path, nargs="*", default=(), help="interviews held in the app")
    keeping = commands.add_parser("keep", help="store what a reader wrote about a batch")
    keeping.add_argument("folder", type=Path)
    keeping.add_argument("file", type=Path)
    keeping.add_argument("reader")
    commands.add_parser("report", help="report the stored ratings")
    chosen = parser.parse_args()
    if chosen.command == "report":
        print(*report(_rows(RATINGS)), sep="\n")
        return
    if chosen.command == "keep":
        with RATINGS.open("a", encoding="utf-8") as file:
            for row in kept(chosen.folder, chosen.file, chosen.reader, datetime.now(UTC).date()):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    chosen.folder.mkdir(parents=True, exist_ok=True)
    items = asyncio.run(batch(chosen.turns, chosen.interviews))
    blind = [{name: value for name, value in item.items() if name not in ("source", "talk")} for item in items]
    key = [{name: item[name] for name in ("id", "source", "talk")} for item in items]
    for name, rows in (("items", blind), ("key", key)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (chosen.folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    print(f"{len(items)} turns are in {chosen.folder}.")


if __name__ == "__main__":
    main()
