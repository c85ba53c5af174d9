"""Audits the simulated candidates themselves: facts made up, told early or contradicted, the interviewer helped or hindered."""

from collections.abc import Iterator, Sequence
from typing import Any

from agents.candidates import Ledger
from agents.contradictions import contradiction
from agents.llm.candidate import NUMBER
from agents.moves import Move
from agents.offline.candidate import OPENING_MOVES
from agents.transcript import Transcript, candidate_turns
from evals.played import minutes_of, pairs, played, seen, tells, transcript_in
from evals.sample import Case, Figure, Kind, Plan, Seen, in_a_hundred
from evals.stage import Stage

SORTS = ("made up", "told early", "told unasked", "kept back")


async def observe(plan: Plan, case: Case, repeat: int, stage: Stage) -> Seen:
    """Plays an interview and holds every answer against the ledger."""
    ledger, persona = case.given
    document = await played(stage, persona, ledger, minutes_of(plan, case, repeat), repeat)
    transcript = transcript_in(document)
    found = list(faults(ledger, transcript)) if ledger.facts else []
    told_apart = contradiction(transcript) is not None
    meant = "contradicting" in ledger.name
    data: dict[str, Any] = {
        "answers": len(candidate_turns(transcript)),
        "faults": found,
        "contradicts": told_apart and not meant,
    }
    return seen(document, data)


def faults(ledger: Ledger, transcript: Transcript) -> Iterator[str]:
    """What a candidate says that its ledger does not have or does not let it say yet, and what it does not say when asked."""
    known = set(NUMBER.findall(" ".join([ledger.opening, *ledger.manner.says, *(fact.text for fact in ledger.facts)])))
    told = ""
    for number, turn in candidate_turns(transcript):
        asked = [t.move for t in transcript[:number] if t.move is not None]
        heard = " ".join(t.text for t in transcript[:number])
        for figure in NUMBER.findall(turn.text):
            if figure not in known and figure not in NUMBER.findall(heard):
                yield f"made up: {figure}"
        new = [fact for fact in ledger.facts if tells(turn.text, fact) and not tells(told, fact)]
        move = asked[-1] if asked else Move(kind="open")
        opening = move.kind in OPENING_MOVES or move.dimension is None
        for fact in new:
            if not opening and not _allowed(fact.disclosed, [m for m in asked if m.dimension == fact.about]):
                yield f"told early: {fact.text}"
            if not opening and fact.about != move.dimension:
                yield f"told unasked: {fact.text}"
        open_now = [
            fact
            for fact in ledger.facts
            if fact.about == move.dimension
            and not tells(told, fact)
            and _allowed(fact.disclosed, [m for m in asked if m.dimension == fact.about])
        ]
        if open_now and not new and not opening and not turn.cut and not ledger.manner.says:
            yield f"kept back: {open_now[0].text}"
        told = f"{told} {turn.text}"


def _allowed(disclosed: str, asked: Sequence[Move]) -> bool:
    """Whether a fact of that sort may be told after those questions about its dimension."""
    pressed = len(asked) > 1 or any(move.kind == "challenge" for move in asked)
    return disclosed == "freely" or (bool(asked) if disclosed == "if_asked" else pressed)


def figures(_plan: Plan) -> list[Figure]:
    """Faults in a hundred answers."""
    return [
        *(Figure(f"{sort}, in a hundred answers", in_a_hundred(sort, "answers"), "less") for sort in SORTS),
        Figure(
            "interviews in which it contradicts itself", lambda s: sum(one.data["contradicts"] for one in s) / len(s), "less"
        ),
    ]


KIND = Kind(lambda p, stage: pairs(p, stage), observe, figures)
