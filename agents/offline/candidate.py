"""A simulated candidate without a model: tells the facts of a ledger, each only when its rule is met."""

from agents.candidates import Fact, Ledger
from agents.moves import Dimension
from agents.transcript import Transcript

FACTS_AN_ANSWER = {"terse": 1, "evasive": 1, "balanced": 2, "rambling": 3}


class OfflineCandidate:
    """Tells `freely` facts with the opening, `if_asked` when their dimension is asked about, `if_pressed` the second time."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._told: set[Fact] = set()
        self._turns = 0

    async def answer(self, transcript: Transcript) -> str | None:
        """The answer to the last turn of the interviewer."""
        move = transcript[-1].move
        self._turns += 1
        if move is None or (move.kind in ("open", "reask", "rephrase", "repeat") and move.dimension is None):
            facts = [fact for fact in self._ledger.facts if fact.disclosed == "freely" and fact not in self._told]
            self._told |= set(facts)
            return " ".join([self._ledger.opening, *(fact.text for fact in facts)])
        if move.kind == "wrap_up" or move.dimension is None:
            return "No, I think that is everything."
        times = sum(t.move is not None and t.move.is_probe and t.move.dimension == move.dimension for t in transcript)
        return self._tell(move.dimension, pressed=times > 1)

    def _tell(self, dimension: Dimension, *, pressed: bool) -> str:
        """Facts about a dimension that may be told now, in the candidate's manner, or that there are none."""
        open_now = ("freely", "if_asked", "if_pressed") if pressed else ("freely", "if_asked")
        facts = [f for f in self._ledger.facts if f.about == dimension and f.disclosed in open_now and f not in self._told]
        facts = facts[: FACTS_AN_ANSWER.get(self._ledger.manner.style, 2)]
        self._told |= set(facts)
        manner = self._ledger.manner
        if not facts:
            return manner.has_nothing[self._turns % len(manner.has_nothing)]
        filler = [manner.fillers[self._turns % len(manner.fillers)]] if manner.fillers else []
        return " ".join([*filler, *(fact.text for fact in facts)])
