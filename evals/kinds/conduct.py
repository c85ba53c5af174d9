"""Whether the interviewer keeps its promises and how much it draws out, over whole interviews with every kind of candidate."""

from collections.abc import Iterator, Sequence
from typing import Any

from agents.acts import REQUESTS
from agents.interviewer.agenda import Agenda
from agents.interviewer.hooks import hooks_of
from agents.interviewer.policy import WRAP_UP_S
from agents.interviewer.wording import problems
from agents.library.candidates import Ledger
from agents.library.personas import Persona
from agents.moves import DIMENSIONS
from agents.reading.answer import shipped_reader
from agents.rubric import load_rubric
from agents.transcript import Transcript, candidate_turns
from evals.environment import Environment
from evals.rollouts import minutes_of, pairs, result_of, rollout, tells, transcript_in
from evals.statistics import pass_k
from evals.suite import Case, Figure, Kind, Result, Sample, Suite, by_case, mean_of, per_hundred, share
from simulator.clock import GRACE_S

RUBRIC = load_rubric()
LONGEST_TURN_S = 120.0
"""How long an interview may run past its limit and the last answer's grace period, to leave time for the goodbye."""
WORDING = {
    "not exactly one question": "questions",
    "leading": "leading",
    "leaks": "leak",
    "praise or blame": "praise",
    "repeated wording": "repeated",
}
"""Wording faults that get a figure of their own, with their codes."""


async def observe(suite: Suite, case: Case, repeat: int, env: Environment) -> Result:
    """Runs one interview and checks every turn the interviewer takes."""
    ledger, persona = case.given
    minutes = minutes_of(suite, case, repeat)
    document = await rollout(env, persona, ledger, minutes, repeat)
    transcript = transcript_in(document)
    wrong, broken = faults(transcript), broken_promises(transcript, persona, minutes * 60 or None)
    data = told(ledger, transcript) | {
        "turns": sum(turn.speaker == "interviewer" for turn in transcript),
        "faults": wrong,
        "broken": broken,
        "ended": document["ended"],
        "passed": not wrong and not broken,
        "in words of a model": sum(turn.said_by == "llm" for turn in transcript),
    }
    return result_of(document, data)


def told(ledger: Ledger, transcript: Transcript) -> dict[str, Any]:
    """How much of the ledger came out, and how many probes it took."""
    text = " ".join(turn.text for _, turn in candidate_turns(transcript))
    probes = [turn.move.dimension for turn in transcript if turn.move is not None and turn.move.is_probe]
    freely = sum(fact.disclosed == "freely" for fact in ledger.facts)
    count = sum(tells(text, fact) for fact in ledger.facts)
    return {"told": count, "facts": len(ledger.facts), "brought out": max(0, count - freely), "probes": len(probes)}


def faults(transcript: Transcript) -> list[dict[str, str]]:
    """Wording faults in the interviewer's turns."""
    earlier: list[str] = []
    found: list[dict[str, str]] = []
    for turn in transcript:
        if turn.move is not None:
            wrong = problems(turn.text, turn.move, earlier)
            found += [{"code": fault.code, "what": fault.sentence, "said": turn.text} for fault in wrong]
            earlier.append(turn.text)
    return found


def broken_promises(transcript: Transcript, persona: Persona, limit_s: float | None) -> list[str]:
    """The promises about moves that were broken; empty if all were kept."""
    moves = [turn.move for turn in transcript if turn.move is not None]
    kinds, asked = [move.kind for move in moves], [(m.dimension, m.part, m.thread, m.turn) for m in moves if m.is_probe]
    now = Agenda(transcript, persona, RUBRIC, shipped_reader(), hooks_of())
    untold = {dimension for dimension in DIMENSIONS if not now.told(dimension)}
    never = untold - {dimension for dimension, *_ in asked} - now.closed
    wrapped = [place for place, turn in enumerate(transcript) if turn.move is not None and turn.move.kind == "wrap_up"]
    gave_up = any(Agenda(transcript[:place], persona, RUBRIC, shipped_reader(), hooks_of()).nothing_said for place in wrapped)
    last_began_at = max((turn.at_s for turn in transcript if turn.speaker == "candidate"), default=0.0)
    cut_short = limit_s is not None and last_began_at < limit_s - WRAP_UP_S and transcript[-1].at_s >= limit_s
    found = {
        "it never ends": kinds[-1] != "close",
        "it ends without giving the candidate a chance to add anything": "wrap_up" not in kinds and not cut_short,
        "it runs over time": limit_s is not None and transcript[-1].at_s > limit_s + GRACE_S + LONGEST_TURN_S,
        "it asks for the same thing twice": len(set(asked)) < len(asked),
        "a dimension was never covered": limit_s is None and not gave_up and bool(never),
        "it asked for another failure twice": kinds.count("re_ask") > 1,
        "a move without a reason": not all(move.why for move in moves),
        "it speaks as the candidate": any(turn.speaker == "interviewer" and turn.move is None for turn in transcript),
    }
    return [what for what, broken in found.items() if broken] + list(_one_by_one(transcript, persona))


def _one_by_one(transcript: Transcript, persona: Persona) -> Iterator[str]:
    """Yields the broken promises that concern a single move and what was said before it."""
    steps = sorted(RUBRIC.steps, key=lambda step: step[0])
    first, last = steps[0][1], next(dimension for step, dimension, _ in steps if step == len(RUBRIC.story) - 2)
    for place, turn in enumerate(transcript):
        if turn.move is None or place == 0:
            continue
        before, move = Agenda(transcript[:place], persona, RUBRIC, shipped_reader(), hooks_of()), turn.move
        if move.kind in ("dig", "quantify") and move.dimension is not None:
            told = [dimension for dimension in DIMENSIONS if before.told(dimension)]
            if move.dimension in told and any(d for d, _ in before.untold if before.probes[d] == 0):
                yield f"it asks for what was told while something else is open: {turn.text}"
            if move.dimension == last and not before.told(first) and not before.probes[first]:
                yield f"it asks what changed before it knows what happened: {turn.text}"
        if before.act in REQUESTS and move.is_probe:
            yield f"it leaves what the candidate asked unanswered: {transcript[place - 1].text}"
        if before.act == "cannot_share" and move.is_probe and not move.thread and move.dimension == before.asked[-1].dimension:
            yield f"it presses for details that cannot be shared: {turn.text}"


def _all_of(k: int) -> Any:
    def passes(samples: Sequence[Sample]) -> float:
        return pass_k([[s.data["passed"] for s in repeats] for repeats in by_case(samples)], k)

    return passes


def figures(suite: Suite) -> list[Figure]:
    """How much an interview draws out, and how cleanly it is conducted."""

    def of_a_kind(ended: str) -> Any:
        return lambda samples: sum(s.data["ended"] == ended for s in samples) / len(samples)

    return [
        Figure("facts elicited per probe", share("brought out", "probes")),
        Figure("share of ledger facts revealed", share("told", "facts")),
        Figure("probes per interview", mean_of("probes"), "neither"),
        Figure("pass^1: no errors, no broken promises", _all_of(1)),
        *([Figure(f"pass^{suite.repeats}", _all_of(suite.repeats))] if suite.repeats > 1 else []),
        *(Figure(f"{name}, per 100 turns", per_hundred(code, "turns"), "less") for name, code in WORDING.items()),
        Figure("total wording errors per 100 turns", per_hundred(None, "turns"), "less"),
        Figure(
            "broken promises per interview", lambda samples: sum(len(s.data["broken"]) for s in samples) / len(samples), "less"
        ),
        *(Figure(f"ended: {how}", of_a_kind(how), "neither") for how in ("covered", "time", "candidate")),
        Figure("turns worded by a model", share("in words of a model", "turns"), "neither"),
    ]


KIND = Kind(lambda suite, env: pairs(suite, env), observe, figures)
