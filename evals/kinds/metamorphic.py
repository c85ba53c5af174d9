"""What must not move a mark, and what must: labelled answers judged before and after a change in one respect.

Marks are compared with marks, never with labels, so nothing is learned about the labels.
"""

from collections.abc import Callable, Sequence

from agents.scorecard import Scorecard
from agents.transcript import Transcript
from evals.changes import FALLING, STILL, Change, permuted, unpermuted
from evals.labelled import LabelledAnswer, read_labelled, transcript_of
from evals.played import all_given
from evals.sample import Case, Figure, Kind, Plan, Sample, Seen
from evals.stage import Stage


def cases(plan: Plan, _stage: Stage) -> list[Case]:
    """Our labelled answers, those of a part."""
    return [Case(a.id, a.story, a) for a in read_labelled() if a.in_test == (plan.part == "test")]


async def observe(_plan: Plan, case: Case, _repeat: int, stage: Stage) -> Seen:
    """Judges an answer as it is and with every change, and keeps what moved."""
    answer: LabelledAnswer = case.given

    tokens = 0

    async def judged(transcript: Transcript) -> Scorecard:
        nonlocal tokens
        card = await stage.judge.score(transcript, (), case.id)
        tokens += sum(card.tokens or ())
        all_given(card, stage)  # marks of another evaluator are no marks of this one
        return card

    before = await judged(transcript_of(answer))
    still: dict[str, tuple[int, int]] = {}
    fell: dict[str, bool] = {}
    for change in STILL:
        whole = before
        if change.make is permuted and (parts := unpermuted(answer)):
            whole = await judged(parts)
        if (changed := change.make(answer)) is not None:
            still[change.name] = moved(whole, await judged(changed))
    for change in FALLING:
        mark = _mark(before, change)
        if mark >= change.least and (changed := change.make(answer)) is not None:
            fell[change.name] = (_mark(await judged(changed), change) or 1) < mark
    turns = tuple(turn.model_dump() for turn in answer.turns)
    return Seen(data={"still": still, "fell": fell}, turns=turns, scorecard=before.model_dump(mode="json"), tokens=tokens)


def _mark(card: Scorecard, change: Change) -> int:
    """The mark of the dimension that a change is about; 0 where there is none."""
    return next((mark.score for name, mark in card.dimensions.items() if name == change.falls), None) or 0


def moved(before: Scorecard, after: Scorecard) -> tuple[int, int]:
    """How far overall moved, and the dimension that moved furthest."""
    steps = [abs((before.dimensions[d].score or 1) - (after.dimensions[d].score or 1)) for d in before.dimensions]
    return abs((before.overall or 1) - (after.overall or 1)), max(steps)


def moved_by(change: str, place: int) -> Callable[[Sequence[Sample]], float]:
    """Share of the cases in which a change moved overall (0) or any dimension (1)."""

    def ratio(samples: Sequence[Sample]) -> float:
        found = [s.data["still"][change][place] > 0 for s in samples if change in s.data["still"]]
        return sum(found) / len(found) if found else float("nan")

    return ratio


def fell_by(change: str) -> Callable[[Sequence[Sample]], float]:
    """Share of the cases in which a change lowered the mark that it is about."""

    def ratio(samples: Sequence[Sample]) -> float:
        found = [s.data["fell"][change] for s in samples if change in s.data["fell"]]
        return sum(found) / len(found) if found else float("nan")

    return ratio


def figures(_plan: Plan) -> list[Figure]:
    """A line a change."""
    return [
        *(Figure(f"must not move overall: {change.name}", moved_by(change.name, 0), "less") for change in STILL),
        *(Figure(f"moves some dimension: {change.name}", moved_by(change.name, 1), "less") for change in STILL),
        *(Figure(f"must fall: {change.name}", fell_by(change.name)) for change in FALLING),
    ]


KIND = Kind(cases, observe, figures)
