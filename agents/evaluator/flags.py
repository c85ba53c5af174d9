"""Which red flags an answer raises, each with the words that show it: a flag that nobody could check is not raised."""

from collections.abc import Iterable, Mapping

from agents.evaluator.asides import instructions, plain_to_see
from agents.evaluator.evidence import found_in
from agents.evaluator.heard import Heard
from agents.evaluator.marking import MarkWeights, word_features
from agents.evaluator.quotes import Quotes
from agents.moves import Dimension
from agents.reading.contradictions import contradiction_within
from agents.rubric import NO_REAL_FAILURE
from agents.scorecard import Evidence, RedFlag, evidence_at

AGREES_WITH: dict[str, dict[Dimension, int]] = {
    "blame": {"ownership": 2},
    "defensive": {"ownership": 3},
    "agentless": {"ownership": 3},
    "self_attack": {"ownership": 3},
    "fake_failure": {"ownership": 3, "impact": 3, "mitigation": 3},
    "no_failure": {"ownership": 2, "mitigation": 2},
    "off_topic": {"ownership": 2, "impact": 2},
    "non_answer": {"ownership": 2, "impact": 2, "mitigation": 2, "growth": 2},
    "trivial": {"impact": 3},
    "hypothetical_learning": {"growth": 2},
    "generic_learning": {"growth": 1},
}
"""The highest scores at which a red flag is kept, so that the rubric's words for the two never contradict each other."""
SHOWN_BY_A_CLAUSE = frozenset({"anger", "trivial", "self_attack", "overclaim"})
"""Red flags for which a single clause is enough."""
ENDLESS, IDLE = 250, 0.5
"""How many words an answer needs to count as rambling, and what share of them must carry nothing."""
LOST, LOST_IN = 2, 2
"""A listener is lost if this many dimensions are marked no higher than this."""
FAINTLY = 0.25
"""How likely a clause may be to tell of a repair for there to be none."""
NO_HARM = NO_REAL_FAILURE | {"trivial", "overclaim"}
"""Red flags of answers in which there was no damage of the speaker's to repair."""
ABSENT: dict[str, Dimension | None] = {"no_mitigation": "mitigation", "agentless": "ownership", "no_failure": None}
"""Red flags that say that something is missing, and the dimension that must have been asked about in an interview."""
NEAR: dict[str, Dimension] = {
    "no_mitigation": "impact",
    "trivial": "impact",
    "fake_failure": "impact",
    "agentless": "ownership",
    "blame": "ownership",
    "defensive": "ownership",
    "hypothetical_learning": "growth",
    "generic_learning": "growth",
    "hero_ending": "growth",
}
"""The dimension whose likeliest clause shows a red flag that was raised by the answer as a whole."""
MOST_SHOWN = 2
FAINTEST = 0.05


def red_flags(quotes: Quotes, scores: Mapping[Dimension, int | None], weights: MarkWeights) -> dict[str, RedFlag]:
    """The red flags that are raised, by name."""
    raised = _raised(quotes, scores, weights)
    return {flag: found for flag in raised if (found := _with_words(flag, quotes)) is not None}


def _raised(quotes: Quotes, scores: Mapping[Dimension, int | None], weights: MarkWeights) -> set[str]:
    """The red flags that follow from the whole answer, from what kinds of turns there are, and from the scores."""
    heard = quotes.heard
    acts = [reading.act for _, reading in heard.turns]

    def fits(flag: str) -> bool:
        return _agrees(flag, scores)

    flags = weights.raised(heard.features, word_features(heard.told), fits) if heard.informative else {"non_answer"}
    flags |= {f.part for _, f in heard.findings if f.part in SHOWN_BY_A_CLAUSE and plain_to_see(f)}
    flags |= {act for act in ("gibberish", "no_failure", "off_topic", "injection") if act in acts and not heard.informative}
    if any(instructions(reading) for _, reading in heard.turns):
        flags.add("injection")
    if contradiction_within(heard.whole) is not None:
        flags.add("inconsistent")
    lost = sum((score or LOST) <= LOST for score in scores.values()) >= LOST_IN
    if heard.words < ENDLESS or heard.idle_words < IDLE * heard.words or not lost:
        flags.discard("rambling")
    flags = set(filter(fits, flags))
    if fits("blame") and any(f.part == "blame" and f.said for _, f in heard.findings):
        flags.add("blame")
    if scores["growth"] == 1:
        flags.discard("hypothetical_learning")
    if scores["mitigation"] == 1 and not flags & NO_HARM and not quotes.likeliest(("mitigation",), FAINTLY):
        flags.add("no_mitigation")
    return flags - set(ABSENT) if heard.foreign else flags


def _agrees(flag: str, scores: Mapping[Dimension, int | None]) -> bool:
    """Whether the scores leave room for the red flag."""
    return all((scores[dimension] or 0) <= most for dimension, most in AGREES_WITH.get(flag, {}).items())


def _with_words(flag: str, quotes: Quotes) -> RedFlag | None:
    """The red flag with the clauses or the question that show it; None if there are none."""
    question = _question(quotes.heard, flag) if flag in ABSENT else ""
    if flag in ABSENT and quotes.heard.asked and not question:
        return None
    evidence = tuple(dict.fromkeys(_words(flag, quotes)))
    return RedFlag(flag=flag, evidence=evidence, question=question) if evidence or question else None


def _question(heard: Heard, flag: str) -> str:
    """The last question about what is missing; a denial follows the first question of all."""
    dimension = ABSENT[flag]
    asked = [turn.text for turn in heard.transcript if turn.move and dimension in (None, turn.move.dimension)]
    return "" if not asked else asked[-1] if dimension else asked[0]


def _words(flag: str, quotes: Quotes) -> Iterable[Evidence]:
    """The clauses that show a red flag."""
    heard = quotes.heard
    if flag == "inconsistent" and (pair := contradiction_within(heard.whole)) is not None:
        return [found for quote in pair if (found := found_in(heard.transcript, 0, quote)) is not None]
    shown = [
        (f.strength, evidence_at(heard.transcript, number, *reading.span(f.clause)))
        for number, reading in heard.turns
        for f in reading.findings
        if f.dimension is None and f.part == flag
    ]
    if shown:
        surest = sorted(shown, key=lambda one: -one[0])[:MOST_SHOWN]
        return sorted((piece for _, piece in surest), key=lambda piece: (piece.turn, piece.start))
    if flag == "rambling" and quotes.idle is not None:
        return [quotes.idle]
    likeliest = quotes.likeliest((f"flag.{flag}",), FAINTEST) or (quotes.likeliest((NEAR[flag],), 0) if flag in NEAR else None)
    if likeliest is None and (flag in NO_REAL_FAILURE or flag == "injection"):
        likeliest = quotes.beginning
    return [] if likeliest is None else [likeliest]
