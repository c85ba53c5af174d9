"""Audits the simulated candidates themselves: facts made up, told early or unasked, kept back, or contradicted."""

from collections.abc import Iterator, Sequence
from typing import Any

from agents.candidate.llm import NUMBER
from agents.candidate.offline import OPENING_MOVES
from agents.library.candidates import Ledger
from agents.moves import Move
from agents.reading.answer import shipped_reader
from agents.reading.contradictions import contradiction
from agents.transcript import Transcript, candidate_turns
from evals.environment import Environment
from evals.rollouts import minutes_of, pairs, result_of, rollout, tells, transcript_in
from evals.suite import Case, Figure, Kind, Result, Suite, per_hundred

SORTS = ("made up", "told early", "told unasked", "kept back")


async def observe(suite: Suite, case: Case, repeat: int, env: Environment) -> Result:
    """Runs an interview and checks every answer against the ledger."""
    ledger, persona = case.given
    document = await rollout(env, persona, ledger, minutes_of(suite, case, repeat), repeat)
    transcript = transcript_in(document)
    found = list(faults(ledger, transcript)) if ledger.facts else []
    told_apart = contradiction([shipped_reader().read(turn.text) for _, turn in candidate_turns(transcript)]) is not None
    meant = "contradicting" in ledger.name
    data: dict[str, Any] = {
        "answers": len(candidate_turns(transcript)),
        "faults": found,
        "contradicts": told_apart and not meant,
    }
    return result_of(document, data)


def faults(ledger: Ledger, transcript: Transcript) -> Iterator[dict[str, str]]:
    """Yields each departure from the ledger: facts made up, told too early, told unasked, or kept back when asked."""
    known = set(NUMBER.findall(" ".join([ledger.opening, *ledger.manner.says, *(fact.text for fact in ledger.facts)])))
    told = ""
    for number, turn in candidate_turns(transcript):
        asked = [t.move for t in transcript[:number] if t.move is not None]
        heard = " ".join(t.text for t in transcript[:number])
        for figure in NUMBER.findall(turn.text):
            if figure not in known and figure not in NUMBER.findall(heard):
                yield {"code": "made up", "said": figure}
        new = [fact for fact in ledger.facts if tells(turn.text, fact) and not tells(told, fact)]
        move = asked[-1] if asked else Move(kind="open")
        opening = move.kind in OPENING_MOVES or move.dimension is None
        for fact in new:
            if not opening and not _allowed(fact.disclosed, [m for m in asked if m.dimension == fact.about]):
                yield {"code": "told early", "said": fact.text}
            if not opening and fact.about != move.dimension:
                yield {"code": "told unasked", "said": fact.text}
        open_now = [
            fact
            for fact in ledger.facts
            if fact.about == move.dimension
            and not tells(told, fact)
            and _allowed(fact.disclosed, [m for m in asked if m.dimension == fact.about])
        ]
        if open_now and not new and not opening and not turn.cut and not ledger.manner.says:
            yield {"code": "kept back", "said": open_now[0].text}
        told = f"{told} {turn.text}"


def _allowed(disclosed: str, asked: Sequence[Move]) -> bool:
    """Whether a fact with this disclosure rule may be told, given the questions asked so far about its dimension."""
    pressed = len(asked) > 1 or any(move.kind == "challenge" for move in asked)
    return disclosed == "freely" or (bool(asked) if disclosed == "if_asked" else pressed)


def figures(_suite: Suite) -> list[Figure]:
    """Faults of each sort per hundred answers, and how often candidates contradict themselves."""
    return [
        *(Figure(f"{sort}, per 100 answers", per_hundred(sort, "answers"), "less") for sort in SORTS),
        Figure(
            "interviews where the candidate contradicts itself",
            lambda s: sum(one.data["contradicts"] for one in s) / len(s),
            "less",
        ),
    ]


KIND = Kind(lambda p, env: pairs(p, env), observe, figures)
