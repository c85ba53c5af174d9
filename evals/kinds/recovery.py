"""Does a whole interview find what a candidate has to tell, better than the opening answer alone?

A ledger says which marks it would earn if all of it were told (our labels).
"""

from collections.abc import Callable, Sequence

from agents.candidates import Ledger
from agents.moves import DIMENSIONS, Dimension
from agents.rubric import load_rubric, overall_mark
from agents.scorecard import Scorecard
from evals.played import SCALES, all_given, minutes_of, pairs, played, seen, transcript_in
from evals.sample import Case, Figure, Kind, Plan, Sample, Seen
from evals.stage import Stage
from evals.statistics import agreement

STRONG, WEAK = 4, 2
"""Overall marks of a ledger from which on, and up to which, a candidate counts as strong or weak."""


def golden(ledger: Ledger) -> dict[str, int]:
    """The marks that the whole ledger would earn, and what they add up to."""
    marks: dict[Dimension, int] = {d: getattr(ledger.gold, d) for d in DIMENSIONS}
    return {"overall": overall_mark(load_rubric(), marks, ()) or 1} | {str(d): mark for d, mark in marks.items()}


async def observe(plan: Plan, case: Case, repeat: int, stage: Stage) -> Seen:
    """Plays an interview and has its opening judged by itself too."""
    ledger, persona = case.given
    document = await played(stage, persona, ledger, minutes_of(plan, case, repeat), repeat)
    opening = await stage.judge.score(transcript_in(document)[1:2], (), case.id)
    whole = Scorecard.model_validate(document["scorecard"])
    marks = {"gold": golden(ledger), "whole": all_given(whole, stage), "opening": all_given(opening, stage)}
    return seen(document, marks | {"persona": persona.name})


def found_by(which: str, scale: str) -> Callable[[Sequence[Sample]], float]:
    """Agreement of some marks with the ledgers'."""
    return lambda samples: agreement([s.data["gold"][scale] for s in samples], [s.data[which][scale] for s in samples])


def gain(samples: Sequence[Sample]) -> float:
    """What the interview adds to the opening."""
    return found_by("whole", "overall")(samples) - found_by("opening", "overall")(samples)


def mixed_up(samples: Sequence[Sample]) -> float:
    """Share of the pairs of a strong and a weak candidate, under the same persona, in which the strong one is not above."""
    strong = [s for s in samples if s.data["gold"]["overall"] >= STRONG]
    weak = [s for s in samples if s.data["gold"]["overall"] <= WEAK]
    level = [
        s.data["whole"]["overall"] <= w.data["whole"]["overall"]
        for s in strong
        for w in weak
        if (s.data["persona"], s.repeat) == (w.data["persona"], w.repeat)
    ]
    return sum(level) / len(level) if level else float("nan")


def figures(_plan: Plan) -> list[Figure]:
    """Agreement with the ledgers."""
    return [
        *(Figure(f"agreement with the ledger (QWK): {scale}", found_by("whole", scale)) for scale in SCALES),
        Figure("agreement of the opening alone (QWK): overall", found_by("opening", "overall"), "neither"),
        Figure("what the interview adds to the opening (QWK)", gain),
        Figure("pairs in which a strong candidate is not above a weak one", mixed_up, "less"),
    ]


KIND = Kind(lambda plan, stage: pairs(plan, stage, people=True), observe, figures)
