"""A simulated candidate without a model: it tells the facts of a ledger, each only when its rule is met.

It talks as people do: it asks back, wants a moment, corrects itself, goes on when let, and says so if it has told something.
"""

from agents.library.candidates import Fact, Ledger
from agents.moves import Dimension
from agents.plain import joined
from agents.transcript import Transcript

FACTS_AN_ANSWER = {"terse": 1, "evasive": 1, "rambling": 3, "emotional": 1}
OPENING_MOVES = ("open", "re_ask")
WAITING = ("reply", "give_time", "repeat", "rephrase")
"""Moves after which the question from before still waits for an answer."""
GOES_ON = ("continue", "acknowledge", "skip")
SAID_ALREADY = ("As I said,", "Like I told you,", "I think I mentioned it,")


class OfflineCandidate:
    """Tells `freely` facts with the opening, `if_asked` when their dimension is asked about, `if_pressed` the second time."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._asides = {aside.turn: aside.text for aside in ledger.asides}
        self._told: list[Fact] = []
        self._turns = 0

    async def answer(self, transcript: Transcript) -> str | None:
        """The answer to the interviewer's last turn."""
        manner = self._ledger.manner
        self._turns += 1
        if manner.says:
            return manner.says[(self._turns - 1) % len(manner.says)]
        now = transcript[-1].move
        if now is not None and now.kind != "wrap_up" and self._turns in self._asides:
            return self._asides[self._turns]
        asked = [turn.move for turn in transcript if turn.move is not None and turn.move.kind not in WAITING]
        move = asked[-1] if asked else None
        if move is None or move.kind in OPENING_MOVES:
            return self._open()
        if move.dimension is not None:
            pressed = sum(other.dimension == move.dimension for other in asked) > 1
            return self._tell(move.dimension, pressed=pressed)
        if move.kind in GOES_ON:
            return self._go_on()
        if move.kind == "challenge":
            return self._tell("ownership", pressed=True)
        return "No, I think that's everything."

    def _open(self) -> str:
        """The opening and the facts told freely, or what is left of this story if asked for another."""
        facts = [f for f in self._ledger.facts if f.disclosed == "freely" and f not in self._told]
        first = not self._told
        if not first and not facts:
            facts = [f for f in self._ledger.facts if f not in self._told][:2]
        self._told += facts
        said = " ".join([*([self._ledger.opening] if first else []), *self._filler(rambling=True), *(f.text for f in facts)])
        return said or self._nothing()

    def _tell(self, dimension: Dimension, *, pressed: bool) -> str:
        """Tells the facts about a dimension that may be told now, in the candidate's manner, or says that there are none."""
        open_now = ("freely", "if_asked", "if_pressed") if pressed else ("freely", "if_asked")
        facts = [f for f in self._ledger.facts if f.about == dimension and f.disclosed in open_now and f not in self._told]
        facts = facts[: FACTS_AN_ANSWER.get(self._ledger.manner.style, 2)]
        if not facts and (told := [fact for fact in self._told if fact.about == dimension]):
            return joined(SAID_ALREADY[self._turns % len(SAID_ALREADY)], told[-1].text)
        self._told += facts
        return joined(*self._filler(), *(fact.text for fact in facts)) if facts else self._nothing()

    def _go_on(self) -> str:
        """Tells the next thing that may be told without being pressed."""
        left = [f for f in self._ledger.facts if f.disclosed != "if_pressed" and f not in self._told]
        self._told += left[:1]
        return left[0].text if left else self._nothing()

    def _nothing(self) -> str:
        has_nothing = self._ledger.manner.has_nothing
        return has_nothing[self._turns % len(has_nothing)]

    def _filler(self, *, rambling: bool = False) -> list[str]:
        """What the candidate says around the facts; in the opening, only a rambling candidate adds any."""
        manner = self._ledger.manner
        if not manner.fillers or (rambling and manner.style != "rambling"):
            return []
        return [manner.fillers[self._turns % len(manner.fillers)]]
