"""Does a whole interview find what a candidate has to tell? `python -m evals.recovery [SEEDS]`.

Every persona interviews every simulated candidate, whose ledger says which marks it would earn whole (our labels). The marks of
the interview are put beside those marks, and so are the marks of the opening answer alone.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from statistics import mean

from agents.candidates import Ledger
from agents.library import load_all, load_named
from agents.moves import DIMENSIONS, Dimension
from agents.offline.judge import OfflineJudge
from agents.personas import Persona
from agents.questions import Question
from agents.rubric import overall_mark
from agents.scorecard import Scorecard
from evals.calibration import SCALES, agreement, given
from evals.conduct import RUBRIC, interview

STRONG, WEAK = 4, 2
"""Overall marks of a ledger from which on, and up to which, a candidate counts as strong or weak."""


@dataclass(frozen=True)
class Interviewed:
    """One interview: whose, by whom, the marks of the ledger, of the whole and of the opening."""

    candidate: str
    persona: str
    gold: Mapping[str, int]
    whole: Mapping[str, int]
    opening: Mapping[str, int]


def golden(ledger: Ledger) -> dict[str, int]:
    """The marks that the whole ledger would earn, and what they add up to."""
    marks: dict[Dimension, int] = {d: getattr(ledger.gold, d) for d in DIMENSIONS}
    return {"overall": overall_mark(RUBRIC, marks, ()) or 1} | {str(d): mark for d, mark in marks.items()}


def marks(card: Scorecard) -> dict[str, int]:
    """A scorecard's marks by scale."""
    return {scale: given(card, scale) for scale in SCALES}


def interviews(seeds: int) -> Iterator[Interviewed]:
    """Every persona with every candidate that is a person and says something."""
    judge = OfflineJudge(RUBRIC)
    question = load_named("questions", "failure", Question, None)
    personas, candidates = load_all("personas", Persona, None)[0], load_all("candidates", Ledger, None)[0]
    for persona, ledger, seed in product(personas, candidates, range(seeds)):
        if ledger.facts:
            turns = tuple(interview(persona, question, ledger, seed))
            whole, opening = judge.scorecard(turns, ledger.name), judge.scorecard(turns[1:2], ledger.name)
            yield Interviewed(ledger.name, persona.name, golden(ledger), marks(whole), marks(opening))


def steps(done: list[Interviewed]) -> dict[str, int]:
    """By candidate, how far apart the overall marks are that the personas lead to."""
    names = dict.fromkeys(one.candidate for one in done)
    seen = {name: [one.whole["overall"] for one in done if one.candidate == name] for name in names}
    return {name: max(found) - min(found) for name, found in seen.items()}


def mixed_up(done: list[Interviewed]) -> int:
    """How many pairs of a strong and a weak candidate come out the wrong way round under a persona."""
    strong = [one for one in done if one.gold["overall"] >= STRONG]
    weak = [one for one in done if one.gold["overall"] <= WEAK]
    return sum(s.persona == w.persona and s.whole["overall"] <= w.whole["overall"] for s in strong for w in weak)


def main() -> None:
    """Prints agreement with the ledgers, mixed-up pairs, and the steps between personas."""
    done = list(interviews(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
    print(f"{len(done)} interviews beside the marks of their ledgers (our labels): QWK, mean difference")
    for scale in SCALES:
        true = [one.gold[scale] for one in done]
        found = {"whole": [one.whole[scale] for one in done], "opening": [one.opening[scale] for one in done]}
        apart = {name: mean(abs(a - b) for a, b in zip(true, got, strict=True)) for name, got in found.items()}
        cells = "   ".join(f"{name} {agreement(true, got):5.2f}  {apart[name]:.2f}" for name, got in found.items())
        print(f"{scale:<12}{cells}")
    print(f"strong at or below weak under the same persona: {mixed_up(done)} pairs")
    apart_by = steps(done)
    more = ", ".join(f"{name} {step}" for name, step in apart_by.items() if step > 1) or "none"
    print(f"largest step of one candidate between personas and seeds: {max(apart_by.values())}; more than one: {more}")


if __name__ == "__main__":
    main()
