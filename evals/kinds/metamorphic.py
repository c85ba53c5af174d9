"""Which changes move a score: labelled answers are scored before and after a single change that must, or must not, matter.

Scores are compared with scores, never with labels, so nothing is learned about the labels.
"""

from collections.abc import Callable, Sequence

from agents.scorecard import Scorecard
from agents.transcript import Transcript
from evals.environment import Environment
from evals.labels.answers import LabelledAnswer, read_labelled, transcript_of
from evals.labels.changes import FALLING, STILL, Change, permuted, unpermuted
from evals.rollouts import all_given, apart
from evals.suite import Case, Figure, Kind, Result, Sample, Suite

OVERALL, EVERY = slice(1), slice(None)


def cases(suite: Suite, _env: Environment) -> list[Case]:
    """Our labelled answers from the suite's part, training or test."""
    return [Case(a.id, a.story, a) for a in read_labelled() if a.in_test == (suite.part == "test")]


async def observe(_suite: Suite, case: Case, _repeat: int, env: Environment) -> Result:
    """Scores an answer as it is and after each change, and records how far the scores moved."""
    answer: LabelledAnswer = case.given

    tokens = 0

    async def judged(transcript: Transcript) -> Scorecard:
        nonlocal tokens
        card = await env.evaluator.score(transcript, (), case.id)
        tokens += sum(card.tokens or ())
        all_given(card, env)  # raises if a fallback evaluator gave the scores
        return card

    before = await judged(transcript_of(answer))
    still: dict[str, list[int | None]] = {}
    fell: dict[str, bool] = {}
    for change in STILL:
        whole = before
        if change.make is permuted and (parts := unpermuted(answer)):
            whole = await judged(parts)
        if (changed := change.make(answer)) is not None:
            still[change.name] = moved(whole, await judged(changed))
    for change in FALLING:
        mark = _mark(before, change)
        if mark is not None and mark >= change.least and (changed := change.make(answer)) is not None:
            after = _mark(await judged(changed), change)
            if after is not None:
                fell[change.name] = after < mark
    turns = tuple(turn.model_dump() for turn in answer.turns)
    return Result(data={"still": still, "fell": fell}, turns=turns, scorecard=before.model_dump(mode="json"), tokens=tokens)


def _mark(card: Scorecard, change: Change) -> int | None:
    """The score of the dimension that a change targets, or None if there is none."""
    return next((mark.score for name, mark in card.dimensions.items() if name == change.falls), None)


def moved(before: Scorecard, after: Scorecard) -> list[int | None]:
    """How far each score moved, the overall one first; None where there is no score to compare."""
    steps = (apart(before.dimensions[d].score, after.dimensions[d].score) for d in before.dimensions)
    return [apart(before.overall, after.overall), *steps]


def moved_by(change: str, scores: slice) -> Callable[[Sequence[Sample]], float]:
    """Share of these scores that a change moved."""

    def ratio(samples: Sequence[Sample]) -> float:
        steps = [step for s in samples if change in s.data["still"] for step in s.data["still"][change][scores]]
        found = [step > 0 for step in steps if step is not None]
        return sum(found) / len(found) if found else float("nan")

    return ratio


def fell_by(change: str) -> Callable[[Sequence[Sample]], float]:
    """Share of cases in which a change lowered the score it targets."""

    def ratio(samples: Sequence[Sample]) -> float:
        found = [s.data["fell"][change] for s in samples if change in s.data["fell"]]
        return sum(found) / len(found) if found else float("nan")

    return ratio


def uncompared(samples: Sequence[Sample]) -> float:
    """Share of changes that could not be compared because overall was unscored before or after."""
    steps = [steps[0] for s in samples for steps in s.data["still"].values()]
    return sum(step is None for step in steps) / len(steps) if steps else float("nan")


def figures(_suite: Suite) -> list[Figure]:
    """Figures for each change, and the share of changes that could not be compared."""
    return [
        *(Figure(f"overall score must not change: {change.name}", moved_by(change.name, OVERALL), "less") for change in STILL),
        *(Figure(f"share of scores moved: {change.name}", moved_by(change.name, EVERY), "less") for change in STILL),
        Figure("share of changes with no score left to compare", uncompared, "less"),
        *(Figure(f"score must drop: {change.name}", fell_by(change.name)) for change in FALLING),
    ]


KIND = Kind(cases, observe, figures)
