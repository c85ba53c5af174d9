"""What to practise next: made from the marks and the candidate's own words, and never an answer written for them."""

from collections.abc import Collection, Mapping

from agents.evaluator.heard import Heard
from agents.evaluator.quotes import Quotes
from agents.evaluator.reasons import listed, short
from agents.moves import DIMENSIONS, Dimension
from agents.reading.answer import HEARD
from agents.rubric import NO_REAL_FAILURE, Rubric
from agents.scorecard import Advice, Evidence, Mark, Share

WORDS_A_MINUTE = 150
"""The pace of conversation (National Center for Voice and Speech: about 150 words a minute in the USA)."""
CLEAR = 0.6
"""What share of the words must tell about some dimension for the times to mean anything."""
OWN_PART_HIDDEN = NO_REAL_FAILURE | {"agentless", "blame", "defensive"}
"""Red flags after which the own part comes first, whatever else is missing."""
STRONG = 3
"""The lowest mark of a dimension that a strongest sentence can come from."""


def advice_for(quotes: Quotes, marks: Mapping[Dimension, Mark], rubric: Rubric, flags: Collection[str]) -> Advice:
    """The advice that goes with these marks."""
    scores = {d: mark.score for d, mark in marks.items() if mark.score is not None}
    strongest, shows = _strongest(quotes, scores, rubric)
    weakest = max(scores, key=lambda d: (5 - scores[d]) * rubric.dimensions[d].weight, default=None)
    if OWN_PART_HIDDEN & set(flags) and scores.get(rubric.own_part, 5) < STRONG:
        weakest = rubric.own_part
    advice = Advice(
        strongest=strongest,
        strongest_shows=shows,
        drill=rubric.complete.drill,
        follow_up=rubric.complete.question,
        leave_out=quotes.idle,
        shares=_shares(quotes.heard, rubric),
    )
    if weakest is None or scores[weakest] == 5:
        return advice
    wanted = rubric.dimensions[weakest].parts[quotes.heard.least_heard(weakest)]
    place = _place(quotes, weakest)
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
    """The surest of the quotes in the best dimension, and what it shows; of equals, the dimension that weighs most.

    What it was about is no strength, so context does not count.
    """
    told = [d for d in scores if d != "context" and scores[d] >= STRONG]
    for dimension in sorted(told, key=lambda d: (-scores[d], -rubric.dimensions[d].weight)):
        sure = [quote for quote in quotes.of(dimension) if quote.sure and not quote.vague and not quote.wished]
        if sure:
            best = max(sure, key=lambda quote: quote.strength)
            return best.evidence, listed([rubric.dimensions[dimension].parts[part].heard for part in best.parts])
    return None, ""


def _place(quotes: Quotes, dimension: Dimension) -> Evidence | None:
    """The place where something is missing: the last thing that was surely told about the dimension."""
    sure = [quote.evidence for quote in quotes.of(dimension) if quote.sure]
    return max(sure, key=lambda found: (found.turn, found.start), default=None)


def _shares(heard: Heard, rubric: Rubric) -> dict[Dimension, Share]:
    """How long each dimension took, if most of the telling can be told apart.

    A clause counts for the dimension that it most likely tells about; shares are of what tells about any.
    """
    words = dict.fromkeys(DIMENSIONS, 0)
    columns = {d: [place for place, label in enumerate(heard.labels) if label.startswith(d)] for d in DIMENSIONS}
    for _, reading in heard.informative:
        for clause, row in zip(reading.clauses, reading.likely, strict=True):
            likely = {d: max(row[place] for place in columns[d]) for d in DIMENSIONS}
            dimension = max(DIMENSIONS, key=likely.__getitem__)
            if likely[dimension] >= HEARD:
                words[dimension] += len(reading.text[clause.start : clause.end].split())
    told = sum(words.values())
    if told < CLEAR * heard.words or not told:
        return {}
    return {
        d: Share(
            seconds=round(60 * words[d] / WORDS_A_MINUTE),
            given=round(100 * words[d] / told),
            least=rubric.dimensions[d].share[0],
            most=rubric.dimensions[d].share[1],
        )
        for d in DIMENSIONS
    }
