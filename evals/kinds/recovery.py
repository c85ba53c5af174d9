"""Whether a whole interview finds what a candidate has to tell better than the opening answer alone.

Each ledger states the scores it would earn if all of it were told (our labels).
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
"""A candidate counts as strong if the ledger's overall score is at least `STRONG`, and as weak if it is at most `WEAK`."""


def golden(ledger: Ledger) -> dict[str, int]:
    """The scores the whole ledger would earn in each dimension, and the overall score that follows from them."""
    marks: dict[Dimension, int] = {d: getattr(ledger.gold, d) for d in DIMENSIONS}
    return {"overall": overall_mark(load_rubric(), marks, ()) or 1} | {str(d): mark for d, mark in marks.items()}


async def observe(suite: Suite, case: Case, repeat: int, env: Environment) -> Result:
    """Runs an interview, and also scores its opening answer on its own."""
    ledger, persona = case.given
    document = await rollout(env, persona, ledger, minutes_of(suite, case, repeat), repeat)
    opening = await env.evaluator.score(transcript_in(document)[1:2], (), case.id)
    whole = Scorecard.model_validate(document["scorecard"])
    marks = {"gold": golden(ledger), "whole": all_given(whole, env), "opening": all_given(opening, env)}
    return result_of(document, marks | {"persona": persona.name})


def found_by(which: str, scale: str) -> Callable[[Sequence[Sample]], float]:
    """Agreement between one set of scores and the ledgers' own."""
    return lambda samples: agreement(*marked(samples, which, scale, "gold"))


def gain(samples: Sequence[Sample]) -> float:
    """How much agreement the interview adds over the opening alone."""
    return found_by("whole", "overall")(samples) - found_by("opening", "overall")(samples)


def mixed_up(samples: Sequence[Sample]) -> float:
    """Share of strong-weak pairs with the same persona and repeat in which the strong candidate does not score higher."""
    strong = [s for s in samples if s.data["gold"]["overall"] >= STRONG]
    weak = [s for s in samples if s.data["gold"]["overall"] <= WEAK]
    marks = ((s.data["whole"]["overall"], w.data["whole"]["overall"]) for s in strong for w in weak if _paired(s, w))
    level = [one <= other for one, other in marks if one is not None and other is not None]
    return sum(level) / len(level) if level else float("nan")


def _paired(one: Sample, other: Sample) -> bool:
    return (one.data["persona"], one.repeat) == (other.data["persona"], other.repeat)


def figures(_suite: Suite) -> list[Figure]:
    """Agreement with the ledgers, the gain over the opening, and how often strong and weak candidates are mixed up."""
    return [
        *(Figure(f"agreement with the ledger (QWK): {scale}", found_by("whole", scale)) for scale in SCALES),
        Figure("agreement from the opening alone (QWK): overall", found_by("opening", "overall"), "neither"),
        Figure("gain from the interview over the opening alone (QWK)", gain),
        unscored("whole"),
        Figure("pairs where the strong candidate does not outscore the weak one", mixed_up, "less"),
    ]


KIND = Kind(lambda suite, env: pairs(suite, env, people=True), observe, figures)
