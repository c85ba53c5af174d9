"""What to practise next: made from the marks and the candidate's own words, and never an answer written for them."""

from collections.abc import Mapping

from agents.evaluator.heard import Heard
from agents.evaluator.quotes import Quotes
from agents.evaluator.reasons import listed, short
from agents.moves import DIMENSIONS, Dimension
from agents.rubric import Rubric
from agents.scorecard import Advice, Evidence, Mark, Share

WORDS_A_MINUTE = 150
"""The pace of conversation (National Center for Voice and Speech: about 150 words a minute in the USA)."""
STRONG = 3
"""The lowest mark of a dimension that a strongest sentence can come from."""


def advice_for(quotes: Quotes, marks: Mapping[Dimension, Mark], rubric: Rubric) -> Advice:
    """The advice that goes with these marks."""
    scores = {d: mark.score for d, mark in marks.items() if mark.score is not None}
    strongest, shows = _strongest(quotes, scores, rubric)
    weakest = max(scores, key=lambda d: (5 - scores[d]) * rubric.dimensions[d].weight, default=None)
    advice = Advice(
        strongest=strongest,
        strongest_shows=shows,
        drill=rubric.complete.drill,
        follow_up=rubric.complete.question,
        leave_out=quotes.idle,
        shares=_shares(quotes.heard, rubric),
    )
    part = quotes.heard.missing(weakest) if weakest else None
    if weakest is None or part is None or scores[weakest] == 5:
        return advice
    wanted, place = rubric.dimensions[weakest].parts[part], _place(quotes, weakest, rubric)
    asked = f"You said: “{short(place.quote)}”. {wanted.question}" if place else wanted.question
    update = {
        "weakest": place,
        "weakest_in": weakest,
        "weakest_lacks": wanted.missing,
        "drill": wanted.drill,
        "follow_up": asked,
    }
    return advice.model_copy(update=update)


def _strongest(quotes: Quotes, scores: Mapping[Dimension, int], rubric: Rubric) -> tuple[Evidence | None, str]:
    """The surest of the quotes in the best dimension, and what it shows; of equals, the dimension that weighs most."""
    for dimension in sorted(scores, key=lambda d: (-scores[d], -rubric.dimensions[d].weight)):
        if scores[dimension] >= STRONG and (shown := quotes.of(dimension)):
            best = max(shown, key=lambda one: one.strength)
            return best.evidence, listed([rubric.dimensions[dimension].parts[part].heard for part in best.parts])
    return None, ""


def _place(quotes: Quotes, dimension: Dimension, rubric: Rubric) -> Evidence | None:
    """The place where something is missing: the last thing told about the dimension, or about one before it in the story."""
    order = list(dict.fromkeys(d for _, d, _ in sorted(rubric.steps)))
    for near in [dimension, *reversed(order[: order.index(dimension)])]:
        if shown := quotes.of(near):
            return max((one.evidence for one in shown), key=lambda found: (found.turn, found.start))
    return None


def _shares(heard: Heard, rubric: Rubric) -> dict[Dimension, Share]:
    """How long each dimension took; a clause counts for the dimension that it most surely tells about."""
    words = dict.fromkeys(DIMENSIONS, 0)
    for _, reading in heard.informative:
        for clause in reading.clauses:
            about = [f for f in reading.plain if f.clause is clause and f.dimension in DIMENSIONS]
            if about:
                dimension = max(about, key=lambda f: f.strength).dimension
                assert dimension is not None  # so are the others of `DIMENSIONS`
                words[dimension] += len(reading.text[clause.start : clause.end].split())
    total = max(1, heard.words)
    return {
        d: Share(
            seconds=round(60 * words[d] / WORDS_A_MINUTE),
            given=round(100 * words[d] / total),
            least=rubric.dimensions[d].share[0],
            most=rubric.dimensions[d].share[1],
        )
        for d in DIMENSIONS
    }
