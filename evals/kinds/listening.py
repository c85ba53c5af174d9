"""How well an interviewer listens: plays talks by writers who had not seen the program, and counts blunders in the words.

Three straw interviewers show what the measure is worth: one that always says "Go on.", one that asks a question at random, and
the version of 30 November 2026, as recorded.
"""

import json
from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from typing import Any, get_args

from agents.acts import TalkAct
from agents.library.files import load_named
from agents.library.personas import Persona
from agents.library.phrases import Phrases
from evals.blunders import BLUNDERS, Heard, judged, question, stock
from evals.environment import Environment
from evals.labels.talks import LISTENING, Talk, talks
from evals.rollouts import result_of, rollout
from evals.suite import Case, Figure, Kind, Result, Sample, Suite, Table
from simulator.clock import SPEAKING_WORDS_A_SECOND
from simulator.simulation import Line, Reader

STRAWS = ("always go on", "at random", "30 November")
MINUTES = 30
WORST = ("deaf", "told-again", "early-growth", "repeat")
"""Blunders with a figure of their own for each persona."""


def cases(suite: Suite, env: Environment) -> list[Case]:
    """Every talk with every persona, then with every straw interviewer."""
    told = talks("unseen" if suite.part == "test" else "tuned-on")
    personas = env.personas(suite.personas)
    ours = [Case(f"{talk.id} with {persona.name}", talk.id, (talk, persona)) for talk in told for persona in personas]
    straws = [Case(f"{talk.id} with {straw}", talk.id, (talk, straw)) for talk in told for straw in STRAWS]
    return ours + straws


async def observe(_suite: Suite, case: Case, repeat: int, env: Environment) -> Result:
    """Plays one talk and judges the interviewer's turns."""
    talk, interviewer = case.given
    if isinstance(interviewer, str):
        return Result(data=_data(talk, interviewer, straw_turns(talk, interviewer)))
    document = await _played(env, talk, interviewer, repeat)
    return result_of(document, _data(talk, interviewer.name, _interviewers(document)))


async def said_in(env: Environment, talk: Talk, persona: Persona, seed: int) -> list[str]:
    """What a persona says in a talk: the opening, then one turn for each answer."""
    return _interviewers(await _played(env, talk, persona, seed))


async def _played(env: Environment, talk: Talk, persona: Persona, seed: int) -> dict[str, Any]:
    lines = [Line(text=a.text, seconds=round(len(a.text.split()) / SPEAKING_WORDS_A_SECOND, 1)) for a in talk.answers]
    return await rollout(env, persona, Reader(iter(lines)), MINUTES, seed)


def _interviewers(document: dict[str, Any]) -> list[str]:
    return [turn["text"] for turn in document["turns"] if turn["speaker"] == "interviewer"]


def straw_turns(talk: Talk, straw: str) -> list[str]:
    """What a straw interviewer says: the opening, then one turn for each answer."""
    if straw == STRAWS[0]:
        return ["Tell me about a time you failed.", *["Go on."] * len(talk.answers)]
    if straw == STRAWS[2]:
        return recorded()[talk.id]
    random, phrases = Random(talk.id), load_named("phrases", "common", Phrases, None)
    asked = [probe.ask for probes in phrases.probes.values() for probe in probes]
    return ["Tell me about a time you failed.", *random.sample(asked, len(talk.answers))]


@cache
def recorded(version: str = "30-november") -> dict[str, list[str]]:
    """What an earlier version said in our talks, by talk."""
    lines = (LISTENING / f"{version}.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["talk"]: line["said"] for line in map(json.loads, lines)}


def _data(talk: Talk, who: str, said: Sequence[str]) -> dict[str, Any]:
    found = judged(talk, said)
    return {"who": who, "talk": talk.id, "turns": [_row(row) for row in found]}


def _row(row: Heard) -> dict[str, Any]:
    return {"act": row.answer.act, "said": row.said, "blunders": list(row.blunders), "hook": row.hook_taken}


def _rows(samples: Sequence[Sample], who: str | None) -> list[dict[str, Any]]:
    """The judged turns of one interviewer, or of all our personas, with stock questions marked."""
    names = {sample.data["who"] for sample in samples}
    found = []
    for name in sorted(names - {*STRAWS}) if who is None else [who]:
        turns = [(s.data["talk"], row) for s in samples if s.data["who"] == name for row in s.data["turns"]]
        often = stock((talk, row["said"]) for talk, row in turns if row["act"] != "ask_repeat")
        for _, row in turns:
            too_often = question(row["said"]).lower() in often and row["act"] != "ask_repeat"
            found.append(row | {"blunders": [*row["blunders"], *(["stock"] if too_often else [])]})
    return found


def _share_of(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else float("nan")


def clean(who: str | None = None) -> Callable[[Sequence[Sample]], float]:
    """The share of an interviewer's turns without a blunder."""
    return lambda samples: _share_of([not row["blunders"] for row in _rows(samples, who)])


def blundering(names: Sequence[str], who: str | None = None, act: str = "") -> Callable[[Sequence[Sample]], float]:
    """The share of turns with one of these blunders, of all turns or of those after an act."""

    def share(samples: Sequence[Sample]) -> float:
        return _share_of([bool({*row["blunders"]} & {*names}) for row in _rows(samples, who) if act in ("", row["act"])])

    return share


def hooks(who: str | None = None) -> Callable[[Sequence[Sample]], float]:
    """The share of what was there to take up that an interviewer took up."""
    return lambda samples: _share_of([row["hook"] for row in _rows(samples, who) if row["hook"] is not None])


def worst_persona(samples: Sequence[Sample]) -> float:
    """The share of the worst blunders of the persona that has most of them."""
    names = {sample.data["who"] for sample in samples} - {*STRAWS}
    return max((blundering(WORST, name)(samples) for name in names), default=float("nan"))


def largest_step(samples: Sequence[Sample]) -> float:
    """The largest difference in any score of one talk between personas, which had the same answers."""
    scores: dict[tuple[str, str], list[int]] = {}
    for sample in samples:
        card = sample.scorecard
        for name, score in _scores(card) if card is not None else ():
            scores.setdefault((sample.data["talk"], name), []).append(score)
    return float(max((max(found) - min(found) for found in scores.values()), default=0))


def _scores(card: dict[str, Any]) -> list[tuple[str, int]]:
    marks = {"overall": card["overall"], **{name: mark["score"] for name, mark in card["dimensions"].items()}}
    return [(name, score) for name, score in marks.items() if score is not None]


def figures(_suite: Suite) -> list[Figure]:
    """Turns without a blunder for ours and each straw, each kind of blunder, acts that went unheard, and hooks taken up."""
    asking = [act for act in get_args(TalkAct) if act.startswith("ask_") or act in ("correction", "not_finished")]
    return [
        Figure("turns without a blunder", clean()),
        *(Figure(f"turns without a blunder: {straw}", clean(straw), "neither") for straw in STRAWS),
        Figure("deaf, told again, early growth or repeated: worst persona", worst_persona, "less"),
        *(Figure(f"share of turns: {name}", blundering([name]), "less") for name in BLUNDERS),
        Figure("largest difference in a score between personas", largest_step, "less"),
        Figure("hooks taken up", hooks()),
        *(Figure(f"hooks taken up: {straw}", hooks(straw), "neither") for straw in STRAWS),
        *(Figure(f"unheard: {act}", blundering(["deaf"], act=act), "less") for act in asking),
    ]


def tables(samples: Sequence[Sample]) -> list[Table]:
    """For each interviewer, the share of turns with each blunder."""
    rows: list[tuple[str, ...]] = [("interviewer", "turns", *BLUNDERS, "none")]
    for name in sorted({sample.data["who"] for sample in samples if not sample.error}):
        turns = _rows([s for s in samples if not s.error], name)
        shares = [sum(b in row["blunders"] for row in turns) / len(turns) for b in BLUNDERS]
        shares.append(sum(not row["blunders"] for row in turns) / len(turns))
        rows.append((name, str(len(turns)), *(f"{share:.1%}" for share in shares)))
    return [Table("blunders by interviewer", rows)]


KIND = Kind(cases, observe, figures, tables)
