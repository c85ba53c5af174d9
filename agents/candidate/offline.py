"""A simulated candidate without a model: it tells the facts of a ledger, each only when its rule is met."""

from agents.library.candidates import Fact, Ledger
from agents.moves import Dimension
from agents.transcript import Transcript

FACTS_AN_ANSWER = {"terse": 1, "evasive": 1, "rambling": 3, "emotional": 1}
OPENING_MOVES = ("open", "reask")


class OfflineCandidate:
    """Tells `freely` facts with the opening, `if_asked` when their dimension is asked about, `if_pressed` the second time."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._told: set[Fact] = set()
        self._turns = 0

    async def answer(self, transcript: Transcript) -> str | None:
        """The answer to the interviewer's last turn."""
        move, manner = transcript[-1].move, self._ledger.manner
        self._turns += 1
        if manner.says:
            return manner.says[(self._turns - 1) % len(manner.says)]
        if move is None or move.kind in OPENING_MOVES or (move.kind in ("rephrase", "repeat") and move.dimension is None):
            return self._open()
        if move.kind == "wrap_up" or move.dimension is None:
            return "No, I think that is everything."
        asked = [t.move for t in transcript if t.move is not None and t.move.dimension == move.dimension]
        return self._tell(move.dimension, pressed=len(asked) > 1 or move.kind == "challenge")

    def _open(self) -> str:
        """The opening and the facts told freely, or what is left of this story if asked for another."""
        facts = [f for f in self._ledger.facts if f.disclosed == "freely" and f not in self._told]
        opening = [self._ledger.opening] if self._turns == 1 else []
        if not opening and not facts:
            facts = [f for f in self._ledger.facts if f not in self._told][:2]
        self._told |= set(facts)
        said = " ".join([*opening, *self._filler(rambling=True), *(fact.text for fact in facts)])
        return said or self._nothing()

    def _tell(self, dimension: Dimension, *, pressed: bool) -> str:
        """Tells the facts about a dimension that may be told now, in the candidate's manner, or says that there are none."""
        open_now = ("freely", "if_asked", "if_pressed") if pressed else ("freely", "if_asked")
        facts = [f for f in self._ledger.facts if f.about == dimension and f.disclosed in open_now and f not in self._told]
        facts = facts[: FACTS_AN_ANSWER.get(self._ledger.manner.style, 2)]
        self._told |= set(facts)
        return _said(*self._filler(), *(fact.text for fact in facts)) if facts else self._nothing()

    def _nothing(self) -> str:
        has_nothing = self._ledger.manner.has_nothing
        return has_nothing[self._turns % len(has_nothing)]

    def _filler(self, *, rambling: bool = False) -> list[str]:
        """What the candidate says around the facts; in the opening, only a rambling candidate adds any."""
        manner = self._ledger.manner
        if not manner.fillers or (rambling and manner.style != "rambling"):
            return []
        return [manner.fillers[self._turns % len(manner.fillers)]]


def _said(*parts: str) -> str:
    """Joins the parts as spoken: after a comma, the next one starts with a lowercase letter."""
    said = ""
    for part in parts:
        small = said.endswith(",") and not part.startswith(("I ", "I'"))
        said = f"{said} {part[0].lower() + part[1:] if small else part}".strip()
    return said
