"""Does a whole interview find what a candidate has to tell, better than the opening answer alone?

A ledger says which marks it would earn if all of it were told (our labels).
"""

from collections.abc import Callable, Sequence

from agents.library.candidates import Ledger
from agents.moves import DIMENSIONS, Dimension
from agents.rubric import load_rubric, overall_mark
from agents.scorecard import Scorecard
from evals.environment import Environment
from evals.rollouts import SCALES, all_given, marked, minutes_of, pairs, result_of, rollout, transcript_in, unscored
from evals.statistics import agreement
from evals.suite import Case, Figure, Kind, Result, Sample, Suite

STRONG, WEAK = 4, 2
"""Overall marks of a ledger from which on, and up to which, a candidate counts as strong or weak."""


def golden(ledger: Ledger) -> dict[str, int]:
    """The marks that the whole ledger would earn, and what they add up to."""
    marks: dict[Dimension, int] = {d: getattr(ledger.gold, d) for d in DIMENSIONS}
    return {"overall": overall_mark(load_rubric(), marks, ()) or 1} | {str(d): mark for d, mark in marks.items()}


async def observe(suite: Suite, case: Case, repeat: int, env: Environment) -> Result:
    """Plays an interview and has its opening judged by itself too."""
    ledger, persona = case.given
    document = await rollout(env, persona, ledger, minutes_of(suite, case, repeat), repeat)
    opening = await env.evaluator.score(transcript_in(document)[1:2], (), case.id)
    whole = Scorecard.model_validate(document["scorecard"])
    marks = {"gold": golden(ledger), "whole": all_given(whole, env), "opening": all_given(opening, env)}
    return result_of(document, marks | {"persona": persona.name})


def found_by(which: str, scale: str) -> Callable[[Sequence[Sample]], float]:
    """Agreement of some marks with the ledgers'."""
    return lambda samples: agreement(*marked(samples, which, scale, "gold"))


def gain(samples: Sequence[Sample]) -> float:
    """What the interview adds to the opening."""
    return found_by("whole", "overall")(samples) - found_by("opening", "overall")(samples)


def mixed_up(samples: Sequence[Sample]) -> float:
    """Share of the pairs of a strong and a weak candidate, under the same persona, in which the strong one is not above."""
    strong = [s for s in samples if s.data["gold"]["overall"] >= STRONG]
    weak = [s for s in samples if s.data["gold"]["overall"] <= WEAK]
    marks = ((s.data["whole"]["overall"], w.data["whole"]["overall"]) for s in strong for w in weak if _paired(s, w))
    level = [one <= other for one, other in marks if one is not None and other is not None]
    return sum(level) / len(level) if level else float("nan")


def _paired(one: Sample, other: Sample) -> bool:
    return (one.data["persona"], one.repeat) == (other.data["persona"], other.repeat)


def figures(_suite: Suite) -> list[Figure]:
    """Agreement with the ledgers."""
    return [
        *(Figure(f"agreement with the ledger (QWK): {scale}", found_by("whole", scale)) for scale in SCALES),
        Figure("agreement from the opening alone (QWK): overall", found_by("opening", "overall"), "neither"),
        Figure("gain from the interview over the opening alone (QWK)", gain),
        unscored("whole"),
        Figure("pairs where the strong candidate does not outscore the weak one", mixed_up, "less"),
    ]


KIND = Kind(lambda suite, env: pairs(suite, env, people=True), observe, figures)
