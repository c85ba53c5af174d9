"""What the interviewer knows when it chooses a move: what was told, asked and left open, but nothing from the evaluator."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from agents.library.personas import Persona
from agents.moves import DIMENSIONS, Dimension, Move
from agents.reading.acts import NON_ANSWERS
from agents.reading.answer import Reader, Reading
from agents.rubric import Rubric
from agents.transcript import Transcript, Turn, candidate_turns, probes_made

PROBES_A_DIMENSION = 2
WELL_EVIDENCED = 0.7
PATIENCE_FOR_NO_MORE = 2
"""How many more turns an interviewer keeps asking a candidate who says that there is nothing more to tell."""
ASKED_FOR = 0.2
"""How sure the reading must be of a part if the answer is to a question about its dimension."""


@dataclass(frozen=True)
class Agenda:
    """Everything the policy may look at, none of it from the evaluator; `left_s` is None in an untimed interview."""

    transcript: Transcript
    persona: Persona
    rubric: Rubric
    reader: Reader
    left_s: float | None = None
    ended: str | None = None

    @cached_property
    def readings(self) -> list[Reading]:
        """A reading of each of the candidate's turns."""
        return [self.reader.read(turn.text) for _, turn in candidate_turns(self.transcript)]

    @cached_property
    def answered(self) -> list[Move | None]:
        """The move that each of the candidate's turns responds to."""
        return [self.transcript[n - 1].move if n else None for n, _ in candidate_turns(self.transcript)]

    @cached_property
    def told(self) -> dict[Dimension, frozenset[str]]:
        """The parts of each dimension heard so far; a fainter sign is enough in an answer to a question about it."""
        pairs = list(zip(self.readings, self.answered, strict=True))
        return {d: frozenset().union(*(told_in(reading, move, d) for reading, move in pairs)) for d in DIMENSIONS}

    @cached_property
    def probes(self) -> Counter[Dimension | None]:
        """How often each dimension was asked about."""
        return Counter(move.dimension for move in probes_made(self.transcript))

    @cached_property
    def asked(self) -> list[Move]:
        """Every move the interviewer has made so far."""
        return [turn.move for turn in self.transcript if turn.move is not None]

    def missing(self, dimension: Dimension) -> list[str]:
        """The parts of a dimension not heard yet, in the rubric's order."""
        return [part for part in self.rubric.dimensions[dimension].parts if part not in self.told[dimension]]

    def well_evidenced(self, dimension: Dimension) -> bool:
        """Whether enough of a dimension was heard that there is no need to ask more about it."""
        parts = self.rubric.dimensions[dimension].parts
        return 1 - len(self.missing(dimension)) / len(parts) >= WELL_EVIDENCED

    def probes_left(self, dimension: Dimension) -> int:
        """How many more questions may be asked about a dimension."""
        return PROBES_A_DIMENSION - self.probes[dimension]

    @property
    def nothing_said(self) -> bool:
        """Whether the candidate has not answered for as many turns as the persona has patience for."""
        acts = [reading.act for reading in self.readings]
        nothing = list(takewhile(NON_ANSWERS.__contains__, reversed(acts)))
        silent = [act for act in nothing if act != "nothing_more"]
        patience = self.persona.patience_silences
        return len(silent) >= patience or len(nothing) >= patience + PATIENCE_FOR_NO_MORE

    @property
    def half_told(self) -> bool:
        """Whether most dimensions have been touched on, so that another story would only mean starting over."""
        return sum(bool(self.told[d]) for d in DIMENSIONS) > len(DIMENSIONS) / 2


def told_in(reading: Reading, asked: Move | None, dimension: Dimension) -> frozenset[str]:
    """The parts of a dimension told in one turn; a fainter sign is enough in an answer to a question about it."""
    if reading.act != "answer" or asked is None or asked.dimension != dimension:
        return reading.parts(dimension)
    return frozenset(f.part for f in reading.findings if f.dimension == dimension and f.strength >= ASKED_FOR)


ASKED_AGAIN = frozenset({"repeat", "rephrase", "give_time"})
"""Moves that ask nothing new."""


def last_question(transcript: Transcript, before_last: bool = False) -> Turn:
    """The turn that last asked something new, or the one before it if the candidate wants to answer that one again."""
    asked = [turn for turn in transcript if turn.move is not None and turn.move.kind not in ASKED_AGAIN]
    return asked[-2] if before_last and len(asked) > 1 else asked[-1]
