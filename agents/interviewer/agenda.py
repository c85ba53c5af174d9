"""What the interviewer knows when it chooses a move: what was told, what was asked, what is open. Public things only."""

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
"""How many turns longer an interviewer asks somebody who says that there is no more to tell of it."""
ASKED_FOR = 0.2
"""How sure the reading must be of a part in an answer to a question about its dimension."""


@dataclass(frozen=True)
class Agenda:
    """All that the policy may look at; `left_s` is None in an untimed interview. Nothing in it comes from the evaluator."""

    transcript: Transcript
    persona: Persona
    rubric: Rubric
    reader: Reader
    left_s: float | None = None
    ended: str | None = None

    @cached_property
    def readings(self) -> list[Reading]:
        """A reading of each turn of the candidate."""
        return [self.reader.read(turn.text) for _, turn in candidate_turns(self.transcript)]

    @cached_property
    def answered(self) -> list[Move | None]:
        """The move that each turn of the candidate follows."""
        return [self.transcript[n - 1].move if n else None for n, _ in candidate_turns(self.transcript)]

    @cached_property
    def told(self) -> dict[Dimension, frozenset[str]]:
        """The parts of each dimension heard in any turn so far; less is enough in an answer to a question about it."""
        pairs = list(zip(self.readings, self.answered, strict=True))
        return {d: frozenset().union(*(told_in(reading, move, d) for reading, move in pairs)) for d in DIMENSIONS}

    @cached_property
    def probes(self) -> Counter[Dimension | None]:
        """How often each dimension was asked about."""
        return Counter(move.dimension for move in probes_made(self.transcript))

    @cached_property
    def asked(self) -> list[Move]:
        """Every move of the interviewer so far."""
        return [turn.move for turn in self.transcript if turn.move is not None]

    def missing(self, dimension: Dimension) -> list[str]:
        """The parts of a dimension not heard yet, in the rubric's order."""
        return [part for part in self.rubric.dimensions[dimension].parts if part not in self.told[dimension]]

    def well_evidenced(self, dimension: Dimension) -> bool:
        """Whether so much of a dimension was heard that nobody would ask on."""
        parts = self.rubric.dimensions[dimension].parts
        return 1 - len(self.missing(dimension)) / len(parts) >= WELL_EVIDENCED

    def probes_left(self, dimension: Dimension) -> int:
        """How many more questions about a dimension there may be."""
        return PROBES_A_DIMENSION - self.probes[dimension]

    @property
    def nothing_said(self) -> bool:
        """Whether the candidate has said nothing for as many turns as the persona has patience for."""
        acts = [reading.act for reading in self.readings]
        nothing = list(takewhile(NON_ANSWERS.__contains__, reversed(acts)))
        silent = [act for act in nothing if act != "nothing_more"]
        patience = self.persona.patience_silences
        return len(silent) >= patience or len(nothing) >= patience + PATIENCE_FOR_NO_MORE

    @property
    def half_told(self) -> bool:
        """Whether most of what a story needs was touched, so that another one would only begin again."""
        return sum(bool(self.told[d]) for d in DIMENSIONS) > len(DIMENSIONS) / 2


def told_in(reading: Reading, asked: Move | None, dimension: Dimension) -> frozenset[str]:
    """The parts of a dimension told in one turn; a fainter sign is enough in an answer to a question about it."""
    if reading.act != "answer" or asked is None or asked.dimension != dimension:
        return reading.parts(dimension)
    return frozenset(f.part for f in reading.findings if f.dimension == dimension and f.strength >= ASKED_FOR)


ASKED_AGAIN = frozenset({"repeat", "rephrase", "give_time"})
"""Moves that ask nothing new."""


def last_question(transcript: Transcript, before_last: bool = False) -> Turn:
    """The turn that last asked something new, or the one before it, whose answer the candidate wants to give again."""
    asked = [turn for turn in transcript if turn.move is not None and turn.move.kind not in ASKED_AGAIN]
    return asked[-2] if before_last and len(asked) > 1 else asked[-1]
